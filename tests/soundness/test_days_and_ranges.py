"""Case 6: a range says what its days say together: choose first, tell people apart afterwards."""

from datetime import date, timedelta

import learnperf as lp

MONDAY = date(2026, 3, 2)
finished = lp.Metric(
    "mine.finished",
    label="People who finished something",
    unit="people",
    evidence=lp.Participation,
    state=lp.Distinct,
    where=lp.col("completed") == 1,
)


def _finished(evidence: lp.Evidence, since: date, days: int) -> set[str]:
    learners = ["ani", "budi"]
    organization = lp.Organization.of(
        units=[lp.Unit("top")],
        learners=[lp.Learner(learner) for learner in learners],
        ties=[lp.Placement(learner, "top") for learner in learners],
    )
    result = lp.rollup(organization, evidence, [finished], since=since, until=since + timedelta(days=days))
    found = {learner for learner in learners if result[learner, "mine.finished"].value}
    assert result["top", "mine.finished"].value == len(found)
    return found


def test_the_people_of_a_range_are_the_union_of_the_people_of_its_days() -> None:
    # ani looks in first and finishes later on the same day: told apart before being chosen, she would be lost
    tries = [("ani", 0, False), ("ani", 0, True), ("budi", 0, False), ("ani", 1, False), ("budi", 1, True)]
    evidence = lp.Evidence.of(
        lp.Participation(
            f"p{place}", learner=learner, activity="c7", completed=completed, on=MONDAY + timedelta(days=day)
        )
        for place, (learner, day, completed) in enumerate(tries)
    )
    monday, tuesday = (_finished(evidence, MONDAY + timedelta(days=day), 1) for day in (0, 1))
    assert (monday, tuesday) == ({"ani"}, {"budi"})
    assert _finished(evidence, MONDAY, 2) == monday | tuesday


def test_merging_the_days_is_the_state_of_the_range() -> None:
    days = [lp.Distinct({"ani"}), lp.Distinct({"ani", "budi"}), lp.Distinct()]
    merged = days[0].merge(days[1]).merge(days[2])
    assert merged == lp.Distinct({"ani", "budi"})
    assert days[2].merge(days[1].merge(days[0])) == merged
