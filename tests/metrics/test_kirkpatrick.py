"""Kirkpatrick's levels: what is read of scores after learning, and of pairs of scores before and after."""

import pickle
from collections.abc import Iterable, Sequence
from copy import deepcopy
from datetime import date
from fractions import Fraction
from itertools import pairwise
from statistics import median, stdev

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import wilcoxon

import learnperf as lp
from learnperf.errors import InvalidValue
from learnperf.metrics.effectsizes import SummaryStatistics, cohen_d_independent, hedges_g_independent, standard_error
from learnperf.metrics.finalized import Context
from learnperf.metrics.kirkpatrick.boxes import top_box
from learnperf.metrics.kirkpatrick.effects import standardised
from learnperf.metrics.kirkpatrick.normalised import GainBand, gain_band, of_class
from learnperf.metrics.kirkpatrick.quantiles import quantile
from learnperf.metrics.stepcounts import StepCounts, step_counts

Score = float | str | None
DAY = date(2026, 4, 1)


def office(learners: Iterable[str]) -> lp.Organization:
    people = sorted(set(learners))
    return lp.Organization.of(
        units=[lp.Unit("office")],
        learners=[lp.Learner(who) for who in people],
        ties=[lp.Placement(who, "office") for who in people],
    )


def pairs(level: lp.Level, scores: Sequence[tuple[Score, Score]], scale: lp.Scale = lp.LIKERT_5) -> list[lp.Evaluation]:
    return [
        lp.Evaluation(
            f"{place}{phase.value}", learner=f"p{place}", level=level, score=score, scale=scale, phase=phase,
            activity="c1", rater=lp.Rater.SUPERVISOR, on=DAY,
        )
        for place, both in enumerate(scores)
        for phase, score in zip(lp.Phase, both, strict=True)
    ]  # fmt: skip


def afterwards(
    level: lp.Level, scores: Sequence[Score], scale: lp.Scale = lp.LIKERT_5, rater: lp.Rater | None = None
) -> list[lp.Evaluation]:
    return [
        lp.Evaluation(
            f"{rater}{scale}{place}", learner=f"p{place}", level=level, score=score, scale=scale, rater=rater, on=DAY
        )
        for place, score in enumerate(scores)
    ]  # fmt: skip


def reading(metric: lp.AnyMetric | str, evaluations: Iterable[lp.Evaluation], node: str = "office") -> lp.Reading:
    several = list(evaluations)
    metrics = lp.catalogue(metric) if isinstance(metric, str) else [metric]
    name = metric if isinstance(metric, str) else metric.name
    return lp.rollup(office(one.learner for one in several), lp.Evidence.of(several), metrics)[node, name]


def value(metric: lp.AnyMetric | str, evaluations: Iterable[lp.Evaluation]) -> Fraction | lp.MissingReason:
    found = reading(metric, evaluations)
    return found.missing if found.exact is None else found.exact


F = Fraction
REACTION, LEARNING, BEHAVIOUR, RESULTS = lp.Level
TWENTY = lp.Scale(0, 20)
LIKERT = st.lists(st.integers(1, 5), min_size=1, max_size=8)
PAIRED = st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20)), min_size=1, max_size=8)


@pytest.mark.parametrize(
    ("name", "scores", "expected"),
    [
        ("kirkpatrick.reaction", [4, 5, None], F(9, 2)),
        ("kirkpatrick.reaction.attained", [4, 5, None], F(7, 8)),
        ("kirkpatrick.reaction.spread", [1, 3, 5], 2),
        ("kirkpatrick.reaction.spread", [4], lp.MissingReason.TOO_FEW),
        ("kirkpatrick.reaction.top_1", [5, 4, 4, 2, None], F(1, 4)),
        ("kirkpatrick.reaction.top_2", [5, 4, 4, 2, None], F(3, 4)),
        ("kirkpatrick.reaction.median", [2, 4, 5, 5, None], F(9, 2)),
        ("kirkpatrick.reaction.median", [3], 3),
        ("kirkpatrick.reaction.median", [None], lp.MissingReason.NOT_OBSERVED),
        ("kirkpatrick.reaction.top_1", [None], lp.MissingReason.NOT_OBSERVED),
        ("kirkpatrick.reaction.spread", [None], lp.MissingReason.NOT_OBSERVED),
    ],
)
def test_scores_after_learning(name: str, scores: list[Score], expected: Fraction | lp.MissingReason) -> None:
    assert value(name, afterwards(REACTION, scores)) == expected


