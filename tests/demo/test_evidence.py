"""Two years of invented evidence: of every kind, in every word, and sound."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from enum import Enum

from learnperf.model.collection import Evidence, subject_problems
from learnperf.model.evidence import (
    RECORD_KINDS,
    Adoption,
    Assignment,
    CareerMove,
    Correction,
    Evaluation,
    Innovation,
    Participation,
    ProficiencyAssessment,
    Publication,
    Record,
)
from learnperf.model.judgements import ConditionJudgement
from learnperf.model.organization import Organization
from learnperf.model.scales import LIKERT_5, PERCENT
from learnperf.model.ties import Placement
from learnperf.model.vocabulary import (
    Change,
    Channel,
    Condition,
    ConditionGroup,
    Fulfilment,
    Initiative,
    InnovationKind,
    Level,
    Mode,
    MoveMark,
    Novelty,
    Phase,
    Provider,
    Rater,
    Significance,
    Stage,
    Wave,
)

Demo = tuple[Organization, Evidence]


def test_every_kind_of_evidence_is_there_in_number(demo: Demo) -> None:
    counts = Counter(type(record) for record in demo[1])
    assert set(counts) == set(RECORD_KINDS)
    assert all(count > 100 for count in counts.values())
    assert 40_000 < len(demo[1]) < 60_000


def test_every_word_of_every_list_occurs(demo: Demo) -> None:
    evidence = demo[1]
    evaluations, innovations = evidence.of_kind(Evaluation), evidence.of_kind(Innovation)
    activities = evidence.activities.values()
    used: tuple[tuple[type[Enum], Iterable[Enum | None]], ...] = (
        (Level, (one.level for one in evaluations)),
        (Rater, (one.rater for one in evaluations)),
        (Wave, (one.wave for one in evaluations)),
        (Phase, (one.phase for one in evaluations)),
        (Provider, (one.provider for one in activities)),
        (Mode, (one.mode for one in activities)),
        (Initiative, (one.initiative for one in activities)),
        (InnovationKind, (one.kind for one in innovations)),
        (Stage, (one.stage for one in innovations)),
        (Novelty, (one.novelty for one in innovations)),
        (Significance, (one.significance for one in innovations)),
        (MoveMark, (mark for one in evidence.of_kind(CareerMove) for mark in one.marks)),
        (Change, (one.change for one in evidence.of_kind(Correction))),
        (Channel, (one.channel for one in evidence.of_kind(Publication))),
        (Fulfilment, (one.fulfilment for one in evidence.of_kind(ConditionJudgement))),
        (Condition, (one.condition for one in evidence.of_kind(ConditionJudgement))),
        (ConditionGroup, (one.condition.group for one in evidence.of_kind(ConditionJudgement))),
    )
    for words, found in used:
        assert set(found) - {None} == set(words)


def test_everything_is_about_somebody_known_and_dated_in_the_two_years(demo: Demo) -> None:
    organization, evidence = demo
    everything = [*evidence, *evidence.superseded.values()]
    assert subject_problems(everything, organization) == []
    assert all(date(2024, 1, 1) <= record.on < date(2026, 1, 1) for record in everything)


def test_whatever_is_named_exists(demo: Demo) -> None:
    organization, evidence = demo
    activities = set(evidence.activities)
    assert {one.activity for one in evidence.of_kind(Participation)} <= activities
    assert {one.activity for one in evidence.of_kind(Evaluation)} <= activities | {None}
    assert {one.because_of for one in evidence.of_kind(Innovation)} <= activities | {None}
    assert {cause for one in evidence.of_kind(Correction) for cause in one.because_of} <= activities
    assert {one.competency for one in evidence.of_kind(ProficiencyAssessment)} <= set(organization.competencies)
    assert {topic for one in evidence.activities.values() for topic in one.competencies} <= set(
        organization.competencies
    )
    moves = evidence.of_kind(CareerMove)
    assert {one.from_position for one in moves} | {one.to_position for one in moves} <= set(organization.positions)


def test_people_learn_alone_as_members_and_as_teams(demo: Demo) -> None:
    participations = demo[1].of_kind(Participation)
    ways = Counter((one.learner is not None, one.team is not None) for one in participations)
    assert set(ways) == {(True, False), (True, True), (False, True)}
    assert any(not one.completed for one in participations)
    assert any(one.initiative is Initiative.SELF for one in participations)


def test_who_learns_as_a_member_is_one(demo: Demo) -> None:
    organization, evidence = demo
    for one in evidence.of_kind(Participation):
        if one.learner is not None and one.team is not None:
            assert one.team in organization.parents(one.learner, on=one.on)


def test_some_activities_develop_several_competencies_and_some_none(demo: Demo) -> None:
    assert {len(one.competencies) for one in demo[1].activities.values()} == {0, 1, 2}
    assert {one.structured for one in demo[1].activities.values()} == {True, False}


def test_tests_are_scored_of_a_hundred_and_opinions_of_five(demo: Demo) -> None:
    for one in demo[1].of_kind(Evaluation):
        assert one.scale == (PERCENT if one.level is Level.LEARNING else LIKERT_5)
        assert (one.rater is Rater.TEST) == (one.level is Level.LEARNING) == (one.phase is not None)


def test_some_scores_are_missing_and_some_tests_have_no_pair(demo: Demo) -> None:
    evaluations = demo[1].of_kind(Evaluation)
    missing = sum(one.score is None for one in evaluations)
    phases = Counter(one.phase for one in evaluations if one.level is Level.LEARNING)
    assert 0.02 < missing / len(evaluations) < 0.1
    assert phases[Phase.PRE] != phases[Phase.POST]
    pairs = Counter((one.learner, one.activity, one.on) for one in evaluations if one.level is Level.LEARNING)
    assert {1, 2} <= set(pairs.values())


def test_a_team_is_evaluated_as_a_whole_and_a_person_without_any_activity(demo: Demo) -> None:
    organization, evidence = demo
    evaluations = evidence.of_kind(Evaluation)
    assert any(one.learner in organization.teams for one in evaluations)
    assert any(one.activity is None for one in evaluations)


def test_innovations_are_credited_to_people_teams_and_units_alone_and_together(demo: Demo) -> None:
    organization, evidence = demo
    kinds = {
        tuple(sorted(organization.kind(node).value for node in one.contributors))
        for one in evidence.of_kind(Innovation)
    }
    assert kinds >= {
        ("learner",),
        ("team",),
        ("unit",),
        ("learner", "learner"),
        ("learner", "team"),
        ("learner", "unit"),
        ("learner", "learner", "team"),
    }


def test_a_few_innovations_go_back_a_stage(demo: Demo) -> None:
    innovations = demo[1].of_kind(Innovation)
    assert 0 < sum(one.went_back for one in innovations) < len(innovations) / 4


def test_units_adopt_their_own_and_others_innovations_and_some_give_them_up(demo: Demo) -> None:
    adoptions = demo[1].of_kind(Adoption)
    assert any(one.until is not None for one in adoptions)
    assert max(Counter(one.innovation for one in adoptions).values()) >= 2


def test_placements_change_on_the_day_of_every_career_move(demo: Demo) -> None:
    organization, evidence = demo
    for move in evidence.of_kind(CareerMove):
        placements = [tie for tie in organization.ties_of[move.learner] if isinstance(tie, Placement)]
        (before,) = [tie for tie in placements if tie.until == move.on]
        (after,) = [tie for tie in placements if tie.since == move.on]
        assert (before.position, after.position) == (move.from_position, move.to_position)
        assert (before.unit != after.unit) == (MoveMark.TRANSFER in move.marks) or before.unit == "TRE-2"


def test_grades_go_up_with_promotions_and_down_with_demotions(demo: Demo) -> None:
    organization, evidence = demo
    for move in evidence.of_kind(CareerMove):
        before = organization.positions[move.from_position or ""].grade or 0
        after = organization.positions[move.to_position or ""].grade or 0
        assert after - before == (MoveMark.PROMOTION in move.marks) - (MoveMark.DEMOTION in move.marks)


def test_some_moves_carry_two_marks_and_some_people_move_twice(demo: Demo) -> None:
    moves = demo[1].of_kind(CareerMove)
    assert {len(one.marks) for one in moves} == {1, 2}
    assert max(Counter(one.learner for one in moves).values()) == 2


def test_assignments_end_in_every_way(demo: Demo) -> None:
    assignments = demo[1].of_kind(Assignment)
    assert any(one.due is None for one in assignments)
    assert any(one.cancelled is not None for one in assignments)
    assert any(one.completed is None and one.cancelled is None for one in assignments)
    assert any(one.completed is not None and one.due is not None and one.completed > one.due for one in assignments)
    assert any(one.completed is not None and one.quality is None for one in assignments)
    assert {one.weight for one in assignments} == {1, 2, 3}


def test_a_team_without_members_has_assignments(demo: Demo) -> None:
    assert any(one.team == "T0125" for one in demo[1].of_kind(Assignment))


def test_conditions_are_judged_for_the_nodes_they_speak_of(demo: Demo) -> None:
    organization, evidence = demo
    for one in evidence.of_kind(ConditionJudgement):
        of = {ConditionGroup.INDIVIDUAL: "learner", ConditionGroup.TEAM: "team"}.get(one.condition.group, "unit")
        assert organization.kind(one.subject).value == of
    answers = {one.fulfilment for one in evidence.of_kind(ConditionJudgement)}
    assert None in answers


def test_some_records_are_superseded_one_of_them_twice(demo: Demo) -> None:
    evidence = demo[1]
    kinds = {type(one) for one in evidence.superseded.values()}
    replaced = {one.supersedes for one in evidence.superseded.values()} - {None}
    assert kinds == {Evaluation, Innovation}
    assert len(replaced) == 1


def test_some_evidence_is_unattached(demo: Demo) -> None:
    organization, evidence = demo
    loose = [one for one in evidence if not any(organization.parents(node, on=one.on) for node in _nodes(one))]
    outside = [one for one in loose if "MOF" not in _nodes(one)]
    assert 20 < len(outside) < len(evidence) / 50
    assert {Participation, Evaluation} <= {type(one) for one in outside}


def _nodes(record: Record) -> list[str]:
    return [node for node, _ in record.subjects]
