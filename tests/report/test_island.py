import json
from datetime import date
from typing import Any

import pytest

import learnperf as lp
from learnperf.report import island
from learnperf.report.island import island_of


def _island(result: lp.Rollup) -> Any:  # noqa: ANN401 -- JSON, as the page's code sees it
    return json.loads(json.dumps(island_of(result, "en")))


def _column(found: Any, place: int) -> list[Any]:  # noqa: ANN401 -- JSON
    packed = found["columns"][place]
    if isinstance(packed, list):
        return packed
    cells = [packed["fill"]] * packed["size"]
    at = -1
    for gap, value in zip(packed["gaps"], packed["values"], strict=True):
        at += gap
        cells[at] = value
    return cells


def test_the_page_holds_every_reading(result: lp.Rollup) -> None:
    found = _island(result)
    assert found["nodes"]["id"] == list(result.nodes)
    for place, metric in enumerate(result.metrics):
        for at, period in enumerate(result.periods):
            columns = {name: _column(found, one) for name, one in found["metrics"][place]["readings"][at].items()}
            for number, node in enumerate(result.nodes):
                reading = result[node, metric.name, period.label]
                shown = tuple(columns[name][number] for name in ("value", "n", "heads", "due", "reason"))
                value = None if reading.value is None else pytest.approx(reading.value, rel=1e-11)
                assert shown == (value, reading.n, reading.heads, reading.due, reading.missing.value)


def test_the_page_holds_every_window_over_periods_given(ministry: tuple[lp.Organization, lp.Evidence]) -> None:
    waves = [lp.Period("before <July>", None, date(2025, 7, 1)), lp.Period("after", date(2025, 7, 1), None)]
    metrics = lp.catalogue("innovation.count", "kirkpatrick.behaviour")
    found = _island(lp.rollup(*ministry, metrics=metrics, by=waves, window="to_date"))
    assert [period["label"] for period in found["periods"]] == ["before <July>", "before <July>..after"]
    top = found["nodes"]["id"].index("MOF")
    counts = [[_column(found, one["n"])[top] for one in metric["readings"]] for metric in found["metrics"][:2]]
    # in March dewi was nowhere, so one of the ten scores is hers alone
    assert counts == [[0, 1], [4, 9]]


def test_metrics_not_asked_for_are_there_as_parts_only(ministry: tuple[lp.Organization, lp.Evidence]) -> None:
    result = lp.rollup(*ministry, metrics=lp.catalogue("innovation.innovator_rate"))
    found = _island(result)
    names = [metric["name"] for metric in found["metrics"]]
    assert names == ["innovation.innovator_rate", "innovation.innovators", "roster.learners"]
    assert [metric["asked"] for metric in found["metrics"]] == [True, False, False]
    assert found["metrics"][0]["parts"] == [1, 2]
    assert found["metrics"][0]["note"] == "derived"
    assert found["metrics"][0]["lines"] is None


def test_a_staged_metric_shows_the_lines_of_what_it_is_made_of(ministry: tuple[lp.Organization, lp.Evidence]) -> None:
    result = lp.rollup(*ministry, metrics=lp.catalogue("kirkpatrick.behaviour.mean_of_learners"))
    staged, inner = _island(result)["metrics"]
    assert (staged["note"], staged["grain"], staged["leaf"]) == ("staged", "learner", 1)
    assert inner["adds"] == ["n", "total"]


def test_a_function_of_rows_says_so(ministry: tuple[lp.Organization, lp.Evidence]) -> None:
    count = lp.Opaque("mine.count", label="Count", unit="pieces", evidence=lp.Evaluation, function=len)
    only = _island(lp.rollup(*ministry, metrics=[count]))["metrics"][0]
    assert (only["note"], only["adds"], only["lines"]["state"]) == ("opaque", [], {})


