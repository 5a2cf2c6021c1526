"""Roles: for how long a learner holds a position, whatever units and shares it is held in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from attrs import frozen

from learnperf.model.organization import Organization
from learnperf.model.ties import Placement, Tie, held


@frozen
class Role:
    """One learner in one position from a day to before another; None is unknown on that side."""

    learner: str
    position: str
    since: date | None
    until: date | None


def roles_of(organization: Organization, learner: str) -> Iterator[Role]:
    """Iterate over the roles of a learner in order of time; a move that keeps the position begins no new one.

    Examples
    --------
    >>> from learnperf.model.nodes import Learner, Unit
    >>> ani = Organization.of(
    ...     units=[Unit("MOF")], learners=[Learner("ani")],
    ...     ties=[Placement("ani", "MOF", position="auditor", since=date(2026, 1, 1))],
    ... )
    >>> [(role.position, role.since) for role in roles_of(ani, "ani")]
    [('auditor', datetime.date(2026, 1, 1))]
    """
    placements: list[Tie] = [
        one for one in organization.ties_of.get(learner, ()) if isinstance(one, Placement) and one.position is not None
    ]
    begin: date | None = None
    position = held((one for one in placements if one.since is None), date.min)
    for day in sorted({day for one in placements for day in (one.since, one.until) if day is not None}):
        now = held(placements, day)
        if now != position:
            if position is not None:
                yield Role(learner, position, begin, day)
            begin, position = day, now
    if position is not None:
        yield Role(learner, position, begin, None)
