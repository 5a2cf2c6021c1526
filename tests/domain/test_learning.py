"""Rows L1 to L5: the learning that performance is traced back to."""

from datetime import date
from fractions import Fraction

import learnperf as lp
from learnperf.demo.small import SINCE, UNTIL, small_demo


def test_learners_teams_and_units_have_evidence_and_readings_of_their_own(small: lp.Rollup) -> None:
    kinds = {
        small.organization.kind(subject)
        for record in small_demo().evidence
        for subject, _ in record.subjects
    }  # fmt: skip
    assert kinds == set(lp.NodeKind)
    # the forum is the audit team's own, and neither of its members' learning
    assert small["ani", "learning.completed"].value == 2
    assert small["audit", "learning.completed"].value == 3
    assert small["tax", "learning.completed"].value == 4
    for level in lp.NodeKind:
        assert lp.catalogue(level=level)


def test_metrics_are_cut_by_provider_and_by_whether_learning_is_structured() -> None:
    hours, reaction = lp.catalogue("learning.hours")[0], lp.catalogue("kirkpatrick.reaction")[0]
    cut = [*lp.cut([hours, reaction], "provider"), *lp.cut(hours, "structured")]
    result = lp.rollup(small_demo(), metrics=cut, since=SINCE, until=UNTIL)
    read = {one.name: result["ministry", one.name].value for one in cut}
    assert read["learning.hours"] == 20 + 20 + 8 + 4 + 8
    assert read["learning.hours.by_provider.bppk"] == 20 + 20
    assert read["learning.hours.by_provider.unit"] == 8 + 8
    assert read["learning.hours.by_provider.self"] == 4
    assert read["learning.hours.by_structured.no"] == 4
    assert read["kirkpatrick.reaction.by_provider.bppk"] == (5 + 4) / 2
    assert read["kirkpatrick.reaction.by_provider.unit"] == 3


def test_metrics_are_cut_by_mode_and_a_team_learns_as_a_whole_or_by_its_members() -> None:
    (completed,) = lp.catalogue("learning.completed")
    cut = [one for by in ("mode", "as_team", "as_member") for one in lp.cut(completed, by)]
    result = lp.rollup(small_demo(), metrics=cut, since=SINCE, until=UNTIL)
    read = {one.name.partition(".by_")[2]: result["ministry", one.name].value for one in cut}
    assert read["mode.classroom"] == 2
    assert read["mode.e_learning"] == 2
    assert read["mode.community"] == 1
    assert read["mode.coaching"] == 0
    assert read["as_team.yes"] == 1
    assert read["as_member.yes"] == 1
    own = lp.rollup(small_demo(), metrics=lp.catalogue("team_learning"), since=SINCE, until=UNTIL)
    assert own["audit", "team_learning.as_team"].value == 1
    assert own["citra", "team_learning.as_member"].value == 1
    assert own["audit", "team_learning.together"].exact == Fraction(1, 3)


def test_continuity_of_learning_shows_the_period_without_it() -> None:
    names = [lp.catalogue("learning.continuity")[0], lp.catalogue("learning.team_continuity")[0]]
    result = lp.rollup(small_demo(), metrics=names, since=SINCE, until=UNTIL, by="quarter")
    people = [result["ministry", "learning.continuity", period.label].exact for period in result.periods]
    teams = [result["ministry", "learning.team_continuity", period.label].exact for period in result.periods]
    assert people == [Fraction(3, 4), 0, Fraction(1, 4), 0]
    assert teams == [0, Fraction(1, 2), 0, 0]


def test_learning_that_was_sought_is_told_from_learning_that_was_assigned(small: lp.Rollup) -> None:
    assert small["ministry", "learning.self_initiated"].exact == Fraction(3, 5)
    assert small["ani", "learning.self_initiated"].exact == Fraction(1, 2)
    assert small["budi", "learning.self_initiated"].exact == 0
    assert small["dewi", "learning.self_initiated"].exact is None
    assert date(2026, 1, 1) == SINCE
