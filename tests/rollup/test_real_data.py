"""Real data, written by nobody here: a matrix organization as it stands, and the promotions of a company."""

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from pathlib import Path

import duckdb
import polars as pl
import pytest

import learnperf as lp
from learnperf.model.ties import WHOLE
from learnperf.rollup.naive import Naive

# laws are after answers: other tests run every line, and following them here would double the time
pytestmark = pytest.mark.no_cover

ROOT = Path(__file__).parents[2]
DATA = ROOT.parent / "shared" / "data"
DAY = date(2026, 1, 1)
BEHAVIOUR = "kirkpatrick.behaviour"
MEAN_OF_LEARNERS = "kirkpatrick.behaviour.mean_of_learners"


def _folder(name: str) -> Path:
    folder = DATA / name
    if not folder.is_dir():
        pytest.skip(f"the data set {name} is not at {folder}")
    return folder


def _mapping(name: str) -> Path:
    return ROOT / "examples" / name / "learnperf.toml"


# --- matrix-org: 73 units, 766 teams, 1,509 people, 465 of them in more than one team


@pytest.fixture(scope="module")
def matrix_org() -> tuple[lp.Organization, lp.Evidence]:
    """The organization, with one evaluation of every person made up from their number."""
    organization = lp.load(_folder("matrix-org"), mapping=_mapping("matrix-org")).organization
    evidence = lp.Evidence.of(
        lp.Evaluation(f"of-{person}", learner=person, level=lp.Level.BEHAVIOUR, score=int(person[1:]) % 5 + 1, on=DAY)
        for person in organization.learners
    )
    return organization, evidence


@pytest.fixture(scope="module")
def members() -> Mapping[str, frozenset[str]]:
    """Who is in each team or a team within it, and in each unit, worked out from the files and nothing else."""
    folder = _folder("matrix-org")
    teams, units = pl.read_csv(folder / "teams.csv"), pl.read_csv(folder / "units.csv")
    parents: dict[str, str] = {
        f"team:{team}": f"team:{parent}" if parent else unit
        for team, parent, unit in teams.select("team", "parent_team", "unit").iter_rows()
    }
    parents |= {unit: parent for unit, parent in units.select("unit", "parent").iter_rows() if parent}
    found: dict[str, set[str]] = {node: set() for node in [*parents, *units["unit"]]}
    in_teams = ((person, f"team:{team}") for person, team, _ in pl.read_csv(folder / "team_members.csv").iter_rows())
    in_units = ((person, unit) for person, unit, _ in pl.read_csv(folder / "org_members.csv").iter_rows())
    for person, node in [*in_teams, *in_units]:
        found[node].add(person)
        while node in parents:
            node = parents[node]  # noqa: PLW2901 -- walks up from where the person is
            found[node].add(person)
    return {node: frozenset(people) for node, people in found.items()}


def test_everybody_counts_once_at_the_root_of_a_matrix(matrix_org: tuple[lp.Organization, lp.Evidence]) -> None:
    organization, evidence = matrix_org
    root = organization.root(on=DAY)
    result = lp.rollup(organization, evidence, lp.catalogue("roster.learners", BEHAVIOUR))
    reading = result[root, BEHAVIOUR]
    assert (result[root, "roster.learners"].value, reading.n, reading.heads, reading.due) == (1509, 1509, 1509, 1509)
    scores = [int(person[1:]) % 5 + 1 for person in organization.learners]
    assert reading.exact == Fraction(sum(scores), len(scores))


def test_every_unit_and_team_counts_each_of_its_people_once(
    matrix_org: tuple[lp.Organization, lp.Evidence], members: Mapping[str, frozenset[str]]
) -> None:
    result = lp.rollup(*matrix_org, lp.catalogue("roster.learners", BEHAVIOUR))
    assert len(members) == 73 + 766
    for node, people in members.items():
        found = (result[node, "roster.learners"].value, result[node, BEHAVIOUR].n, result[node, BEHAVIOUR].heads)
        assert found == (len(people),) * 3, node