def test_lines_add_up_to_the_totals_the_page_checks_them_against(result: lp.Rollup) -> None:
    found = _island(result)
    behaviour = next(metric for metric in found["metrics"] if metric["name"] == "kirkpatrick.behaviour")
    lines = behaviour["lines"]
    assert set(lines["state"]) == set(lines["total"]) == {"n", "total"}
    counts = _column(found, lines["count"])
    total = _column(found, lines["total"]["total"])
    values = _column(found, lines["state"]["total"])
    begin = 0
    for count, expected in zip(counts, total, strict=True):
        assert sum(values[begin : begin + count]) == expected
        begin += count
    assert begin == len(values) > 0


def test_many_learners_are_left_to_the_files_and_named_where_explained(
    result: lp.Rollup, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(island, "MOST_LISTED", 10)
    found = _island(result)
    structure = result.plan.graph.structure_size
    assert found["listed"] == found["structure"] == structure == 7
    assert len(_column(found, found["metrics"][0]["readings"][0]["n"])) == structure
    # learners have a place only to be named in explanations
    assert sorted(found["nodes"]["id"][structure:]) == ["ani", "budi", "citra", "dewi"]
    lines = next(metric["lines"] for metric in found["metrics"] if metric["name"] == "kirkpatrick.behaviour")
    assert max(_column(found, lines["source"])) == len(found["nodes"]["id"]) - 1


def test_the_page_opens_where_there_is_something_to_read(ministry: tuple[lp.Organization, lp.Evidence]) -> None:
    result = lp.rollup(*ministry, metrics=lp.catalogue("kirkpatrick.reaction", "kirkpatrick.behaviour"), by="quarter")
    start = _island(result)["start"]
    assert result.metrics[start["metric"]].name == "kirkpatrick.behaviour"
    assert result.periods[start["period"]].label == "2025-Q3"
    assert result.nodes[start["node"]] == "MOF"


def test_without_evidence_the_page_opens_on_the_people(ministry: tuple[lp.Organization, lp.Evidence]) -> None:
    found = _island(lp.rollup(ministry[0]))
    assert found["metrics"][found["start"]["metric"]]["name"] == "roster.learners"
    # where there is nothing else, a count of nothing is what there is to show
    counts = lp.rollup(ministry[0], metrics=lp.catalogue("kirkpatrick.reaction", "innovation.count"))
    assert counts.metrics[_island(counts)["start"]["metric"]].name == "innovation.count"


def test_a_structure_after_every_change_has_no_day(ministry: tuple[lp.Organization, lp.Evidence]) -> None:
    without, with_evidence = _island(lp.rollup(ministry[0])), _island(lp.rollup(*ministry))
    assert "9999" not in json.dumps(without)
    assert [found["trees"][0]["day"] for found in (without, with_evidence)] == [None, "2025-09-02"]


def test_every_group_of_lines_says_how_its_reading_follows(result: lp.Rollup) -> None:
    lines = next(one["lines"] for one in _island(result)["metrics"] if one["name"] == "kirkpatrick.behaviour")
    heads = {"n": "state.n", "total": "state.total.score"}
    numbers = {"low": 1, "step": 1, "top": 4}
    assert lines["formulas"] == [{"heads": heads, "sentence": "formula.score", "numbers": numbers}]
    assert set(_column(_island(result), lines["formula"])) == {0}


def test_only_sums_carry_the_weight_of_evidence(ministry: tuple[lp.Organization, lp.Evidence]) -> None:
    found = _island(lp.rollup(*ministry, counting="fractional"))["metrics"]
    columns = {one["name"]: (one["adds"], one["weighted"]) for one in found}
    assert columns["innovation.innovators"] == (["distinct"], [])
    assert columns["kirkpatrick.behaviour"] == (["n", "total"], ["n", "total"])


def test_without_any_reading_the_page_opens_at_the_top() -> None:
    organization = lp.Organization.of(units=[lp.Unit("MOF")], ties=[])
    metrics = lp.catalogue("kirkpatrick.reaction")
    assert _island(lp.rollup(organization, metrics=metrics))["start"] == {"metric": 0, "period": 0, "node": 0}
    # cut into periods there is none, for want of any day
    assert _island(lp.rollup(organization, metrics=metrics, by="year"))["start"] == {
        "metric": 0,
        "period": -1,
        "node": 0,
    }
