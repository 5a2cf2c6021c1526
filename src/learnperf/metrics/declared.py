"""What every metric declares: what people need to know to read it, and programs to show it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from enum import Enum
from fractions import Fraction

from attrs import field, frozen

from learnperf.errors import Problem
from learnperf.metrics.claims import Claim, with_claim
from learnperf.model.nodes import NodeKind
from learnperf.model.scales import Number, ScaleType, exact
from learnperf.notebook import Card, Shown, number


class Direction(Enum):
    """Which way is better."""

    HIGHER = "higher"
    LOWER = "lower"
    TARGET = "target"


def _both_languages(value: str | tuple[str, str]) -> tuple[str, str]:
    return (value, value) if isinstance(value, str) else (value[0], value[1])


def _bounds(value: tuple[Number | None, Number | None]) -> tuple[Fraction | None, Fraction | None]:
    low, high = (None if one is None else exact("bounds", one) for one in value)
    return low, high


def _levels(value: Iterable[NodeKind]) -> frozenset[NodeKind]:
    return frozenset(value)


@frozen(kw_only=True, eq=False)
class Declared(Shown):
    """The declarative part of a metric.

    Parameters
    ----------
    name
        Lower-case words joined by dots, the first of them its family: ``kirkpatrick.behaviour``.
    label
        For people, in English and Indonesian; one text serves for both.
    meaning
        What a reading says, in a sentence or two.
    question
        What it answers, as people ask it, in English and Indonesian; one text serves for both. Empty where not said.
    formula
        How a reading comes about, in plain text such as ``Σ score / n``. Empty where not said.
    example
        The formula worked through in words and figures. Empty where not said.
    unit
        Of readings: ``score``, ``share``, ``innovations`` ...
    scale_type
        What arithmetic readings allow (Stevens).
    direction
        Which way is better.
    bounds
        Least and greatest possible reading; None where there is none.
    levels
        Kinds of nodes it can be read at.
    version
        Counts up when the definition changes: states of two versions must not be merged.
    source
        Where the definition is from.
    rows
        Rows of the domain it answers, such as ``I3``.
    claim
        How much a reading may be taken to say.
    """

    name: str = field(kw_only=False)
    label: tuple[str, str] = field(converter=_both_languages)
    unit: str
    meaning: str = ""
    question: tuple[str, str] = field(default=("", ""), converter=_both_languages)
    formula: str = ""
    example: str = ""
    scale_type: ScaleType = ScaleType.RATIO
    direction: Direction = Direction.HIGHER
    bounds: tuple[Fraction | None, Fraction | None] = field(default=(None, None), converter=_bounds)
    levels: frozenset[NodeKind] = field(default=frozenset(NodeKind), converter=_levels)
    version: int = 1
    source: str = ""
    rows: tuple[str, ...] = ()
    claim: Claim = Claim.DESCRIPTIVE

    @property
    def counts_roster(self) -> bool:
        """Whether it counts who was there."""
        return False

    def card(self) -> Card:
        """Give what a notebook shows: everything that is said of the metric."""
        low, high = ("any" if bound is None else number(float(bound)) for bound in self.bounds)
        said = {
            "label": " / ".join(dict.fromkeys(self.titles)),
            "question": self.question[0],
            "meaning": " ".join(self.meaning.split()),
            "formula": self.formula,
            "example": self.example,
            "unit": self.unit,
            "bounds": f"{low} to {high}",
            "direction": self.direction.value,
            "read at": ", ".join(kind.value for kind in NodeKind if kind in self.levels),
            "source": self.source,
        }
        return Card(self.name, ("of the metric", "said"), [row for row in said.items() if row[1]])

    @property
    def titles(self) -> tuple[str, str]:
        """The label as people are shown it, in English and Indonesian: with the claim beside it."""
        return with_claim(self.label, self.claim)

    def label_in(self, language: str) -> str:
        """Give the label with its claim in English (``en``) or Indonesian (``id``)."""
        return self.titles[language == "id"]

    def question_in(self, language: str) -> str:
        """Give the question in English (``en``) or Indonesian (``id``)."""
        return self.question[language == "id"]

    def declaration_problems(self) -> Iterator[Problem]:
        """Find what is wrong with the declarative part."""
        if not _NAME.fullmatch(self.name):
            yield Problem("bad name", f"name {self.name!r} is not lower-case words joined by dots", hint="family.what")
        if not all(self.label):
            yield Problem("no label", "the label is empty", hint="say it in words people use")
        if not self.unit:
            yield Problem("no unit", "the unit is empty", hint="such as score, share, days")
        if not self.levels:
            yield Problem("no levels", "there is no level it can be read at", hint="learner, team or unit")
        if self.version < 1:
            yield Problem("bad version", f"version {self.version} is not a positive whole number", hint="start at 1")
        low, high = self.bounds
        if low is not None and high is not None and low >= high:
            yield Problem("bad bounds", f"bounds {low}..{high} hold nothing", hint="least, then greatest")


_NAME = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)*")
