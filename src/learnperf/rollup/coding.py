"""Coding: what the columns of evidence are worked out from, collected once for all records."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from attrs import frozen

from learnperf.model.collection import Evidence
from learnperf.model.evidence import (
    Evaluation,
    LearningActivity,
    Participation,
    Record,
)
from learnperf.model.organization import Organization
from learnperf.model.vocabulary import Phase, Wave
from learnperf.rollup.careers import Careers
from learnperf.rollup.causes import Causes, names_of
from learnperf.rollup.followups import FollowUps, Numbers, attended_in, judged_in
from learnperf.rollup.gaps import Gaps
from learnperf.rollup.innovations import Innovations

Cell = int | None


@frozen(slots=False, eq=False)
class Coding:
    """What cells are worked out from; each part is collected when a column first asks for it.

    Evidence after the day of the report is not known yet: it must not change what the report says of what came before.
    """

    organization: Organization
    evidence: Evidence
    report_day: int

    @cached_property
    def careers(self) -> Careers:
        """Positions, proficiency and learning of each learner."""
        return Careers.of(self.organization, self.evidence)

    @cached_property
    def baselines(self) -> Mapping[tuple[object, ...], int]:
        """Baseline score, in steps, by what it is a baseline of; of several the last, by date and id."""
        records = [one for one in self.evidence.of_kind(Evaluation) if is_baseline(one) and self._is_known(one)]
        records.sort(key=lambda one: (one.on, one.id))
        return {baseline_key(record): record.steps for record in records if record.steps is not None}

    @cached_property
    def gaps(self) -> Gaps:
        """Days on which each learner and team completed learning."""
        return Gaps.of_records(self.evidence.of_kind(Participation))

    @cached_property
    def innovations(self) -> Innovations:
        """Stages and adoptions of each innovation."""
        return Innovations(self.organization, self.evidence, self.report_day)

    @cached_property
    def numbers(self) -> Numbers:
        """Numbers of those who took part, and of what they took part in."""
        return Numbers.among(self.evidence.of_kind(Participation))

    @cached_property
    def follow_ups(self) -> FollowUps:
        """Evaluations that follow completed participations."""
        completed = [one for one in self.evidence.of_kind(Participation) if one.completed]
        after = [one for one in self.evidence.of_kind(Evaluation) if not is_baseline(one) and self._is_known(one)]
        return FollowUps.of(attended_in(completed, self.numbers), judged_in(after, self.numbers))

    @cached_property
    def causes(self) -> Causes:
        """Learning that innovations and corrections name."""
        evidence = self.evidence
        return Causes.of(self.organization, evidence.of_kind(Participation), evidence, names_of(evidence))

    def activity(self, activity: str | None) -> LearningActivity | None:
        """Give a learning activity by its id, where it is known."""
        return self.evidence.activities.get(activity or "")

    def _is_known(self, record: Record) -> bool:
        return record.on.toordinal() <= self.report_day


def is_baseline(record: Evaluation) -> bool:
    """Whether an evaluation is a baseline, by its wave or its phase."""
    return record.wave is Wave.BASELINE or record.phase is Phase.PRE


def baseline_key(record: Evaluation) -> tuple[object, ...]:
    """Give what two evaluations share where one is the baseline of the other."""
    return (record.learner, record.activity, record.level, record.aspect, record.rater, record.scale)