@settings(max_examples=30, deadline=None)
@given(LIKERT, st.sampled_from(lp.Level))
def test_medians_and_deviations_are_those_of_the_statistics_module(scores: list[int], level: lp.Level) -> None:
    evaluations = afterwards(level, scores)
    assert value(quantile(level), evaluations) == median(scores)
    spread = value(f"kirkpatrick.{lp.label(level)}.spread", evaluations)
    assert spread == (F(stdev(map(F, scores))) if len(scores) > 1 else lp.MissingReason.TOO_FEW)


@settings(max_examples=30, deadline=None)
@given(LIKERT, st.fractions(0, 1, max_denominator=12))
def test_quantiles_are_those_of_numpy_with_averages_where_it_jumps(scores: list[int], share: Fraction) -> None:
    found = value(quantile(BEHAVIOUR, share), afterwards(BEHAVIOUR, scores))
    # with doubles a share may fall just beside the jump it lies on
    expected = {
        np.quantile(scores, np.clip(float(share) + off, 0, 1), method="averaged_inverted_cdf")
        for off in (0, 1e-9, -1e-9)
    }
    assert float(found) in expected


@given(LIKERT, st.lists(st.fractions(0, 1), min_size=2, max_size=4))
def test_quantiles_rise_with_their_share_from_the_least_to_the_greatest(
    scores: list[int], shares: list[Fraction]
) -> None:
    def read(share: Fraction) -> Fraction:
        counts = {f"at_{step}": scores.count(step + 1) for step in range(5)}
        found = step_counts(lp.LIKERT_5, share)(**counts).value(Context())
        assert isinstance(found, Fraction)
        return found

    several = [read(share) for share in sorted(shares)]
    assert all(one <= other for one, other in pairwise(several))
    assert [read(F(0)), read(F(1))] == [F(min(scores)), F(max(scores))]


def test_the_median_of_ranks_is_the_lower_of_two_in_the_middle() -> None:
    ranks = lp.Scale(1, 5, type=lp.ScaleType.ORDINAL)
    assert value(quantile(REACTION, scale=ranks), afterwards(REACTION, [2, 4], ranks)) == 2


def test_a_median_counts_the_scores_of_its_scale_alone_and_shows_the_others_as_not_observed() -> None:
    mixed = [*afterwards(REACTION, [2, 4, 5]), *afterwards(REACTION, [90], lp.PERCENT)]
    found = reading("kirkpatrick.reaction.median", mixed)
    assert (found.exact, found.n, found.due) == (F(4), 3, 4)


def test_states_of_quantiles_travel_between_processes() -> None:
    state: lp.State = step_counts(lp.LIKERT_5)()
    assert pickle.loads(pickle.dumps(state)) == state == deepcopy(state)  # noqa: S301 -- what was just written
    assert pickle.loads(pickle.dumps(StepCounts)) is StepCounts  # noqa: S301 -- what was just written


@pytest.mark.parametrize("share", [-1, "1.5"])
def test_a_quantile_has_a_share_from_0_to_1(share: float | str) -> None:
    with pytest.raises(InvalidValue, match="not a part from 0 to 1"):
        quantile(REACTION, share)


def test_a_quantile_is_counted_on_a_scale_of_few_steps() -> None:
    with pytest.raises(InvalidValue, match="has over 100 steps"):
        quantile(REACTION, scale=lp.Scale(0, 101))
    assert quantile(LEARNING, "0.25", lp.PERCENT).name == "kirkpatrick.learning.quantile_25.on_0_100_1"


def test_a_top_box_holds_one_score_at_least_and_those_of_one_scale() -> None:
    with pytest.raises(InvalidValue, match="is no number of scores"):
        top_box(REACTION, 0)
    mixed = [*afterwards(REACTION, [5]), *afterwards(REACTION, [100], lp.PERCENT)]
    assert value("kirkpatrick.reaction.top_1", mixed) is lp.MissingReason.MIXED_SCALES


