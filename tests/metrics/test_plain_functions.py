"""A metric written as a plain function reads what its columns read, in both engines, and fails by name."""

from collections.abc import Callable, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from attrs import evolve, frozen
from hypothesis import given, settings
from hypothesis import strategies as st

import learnperf as lp
from learnperf.errors import MetricFailed
from learnperf.metrics.algebra import SumOfHundredths
from learnperf.metrics.finalized import Context
from learnperf.metrics.state import Exact, Merge, State, columns
from learnperf.testing import organization_and_evidence

Drawn = tuple[lp.Organization, lp.Evidence]
Function = Callable[[Any], State | lp.Missing | None]


def _after(level: lp.Level) -> Callable[[lp.Evaluation], bool]:
    return lambda one: one.level is level and one.wave is not lp.Wave.BASELINE and one.phase is not lp.Phase.PRE


def _scored(kind: type[lp.Mean], level: lp.Level) -> Function:
    is_owed = _after(level)

    def lift(one: lp.Evaluation) -> State | lp.Missing | None:
        if not is_owed(one):
            return None
        return lp.Missing() if one.steps is None else kind.of_one(one.steps, one.scale)

    return lift


def _counted(is_owed: Callable[[Any], bool], kind: type[lp.Count | lp.Occurred] = lp.Count) -> Function:
    return lambda one: kind(1) if is_owed(one) else None


def _share(is_owed: Callable[[Any], bool], is_in: Callable[[Any], bool]) -> Function:
    return lambda one: lp.Ratio(is_in(one), 1) if is_owed(one) else None


def _weighted_completion(one: lp.Assignment) -> lp.Ratio | None:
    return None if one.cancelled else lp.Ratio(one.weight if one.completed else 0, one.weight)


def _quality(one: lp.Assignment) -> lp.Mean | lp.Missing | None:
    if one.completed is None:
        return None
    return lp.Missing() if one.steps is None else lp.Mean.of_one(one.steps, one.scale)


def everything(_: object) -> bool:
    return True


# every metric of the catalogue whose lift needs a record's own fields only
FUNCTIONS: dict[str, Function] = {
    **{f"kirkpatrick.{lp.label(level)}": _scored(lp.Mean, level) for level in lp.Level},
    "kirkpatrick.behaviour.attained": _scored(lp.Attained, lp.Level.BEHAVIOUR),
    "kirkpatrick.results.attained": _scored(lp.Attained, lp.Level.RESULTS),
    "innovation.present": _counted(everything, lp.Occurred),
    "innovation.count": _counted(everything),
    "innovation.implemented": _counted(lambda one: one.stage >= lp.Stage.IMPLEMENTED),
    "innovation.weighted": lambda one: lp.Sum(int(one.stage)),
    "innovation.went_back": _counted(lambda one: one.went_back),
    "adoption.count": _counted(everything),
    "career.moves": _counted(everything),
    "career.promotions": _counted(lambda one: lp.MoveMark.PROMOTION in one.marks),
    "career.demotions": _counted(lambda one: lp.MoveMark.DEMOTION in one.marks),
    "career.rotations": _counted(lambda one: lp.MoveMark.ROTATION in one.marks),
    "career.transfers": _counted(lambda one: lp.MoveMark.TRANSFER in one.marks),
    "learning.completed": _counted(lambda one: one.completed),
    "assignment.completion": _share(lambda one: one.cancelled is None, lambda one: one.completed is not None),
    "assignment.weighted_completion": _weighted_completion,
    "assignment.quality": _quality,
    "assignment.cancelled": _counted(lambda one: one.cancelled is not None),
    "correction.count": _counted(everything),
    "correction.learning_happened": _counted(everything, lp.Occurred),
    "correction.explained": _share(everything, lambda one: bool(one.because_of)),
    "publication.count": _counted(everything),
}


def as_function(metric: lp.AnyMetric) -> lp.Metric:
    """Give a metric of the catalogue in its other form."""
    assert isinstance(metric, lp.Metric)
    return evolve(metric, name=f"f.{metric.name}", lift=None, where=None, function=FUNCTIONS[metric.name])


COLUMNAR = tuple(metric for metric in lp.catalogue() if metric.name in FUNCTIONS)
PLAIN = tuple(as_function(metric) for metric in COLUMNAR)


# columns worked out from other records, from activities or from the day of the report
FROM_ELSEWHERE = {
    *("change", "relevant", "linked", "learned", "gap", "required", "adoptions", "from_elsewhere", "days"),
    *("initiative", "hours", "mapped", "in_standard", "group", "attained", "due_by_now", "on_time", "fulfilment"),
}


def test_metrics_that_have_a_function_here_need_a_record_only() -> None:
    assert len(COLUMNAR) == len(FUNCTIONS)
    for metric in COLUMNAR:
        assert isinstance(metric, lp.Metric)
        assert not columns_of(metric) & FROM_ELSEWHERE, metric.name


def columns_of(metric: lp.Metric) -> set[str]:
    read = [*(metric.lift or {}).values(), *([metric.where] if metric.where is not None else [])]
    return {name for expression in read for name in expression.columns}


@settings(max_examples=60, deadline=None)
@given(organization_and_evidence(), st.sampled_from(lp.Counting), st.sampled_from(["memory", "naive"]))
def test_a_function_reads_what_the_columns_read(drawn: Drawn, counting: lp.Counting, engine: str) -> None:
    columnar = lp.rollup(*drawn, COLUMNAR, counting=counting)
    plain = lp.rollup(*drawn, PLAIN, counting=counting, engine=engine)
    for metric in COLUMNAR:
        for node in columnar.nodes:
            one, other = columnar[node, metric.name], plain[node, f"f.{metric.name}"]
            assert other == evolve(one, metric=other.metric)


