"""Careers: who held which position when, how proficient they were, and what they had learned by then.

What counts as a link between a career move and learning is fixed here: learning completed before the move, in a window
of days, that develops a competency of the *new* position's standard. A link is a coincidence in time and topic, not an
effect.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from attrs import frozen

from learnperf.metrics.columns import PARTS
from learnperf.model.collection import Evidence
from learnperf.model.evidence import CareerMove, LearningActivity, Participation, ProficiencyAssessment
from learnperf.model.organization import Organization


@frozen(eq=False)
class Careers:
    """Positions, proficiency and completed learning of each learner.

    Attributes
    ----------
    proficiency
        Assessed levels per learner and competency, as (day, level) in order of day.
    learning
        Completed participations per learner, as (day, competencies developed or None where unmapped).
    assessed
        Competencies each learner was ever assessed in.
    """

    organization: Organization
    proficiency: Mapping[tuple[str, str], list[tuple[date, int]]]
    learning: Mapping[str, list[tuple[date, frozenset[str]]]]
    assessed: Mapping[str, set[str]]

    @classmethod
    def of(cls, organization: Organization, evidence: Evidence) -> Careers:
        """Sort assessments and completed learning by learner and day."""
        proficiency: dict[tuple[str, str], list[tuple[date, int]]] = defaultdict(list)
        for assessment in sorted(evidence.of_kind(ProficiencyAssessment), key=lambda one: (one.on, one.id)):
            proficiency[assessment.learner, assessment.competency].append((assessment.on, assessment.level))
        learning: dict[str, list[tuple[date, frozenset[str]]]] = defaultdict(list)
        for participation in sorted(evidence.of_kind(Participation), key=lambda one: (one.on, one.id)):
            if participation.completed and participation.learner is not None:
                activity = evidence.activities.get(participation.activity)
                topics = activity.competencies if activity is not None else frozenset[str]()
                learning[participation.learner].append((participation.on, topics))
        assessed: dict[str, set[str]] = defaultdict(set)
        for learner, competency in proficiency:
            assessed[learner].add(competency)
        return cls(organization=organization, proficiency=proficiency, learning=learning, assessed=assessed)

    def level(self, learner: str, competency: str, on: date) -> int | None:
        """Give the latest assessed level by a day; None where there is none, which is not level 0."""
        known = self.proficiency.get((learner, competency), [])
        place = bisect_right(known, on, key=lambda pair: pair[0])
        return known[place - 1][1] if place else None

    def relevant(self, participation: Participation, activity: LearningActivity | None) -> int | None:
        """Say whether learning closes a gap to the standard of the position held that day; None where unknown.

        What was never assessed is no gap and no fit: where nothing else tells, relevance is unknown.
        """
        needed = self._needed(participation, activity)
        if participation.learner is None or needed is None:
            return None
        levels = {topic: self.level(participation.learner, topic, participation.on) for topic in needed}
        if any(level is not None and level < needed[topic] for topic, level in levels.items()):
            return 1
        return None if None in levels.values() else 0

    def in_standard(self, participation: Participation, activity: LearningActivity | None) -> int | None:
        """Say whether learning develops a competency of the position held that day; None where unknown."""
        needed = self._needed(participation, activity)
        return None if needed is None else int(bool(needed))

    def _needed(self, participation: Participation, activity: LearningActivity | None) -> dict[str, int] | None:
        """Give what the position held that day requires in what was learned; None where either is unknown."""
        if participation.learner is None or activity is None or not activity.competencies:
            return None
        position = self.organization.position_of(participation.learner, on=participation.on)
        if position is None or position.standard is None:
            return None
        return {one: level for one, level in position.standard.required.items() if one in activity.competencies}

    def standing(self, learner: str, on: date) -> tuple[str | None, frozenset[tuple[str, int | None]]]:
        """Give all that relevance depends on beside what is learned: the position held, and the levels assessed.

        It changes where a placement begins or ends, and on days of an assessment.
        """
        position = self.organization.position_of(learner, on=on)
        levels = frozenset((one, self.level(learner, one, on)) for one in self.assessed.get(learner, ()))
        return None if position is None else position.id, levels

    def required(self, assessment: ProficiencyAssessment) -> int | None:
        """Give the level the position held that day requires in the competency assessed."""
        position = self.organization.position_of(assessment.learner, on=assessment.on)
        if position is None or position.standard is None:
            return None
        return position.standard.required.get(assessment.competency)

    def attained(self, assessment: ProficiencyAssessment) -> int | None:
        """Give the part of the required level attained, in parts of one; None where no level is required."""
        required = self.required(assessment)
        # a level of 0 requires nothing
        return round(Fraction(assessment.level * PARTS, required)) if required else None

    def gap(self, assessment: ProficiencyAssessment) -> int | None:
        """Give the levels an assessed proficiency falls short of what is required; None where nothing is."""
        required = self.required(assessment)
        return None if required is None else max(0, required - assessment.level)

    def learned(self, move: CareerMove, after: int, within: int) -> int:
        """Say whether the learner completed any learning more than some days and at most some days before a move."""
        return int(bool(self._before(move, after, within)))

    def linked(self, move: CareerMove, after: int, within: int) -> int | None:
        """Say whether such learning develops a competency of the new position; None where its standard is unknown."""
        position = self.organization.positions.get(move.to_position or "")
        if position is None or position.standard is None:
            return None
        required = position.standard.required
        return int(any(topic in required for topics in self._before(move, after, within) for topic in topics))

    def _before(self, move: CareerMove, after: int, within: int) -> list[frozenset[str]]:
        return [topics for day, topics in self.learning.get(move.learner, ()) if after < (move.on - day).days <= within]
