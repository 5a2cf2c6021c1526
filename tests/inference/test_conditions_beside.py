"""What was judged of a condition stands beside what records show of it, and neither takes the other's place."""

from datetime import date

import pytest

import learnperf as lp
from learnperf.metrics.observed import OBSERVED

DAY = date(2026, 6, 30)


def _result(*metrics: str) -> lp.Rollup:
    organization = lp.Organization.of(
        units=[lp.Unit("MOF"), lp.Unit("DJP"), lp.Unit("DJBC")],
        teams=[lp.Team("audit-1")],
        learners=[lp.Learner("ani"), lp.Learner("budi")],
        competencies=[lp.Competency("audit"), lp.Competency("data")],
        positions=[lp.Position("auditor", standard=lp.CompetencyStandard({"audit": 3}))],
        ties=[
            lp.Reporting("DJP", "MOF"),
            lp.Reporting("DJBC", "MOF"),
            lp.Sponsorship("audit-1", "DJP"),
            lp.Placement("ani", "DJP", position="auditor"),
            lp.Placement("budi", "DJP", position="auditor"),
        ],
    )
    judged = [
        ("E1.2", lp.Fulfilment.MET, "DJP"),
        ("E1.3", lp.Fulfilment.NOT_MET, "DJP"),
        ("E3.4", None, "DJP"),
        ("E5.1", lp.Fulfilment.PARTLY, "DJP"),
    ]
    levels = [lp.ProficiencyAssessment(f"q-{who}", on=date(2026, 1, 1), learner=who, competency="audit", level=1)
              for who in ("ani", "budi")]  # fmt: skip
    records: list[lp.Record] = [
        *(
            lp.ConditionJudgement(f"j-{name}", on=DAY, subject=subject, condition=name, fulfilment=answer)
            for name, answer, subject in judged
        ),
        *levels,
        lp.Participation("p1", on=DAY, learner="ani", activity="audit", initiative=lp.Initiative.SELF),
        lp.Participation("p2", on=DAY, learner="ani", activity="data", initiative=lp.Initiative.SELF),
        lp.Participation("p3", on=DAY, learner="budi", activity="data"),
        lp.Innovation("i1", on=DAY, contributors=["ani"]),
        lp.Innovation("i2", on=DAY, contributors=["DJBC"]),
        lp.Adoption("a1", on=DAY, unit="DJP", innovation="i2"),
    ]
    activities = [lp.LearningActivity(name, competencies=frozenset({name})) for name in ("audit", "data")]
    evidence = lp.Evidence.of(records, activities=activities)
    return lp.rollup(organization, evidence, lp.catalogue(*metrics) if metrics else None)


def test_each_condition_stands_beside_what_records_show() -> None:
    found = lp.conditions_beside_observations(_result(), "DJP")
    both = {
        row.condition.value: (row.judged and row.judged.value, [one.value for one in row.observed]) for row in found
    }
    assert len(both) == len(found) == 18
    assert both["E1.2"] == (1.0, [0.5])
    assert both["E1.3"] == (0.0, [0.5])
    assert both["E2.3"] == (None, [0.0])
    assert both["E3.2"] == (None, [0.0])
    assert both["E3.4"] == (None, [1.0, 1.0])
    assert both["E4.1"] == (None, [0.0, 0.0])
    assert both["E5.1"] == (0.5, [])


def test_the_table_is_read_in_both_languages() -> None:
    found = lp.conditions_beside_observations(_result(), "DJP")
    english, indonesian = str(found).splitlines(), found.table("id").splitlines()
    assert len(english) == len(indonesian) == 19
    assert english[0].split() == ["condition", "judged", "observed"]
    assert "due, but not observed" in next(line for line in english if line.startswith("E3.4"))
    assert "innovativeness rate of people: 0.5" in next(line for line in english if line.startswith("E1.3"))
    assert "tingkat keinovatifan pegawai: 0.5" in next(line for line in indonesian if line.startswith("E1.3"))


def test_what_was_not_asked_is_left_out() -> None:
    found = list(lp.conditions_beside_observations(_result("conditions.e1_3", "innovation.team_rate"), "DJP"))
    assert [row.condition.value for row in found if row.judged is not None] == ["E1.3"]
    assert [one.metric for row in found for one in row.observed] == ["innovation.team_rate"]
    assert "E5.1" in str(lp.conditions_beside_observations(_result("roster"), "DJP"))


def test_an_unknown_node_is_named_with_the_nearest() -> None:
    with pytest.raises(lp.UnknownName, match="DJX"):
        lp.conditions_beside_observations(_result(), "DJX")


def test_what_can_be_observed_is_what_the_framework_says() -> None:
    assert {"E1.2", "E1.3", "E2.3", "E3.2", "E3.4", "E4.1"} <= {condition.value for condition in OBSERVED}
    for condition, several in OBSERVED.items():
        assert several
        assert all(condition.value in metric.rows for metric in several)
