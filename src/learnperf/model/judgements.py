"""Judgements of enabling conditions: how far each of the 18 is met for a learner, a team or a unit."""

from __future__ import annotations

from fractions import Fraction

from attrs import field, frozen
from attrs.validators import optional

from learnperf.errors import InvalidValue
from learnperf.model.fields import is_a
from learnperf.model.ids import id_field
from learnperf.model.recorded import Recorded, Subjects
from learnperf.model.scales import LIKERT_5, Number, Scale, ScaleType, given
from learnperf.model.ties import WHOLE
from learnperf.model.vocabulary import Condition, Fulfilment, read_word, word_field

# the least number that all scales of up to 16 steps divide, and those of 20, 25, 50 and 100
WHOLLY_MET = 3_603_600


def _score(value: Number | None) -> Fraction | None:
    return given("score", value)


def _condition(value: Condition | str) -> Condition:
    return read_word(Condition, value, "condition")


@frozen(kw_only=True)
class ConditionJudgement(Recorded):
    """How far one of the 18 enabling conditions is met for a learner, team or unit, in words or on a scale.

    Parameters
    ----------
    fulfilment
        Met, partly, not met or not applicable; None is missing, unless there is a score.
    score, scale
        Instead of ``fulfilment``: the score on a scale, of which the least is not met and the greatest met.
    reference
        Where the evidence for the judgement lies.

    Attributes
    ----------
    steps
        The score as whole steps above the scale's minimum, or None.
    parts
        How far it is met, in parts of `WHOLLY_MET`; None where it is not judged or does not apply.

    Examples
    --------
    >>> from datetime import date
    >>> from learnperf.model.scales import LIKERT_4
    >>> judged = ConditionJudgement(
    ...     "j1", on=date(2026, 6, 30), subject="DJP", condition=Condition.E3_1, score=3, scale=LIKERT_4
    ... )
    >>> Fraction(judged.parts, WHOLLY_MET)
    Fraction(2, 3)
    """

    subject: str = field(validator=id_field)
    condition: Condition = field(converter=_condition)
    fulfilment: Fulfilment | None = field(default=None, validator=optional(word_field(Fulfilment)))
    score: Fraction | None = field(default=None, converter=_score)
    scale: Scale = field(default=LIKERT_5, validator=is_a(Scale))
    reference: str | None = None
    steps: int | None = field(init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        """Refuse two answers at once and scales without parts, and turn the score into whole steps."""
        object.__setattr__(self, "steps", None if self.score is None else self.scale.steps(self.score))
        if self.score is None:
            return
        if self.fulfilment is not None:
            rule = f"is a second answer beside {self.fulfilment.name.lower().replace('_', ' ')}"
            raise InvalidValue("score", float(self.score), rule, "keep one of them")
        if self.scale.type in {ScaleType.NOMINAL, ScaleType.ORDINAL}:
            rule = f"is {self.scale.type.value}: no part of it is attained"
            raise InvalidValue("scale", str(self.scale), rule, "judge in words: met, partly, not met")
        if WHOLLY_MET % self.scale.top:
            rule = f"has {self.scale.top} steps, of which no exact parts are kept"
            raise InvalidValue("scale", str(self.scale), rule, "use up to 16 steps, or 20, 25, 50 or 100")

    @property
    def parts(self) -> int | None:
        """How far the condition is met, in parts of `WHOLLY_MET`."""
        if self.steps is not None:
            return self.steps * (WHOLLY_MET // self.scale.top)
        if self.fulfilment is None or self.fulfilment is Fulfilment.NOT_APPLICABLE:
            return None
        return self.fulfilment * (WHOLLY_MET // Fulfilment.MET)

    @property
    def subjects(self) -> Subjects:
        """The node judged."""
        return ((self.subject, WHOLE),)
