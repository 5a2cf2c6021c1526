"""Wrong numbers once given by learnperf itself, each pinned at its right value."""

from datetime import date

import learnperf as lp
from learnperf.io import read_tables
from learnperf.metrics.finalized import Context

DAY = date(2026, 3, 1)
ORGANIZATION = lp.Organization.of(
    units=[lp.Unit("MOF"), lp.Unit("DJP"), lp.Unit("DJBC")],
    teams=[lp.Team("audit-1")],
    learners=[lp.Learner("ani"), lp.Learner("budi")],
    ties=[
        lp.Reporting("DJP", "MOF"),
        lp.Reporting("DJBC", "MOF"),
        lp.Sponsorship("audit-1", "DJP"),
        lp.Placement("ani", "DJP"),
        lp.Placement("budi", "DJP"),
        lp.Membership("ani", "audit-1"),
        lp.Membership("budi", "audit-1"),
    ],
)


def test_people_who_learned_are_not_all_members_of_a_team_that_did() -> None:
    learned_as_one = lp.Participation("p1", on=DAY, activity="course", team="audit-1")
    learned_alone = lp.Participation("p2", on=DAY, activity="course", learner="ani")
    evidence = lp.Evidence.of([learned_as_one, learned_alone])
    reading = lp.rollup(ORGANIZATION, evidence)["DJP", "learning.learners_active"]
    assert (reading.value, reading.n, reading.heads) == (1, 1, 1)


def test_an_innovation_mended_after_its_adoption_is_still_the_one_adopted() -> None:
    idea = lp.Innovation("i1", on=DAY, contributors=["ani"])
    adoption = lp.Adoption("a1", on=date(2026, 3, 11), unit="DJBC", innovation="i1")
    mended = lp.Innovation("i2", on=DAY, contributors=["ani", "budi"], supersedes="i1")
    result = lp.rollup(ORGANIZATION, lp.Evidence.of([idea, adoption, mended]))
    assert result["MOF", "adoption.days"].value == 10
    assert result["MOF", "adoption.from_elsewhere"].value == 1
    assert result["DJP", "adoption.share"].value == 1


def test_hours_that_nobody_wrote_down_are_not_0_hours() -> None:
    attended = lp.Participation("p1", on=DAY, activity="course", learner="ani")
    result = lp.rollup(ORGANIZATION, lp.Evidence.of([attended]))
    reading = result["MOF", "learning.hours"]
    assert (reading.value, reading.missing, reading.due) == (None, lp.MissingReason.NOT_OBSERVED, 1)
    assert result["DJBC", "learning.hours"].value == 0


def test_the_latest_of_one_pair_of_authors_is_not_that_of_another() -> None:
    """The engine told stocks apart by their first subject alone, so one pair of authors hid the other."""
    organization = lp.Organization.of(
        units=[lp.Unit("MOF")],
        learners=[lp.Learner(name) for name in ("ani", "budi", "citra")],
        ties=[lp.Placement(name, "MOF") for name in ("ani", "budi", "citra")],
    )
    evidence = lp.Evidence.of(
        lp.Innovation(name, contributors=authors, on=on)
        for name, authors, on in (
            ("i1", ["ani", "budi"], date(2026, 1, 1)),
            ("i2", ["ani", "citra"], date(2026, 2, 1)),
            ("i3", ["ani", "citra"], date(2026, 3, 1)),
        )
    )
    latest = lp.Metric(
        "mine.latest",
        label="Latest ideas",
        unit="innovations",
        evidence=lp.Innovation,
        state=lp.Count,
        latest_by=("kind",),
        lift={"count": 1},
    )
    for engine in ("memory", "naive"):
        assert lp.rollup(organization, evidence, [latest], engine=engine)["MOF", "mine.latest"].value == 2


def test_a_unit_without_a_tie_on_the_day_asked_about_is_not_there_on_that_day() -> None:
    organization = lp.Organization.of(
        units=[lp.Unit("MOF"), lp.Unit("DJP"), lp.Unit("later")],
        ties=[lp.Reporting("DJP", "MOF"), lp.Reporting("later", "MOF", since=DAY)],
    )
    day_before = date(2026, 2, 28)
    result = lp.rollup(organization, lp.Evidence.of(()), lp.catalogue("roster.units"), structure=day_before, today=DAY)
    assert [result[unit, "roster.units"].value for unit in ("MOF", "DJP", "later")] == [2, 1, 0]


def test_a_share_written_as_nan_is_set_aside_and_never_an_equal_part_of_what_others_leave() -> None:
    """Files read NaN as no share given, so a share that somebody had failed to compute took all that was left."""
    found = read_tables(
        {
            "units": [{"id": "MOF"}],
            "learners": [{"id": "ani"}],
            "teams": [{"id": "red"}, {"id": "green"}],
            "memberships": [
                {"learner": "ani", "team": "red", "share": "0.3"},
                {"learner": "ani", "team": "green", "share": "NaN"},
            ],
            "sponsorships": [{"team": team, "sponsor": "MOF"} for team in ("red", "green")],
            "innovations": [{"id": "i1", "on": DAY}],
            "contributors": [{"innovation": "i1", "node": "ani"}],
        },
        today=DAY,
    )
    result = lp.rollup(
        found.organization, found.evidence, lp.catalogue("innovation.count"), counting=lp.Counting.FRACTIONAL
    )
    assert result["green", "innovation.count"].value == 0
    assert result["red", "innovation.count"].value == 0.3
    assert result.unallocated == {"ani": 700_000}


def test_learning_in_what_was_never_assessed_is_neither_relevant_nor_irrelevant() -> None:
    """What was never assessed was read as level 0, so that any learning in it closed a gap."""
    organization = lp.Organization.of(
        units=[lp.Unit("MOF")],
        learners=[lp.Learner("ani"), lp.Learner("budi")],
        positions=[lp.Position("auditor", standard=lp.CompetencyStandard({"audit": 4}))],
        competencies=[lp.Competency("audit")],
        ties=[lp.Placement("ani", "MOF", "auditor"), lp.Placement("budi", "MOF", "auditor")],
    )
    course = lp.LearningActivity("course", competencies=["audit"])
    assessed = lp.ProficiencyAssessment("a1", on=date(2026, 1, 1), learner="ani", competency="audit", level=4)
    learned = [
        lp.Participation(f"of-{who}", on=DAY, activity="course", learner=who, completed=True) for who in ("ani", "budi")
    ]
    reading = lp.rollup(organization, lp.Evidence.of([assessed, *learned], activities=[course]))[
        "MOF", "learning.relevance"
    ]
    # ani closes no gap; of budi nothing is known
    assert (reading.value, reading.n, reading.due) == (0, 1, 2)


def test_the_greatest_score_is_read_off_its_own_column() -> None:
    """Scores were given by place to a state that has its columns in another order."""
    states = [lp.Greatest.of_one(number) for number in (2, 4, 3)]
    assert [state.value(Context()) for state in states] == [2, 4, 3]
    assert states[0].merge(states[1]).merge(states[2]).value(Context()) == 4
