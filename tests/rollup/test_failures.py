"""Where the code of one metric fails, the others can still be read, and the failed one gives no number."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

import pytest
from attrs import frozen

import learnperf as lp
from learnperf.metrics.algebra import Exact, Merge
from learnperf.metrics.finalized import Context
from learnperf.metrics.state import State, columns, number

DAY = date(2026, 6, 30)
OFFICE = lp.Organization.of(
    units=[lp.Unit("MOF"), lp.Unit("DJP"), lp.Unit("DJBC")],
    learners=[lp.Learner("ani"), lp.Learner("budi")],
    ties=[
        lp.Reporting("DJP", "MOF"),
        lp.Reporting("DJBC", "MOF"),
        lp.Placement("ani", "DJP"),
        lp.Placement("budi", "DJP"),
    ],
)
IDEAS = lp.Evidence.of(
    [lp.Innovation("i1", contributors=["ani"], on=DAY), lp.Innovation("i2", contributors=["budi"], on=DAY)]
)
ENGINES = pytest.mark.parametrize("engine", ["memory", "naive"])
(GOOD,) = lp.catalogue("innovation.count")


@frozen
class Own(State):
    """A mean that somebody wrote who thought of evidence only."""

    COLUMNS = columns(n=Merge.SUM, total=Merge.SUM)
    n: int = number(Merge.SUM)
    total: int = number(Merge.SUM)

    def value(self, context: Context) -> Exact:
        del context
        return Fraction(self.total, self.n)


@frozen
class Picky(Own):
    """Cannot read two."""

    def value(self, context: Context) -> Exact:
        return Fraction(1, self.n - 2 * context.whole)


def _fails_on_the_second(record: lp.Innovation) -> lp.Count:
    return lp.Count(1 // (record.id != "i2"))


def _cannot_take_two(records: Sequence[lp.Innovation]) -> int:
    return 1 // (len(records) - 2)


def _metric(name: str, state: type[lp.State] = lp.Count, **rest: object) -> lp.Metric:
    return lp.Metric(name, label=name, unit="innovations", evidence=lp.Innovation, state=state, **rest)  # type: ignore[arg-type]  # keywords of one call


FAILING: list[lp.AnyMetric] = [
    _metric("mine.lift", function=_fails_on_the_second),
    _metric("mine.wide", lp.Sum, lift={"total": lp.col("on") * 2**61}),
    _metric("mine.state", Picky, lift={"n": 1, "total": 1}),
    lp.Opaque("mine.opaque", label="o", unit="innovations", evidence=lp.Innovation, function=_cannot_take_two),
]


def _made_of(metric: lp.AnyMetric) -> lp.Index:
    return lp.Index("mine.index", label="i", unit="innovations", weights=[metric, GOOD], renormalise=True)


@ENGINES
@pytest.mark.parametrize("bad", FAILING, ids=lambda metric: metric.name)
def test_59_a_metric_that_fails_can_be_skipped_and_the_others_are_read(bad: lp.AnyMetric, engine: str) -> None:
    asked = [bad, GOOD, _made_of(bad)]
    with pytest.raises(lp.MetricFailed, match=bad.name):
        lp.rollup(OFFICE, IDEAS, asked, engine=engine)
    result = lp.rollup(OFFICE, IDEAS, asked, engine=engine, on_failure="skip")
    for node in OFFICE:
        assert result[node, "innovation.count"] == lp.rollup(OFFICE, IDEAS, [GOOD])[node, "innovation.count"]
        for name in (bad.name, "mine.index"):
            reading = result[node, name]
            assert (reading.value, reading.missing) == (None, lp.MissingReason.FAILED)
            assert (reading.n, reading.heads, reading.due) == (0, 0, 0)
    assert set(result.failures) == {bad.name, "mine.index"}
    assert bad.name in str(result.failures["mine.index"])
    for ask in (result.explain, result.contributions):
        with pytest.raises(lp.MetricFailed, match=bad.name):
            ask("MOF", bad.name)
    assert result.explain("MOF", "innovation.count").reading.value == 2


@ENGINES
def test_59_a_number_that_passes_64_bits_is_named_with_metric_and_evidence(engine: str) -> None:
    with pytest.raises(lp.MetricFailed, match=r"metric mine\.wide failed on i1: a result of \* passes 64 bits"):
        lp.rollup(OFFICE, IDEAS, [FAILING[1]], engine=engine)


@ENGINES
def test_a_state_of_ones_own_is_not_asked_what_no_evidence_means(engine: str) -> None:
    own = _metric("mine.own", Own, lift={"n": 1, "total": 3})
    result = lp.rollup(OFFICE, IDEAS, [own], engine=engine)
    assert result["MOF", "mine.own"].value == 3
    assert result["DJBC", "mine.own"].missing is lp.MissingReason.NO_EVIDENCE


@ENGINES
def test_nothing_failed_where_nothing_fails(engine: str) -> None:
    assert lp.rollup(OFFICE, IDEAS, [GOOD], engine=engine, on_failure="skip").failures == {}


def test_another_word_is_refused() -> None:
    with pytest.raises(lp.InvalidValue, match=r"on_failure.*raise, skip"):
        lp.rollup(OFFICE, on_failure="ignore")
