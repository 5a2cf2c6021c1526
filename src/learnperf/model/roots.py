"""The root: on every day on which any unit exists, exactly one unit reports to nobody."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from attrs import Factory, define

from learnperf.errors import Problem, listed
from learnperf.model.days import when
from learnperf.model.nodes import Unit
from learnperf.model.ties import Reporting, Tie

Stretch = tuple[date, date | None]


def root_problems(units: Sequence[Unit], ties: Iterable[Tie]) -> list[Problem]:
    """Find the stretches of time with units but no root, or with several.

    A sweep over the days on which their number changes, so that thousands of reorganizations cost one sort.
    """
    if not units:
        return [Problem("no root", "there is no unit", (), _HINT)]
    upward = _upward(ties)
    changes: dict[date, list[tuple[int, Unit | None]]] = defaultdict(list)
    for unit in units:
        for who, stretches in ((unit, parentless(unit, upward[unit.id])), (None, [_life(unit, upward[unit.id])])):
            for begin, end in stretches:
                changes[begin].append((1, who))
                if end is not None:
                    changes[end].append((-1, who))
    sweep = _Sweep()
    for day in sorted(changes):
        sweep.pass_day(day, changes[day])
    sweep.close(None)
    return sweep.problems


def root_stretches(units: Iterable[Unit], ties: Iterable[Tie]) -> list[tuple[date, date | None, str]]:
    """Give who is the root from when until when, in order of time, where nothing is wrong."""
    upward = _upward(ties)
    return sorted(
        ((begin, end, unit.id) for unit in units for begin, end in parentless(unit, upward[unit.id])),
        key=lambda stretch: stretch[0],
    )


def parentless(unit: Unit, ties: Iterable[Tie]) -> Iterator[Stretch]:
    """Give the stretches of time in which a unit exists and none of its reporting ties holds."""
    at, end = _life(unit, ties)
    for tie in sorted(ties, key=lambda tie: tie.since or date.min):
        begin = tie.since or date.min
        if end is not None and begin >= end:
            break
        if begin > at:
            yield at, begin
        if tie.until is None:
            return
        at = max(at, tie.until)
    if end is None or at < end:
        yield at, end


def _life(unit: Unit, ties: Iterable[Tie]) -> Stretch:
    """Give when a unit exists: as it says, else while it reports, else always."""
    known = list(ties)
    if unit.since is not None or unit.until is not None or not known:
        return unit.since or date.min, unit.until
    ends = [tie.until for tie in known if tie.until is not None]
    return min(tie.since or date.min for tie in known), max(ends) if len(ends) == len(known) else None


def _upward(ties: Iterable[Tie]) -> defaultdict[str, list[Tie]]:
    upward: defaultdict[str, list[Tie]] = defaultdict(list)
    for tie in ties:
        if isinstance(tie, Reporting):
            upward[tie.unit].append(tie)
    return upward


@define
class _Sweep:
    """Walks along the days and keeps who is a root, how many units exist, and what is wrong since when."""

    problems: list[Problem] = Factory(list)
    roots: set[str] = Factory(set)
    existing: int = 0
    wrong: str = ""
    since: date = date.min
    seen: dict[str, None] = Factory(dict)

    def pass_day(self, day: date, changes: Iterable[tuple[int, Unit | None]]) -> None:
        """Take in what begins and ends on a day, and notice where something starts or stops being wrong."""
        for step, unit in sorted(changes, key=lambda change: change[0]):
            if unit is None:
                self.existing += step
            else:
                (self.roots.add if step > 0 else self.roots.discard)(unit.id)
        wrong = "" if len(self.roots) == 1 or not self.existing else "several roots" if self.roots else "no root"
        if wrong != self.wrong:
            self.close(day)
            self.wrong, self.since = wrong, day
        if wrong:
            new = self.roots if not self.seen else {unit.id for _, unit in changes if unit is not None} & self.roots
            self.seen.update(dict.fromkeys(sorted(new)))

    def close(self, until: date | None) -> None:
        """Report what was wrong until a day."""
        if self.wrong:
            span = when(self.since, until)
            message = f"{self.wrong} {span}" + (f": {listed(tuple(self.seen))}" if self.seen else "")
            self.problems.append(Problem(self.wrong, message, tuple(self.seen), _HINT))
        self.seen = {}


_HINT = "on every day one unit reports to nobody, and every other one to another"
