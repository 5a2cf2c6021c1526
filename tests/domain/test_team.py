"""Rows T1 to T4: what teams do."""

from datetime import date
from fractions import Fraction

import learnperf as lp
from learnperf.demo.small import SINCE, UNTIL, small_demo


def test_assignments_are_completed_on_time_and_well(small: lp.Rollup) -> None:
    # of the audit team's four one was cancelled; the first was done in time, the second late, the third not at all
    assert small["audit", "assignment.completion"].exact == Fraction(2, 3)
    assert small["audit", "assignment.on_time"].exact == Fraction(1, 3)
    assert small["audit", "assignment.quality"].value == (4 + 3) / 2
    assert small["audit", "assignment.cancelled"].value == 1
    assert small["border", "assignment.on_time"].value == 1
    assert small["budi", "assignment.completion"].missing is lp.MissingReason.NOT_AT_THIS_LEVEL


def test_a_member_counts_for_the_time_they_were_in_the_team(small: lp.Rollup) -> None:
    # ani learned in the audit team and was judged at work in the border team
    assert small["audit", "kirkpatrick.learning"].value == (4 + 4) / 2
    assert small["audit", "kirkpatrick.behaviour.mean_of_learners"].value == 3
    assert small["border", "kirkpatrick.behaviour.mean_of_learners"].value == (4.5 + 5) / 2
    assert small["border", "kirkpatrick.results.mean_of_learners"].value == (4 + 4) / 2
    today = lp.rollup(
        small_demo(), metrics=lp.catalogue("kirkpatrick.learning"), structure="as_is", today=date(2026, 12, 1)
    )
    assert today["audit", "kirkpatrick.learning"].value == 4
    assert today["border", "kirkpatrick.learning"].value == (4 + 5) / 2


def test_realisation_rules_read_members_results_as_the_teams(small: lp.Rollup) -> None:
    # ani (3 + 4) / 2 of 4 and citra 4 of 4
    ani, citra = Fraction(7, 8), Fraction(1)
    read = {name: small["border", f"realisation.behaviour.{name}"].exact for name in ("mean", "least", "greatest")}
    assert read == {"mean": (ani + citra) / 2, "least": ani, "greatest": citra}
    assert small["border", "kirkpatrick.behaviour.realised"].value == 1
    spread = small["border", "realisation.behaviour.spread"].value
    assert spread is not None
    assert abs(spread - float(citra - ani) / 2**0.5) < 1e-15
    alone = small["audit", "realisation.behaviour.spread"]
    assert alone.missing is lp.MissingReason.TOO_FEW
    rules = [one for one in lp.catalogue("realisation", row="T3") if isinstance(one, lp.Staged)]
    assert {one.model.label() for one in rules} == {"additive", "direct consensus", "dispersion", "compilation"}
    assert all(one.model.label() in one.label[0] and one.model.label("id") in one.label[1] for one in rules)


def test_a_teams_own_innovations_stand_beside_its_members_and_none_counts_twice(small: lp.Rollup) -> None:
    # the checklist is ani's and the team's, who was in the team then
    assert small["audit", "innovation.count"].value == 1
    assert small["audit", "innovation.innovating_teams"].value == 1
    assert small["border", "innovation.count"].value == 1
    assert small["border", "innovation.innovating_teams"].value == 0
    assert small["tax", "innovation.count"].value == 1
    explained = small.explain("tax", "innovation.count")
    assert sum(line.n for line in explained.lines) == 1


def test_what_was_completed_and_is_opened_again_no_longer_counts() -> None:
    small = small_demo()
    again = lp.Assignment(
        "a1-again", on=date(2026, 1, 15), team="audit", due=date(2026, 3, 31), weight=2, supersedes="a1"
    )
    evidence = lp.Evidence.of([*small.evidence, again], activities=small.evidence.activities.values())
    result = lp.rollup(small.organization, evidence, lp.catalogue("assignment"), since=SINCE, until=UNTIL)
    assert result["audit", "assignment.completion"].exact == Fraction(1, 3)
    assert result["audit", "assignment.on_time"].exact == 0


def test_where_nothing_is_due_yet_there_is_no_value_of_what_is_due() -> None:
    early = lp.rollup(small_demo(), metrics=lp.catalogue("assignment"), since=SINCE, until=date(2026, 3, 1))
    for name in ("on_time", "completion_of_due", "schedule_performance"):
        assert early["audit", f"assignment.{name}"].exact is None, name
    # what is given by then was completed since, which is what is on record of it
    assert early["audit", "assignment.completion"].value == 1


def test_work_done_before_it_is_due_puts_a_team_ahead_of_its_plan() -> None:
    early = lp.rollup(small_demo(), metrics=lp.catalogue("assignment"), since=SINCE, until=date(2026, 6, 1))
    # by the end of May weights 2 and 3 are done and due; what is done early counts before it is due
    assert early["border", "assignment.schedule_performance"].value == 1
    later = lp.Assignment("b", on=date(2026, 3, 1), team="border", due=date(2026, 12, 1), completed=date(2026, 4, 1))
    small = small_demo()
    evidence = lp.Evidence.of([*small.evidence, later], activities=small.evidence.activities.values())
    ahead = lp.rollup(small.organization, evidence, lp.catalogue("assignment"), since=SINCE, until=date(2026, 6, 1))
    assert ahead["border", "assignment.schedule_performance"].exact == Fraction(3 + 1, 3)
