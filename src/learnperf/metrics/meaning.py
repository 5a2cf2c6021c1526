"""What a column of evidence means, and what may be done with it."""

from __future__ import annotations

from enum import Enum

from attrs import field, frozen

from learnperf.metrics.arguments import Parameter
from learnperf.model.evidence import Record


class Presence:
    """Marks metrics that read the roster: one row per node and stretch in which it is there within the period."""


EvidenceKind = type[Record] | type[Presence]


@frozen
class ColumnMeaning:
    """One column: its name, what it means, and what may be done with it.

    Parameters
    ----------
    words
        The closed list whose codes it holds, or ``str`` where it holds those of plain texts, such as names.
    scaled
        Holds steps of a scale, which mean nothing without the scale.
    stock
        Describes a state of things that lasts, not an event, so that it does not add over time.
    adds
        Of the roster: adds up over the stretches of one node, which everything else is read from again and again.
    needs_all
        Looks at other evidence, at positions or at the day of the report, so that it is not settled for a piece by
        itself: what was counted by it yesterday may read otherwise today, and saved states cannot be gone on from.
    parameters
        What it takes, such as the days of a window; one with a default may be left out, from the last on.
    """

    name: str
    meaning: str
    words: type[Enum] | type[str] | None = None
    scaled: bool = field(default=False, kw_only=True)
    stock: bool = field(default=False, kw_only=True)
    adds: bool = field(default=False, kw_only=True)
    needs_all: bool = field(default=False, kw_only=True)
    parameters: tuple[Parameter, ...] = field(default=(), kw_only=True)

    @property
    def needs_arguments(self) -> bool:
        """Whether it cannot be read by its bare name."""
        return any(one.default is None for one in self.parameters)

    @property
    def is_flag(self) -> bool:
        """Whether it holds 1 for yes and 0 for no: then its meaning says "1 if ..."."""
        return self.meaning.startswith("1 if ")
