"""Stratified differences: shares of those who learned and of others, compared among people who are alike.

People who learn may have been others from the start: in other positions, with more to gain. Within a position, a job
family, a grade or a unit that difference is smaller. The differences of such strata are put together by where those
who learned are, so that the others are weighed to look like them; strata in which there is nobody to compare with are
left out, and said.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date, timedelta
from enum import Enum
from fractions import Fraction

from attrs import field, frozen

from learnperf.errors import InvalidValue
from learnperf.inference.data import Loaded, both
from learnperf.metrics.claims import Claim, with_claim
from learnperf.model.collection import Evidence
from learnperf.model.evidence import CareerMove, Participation
from learnperf.model.ids import how_many
from learnperf.model.organization import Organization
from learnperf.model.ties import Placement
from learnperf.model.vocabulary import MoveMark, label


class Strata(Enum):
    """By what people are alike, on the first day of the period."""

    POSITION = "position"
    JOB_FAMILY = "job family"
    GRADE = "grade"
    UNIT = "unit"


_INDONESIAN = {
    Strata.POSITION: "jabatan",
    Strata.JOB_FAMILY: "rumpun jabatan",
    Strata.GRADE: "jenjang",
    Strata.UNIT: "unit kerja",
}


_LABEL = (
    "Share of those who learned less that of others alike",
    "Proporsi yang belajar dikurangi lainnya yang serupa",
)


def _count(instance: object, attribute: object, value: int) -> None:
    del instance
    if type(value) is not int or value < 0:
        raise InvalidValue(getattr(attribute, "name", ""), value, "is no count", "a whole number from 0 on")


@frozen
class Stratum:
    """People who are alike: how many learned and how many did not, and to how many of each it happened.

    Raises
    ------
    InvalidValue
        A count below 0, or more events than people.

    Examples
    --------
    >>> Stratum("auditor", trained=4, trained_events=2, others=8, others_events=2).difference
    Fraction(1, 4)
    """

    name: str
    trained: int = field(validator=_count)
    trained_events: int = field(validator=_count)
    others: int = field(validator=_count)
    others_events: int = field(validator=_count)

    def __attrs_post_init__(self) -> None:
        """Refuse more events than people."""
        if self.trained_events > self.trained or self.others_events > self.others:
            raise InvalidValue("stratum", self.name, "has more events than people", "count people, not events")

    @property
    def has_both(self) -> bool:
        """Whether there is anybody to compare."""
        return bool(self.trained and self.others)

    @property
    def difference(self) -> Fraction | None:
        """Share of those who learned less share of the others; None where either is nobody."""
        if not self.has_both:
            return None
        return Fraction(self.trained_events, self.trained) - Fraction(self.others_events, self.others)

    @property
    def ratio(self) -> Fraction | None:
        """Share of those who learned by share of the others; None where either is nobody, or the latter is 0."""
        if not self.has_both or not self.others_events:
            return None
        return Fraction(self.trained_events * self.others, self.trained * self.others_events)


@frozen
class StratifiedDifference:
    """A difference of shares among people who are alike, with the plain one beside it.

    Attributes
    ----------
    difference
        Σ w · (share of those who learned - share of the others) over the strata kept, where w is the part of those who
        learned that is in the stratum. From -1 to 1; None where no stratum has both.
    crude
        Everybody taken together, in strata kept or not: its difference and ratio are associations, unadjusted.
    kept, dropped
        Strata that have both groups, and those that do not and are in no sum.
    label, claim
        What it is, in English and Indonesian: an association adjusted for what makes strata, and for nothing else.
    unknown
        People left out because nobody knows their stratum.
    """

    kept: tuple[Stratum, ...] = field(repr=how_many)
    dropped: tuple[Stratum, ...] = field(repr=how_many)
    label: tuple[str, str]
    unknown: int = 0
    claim: Claim = Claim.ADJUSTED_ASSOCIATION

    @classmethod
    def of(cls, strata: Iterable[Stratum], label: tuple[str, str] = _LABEL, unknown: int = 0) -> StratifiedDifference:
        """Compare within strata.

        Examples
        --------
        >>> found = StratifiedDifference.of([
        ...     Stratum("auditor", trained=3, trained_events=2, others=10, others_events=5),
        ...     Stratum("clerk", trained=1, trained_events=0, others=10, others_events=1),
        ...     Stratum("head", trained=2, trained_events=2, others=0, others_events=0),
        ... ])
        >>> str(found.difference), [stratum.name for stratum in found.dropped]
        ('1/10', ['head'])
        """
        several = sorted(strata, key=lambda one: one.name)
        return cls(
            tuple(one for one in several if one.has_both),
            tuple(one for one in several if not one.has_both),
            with_claim(label, Claim.ADJUSTED_ASSOCIATION),
            unknown,
        )

    @property
    def difference(self) -> Fraction | None:
        """The difference among people who are alike."""
        trained = sum(one.trained for one in self.kept)
        if not trained:
            return None
        weighed = [one.difference * one.trained for one in self.kept if one.difference is not None]
        return sum(weighed, Fraction(0)) / trained

    @property
    def crude(self) -> Stratum:
        """Everybody together."""
        several = (*self.kept, *self.dropped)
        return Stratum(
            "everybody",
            trained=sum(one.trained for one in several),
            trained_events=sum(one.trained_events for one in several),
            others=sum(one.others for one in several),
            others_events=sum(one.others_events for one in several),
        )


def stratified_difference(
    data: Organization | Loaded,
    evidence: Evidence | None = None,
    *,
    since: date,
    until: date,
    by: Strata | str = Strata.POSITION,
    node: str | None = None,
    within: int = 365,
    activities: Collection[str] | None = None,
    mark: MoveMark = MoveMark.PROMOTION,
) -> StratifiedDifference:
    """Compare the share promoted of those who had learned by the start of a period with others who are alike.

    Everybody there on the first day is followed to the end. Who had learned by then is settled before anybody is
    followed, so that no time in which nobody could be promoted counts for either side. Leavers count as not promoted.

    Parameters
    ----------
    data, evidence
        An organization and its evidence, or what holds both.
    since, until
        The period, half-open, in which people are promoted.
    by
        What people are alike by, on the first day: position, job family (career pattern), grade or unit.
    node
        Whose people, on the first day; everybody by default.
    within
        Days before the first day in which learning counts.
    activities
        Which activities count as learning; all by default.
    mark
        Another kind of move.

    Raises
    ------
    InvalidValue
        A period or a window without a day, or evidence that has no records.
    ValueError
        Strata by something else.
    UnknownName
        No node of that id.

    Examples
    --------
    >>> import learnperf as lp
    >>> people = ("ani", "budi", "citra", "dewi")
    >>> organization = lp.Organization.of(
    ...     units=[lp.Unit("DJP")], learners=[lp.Learner(who) for who in people], positions=[lp.Position("auditor")],
    ...     ties=[lp.Placement(who, "DJP", position="auditor") for who in people],
    ... )
    >>> records = [
    ...     lp.Participation("p1", on=date(2025, 6, 1), learner="ani", activity="c7"),
    ...     lp.CareerMove("m1", on=date(2026, 4, 1), learner="ani", marks=[lp.MoveMark.PROMOTION]),
    ...     lp.CareerMove("m2", on=date(2026, 9, 1), learner="budi", marks=[lp.MoveMark.PROMOTION]),
    ... ]
    >>> found = stratified_difference(
    ...     organization, lp.Evidence.of(records), since=date(2026, 1, 1), until=date(2027, 1, 1)
    ... )
    >>> str(found.difference), found.label[0]
    ('2/3', 'Share with promotion: those who learned less others alike in position (adjusted association)')
    """
    if since >= until:
        raise InvalidValue("until", until.isoformat(), "is not after since", "the period is half-open")
    if type(within) is not int or within < 1:
        raise InvalidValue("within", within, "is no whole number of days from 1 on", "such as 365")
    organization, records = both(data, evidence)
    alike = Strata(by)
    root = organization.root(on=since) if node is None else node
    people = sorted(organization.roster(root, on=since))
    learned = {
        one.learner
        for one in records.of_kind(Participation)
        if one.completed and since - timedelta(days=within) <= one.on < since
        if activities is None or one.activity in activities
    }
    moved = {one.learner for one in records.of_kind(CareerMove) if mark in one.marks and since <= one.on < until}
    counts: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    unknown = 0
    for person in people:
        stratum = _stratum(organization, person, since, alike)
        if stratum is None:
            unknown += 1
            continue
        at = 0 if person in learned else 2
        counts[stratum][at] += 1
        counts[stratum][at + 1] += person in moved
    found = [Stratum(name, *one) for name, one in counts.items()]
    texts = (
        f"Share with {label(mark)}: those who learned less others alike in {alike.value}",
        f"Proporsi {label(mark, 'id')}: yang belajar dikurangi lainnya yang sama {_INDONESIAN[alike]}",
    )
    return StratifiedDifference.of(found, texts, unknown)


def _stratum(organization: Organization, learner: str, on: date, by: Strata) -> str | None:
    """Say who somebody is alike to on a day; None where nobody knows."""
    if by is Strata.UNIT:
        placements = [one for one in organization.ties_of.get(learner, ()) if isinstance(one, Placement)]
        inside = [one for one in placements if one.in_force(on)]
        home = min(inside, key=lambda one: (not one.primary, one.unit), default=None)
        return None if home is None else home.unit
    position = organization.position_of(learner, on=on)
    if position is None:
        return None
    if by is Strata.POSITION:
        return position.id
    if by is Strata.JOB_FAMILY:
        return position.career_pattern
    return None if position.grade is None else str(position.grade)
