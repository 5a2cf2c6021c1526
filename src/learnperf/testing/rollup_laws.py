"""Laws of readings: what a rollup with a metric must keep."""

from __future__ import annotations

from collections.abc import Mapping

from learnperf.errors import LearnperfError
from learnperf.metrics.algebra import Exact
from learnperf.metrics.definition import parts_of
from learnperf.metrics.metric import AnyMetric, Metric, Opaque, Staged
from learnperf.metrics.missing import Missing
from learnperf.model.collection import Evidence
from learnperf.model.nodes import NodeKind
from learnperf.model.organization import Organization
from learnperf.rollup.counting import Counting
from learnperf.rollup.result import Rollup, rollup
from learnperf.testing.law import Case, Law, LawBroken
from learnperf.testing.pairs import all_records, renamed, reordered, root_of, under_a_diamond, with_other_evidence_ids
from learnperf.testing.pieces import told

Figures = tuple[Exact, int, int, int]


def _agrees_with_the_twin(metric: AnyMetric, case: Case) -> None:
    law, counting = "the naive twin agrees", case.random.choice(list(Counting))
    quick, slow = (
        _figures(_read(law, metric, case.organization, case.evidence, counting, engine), metric)
        for engine in ("memory", "naive")
    )
    _alike(law, metric, case, quick, slow, "the engine", "the plain walk over every record")


def _ignores_order(metric: AnyMetric, case: Case) -> None:
    law, counting = "order of input", case.random.choice(list(Counting))
    other = reordered(case.organization, case.evidence, case.random)
    first, second = (
        _figures(_read(law, metric, *given, counting), metric) for given in ((case.organization, case.evidence), other)
    )
    _alike(law, metric, case, first, second, "as given", "with records and ties in another order")


def _ignores_names_of_learners(metric: AnyMetric, case: Case) -> None:
    law = "ids of learners mean nothing"
    learners = list(case.organization.learners)
    names = {old: f"n{place:03}" for place, old in enumerate(case.random.sample(learners, len(learners)))}
    before = _figures(_read(law, metric, case.organization, case.evidence), metric)
    after = _figures(_read(law, metric, *renamed(case.organization, case.evidence, names)), metric)
    back = {new: old for old, new in names.items()}
    alike = {(back.get(node, node), period): figures for (node, period), figures in after.items()}
    _alike(law, metric, case, before, alike, "as given", "where every learner has another id")


def _ignores_names_of_records(metric: AnyMetric, case: Case) -> None:
    law = "ids of records mean nothing"
    ids = sorted(record.id for record in all_records(case.evidence))
    names = {old: f"r{place:03}" for place, old in enumerate(reversed(ids))}
    before = _figures(_read(law, metric, case.organization, case.evidence), metric)
    other = with_other_evidence_ids(case.evidence, names)
    after = _figures(_read(law, metric, case.organization, other), metric)
    _alike(law, metric, case, before, after, "as given", "where the records have other ids")


def _counts_a_diamond_once(metric: AnyMetric, case: Case) -> None:
    law = "a diamond counts once"
    old = root_of(case.organization)
    larger, top = under_a_diamond(case.organization)
    read = _figures(_read(law, metric, larger, case.evidence), metric)
    for (node, period), figures in read.items():
        if node == top and figures != read[old, period]:
            message = f"{_said(read[old, period])} at {old}, and {_said(figures)} where two ways lead up from it"
            raise LawBroken(law, metric.name, f"it reads {message}; {case.told}")


def _keeps_its_bounds(metric: AnyMetric, case: Case) -> None:
    law = "readings lie within the bounds"
    low, high = metric.bounds
    for (node, _), (value, *_) in _figures(_read(law, metric, case.organization, case.evidence), metric).items():
        if isinstance(value, Missing):
            continue
        if (low is not None and value < low) or (high is not None and value > high):
            bounds = f"{'...' if low is None else low} to {'...' if high is None else high}"
            raise LawBroken(law, metric.name, f"it reads {told(value)} at {node}, declared are {bounds}; {case.told}")


def _read(
    law: str,
    metric: AnyMetric,
    organization: Organization,
    evidence: Evidence,
    counting: Counting = Counting.FULL,
    engine: str = "memory",
) -> Rollup:
    try:
        return rollup(organization, evidence, [metric], counting=counting, engine=engine)
    except LearnperfError as error:
        raise LawBroken(law, metric.name, f"a rollup of valid evidence fails: {error}") from error


def _figures(result: Rollup, metric: AnyMetric) -> dict[tuple[str, str], Figures]:
    return {
        (one.node, one.period): (
            Missing(one.missing) if one.exact is None else one.exact, one.n, one.heads, one.due,
        )
        for one in result
        if one.metric == metric.name
    }  # fmt: skip


def _alike(
    law: str,
    metric: AnyMetric,
    case: Case,
    one: Mapping[tuple[str, str], Figures],
    other: Mapping[tuple[str, str], Figures],
    first: str,
    second: str,
) -> None:
    for (node, period), figures in one.items():
        if other[node, period] != figures:
            message = f"at {node}: {_said(figures)} {first}, {_said(other[node, period])} {second}"
            raise LawBroken(law, metric.name, f"{message}; {case.told}")


def _said(figures: Figures) -> str:
    value, n, heads, due = figures
    return f"{told(value)} (n {n}, heads {heads}, due {due})"


def _is_own_code(metric: AnyMetric) -> bool:
    """Whether it is made of functions alone: columns may tell pieces of one day apart by their ids."""
    leaves = [part for part in parts_of(metric) if isinstance(part, Metric | Opaque)]
    return all(isinstance(one, Opaque) or (one.function is not None and one.latest_by is None) for one in leaves)


def _counts_no_units(metric: AnyMetric) -> bool:
    """Whether more units above change nothing: a count of units counts them too."""
    grains = {part.grain for part in parts_of(metric) if isinstance(part, Metric | Staged)}
    return NodeKind.UNIT not in grains


def _everything(metric: AnyMetric) -> bool:
    del metric
    return True


LAWS: tuple[Law, ...] = (
    Law("order of input", _ignores_order, _everything),
    Law("ids of learners mean nothing", _ignores_names_of_learners, _everything),
    Law("ids of records mean nothing", _ignores_names_of_records, _is_own_code),
    Law("a diamond counts once", _counts_a_diamond_once, _counts_no_units),
    Law("readings lie within the bounds", _keeps_its_bounds, _everything),
    Law("the naive twin agrees", _agrees_with_the_twin, _everything),
)
