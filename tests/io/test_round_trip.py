"""What is saved and read again is the same, in every format."""

from __future__ import annotations

import tempfile
from collections import Counter
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings

from learnperf import testing
from learnperf.io import load, save
from learnperf.model.collection import Evidence
from learnperf.model.evidence import Assignment, Correction, Evaluation, LearningActivity, Publication
from learnperf.model.nodes import Competency, CompetencyStandard, Learner, Position, Team, Unit
from learnperf.model.organization import Organization
from learnperf.model.scales import Scale, ScaleType
from learnperf.model.ties import Placement, Reporting
from learnperf.model.vocabulary import Level

FORMATS = ("csv", "jsonl", "parquet")
DAY = date(2026, 6, 30)

Both = tuple[Organization, Evidence]


def contents(organization: Organization, evidence: Evidence) -> list[object]:
    """Everything an organization and evidence hold, to be compared."""
    return [
        dict(organization.units),
        dict(organization.teams),
        dict(organization.learners),
        dict(organization.positions),
        dict(organization.competencies),
        Counter(organization.ties),
        dict(evidence.records),
        dict(evidence.superseded),
        dict(evidence.activities),
    ]


def saved_and_loaded(organization: Organization, evidence: Evidence, form: str) -> list[object]:
    with tempfile.TemporaryDirectory() as folder:
        save(organization, evidence, folder, format=form)
        loaded = load(folder, today=date(2030, 1, 1))
    assert loaded.report.rejected == ()
    assert loaded.report.read == loaded.report.kept
    return contents(loaded.organization, loaded.evidence)


@settings(max_examples=25, deadline=None)
@given(testing.organization_and_evidence())
def test_load_after_save_changes_nothing_in_csv(drawn: Both) -> None:
    assert saved_and_loaded(*drawn, "csv") == contents(*drawn)


@settings(max_examples=25, deadline=None)
@given(testing.organization_and_evidence())
def test_load_after_save_changes_nothing_in_json_lines(drawn: Both) -> None:
    assert saved_and_loaded(*drawn, "jsonl") == contents(*drawn)


@settings(max_examples=15, deadline=None)
@given(testing.organization_and_evidence())
def test_load_after_save_changes_nothing_in_parquet(drawn: Both) -> None:
    assert saved_and_loaded(*drawn, "parquet") == contents(*drawn)


def awkward() -> Both:
    """Texts and numbers that a careless writer or reader would change."""
    names = [
        "=1+1",
        "+1",
        "-1",
        "@x",
        "'=1",
        "'t Hart",
        "NA",
        "-",
        "'NA",
        'say "hi"',
        "a,b;c\td",
        "two\nlines",
        "a\r\n",
    ]
    learners = [Learner(f"l{place}", name) for place, name in enumerate(names)]
    ids = ["007", "7", "1e5", "TRUE", "n/a", "None", "=2", "a;b", '["x"]', "é", "'", "''"]
    organization = Organization.of(
        units=[Unit("root", since=None), Unit("=u", "unit", since=DAY)],
        learners=[*learners, *(Learner(one) for one in ids)],
        teams=[Team("t", "")],
        positions=[
            Position("asks for nothing", standard=CompetencyStandard({}), career_pattern="NA", grade=-3),
            Position("asks", standard=CompetencyStandard({"a;b": 3, "-": 0})),
        ],
        competencies=[Competency("a;b"), Competency("-")],
        ties=[Reporting("=u", "root"), Placement("007", "root", "asks for nothing", share="0.333333")],
    )
    thirds = Scale(0, 1, Fraction(1, 3), ScaleType.ORDINAL)
    evidence = Evidence.of(
        [
            Evaluation(
                "NA", on=DAY, learner="1e5", level=Level.RESULTS, score=Fraction(2, 3), scale=thirds, activity="NA"
            ),
            Evaluation("2", on=DAY, learner="TRUE", level=Level.RESULTS, score="-0.5", scale=Scale(-1, 1, "0.5")),
            Assignment("3", on=DAY, team="t", quality=99, scale=Scale(0, 100), weight=2),
            Correction("4", on=DAY, unit="=u", because_of=("a;b", "NA")),
            Correction("5", on=DAY, unit="=u", because_of=("NA",), supersedes="4"),
            Correction("6", on=DAY, unit="=u", because_of=("c", "4")),
            Publication("7", on=DAY, unit="root", topic=""),
        ],
        activities=[
            LearningActivity("NA", competencies=frozenset({"a;b", "-"}), hours=0.1),
            LearningActivity("a;b", structured=False, hours=1e-7),
            LearningActivity("c"),
        ],
    )
    return organization, evidence


@pytest.mark.parametrize("form", FORMATS)
def test_awkward_texts_and_numbers_come_back_as_they_were(form: str) -> None:
    assert saved_and_loaded(*awkward(), form) == contents(*awkward())


def test_cells_that_would_be_formulas_are_escaped_in_csv(tmp_path: Path) -> None:
    save(*awkward(), tmp_path)
    cells = (tmp_path / "learners.csv").read_text().replace("\n", ",").split(",")
    assert "'=1+1" in cells
    assert not any(cell.strip('"')[:1] in {"=", "+", "-", "@"} for cell in cells if cell)
