"""Supersession: a later record replaces an earlier one, and of a chain of them the last one holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from attrs import define, field

from learnperf.errors import Problem, Suggestions, listed
from learnperf.model.evidence import Record

Found = tuple[Problem, int | None]


def successors(records: Iterable[Record]) -> dict[str, str]:
    """Give what replaced what: the id of each superseded record with the id of the first one that supersedes it."""
    replaced: dict[str, str] = {}
    for record in records:
        if record.supersedes is not None:
            replaced.setdefault(record.supersedes, record.id)
    return replaced


@define
class Chains:
    """Chains of records that supersede each other, answering which one holds in the end.

    Examples
    --------
    >>> Chains({"e1": "e2", "e2": "e3"}).last("e1")
    'e3'
    """

    successor: Mapping[str, str]
    _last: dict[str, str] = field(factory=dict, init=False, repr=False)

    def last(self, record: str) -> str:
        """Give the id that holds in the place of an id: its own where nothing supersedes it."""
        path: dict[str, None] = {}
        at = record
        # a circle has no last; it is an error of its own, and must not trap us here
        while at in self.successor and at not in self._last and at not in path:
            path[at] = None
            at = self.successor[at]
        end = self._last.get(at, at)
        self._last.update(dict.fromkeys(path, end))
        return end


def supersession_problems(records: Sequence[Record], by_id: Mapping[str, Record]) -> Iterator[Found]:
    """Find records that supersede what they cannot: nothing known, themselves, another kind, or what another has."""
    hints = Suggestions(by_id, "supersede a record that exists")
    successor: dict[str, str] = {}
    for place, record in enumerate(records):
        target = record.supersedes
        if target is None or by_id[record.id] is not record:
            continue
        slip = _slip(record, target, by_id, hints)
        if slip is not None:
            yield slip, place
        elif target in successor:
            message = f"{target} is superseded twice: by {successor[target]} and {record.id}"
            ids = (successor[target], record.id)
            yield Problem("superseded twice", message, ids, "let one supersede the other"), None
        else:
            successor[target] = record.id
    yield from _circles(successor)


def _slip(record: Record, target: str, by_id: Mapping[str, Record], hints: Suggestions) -> Problem | None:
    if target == record.id:
        rule, message = "supersedes itself", f"{record.id} supersedes itself"
        hint = "give the correction an id of its own"
    elif target not in by_id:
        rule, message = "unknown id", f"{record.id} supersedes the unknown id {target}"
        hint = hints.hint(target)
    elif type(by_id[target]) is not type(record):
        one, other = type(record).__name__.lower(), type(by_id[target]).__name__.lower()
        rule, message = "wrong kind", f"{one} {record.id} supersedes {target}, which is of another kind: {other}"
        hint = "a record is superseded by one of its own kind"
    else:
        return None
    return Problem(rule, message, (record.id, target), hint, fatal=False)


def _circles(successor: Mapping[str, str]) -> Iterator[Found]:
    """Find records that supersede each other in a circle, so that none of them would hold."""
    done: set[str] = set()
    for start in successor:
        path: dict[str, None] = {}
        at: str | None = start
        while at is not None and at not in done and at not in path:
            path[at] = None
            at = successor.get(at)
        if at is not None and at in path:
            names = list(path)
            circle = tuple(names[names.index(at) :])
            message = f"records supersede each other in a circle: {listed(circle)}"
            hint = "the last one supersedes, none comes back"
            yield Problem("superseded in a circle", message, circle, hint), None
        done.update(path)
