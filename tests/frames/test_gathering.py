"""What an engine adds up is what single evaluations add up to, and never over a day on which anything changes."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import learnperf as lp
from learnperf.metrics.algebra import Attained
from learnperf.metrics.definition import parts_of
from learnperf.metrics.expressions import Expression
from learnperf.model.nodes import NodeKind
from learnperf.model.ties import Tie
from learnperf.rollup.facts import FactTable
from learnperf.rollup.frames.evaluations import FramedEvaluations
from learnperf.rollup.frames.gathering import Added, Question, gather, in_engine
from learnperf.rollup.leaves import columns_kept
from learnperf.testing import organization_and_evidence
from learnperf.testing.timeline import DAYS

Drawn = tuple[lp.Organization, lp.Evidence]
Send = Callable[[pl.DataFrame], Any]
More = Callable[[Drawn, int], Drawn]
Framed = Callable[[lp.Rollup, Send], FramedEvaluations]
# who, in which period, under which ties
Key = tuple[str, int, frozenset[Tie]]

SCORE = {"n": 1, "total": lp.col("score"), "scale_low": lp.col("scale"), "scale_high": lp.col("scale")}
EXTREME = {"n": 1, "extreme": lp.col("score"), "scale_low": lp.col("scale"), "scale_high": lp.col("scale")}


def _metric(name: str, **options: Any) -> lp.Metric:  # noqa: ANN401 -- any of the options of a metric
    return lp.Metric(f"mine.{name}", label=name, evidence=lp.Evaluation, **{"unit": "points", **options})


OWN = (
    _metric("least", state=lp.Least, lift=EXTREME),
    _metric("greatest", state=lp.Greatest, lift=EXTREME, observed=lp.col("rater").is_in(list(lp.Rater)[:2])),
    _metric("spread", state=lp.Variance, lift={**SCORE, "squares": lp.col("score") * lp.col("score")}),
    _metric("attained", state=Attained, lift=SCORE, where=lp.col("mode").is_missing() | (lp.col("structured") == 1)),
    _metric("count", state=lp.Count, lift={"count": 1}),
    _metric("weighted", state=lp.Sum, lift={"total": lp.when(lp.col("wave").is_missing(), -2, lp.col("level"))}),
    _metric("before", state=lp.Ratio, lift={"numerator": ~(lp.col("phase") == lp.Phase.PRE), "denominator": 1}),
    _metric("learners", state=lp.Distinct),
    _metric("plain", state=lp.Mean, lift={"n": 1, "total": lp.col("level"), "scale_low": 0, "scale_high": 0}),
    _metric("last", state=lp.Mean, lift=SCORE, latest_by=("level", "rater", "activity")),
    _metric("last_change", state=lp.MeanChange, lift={**SCORE, "total": lp.col("change")}, latest_by=()),
    _metric("last_before", state=lp.Count, lift={"count": 3}, where=lp.col("is_baseline") == 1, latest_by=("scale",)),
)
EVERY = {
    leaf.name: leaf
    for metric in (*lp.catalogue(), *OWN)
    for leaf in parts_of(metric)
    if isinstance(leaf, lp.Metric) and leaf.evidence is lp.Evaluation
}
# one of those that put the same columns into the same state; an engine cannot tell them apart
LEAVES = {
    leaf.name: leaf for leaf in {(leaf.state, columns_kept(leaf)): leaf for leaf in reversed(EVERY.values())}.values()
}
QUESTIONS = st.fixed_dictionaries(
    {
        "structure": st.sampled_from([lp.Structure.AS_WAS, lp.Structure.AS_WAS, DAYS[1]]),
        "by": st.sampled_from([None, lp.By.YEAR, lp.By.QUARTER]),
        "until": st.sampled_from([None, None, date(2025, 1, 2), date(2026, 1, 1)]),
    }
)


def question_of(result: lp.Rollup) -> Question:
    """Give what a result asks of an engine."""
    asked, (_, final) = result.asked, result.plan.days or (0, 0)
    fixed = None if asked.structure_date is None else asked.structure_date.toordinal()
    last = final if asked.until is None else asked.until.toordinal() - 1
    return Question(result.plan.upward.versions, result.periods, fixed, last)


def _ties(result: lp.Rollup, subject: str, day: int) -> frozenset[Tie]:
    """Give the ties in force on a day that decide where a subject's evidence counts."""
    # the day before all others stands for always
    on = date.fromordinal(max(day, 1))
    now = [
        tie
        for tie in result.organization.ties
        if (tie.since is None or tie.since <= on) and (tie.until is None or on < tie.until)
    ]
    if result.organization.kind(subject) is not NodeKind.LEARNER:
        # who is in a team decides as well
        return frozenset(now)
    found, above = set[Tie](), {subject}
    while more := {tie for tie in now if tie.child in above} - found:
        found |= more
        above |= {tie.parent for tie in more}
    return frozenset(found)


def _table(result: lp.Rollup) -> FactTable:
    return FactTable.together(list(result.plan.facts.tables[lp.Evaluation]))


