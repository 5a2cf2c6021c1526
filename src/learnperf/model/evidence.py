"""Evidence: dated, identified records about nodes. Recorded once, never edited; a later record may supersede one.

Every kind says who it is about through ``subjects``: node ids with credits in whole millionths that add to exactly
1,000,000.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from fractions import Fraction

from attrs import field, frozen
from attrs.validators import optional

from learnperf.errors import InvalidValue
from learnperf.model.activities import LearningActivity, hours_of
from learnperf.model.copies import Remade, in_parts
from learnperf.model.credits import credits_of
from learnperf.model.days import check_day, check_interval, optional_day_field
from learnperf.model.fields import check_whole, is_a
from learnperf.model.ids import id_field, ids_in_order, optional_id_field
from learnperf.model.judgements import ConditionJudgement
from learnperf.model.nodes import HIGHEST_PROFICIENCY
from learnperf.model.recorded import Recorded, Subjects
from learnperf.model.scales import LIKERT_5, Number, Scale, given
from learnperf.model.spending import Capacity, LearningBenefit, LearningCost
from learnperf.model.ties import WHOLE
from learnperf.model.vocabulary import (
    Aspect,
    Change,
    Channel,
    Initiative,
    InnovationKind,
    Level,
    MoveMark,
    Novelty,
    Phase,
    Rater,
    Significance,
    Stage,
    Tier,
    Wave,
    label,
    read_word,
    word_field,
)

__all__ = [
    "RECORD_KINDS",
    "Adoption",
    "Assignment",
    "Capacity",
    "CareerMove",
    "ConditionJudgement",
    "Correction",
    "Evaluation",
    "Innovation",
    "LearningActivity",
    "LearningBenefit",
    "LearningCost",
    "Participation",
    "ProficiencyAssessment",
    "Publication",
    "Record",
    "Subjects",
]


@frozen(kw_only=True)
class Participation(Recorded):
    """A learner, a learner as member of a named team, or a whole team took part in a learning activity.

    ``learner`` alone: learned alone; ``learner`` and ``team``: as a member of that team; ``team`` alone: as one team.

    Parameters
    ----------
    on
        The day it was completed, where it was.
    due
        The day by which it was to be completed, before or after ``on``; None where nobody set one.
    """

    activity: str = field(validator=id_field)
    learner: str | None = field(default=None, validator=optional_id_field)
    team: str | None = field(default=None, validator=optional_id_field)
    completed: bool = field(default=True, validator=is_a(bool))
    hours: float | None = field(default=None, converter=hours_of)
    initiative: Initiative | None = field(default=None, validator=optional(word_field(Initiative)))
    due: date | None = field(default=None, validator=optional_day_field)

    def __attrs_post_init__(self) -> None:
        """Refuse a participation by nobody."""
        if self.learner is None and self.team is None:
            raise InvalidValue("learner", None, "is missing, and so is team", "say who took part")

    @property
    def subjects(self) -> Subjects:
        """The learner, or the team where it took part as one."""
        return ((self.learner or self.team or "", WHOLE),)


def _level(value: Level | int | str) -> Level:
    return read_word(Level, value, "level")


def _tier(value: Tier | int | str | None) -> Tier | None:
    return None if value is None else read_word(Tier, value, "tier")


def _score(value: Number | None) -> Fraction | None:
    return given("score", value)


@frozen(kw_only=True)
class Evaluation(Recorded):
    """One judgement of one learner (or team) for one activity at one Kirkpatrick level by one rater.

    Parameters
    ----------
    learner
        Who is judged; a team's id where the team as a whole is.
    score
        On ``scale``; None is missing (asked for, not given), never 0. Kept exactly as written.
    activity, rater, wave, phase
        Where known: what was learned from, who judged, and when.
    aspect, tier
        Where known: what it asks about within its level, and which tier of LTEM it is evidence of.

    Attributes
    ----------
    steps
        The score as whole steps above the scale's minimum, or None.

    Examples
    --------
    >>> Evaluation("e1", on=date(2026, 6, 30), learner="ani", level=Level.BEHAVIOUR, score=4).steps
    3
    """

    learner: str = field(validator=id_field)
    level: Level = field(converter=_level)
    score: Fraction | None = field(default=None, converter=_score)
    scale: Scale = field(default=LIKERT_5, validator=is_a(Scale))
    activity: str | None = field(default=None, validator=optional_id_field)
    rater: Rater | None = field(default=None, validator=optional(word_field(Rater)))
    wave: Wave | None = field(default=None, validator=optional(word_field(Wave)))
    phase: Phase | None = field(default=None, validator=optional(word_field(Phase)))
    aspect: Aspect | None = field(default=None, validator=optional(word_field(Aspect)))
    tier: Tier | None = field(default=None, converter=_tier)
    steps: int | None = field(init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        """Refuse an aspect of another level; turn the score into whole steps, which refuses scores off the scale."""
        if self.aspect is not None and self.aspect.level is not self.level:
            rule = f"is an aspect of {label(self.aspect.level)}, not of {label(self.level)}"
            raise InvalidValue("aspect", self.aspect.value, rule, "check level and aspect")
        object.__setattr__(self, "steps", None if self.score is None else self.scale.steps(self.score))

    @property
    def subjects(self) -> Subjects:
        """The learner judged."""
        return ((self.learner, WHOLE),)


@frozen(kw_only=True)
class ProficiencyAssessment(Recorded):
    """A learner's proficiency level in a competency, as assessed on a day."""

    learner: str = field(validator=id_field)
    competency: str = field(validator=id_field)
    level: int

    def __attrs_post_init__(self) -> None:
        """Refuse what is not a whole level 0..100."""
        check_whole("level", self.level, 0, HIGHEST_PROFICIENCY)

    @property
    def subjects(self) -> Subjects:
        """The learner assessed."""
        return ((self.learner, WHOLE),)


