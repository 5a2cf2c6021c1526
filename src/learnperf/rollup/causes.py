"""Causes named: how long before an innovation or a correction the learning it names was completed.

Innovations and corrections say what they came of. That is what somebody wrote down; the days between say how quickly
learning turns into change, and prove nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from attrs import frozen

from learnperf.model.collection import Evidence
from learnperf.model.evidence import Correction, Innovation, Participation, Record
from learnperf.model.organization import Organization

# who, and when
_Completed = tuple[str, date]


@frozen(eq=False)
class Causes:
    """Learning that innovations and corrections name.

    Attributes
    ----------
    completed
        By learning activity, who completed it when: a learner, or a team as one.
    recorded
        Days of other evidence named, by id.
    """

    organization: Organization
    completed: Mapping[str, list[_Completed]]
    recorded: Mapping[str, date]

    @classmethod
    def of(
        cls, organization: Organization, learning: Iterable[Record], evidence: Evidence, names: Iterable[str]
    ) -> Causes:
        """Sort learning by activity, and find the days of other evidence named as it was mended last."""
        completed: dict[str, list[_Completed]] = defaultdict(list)
        for one in learning:
            if isinstance(one, Participation) and one.completed:
                completed[one.activity].append((one.subjects[0][0], one.on))
        held = {name: evidence.holding(name) for name in names}
        return cls(organization, completed, {name: one.on for name, one in held.items() if one is not None})

    def before_innovation(self, innovation: Innovation) -> int | None:
        """Give the days since a contributor last completed the activity named, by the idea; None where nobody did."""
        done = self.completed.get(innovation.because_of or "", ())
        days = [day for who, day in done if day <= innovation.on and who in innovation.contributors]
        return (innovation.on - max(days)).days if days else None

    def before_correction(self, correction: Correction) -> int | None:
        """Give the days since the last learning named that people of the unit completed, or since evidence named."""
        named = correction.because_of
        days = [self.recorded[name] for name in named if name in self.recorded and self.recorded[name] <= correction.on]
        done = [one for name in named for one in self.completed.get(name, ()) if one[1] <= correction.on]
        if done:
            there = {correction.unit, *self.organization.descendants(correction.unit, on=correction.on)}
            days += [day for who, day in done if who in there]
        return (correction.on - max(days)).days if days else None


def named_by(record: Record) -> tuple[str, ...]:
    """Give the ids of what an innovation or a correction says it came of."""
    if isinstance(record, Innovation):
        return () if record.because_of is None else (record.because_of,)
    return record.because_of if isinstance(record, Correction) else ()


def names_of(evidence: Evidence) -> frozenset[str]:
    """Give the ids of everything that innovations and corrections name."""
    records: list[Record] = [*evidence.of_kind(Innovation), *evidence.of_kind(Correction)]
    return frozenset(name for record in records for name in named_by(record))
