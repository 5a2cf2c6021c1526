"""Every error learnperf raises: what is wrong, where it is, and what to do about it.

Bulk input never stops at the first error, so the things that can be wrong with a set of records are values
(`Problem`), collected and raised together.
"""

from __future__ import annotations

import difflib
import heapq
from collections.abc import Collection, Iterable, Sequence

from attrs import define, field, frozen


@frozen
class Problem:
    """One thing that is wrong: the rule broken, the sentence, the ids concerned and what to do."""

    rule: str
    message: str
    ids: tuple[str, ...] = ()
    hint: str = ""
    fatal: bool = field(default=True, kw_only=True)

    def __str__(self) -> str:
        """Give the sentence and, where there is one, the hint."""
        return f"{self.message} ({self.hint})" if self.hint else self.message


class LearnperfError(Exception):
    """Root of everything raised on purpose, so that an app can catch us and nobody else."""


class InvalidValue(LearnperfError, ValueError):
    """A value that a field cannot hold: carries the field, the value, the rule and a hint."""

    def __init__(self, field_name: str, value: object, rule: str, hint: str = "") -> None:
        """Remember each part, because reject reports show them in columns of their own."""
        self.field = field_name
        self.value = value
        self.rule = rule
        self.hint = hint
        super().__init__(f"{field_name}: {value!r} {rule}" + (f" ({hint})" if hint else ""))


class ProblemsFound(LearnperfError):
    """Several things are wrong with one whole; `problems` has all of them."""

    subject = "input"

    def __init__(self, problems: Sequence[Problem]) -> None:
        """Keep every problem and say all of them."""
        self.problems = tuple(problems)
        count = len(self.problems)
        lines = "".join(f"\n- {problem}" for problem in self.problems)
        super().__init__(f"{count} problem{'s' if count != 1 else ''} in the {self.subject}:{lines}")


class OrganizationError(ProblemsFound):
    """The nodes and ties do not form an organization."""

    subject = "organization"


class EvidenceError(ProblemsFound):
    """The evidence contradicts itself."""

    subject = "evidence"


class MetricDefinitionError(ProblemsFound):
    """A metric that makes no sense, refused when it is made."""

    subject = "metric definition"


class MetricFailed(LearnperfError):
    """A metric's own code raised or returned something that is not its state."""


class RegistryError(LearnperfError):
    """Two metrics claim one name, or a plug-in cannot be loaded."""


class StateError(LearnperfError):
    """States that must not be merged or read: another metric, another version, damaged text."""


class InputError(LearnperfError):
    """A file or folder that cannot be read at all; names its path."""


class OutputError(LearnperfError):
    """A file that could not be written; what was there before is still there."""


class MissingExtra(LearnperfError, ImportError):
    """An optional dependency is absent; says which extra to install."""

    def __init__(self, purpose: str, extra: str) -> None:
        """Name the purpose and the one command that mends it."""
        super().__init__(f"{purpose} needs an optional dependency: pip install 'learnperf[{extra}]'")


class UnknownName(LearnperfError, KeyError):
    """A node, metric or option that does not exist; names the nearest ones that do."""

    def __init__(self, kind: str, name: str, known: Iterable[str]) -> None:
        """Look the nearest names up, so that a typing slip costs one glance."""
        self.kind = kind
        self.name = name
        self.nearest = nearest(name, known)
        super().__init__(name)

    def __str__(self) -> str:
        """Give a sentence instead of KeyError's quoted key."""
        meant = f"; nearest: {', '.join(self.nearest)}" if self.nearest else ""
        return f"unknown {self.kind} {self.name!r}{meant}"


def nearest(name: str, known: Iterable[str], count: int = 3) -> tuple[str, ...]:
    """Give the known names most like a name, best first.

    Examples
    --------
    >>> nearest("DJPP", ["DJP", "DJBC", "MOF"])
    ('DJP', 'DJBC')
    """
    # difflib is slow and input may be hostile: bound the length, and let shared pairs of letters choose the candidates
    short = str(name)[:_LONGEST]
    close = {candidate for candidate in known if abs(len(candidate) - len(short)) <= _FAR}
    if len(close) > _MANY:
        pairs = _letter_pairs(short)
        close = set(heapq.nlargest(_MANY, close, key=lambda one: (len(pairs & _letter_pairs(one)), one)))
    return tuple(difflib.get_close_matches(short, sorted(close), n=count, cutoff=0.5))


def _letter_pairs(name: str) -> set[str]:
    return {name[place : place + 2] for place in range(len(name) - 1)}


@define
class Suggestions:
    """Hints for unknown ids: the nearest known ones, while looking for them stays cheap.

    A file may name a hundred thousand unknown ids; looking the nearest of a hundred thousand known ones up for each
    would take a day, so after a bounded amount of work the rest get a plain hint.

    Examples
    --------
    >>> Suggestions(["DJP", "MOF"]).hint("DJPP")
    'nearest known ids: DJP'
    """

    known: Collection[str]
    otherwise: str = "declare it first"
    _work: int = field(default=0, init=False)
    _hints: dict[str, str] = field(factory=dict, init=False)

    def hint(self, name: str) -> str:
        """Say which known ids are most like a name."""
        if name not in self._hints and self._work < _MOST_WORK:
            self._work += len(self.known) + _LOOK_UP
            meant = ", ".join(nearest(name, self.known))
            self._hints[name] = f"nearest known ids: {meant}" if meant else self.otherwise
        return self._hints.get(name, self.otherwise)


_FAR = 8
_LONGEST = 64
_MANY = 100
# names compared in all before hints grow plain, and what one look-up costs at least: a few seconds at most
_MOST_WORK = 500_000
_LOOK_UP = 1_000
