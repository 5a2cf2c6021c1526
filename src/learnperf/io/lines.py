"""Rows that only together make a record: a position with its standard, an innovation with contributors and stages."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from attrs import field, frozen

from learnperf.model.ids import id_field, optional_id_field
from learnperf.model.vocabulary import InnovationKind, Novelty, Significance, Stage


@frozen
class PositionLine:
    """A position without its competency standard."""

    id: str = field(validator=id_field)
    name: str | None = None
    career_pattern: str | None = None
    grade: int | None = None
    has_standard: bool | None = None


@frozen
class StandardLine:
    """What a position requires in one competency."""

    position: str = field(validator=id_field)
    competency: str = field(validator=id_field)
    level: int


@frozen
class InnovationLine:
    """An innovation without its contributors and stages."""

    id: str = field(validator=id_field)
    on: date
    kind: InnovationKind = InnovationKind.PROCESS
    novelty: Novelty = Novelty.NEW
    significance: Significance | None = None
    because_of: str | None = field(default=None, validator=optional_id_field)
    supersedes: str | None = field(default=None, validator=optional_id_field)


@frozen
class ContributorLine:
    """One contributor to an innovation, with credit where it is not shared equally."""

    innovation: str = field(validator=id_field)
    node: str = field(validator=id_field)
    credit: Fraction | None = None


@frozen
class StageLine:
    """A stage that an innovation reached on a day."""

    innovation: str = field(validator=id_field)
    stage: Stage
    on: date
