"""Every error learnperf raises: what is wrong, where it is, and what to do about it.

Bulk input never stops at the first error, so the things that can be wrong with a set of records are values
(`Problem`), collected and raised together.
"""

from __future__ import annotations

import difflib
import heapq
import unicodedata
from collections import Counter
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
        super().__init__(f"{field_name}: {shown(value)} {rule}" + (f" ({hint})" if hint else ""))

    def __reduce__(self) -> _Rebuild:
        """Travel between processes whole: an exception is copied from what it was made of, not from its sentence."""
        return type(self), (self.field, self.value, self.rule, self.hint)


class ProblemsFound(LearnperfError):
    """Several things are wrong with one whole; `problems` has all of them."""

    subject = "input"

    def __init__(self, problems: Sequence[Problem]) -> None:
        """Keep every problem and say them, the first hundred where there are very many."""
        self.problems = tuple(problems)
        count = len(self.problems)
        lines = [f"- {problem}" for problem in self.problems[:_MOST_SAID]]
        if count > _MOST_SAID:
            lines.append(f"- and {count - _MOST_SAID} more, all of them in .problems")
        super().__init__("\n".join([f"{count} problem{'s' if count != 1 else ''} in the {self.subject}:", *lines]))

    def __reduce__(self) -> _Rebuild:
        """Travel between processes with every problem."""
        return type(self), (self.problems,)


class OrganizationError(ProblemsFound):
    """The nodes and ties do not form an organization."""

    subject = "organization"


class EvidenceError(ProblemsFound):
    """The evidence contradicts itself."""

    subject = "evidence"


class MetricDefinitionError(ProblemsFound):
    """A metric that makes no sense, refused when it is made."""

    subject = "metric definition"


class ScorecardError(ProblemsFound):
    """A scorecard that makes no sense, in Python or in its file; all reasons at once."""

    subject = "scorecard"


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
        self.purpose = purpose
        self.extra = extra
        super().__init__(f"{purpose} needs an optional dependency: pip install 'learnperf[{extra}]'")

    def __reduce__(self) -> _Rebuild:
        """Travel between processes with both parts."""
        return type(self), (self.purpose, self.extra)


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
        return f"unknown {self.kind} {shown(self.name)}{meant}"

    def __reduce__(self) -> _Rebuild:
        """Travel between processes with the nearest names, not with all that are known."""
        return type(self), (self.kind, self.name, self.nearest)


def shown(value: object) -> str:
    """Give a value as an error shows it: as written in code, and cut where it is very long.

    Examples
    --------
    >>> shown("ani")
    "'ani'"
    """
    try:
        text = repr(value)
    except ValueError:
        # a whole number of thousands of digits refuses to be written out
        return f"a {type(value).__name__} of very many digits"
    except RecursionError:
        return f"a {type(value).__name__} nested very deeply"
    return text if len(text) <= _MOST_SHOWN else f"{text[:_MOST_SHOWN]}…"


def listed(ids: Sequence[str], between: str = ", ") -> str:
    """Give ids in a row, and where there are very many the first of them and how many more.

    Examples
    --------
    >>> listed(["DJP", "DJBC"])
    'DJP, DJBC'
    """
    rest = len(ids) - _MOST_LISTED
    return between.join(ids) if rest <= 0 else between.join([*ids[:_MOST_LISTED], f"and {rest} more"])


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
    return {name[place : place + 2] for place in range(min(len(name), _LONGEST) - 1)}


@define
class Suggestions:
    """Hints for unknown ids: the nearest known ones, while looking for them stays cheap.

    A file may name a hundred thousand unknown ids where a hundred thousand are known. The known ones are indexed once
    by their pairs of letters, and after some hundreds of different unknown ids the rest get a plain hint.

    Parameters
    ----------
    known
        The ids there are; anything that answers ``in`` quickly.
    otherwise
        The hint where nothing is near.

    Examples
    --------
    >>> Suggestions({"DJP", "MOF"}).hint("DJPP")
    'nearest known ids: DJP'
    """

    known: Collection[str]
    otherwise: str = "declare it first"
    _hints: dict[str, str] = field(factory=dict, init=False, repr=False)
    _places: dict[str, list[str]] = field(factory=dict, init=False, repr=False)

    def hint(self, name: str) -> str:
        """Say which known ids are most like a name."""
        if not name.isascii() and any(unicodedata.normalize(form, name) in self.known for form in ("NFC", "NFD")):
            return "a known id looks the same but is written in another Unicode form: write both in form NFC"
        if name not in self._hints and len(self._hints) < _MOST_HINTS:
            meant = ", ".join(nearest(name, self._likely(name)))
            self._hints[name] = f"nearest known ids: {meant}" if meant else self.otherwise
        return self._hints.get(name, self.otherwise)

    def _likely(self, name: str) -> Collection[str]:
        """Give the known ids that share rare pairs of letters with a name, or all where they are few."""
        if len(self.known) <= _MANY:
            return self.known
        if not self._places:
            for one in self.known:
                for pair in _letter_pairs(one):
                    self._places.setdefault(pair, []).append(one)
        shared: Counter[str] = Counter()
        for place in sorted((self._places.get(pair, []) for pair in _letter_pairs(name)), key=len):
            # rare pairs tell most; common ones ("id-") are left out where they would cost most
            shared.update(place[:_MOST_SHARED] if not shared else place if len(place) <= _MOST_SHARED else ())
        return [one for one, _ in shared.most_common(_MANY)]


_Rebuild = tuple[type, tuple[object, ...]]

_MOST_SHOWN = 100
_MOST_SAID = 100
_MOST_LISTED = 20
_FAR = 8
_LONGEST = 64
_MANY = 100
_MOST_HINTS = 100
_MOST_SHARED = 10_000