def test_thirty_per_cent_of_promoters_and_twenty_of_detractors_are_ten_net() -> None:
    scores = [9, 10, 9, 7, 8, 8, 7, 7, 0, 6]
    asked = afterwards(REACTION, [*scores, None], lp.ZERO_TO_TEN)
    found = reading("kirkpatrick.reaction.net_promoter_score", [*asked, *afterwards(REACTION, [1])])
    assert (found.exact, found.n, found.due) == (F(10), 10, 11)


def test_net_promoter_scores_are_pooled_and_not_averaged() -> None:
    few, many = [10], [0, 0, 10]
    pooled = value("kirkpatrick.reaction.net_promoter_score", afterwards(REACTION, few + many, lp.ZERO_TO_TEN))
    assert pooled == 0 != (F(100) + F(-100, 3)) / 2


# one after score is missing; another analysis takes it for the mean before and leaves it out of the mean after
BEFORE = [6, 9, 7, 7, 2, 13, 7, 10, 4, 7, 9, 8, 8, 8]
AFTER = [7, 12, 13, None, 12, 13, 13, 9, 6, 14, 15, 11, 12, 16]
O6 = list(zip(BEFORE, AFTER, strict=True))


def test_gains_are_of_pairs_and_not_of_the_means_of_whoever_answered() -> None:
    found = reading("kirkpatrick.learning.change", pairs(LEARNING, O6, TWENTY))
    assert (found.n, found.due) == (13, 14)
    assert found.exact == F(55, 13)
    assert f"{found.value:.4f}" == "4.2308"
    given_after = [after for after in AFTER if after is not None]
    unpaired = F(sum(given_after), len(given_after)) - F(sum(BEFORE), len(BEFORE))
    assert f"{float(unpaired):.2f}" == "4.27" != f"{found.value:.2f}"
    differences = [after - before for before, after in O6 if after is not None]
    assert f"{wilcoxon(differences, correction=False, method='approx').pvalue:.3f}" == "0.003"


def test_shares_of_rises_and_falls_add_up_to_1() -> None:
    scored = pairs(LEARNING, O6, TWENTY)
    improved, same, declined = (
        value(f"kirkpatrick.learning.{one}", scored) for one in ("improved", "same", "declined")
    )
    assert (improved, same, declined) == (F(11, 13), F(1, 13), F(1, 13))


def test_the_normalised_gain_of_a_class_is_as_printed() -> None:
    hundredths = lp.Scale(0, 100, "0.01")
    printed = reading("kirkpatrick.learning.normalised_gain", pairs(LEARNING, [("46.58", "58.50")], hundredths))
    assert f"{printed.value:.4f}" == "0.2231"
    thousandths = lp.Scale(0, 20, "0.001")
    # means 4.916 before and 11.1 more after, of 20: printed 0.73, absolute gain 55.55%, relative 225.8%
    several = pairs(LEARNING, [("4.916", "16.016")], thousandths)
    gain, relative = (reading(f"kirkpatrick.learning.{one}", several) for one in ("normalised_gain", "relative_change"))
    assert f"{gain.value:.3f}" == "0.736"
    assert f"{relative.value:.3f}" == "2.258"
    difference = reading("kirkpatrick.learning.change", several).exact
    assert difference is not None
    assert float(difference / 20) == pytest.approx(0.5555, abs=0.0005)


def test_the_gain_of_the_class_is_not_the_mean_of_gains() -> None:
    several = pairs(LEARNING, [(0, 10), (15, 20), (20, 20)], TWENTY)
    assert value("kirkpatrick.learning.normalised_gain", several) == F(15, 25)
    assert value("kirkpatrick.learning.normalised_gain.mean_of_learners", several) == (F(1, 2) + 1) / 2
    assert value("kirkpatrick.learning.at_ceiling", several) == F(1, 3)


