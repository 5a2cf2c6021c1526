"""Checking an importer: whatever makes an `Organization` of somebody's own data, held to what must arrive.

An importer is tried on data that is known: a drawn organization is written in the importer's own format, and read back.
Each law names one thing that importers lose.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator
from datetime import date
from functools import partial
from typing import Any, TypeVar

from attrs import field, frozen
from hypothesis import strategies as st

from learnperf.model.collection import Evidence
from learnperf.model.organization import Organization
from learnperf.model.ties import Placement, Tie
from learnperf.testing.law import Case, LawBroken, explore
from learnperf.testing.organizations import organizations as any_organizations
from learnperf.testing.pairs import reordered

_Source = TypeVar("_Source")

IMPORTS = "every valid organization can be imported"
EVERY_NODE = "every node arrives, ids as they are"
EVERY_TIE = "every tie arrives"
HALF_OPEN = "the last day is the day before until"
SHARES = "shares arrive to the millionth"
DETAILS = "positions and primary marks arrive"
ANY_ORDER = "order of rows means nothing"


def check_organization(
    importer: Callable[[_Source], Organization],
    export: Callable[[Organization], _Source],
    *,
    organizations: st.SearchStrategy[Organization] | None = None,
    without: Collection[str] = (),
    max_examples: int = 100,
) -> None:
    """Try an importer on organizations that are known.

    Parameters
    ----------
    importer
        What is checked: makes an organization of a source, such as rows, a file's text or an API's answer.
    export
        Writes an organization as such a source, as the other system would have it.
    organizations
        What the source can express, where that is less than everything: ``organizations(matrix=False)`` for a tree on
        every day, ``max_teams=0`` without teams, ``dated=False`` without history.
    without
        Fields of ties that the source has not: of ``share``, ``position`` and ``primary``.
    max_examples
        How many organizations to try; they are the same every time.

    Raises
    ------
    LawBroken
        Names what is lost, with the smallest organization found, in words.

    Examples
    --------
    >>> import learnperf as lp
    >>> from learnperf.testing import organizations
    >>> def written(organization):
    ...     return [(tie.child, tie.parent) for tie in organization.ties], list(organization.units)
    >>> def read(rows):
    ...     ties, units = rows
    ...     return lp.Organization.of(units=map(lp.Unit, units), ties=[lp.Reporting(*tie) for tie in ties])
    >>> trees = organizations(max_teams=0, max_learners=0, matrix=False, dated=False)
    >>> check_organization(read, written, organizations=trees)
    """
    tried = _Importer(importer, export, frozenset(without))
    drawn = any_organizations() if organizations is None else organizations
    cases = st.builds(lambda organization, seed: Case(organization, _NOTHING, seed), drawn, st.integers(0, 99))
    for law in _LAWS:
        explore(cases, max_examples, partial(law, tried))


@frozen(eq=False)
class _Importer:
    """An importer with its way back."""

    importer: Callable[[Any], Organization]  # Any: whatever the importer reads
    export: Callable[[Organization], object]
    without: frozenset[str]

    @property
    def name(self) -> str:
        return getattr(self.importer, "__name__", "the importer")

    def broken(self, law: str, message: str, case: Case) -> LawBroken:
        nodes = ", ".join(f"{case.organization.kind(node).value} {node!r}" for node in case.organization)
        _, _, ties = case.told.partition("; ")
        return LawBroken(law, self.name, f"{message}; nodes: {nodes}; {ties}")

    def back(self, organization: Organization, case: Case) -> Organization:
        """Write an organization and read it."""
        source = self.export(organization)
        try:
            found = self.importer(source)
        except Exception as error:
            raise self.broken(IMPORTS, f"it raises {type(error).__name__}: {error}", case) from error
        if not isinstance(found, Organization):
            raise self.broken(IMPORTS, f"it gives {type(found).__name__}, not an Organization", case)
        return found

    def stretches(self, organization: Organization) -> dict[tuple[type[Tie], str, str], list[_Stretch]]:
        """Give when each pair is tied, and how; what goes on unchanged is one stretch, however many rows it has."""
        found: dict[tuple[type[Tie], str, str], list[_Stretch]] = defaultdict(list)
        for tie in sorted(organization.ties, key=lambda one: one.since or date.min):
            stretches = found[type(tie), tie.child, tie.parent]
            new = _Stretch(
                tie.since,
                tie.until,
                None if "share" in self.without else tie.share_millionths,
                tie.position if isinstance(tie, Placement) and "position" not in self.without else None,
                tie.primary and "primary" not in self.without,
            )
            if stretches and stretches[-1].until == new.since is not None and stretches[-1].how == new.how:
                new = _Stretch(stretches.pop().since, new.until, *new.how)
            stretches.append(new)
        return dict(found)


@frozen
class _Stretch:
    """When a pair is tied, and how."""

    since: date | None
    until: date | None
    share: int | None
    position: str | None
    primary: bool = field(default=False)

    @property
    def how(self) -> tuple[int | None, str | None, bool]:
        return self.share, self.position, self.primary

    def holds(self, day: date) -> bool:
        return (self.since is None or self.since <= day) and (self.until is None or day < self.until)


def _every_node_arrives(tried: _Importer, case: Case) -> None:
    found = tried.back(case.organization, case)
    lost = [
        node for node in case.organization if node not in found or found.kind(node) is not case.organization.kind(node)
    ]
    new = [node for node in found if node not in case.organization]
    if lost:
        raise tried.broken(EVERY_NODE, f"{lost[0]!r} does not arrive" + (f", but {new[0]!r} does" if new else ""), case)
    if new:
        raise tried.broken(EVERY_NODE, f"{new[0]!r} arrives and is from nowhere", case)


def _every_tie_arrives(tried: _Importer, case: Case) -> None:
    given, found = (tried.stretches(one) for one in (case.organization, tried.back(case.organization, case)))
    for one, other, saying in ((given, found, "does not arrive"), (found, given, "arrives and is from nowhere")):
        for kind, child, parent in one:
            if (kind, child, parent) not in other:
                raise tried.broken(EVERY_TIE, f"{kind.__name__} of {child!r} in {parent!r} {saying}", case)


def _days_arrive(tried: _Importer, case: Case) -> None:
    given, found = (tried.stretches(one) for one in (case.organization, tried.back(case.organization, case)))
    for pair, stretches in given.items():
        spans, others = (_spans(several) for several in (stretches, found.get(pair, [])))
        if spans != others:
            _, child, parent = pair
            message = f"{child!r} is in {parent!r} {_told(spans)}, and arrives as {_told(others)}"
            raise tried.broken(HALF_OPEN, message, case)


def _shares_arrive(tried: _Importer, case: Case) -> None:
    given, found = (tried.stretches(one) for one in (case.organization, tried.back(case.organization, case)))
    for pair, stretches in given.items():
        for one, other in _meeting(stretches, found.get(pair, [])):
            if one.share != other.share:
                _, child, parent = pair
                shares = " and arrives as ".join(
                    "no share" if share is None else f"{share} millionths" for share in (one.share, other.share)
                )
                raise tried.broken(SHARES, f"of {child!r}, {parent!r} has {shares}", case)


def _details_arrive(tried: _Importer, case: Case) -> None:
    given, found = (tried.stretches(one) for one in (case.organization, tried.back(case.organization, case)))
    for pair, stretches in given.items():
        for one, other in _meeting(stretches, found.get(pair, [])):
            if one.how != other.how:
                _, child, parent = pair
                message = f"{child!r} in {parent!r} has position {one.position!r} and primary {one.primary}"
                raise tried.broken(DETAILS, f"{message}, and arrives with {other.position!r} and {other.primary}", case)


def _order_means_nothing(tried: _Importer, case: Case) -> None:
    shuffled, _ = reordered(case.organization, case.evidence, case.random)
    one, other = (tried.stretches(tried.back(given, case)) for given in (case.organization, shuffled))
    for pair in one:
        if one[pair] != other.get(pair):
            _, child, parent = pair
            message = f"{child!r} in {parent!r} arrives otherwise where the rows stand in another order"
            raise tried.broken(ANY_ORDER, message, case)


def _spans(stretches: list[_Stretch]) -> list[tuple[date | None, date | None]]:
    """Give when a pair is tied, in whatever way, without the days on which only the way changes."""
    spans: list[tuple[date | None, date | None]] = []
    for one in stretches:
        goes_on = spans and one.since is not None and spans[-1][1] == one.since
        spans.append((spans.pop()[0] if goes_on else one.since, one.until))
    return spans


def _meeting(given: list[_Stretch], found: list[_Stretch]) -> Iterator[tuple[_Stretch, _Stretch]]:
    """Give what holds on one side and on the other on each day on which either begins."""
    for day in sorted({one.since or date.min for one in (*given, *found)}):
        there = [one for one in given if one.holds(day)]
        yield from ((one, other) for one in there for other in found if other.holds(day))


def _told(spans: list[tuple[date | None, date | None]]) -> str:
    return " and ".join(f"from {since or '...'} to {until or '...'}" for since, until in spans) or "never"


# what each compares, only where what stands before it has arrived
_LAWS: tuple[Callable[[_Importer, Case], None], ...] = (
    _order_means_nothing,
    _every_node_arrives,
    _every_tie_arrives,
    _days_arrive,
    _shares_arrive,
    _details_arrive,
)
_NOTHING = Evidence.of()