def _stages(value: Mapping[Stage, date] | Collection[tuple[Stage, date]]) -> tuple[tuple[Stage, date], ...]:
    pairs = value.items() if isinstance(value, Mapping) else value
    read = [(read_word(Stage, stage, "stages"), day) for stage, day in pairs]
    for _, day in read:
        check_day("stages", day)
    return tuple(sorted(set(read), key=lambda pair: (pair[1], pair[0])))


@frozen(kw_only=True)
class Innovation(Recorded):
    """An idea for a new or better way of working or result of work, with the stages it has reached (inovasi).

    Parameters
    ----------
    on
        The day of the idea.
    contributors
        Learners, teams or units, with credits that sum to 1; a plain list shares equally.
    stages
        Day on which each stage was reached, kept in order of date. IDEA on ``on`` is understood.
    because_of
        Learning activity it came from, where known.

    Examples
    --------
    >>> Innovation("i1", on=date(2026, 1, 1), contributors={"ani": 0.5, "audit-1": 0.5}).subjects
    (('ani', 500000), ('audit-1', 500000))
    """

    contributors: Mapping[str, int] = field(converter=credits_of, hash=False)
    kind: InnovationKind = field(default=InnovationKind.PROCESS, validator=word_field(InnovationKind))
    novelty: Novelty = field(default=Novelty.NEW, validator=word_field(Novelty))
    significance: Significance | None = field(default=None, validator=optional(word_field(Significance)))
    stages: tuple[tuple[Stage, date], ...] = field(default=(), converter=_stages)
    because_of: str | None = field(default=None, validator=optional_id_field)

    @property
    def subjects(self) -> Subjects:
        """The contributors with their credits."""
        return tuple(self.contributors.items())

    def __reduce__(self) -> Remade:
        """Travel between processes, and be copied, in parts."""
        return in_parts(self)

    @property
    def stage(self) -> Stage:
        """The stage reached last."""
        return self.stages[-1][0] if self.stages else Stage.IDEA

    @property
    def went_back(self) -> bool:
        """Whether a later stage is a lower one: kept as recorded, and flagged."""
        reached = [stage for stage, _ in self.stages]
        return reached != sorted(reached) or any(day < self.on for _, day in self.stages)


def _marks(value: Iterable[MoveMark]) -> frozenset[MoveMark]:
    if isinstance(value, MoveMark | str):
        raise InvalidValue("marks", str(value), "is one mark where several may stand", "put it in a list")
    return frozenset(read_word(MoveMark, mark, "marks") for mark in value)


