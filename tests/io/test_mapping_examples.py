"""The mappings under examples/, against the real data they are written for and what polars says of it."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import polars as pl
import pytest

from learnperf.io.folder import load
from learnperf.io.loaded import Loaded
from learnperf.io.mapping import read_mapping
from learnperf.model.evidence import CareerMove, Evaluation, Participation
from learnperf.model.ties import Membership, Placement, Reporting, Sponsorship
from learnperf.model.vocabulary import Level, MoveMark, Phase, Rater

ROOT = Path(__file__).parents[2]
DATA = ROOT.parent / "shared" / "data"
needs_data = pytest.mark.skipif(not DATA.is_dir(), reason="the real data sets lie beside the project, not in it")

Frames = dict[str, pl.DataFrame]


def example(name: str) -> Loaded:
    return load(DATA / name, mapping=ROOT / "examples" / name / "learnperf.toml")


@pytest.fixture(scope="module")
def promotion() -> Loaded:
    return example("promotion")


@pytest.fixture(scope="module")
def people() -> pl.DataFrame:
    return pl.read_csv(DATA / "promotion" / "people.csv", schema_overrides={"employee_id": pl.String})


@pytest.fixture(scope="module")
def matrix() -> Loaded:
    return example("matrix-org")


@pytest.fixture(scope="module")
def files() -> Frames:
    return {path.stem: pl.read_csv(path) for path in (DATA / "matrix-org").glob("*.csv")}


@pytest.mark.parametrize("name", ["promotion", "matrix-org"])
def test_the_examples_are_sound_by_themselves(name: str) -> None:
    mapping = read_mapping(ROOT / "examples" / name / "learnperf.toml")
    assert all(file.endswith(".csv") for file in mapping.files)


def test_the_first_mapping_of_the_guide_does_what_the_guide_says(tmp_path: Path) -> None:
    guide = (ROOT / "examples" / "README.md").read_text(encoding="utf-8")
    mapping = guide.split("```toml\n", 1)[1].split("```", 1)[0]
    (tmp_path / "learnperf.toml").write_text(mapping, encoding="utf-8")
    lines = [line for line in guide.splitlines() if line.startswith("| ")][:4]
    cells = [[cell.strip() for cell in line.strip("| ").split("|")] for line in lines if "---" not in line]
    (tmp_path / "people.csv").write_text("\n".join(",".join(row) for row in cells), encoding="utf-8")
    found = load(tmp_path)
    assert set(found.organization.units) == {"company", "Sales", "Sales / region_7", "Sales / region_19"}
    assert [one.score for one in found.evidence.of_kind(Evaluation)] == [5, None]
    assert [one.learner for one in found.evidence.of_kind(CareerMove)] == ["7513"]
    assert found.report.warnings == ()
    assert found.report.rejected == ()


@needs_data
def test_promotion_loads_whole_and_without_a_warning(promotion: Loaded, people: pl.DataFrame) -> None:
    report = promotion.report
    assert report.rejected == ()
    assert report.warnings == ()
    assert report.duplicates == 0
    assert report.read == report.kept
    made = {(one.table, one.file): one.kept for one in report.tables}
    assert made == {
        ("units", "learnperf.toml"): 1,
        ("units", "people.csv"): 9 + 292,
        ("reporting", "people.csv"): 9 + 292,
        ("learners", "people.csv"): 54_808,
        ("placements", "people.csv"): 54_808,
        ("activities", "people.csv"): 1,
        ("evaluations", "people.csv"): 2 * 54_808,
        ("participations", "people.csv"): people["no_of_trainings"].sum(),
        ("career_moves", "people.csv"): 4_668,
    }


@needs_data
def test_promotion_has_292_regions_below_9_departments(promotion: Loaded, people: pl.DataFrame) -> None:
    above = {tie.unit: tie.parent_unit for tie in promotion.organization.ties if isinstance(tie, Reporting)}
    departments = {unit for unit, parent in above.items() if parent == "company"}
    assert departments == set(people["department"])
    pairs = people.select("department", "region").unique().rows()
    assert {unit: parent for unit, parent in above.items() if unit not in departments} == {
        f"{department} / {region}": department for department, region in pairs
    }
    assert (len(departments), len(pairs)) == (9, 292)
    assert promotion.organization.units["Operations / region_7"].name == "region_7"


@needs_data
def test_promotion_places_everybody_where_the_row_says(promotion: Loaded, people: pl.DataFrame) -> None:
    placed = {tie.learner: tie.unit for tie in promotion.organization.ties if isinstance(tie, Placement)}
    rows = people.select("employee_id", pl.format("{} / {}", "department", "region").alias("unit")).rows()
    assert placed == dict(rows)


@needs_data
def test_promotion_training_scores_are_those_of_the_file(promotion: Loaded, people: pl.DataFrame) -> None:
    scores = {one.learner: one.score for one in promotion.evidence.of_kind(Evaluation) if one.level is Level.LEARNING}
    assert scores == dict(people.select("employee_id", "avg_training_score").rows())
    total = sum(Fraction(str(score)) for score in scores.values())
    assert round(float(total / len(scores)), 6) == 63.386750
    assert float(total / len(scores)) == pytest.approx(people.select(pl.mean("avg_training_score")).item(), abs=1e-9)
    kinds = {(one.phase, one.rater) for one in promotion.evidence.of_kind(Evaluation) if one.level is Level.LEARNING}
    assert kinds == {(Phase.POST, Rater.TEST)}


@needs_data
def test_promotion_ratings_that_are_missing_are_missing_and_not_zero(promotion: Loaded, people: pl.DataFrame) -> None:
    ratings = {one.learner: one.score for one in promotion.evidence.of_kind(Evaluation) if one.level is Level.RESULTS}
    assert ratings == dict(people.select("employee_id", "previous_year_rating").rows())
    assert sum(score is None for score in ratings.values()) == people["previous_year_rating"].null_count() == 4_124


@needs_data
def test_promotion_moves_and_trainings_are_those_of_the_file(promotion: Loaded, people: pl.DataFrame) -> None:
    moves = promotion.evidence.of_kind(CareerMove)
    promoted = people.filter(pl.col("is_promoted") == 1)["employee_id"].to_list()
    assert [one.learner for one in moves] == promoted
    assert {one.marks for one in moves} == {frozenset({MoveMark.PROMOTION})}
    taken = pl.DataFrame({"id": [one.learner for one in promotion.evidence.of_kind(Participation)]})
    counted = taken["id"].value_counts().rows()
    assert dict(counted) == dict(people.select("employee_id", "no_of_trainings").rows())


@needs_data
def test_matrix_loads_whole_and_without_a_warning(matrix: Loaded, files: Frames) -> None:
    assert matrix.report.rejected == ()
    assert matrix.report.warnings == ()
    made = {(one.table, one.file): (one.kept, one.duplicates) for one in matrix.report.tables}
    assert made == {
        ("units", "units.csv"): (73, 0),
        ("reporting", "units.csv"): (72, 0),
        ("teams", "teams.csv"): (766, 0),
        ("sponsorships", "teams.csv"): (766, 0),
        ("learners", "org_members.csv"): (1_509, 0),
        ("placements", "org_members.csv"): (len(files["org_members"]), 0),
        ("memberships", "team_members.csv"): (3_615, 0),
    }


@needs_data
def test_matrix_nodes_and_ties_are_those_of_the_files(matrix: Loaded, files: Frames) -> None:
    organization = matrix.organization
    assert set(organization.units) == set(files["units"]["unit"])
    assert set(organization.teams) == {f"team:{team}" for team in files["teams"]["team"]}
    assert set(organization.learners) == set(files["org_members"]["person"]) | set(files["team_members"]["person"])
    assert organization.teams["team:kubernetes/sig-testing"].name == "kubernetes/sig-testing"
    pairs = {kind: set[tuple[str, str]]() for kind in (Reporting, Placement, Membership, Sponsorship)}
    for tie in organization.ties:
        pairs[type(tie)].add((tie.child, tie.parent))
    assert pairs[Reporting] == set(files["units"].drop_nulls("parent").select("unit", "parent").rows())
    assert pairs[Placement] == set(files["org_members"].select("person", "organization").rows())
    assert pairs[Membership] == {
        (person, f"team:{team}") for person, team in files["team_members"].select("person", "team").rows()
    }
    assert pairs[Sponsorship] == {
        (f"team:{team}", unit if parent is None else f"team:{parent}")
        for team, parent, unit in files["teams"].select("team", "parent_team", "unit").rows()
    }


@needs_data
def test_matrix_sub_teams_have_the_unit_of_the_team_they_are_a_part_of(files: Frames) -> None:
    teams = files["teams"]
    parts = teams.drop_nulls("parent_team").join(teams, left_on="parent_team", right_on="team", suffix="_above")
    assert len(parts) == 56
    assert parts.filter(pl.col("unit") != pl.col("unit_above")).is_empty()


@needs_data
def test_matrix_teams_and_units_share_13_names(files: Frames) -> None:
    assert len(set(files["teams"]["team"]) & set(files["units"]["unit"])) == 13
