"""A metric is written as a plain function in about ten lines."""

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Optional

import numpy as np
import pytest

import learnperf as lp
from learnperf.errors import MetricDefinitionError

if TYPE_CHECKING:
    Unknown = lp.Count


def test_a_function_becomes_a_metric_with_what_it_says_about_itself() -> None:
    @lp.metric(evidence=lp.Innovation, unit="innovations", direction=lp.Direction.TARGET, bounds=(0, None))
    def in_use(innovation: lp.Innovation) -> lp.Count:
        """Innovations in use.

        An idea is not yet one.
        """
        return lp.Count(innovation.stage >= lp.Stage.IMPLEMENTED)

    assert (in_use.name, in_use.label) == ("in_use", ("Innovations in use", "Innovations in use"))
    assert in_use.meaning == "Innovations in use.\n\nAn idea is not yet one."
    assert in_use.state is lp.Count
    assert in_use.direction is lp.Direction.TARGET
    assert in_use.bounds == (Fraction(0), None)
    assert in_use.missing is lp.MissingPolicy.EMPTY_IS_ZERO


def test_name_label_and_all_that_is_declared_can_be_given() -> None:
    @lp.metric(
        evidence=lp.Evaluation,
        unit="score",
        name="mine.mean",
        label=("Mean", "Rata-rata"),
        scale_type=lp.ScaleType.ORDINAL,
        ordinal_as_interval=True,
        levels=[lp.NodeKind.UNIT],
        version=3,
        source="house rules",
        rows=("I1",),
    )
    def anything(evaluation: lp.Evaluation) -> lp.Mean | lp.Missing | None:
        if evaluation.level is not lp.Level.BEHAVIOUR:
            return None
        return lp.Missing() if evaluation.steps is None else lp.Mean.of_one(evaluation.steps, evaluation.scale)

    assert (anything.name, anything.label, anything.version) == ("mine.mean", ("Mean", "Rata-rata"), 3)
    assert (anything.levels, anything.source, anything.rows) == (frozenset({lp.NodeKind.UNIT}), "house rules", ("I1",))
    assert (anything.state, anything.meaning) == (lp.Mean, "")


def test_without_a_docstring_the_name_is_the_label() -> None:
    @lp.metric(evidence=lp.Publication, unit="publications")
    def published_news(publication: lp.Publication) -> Optional[lp.Count]:  # noqa: UP045  # many still write it so
        return lp.Count(publication.channel is lp.Channel.FORMAL)

    assert published_news.label == ("published news", "published news")
    assert published_news.state is lp.Count


@pytest.mark.parametrize("annotation", [None, int, "lp.Count | lp.Sum", "Unknown", "lp.Missing", "3"])
def test_a_function_that_does_not_name_one_state_is_refused(annotation: object) -> None:
    def odd(publication: lp.Publication) -> lp.Count:
        return lp.Count(publication.topic is not None)

    odd.__annotations__["return"] = annotation
    with pytest.raises(MetricDefinitionError, match=r"odd: the (return annotation does|annotations cannot)"):
        lp.metric(evidence=lp.Publication, unit="publications")(odd)


def test_a_function_without_annotations_is_refused() -> None:
    with pytest.raises(MetricDefinitionError, match="such as -> Count"):
        lp.metric(evidence=lp.Publication, unit="publications")(lambda _: lp.Count(1))


def test_a_function_of_many_records_becomes_an_opaque_metric() -> None:
    @lp.opaque(evidence=lp.Evaluation, unit="days", levels=[lp.NodeKind.UNIT], version=2)
    def span(evaluations: Sequence[lp.Evaluation]) -> int:
        """Days from the first evaluation to the last."""
        days = [evaluation.on for evaluation in evaluations]
        return (max(days) - min(days)).days

    assert (span.name, span.label[1], span.version) == ("span", "Days from the first evaluation to the last", 2)
    assert (span.kind, span.parts, span.counts_roster) == (lp.Kind.OPAQUE, (), False)


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (3, Fraction(3)),
        (0.5, Fraction(1, 2)),
        (Fraction(1, 3), Fraction(1, 3)),
        (np.int64(2**62), Fraction(2**62)),
        (np.float64(0.25), Fraction(1, 4)),
        (lp.Missing(), lp.Missing()),
    ],
)
def test_an_opaque_answer_is_taken_exactly(answer: int, expected: object) -> None:
    value = lp.Opaque("o", label="O", unit="o", evidence=lp.Evaluation, function=lambda _: answer).value([])
    assert value == expected
    assert not isinstance(value, Fraction) or type(value.numerator) is int


@pytest.mark.parametrize("answer", [None, "3.5", float("nan"), float("inf"), [1], 1j])
def test_an_opaque_answer_that_is_no_number_is_refused(answer: int) -> None:
    with pytest.raises((TypeError, ValueError, OverflowError)):
        lp.Opaque("o", label="O", unit="o", evidence=lp.Evaluation, function=lambda _: answer).value([])
