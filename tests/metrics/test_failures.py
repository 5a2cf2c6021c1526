"""Code of somebody else's metric may fail: the error names what failed, and the other metrics can still be read."""

import pickle
from fractions import Fraction

import numpy as np
import pytest
from attrs import frozen

import learnperf as lp
from learnperf.errors import MetricFailed, StateError
from learnperf.metrics.algebra import Count, Exact, Mean, Merge, Sum, scale_code
from learnperf.metrics.expressions import Column, Expression, TooLarge, col
from learnperf.metrics.failures import Failures, OnFailure
from learnperf.metrics.finalized import Context, Finalized
from learnperf.metrics.integers import Integers
from learnperf.metrics.missing import Missing, MissingReason
from learnperf.metrics.operators import Operator
from learnperf.metrics.state import State, columns, number
from learnperf.model.scales import LIKERT_5


@frozen
class Own(State):
    """A mean that somebody wrote who thought of evidence only."""

    COLUMNS = columns(n=Merge.SUM, total=Merge.SUM)
    n: int = number(Merge.SUM)
    total: int = number(Merge.SUM)

    def value(self, context: Context) -> Exact:
        return Fraction(self.total, self.n) * context.whole


@frozen
class Careless(Own):
    """Gives what arithmetic gave."""

    def value(self, context: Context) -> Exact:
        return self.total / self.n / context.whole  # type: ignore[return-value]  # the point of the test


@frozen
class Whole(Own):
    """Gives whole numbers of numpy, which would wrap."""

    def value(self, context: Context) -> Exact:
        return np.int64(self.total // context.whole)  # type: ignore[return-value]  # the point of the test


@frozen
class Abrupt(Count):
    """Reads many at once, and fails."""

    @classmethod
    def finalize(cls, columns: dict[str, Integers], context: Context) -> Finalized:  # type: ignore[override]  # as above
        raise KeyError(len(columns), context.whole)


def metric_of(state: type[State], name: str = "mine.own") -> lp.Metric:
    lift = dict.fromkeys((column.name for column in state.COLUMNS), 1)
    return lp.Metric(name, label="mine", unit="things", evidence=lp.Innovation, state=state, lift=lift)


NOTHING = {"n": np.asarray([2, 0]), "total": np.asarray([3, 0])}


def test_a_state_that_cannot_be_read_is_named_with_its_metric() -> None:
    own = metric_of(Own)
    said = r"metric mine\.own failed: Own\(n=0, total=0\) cannot be read: ZeroDivisionError"
    with pytest.raises(MetricFailed, match=said):
        own.value(Own(), Context())
    with pytest.raises(MetricFailed, match=said):
        own.finalize(NOTHING, Context())


def test_a_state_that_gives_no_exact_number_is_named_with_its_metric() -> None:
    with pytest.raises(MetricFailed, match=r"Careless\(n=2, total=3\) .*gave float: give a Fraction"):
        metric_of(Careless).value(Careless(2, 3), Context())


def test_whole_numbers_of_numpy_are_taken_exactly() -> None:
    found = metric_of(Whole).value(Whole(2, 3), Context())
    assert found == Fraction(3)
    assert type(found) is Fraction


def test_a_state_that_reads_many_at_once_and_fails_is_named_with_its_metric() -> None:
    with pytest.raises(MetricFailed, match=r"metric mine\.own cannot read its states: KeyError: \(1, 1\)"):
        metric_of(Abrupt).finalize({"count": np.asarray([1])}, Context())


def test_errors_of_ours_are_left_as_they_are() -> None:
    with pytest.raises(StateError, match="not among the scales in use"):
        metric_of(Mean).value(Mean.of_one(3, LIKERT_5), Context())
    code = np.asarray([scale_code(LIKERT_5)])
    state = {"n": np.asarray([1]), "total": np.asarray([3]), "scale_low": code, "scale_high": code}
    with pytest.raises(StateError, match="not among the scales in use"):
        metric_of(Mean).finalize(state, Context())


def test_only_states_that_are_wanted_are_read() -> None:
    found = metric_of(Own).finalize(NOTHING, Context(), np.asarray([True, False]))
    assert [found.exact(place) for place in (0, 1)] == [Fraction(3, 2), Missing(MissingReason.NO_EVIDENCE)]
    nobody = metric_of(Own).finalize(NOTHING, Context(), np.asarray([False, False]))
    assert nobody.reason.tolist() == [MissingReason.NO_EVIDENCE] * 2
    # ours know what to say of no evidence, and read all
    counted = metric_of(Count).finalize({"count": np.asarray([2, 0])}, Context(), np.asarray([True, False]))
    assert counted.values().tolist() == [2, 0]


def test_no_value_for_one_reason_is_that_everywhere() -> None:
    found = Finalized.missing(MissingReason.FAILED, 3)
    assert [found.exact(place) for place in range(len(found))] == [Missing(MissingReason.FAILED)] * 3
    assert np.isnan(found.values()).all()


def fail() -> str:
    raise MetricFailed("metric mine.own failed on e1")


def test_the_first_failure_is_raised_where_nothing_else_is_asked_for() -> None:
    failures = Failures()
    with pytest.raises(MetricFailed, match="failed on e1"):
        failures.attempt("mine.own", fail, lambda: "nothing")
    assert failures.errors == {}


def test_a_metric_that_failed_is_passed_over_from_then_on_and_the_others_are_read() -> None:
    failures = Failures(OnFailure.SKIP)
    assert failures.attempt("mine.own", fail, lambda: "nothing") == "nothing"
    assert failures.attempt("mine.own", lambda: "late", lambda: "nothing") == "nothing"
    assert failures.attempt("mine.other", lambda: "read", lambda: "nothing") == "read"
    assert [str(error) for error in failures.errors.values()] == ["metric mine.own failed on e1"]


def test_what_is_made_of_a_failed_metric_has_failed_too() -> None:
    own, other = metric_of(Sum), metric_of(Count, "mine.other")
    index = lp.Index("mine.index", label="i", unit="things", weights=[own, other], renormalise=True)
    failures = Failures(OnFailure.SKIP)
    assert failures.of(index) is None
    failures.attempt("mine.own", fail, lambda: "nothing")
    assert failures.of(own) is failures.of(index) is failures.errors["mine.own"]
    assert failures.of(other) is None


def test_other_errors_are_no_failures_of_a_metric() -> None:
    failures = Failures(OnFailure.SKIP)

    def stop() -> str:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        failures.attempt("mine.own", stop, lambda: "nothing")


@pytest.mark.parametrize(
    ("expression", "operator", "place"),
    [(col("a") * col("a"), Operator.TIMES, 2), (col("a") + (2**63 - 1), Operator.PLUS, 1)],
)
def test_a_result_that_passes_64_bits_is_told_with_its_row(
    expression: Expression, operator: Operator, place: int
) -> None:
    table = {"a": Column(np.asarray([0, 1, 2**40]), np.ones(3, dtype=np.bool_))}
    with pytest.raises(TooLarge, match=r"passes 64 bits: use smaller factors") as caught:
        expression.evaluate(table, 3)
    error = pickle.loads(pickle.dumps(caught.value))  # noqa: S301 -- our own bytes
    assert (error.operator, error.place, str(error)) == (operator, place, str(caught.value))