def _mean_level(assessments: Sequence[lp.ProficiencyAssessment]) -> Fraction:
    return Fraction(sum(one.level for one in assessments), len(assessments))


@settings(max_examples=40, deadline=None)
@given(organization_and_evidence(), st.sampled_from(lp.Counting))
def test_an_opaque_metric_reads_alike_in_both_engines_and_what_a_mean_reads(
    drawn: Drawn, counting: lp.Counting
) -> None:
    evidence = lp.ProficiencyAssessment
    opaque = lp.Opaque("o.mean", label="O", unit="level", evidence=evidence, function=_mean_level)

    def lift(one: lp.ProficiencyAssessment) -> lp.Mean:
        return lp.Mean.of_one(one.level)

    plain = lp.Metric("o.same", label="O", unit="level", evidence=evidence, state=lp.Mean, function=lift)
    quick = lp.rollup(*drawn, [opaque, plain], counting=counting)
    slow = lp.rollup(*drawn, [opaque, plain], counting=counting, engine="naive")
    assert list(quick) == list(slow)
    if counting is not lp.Counting.FRACTIONAL:
        for node in quick.nodes:
            assert quick[node, "o.mean"].exact == quick[node, "o.same"].exact


ORGANIZATION = lp.Organization.of(
    units=[lp.Unit("MOF")], learners=[lp.Learner("ani")], ties=[lp.Placement("ani", "MOF")]
)
EVIDENCE = lp.Evidence.of(
    lp.Evaluation(name, learner="ani", level=lp.Level.BEHAVIOUR, score=score, on=date(2026, 1, 1))
    for name, score in (("e-7", 4), ("e-8", 5))
)


@frozen
class Loose(State):
    """A state somebody wrote without taking care of what goes in."""

    COLUMNS = columns(total=Merge.SUM)
    total: float = 0

    def value(self, context: Context) -> Exact:
        return Fraction(self.total) / context.whole


def _raises(_: lp.Evaluation) -> lp.Count:
    raise ZeroDivisionError("nobody looked")


@pytest.mark.parametrize("engine", ["memory", "naive"])
@pytest.mark.parametrize(
    ("state", "function", "what"),
    [
        (lp.Count, _raises, "ZeroDivisionError: nobody looked"),
        (lp.Count, lambda _: 1, "gave int for e-7: give Count, Missing or None"),
        (lp.Count, lambda _: float("nan"), "gave float for e-7"),
        (lp.Count, lambda _: lp.Count(float("nan")), "nan is not a whole number"),  # type: ignore[arg-type]  # on purpose
        (lp.Count, lambda _: lp.Count(0.5), "0.5 is not a whole number"),  # type: ignore[arg-type]  # on purpose
        (lp.Count, lambda _: lp.Occurred(1), "gave Occurred for e-7"),
        (lp.Sum, lambda _: SumOfHundredths(250), "gave SumOfHundredths for e-7"),
        (lp.Mean, lambda one: lp.Mean.of_one(one.score), "is not a whole number"),
        (lp.Count, lambda one: lp.Count(one.nothing), "AttributeError"),
        (lp.Count, lambda one: setattr(one, "learner", "budi"), "FrozenInstanceError"),
        (lp.Sum, lambda _: lp.Sum(10**300), "ordinary size"),
        (Loose, lambda _: Loose(0.5), "total: 0.5 is not a whole number"),
        (Loose, lambda _: Loose(float("nan")), "total: nan is not a whole number"),
    ],
)
def test_a_function_that_fails_is_named_with_the_evidence(
    state: type[State], function: Function, what: str, engine: str
) -> None:
    broken = lp.Metric("broken.one", label="B", unit="x", evidence=lp.Evaluation, state=state, function=function)
    with pytest.raises(MetricFailed, match=r"broken\.one.* e-7") as caught:
        lp.rollup(ORGANIZATION, EVIDENCE, [broken], engine=engine)
    assert what in str(caught.value)


@pytest.mark.parametrize("engine", ["memory", "naive"])
@pytest.mark.parametrize("answer", [None, "3.5", float("nan"), float("inf")])
def test_an_opaque_function_that_fails_is_named_with_the_evidence(answer: int, engine: str) -> None:
    broken = lp.Opaque("broken.one", label="B", unit="x", evidence=lp.Evaluation, function=lambda _: answer)
    with pytest.raises(MetricFailed, match=r"broken\.one failed on 2 pieces of evidence from e-7 on"):
        lp.rollup(ORGANIZATION, EVIDENCE, [broken], engine=engine)


@pytest.mark.parametrize("engine", ["memory", "naive"])
def test_sums_beyond_64_bits_are_exact(engine: str) -> None:
    def lift(_: lp.Evaluation) -> lp.Sum:
        return lp.Sum(2**70 + 1)

    huge = lp.Metric("huge.sum", label="H", unit="x", evidence=lp.Evaluation, state=lp.Sum, function=lift)
    for counting in lp.Counting:
        result = lp.rollup(ORGANIZATION, EVIDENCE, [huge], counting=counting, engine=engine)
        assert result["MOF", "huge.sum"].exact == 2**71 + 2


def test_an_answer_beyond_all_doubles_is_exact_and_infinite() -> None:
    vast = lp.Opaque("vast", label="V", unit="x", evidence=lp.Evaluation, function=lambda _: 10**400)
    reading = lp.rollup(ORGANIZATION, EVIDENCE, [vast])["MOF", "vast"]
    assert reading.exact == 10**400
    assert reading.value == float("inf")
