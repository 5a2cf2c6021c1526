"""A refusal names the field and holds the value, since reports of rejected rows show them in columns of their own."""

from collections.abc import Callable
from datetime import date, datetime
from fractions import Fraction

import pytest

from learnperf.errors import InvalidValue
from learnperf.model.activities import hours_of
from learnperf.model.attributes import attributes_of
from learnperf.model.credits import credits_of
from learnperf.model.days import check_day
from learnperf.model.evidence import Assignment, CareerMove, Innovation
from learnperf.model.ids import check_id, ids_in_order
from learnperf.model.judgements import ConditionJudgement
from learnperf.model.nodes import Unit
from learnperf.model.scales import LIKERT_5, Scale, ScaleType, exact
from learnperf.model.spending import LearningBenefit, LearningCost
from learnperf.model.ties import Membership
from learnperf.model.vocabulary import Condition, InnovationKind, Level, MoveMark, Stage, read_word

DAY, BEFORE = date(2026, 3, 2), date(2026, 3, 1)
LONG = "a" * 30 + "b" * 200


def judged(**told: object) -> ConditionJudgement:
    return ConditionJudgement("j", subject="DJP", condition=Condition.E6_2, on=DAY, **told)  # type: ignore[arg-type]  # what callers may write


def move(*marks: MoveMark) -> CareerMove:
    return CareerMove("m", learner="ani", marks=marks, on=DAY)


def idea(**told: object) -> Innovation:
    kind = InnovationKind.PROCESS
    return Innovation("i", contributors=["ani"], kind=kind, on=DAY, **told)  # type: ignore[arg-type]  # what callers may write


def task(**told: object) -> Assignment:
    return Assignment("a", team="audit", on=DAY, **told)  # type: ignore[arg-type]  # what callers may write


def cost(**told: object) -> LearningCost:
    return LearningCost("c", subject="DJP", on=DAY, **told)  # type: ignore[arg-type]  # what callers may write


def benefit(**told: object) -> LearningBenefit:
    return LearningBenefit("b", subject="DJP", on=DAY, **told)  # type: ignore[arg-type]


