"""Innovations: how far each came and when, and which units took it up, in use still or given up since.

What is dated after the day of the report is not known yet. An innovation that skipped a stage has passed it: stages
reached are counted up to the furthest one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cached_property
from typing import cast

from attrs import frozen

from learnperf.model.collection import Evidence
from learnperf.model.evidence import Adoption, Innovation
from learnperf.model.organization import Organization
from learnperf.model.vocabulary import Stage


@frozen(slots=False, eq=False)
class Innovations:
    """Stages and adoptions of each innovation.

    Attributes
    ----------
    report_day
        Number of the last day of which anything is known.
    """

    organization: Organization
    evidence: Evidence
    report_day: int

    @cached_property
    def adoptions(self) -> Mapping[str, list[Adoption]]:
        """What is known of adoptions, by the innovation as it was mended last."""
        found: dict[str, list[Adoption]] = defaultdict(list)
        for adoption in self.evidence.of_kind(Adoption):
            if adoption.on.toordinal() <= self.report_day:
                found[self.adopted(adoption).id].append(adoption)
        return found

    def adopted(self, adoption: Adoption) -> Innovation:
        """Give the innovation an adoption is of, as it was mended last; evidence without it was refused."""
        return cast("Innovation", self.evidence.holding(adoption.innovation))

    def home(self, innovation: Innovation) -> frozenset[str]:
        """Give the contributors and all they belonged to on the day of the idea."""
        if innovation.id not in self._homes:
            on, contributors = innovation.on, innovation.contributors
            above = [self.organization.ancestors(contributor, on=on) for contributor in contributors]
            self._homes[innovation.id] = frozenset(contributors).union(*above)
        return self._homes[innovation.id]

    def days_to(self, innovation: Innovation, stage: Stage | int) -> int | None:
        """Give the days from the idea to the first day at a stage or beyond; None where never, or before the idea."""
        first = _first_day(innovation, stage)
        days = None if first is None else first - innovation.on.toordinal()
        return days if days is not None and days >= 0 else None

    def reached(self, innovation: Innovation, stage: Stage | int, within: int) -> int | None:
        """Say whether a stage or one beyond was reached within some days of the idea.

        None where those days are not over yet, even if it was reached: the quick ones alone would be known of the
        ideas of late.
        """
        last = innovation.on.toordinal() + within
        if last > self.report_day:
            return None
        first = _first_day(innovation, stage)
        return int(first is not None and first <= last)

    def adopters(self, innovation: Innovation) -> int:
        """Count the units that ever adopted an innovation."""
        return len({adoption.unit for adoption in self.adoptions.get(innovation.id, ())})

    def in_use_elsewhere(self, innovation: Innovation) -> int:
        """Count the units apart from its origin that use an innovation on the day of the report."""
        return len(self._users(innovation))

    def eligible(self, innovation: Innovation) -> int:
        """Count the units apart from its origin that could have adopted an innovation by the day of the report."""
        begin = innovation.on
        there = {
            unit.id
            for unit in self.organization.units.values()
            if (unit.since is None or unit.since.toordinal() <= self.report_day)
            and (unit.until is None or unit.until > begin)
        }
        return len((there | self._users(innovation)) - self.home(innovation))

    def from_elsewhere(self, adoption: Adoption) -> int:
        """Say whether no contributor belonged to the adopting unit on the day of the idea."""
        return int(adoption.unit not in self.home(self.adopted(adoption)))

    def days_after(self, adoption: Adoption, stage: Stage | int) -> int | None:
        """Give the days from the first day at a stage or beyond to an adoption; None where it came before."""
        innovation = self.adopted(adoption)
        first = _first_day(innovation, stage)
        days = None if first is None else adoption.on.toordinal() - first
        return days if days is not None and days >= 0 else None

    def in_use(self, adoption: Adoption) -> int:
        """Say whether an adoption still holds on the day of the report."""
        return int(adoption.until is None or adoption.until.toordinal() > self.report_day)

    def _users(self, innovation: Innovation) -> set[str]:
        home = self.home(innovation)
        adoptions = self.adoptions.get(innovation.id, ())
        return {one.unit for one in adoptions if self.in_use(one) and one.unit not in home}

    @cached_property
    def _homes(self) -> dict[str, frozenset[str]]:
        return {}


def _first_day(innovation: Innovation, stage: Stage | int) -> int | None:
    """Give the number of the first day on which an innovation was at a stage or beyond; it is an idea at once."""
    days = [day for reached, day in innovation.stages if reached >= stage]
    if stage <= Stage.IDEA:
        days.append(innovation.on)
    return min(days).toordinal() if days else None
