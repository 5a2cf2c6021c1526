"""Time to promotion: how long people hold a position until they are promoted, those still waiting among them.

Everybody's clock starts when they begin in their position. For those who learned it starts when they completed the
learning, and nobody is compared with them but who had waited as long in the same position without learning: had their
clocks started with the position, the time before learning, in which by definition nobody who learned was promoted yet,
would be counted as time that learning made longer (immortal time; Suissa 2008). Leavers, those who changed position
otherwise and those still waiting are counted for as long as they were seen.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from datetime import date
from fractions import Fraction

from attrs import field, frozen

from learnperf.errors import InvalidValue
from learnperf.inference.data import Loaded, both
from learnperf.inference.roles import Role, roles_of
from learnperf.inference.survival import Step, Survival
from learnperf.metrics.claims import Claim, with_claim
from learnperf.model.collection import Evidence
from learnperf.model.evidence import CareerMove, Participation
from learnperf.model.organization import Organization
from learnperf.model.vocabulary import MoveMark, label

_GROUPS: dict[bool | None, tuple[str, str]] = {
    None: ("from start in position", "sejak menduduki jabatan"),
    True: ("from completed learning", "sejak selesai belajar"),
    False: ("from the same time in position, without learning", "sejak masa jabatan yang sama, tanpa belajar"),
}


@frozen
class TimeToPromotion:
    """How long people waited, with what it rests on and what it claims.

    Attributes
    ----------
    survival
        The estimate of who still waits, day by day.
    label
        What was waited for and since when, in English and Indonesian, with the claim where it is more than descriptive.
    claim
        Descriptive of everybody; an association for those with or without learning.
    began_before
        Roles left out because they began before the period, or nobody knows when.
    unmatched
        Of those who learned: with nobody to compare them with, and left out.
    """

    survival: Survival
    label: tuple[str, str]
    claim: Claim
    began_before: int = field(kw_only=True)
    unmatched: int = field(kw_only=True)

    @property
    def curve(self) -> tuple[Step, ...]:
        """Days on which somebody was promoted, with the part still waiting."""
        return self.survival.steps

    @property
    def n(self) -> int:
        """How many roles were seen."""
        return self.survival.n

    @property
    def events(self) -> int:
        """How many of them ended in a promotion."""
        return self.survival.events

    @property
    def censored(self) -> int:
        """How many did not: still waiting, gone, or in another position otherwise."""
        return self.survival.censored

    @property
    def median(self) -> int | None:
        """Days until half are promoted; None where fewer were while anybody was seen."""
        return self.survival.median

    def restricted_mean(self, horizon: int | None = None) -> Fraction | None:
        """Give the mean days waited up to a horizon; see `Survival.restricted_mean`."""
        return self.survival.restricted_mean(horizon)


@frozen
class _Wait:
    """A role that begins in the period: days until it is no longer seen, and whether by promotion.

    Attributes
    ----------
    learned
        Days until learning was first completed in it; None where it was not while waiting.
    """

    role: Role
    begin: date
    days: int
    promoted: bool
    learned: int | None

    @property
    def order(self) -> tuple[date, str]:
        """What tells roles apart that are alike otherwise."""
        return self.begin, self.role.learner

    def is_waiting_untrained(self, day: int) -> bool:
        """Whether somebody still waits on a day, and has not learned by it."""
        return day < self.days and (self.learned is None or self.learned > day)

    def without_learning(self, day: int) -> tuple[int, bool]:
        """Give (days seen, promoted) from a day on until learning, after which it is another group."""
        if self.learned is None:
            return self.days - day, self.promoted
        return self.learned - day, False


def time_to_promotion(
    data: Organization | Loaded,
    evidence: Evidence | None = None,
    *,
    since: date,
    until: date,
    node: str | None = None,
    trained: bool | None = None,
    activities: Collection[str] | None = None,
    mark: MoveMark = MoveMark.PROMOTION,
) -> TimeToPromotion:
    """Estimate how long people wait for a promotion, of all roles that began in a period.

    Parameters
    ----------
    data, evidence
        An organization and its evidence, or what holds both.
    since, until
        The period, half-open: roles that begin in it are followed to its end.
    node
        Whose people, on the day they began in their position; everybody by default.
    trained
        None for everybody, from their start in position. True for those who completed learning while they waited, from
        that day. False for those to compare them with: each in the same position, from the same time in it, without
        learning by then, and seen until they learn themselves. Pairs are made without using anybody twice, those who
        began closest in time first; who finds no pair is left out of both, and counted.
    activities
        Which activities count as learning; all by default.
    mark
        Another kind of move to wait for.

    Raises
    ------
    InvalidValue
        A period without a day, or evidence that has no records.
    UnknownName
        No node of that id.

    Examples
    --------
    >>> import learnperf as lp
    >>> begin = date(2026, 1, 1)
    >>> organization = lp.Organization.of(
    ...     units=[lp.Unit("DJP")], learners=[lp.Learner("ani"), lp.Learner("budi")],
    ...     ties=[lp.Placement(who, "DJP", position="auditor", since=begin) for who in ("ani", "budi")],
    ... )
    >>> moves = [lp.CareerMove("m1", on=date(2026, 4, 1), learner="ani", marks=[lp.MoveMark.PROMOTION])]
    >>> found = time_to_promotion(organization, lp.Evidence.of(moves), since=begin, until=date(2027, 1, 1))
    >>> found.median, found.events, found.censored
    (90, 1, 1)
    """
    if since >= until:
        raise InvalidValue("until", until.isoformat(), "is not after since", "the period is half-open")
    organization, records = both(data, evidence)
    if node is not None:
        organization.node(node)
    learned = _days_of_learning(records, activities)
    moved = _days_of_moves(records, mark)
    roles = [role for learner in sorted(organization.learners) for role in roles_of(organization, learner)]
    inside = [(role, role.since) for role in roles if role.since is not None and since <= role.since < until]
    waits = [
        _wait(role, begin, until, moved[role.learner], learned[role.learner])
        for role, begin in inside
        if node is None or node == role.learner or node in organization.ancestors(role.learner, on=begin)
    ]
    seen, unmatched = _seen(waits, trained=trained)
    claim = Claim.DESCRIPTIVE if trained is None else Claim.ASSOCIATION
    words = zip(("Time to", "Waktu hingga"), (label(mark), label(mark, "id")), _GROUPS[trained], strict=True)
    english, indonesian = (f"{waiting} {what}, {when}" for waiting, what, when in words)
    return TimeToPromotion(
        Survival.of(seen),
        with_claim((english, indonesian), claim),
        claim,
        began_before=sum(role.since is None or role.since < since for role in roles),
        unmatched=unmatched,
    )


def _days_of_learning(records: Evidence, activities: Collection[str] | None) -> defaultdict[str, list[date]]:
    days: defaultdict[str, list[date]] = defaultdict(list)
    for one in records.of_kind(Participation):
        if one.completed and one.learner is not None and (activities is None or one.activity in activities):
            days[one.learner].append(one.on)
    return days


def _days_of_moves(records: Evidence, mark: MoveMark) -> defaultdict[str, list[date]]:
    days: defaultdict[str, list[date]] = defaultdict(list)
    for one in records.of_kind(CareerMove):
        if mark in one.marks:
            days[one.learner].append(one.on)
    return days


def _wait(role: Role, begin: date, until: date, moved: Iterable[date], learned: Iterable[date]) -> _Wait:
    """Follow a role; the move that ends it is of the day on which the next begins."""
    over = until if role.until is None else min(role.until, until)
    promoted = min((day for day in moved if begin < day <= over and day < until), default=None)
    end = promoted or over
    first = min((day for day in learned if begin <= day < end), default=None)
    return _Wait(role, begin, (end - begin).days, promoted is not None, None if first is None else (first - begin).days)


def _seen(waits: list[_Wait], *, trained: bool | None) -> tuple[list[tuple[int, bool]], int]:
    """Give (days seen, promoted) of one group, and how many who learned found no pair."""
    if trained is None:
        return [(one.days, one.promoted) for one in waits], 0
    after = [(one, one.learned) for one in waits if one.learned is not None]
    pairs = list(_pairs(waits, after))
    if trained:
        seen = [(one.days - day, one.promoted) for one, day, _ in pairs]
    else:
        seen = [other.without_learning(day) for _, day, other in pairs]
    return seen, len(after) - len(pairs)


def _pairs(waits: list[_Wait], after: list[tuple[_Wait, int]]) -> Iterator[tuple[_Wait, int, _Wait]]:
    """Pair each who learned with somebody who had waited as long without, in the same position."""
    free: defaultdict[str, dict[tuple[date, str], _Wait]] = defaultdict(dict)
    for one in waits:
        free[one.role.position][one.order] = one
    for one, day in sorted(after, key=lambda pair: (pair[0].order, pair[1])):
        others = [
            other
            for other in free[one.role.position].values()
            if other.role.learner != one.role.learner and other.is_waiting_untrained(day)
        ]
        if others:
            chosen = min(others, key=lambda other: (abs(other.begin - one.begin), other.order))
            del free[one.role.position][chosen.order]
            yield one, day, chosen