def test_a_unit_with_sub_teams_counts_less_than_its_teams_add_up_to(
    matrix_org: tuple[lp.Organization, lp.Evidence], members: Mapping[str, frozenset[str]]
) -> None:
    organization, evidence = matrix_org
    result = lp.rollup(organization, evidence, lp.catalogue("roster.learners"))
    unit = "kubernetes/sig-release"
    teams = {node for node in organization.descendants(unit, on=DAY) if node in organization.teams}
    nested = {team for team in teams if set(organization.parents(team, on=DAY)) <= teams}
    assert nested
    assert result[unit, "roster.learners"].value == len(members[unit])
    assert sum(len(members[team]) for team in teams) > len(members[unit])
    lines = result.explain(unit, "roster.learners").lines
    assert sum(line.state["distinct"] for line in lines) == len(members[unit])
    assert lines[-1].kind is lp.LineKind.OVERLAP


def test_fractional_counting_of_a_matrix_conserves_exactly(matrix_org: tuple[lp.Organization, lp.Evidence]) -> None:
    organization, evidence = matrix_org
    name = "learning.completed"
    learned = lp.Evidence.of(
        lp.Participation(f"p-{one.id}", learner=one.learner, activity="c7", on=DAY)
        for one in evidence.of_kind(lp.Evaluation)
    )
    result = lp.rollup(organization, learned, lp.catalogue(name), counting="fractional")
    assert result.unallocated == {}
    root = organization.root(on=DAY)
    assert result[root, name].exact == 1509
    # the cut between structure and people, and the one below the root
    people = (tie for tie in organization.ties if tie.child in organization.learners)
    assert sum(result[person, name].exact or 0 for person in {tie.child for tie in people}) == 1509
    below = organization.children(root, on=DAY)
    assert sum((result[unit, name].exact or Fraction(0) for unit in below), Fraction(0)) == 1509
    assert all(line.weight > 0 for line in result.contributions(root, name))
    assert sum(line.weight for line in result.contributions(root, name)) == 1509 * WHOLE


@pytest.mark.parametrize("counting", lp.Counting)
def test_a_matrix_reads_as_the_naive_twin_reads_it(
    matrix_org: tuple[lp.Organization, lp.Evidence], counting: lp.Counting
) -> None:
    # the twin walks every record for every node: every third unit, 40th team and 200th person will do
    organization, evidence = matrix_org
    metrics = [*lp.catalogue("roster.learners"), *lp.catalogue(BEHAVIOUR), *lp.catalogue(MEAN_OF_LEARNERS)]
    chosen = [metric for metric in metrics if metric.name in {"roster.learners", BEHAVIOUR, MEAN_OF_LEARNERS}]
    result = lp.rollup(organization, evidence, chosen, counting=counting)
    twin = Naive(result.plan)
    nodes = [*list(organization.units)[::3], *list(organization.teams)[::40], *list(organization.learners)[::200]]
    for metric in chosen:
        for node in nodes:
            slow, quick = twin.reading(metric, 0, node), result[node, metric.name]
            value = None if isinstance(slow.value, lp.Missing) else slow.value
            assert (value, slow.n, slow.heads, slow.due) == (quick.exact, quick.n, quick.heads, quick.due), node


# --- promotion: 54,808 learners in 9 departments and 34 regions


@pytest.fixture(scope="module")
def people() -> pl.DataFrame:
    return pl.read_csv(_folder("promotion") / "people.csv")


@pytest.fixture(scope="module")
def promotion() -> lp.Rollup:
    data = lp.load(_folder("promotion"), mapping=_mapping("promotion"))
    return lp.rollup(data, metrics=lp.catalogue("kirkpatrick.learning", "kirkpatrick.results", "career", "roster"))


def _departments(result: lp.Rollup) -> Iterator[str]:
    yield from result.organization.children("company", on=DAY)


def test_the_root_pools_everybody(promotion: lp.Rollup) -> None:
    reading = promotion["company", "kirkpatrick.learning"]
    assert (reading.n, reading.heads, promotion["company", "roster.learners"].value) == (54_808,) * 3
    assert round(reading.value or 0, 6) == 63.386750
    assert promotion["company", "career.promotions"].value == 4668
    accounting = promotion.accounting
    assert (accounting.given, accounting.unattached, accounting.outside) == (accounting.placed, 0, 0)


def test_the_root_is_not_the_mean_of_its_departments_means(promotion: lp.Rollup) -> None:
    means = [
        promotion[department, "kirkpatrick.learning"].exact or Fraction(0) for department in _departments(promotion)
    ]
    assert len(means) == 9
    of_means = sum(means, Fraction(0)) / 9
    pooled = promotion["company", "kirkpatrick.learning"].exact
    assert pooled is not None
    assert (round(float(pooled), 6), round(float(of_means), 6)) == (63.386750, 66.649708)
    assert min(means) < pooled < max(means)


