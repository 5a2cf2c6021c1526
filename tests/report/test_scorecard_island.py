"""The scorecard's part of a page: the figures of every unit and team, as `learnperf.scorecards` gives them."""

from __future__ import annotations

import json
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import learnperf as lp
from learnperf.report import scorecard_island, write_report
from learnperf.report.island import island_of
from learnperf.report.page import page_of
from learnperf.report.words import PAGE

HOSTILE = "<script>alert(1)</script>"
SCRIPT = Path(lp.__file__).parent / "report" / "script" / "scorecard.js"


@pytest.fixture
def card() -> lp.Scorecard:
    bands = lp.Bands([lp.Band(None, 90, 0, label=("Low", "Rendah")), lp.Band(90, None, 1, label=HOSTILE)])
    return lp.Scorecard(
        "card",
        label=(HOSTILE, "Kartu"),
        source=("invented", "direka"),
        bands=bands,
        indicators=[
            lp.Indicator("kirkpatrick.behaviour", target=4, weight=60, perspective="main", bands=bands),
            lp.Indicator("assignment.on_time", target="0.9", weight=40, perspective="main", missing="zero"),
            lp.Indicator("innovation.count", weight=5, perspective="extra"),
            lp.Indicator("assignment.completion", target="0.5", cap=120, weight=50, perspective="extra"),
            lp.Indicator("conditions.overall", target="0.8", perspective="beside"),
        ],
        perspectives=[
            lp.Perspective("main", label=("Main", "Utama")),
            lp.Perspective("extra", role="added", most=10),
            lp.Perspective("beside", role="beside"),
        ],
    )


def _unpacked(columns: list[Any], place: int) -> list[Any]:
    packed = columns[place]
    if isinstance(packed, list):
        return packed
    cells, at = [packed["fill"]] * packed["size"], -1
    for gap, value in zip(packed["gaps"], packed["values"], strict=True):
        at += gap
        cells[at] = value
    return cells


def _number(value: Any) -> object:  # noqa: ANN401 -- a fraction, or why there is none
    return None if value is None or isinstance(value, lp.Missing) else pytest.approx(float(value))


def test_every_unit_and_team_has_the_figures_of_its_scorecard(result: lp.Rollup, card: lp.Scorecard) -> None:
    cards = lp.scorecards(result, card)
    island: Any = json.loads(json.dumps(island_of(result, "en", cards)))
    part, columns = island["scorecard"], island["columns"]
    names = [one["name"] for one in island["metrics"]]
    assert [names[one["metric"]] for one in part["indicators"]] == [one.metric.name for one in card.indicators]
    assert [one["role"] for one in part["perspectives"]] == ["weighted", "added", "beside"]
    assert [one["indicators"] for one in part["perspectives"]] == [[0, 1], [2, 3], [4]]
    assert len(part["periods"]) == len(result.periods)
    seen = 0
    for period, found in zip(result.periods, part["periods"], strict=True):
        for node, name in enumerate(cards.nodes):
            scored = cards[name, period.label]
            whole = {key: _unpacked(columns, place)[node] for key, place in found["whole"].items()}
            assert whole["value"] == _number(scored.value)
            assert whole["coverage"] == _number(scored.coverage)
            for indicator, places in zip(card.indicators, found["indicators"], strict=True):
                cells = {key: _unpacked(columns, place)[node] for key, place in places.items()}
                one = scored.indicators[indicator.name]
                assert cells["score"] == _number(one.score)
                assert cells["adds"] == _number(scored.parts().get(indicator.name))
                assert cells["attained"] == _number(one.attainment and one.attainment.percent)
                assert cells["low"] == _number(one.target and one.target.low)
                assert cells["reason"] == one.missing
                assert cells["band"] == (None if one.band is None else 1 - (one.band.high is not None))
                assert cells["zero"] == (indicator.name in scored.composite.as_zero)
                seen += cells["score"] is not None
            for perspective, places in zip(scored.perspectives, found["perspectives"], strict=True):
                cells = {key: _unpacked(columns, place)[node] for key, place in places.items()}
                assert (cells["value"], cells["cut"]) == (
                    _number(perspective.composite.value),
                    _number(perspective.cut),
                )
    assert seen > 10


def test_every_indicator_has_the_limits_of_its_interval_where_one_is_known(
    result: lp.Rollup, card: lp.Scorecard
) -> None:
    cards = lp.scorecards(result, card)
    island: Any = island_of(result, "en", cards)
    seen = set()
    for period, found in zip(result.periods, island["scorecard"]["periods"], strict=True):
        for indicator, places in zip(card.indicators, found["indicators"], strict=True):
            limits = [_unpacked(island["columns"], places[name]) for name in ("least", "most")]
            for node, *ends in zip(cards.nodes, *limits, strict=True):
                one = lp.interval(result, node, indicator.metric.name, period=period.label)
                assert ends == [end if end is None else pytest.approx(end, rel=1e-3) for end in (one.low, one.high)]
                seen.add(one.low is None)
    assert seen == {True, False}


