"""A zoo of bad engines: each commits one of the classic sins of rolling up, and the law names it."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import learnperf as lp
from learnperf.testing import engine_check
from learnperf.testing.lift_laws import MISSING_IS_NEVER_NOUGHT

Answer = dict[tuple[str, str], object]
COUNT, MEAN, PEOPLE = "desk.attended", "desk.hours", "desk.people"


@lp.metric(evidence=lp.Participation, unit="participations", name=COUNT)
def attended(participation: lp.Participation) -> lp.Count:
    """Participations."""
    del participation
    return lp.Count(1)


@lp.metric(evidence=lp.Participation, unit="half hours", name=MEAN)
def hours(participation: lp.Participation) -> lp.Ratio | lp.Missing:
    """Half hours a participation, of those that say how long it was."""
    return lp.Missing() if participation.hours is None else lp.Ratio(int(participation.hours * 2), 1)


PEOPLE_WHO_TOOK_PART = lp.Metric(
    PEOPLE, label="People who took part", unit="people", evidence=lp.Participation, state=lp.Distinct
)
METRICS: tuple[lp.Metric, ...] = (attended, hours, PEOPLE_WHO_TOOK_PART)


class Plain:
    """Walks up from every record and keeps lists: right, slow, and short enough to be read."""

    def __init__(self) -> None:
        self.__name__ = type(self).__name__

    def __call__(
        self,
        organization: lp.Organization,
        evidence: lp.Evidence,
        metrics: Sequence[lp.AnyMetric],
        /,
        *,
        counting: lp.Counting,
        structure: object,
    ) -> Answer:
        del counting, structure
        records = evidence.of_kind(lp.Participation)
        return {
            (node, metric.name): self.value(metric.name, organization, node, records)
            for node in organization
            for metric in metrics
        }

    def value(self, name: str, organization: lp.Organization, node: str, records: Sequence[lp.Participation]) -> object:
        here = [record for record in records if self.reaches(organization, record, node)]
        if name == COUNT:
            return len(here)
        if name == MEAN:
            return self.mean(organization, node, here)
        return self.people(organization, node, here)

    def reaches(self, organization: lp.Organization, record: lp.Participation, node: str) -> bool:
        subject = record.learner or record.team or ""
        return node == subject or node in organization.ancestors(subject, on=record.on)

    def through(self, organization: lp.Organization, record: lp.Participation, child: str, node: str) -> bool:
        """Whether a record comes to a node through one of its children of that day."""
        return child in organization.children(node, on=record.on) and self.reaches(organization, record, child)

    def mean(self, organization: lp.Organization, node: str, here: Sequence[lp.Participation]) -> object:
        del organization, node
        given = [Fraction(record.hours) * 2 for record in here if record.hours is not None]
        return sum(given) / len(given) if given else None

    def people(self, organization: lp.Organization, node: str, here: Sequence[lp.Participation]) -> int:
        del node
        return len({one for record in here for one in who(organization, record)})


def who(organization: lp.Organization, record: lp.Participation) -> set[str]:
    """Give the learner, or the members a team had that day."""
    return {record.learner} if record.learner else set(organization.roster(record.team or "", on=record.on))


class MeanOfMeans(Plain):
    """The mean of a node is the mean of what its children read, however many each stands for."""

    def mean(self, organization: lp.Organization, node: str, here: Sequence[lp.Participation]) -> object:
        # over all time ties may go round in a circle, which no record does
        children = sorted({tie.child for tie in organization.ties_to.get(node, ())}) if here else []
        parts = [[record for record in here if self.through(organization, record, child, node)] for child in children]
        means = [self.mean(organization, child, part) for child, part in zip(children, parts, strict=True)]
        own = super().mean(organization, node, [one for one in here if node in (one.learner, one.team)])
        known = [one for one in (*means, own) if isinstance(one, Fraction)]
        return sum(known) / len(known) if known else None


class MissingAsNought(Plain):
    """What was not said counts as 0."""

    def mean(self, organization: lp.Organization, node: str, here: Sequence[lp.Participation]) -> object:
        del organization, node
        return Fraction(sum(int((record.hours or 0) * 2) for record in here), len(here)) if here else None


class DistinctSummed(Plain):
    """A parent has as many people as its children together, whoever is in two of them."""

    def people(self, organization: lp.Organization, node: str, here: Sequence[lp.Participation]) -> int:
        # over all time ties may go round in a circle, which no record does
        if node in organization.learners or not here:
            return super().people(organization, node, here)
        total = super().people(organization, node, [one for one in here if one.team == node and not one.learner])
        for child in sorted({tie.child for tie in organization.ties_to.get(node, ())}):
            through = [record for record in here if self.through(organization, record, child, node)]
            total += self.people(organization, child, through)
        return total


class MoversTwice(Plain):
    """Whoever was ever in a unit counts there with everything, before coming and after leaving too."""

    def reaches(self, organization: lp.Organization, record: lp.Participation, node: str) -> bool:
        waiting, seen = [record.learner or record.team or ""], set[str]()
        while waiting:
            one = waiting.pop()
            seen.add(one)
            waiting += [tie.parent for tie in organization.ties_of.get(one, ()) if tie.parent not in seen]
        return node in seen


class MergeThatIsNone(Plain):
    """Takes each record for half of the mean so far, so the last ones count most."""

    def mean(self, organization: lp.Organization, node: str, here: Sequence[lp.Participation]) -> object:
        del organization, node
        mean: Fraction | None = None
        for record in here:
            if record.hours is not None:
                given = Fraction(record.hours) * 2
                mean = given if mean is None else (mean + given) / 2
        return mean


class LastParentOnly(Plain):
    """Forgets all but one parent of everybody on each day, as a tree would."""

    def reaches(self, organization: lp.Organization, record: lp.Participation, node: str) -> bool:
        at = record.learner or record.team or ""
        while at != node:
            above = organization.parents(at, on=record.on)
            if not above:
                return False
            at = above[0]
        return True


class Raising(Plain):
    """Cannot do with what it did not expect."""

    def reaches(self, organization: lp.Organization, record: lp.Participation, node: str) -> bool:
        if record.team:
            raise NotImplementedError("teams")
        return super().reaches(organization, record, node)


class Wordy(Plain):
    """Answers in words."""

    def mean(self, organization: lp.Organization, node: str, here: Sequence[lp.Participation]) -> object:
        return str(super().mean(organization, node, here))


ZOO: tuple[tuple[Plain, lp.Metric, str], ...] = (
    (MeanOfMeans(), hours, engine_check.MEANS_ARE_POOLED),
    (MissingAsNought(), hours, MISSING_IS_NEVER_NOUGHT),
    (DistinctSummed(), PEOPLE_WHO_TOOK_PART, engine_check.PEOPLE_COUNT_ONCE),
    (MoversTwice(), attended, engine_check.MOVERS_COUNT_ONCE),
    (MergeThatIsNone(), hours, engine_check.ANY_ORDER),
    (LastParentOnly(), attended, engine_check.AGREES),
    (Raising(), attended, engine_check.ROLLS_UP),
    (Wordy(), hours, engine_check.ROLLS_UP),
)