def test_departments_and_their_regions_read_as_polars_says(promotion: lp.Rollup, people: pl.DataFrame) -> None:
    aggregates = (
        pl.len().alias("n"),
        pl.col("avg_training_score").sum().alias("total"),
        pl.col("is_promoted").sum().alias("promoted"),
        pl.col("previous_year_rating").count().alias("rated"),
        pl.col("previous_year_rating").sum().alias("ratings"),
    )
    departments = people.group_by("department").agg(*aggregates)
    regions = people.group_by("department", "region").agg(*aggregates)
    assert (len(departments), len(regions)) == (9, 292)
    expected = {row["department"]: row for row in departments.iter_rows(named=True)}
    expected |= {f"{row['department']} / {row['region']}": row for row in regions.iter_rows(named=True)}
    assert set(expected) | {"company"} == set(promotion.organization.units)
    for unit, row in expected.items():
        score, rating = promotion[unit, "kirkpatrick.learning"], promotion[unit, "kirkpatrick.results"]
        assert (score.exact, score.n) == (Fraction(row["total"], row["n"]), row["n"]), unit
        assert promotion[unit, "career.promotions"].value == row["promoted"], unit
        # ratings that are missing are due and not observed, and never 0
        assert (rating.n, rating.due) == (row["rated"], row["n"]), unit
        assert rating.exact == (Fraction(int(row["ratings"]), row["rated"]) if row["rated"] else None), unit


# --- the same evaluations as records, in chunks, in polars and in DuckDB


def _as_table(evidence: lp.Evidence) -> pl.DataFrame:
    """Write evaluations as a table would have them."""
    records = evidence.of_kind(lp.Evaluation)
    return pl.DataFrame(
        {
            "id": [one.id for one in records],
            "on": [one.on for one in records],
            "learner": [one.learner for one in records],
            "level": [one.level.name.lower() for one in records],
            "score": [None if one.score is None else float(one.score) for one in records],
            "scale_min": [float(one.scale.minimum) for one in records],
            "scale_max": [float(one.scale.maximum) for one in records],
            "scale_step": [float(one.scale.step) for one in records],
            "activity": [one.activity for one in records],
        },
        schema_overrides={"score": pl.Float64, "activity": pl.String},
    )


def _same(organization: lp.Organization, evidence: lp.Evidence, counting: lp.Counting) -> None:
    table, metrics = _as_table(evidence), lp.catalogue("kirkpatrick")
    named = sorted({str(one) for one in table["activity"].drop_nulls().unique()})
    activities = pl.DataFrame({"id": named}, schema={"id": pl.String})
    expected = lp.rollup(organization, lp.Evidence.of(evidence.of_kind(lp.Evaluation)), metrics, counting=counting)
    given = {
        "in chunks": (iter(table.iter_slices(1000)), "memory"),
        "polars": (table.lazy(), "frames"),
        "DuckDB": (duckdb.connect().from_arrow(table.to_arrow()), "frames"),
    }
    for name, (evaluations, engine) in given.items():
        data = lp.tables(organization, evaluations=evaluations, activities=activities, engine=engine)
        found = lp.rollup(data, metrics=metrics, counting=counting, engine=engine)
        for metric in metrics:
            one, other = found.outcomes[metric.name], expected.outcomes[metric.name]
            assert one.n.tolist() == other.n.tolist(), (name, metric.name)
            assert one.heads.tolist() == other.heads.tolist(), (name, metric.name)
            assert one.due.tolist() == other.due.tolist(), (name, metric.name)
            assert one.value.reason.tolist() == other.value.reason.tolist(), (name, metric.name)
            # in whole numbers of any size: as exact as fractions, and much quicker than one for each of many nodes
            left = one.value.numerator.astype(object) * other.value.denominator
            right = other.value.numerator.astype(object) * one.value.denominator
            assert (left == right)[one.value.reason == 0].all(), (name, metric.name)


@pytest.mark.parametrize("counting", lp.Counting)
def test_a_matrix_reads_alike_wherever_its_evaluations_are(
    matrix_org: tuple[lp.Organization, lp.Evidence], counting: lp.Counting
) -> None:
    _same(*matrix_org, counting)


def test_promotions_read_alike_wherever_the_evaluations_are(promotion: lp.Rollup) -> None:
    evidence = promotion.plan.evidence
    assert isinstance(evidence, lp.Evidence)
    _same(promotion.organization, evidence, lp.Counting.FULL)