def _expected(result: lp.Rollup, leaf: lp.Metric) -> Mapping[Key, list[Mapping[str, int | None]]]:
    """Give the single evaluations that count, as their columns, by subject, period and ties."""
    table, fixed = _table(result), question_of(result).fixed
    rows = [
        {name: int(one.values[place]) if one.present[place] else None for name, one in table.columns.items()}
        for place in range(table.size)
    ]
    order = sorted(range(table.size), key=lambda place: (rows[place]["on"], table.ids[place]))
    found: dict[Key, list[Mapping[str, int | None]]] = defaultdict(list)
    for number, period in enumerate(result.periods):
        chosen: dict[object, int] = {}
        for place in order:
            on = rows[place]["on"] or 0
            keys = leaf.latest_by
            if on < period.after and (keys is not None or on >= period.first):
                alike = (int(table.subject[place]), *(rows[place][key] for key in keys or ()))
                chosen[place if keys is None else alike] = place
        for place in chosen.values():
            subject = result.nodes[table.subject[place]]
            day = rows[place]["on"] if leaf.latest_by is None else _read_on(result, period)
            found[subject, number, _ties(result, subject, fixed or day or 0)].append(rows[place])
    return found


def _read_on(result: lp.Rollup, period: lp.Period) -> int:
    return question_of(result).last if period.until is None else period.after - 1


def _is_true(expression: Expression | None, row: Mapping[str, int | None]) -> bool:
    return expression is None or bool(expression.of_row(row))


def _summed(leaf: lp.Metric, rows: list[Mapping[str, int | None]]) -> tuple[int, int, dict[str, int]]:
    owed = [row for row in rows if _is_true(leaf.where, row)]
    lift = {} if leaf.state is lp.Distinct or leaf.lift is None else leaf.lift
    lifted = [{name: one.of_row(row) for name, one in lift.items()} for row in owed if _is_true(leaf.observed, row)]
    seen = [{name: one for name, one in cells.items() if one is not None} for cells in lifted]
    seen = [cells for cells in seen if len(cells) == len(lift)]
    columns: dict[str, int] = {}
    for column in leaf.state.COLUMNS:
        several = [cells[column.name] for cells in seen]
        columns[column.name] = several[0] if several else column.merge.identity
        for one in several[1:]:
            columns[column.name] = column.merge.of(columns[column.name], one)
    return len(owed), len(seen), columns


def _found(result: lp.Rollup, leaf: lp.Metric, gathered: Added) -> dict[Key, tuple[int, int, dict[str, int]]]:
    states, found = gathered.states[leaf.name], dict[Key, tuple[int, int, dict[str, int]]]()
    for at, (subject, day, period) in enumerate(_placed(gathered)):
        key = (result.nodes[subject], period, _ties(result, result.nodes[subject], day))
        owed, observed, columns = found.get(key, (0, 0, {one.name: one.merge.identity for one in leaf.state.COLUMNS}))
        for name, (merge, values) in states.columns.items():
            columns[name] = merge.of(columns[name], int(values[at]))
        found[key] = owed + int(states.owed[at]), observed + int(states.observed[at]), columns
    return found


def _placed(gathered: Added) -> Iterator[tuple[int, int, int]]:
    places = gathered.places
    yield from zip(places.subject.tolist(), places.day.tolist(), places.period.tolist(), strict=True)


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(drawn=organization_and_evidence(), seed=st.integers(0, 99), asked=QUESTIONS)
def test_an_engine_adds_up_what_single_evaluations_are(
    framed: Framed, send: Send, topped_up: More, drawn: Drawn, seed: int, asked: dict[str, Any]
) -> None:
    result = lp.rollup(*topped_up(drawn, seed), [], **asked)
    evaluations = framed(result, send)
    gathered = gather(evaluations, LEAVES.values(), question_of(result))
    for leaf in LEAVES.values():
        expected = {key: _summed(leaf, rows) for key, rows in _expected(result, leaf).items()}
        assert _found(result, leaf, gathered[leaf.latest_by]) == expected, leaf.name


def test_an_engine_is_not_asked_to_call_functions_or_to_pass_64_bits(matrix: lp.Rollup, framed: Framed) -> None:
    evaluations = framed(matrix, lambda table: table.lazy())
    called = _metric("called", state=lp.Count, function=lambda record: lp.Count(record.steps > 0))
    product = _metric("product", state=lp.Sum, lift={"total": lp.col("scale") * lp.col("scale")})
    long_sum = _metric("long_sum", state=lp.Sum, lift={"total": lp.col("level") * 2**60})
    large = _metric("large", state=lp.Count, where=lp.col("scale") + (2**63 - 1) > 0, lift={"count": 1})
    many = _metric("many", state=lp.Count, lift={"count": 2**62})
    for refused in (called, product, long_sum, large, many):
        assert not in_engine(evaluations, refused), refused.name
    assert all(in_engine(evaluations, leaf) for leaf in LEAVES.values())


@pytest.fixture
def matrix() -> lp.Rollup:
    """Three evaluations of one learner, the sum of whose scale codes takes more than 64 bits."""
    organization = lp.Organization.of(
        units=[lp.Unit("top")], learners=[lp.Learner("ani")], ties=[lp.Placement("ani", "top")]
    )
    evidence = lp.Evidence.of(
        lp.Evaluation(f"e{at}", learner="ani", level=lp.Level.BEHAVIOUR, score=at, on=date(2026, 1, at))
        for at in range(1, 6)
    )
    return lp.rollup(organization, evidence, [])