REFUSALS: dict[str, tuple[Callable[[], object], str, object]] = {
    "truth as a number": (lambda: exact("n", value=True), "n", True),
    "a word as a number": (lambda: exact("n", "four"), "n", "four"),
    "a huge fraction": (lambda: exact("n", Fraction(10**20)), "n", Fraction(10**20)),
    "full-width digits": (lambda: exact("n", "\uff14"), "n", "\uff14"),
    "a decimal comma": (lambda: exact("n", "4,5"), "n", "4,5"),
    "a huge exponent": (lambda: exact("n", "1e99"), "n", "1e99"),
    "a scale upside down": (lambda: Scale(5, 1), "scale", "5..1 by 1"),
    "a step that does not divide": (lambda: Scale(1, 5, 3), "scale", "1..5 by 3"),
    "too many steps": (lambda: Scale(0, 10**10), "scale", "0..10000000000 by 1"),
    "a score outside": (lambda: LIKERT_5.steps(6), "score", 6),
    "a score between": (lambda: LIKERT_5.steps(Fraction(7, 2)), "score", 3.5),
    "an id that is a number": (lambda: check_id("id", 7), "id", 7),
    "no id": (lambda: check_id("id", ""), "id", ""),
    "a long id": (lambda: check_id("id", LONG), "id", LONG[:20] + "…"),
    "an id with a space": (lambda: check_id("id", " ani"), "id", " ani"),
    "an id with a line": (lambda: check_id("id", "a\nb"), "id", "a\nb"),
    "one text for ids": (lambda: ids_in_order("ani"), "ids", "ani"),
    "one of ids": (lambda: ids_in_order([""]), "ids", ""),
    "one text for contributors": (lambda: credits_of("ani"), "contributors", "ani"),
    "no contributor": (lambda: credits_of([]), "contributors", ""),
    "a nameless contributor": (lambda: credits_of([""]), "contributors", ""),
    "a contributor twice": (lambda: credits_of(["ani", "ani"]), "contributors", "ani, ani"),
    "hardly a credit": (lambda: credits_of({"ani": 1 - 1e-9, "budi": 1e-9}), "contributors", "budi"),
    "a moment": (lambda: check_day("on", datetime(2026, 3, 2)), "on", datetime(2026, 3, 2)),  # noqa: DTZ001  # refused
    "a text for a day": (lambda: check_day("on", "2026-03-02"), "on", "2026-03-02"),
    "an interval that ends first": (lambda: Unit("DJP", since=DAY, until=BEFORE), "until", BEFORE.isoformat()),
    "attributes as a list": (lambda: attributes_of(["x"]), "attributes", "list"),  # type: ignore[arg-type]
    "an attribute as a number": (lambda: attributes_of({"age": 3}), "attribute.age", "int"),  # type: ignore[dict-item]
    "a nameless attribute": (lambda: attributes_of({"": "x"}), "attributes", ""),
    "hours without end": (lambda: hours_of(10**6), "hours", 10**6),
    "hours in words": (lambda: hours_of("many"), "hours", "many"),
    "a share in percent": (lambda: Membership("ani", "a", share="60%"), "share", "60%"),
    "a share of nothing": (lambda: Membership("ani", "a", share=0), "share", 0),
    "a share over all": (lambda: Membership("ani", "a", share=1.5), "share", 1.5),
    "hardly a share": (lambda: Membership("ani", "a", share=1e-9), "share", 1e-9),
    "another word": (lambda: read_word(Level, "joy", "level"), "level", "joy"),
    "one mark alone": (lambda: CareerMove("m", learner="ani", marks="rotation", on=DAY), "marks", "rotation"),  # type: ignore[arg-type]
    "no mark": (move, "marks", ""),
    "marks that contradict": (lambda: move(MoveMark.PROMOTION, MoveMark.DEMOTION), "marks", "promotion, demotion"),
    "done before it was given": (lambda: task(completed=BEFORE), "completed", "2026-03-01"),
    "cancelled before": (lambda: task(cancelled=BEFORE), "cancelled", "2026-03-01"),
    "due before": (lambda: task(due=BEFORE), "due", "2026-03-01"),
    "done and cancelled": (lambda: task(completed=DAY, cancelled=DAY), "cancelled", "2026-03-02"),
    "no weight": (lambda: task(weight=0), "weight", 0),
    "a true weight": (lambda: task(weight=True), "weight", True),
    "quality in words": (lambda: task(quality="good"), "quality", "good"),
    "another stage": (lambda: idea(stages=[("joy", DAY)]), "stages", "joy"),
    "a stage without a day": (lambda: idea(stages=[(Stage.PILOT, "soon")]), "stages", "soon"),
    "judged by a scale of names": (
        lambda: judged(score=1, scale=Scale(1, 5, type=ScaleType.ORDINAL)),
        "scale",
        "1..5 by 1",
    ),
    "judged on steps without parts": (lambda: judged(score=1, scale=Scale(0, 17)), "scale", "0..17 by 1"),
    "a cost of less than nothing": (lambda: cost(amount=-1), "amount", -1),
    "a cost of thousandths": (lambda: cost(amount="0.001"), "amount", "0.001"),
    "a cost unknown": (lambda: cost(amount=None), "amount", None),
    "a cost in no currency": (lambda: cost(amount=1, currency="rupiah"), "currency", "rupiah"),
    "a share of a benefit": (lambda: benefit(attribution=2), "attribution", 2),
    "hardly sure of a benefit": (lambda: benefit(confidence="0.1234567"), "confidence", "0.1234567"),
    "a benefit in words": (lambda: benefit(amount="much"), "amount", "much"),
}


@pytest.mark.parametrize("name", REFUSALS)
def test_a_refusal_names_the_field_and_holds_the_value(name: str) -> None:
    attempt, field, value = REFUSALS[name]
    with pytest.raises(InvalidValue) as caught:
        attempt()
    assert (caught.value.field, caught.value.value) == (field, value)
