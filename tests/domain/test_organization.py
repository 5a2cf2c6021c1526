"""Rows O1 to O6: what the organization becomes."""

from fractions import Fraction

import learnperf as lp
from learnperf.demo.small import SINCE, UNTIL, small_demo


def test_every_metric_reads_at_every_unit_up_to_the_root_from_one_rollup(small: lp.Rollup) -> None:
    for metric in small.metrics:
        assert lp.NodeKind.UNIT in metric.levels, metric.name
        for unit in ("ministry", "tax", "customs"):
            assert small[unit, metric.name].missing is not lp.MissingReason.NOT_AT_THIS_LEVEL
    # ani belongs to one office by her position and to the other by her team, and is one person of the ministry
    assert [small[unit, "roster.learners"].value for unit in ("tax", "customs", "ministry")] == [2, 3, 4]


def test_innovations_are_cut_by_kind_novelty_and_value_with_rates_of_people_and_teams(small: lp.Rollup) -> None:
    (count,) = lp.catalogue("innovation.count")
    cut = [one for by in ("kind", "novelty", "significance") for one in lp.cut(count, by)]
    result = lp.rollup(small_demo(), metrics=cut, since=SINCE, until=UNTIL)
    read = {one.name.partition(".by_")[2]: result["ministry", one.name].value for one in cut}
    assert (read["kind.process"], read["kind.product"], read["kind.system"]) == (1, 1, 0)
    assert (read["novelty.new"], read["novelty.improved"]) == (1, 1)
    assert (read["significance.high"], read["significance.unknown"]) == (1, 1)
    assert small["ministry", "innovation.innovator_rate"].exact == Fraction(2, 4)
    assert small["ministry", "innovation.team_rate"].exact == Fraction(1, 2)


def test_promotions_rotations_and_transfers_stand_apart_at_a_unit(small: lp.Rollup) -> None:
    names = ("promotions", "rotations", "transfers", "demotions", "moves")
    assert [small["tax", f"career.{name}"].value for name in names] == [1, 0, 0, 0, 1]
    # one move with two marks is in both counts and one of the moves; ani's is also her new team's, which is customs'
    assert [small["customs", f"career.{name}"].value for name in names] == [1, 1, 1, 1, 3]
    assert [small["dewi", f"career.{name}"].value for name in names] == [0, 1, 1, 0, 1]
    assert small["tax", "career.linked_moves"].value == 1


def test_organizational_learning_happened_is_read_with_the_evidence_that_says_so(small: lp.Rollup) -> None:
    assert small["tax", "correction.learning_happened"].value == 1
    said = small.contributions("ministry", "correction.learning_happened")
    assert sorted(one.evidence for one in said) == ["k1", "k2"]
    assert small["tax", "correction.count"].value == 1


def test_adoptions_are_told_by_origin_and_by_time(small: lp.Rollup) -> None:
    # the tax office took up its own checklist, the customs office another's
    assert [small[unit, "adoption.count"].value for unit in ("tax", "customs", "ministry")] == [1, 1, 2]
    assert [small[unit, "adoption.from_elsewhere"].value for unit in ("tax", "customs", "ministry")] == [0, 1, 1]
    # from the 20th of February to the 1st of June
    assert small["tax", "adoption.days"].value == 8 + 31 + 30 + 31 + 1
    assert small["tax", "adoption.share"].value == 1


def test_a_unit_has_one_overall_reading_of_the_framework(small: lp.Rollup) -> None:
    groups = [small["tax", f"conditions.{group}"].exact for group in ("individual", "organization", "publication")]
    assert groups == [Fraction(3, 4), Fraction(4, 5), Fraction(1, 2)]
    parts = [small["tax", part.name].exact for part in small.metric("conditions.overall").parts]
    assert small["tax", "conditions.overall"].exact == sum(part for part in parts if part is not None) / 6


def test_every_unit_has_one_scorecard_of_its_own_targets_weights_and_bands(small: lp.Rollup) -> None:
    names = ("Short", "Kurang"), ("Met", "Tercapai")
    bands = [lp.Band(None, 90, 0, label=names[0]), lp.Band(90, None, 0, label=names[1])]
    card = lp.Scorecard(
        "framework",
        bands=lp.Bands(bands),
        perspectives=[lp.Perspective("performance"), lp.Perspective("conditions", role="beside")],
        indicators=[
            lp.Indicator("kirkpatrick.behaviour", target=4, cap=100, weight=50, perspective="performance"),
            lp.Indicator("assignment.on_time", target="0.5", weight=30, perspective="performance"),
            lp.Indicator("adoption.days", target=100, weight=20, perspective="performance"),
            lp.Indicator("conditions.overall", target="0.8", perspective="conditions"),
        ],
    )
    cards = lp.scorecards(small, card, levels=["unit"])
    assert set(cards.nodes) == set(small.organization.units)
    # a behaviour of 4 is on target; a third on time is two thirds of a half; 101 days are one too many of 100
    tax = cards["tax"]
    assert tax.parts() == {
        "kirkpatrick.behaviour": 50,
        "assignment.on_time": 30 * Fraction(2, 3),
        "adoption.days": 20 * Fraction(99, 100),
    }
    assert (tax.value, tax.coverage, tax.band) == (Fraction("89.8"), Fraction(1), bands[0])
    assert tax.indicators["conditions.overall"].attainment is not None
    assert cards["customs"].indicators["kirkpatrick.behaviour"].attainment == lp.Attainment(
        Fraction(100), Fraction(14, 3) / 4 * 100
    )
