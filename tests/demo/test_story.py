"""What the invented data tells is really in it, whatever the seed."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable
from datetime import date, timedelta
from statistics import mean

import pytest

from learnperf.demo import make_demo
from learnperf.demo.calendar import QUARTERS
from learnperf.demo.units import general_of
from learnperf.model.collection import Evidence
from learnperf.model.evidence import (
    Adoption,
    Assignment,
    CareerMove,
    Correction,
    Evaluation,
    Innovation,
    Participation,
)
from learnperf.model.organization import Organization
from learnperf.model.ties import Placement
from learnperf.model.vocabulary import Level, Mode, MoveMark, Wave

Demo = tuple[Organization, Evidence]


@pytest.fixture(scope="module", name="demo", params=[1, 2])
def either(request: pytest.FixtureRequest, demo: Demo) -> Demo:
    return demo if request.param == 1 else make_demo(request.param)


def test_coaching_and_work_change_behaviour_more_than_e_learning(demo: Demo) -> None:
    activities = demo[1].activities
    after = _scores(demo, lambda one: activities[one.activity or ""].mode)
    assert min(after[Mode.COACHING], after[Mode.WORKPLACE]) > after[Mode.E_LEARNING] + 0.4
    liked: dict[Mode, list[float]] = defaultdict(list)
    for one in demo[1].of_kind(Evaluation):
        if one.level is Level.REACTION and one.score is not None:
            liked[activities[one.activity or ""].mode].append(float(one.score))
    assert abs(mean(liked[Mode.CLASSROOM]) - mean(liked[Mode.E_LEARNING])) < 0.1


def test_customs_loves_its_courses_and_changes_least_while_the_inspectorate_changes_most(demo: Demo) -> None:
    behaviour = _scores(demo, lambda one: general_of(_unit(demo, one.learner, one.on)))
    liked = defaultdict(list)
    for one in demo[1].of_kind(Evaluation):
        if one.level is Level.REACTION and one.score is not None:
            liked[general_of(_unit(demo, one.learner, one.on))].append(float(one.score))
    # the ministry itself has too few people to say
    assert max(set(liked) - {"MOF"}, key=lambda unit: mean(liked[unit])) == "CUS"
    assert min(set(behaviour) - {"MOF"}, key=lambda unit: behaviour[unit]) == "CUS"
    assert max(set(behaviour) - {"MOF", ""}, key=lambda unit: behaviour[unit]) == "AUD"


def test_the_split_unit_leaves_one_part_rising_and_one_falling(demo: Demo) -> None:
    behaviour = _scores(demo, lambda one: _unit(demo, one.learner, one.on))
    assert behaviour["TRE-2A"] > behaviour["TRE-2"] > behaviour["TRE-2B"]


def test_the_unit_that_moved_does_better_since(demo: Demo) -> None:
    behaviour = _scores(demo, lambda one: (_unit(demo, one.learner, one.on), one.on.year))
    assert behaviour["REG-3", 2025] > behaviour["REG-3", 2024] + 0.2


def test_learning_dips_after_the_reorganization(demo: Demo) -> None:
    days = [one.on for one in demo[1].of_kind(Participation)]
    counts = [sum(since <= day < until for day in days) for since, until in QUARTERS]
    assert min(counts) == counts[4] < min(counts[:4] + counts[5:]) / 2


def test_promotions_follow_relevant_learning_more_often_than_not_but_in_the_budget_directorate(demo: Demo) -> None:
    learned = _learned(demo)
    linked: dict[bool, list[bool]] = {True: [], False: []}
    others = []
    for move in demo[1].of_kind(CareerMove):
        position = demo[0].positions[move.to_position or ""]
        if position.standard is None:
            continue
        before = [topics for day, topics in learned[move.learner] if move.on - timedelta(days=365) <= day < move.on]
        is_linked = any(topics & set(position.standard.required) for topics in before)
        if MoveMark.PROMOTION in move.marks:
            home = general_of(_unit(demo, move.learner, move.on - timedelta(days=1)))
            linked[home == "BUD"].append(is_linked)
        else:
            others.append(is_linked)
    assert mean(linked[False]) > 0.75
    assert mean(linked[True]) < 0.5
    assert mean(linked[False]) > mean(others) + 0.1


def test_valuers_have_ideas_and_customs_valuation_takes_them_up(demo: Demo) -> None:
    organization, evidence = demo
    innovations = {one.id: one for one in evidence.of_kind(Innovation)}
    ideas = Counter(_home(demo, node, one.on) for one in innovations.values() for node in one.contributors)
    heads = Counter(general_of(_unit(demo, learner, date(2025, 6, 1))) for learner in organization.learners)
    per_head = {unit: ideas[unit] / heads[unit] for unit in heads if unit not in {"", "MOF"}}
    assert max(per_head, key=lambda unit: per_head[unit]) == "AST"
    assert min(per_head, key=lambda unit: per_head[unit]) == "AUD"
    adopters = Counter(one.unit for one in evidence.of_kind(Adoption))
    assert adopters.most_common(1)[0][0] == "CUS-2"


def test_revenue_mends_much_and_customs_nothing(demo: Demo) -> None:
    mended = Counter(general_of(one.unit) for one in demo[1].of_kind(Correction))
    assert mended.most_common(1)[0][0] == "REV"
    assert mended["CUS"] == 0


def test_teams_that_learn_together_finish_on_time(demo: Demo) -> None:
    together = Counter(one.team for one in demo[1].of_kind(Participation) if one.learner is None and one.completed)
    on_time: dict[bool, list[bool]] = {True: [], False: []}
    for one in demo[1].of_kind(Assignment):
        if one.due is not None and one.completed is not None:
            on_time[together[one.team] > 1].append(one.completed <= one.due)
    assert mean(on_time[True]) > mean(on_time[False]) + 0.1


def test_self_ratings_are_kinder_than_the_supervisors(demo: Demo) -> None:
    scores = defaultdict(list)
    for one in demo[1].of_kind(Evaluation):
        if one.wave is Wave.MONTH_6 and one.level is Level.BEHAVIOUR and one.score is not None and one.rater:
            scores[one.rater.value].append(float(one.score))
    assert mean(scores["self"]) > mean(scores["supervisor"]) + 0.2


def _unit(demo: Demo, learner: str, on: date) -> str:
    """Give the unit of a learner on a day, nothing for a team and for who is not there."""
    placements = [tie for tie in demo[0].ties_of.get(learner, ()) if isinstance(tie, Placement) and tie.in_force(on)]
    return min(placements, key=lambda tie: not tie.primary).unit if placements else ""


def _home(demo: Demo, node: str, on: date) -> str:
    return general_of(node if node in demo[0].units else _unit(demo, node, on))


def _scores(demo: Demo, key: Callable[[Evaluation], Hashable]) -> dict[Hashable, float]:
    """Give the mean behaviour after learning, by some trait of the evaluation."""
    scores: dict[Hashable, list[float]] = defaultdict(list)
    for one in demo[1].of_kind(Evaluation):
        after = one.wave is not None and one.wave is not Wave.BASELINE
        if after and one.level is Level.BEHAVIOUR and one.score is not None and one.learner in demo[0].learners:
            scores[key(one)].append(float(one.score))
    return {name: mean(several) for name, several in scores.items()}


def _learned(demo: Demo) -> dict[str, list[tuple[date, frozenset[str]]]]:
    learned: dict[str, list[tuple[date, frozenset[str]]]] = defaultdict(list)
    for one in demo[1].of_kind(Participation):
        if one.completed and one.learner is not None:
            learned[one.learner].append((one.on, demo[1].activities[one.activity].competencies))
    return learned