def test_nobody_at_the_maximum_has_a_gain() -> None:
    several = pairs(LEARNING, [(20, 20)], TWENTY)
    assert value("kirkpatrick.learning.normalised_gain", several) is lp.MissingReason.NO_ROSTER
    assert value("kirkpatrick.learning.normalised_gain.mean_of_learners", several) is lp.MissingReason.NO_EVIDENCE
    assert value("kirkpatrick.learning.normalised_change", several) is lp.MissingReason.NO_EVIDENCE


def test_more_than_the_maximum_cannot_be_recorded_nor_be_a_gain() -> None:
    with pytest.raises(InvalidValue, match="outside the scale"):
        pairs(LEARNING, [(10, 21)], TWENTY)
    with pytest.raises(InvalidValue, match="more than all there was to gain"):
        gain_band("1.01")


@pytest.mark.parametrize(
    ("gain", "band"),
    [
        ("0.23", "low"),
        ("0.48", "medium"),
        ("0.29999", "low"),
        ("0.3", "medium"),
        ("0.7", "medium"),
        ("0.70001", "high"),
    ],
)
def test_bands_of_gains_hold_both_ends_in_the_middle_one(gain: str, band: str) -> None:
    assert gain_band(gain) is GainBand(band)


@settings(max_examples=25, deadline=None)
@given(PAIRED)
def test_individual_changes_are_those_of_the_formula(scores: list[tuple[int, int]]) -> None:
    several = pairs(LEARNING, scores, TWENTY)
    rooms = [(after - before, 20 - before, before) for before, after in scores]
    gains = [F(change, room) for change, room, _ in rooms if room]
    changes = [
        F(change, room if change > 0 else before) if change else F(0)
        for change, room, before in rooms
        if change or (room and before)
    ]
    none = lp.MissingReason.NO_EVIDENCE
    found = value("kirkpatrick.learning.normalised_gain.mean_of_learners", several)
    assert found == (sum(gains, F(0)) / len(gains) if gains else none)
    found = value("kirkpatrick.learning.normalised_change", several)
    assert found == (sum(changes, F(0)) / len(changes) if changes else none)


def test_a_change_is_relative_to_a_score_that_has_a_zero() -> None:
    assert value("kirkpatrick.learning.relative_change", pairs(LEARNING, [(40, 60), (60, 90)], lp.PERCENT)) == F(1, 2)
    assert value("kirkpatrick.learning.relative_change", pairs(LEARNING, [(2, 4)])) is lp.MissingReason.OTHER_SCALE
    assert (
        value("kirkpatrick.learning.relative_change", pairs(LEARNING, [(0, 4)], TWENTY)) is lp.MissingReason.NO_ROSTER
    )
    money = lp.Scale(10, 50, type=lp.ScaleType.RATIO)
    assert value("kirkpatrick.learning.relative_change", pairs(LEARNING, [(20, 30)], money)) == F(1, 2)


def _variants(scores: list[tuple[int, int]]) -> dict[str, float]:
    before, after = (np.array([pair[side] for pair in scores], dtype=float) for side in (0, 1))
    change, spread = (after - before).mean(), (after - before).std(ddof=1)
    first, second = before.std(ddof=1), after.std(ddof=1)
    correlation = np.corrcoef(before, after)[0, 1]
    mean_spread = (first + second) / 2
    return {
        "d_z": change / spread,
        "d_av": change / mean_spread,
        "d_rm": change / spread * np.sqrt(2 * (1 - correlation)),
        "g_av": change / mean_spread * (1 - 3 / (4 * (len(scores) - 1) - 1)),
    }


def test_standardised_differences_are_those_of_their_formulas_and_differ() -> None:
    whole = [(before, after) for before, after in O6 if after is not None]
    found = {
        name: reading(f"kirkpatrick.learning.{name}", pairs(LEARNING, O6, TWENTY)).value for name in _variants(whole)
    }
    assert found == pytest.approx(_variants(whole), rel=1e-12)
    assert len({f"{one:.3f}" for one in found.values()}) == 4


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20)), min_size=2, max_size=8))
def test_standardised_differences_turn_round_with_before_and_after(scores: list[tuple[int, int]]) -> None:
    turned = [(after, before) for before, after in scores]
    for variant in ("d_z", "d_av", "d_rm", "g_av"):
        there, back = (value(standardised(LEARNING, variant), pairs(LEARNING, one, TWENTY)) for one in (scores, turned))
        assert back == (there if isinstance(there, lp.MissingReason) else -there)


