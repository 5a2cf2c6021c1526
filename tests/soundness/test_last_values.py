"""Case 15: what does not add over time is read per subject, not on the last day on which anyone has data."""

from datetime import date

import pytest

import learnperf as lp


@pytest.fixture
def assessed() -> tuple[lp.Organization, lp.Evidence]:
    """Two people who need level 3; one was assessed twice and late, the other once and early."""
    organization = lp.Organization.of(
        units=[lp.Unit("top")],
        learners=[lp.Learner("ani"), lp.Learner("budi")],
        positions=[lp.Position("auditor", standard=lp.CompetencyStandard({"audit": 4}))],
        competencies=[lp.Competency("audit")],
        ties=[lp.Placement("ani", "top", "auditor"), lp.Placement("budi", "top", "auditor")],
    )
    levels = [("ani", 1, date(2026, 2, 1)), ("ani", 4, date(2026, 12, 31)), ("budi", 2, date(2026, 3, 1))]
    return organization, lp.Evidence.of(
        lp.ProficiencyAssessment(f"a{place}", learner=who, competency="audit", level=level, on=on)
        for place, (who, level, on) in enumerate(levels)
    )


@pytest.mark.parametrize("counting", lp.Counting)
def test_everyones_last_value_counts_and_not_only_those_of_the_last_day(
    assessed: tuple[lp.Organization, lp.Evidence], counting: lp.Counting
) -> None:
    reading = lp.rollup(*assessed, counting=counting)["top", "competency.gap"]
    # ani lacks 0 of 4, budi 2 of 4; the mistake: ani's alone, because only she has data on the last day
    assert (reading.value, reading.n, reading.heads) == (0.25, 2, 2)


def test_two_assessments_of_one_person_are_not_added(assessed: tuple[lp.Organization, lp.Evidence]) -> None:
    reading = lp.rollup(*assessed, until=date(2027, 1, 1))["ani", "competency.gap"]
    assert (reading.value, reading.n) == (0, 1)


def test_each_period_reads_the_last_value_by_its_end(assessed: tuple[lp.Organization, lp.Evidence]) -> None:
    result = lp.rollup(*assessed, since=date(2026, 1, 1), until=date(2027, 1, 1), by="quarter")
    values = [result["top", "competency.gap", period.label].value for period in result.periods]
    # (3 + 2) / 8 until ani is assessed anew on the last day of the year; nothing is summed over quarters
    assert values == [0.625, 0.625, 0.625, 0.25]


def test_an_assessment_on_the_until_day_is_not_the_last_value_of_the_period(
    assessed: tuple[lp.Organization, lp.Evidence],
) -> None:
    assert lp.rollup(*assessed, until=date(2026, 12, 31))["top", "competency.gap"].value == 0.625