@frozen(kw_only=True)
class CareerMove(Recorded):
    """A career move (mutasi): one event, marked as promotion, demotion, rotation, transfer or several of them."""

    learner: str = field(validator=id_field)
    marks: frozenset[MoveMark] = field(converter=_marks)
    from_position: str | None = field(default=None, validator=optional_id_field)
    to_position: str | None = field(default=None, validator=optional_id_field)

    def __attrs_post_init__(self) -> None:
        """Refuse a move that says nothing, or that goes up and down at once."""
        if not self.marks:
            raise InvalidValue("marks", "", "is empty", "say promotion, demotion, rotation or transfer")
        if {MoveMark.PROMOTION, MoveMark.DEMOTION} <= self.marks:
            raise InvalidValue("marks", "promotion, demotion", "contradict each other", "keep one of them")

    @property
    def subjects(self) -> Subjects:
        """The learner who moved."""
        return ((self.learner, WHOLE),)


def _quality(value: Number | None) -> Fraction | None:
    return given("quality", value)


@frozen(kw_only=True)
class Assignment(Recorded):
    """A task or project given to a team on a day, with its outcome so far (penugasan).

    Parameters
    ----------
    on
        The day it was given.
    due, completed, cancelled
        Days; each None where there is none (yet). Without a due date there is no on-time reading.
    quality, scale
        Judged quality of the outcome; None is missing.
    weight
        Size of the assignment relative to others, a whole number 1..1,000,000.
    """

    team: str = field(validator=id_field)
    due: date | None = field(default=None, validator=optional_day_field)
    completed: date | None = field(default=None, validator=optional_day_field)
    cancelled: date | None = field(default=None, validator=optional_day_field)
    quality: Fraction | None = field(default=None, converter=_quality)
    scale: Scale = field(default=LIKERT_5, validator=is_a(Scale))
    weight: int = 1
    steps: int | None = field(init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        """Refuse outcomes before the beginning, and turn the quality into whole steps."""
        for name, day in (("completed", self.completed), ("cancelled", self.cancelled), ("due", self.due)):
            if day is not None and day < self.on:
                rule = f"is before the day it was given, {self.on}"
                raise InvalidValue(name, day.isoformat(), rule, "check both dates")
        if self.completed is not None and self.cancelled is not None:
            rule = f"contradicts that it was completed on {self.completed}"
            raise InvalidValue("cancelled", self.cancelled.isoformat(), rule, "keep one of them")
        check_whole("weight", self.weight, 1, _MOST_WEIGHT)
        object.__setattr__(self, "steps", None if self.quality is None else self.scale.steps(self.quality))

    @property
    def subjects(self) -> Subjects:
        """The team it was given to."""
        return ((self.team, WHOLE),)


@frozen(kw_only=True)
class Adoption(Recorded):
    """A unit takes up an innovation that came from learners or teams (adopsi inovasi), until a day where it gave up."""

    unit: str = field(validator=id_field)
    innovation: str = field(validator=id_field)
    until: date | None = field(default=None, validator=optional_day_field)

    def __attrs_post_init__(self) -> None:
        """Refuse an adoption that holds no day."""
        check_interval(self.on, self.until)

    @property
    def subjects(self) -> Subjects:
        """The adopting unit."""
        return ((self.unit, WHOLE),)


@frozen(kw_only=True)
class Correction(Recorded):
    """A unit uses what was learned to mend an error or change how it works (perbaikan).

    Parameters
    ----------
    because_of
        Ids of what was learned from: learning activities or other evidence.
    """

    unit: str = field(validator=id_field)
    change: Change = field(default=Change.ERROR, validator=word_field(Change))
    because_of: tuple[str, ...] = field(default=(), converter=ids_in_order)

    @property
    def subjects(self) -> Subjects:
        """The unit that corrected itself."""
        return ((self.unit, WHOLE),)


@frozen(kw_only=True)
class Publication(Recorded):
    """A unit publishes news of the knowledge system, learning media or content that matters to units."""

    unit: str = field(validator=id_field)
    channel: Channel = field(default=Channel.FORMAL, validator=word_field(Channel))
    topic: str | None = None

    @property
    def subjects(self) -> Subjects:
        """The publishing unit."""
        return ((self.unit, WHOLE),)


Record = (
    Participation
    | Evaluation
    | ProficiencyAssessment
    | Innovation
    | CareerMove
    | Assignment
    | Adoption
    | Correction
    | ConditionJudgement
    | Publication
    | LearningCost
    | LearningBenefit
    | Capacity
)

RECORD_KINDS: tuple[type[Record], ...] = (
    Participation,
    Evaluation,
    ProficiencyAssessment,
    Innovation,
    CareerMove,
    Assignment,
    Adoption,
    Correction,
    ConditionJudgement,
    Publication,
    LearningCost,
    LearningBenefit,
    Capacity,
)

_MOST_WEIGHT = 1_000_000
