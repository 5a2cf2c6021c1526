"""Evidence: dated, identified records about nodes. Recorded once, never edited; a later record may supersede one.

Every kind says who it is about through ``subjects``: node ids with credits in whole millionths that add to exactly
1,000,000.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from fractions import Fraction
from types import MappingProxyType

from attrs import field, frozen
from attrs.validators import instance_of, optional

from learnperf.errors import InvalidValue
from learnperf.model.nodes import check_id, id_field, ids_at_once, ids_in_order, optional_id_field
from learnperf.model.scales import LIKERT_5, Number, Scale, exact
from learnperf.model.ties import WHOLE
from learnperf.model.vocabulary import (
    Change,
    Channel,
    Condition,
    Fulfilment,
    Initiative,
    InnovationKind,
    Level,
    Mode,
    MoveMark,
    Novelty,
    Phase,
    Provider,
    Rater,
    Significance,
    Stage,
    Wave,
)

Subjects = tuple[tuple[str, int], ...]


@frozen(kw_only=True)
class LearningActivity:
    """Something learned from (pembelajaran), structured or not.

    Parameters
    ----------
    competencies
        Competencies it develops; empty means nobody has mapped it yet, which is not the same as irrelevant.
    hours
        Length in hours, where known.
    """

    id: str = field(validator=id_field, kw_only=False)
    name: str | None = None
    provider: Provider = Provider.OTHER
    structured: bool = True
    mode: Mode = Mode.CLASSROOM
    initiative: Initiative = Initiative.ASSIGNED
    competencies: frozenset[str] = field(default=frozenset(), converter=ids_at_once)
    hours: float | None = None


@frozen(kw_only=True)
class _Recorded:
    """The fields every piece of evidence has."""

    id: str = field(validator=id_field, kw_only=False)
    on: date = field(validator=instance_of(date))
    supersedes: str | None = field(default=None, validator=optional_id_field)


@frozen(kw_only=True)
class Participation(_Recorded):
    """A learner, a learner as member of a named team, or a whole team took part in a learning activity.

    ``learner`` alone: learned alone; ``learner`` and ``team``: as a member of that team; ``team`` alone: as one team.
    """

    activity: str = field(validator=id_field)
    learner: str | None = field(default=None, validator=optional_id_field)
    team: str | None = field(default=None, validator=optional_id_field)
    completed: bool = True
    hours: float | None = None
    initiative: Initiative | None = None

    def __attrs_post_init__(self) -> None:
        """Refuse a participation by nobody."""
        if self.learner is None and self.team is None:
            raise InvalidValue("learner", None, "is missing, and so is team", "say who took part")

    @property
    def subjects(self) -> Subjects:
        """The learner, or the team where it took part as one."""
        return ((self.learner or self.team or "", WHOLE),)


@frozen(kw_only=True)
class Evaluation(_Recorded):
    """One judgement of one learner (or team) for one activity at one Kirkpatrick level by one rater.

    Parameters
    ----------
    learner
        Who is judged; a team's id where the team as a whole is.
    score
        On ``scale``; None is missing (asked for, not given), never 0.
    activity, rater, wave, phase
        Where known: what was learned from, who judged, and when.
    """

    learner: str = field(validator=id_field)
    level: Level = field(converter=Level)
    score: Number | None = None
    scale: Scale = field(default=LIKERT_5, validator=instance_of(Scale))
    activity: str | None = field(default=None, validator=optional_id_field)
    rater: Rater | None = field(default=None, validator=optional(instance_of(Rater)))
    wave: Wave | None = field(default=None, validator=optional(instance_of(Wave)))
    phase: Phase | None = field(default=None, validator=optional(instance_of(Phase)))
    steps: int | None = field(init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        """Turn the score into whole steps, which refuses scores off the scale."""
        object.__setattr__(self, "steps", None if self.score is None else self.scale.steps(self.score))

    @property
    def subjects(self) -> Subjects:
        """The learner judged."""
        return ((self.learner, WHOLE),)


@frozen(kw_only=True)
class ProficiencyAssessment(_Recorded):
    """A learner's proficiency level in a competency, as assessed on a day."""

    learner: str = field(validator=id_field)
    competency: str = field(validator=id_field)
    level: int = field(validator=instance_of(int))

    @property
    def subjects(self) -> Subjects:
        """The learner assessed."""
        return ((self.learner, WHOLE),)


