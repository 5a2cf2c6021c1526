"""What can be wrong with nodes and ties: found all at once, each with ids, dates and what to do.

A problem is *fatal* when the whole cannot be trusted (a cycle, two roots), else it belongs to one tie that can be set
aside while the rest is kept; readers of files use the difference, `Organization.of` refuses both.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from operator import attrgetter
from typing import TypeVar

from learnperf.errors import Problem, Suggestions, listed
from learnperf.model.cycles import cycle_problems
from learnperf.model.days import when
from learnperf.model.ids import same_ids
from learnperf.model.nodes import Competency, Learner, Node, Position, Team, Unit
from learnperf.model.roots import root_problems
from learnperf.model.ties import WHOLE, Membership, Placement, Reporting, Sponsorship, Tie

Found = tuple[Problem, int | None]
_Named = Node | Position | Competency
_Key = TypeVar("_Key")

_ALLOWED: dict[type[Tie], tuple[tuple[type[Node], ...], tuple[type[Node], ...], str]] = {
    Membership: ((Learner,), (Team,), "a membership ties a learner to a team"),
    Placement: ((Learner,), (Unit,), "a placement ties a learner to a unit"),
    Sponsorship: ((Team,), (Unit, Team), "a sponsorship ties a team to a unit or to a larger team"),
    Reporting: ((Unit,), (Unit,), "a reporting tie ties a unit to a unit"),
}


def organization_problems(
    nodes: Sequence[Node],
    ties: Sequence[Tie],
    positions: Sequence[Position] = (),
    competencies: Sequence[Competency] = (),
) -> list[Found]:
    """Find everything wrong with nodes and ties, each problem with the place of its tie where it has one.

    The checks of the whole look at the ties that are sound by themselves, so that one slip is not reported twice.
    Positions and competencies may be left undeclared; where some are declared, every one named must be among them.
    The same record given twice is no problem.
    """
    found: list[Found] = [(problem, None) for several in (nodes, positions, competencies) for problem in _ids(several)]
    found.extend((problem, None) for problem in _standards(positions, competencies))
    by_id: dict[str, Node] = {}
    for node in nodes:
        # of two records of one id the first is believed, so that one clash is one problem
        by_id.setdefault(node.id, node)
    hints = Suggestions(by_id)
    known_positions = Suggestions({position.id: None for position in positions}) if positions else None
    bad = set[int]()
    # there may be millions, and mostly none is wrong
    for place, tie in enumerate(() if _all_fit(ties, by_id, known_positions) else ties):
        problem = tie_problem(tie, by_id, hints=hints, positions=known_positions)
        if problem is not None:
            found.append((problem, place))
            bad.add(place)
    sound: Sequence[Tie] = [tie for place, tie in enumerate(ties) if place not in bad] if bad else ties
    again = _tied_again(sound)
    sound = _once(sound, again)
    units = [node for node in by_id.values() if isinstance(node, Unit)]
    of_children = [*_overlaps(dict.fromkeys(again)), *_shares_over_one(sound)]
    whole = [*of_children, *cycle_problems(sound), *root_problems(units, sound)]
    found.extend((problem, None) for problem in whole)
    return found


def each_once(ties: Sequence[Tie]) -> tuple[Tie, ...]:
    """Give ties in their order, each once."""
    return _once(ties, _tied_again(ties))


def tie_problem(
    tie: Tie, by_id: Mapping[str, Node], *, hints: Suggestions | None = None, positions: Suggestions | None = None
) -> Problem | None:
    """Say what is wrong with one tie by itself: tied to itself, an unknown id, or the wrong kinds.

    Parameters
    ----------
    by_id
        The nodes there are.
    hints
        Hints over the ids of `by_id`; hand one over for many ties, so that looking for near ids stays cheap.
    positions
        Hints over the ids of declared positions; None where none are declared.
    """
    if tie.child == tie.parent:
        return _slip("tied to itself", f"{tie.child} is tied to itself", (tie.child,), "remove it")
    for end in (tie.child, tie.parent):
        if end not in by_id:
            message = f"tie {tie.child} -> {tie.parent}: unknown id {end}"
            return _slip("unknown id", message, (end,), (hints or Suggestions(by_id)).hint(end))
    child_kinds, parent_kinds, sentence = _ALLOWED[type(tie)]
    child, parent = by_id[tie.child], by_id[tie.parent]
    if not isinstance(child, child_kinds) or not isinstance(parent, parent_kinds):
        message = f"{tie.child} -> {tie.parent} are a {_kind(child)} and a {_kind(parent)}"
        return _slip("wrong kinds", message, (tie.child, tie.parent), sentence)
    position = tie.position if isinstance(tie, Placement) else None
    if position is not None and positions is not None and position not in positions.known:
        message = f"tie {tie.child} -> {tie.parent}: unknown position {position}"
        return _slip("unknown id", message, (position,), positions.hint(position))
    return None


def child_problems(ties: Sequence[Tie]) -> list[Problem]:
    """Find what is wrong among the ties of one child, or of several: tied twice at a time, or shares over 1."""
    return [*_overlaps(ties), *_shares_over_one(ties)]


def _all_fit(ties: Sequence[Tie], by_id: Mapping[str, Node], positions: Suggestions | None) -> bool:
    """Whether no tie is wrong by itself."""
    known = {kind: {name for name, node in by_id.items() if isinstance(node, kind)} for kind in (Learner, Team, Unit)}
    fitting = {
        tie: tuple(set[str]().union(*(known[kind] for kind in kinds)) for kinds in ends)
        for tie, (*ends, _) in _ALLOWED.items()
    }
    for tie in ties:
        children, parents = fitting[type(tie)]
        child, parent = tie.child, tie.parent
        if child not in children or parent not in parents or child == parent:
            return False
    named = {tie.position for tie in ties if isinstance(tie, Placement)} - {None}
    return positions is None or all(position in positions.known for position in named)


def _slip(rule: str, message: str, ids: tuple[str, ...], hint: str) -> Problem:
    return Problem(rule, message, ids, hint, fatal=False)


def _kind(thing: object) -> str:
    return type(thing).__name__.lower()


def _ids(things: Iterable[_Named]) -> Iterator[Problem]:
    seen: dict[str, _Named] = {}
    for thing in things:
        other = seen.setdefault(thing.id, thing)
        if other is not thing and other != thing:
            kinds = f"{_kind(other)} and {_kind(thing)}"
            message = f"id {thing.id} is used twice with different content: {kinds}"
            yield Problem("id used twice", message, (thing.id,), "rename one of them")
    for one, other_form in same_ids(seen):
        message = f"ids {one!a} and {other_form!a} are the same text in two Unicode forms"
        yield Problem("same id in two forms", message, (one, other_form), "write both in form NFC, or rename one")


def _standards(positions: Sequence[Position], competencies: Sequence[Competency]) -> Iterator[Problem]:
    known = Suggestions({competency.id: None for competency in competencies})
    for position in positions:
        for competency in position.standard.required if position.standard and known.known else ():
            if competency not in known.known:
                message = f"standard of position {position.id}: unknown competency {competency}"
                yield Problem("unknown id", message, (position.id, competency), known.hint(competency))


def _begin(tie: Tie) -> date:
    return tie.since or date.min


def _overlaps(ties: Iterable[Tie]) -> Iterator[Problem]:
    for (child, parent), several in _repeated(ties, lambda tie: (tie.child, tie.parent)):
        ordered = sorted(several, key=_begin)
        lasting = ordered[0]
        for tie in ordered[1:]:
            if lasting.until is None or _begin(tie) < lasting.until:
                ends = [end for end in (lasting.until, tie.until) if end is not None]
                span = when(_begin(tie), min(ends, default=None))
                message = f"{child} -> {parent} is tied twice {span}"
                hint = "end the first tie on the day the second begins"
                yield Problem("overlapping ties", message, (child, parent), hint)
            if lasting.until is not None and (tie.until is None or tie.until > lasting.until):
                lasting = tie


def _shares_over_one(ties: Iterable[Tie]) -> Iterator[Problem]:
    explicit = [tie for tie in ties if tie.share is not None]
    # only where the shares of all time together pass 1 may those of a day
    ever: dict[str, int] = defaultdict(int)
    for tie in explicit:
        ever[tie.child] += tie.share_millionths or 0
    suspect = {child for child, total in ever.items() if total > WHOLE}
    for child, several in _repeated((tie for tie in explicit if tie.child in suspect), attrgetter("child")):
        yield from _days_over_one(child, several)


def _days_over_one(child: str, ties: Sequence[Tie]) -> Iterator[Problem]:
    """Name every day on which the shares of a child come to pass 1, in one sweep over the days on which they change."""
    changes: dict[date, list[tuple[int, Tie]]] = defaultdict(list)
    for tie in ties:
        changes[_begin(tie)].append((1, tie))
        if tie.until is not None:
            changes[tie.until].append((-1, tie))
    total, over, now = 0, False, dict[Tie, None]()
    for day in sorted(changes):
        for step, tie in changes[day]:
            total += step * (tie.share_millionths or 0)
            if step > 0:
                now[tie] = None
            else:
                del now[tie]
        if total > WHOLE and not over:
            parents = tuple(sorted(tie.parent for tie in now))
            start = "from the beginning" if day == date.min else f"on {day}"
            message = f"shares of {child} {start} sum to {total / WHOLE:g}: {listed(parents)}"
            hint = "shares of one child must not pass 1 on any day"
            yield Problem("shares over 1", message, (child, *parents), hint)
        over = total > WHOLE


def _tied_again(ties: Sequence[Tie]) -> list[Tie]:
    """Give the ties of every pair that is tied more than once, and seldom others."""
    # hashes alone, for a million pairs are heavy; two pairs with one hash are told apart by whoever asks
    hashes = [hash((tie.child, tie.parent)) for tie in ties]
    count = Counter(hashes)
    return [] if len(count) == len(hashes) else [tie for tie, key in zip(ties, hashes, strict=True) if count[key] > 1]


def _once(ties: Sequence[Tie], again: Sequence[Tie]) -> tuple[Tie, ...]:
    return tuple(ties) if len(set(again)) == len(again) else tuple(dict.fromkeys(ties))


def _repeated(ties: Iterable[Tie], key: Callable[[Tie], _Key]) -> Iterator[tuple[_Key, list[Tie]]]:
    groups: dict[_Key, list[Tie]] = defaultdict(list)
    for tie in ties:
        groups[key(tie)].append(tie)
    return ((one, several) for one, several in groups.items() if len(several) > 1)