@pytest.mark.parametrize("variant", ["d_z", "d_av", "d_rm", "g_av"])
def test_one_pair_or_equal_scores_have_no_standardised_difference(variant: str) -> None:
    name = f"kirkpatrick.behaviour.{variant}"
    assert value(name, pairs(BEHAVIOUR, [(2, 4)])) is lp.MissingReason.TOO_FEW
    assert value(name, pairs(BEHAVIOUR, [(2, 4), (2, 4)])) is lp.MissingReason.NO_ROSTER
    mixed = [*pairs(BEHAVIOUR, [(2, 4), (2, 5)])[:2], *pairs(BEHAVIOUR, [(2, 4), (2, 5)], lp.LIKERT_7)[2:]]
    assert value(name, mixed) is lp.MissingReason.MIXED_SCALES


def test_a_difference_that_is_the_same_for_all_cannot_be_measured_by_its_spread() -> None:
    several = pairs(BEHAVIOUR, [(1, 2), (2, 3), (3, 4)])
    assert value("kirkpatrick.behaviour.d_z", several) is lp.MissingReason.NO_ROSTER
    assert value("kirkpatrick.behaviour.d_av", several) == 1


# printed: difference 2.66, standard error .63, d .71; the means as printed are 2.6 apart
PRINTED = SummaryStatistics(63, "26.0", "3.99"), SummaryStatistics(81, "28.6", "3.53")


def test_differences_of_independent_groups_are_as_printed() -> None:
    assert f"{float(standard_error(*PRINTED)):.2f}" == "0.63"
    unrounded = PRINTED[0], SummaryStatistics(81, F(26) + F("2.66"), "3.53")
    assert f"{float(cohen_d_independent(*unrounded)):.2f}" == "0.71"
    assert f"{float(cohen_d_independent(*PRINTED)):.2f}" == "0.70"
    assert abs(hedges_g_independent(*unrounded)) < abs(cohen_d_independent(*unrounded))


def test_groups_need_two_people_who_differ() -> None:
    with pytest.raises(InvalidValue, match="too few for a standard deviation"):
        SummaryStatistics(1, 3, 0)
    with pytest.raises(InvalidValue, match="is below 0"):
        SummaryStatistics(2, 3, -1)
    with pytest.raises(InvalidValue, match="nothing to measure by"):
        cohen_d_independent(SummaryStatistics(2, 3, 0), SummaryStatistics(2, 4, 0))


def test_people_think_more_of_themselves_than_others_do() -> None:
    own = afterwards(BEHAVIOUR, [5], rater=lp.Rater.SELF)
    others = [
        *afterwards(BEHAVIOUR, [4], rater=lp.Rater.PEER),
        *afterwards(BEHAVIOUR, [3], rater=lp.Rater.SUPERVISOR),
    ]
    unnamed = [*afterwards(BEHAVIOUR, [1]), *afterwards(BEHAVIOUR, [1], rater=lp.Rater.TEST)]
    found = reading("kirkpatrick.behaviour.self_other_gap", [*own, *others, *unnamed])
    assert (found.exact, found.due) == (F(3, 8), 3)
    assert value("kirkpatrick.behaviour.self_other_gap", own) is lp.MissingReason.PART_MISSING
    assert value("kirkpatrick.behaviour.self_other_gap", others) is lp.MissingReason.PART_MISSING
    mixed = [*own, *afterwards(BEHAVIOUR, [3], lp.LIKERT_7, rater=lp.Rater.PEER)]
    assert value("kirkpatrick.behaviour.self_other_gap", mixed) is lp.MissingReason.MIXED_SCALES


def test_gains_of_other_levels_are_made_like_those_of_learning() -> None:
    assert value(of_class(BEHAVIOUR), pairs(BEHAVIOUR, [(3, 4)])) == F(1, 2)
