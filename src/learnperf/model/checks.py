"""What can be wrong with nodes and ties: found all at once, each with ids, dates and what to do.

A problem is *fatal* when the whole cannot be trusted (a cycle, two roots), else it belongs to one tie that can be set
aside while the rest is kept; readers of files use the difference, `Organization.of` refuses both.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import pairwise

import networkx as nx

from learnperf.errors import Problem, nearest
from learnperf.model.nodes import Learner, Node, Team, Unit
from learnperf.model.ties import WHOLE, Membership, Placement, Reporting, Sponsorship, Tie

Found = tuple[Problem, int | None]

_ALLOWED: dict[type[Tie], tuple[tuple[type[Node], ...], tuple[type[Node], ...], str]] = {
    Membership: ((Learner,), (Team,), "a membership ties a learner to a team"),
    Placement: ((Learner,), (Unit,), "a placement ties a learner to a unit"),
    Sponsorship: ((Team,), (Unit, Team), "a sponsorship ties a team to a unit or to a larger team"),
    Reporting: ((Unit,), (Unit,), "a reporting tie ties a unit to a unit"),
}


def organization_problems(nodes: Sequence[Node], ties: Sequence[Tie]) -> list[Found]:
    """Find everything wrong with nodes and ties, each problem with the place of its tie where it has one.

    The checks of the whole look at the ties that are sound by themselves, so that one slip is not reported twice.
    """
    found: list[Found] = [(problem, None) for problem in _id_problems(nodes)]
    by_id = {node.id: node for node in nodes}
    bad = set[int]()
    for place, tie in enumerate(ties):
        problem = tie_problem(tie, by_id)
        if problem is not None:
            found.append((problem, place))
            bad.add(place)
    sound = [tie for place, tie in enumerate(ties) if place not in bad]
    whole = [*_overlaps(sound), *_shares_over_one(sound), *_cycles(sound)]
    whole.extend(_roots([node for node in by_id.values() if isinstance(node, Unit)], sound))
    found.extend((problem, None) for problem in whole)
    return found


def tie_problem(tie: Tie, by_id: dict[str, Node]) -> Problem | None:
    """Say what is wrong with one tie by itself: tied to itself, an unknown id, or the wrong kinds."""
    if tie.child == tie.parent:
        return Problem("tied to itself", f"{tie.child} is tied to itself", (tie.child,), "remove it", fatal=False)
    for end in (tie.child, tie.parent):
        if end not in by_id:
            meant = ", ".join(nearest(end, by_id))
            hint = f"nearest known ids: {meant}" if meant else "declare it first"
            return Problem(
                "unknown id", f"tie {tie.child} -> {tie.parent}: unknown id {end}", (end,), hint, fatal=False
            )
    child_kinds, parent_kinds, sentence = _ALLOWED[type(tie)]
    child, parent = by_id[tie.child], by_id[tie.parent]
    if isinstance(child, child_kinds) and isinstance(parent, parent_kinds):
        return None
    kinds = f"a {type(child).__name__.lower()} and a {type(parent).__name__.lower()}"
    return Problem(
        "wrong kinds", f"{tie.child} -> {tie.parent} are {kinds}", (tie.child, tie.parent), sentence, fatal=False
    )


def _id_problems(nodes: Iterable[Node]) -> Iterator[Problem]:
    seen: dict[str, Node] = {}
    for node in nodes:
        other = seen.setdefault(node.id, node)
        if other is not node:
            kinds = f"{type(other).__name__.lower()} and {type(node).__name__.lower()}"
            yield Problem("id used twice", f"id {node.id} is used twice: {kinds}", (node.id,), "rename one of them")


def _spans(ties: Iterable[Tie]) -> list[Tie]:
    return sorted(ties, key=lambda tie: tie.since or date.min)


def _overlaps(ties: Iterable[Tie]) -> Iterator[Problem]:
    pairs: dict[tuple[str, str], list[Tie]] = defaultdict(list)
    for tie in ties:
        pairs[tie.child, tie.parent].append(tie)
    for (child, parent), several in pairs.items():
        for before, after in pairwise(_spans(several)):
            begin = after.since or date.min
            if before.until is None or begin < before.until:
                end = min(before.until or date.max, after.until or date.max)
                yield Problem(
                    "overlapping ties",
                    f"{child} -> {parent} is tied twice from {begin} to {'open' if end == date.max else end}",
                    (child, parent),
                    "end the first tie on the day the second begins",
                )


def _shares_over_one(ties: Iterable[Tie]) -> Iterator[Problem]:
    explicit: dict[str, list[Tie]] = defaultdict(list)
    for tie in ties:
        if tie.share_millionths is not None:
            explicit[tie.child].append(tie)
    for child, several in explicit.items():
        if sum(tie.share_millionths or 0 for tie in several) <= WHOLE:
            continue
        for day in sorted({tie.since or date.min for tie in several}):
            now = [tie for tie in several if tie.in_force(day)]
            total = sum(tie.share_millionths or 0 for tie in now)
            if total > WHOLE:
                parents = tuple(sorted(tie.parent for tie in now))
                yield Problem(
                    "shares over 1",
                    f"shares of {child} on {day} sum to {total / WHOLE:g}: {', '.join(parents)}",
                    (child, *parents),
                    "shares of one child must not pass 1 on any day",
                )
                break


def _cycles(ties: Iterable[Tie]) -> Iterator[Problem]:
    structural = [tie for tie in ties if isinstance(tie, Reporting | Sponsorship)]
    union: nx.DiGraph[str] = nx.DiGraph((tie.child, tie.parent) for tie in structural)
    for component in nx.strongly_connected_components(union):
        if len(component) > 1:
            inside = [tie for tie in structural if tie.child in component and tie.parent in component]
            yield from _dated_cycles(inside)


def _dated_cycles(ties: Sequence[Tie]) -> Iterator[Problem]:
    """Cycles that are in force on some day: a tie in the union may have ended before the next began."""
    for begin, end in _stretches(ties):
        graph: nx.DiGraph[str] = nx.DiGraph((tie.child, tie.parent) for tie in ties if tie.in_force(begin))
        for component in sorted(nx.strongly_connected_components(graph), key=min):
            if len(component) > 1:
                circle = [child for child, _ in nx.find_cycle(graph, min(component))]
                path = " -> ".join([*circle, circle[0]])
                until = "open" if end is None else str(end)
                yield Problem(
                    "cycle", f"cycle {path} from {begin} to {until}", tuple(circle), "remove one of these ties"
                )


def _stretches(ties: Iterable[Tie]) -> list[tuple[date, date | None]]:
    """Give the stretches of time within which no tie begins or ends."""
    days = {date.min}
    for tie in ties:
        days.update(day for day in (tie.since, tie.until) if day is not None)
    ordered = sorted(days)
    return list(zip(ordered, [*ordered[1:], None], strict=True))


def _roots(units: Sequence[Unit], ties: Sequence[Tie]) -> Iterator[Problem]:
    """Find days on which no unit, or more than one, reports to nobody.

    A sweep over the days on which that number changes, so that a thousand reorganizations cost one sort.
    """
    if not units:
        yield Problem("no root", "there is no unit", (), "an organization has exactly one root unit")
        return
    upward: dict[str, list[Tie]] = defaultdict(list)
    for tie in ties:
        if isinstance(tie, Reporting):
            upward[tie.unit].append(tie)
    events: dict[date, list[tuple[str, int]]] = defaultdict(list)
    for unit in units:
        for begin, end in _parentless(unit, upward[unit.id]):
            events[begin].append((unit.id, 1))
            if end is not None:
                events[end].append((unit.id, -1))
    yield from _root_sweep(events)


def _root_sweep(events: dict[date, list[tuple[str, int]]]) -> Iterator[Problem]:
    roots: set[str] = set()
    reported: set[frozenset[str]] = {frozenset()} if not events.get(date.min) and events else set()
    if not events:
        yield Problem("no root", "no unit reports to nobody", (), "an organization has exactly one root unit")
    for day in sorted(events):
        for unit, step in sorted(events[day], key=lambda event: event[1]):
            (roots.add if step > 0 else roots.discard)(unit)
        now = frozenset(roots)
        if len(now) != 1 and now not in reported:
            reported.add(now)
            names = ", ".join(sorted(now))
            message = f"{len(now)} root units on {day}: {names}" if now else f"no root unit on {day}"
            rule = "several roots" if now else "no root"
            yield Problem(rule, message, tuple(sorted(now)), "every unit but one reports to another")


def _parentless(unit: Unit, ties: Sequence[Tie]) -> Iterator[tuple[date, date | None]]:
    """Stretches in which a unit exists and reports to nobody."""
    spans = _spans(ties)
    begin, end = unit.since, unit.until
    if spans and begin is None and end is None:
        begin = spans[0].since
        ends = [tie.until for tie in spans]
        end = None if None in ends else max(day for day in ends if day is not None)
    at = begin or date.min
    for tie in spans:
        if (tie.since or date.min) > at and (end is None or at < end):
            yield at, tie.since
        if tie.until is None:
            return
        at = max(at, tie.until)
    if end is None or at < end:
        yield at, end
