"""Scorecards of a result: every unit and team, parts that add up exactly, and nothing missing read as 0."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import learnperf as lp
from learnperf import testing

MAIN = (
    lp.Indicator("kirkpatrick.behaviour", target=4, weight=60, perspective="main"),
    lp.Indicator("assignment.on_time", target="0.9", weight=40, perspective="main"),
)
BESIDE = lp.Indicator("conditions.overall", target="0.8", perspective="conditions")
EXTRA = lp.Indicator("publication.count", target=2, weight=8, perspective="extra")
PERSPECTIVES = (
    lp.Perspective("main", label=("Main", "Utama")),
    lp.Perspective("conditions", role="beside", label=("Conditions", "Kondisi")),
    lp.Perspective("extra", role="added", most=10, label=("Extra", "Tambahan")),
)


def _card(indicators: Sequence[lp.Indicator] = (*MAIN, BESIDE, EXTRA), **options: Any) -> lp.Scorecard:  # noqa: ANN401 -- any option of the class
    used = {one.perspective for one in indicators}
    perspectives = [one for one in PERSPECTIVES if one.name in used]
    return lp.Scorecard("card", label=("Card", "Kartu"), indicators=indicators, perspectives=perspectives, **options)


def _result(
    scores: Sequence[int] = (3, 4),
    publications: int = 1,
    **options: Any,  # noqa: ANN401 -- any option of a rollup
) -> lp.Rollup:
    organization = lp.Organization.of(
        units=[lp.Unit("MOF", "Ministry"), lp.Unit("DJP")],
        teams=[lp.Team("audit")],
        learners=[lp.Learner("ani")],
        ties=[lp.Reporting("DJP", "MOF"), lp.Sponsorship("audit", "DJP"), lp.Placement("ani", "DJP")],
    )
    records: list[lp.Record] = [
        lp.Evaluation(f"e{place}", learner="ani", level=lp.Level.BEHAVIOUR, score=score, on=date(2025 + place, 3, 1))
        for place, score in enumerate(scores)
    ]
    records += [
        lp.Publication(f"p{place}", unit="DJP", on=date(2025, 1, 1), channel=lp.Channel.FORMAL)
        for place in range(publications)
    ]
    return lp.rollup(organization, lp.Evidence.of(records), **options)


def test_the_whole_is_the_composite_and_what_is_added_and_says_what_was_left_out() -> None:
    scored = lp.scorecards(_result(), _card())["DJP"]
    assert scored.composite.value == Fraction(35, 10) / 4 * 100
    assert scored.value == Fraction("87.5") + Fraction(8, 2)
    assert scored.parts() == {"kirkpatrick.behaviour": Fraction("87.5"), "publication.count": 4}
    assert scored.coverage == Fraction(60, 100)
    nothing = lp.MissingReason.NO_EVIDENCE
    part = lp.MissingReason.PART_MISSING
    assert scored.left_out == {"assignment.on_time": nothing, "conditions.overall": part}
    one = scored.indicators["kirkpatrick.behaviour"]
    assert (one.reading.value, one.reading.n, one.target, one.missing) == (3.5, 2, lp.Target.of(4), 0)


def test_printed_skp_is_reproduced() -> None:
    """59.2 of main work at 60 %, 43.6 of work on target at 40 %, and no extra work make 102.8."""
    table = lp.Bands([lp.Band(None, 100, Fraction("59.2") / Fraction("0.6")), lp.Band(100, None, 109)])
    main = [
        lp.Indicator("kirkpatrick.behaviour", target=5, weight=60, perspective="main", bands=table),
        lp.Indicator("publication.count", target=1, weight=40, perspective="main", bands=table),
    ]
    extra = lp.Indicator("innovation.count", target=1, weight=10, perspective="extra")
    scored = lp.scorecards(_result(), _card([*main, extra]))["MOF"]
    assert list(scored.parts().values()) == [Fraction("59.2"), Fraction("43.6"), 0]
    assert scored.value == Fraction("102.8")


def test_extra_work_adds_ten_at_most_and_what_is_beyond_is_taken_back_on_a_line() -> None:
    scored = lp.scorecards(_result(publications=6), _card())["MOF"]
    assert scored.value == Fraction("97.5")
    assert scored.parts() == {
        "kirkpatrick.behaviour": Fraction("87.5"),
        "publication.count": 24,
        "most of extra": -14,
    }


def test_what_is_missing_adds_nothing_and_loses_nothing() -> None:
    extra = lp.Indicator("learning.relevance", target=1, weight=8, perspective="extra", missing="none")
    scored = lp.scorecards(_result(), _card([MAIN[0], extra]))["MOF"]
    assert scored.value == scored.composite.value == Fraction("87.5")
    assert scored.left_out == {"learning.relevance": lp.MissingReason.NO_EVIDENCE}


def test_beside_is_shown_and_weighs_nothing() -> None:
    with_it, without = (lp.scorecards(_result(), _card(several))["MOF"] for several in ((*MAIN, BESIDE), MAIN))
    assert with_it.value == without.value
    assert BESIDE.name not in with_it.parts()
    assert BESIDE.name in with_it.indicators


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({"missing": "none"}, lp.MissingReason.PART_MISSING),
        ({"least_coverage": "0.7"}, lp.MissingReason.LITTLE_COVERAGE),
    ],
)
def test_without_a_composite_there_is_no_whole_and_no_parts(options: dict[str, Any], reason: lp.MissingReason) -> None:
    scored = lp.scorecards(_result(), _card(**options))["MOF"]
    assert scored.value == lp.Missing(reason)
    assert scored.parts() == {}


def test_zero_by_declaration_is_0_and_says_so() -> None:
    scored = lp.scorecards(_result(), _card(MAIN, missing="zero"))["MOF"]
    assert scored.value == Fraction("52.5")
    assert scored.composite.as_zero == ("assignment.on_time",)
    assert scored.left_out == {"assignment.on_time": lp.MissingReason.NO_EVIDENCE}
    assert "counted as 0: no evidence" in scored.text()


def test_no_target_a_target_of_0_and_no_band_are_left_out_for_that_reason() -> None:
    indicators = [
        lp.Indicator("kirkpatrick.behaviour", name="none"),
        lp.Indicator("kirkpatrick.behaviour", name="zero", target=0),
        lp.Indicator("kirkpatrick.behaviour", name="band", target=4, bands=lp.Bands([lp.Band(90, 100, 1, 2)])),
        lp.Indicator("kirkpatrick.behaviour", name="some", target=4),
    ]
    scored = lp.scorecards(_result(), lp.Scorecard("card", indicators=indicators))["MOF"]
    reasons = lp.MissingReason.NO_TARGET, lp.MissingReason.ZERO_TARGET, lp.MissingReason.NO_BAND
    assert list(scored.left_out.values()) == list(reasons)
    assert scored.value == Fraction("87.5")


def test_each_period_and_node_has_its_own_target() -> None:
    targets = [lp.TargetFor(3, period="2025"), lp.TargetFor(2, node="DJP", period="2025")]
    card = _card([lp.Indicator("kirkpatrick.behaviour", target=4, perspective="main", targets=targets)])
    cards = lp.scorecards(_result(by="year"), card)
    assert [cards[key].value for key in (("MOF", "2025"), ("DJP", "2025"), ("DJP", "2026"))] == [100, 150, 100]
    assert len(cards) == len(list(cards)) == 3 * 2
    with pytest.raises(lp.InvalidValue, match="is needed"):
        cards["MOF"]


def test_levels_choose_for_whom() -> None:
    result = _result()
    assert lp.scorecards(result, _card()).nodes == ("DJP", "MOF", "audit")
    cards = lp.scorecards(result, _card(), levels=["learner"])
    assert cards.nodes == ("ani",)
    with pytest.raises(lp.UnknownName, match="nearest: "):
        cards["anni"]
    with pytest.raises(lp.InvalidValue, match="levels"):
        lp.scorecards(result, _card(), levels=["office"])


def test_an_indicator_that_is_not_read_at_a_level_is_not_its_gap() -> None:
    only_units = lp.Metric(
        "mine.units",
        label="Mine",
        unit="pieces",
        levels=[lp.NodeKind.UNIT],
        evidence=lp.Innovation,
        state=lp.Count,
        lift={"count": 1},
    )
    indicators = [lp.Indicator(only_units, target=1, missing="none"), lp.Indicator("kirkpatrick.behaviour", target=4)]
    card = lp.Scorecard("card", indicators=indicators)
    scored = lp.scorecards(_result(metrics=card.metrics), card, levels=["learner"])["ani"]
    assert (scored.value, scored.coverage) == (Fraction("87.5"), Fraction(1))
    assert scored.left_out == {"mine.units": lp.MissingReason.NOT_AT_THIS_LEVEL}


def test_metrics_not_read_and_nodes_not_known_are_said_at_once() -> None:
    targets = [lp.TargetFor(3, node="DJPP"), lp.TargetFor(3, node="zzzzz"), lp.TargetFor(3, node="DJP")]
    card = _card([lp.Indicator("kirkpatrick.behaviour", target=4, perspective="main", targets=targets)])
    with pytest.raises(lp.ScorecardError) as caught:
        lp.scorecards(_result(metrics=lp.catalogue("roster")), card)
    assert [str(one) for one in caught.value.problems] == [
        "the result has no kirkpatrick.behaviour (roll up with metrics=scorecard.metrics, or the whole catalogue)",
        "kirkpatrick.behaviour has a target for the unknown node 'DJPP' (nearest: DJP)",
        "kirkpatrick.behaviour has a target for the unknown node 'zzzzz' (give the id of a node of the organization)",
    ]


def test_the_table_of_a_node_shows_value_target_attainment_and_what_was_left_out() -> None:
    capped = lp.Indicator("publication.count", target=[1, 2], weight=8, perspective="extra", cap=120, name="p")
    bands = lp.Bands([lp.Band(None, 90, 0, label=("Low", "Rendah")), lp.Band(90, None, 0)])
    named = lp.Indicator(
        "kirkpatrick.behaviour", target=4, perspective="main", bands=lp.Bands([lp.Band(None, None, 7, label="Any")])
    )
    card = _card([*MAIN[1:], BESIDE, capped, named], bands=bands)
    lines = repr(lp.scorecards(_result(publications=8), card)["DJP"]).splitlines()
    assert lines[:3] == ["DJP · DJP · unit · all", "Card: 16.6 (Low), covers 2.4 % of the weight", ""]
    text = "\n".join(lines)
    for said in ("≥ 4", "1 .. 2", "Any 7.0", "left out: no evidence", "(capped)", "beside the composite"):
        assert said in text
    assert "added on top, 10.0 at most" in text


def test_the_table_speaks_indonesian() -> None:
    text = lp.scorecards(_result(publications=6), _card())["MOF"].text("id")
    for said in ("Kartu: 97,5", "unit kerja", "87,5 %", "dikecualikan: tidak ada bukti", "melebihi batas", "-14,0"):
        assert said in text
    with pytest.raises(lp.InvalidValue, match="one of en, id"):
        lp.scorecards(_result(), _card())["MOF"].text("nl")


def test_the_table_of_all_has_a_line_for_each_and_dashes_where_nothing_is() -> None:
    cards = lp.scorecards(_result(publications=0), _card(MAIN, missing="none"))
    lines = cards.text().splitlines()
    assert [line.split()[0] for line in lines] == ["Node", "DJP", "Ministry", "audit"]
    assert "—" in lines[1]
    assert repr(cards) == "<Scorecards 'card': 3 nodes x 1 period>"
    nothing = lp.scorecards(_result(scores=()), lp.Scorecard("card", indicators=MAIN))["MOF"]
    assert "Composite" not in nothing.text()
    assert "none: a part is missing, covers 0.0 % of the weight" in nothing.text()


def test_where_nothing_applies_no_coverage_is_made_up() -> None:
    only_teams = lp.Metric(
        "mine.teams",
        label="Mine",
        unit="pieces",
        levels=[lp.NodeKind.TEAM],
        evidence=lp.Innovation,
        state=lp.Count,
        lift={"count": 1},
    )
    card = lp.Scorecard("card", indicators=[lp.Indicator(only_teams, target=1)])
    cards = lp.scorecards(_result(metrics=card.metrics), card, levels=["unit"])
    assert cards["MOF"].coverage is None
    assert cards["MOF"].text().splitlines()[1] == "card: none: not read at this level"
    assert "—" in cards.text()
    assert cards.composite_columns()["coverage"] == [None, None]


def test_frames_are_tidy() -> None:
    cards = lp.scorecards(_result(), _card(bands=lp.Bands([lp.Band(None, None, 0, label="Any")])))
    frame = cards.to_frame("polars")
    assert isinstance(frame, pl.DataFrame)
    assert len(frame) == len(cards) * 4
    row = frame.filter(node="DJP", indicator="kirkpatrick.behaviour").row(0, named=True)
    expected = {"value": 3.5, "target_low": 4.0, "attainment": 87.5, "capped": False, "contribution": 87.5, "n": 2}
    assert {name: row[name] for name in expected} == expected
    whole = cards.composites_to_frame("polars").filter(node="DJP").row(0, named=True)
    assert (whole["value"], whole["weighted"], whole["added"], whole["coverage"]) == (91.5, 87.5, 4.0, 0.6)
    assert whole["band"] == "Any"
    assert whole["left_out"] == "assignment.on_time: no evidence; conditions.overall: a part is missing"
    empty = lp.scorecards(_result(), _card(), levels=[])
    assert empty.to_frame("polars").columns == frame.columns
    assert len(empty.composites_to_frame()) == 0


@settings(max_examples=25, deadline=None)
@given(
    data=testing.organizations().flatmap(lambda one: st.tuples(st.just(one), testing.evidence(one))),
    missing=st.sampled_from(["leave_out", "none", "zero"]),
)
def test_parts_add_up_to_the_whole_at_every_node_of_any_organization(
    data: tuple[lp.Organization, lp.Evidence], missing: str
) -> None:
    card = _card(missing=missing)
    for scored in lp.scorecards(lp.rollup(*data, metrics=card.metrics), card):
        if isinstance(scored.value, lp.Missing):
            assert scored.parts() == {}
        else:
            assert sum(scored.parts().values()) == scored.value
        assert set(scored.left_out) == {name for name, one in scored.indicators.items() if one.attainment is None}


def test_a_small_number_and_its_target_do_not_look_alike() -> None:
    small = lp.Indicator("kirkpatrick.behaviour", target="0.0355", weight=60, perspective="main", name="small")
    text = lp.scorecards(_result(), _card([small]))["MOF"].text()
    assert "≥ 0.0355" in text
    assert "3.50" in text
