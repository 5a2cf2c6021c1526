"""A result reads as what it is: typed, complete, the same in every frame, and clear about what it does not know."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any

import narwhals as nw
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import learnperf as lp
from learnperf.rollup import tidy
from learnperf.rollup.tidy import Backend

Drawn = tuple[lp.Organization, lp.Evidence]
COLUMNS = [
    "node", "kind", "name", "metric", "label", "period", "since", "until", "value", "missing",
    "n", "heads", "due", "coverage", "unit", "version", "counting", "structure",
]  # fmt: skip


def test_a_reading_says_everything_needed_to_judge_it(matrix: Drawn) -> None:
    organization, evidence = matrix
    asked = lp.Evaluation("e9", learner="citra", level="behaviour", on=date(2026, 6, 30))
    result = lp.rollup(
        organization,
        lp.Evidence.of([*evidence, asked]),
        counting="fractional",
        structure=date(2026, 1, 1),
        since=date(2026, 1, 1),
        until=date(2027, 1, 1),
    )
    reading = result["right", "kirkpatrick.behaviour"]
    assert reading == lp.Reading(
        node="right",
        metric="kirkpatrick.behaviour",
        period="2026-01-01..2027-01-01",
        value=float(Fraction(22, 13)),
        missing=lp.MissingReason.NONE,
        exact=Fraction(22, 13),
        n=2,
        heads=2,
        due=3,
        unit="score",
        version="1",
        counting="fractional",
        structure="as_is 2026-01-01",
    )
    assert reading.coverage == 2 / 3
    assert reading == result.reading("right", "kirkpatrick.behaviour", "2026-01-01..2027-01-01")
    types = (type(reading.value), type(reading.exact), type(reading.n), type(reading.heads), type(reading.due))
    assert types == (float, Fraction, int, int, int)


def test_a_result_is_walked_metric_by_metric_period_by_period_node_by_node(matrix: Drawn) -> None:
    metrics = lp.catalogue("innovation.count", "roster")
    result = lp.rollup(*matrix, metrics, since=date(2026, 1, 1), until=date(2026, 7, 1), by="quarter")
    found = [(one.metric, one.period, one.node) for one in result]
    nodes = ("left", "right", "top", "ani", "budi", "citra")
    expected = [
        (metric.name, period, node) for metric in metrics for period in ("2026-Q1", "2026-Q2") for node in nodes
    ]
    assert found == expected
    assert result.nodes == nodes
    assert result.kinds == (lp.NodeKind.UNIT,) * 3 + (lp.NodeKind.LEARNER,) * 3
    assert result.metrics == metrics
    assert [period.label for period in result.periods] == ["2026-Q1", "2026-Q2"]
    assert repr(result) == f"<Rollup {len(metrics)} metrics x 6 nodes x 2 periods (full, as_was)>"
    assert result.organization is matrix[0]
    assert result.asked.by is lp.By.QUARTER


def test_what_holds_an_organization_and_evidence_is_rolled_up_as_it_is(matrix: Drawn) -> None:
    class Folder:
        organization, evidence = matrix

    both = Folder()
    assert list(lp.rollup(both)) == list(lp.rollup(*matrix))
    assert lp.rollup(both, lp.Evidence.of()).accounting.given == 0


def test_without_metrics_the_whole_catalogue_is_read(matrix: Drawn) -> None:
    assert lp.rollup(*matrix).metrics == lp.catalogue()


def test_a_metric_asked_for_twice_is_read_once(matrix: Drawn) -> None:
    assert lp.rollup(*matrix, [*lp.catalogue("roster"), *lp.catalogue("roster.teams")]).metrics == lp.catalogue(
        "roster"
    )


def test_the_three_frames_hold_the_same_rows_with_types(matrix: Drawn) -> None:
    result = lp.rollup(*matrix, since=date(2026, 1, 1), by="year")
    columns = result.columns()
    polars, pandas, arrow = (result.to_frame(backend) for backend in ("polars", "pandas", "pyarrow"))
    assert isinstance(polars, pl.DataFrame)
    assert isinstance(pandas, pd.DataFrame)
    assert isinstance(arrow, pa.Table)
    assert polars.columns == list(pandas.columns) == arrow.column_names == list(columns) == COLUMNS
    assert polars.to_dict(as_series=False) == arrow.to_pydict() == columns
    assert [pa.types.is_date32(arrow.schema.field(name).type) for name in ("since", "until")] == [True, True]
    schema = {name: str(kind) for name, kind in polars.schema.items()}
    assert {schema[name] for name in ("n", "heads", "due")} == {"Int64"}
    assert {schema[name] for name in ("value", "coverage")} == {"Float64"}
    assert {schema[name] for name in ("since", "until")} == {"Date"}
    assert {kind for name, kind in schema.items() if name in {"node", "missing", "structure"}} == {"String"}
    for name in COLUMNS:
        cells = [None if pd.isna(cell) else cell for cell in pandas[name]]
        assert cells == columns[name] or [str(cell)[:10] for cell in cells] == [str(cell) for cell in columns[name]]
        assert str(pandas[name].dtype) != "object"


def test_a_frame_says_what_the_readings_say(matrix: Drawn) -> None:
    result = lp.rollup(*matrix)
    frame = result.to_frame("polars")
    for row, reading in zip(frame.iter_rows(named=True), result, strict=True):
        assert (row["node"], row["metric"], row["period"]) == (reading.node, reading.metric, reading.period)
        assert (row["value"], row["n"], row["heads"], row["due"]) == (
            reading.value,
            reading.n,
            reading.heads,
            reading.due,
        )
        assert row["coverage"] == reading.coverage
        assert row["missing"] == reading.missing.label()


def test_a_frame_can_be_cut_by_level_metric_and_value(matrix: Drawn) -> None:
    result = lp.rollup(*matrix)
    frame = result.to_frame(levels=[lp.NodeKind.UNIT], metrics=["kirkpatrick.behaviour"], only_values=True)
    assert frame["node"].to_list() == ["left", "right", "top"]
    assert set(frame["metric"]) == {"kirkpatrick.behaviour"}
    nothing = result.to_frame(metrics=["kirkpatrick.reaction"], only_values=True)
    assert nothing.shape == (0, len(COLUMNS))
    assert nothing.schema == frame.schema


@pytest.mark.parametrize("backend", ["polars", "pandas", "pyarrow"])
def test_a_frame_without_rows_has_the_types_of_any_other(matrix: Drawn, backend: Backend) -> None:
    options: dict[str, Any] = {"metrics": ["kirkpatrick.reaction"]}
    result = lp.rollup(*matrix, since=date(2026, 1, 1), by="year")
    some, nothing = (nw.from_native(result.to_frame(backend, only_values=one, **options)) for one in (False, True))
    assert (len(nothing), len(some)) == (0, len(result.nodes))
    assert nothing.schema == some.schema


def test_a_node_is_shown_by_its_name_where_it_has_one() -> None:
    organization = lp.Organization.of(units=[lp.Unit("MOF", "Ministry of Finance")], learners=[lp.Learner("ani")])
    columns = lp.rollup(organization, metrics=lp.catalogue("roster.learners")).columns()
    assert columns["name"] == ["Ministry of Finance", "ani"]


@pytest.mark.parametrize(
    ("ask", "said"),
    [
        (lambda result: result["lefft", "roster.learners"], "unknown node 'lefft'; nearest: left"),
        (lambda result: result["left", "roster.learner"], r"unknown metric 'roster.learner'; nearest: roster.learners"),
        (lambda result: result["left", "roster.learners", "al"], "unknown period 'al'; nearest: all"),
        (lambda result: result.explain("lefft", "roster.learners"), "unknown node 'lefft'; nearest: left"),
        (lambda result: result.explain("left", "rooster.learners"), "unknown metric .* nearest: roster.learners"),
        (lambda result: result.contributions("left", "rooster.learners"), "unknown metric"),
        (lambda result: result.contributions("lefft", "roster.learners"), "unknown node"),
        (lambda result: result.columns(metrics=["roster.learnerz"]), "unknown metric .* nearest: roster.learners"),
        (lambda result: result.to_frame(metrics=["nothing like it"]), "unknown metric 'nothing like it'$"),
    ],
)
def test_an_unknown_name_is_answered_with_the_nearest_ones(
    matrix: Drawn, ask: Callable[[lp.Rollup], object], said: str
) -> None:
    result = lp.rollup(*matrix, lp.catalogue("roster"))
    with pytest.raises(lp.UnknownName, match=said):
        ask(result)


def test_of_several_periods_one_has_to_be_named(matrix: Drawn) -> None:
    result = lp.rollup(*matrix, since=date(2026, 1, 1), until=date(2026, 7, 1), by="quarter")
    with pytest.raises(lp.InvalidValue, match="2026-Q1, 2026-Q2"):
        result["top", "roster.learners"]
    assert result["top", "roster.learners", "2026-Q1"].value == 3


MOMENT = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"counting": "all"}, "counting: 'all' is not known .*full, fractional, primary"),
        ({"structure": "now"}, "structure: 'now' is not known .*as_was, as_is"),
        ({"by": "week"}, "by: 'week' is not known .*month, quarter, year"),
        ({"engine": "spark"}, "engine: 'spark' is not known .*memory, frames, naive"),
        ({"since": date(2026, 1, 1), "until": date(2026, 1, 1)}, "until.* is not after since"),
        ({"since": MOMENT}, "since: .* is a moment, not a day"),
        ({"until": MOMENT}, "until: .* is a moment, not a day"),
        ({"today": MOMENT}, "today: .* is a moment, not a day"),
        ({"structure": MOMENT}, "structure: .* is a moment, not a day"),
        ({"since": "2026-01-01"}, "since: '2026-01-01' is not a date"),
        ({"metrics": "kirkpatrick"}, "metrics: 'kirkpatrick' is one where several may stand"),
        ({"metrics": lp.catalogue("roster.teams")[0]}, "is one where several may stand"),
        ({"metrics": ["kirkpatrick.behaviour"]}, "metrics: 'kirkpatrick.behaviour' is not a metric .*catalogue"),
    ],
)
def test_an_option_that_does_not_exist_is_refused(matrix: Drawn, options: dict[str, Any], said: str) -> None:
    with pytest.raises(lp.InvalidValue, match=said):
        lp.rollup(*matrix, **options)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"backend": "spark"}, "backend: 'spark' is not known .*polars, pandas, pyarrow"),
        ({"levels": ["people"]}, "levels: 'people' is not known .*learner, team, unit"),
    ],
)
def test_a_frame_that_cannot_be_made_is_refused(matrix: Drawn, options: dict[str, Any], said: str) -> None:
    with pytest.raises(lp.InvalidValue, match=said):
        lp.rollup(*matrix).to_frame(**options)


def test_a_frame_of_a_library_that_is_not_installed_says_how_to_install_it(
    matrix: Drawn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tidy, "find_spec", lambda _: None)
    with pytest.raises(lp.InvalidValue, match=r"backend: 'polars' is not installed here .*pip install polars"):
        lp.rollup(*matrix).to_frame()


def test_levels_may_be_named_by_their_words(matrix: Drawn) -> None:
    result = lp.rollup(*matrix, lp.catalogue("roster.learners"))
    words: Any = ["learner"]
    assert result.columns(levels=words) == result.columns(levels=[lp.NodeKind.LEARNER])


def test_as_is_takes_the_ties_of_today(matrix: Drawn) -> None:
    organization, evidence = matrix
    later = lp.Organization.of(
        units=organization.units.values(),
        learners=organization.learners.values(),
        ties=[
            lp.Reporting("left", "top"),
            lp.Reporting("right", "top"),
            lp.Placement("ani", "left", until=date(2026, 7, 1)),
            lp.Placement("ani", "right", since=date(2026, 7, 1)),
        ],
    )
    name = "kirkpatrick.behaviour"
    was = lp.rollup(later, evidence, lp.catalogue(name))
    now = lp.rollup(later, evidence, lp.catalogue(name), structure=lp.Structure.AS_IS, today=date(2026, 7, 1))
    assert (was["left", name].n, was["right", name].n) == (1, 0)
    assert (now["left", name].n, now["right", name].n) == (0, 1)


def test_a_period_without_evidence_or_ends_has_nothing_to_read(matrix: Drawn) -> None:
    organization, _ = matrix
    result = lp.rollup(organization, by="month")
    assert list(result) == []
    assert result.columns() == {name: [] for name in COLUMNS}
    assert result.accounting == lp.rollup(organization).accounting
    assert result.unallocated == {}


def test_evidence_about_unknown_nodes_is_refused_with_all_of_it(matrix: Drawn) -> None:
    organization, evidence = matrix
    strange: list[lp.Record] = [
        lp.Innovation("i1", contributors=["ani", "anni"], on=date(2026, 1, 1)),
        lp.Evaluation("e1", learner="dewi", level=3, score=4, on=date(2026, 1, 1)),
        lp.Correction("c1", unit="lefft", on=date(2026, 1, 1)),
    ]
    with pytest.raises(lp.EvidenceError) as caught:
        lp.rollup(organization, lp.Evidence.of([*evidence, *strange]))
    assert [problem.ids for problem in caught.value.problems] == [("i1", "anni"), ("e1", "dewi"), ("c1", "lefft")]
    assert "nearest known ids: left" in caught.value.problems[2].hint


@pytest.mark.parametrize(
    "record",
    [
        lp.Evaluation("x1", learner="left", level=3, score=4, on=date(2026, 1, 1)),
        lp.CareerMove("x1", learner="left", marks=[lp.MoveMark.PROMOTION], on=date(2026, 1, 1)),
        lp.Correction("x1", unit="ani", on=date(2026, 1, 1)),
        lp.Participation("x1", learner="left", activity="c7", on=date(2026, 1, 1)),
        lp.ConditionJudgement("x1", subject="ani", condition="E4.1", on=date(2026, 1, 1)),
    ],
    ids=lambda record: type(record).__name__,
)
def test_evidence_about_nodes_of_the_wrong_kind_is_refused(matrix: Drawn, record: lp.Record) -> None:
    organization, evidence = matrix
    with pytest.raises(lp.EvidenceError, match=r"x1: .* is a (unit|learner), which is not"):
        lp.rollup(organization, lp.Evidence.of([*evidence, record]))