def _credits(value: Mapping[str, Number] | Collection[str]) -> Mapping[str, int]:
    """Turn contributors into credits of whole millionths; without credits everyone gets an equal part."""
    names = list(value)
    if not names:
        raise InvalidValue("contributors", "", "is empty", "name at least one contributor")
    for name in names:
        check_id("contributors", name)
    if len(set(names)) != len(names):
        raise InvalidValue("contributors", ", ".join(names), "names somebody twice", "add their credits up")
    if not isinstance(value, Mapping):
        base, rest = divmod(WHOLE, len(names))
        # largest remainder: all remainders are equal, so the units left go by id
        lucky = set(sorted(names)[:rest])
        return MappingProxyType({name: base + (name in lucky) for name in names})
    parts = {name: exact("contributors", credit) for name, credit in value.items()}
    if sum(parts.values()) == WHOLE:
        # credits of an innovation made before (`attrs.evolve`) are in millionths already; nobody has credit above 1
        parts = {name: part / WHOLE for name, part in parts.items()}
    if any(part <= 0 for part in parts.values()):
        raise InvalidValue("contributors", str(dict(value)), "has a credit that is not above 0", "leave them out")
    total = sum(parts.values(), Fraction(0))
    # three thirds written 0.333333 are meant as one whole; 0.9 is not
    if abs(total - 1) > _CREDIT_TOLERANCE:
        raise InvalidValue("contributors", str(dict(value)), f"has credits that sum to {float(total):g}", "sum to 1")
    quotas = {name: part / total * WHOLE for name, part in parts.items()}
    whole = {name: int(quota) for name, quota in quotas.items()}
    order = sorted(names, key=lambda name: (whole[name] - quotas[name], name))
    for name in order[: WHOLE - sum(whole.values())]:
        whole[name] += 1
    return MappingProxyType(whole)


def _stages(value: Mapping[Stage, date] | Collection[tuple[Stage, date]]) -> tuple[tuple[Stage, date], ...]:
    pairs = value.items() if isinstance(value, Mapping) else value
    return tuple(sorted(((Stage(stage), day) for stage, day in pairs), key=lambda pair: (pair[1], pair[0])))


@frozen(kw_only=True)
class Innovation(_Recorded):
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
    """

    contributors: Mapping[str, int] = field(converter=_credits, hash=False)
    kind: InnovationKind = field(default=InnovationKind.PROCESS, validator=instance_of(InnovationKind))
    novelty: Novelty = field(default=Novelty.NEW, validator=instance_of(Novelty))
    significance: Significance | None = None
    stages: tuple[tuple[Stage, date], ...] = field(default=(), converter=_stages)
    because_of: str | None = field(default=None, validator=optional_id_field)

    @property
    def subjects(self) -> Subjects:
        """The contributors with their credits."""
        return tuple(self.contributors.items())

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
    return frozenset(MoveMark(mark) for mark in value)


@frozen(kw_only=True)
class CareerMove(_Recorded):
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


@frozen(kw_only=True)
class Assignment(_Recorded):
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
        Size of the assignment relative to others, a positive whole number.
    """

    team: str = field(validator=id_field)
    due: date | None = field(default=None, validator=optional(instance_of(date)))
    completed: date | None = field(default=None, validator=optional(instance_of(date)))
    cancelled: date | None = field(default=None, validator=optional(instance_of(date)))
    quality: Number | None = None
    scale: Scale = field(default=LIKERT_5, validator=instance_of(Scale))
    weight: int = 1
    steps: int | None = field(init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        """Refuse outcomes before the beginning, and turn the quality into whole steps."""
        for name, day in (("completed", self.completed), ("cancelled", self.cancelled), ("due", self.due)):
            if day is not None and day < self.on:
                raise InvalidValue(name, day.isoformat(), f"is before the day it was given, {self.on}", "swap them")
        if self.weight < 1:
            raise InvalidValue("weight", self.weight, "is not a positive whole number", "leave it out for 1")
        object.__setattr__(self, "steps", None if self.quality is None else self.scale.steps(self.quality))

    @property
    def subjects(self) -> Subjects:
        """The team it was given to."""
        return ((self.team, WHOLE),)


@frozen(kw_only=True)
class Adoption(_Recorded):
    """A unit takes up an innovation that came from learners or teams (adopsi inovasi)."""

    unit: str = field(validator=id_field)
    innovation: str = field(validator=id_field)
    until: date | None = None

    @property
    def subjects(self) -> Subjects:
        """The adopting unit."""
        return ((self.unit, WHOLE),)


@frozen(kw_only=True)
class Correction(_Recorded):
    """A unit uses what was learned to mend an error or change how it works (perbaikan)."""

    unit: str = field(validator=id_field)
    change: Change = field(default=Change.ERROR, validator=instance_of(Change))
    because_of: tuple[str, ...] = field(default=(), converter=ids_in_order)

    @property
    def subjects(self) -> Subjects:
        """The unit that corrected itself."""
        return ((self.unit, WHOLE),)


@frozen(kw_only=True)
class ConditionJudgement(_Recorded):
    """How far one of the 18 enabling conditions is met for a learner, team or unit.

    Parameters
    ----------
    fulfilment
        Met, partly, not met or not applicable; None is missing.
    reference
        Where the evidence for the judgement lies.
    """

    subject: str = field(validator=id_field)
    condition: Condition = field(converter=Condition)
    fulfilment: Fulfilment | None = None
    reference: str | None = None

    @property
    def subjects(self) -> Subjects:
        """The node judged."""
        return ((self.subject, WHOLE),)


@frozen(kw_only=True)
class Publication(_Recorded):
    """A unit publishes news of the knowledge system, learning media or content that matters to units."""

    unit: str = field(validator=id_field)
    channel: Channel = field(default=Channel.FORMAL, validator=instance_of(Channel))
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
)

_CREDIT_TOLERANCE = exact("tolerance", "0.00001")