def test_a_result_that_went_on_from_saved_states_has_no_intervals(
    ministry: tuple[lp.Organization, lp.Evidence], tmp_path: Path
) -> None:
    organization, evidence = ministry
    card = lp.Scorecard("card", indicators=[lp.Indicator("kirkpatrick.behaviour", target=4)])
    lp.rollup(organization, evidence, metrics=card.metrics).save(tmp_path / "states")
    later = [lp.Evaluation("later", learner="ani", level=lp.Level.BEHAVIOUR, score=4, on=date(2026, 1, 1))]
    states = lp.load_states(tmp_path / "states")
    result = lp.rollup(organization, lp.Evidence.of(later), metrics=card.metrics, onto=states)
    island: Any = island_of(result, "en", lp.scorecards(result, card))
    assert "least" not in island["scorecard"]["periods"][0]["indicators"][0]


def test_columns_are_by_number_of_the_node(result: lp.Rollup, card: lp.Scorecard) -> None:
    structure = result.plan.graph.structure_size
    assert lp.scorecards(result, card).nodes == result.nodes[:structure]


def test_a_page_without_a_scorecard_has_no_part_of_one(result: lp.Rollup) -> None:
    assert island_of(result, "en")["scorecard"] is None
    assert 'id="card-table"' not in "".join(page_of(result, None))


def test_labels_that_look_like_code_are_text(result: lp.Rollup, card: lp.Scorecard) -> None:
    html = "".join(page_of(result, None, cards=lp.scorecards(result, card)))
    assert 'id="card-table"' in html
    assert HOSTILE not in html
    assert "invented" in html


def test_a_source_of_nobody_is_not_said(result: lp.Rollup) -> None:
    card = lp.Scorecard("card", indicators=[lp.Indicator("kirkpatrick.behaviour", target=4)])
    html = "".join(page_of(result, None, cards=lp.scorecards(result, card)))
    assert 'id="card-table"' in html
    assert "invented" not in html


def test_the_report_refuses_a_scorecard_of_metrics_it_did_not_read(
    ministry: tuple[lp.Organization, lp.Evidence], card: lp.Scorecard, tmp_path: Path
) -> None:
    result = lp.rollup(*ministry, metrics=lp.catalogue("roster"))
    with pytest.raises(lp.ScorecardError, match=r"has no kirkpatrick\.behaviour"):
        write_report(result, tmp_path / "report.html", scorecard=card)
    assert not (tmp_path / "report.html").exists()


def test_the_code_says_only_words_there_are() -> None:
    text = SCRIPT.read_text("utf-8")
    keys = {part.split('"')[0] for part in text.split('t("')[1:] if part.startswith("card.")}
    assert {"card.none", "card.cut", "card.sum", "card.left_out.list"} <= keys <= set(PAGE)
    columns = ("indicator", "value", "target", "attained", "points", "weight", "adds", "n")
    assert {f"card.{name}{end}" for name in columns for end in ("", ".hint")} <= set(PAGE)
    assert {f"card.{name}.said" for name in ("below", "on", "above")} <= set(PAGE)
    assert {f"card.role.{name}" for name in ("weighted", "beside", "added")} <= set(PAGE)


def test_the_page_stays_of_ordinary_size_with_ten_thousand_nodes() -> None:
    units = [lp.Unit(f"u{place}") for place in range(10_000)]
    ties = [lp.Reporting(f"u{place}", f"u{(place - 1) // 10}") for place in range(1, 10_000)]
    demo = Path(lp.__file__).parent / "demo" / "scorecard.toml"
    card = lp.Scorecard.from_toml(demo)
    result = lp.rollup(lp.Organization.of(units=units, ties=ties), metrics=card.metrics)
    without = len(json.dumps(island_of(result, "en")))
    with_it = len(json.dumps(island_of(result, "en", lp.scorecards(result, card))))
    assert with_it - without < 1_000_000
    assert tomllib.loads(demo.read_text("utf-8"))["name"] == "balanced"


def test_of_very_many_periods_the_last_ones_have_scorecards(
    result: lp.Rollup, card: lp.Scorecard, monkeypatch: pytest.MonkeyPatch
) -> None:
    cards = lp.scorecards(result, card)
    assert len(result.periods) > 1
    for most, kept in ((0, 1), (len(cards.nodes) * 2 - 1, 1), (len(cards.nodes) * 2, 2)):
        monkeypatch.setattr(scorecard_island, "MOST_CARDS", most)
        island: Any = island_of(result, "en", cards)
        there = [period is not None for period in island["scorecard"]["periods"]]
        assert there == [False] * (len(there) - kept) + [True] * kept
