"""Columns may be asked with arguments and may hold texts; what is asked or compared wrongly is refused."""

from datetime import date
from typing import Any

import pytest

import learnperf as lp
from learnperf.errors import InvalidValue, MetricDefinitionError
from learnperf.metrics.arguments import Parameter, argument_problems, column_name, completed, split_name
from learnperf.metrics.columns import COLUMNS, column_names, meanings
from learnperf.metrics.expressions import Constant, Expression
from learnperf.metrics.literals import text_code


def moved(where: Expression, **changes: Any) -> lp.Metric:  # noqa: ANN401  # any field of a metric
    """Count career moves."""
    options: dict[str, Any] = {"evidence": lp.CareerMove, "state": lp.Count, "lift": {"count": 1}} | changes
    return lp.Metric("mine.moves", label="Moves", unit="moves", where=where, **options)


def rules(where: Expression, **changes: Any) -> list[str]:  # noqa: ANN401  # any field of a metric
    with pytest.raises(MetricDefinitionError) as caught:
        moved(where, **changes)
    return [problem.rule for problem in caught.value.problems]


def test_a_column_is_told_apart_by_its_arguments() -> None:
    assert lp.col("linked", 30, 365).columns == {"linked(30, 365)"}
    assert lp.col("linked", 30, 365).columns == lp.col("linked", 30, 365).columns != lp.col("linked").columns


@pytest.mark.parametrize("arguments", [(), (1,), ("a",), (lp.Level.RESULTS, lp.Rater.SELF), ('say "a, b)"', 0)])
def test_a_name_says_what_it_was_made_of(arguments: tuple[Any, ...]) -> None:
    base, found = split_name(column_name("linked", arguments))
    assert (base, found) == ("linked", tuple(getattr(one, "value", one) for one in arguments))


@pytest.mark.parametrize("argument", [1.5, True, None])
def test_arguments_are_whole_numbers_texts_and_words(argument: Any) -> None:  # noqa: ANN401  # what is wrong
    with pytest.raises(InvalidValue, match="no argument of a column"):
        lp.col("linked", argument)


def test_a_broken_name_is_the_name_of_nothing() -> None:
    assert split_name("linked(30") == ("linked(30", ())
    assert rules(lp.col("linked"), latest_by=("linked(x",)) == ["unknown column"]


@pytest.mark.parametrize(
    ("kind", "right", "wrong"), [(int, 0, -1), (int, 3, "3"), (str, "a", ""), (str, "a", 1), (lp.Rater, "self", "me")]
)
def test_a_parameter_says_what_it_takes(kind: Any, right: Any, wrong: Any) -> None:  # noqa: ANN401  # of all kinds
    parameter = Parameter("it", kind)
    assert parameter.problem(right) is None
    assert list(argument_problems([parameter], [wrong])) == [parameter.problem(wrong)]


def test_arguments_with_a_default_may_be_left_out_from_the_last_on() -> None:
    window = [Parameter("after", int, 0), Parameter("within", int, 365)]
    assert [completed(window, given) for given in ((), (30,), (30, 90))] == [(0, 365), (30, 365), (30, 90)]
    assert list(argument_problems(window, (1, 2, 3))) == ["takes after, within"]


@pytest.mark.parametrize(
    ("rule", "where"),
    [
        ("wrong arguments", lp.col("linked", 1, 2, 3) == 1),
        ("wrong arguments", lp.col("linked", "soon") == 1),
        ("wrong arguments", lp.col("promotion", 1) == 1),
        ("unknown column", lp.col("linkd", 1) == 1),
        ("words of another list", lp.col("promotion") == "yes"),
        ("text as a number", lp.when(lp.col("promotion") == 1, "a", 0)),
        ("text as a number", lp.when(lp.col("promotion") == 1, 1, 0) == "a"),
    ],
)
def test_what_is_asked_wrongly_is_refused(rule: str, where: Expression) -> None:
    assert rule in rules(where)


def test_texts_have_no_order_and_no_sum() -> None:
    of_evaluations: dict[str, Any] = {"evidence": lp.Evaluation}
    assert rules(lp.col("activity") < "c7", **of_evaluations) == ["text as a number"]
    assert rules(lp.col("promotion") == 1, lift={"count": Constant("a")}) == ["text as a number"]
    summed: dict[str, Any] = {"state": lp.Sum, "lift": {"total": lp.col("activity")}}
    assert rules(lp.col("level") == lp.Level.RESULTS, **of_evaluations, **summed) == ["arithmetic on words"]


def test_a_text_is_found_by_equality_and_among_several() -> None:
    equal = lp.col("activity") == "c7"
    among = lp.col("activity").is_in(["c7", "c8"])
    rows: list[dict[str, int | None]] = [{"activity": text_code(name)} for name in ("c7", "c8", "c9")]
    assert [(equal.of_row(row), among.of_row(row)) for row in rows] == [(1, 1), (0, 1), (0, 0)]
    assert (lp.col("activity") != "c7").of_row(rows[0]) == 0


def test_meanings_are_found_by_names_with_arguments() -> None:
    assert meanings(lp.CareerMove, ["linked(1)", "on", "off"]).keys() == {"linked(1)", "on"}
    assert all(set(column_names(kind)) <= {one.name for one in several} for kind, several in COLUMNS.items())


@pytest.mark.parametrize(
    ("days", "window", "expected"),
    [(30, (0, 365), 1), (30, (30, 365), 0), (31, (30, 365), 1), (365, (0, 365), 1), (366, (0, 365), 0), (0, (0, 9), 0)],
)
def test_learning_counts_for_a_move_more_than_some_days_and_at_most_some_days_before(
    days: int, window: tuple[int, int], expected: int
) -> None:
    organization = lp.Organization.of(
        units=[lp.Unit("MOF")],
        learners=[lp.Learner("ani")],
        ties=[lp.Placement("ani", "MOF")],
        positions=[lp.Position("auditor-2", standard=lp.CompetencyStandard({"audit": 3}))],
        competencies=[lp.Competency("audit")],
    )
    move = date(2026, 6, 30)
    evidence = lp.Evidence.of(
        [
            lp.Participation("p1", on=date.fromordinal(move.toordinal() - days), learner="ani", activity="c7"),
            lp.CareerMove("m1", on=move, learner="ani", marks=[lp.MoveMark.PROMOTION], to_position="auditor-2"),
        ],
        activities=[lp.LearningActivity("c7", competencies=["audit"])],
    )
    metric = moved(lp.col("linked", *window) == 1)
    both = moved((lp.col("learned", *window) == 1) & (lp.col("linked", *window) == 1))
    assert lp.rollup(organization, evidence, [metric])["MOF", metric.name].value == expected
    assert lp.rollup(organization, evidence, [both])["MOF", both.name].value == expected
