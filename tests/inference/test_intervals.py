"""Intervals of readings: their method, what they rest on, what they say and what they do not."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import learnperf as lp
from learnperf.inference.estimates import estimates
from learnperf.metrics.algebra import Attained
from learnperf.testing import organization_and_evidence

Rated = Callable[[Mapping[str, Mapping[str, Sequence[int | None]]]], tuple[lp.Organization, lp.Evidence]]
BEHAVIOUR = "kirkpatrick.behaviour"
SCORE = {"n": 1, "total": lp.col("score"), "scale_low": lp.col("scale"), "scale_high": lp.col("scale")}
HIGH = lp.Metric(
    "mine.answered",
    label="Answered",
    unit="share",
    bounds=(0, 1),
    evidence=lp.Evaluation,
    state=lp.Ratio,
    lift={"numerator": lp.col("score").is_present(), "denominator": 1},
)
ATTAINED = lp.Metric(
    "mine.part", label="Part", unit="share", bounds=(0, 1), evidence=lp.Evaluation, state=Attained, lift=SCORE
)
LIKELY = (
    HIGH,
    ATTAINED,
    *lp.catalogue(BEHAVIOUR, "innovation.count", "assignment", "learning", "career", "conditions", "roster"),
)


def of(data: tuple[lp.Organization, lp.Evidence], metric: str = BEHAVIOUR, node: str = "top") -> lp.Interval:
    return lp.interval(lp.rollup(*data, lp.catalogue(metric)), node, metric)


def test_one_evaluation_each_has_the_interval_of_scipy(rated: Rated) -> None:
    from scipy.stats import ttest_1samp  # noqa: PLC0415 -- slow to load

    found = of(rated({"tax": {"ani": [4], "budi": [2], "citra": [3], "dewi": [3]}}))
    expected = ttest_1samp([4, 2, 3, 3], 0).confidence_interval(0.95)
    assert (found.low, found.high) == pytest.approx((expected.low, expected.high))
    assert (found.value, found.n, found.units, found.missing) == (3, 4, 4, lp.MissingReason.NONE)
    assert found.method is lp.Method.STUDENT
    assert found.notes == (lp.Note.VERY_FEW, lp.Note.NEARLY_ALL)
    assert found.design_effect is None


def test_limits_stay_within_the_scale(rated: Rated) -> None:
    found = of(rated({"tax": {"ani": [5], "budi": [4], "citra": [5]}}))
    assert found.high == 5
    assert found.low is not None
    assert found.low < 4


def test_evaluations_of_one_learner_are_one_observation_of_learners(rated: Rated) -> None:
    each = of(rated({"tax": {"ani": [4], "budi": [2], "citra": [3], "dewi": [3]}}))
    often = of(rated({"tax": {"ani": [4] * 9, "budi": [2] * 9, "citra": [3] * 9, "dewi": [3] * 9}}))
    assert (often.low, often.high) == pytest.approx((each.low, each.high))
    assert (often.n, often.units) == (36, 4)
    assert lp.Note.CLUSTERED in often.notes
    assert lp.Note.CLUSTERED not in each.notes


def test_what_differs_within_learners_alone_makes_their_means_alike(rated: Rated) -> None:
    found = of(rated({"tax": {"ani": [2, 4], "budi": [4, 2], "citra": [3, 3]}}))
    assert (found.low, found.high, found.missing) == (None, None, lp.MissingReason.TOO_FEW)
    assert lp.Note.ALL_ALIKE in found.notes


def test_a_learner_alone_is_judged_by_their_own_evaluations(rated: Rated) -> None:
    data = rated({"tax": {"ani": [3, 3, 4, 3]}})
    found = of(data, node="ani")
    assert (found.units, found.value) == (4, 3.25)
    assert found.low == pytest.approx(3.25 - 3.182446 * 0.25)
    assert lp.Note.ONE_LEARNER in found.notes
    assert of(data).low == found.low


def test_one_observation_has_a_value_and_no_limits(rated: Rated) -> None:
    found = of(rated({"tax": {"ani": [4]}}))
    assert (found.value, found.low, found.missing) == (4, None, lp.MissingReason.TOO_FEW)
    assert "too few to compare" in str(found)


def test_a_missing_reading_has_a_missing_interval(rated: Rated) -> None:
    found = of(rated({"tax": {"ani": [None]}}))
    assert (found.value, found.low, found.high) == (None, None, None)
    assert found.missing is lp.MissingReason.NOT_OBSERVED
    assert found.notes == ()
    assert str(found) == "kirkpatrick.behaviour @ top: - (due, but not observed)"


def test_a_share_of_independent_pieces_is_wilsons(rated: Rated) -> None:
    from scipy.stats import binomtest  # noqa: PLC0415 -- slow to load

    scores: Mapping[str, list[int | None]] = {f"p{at}": [4 if at < 7 else None] for at in range(10)}
    found = lp.interval(lp.rollup(*rated({"tax": scores}), [HIGH]), "top", HIGH.name)
    expected = binomtest(7, 10).proportion_ci(method="wilson")
    assert (found.low, found.high) == pytest.approx((expected.low, expected.high))
    assert found.method is lp.Method.WILSON


def test_a_share_of_pieces_in_clusters_is_less_sure(rated: Rated) -> None:
    twice: Mapping[str, list[int | None]] = {f"p{at}": [4, 4] if at < 7 else [None, None] for at in range(10)}
    found = lp.interval(lp.rollup(*rated({"tax": twice}), [HIGH]), "top", HIGH.name)
    once = lp.interval(
        lp.rollup(*rated({"tax": {who: one[:1] for who, one in twice.items()}}), [HIGH]), "top", HIGH.name
    )
    assert found.design_effect == pytest.approx(2 * 10 / 9)
    assert once.design_effect is None
    assert found.low is not None
    assert once.low is not None
    # 9 degrees of freedom say less of how learners differ than a known distribution
    assert found.low < once.low


def test_where_all_learners_are_alike_each_is_one_trial(rated: Rated) -> None:
    from scipy.stats import binomtest  # noqa: PLC0415 -- slow to load

    found = lp.interval(lp.rollup(*rated({"tax": {f"p{at}": [4, 3, 5] for at in range(6)}}), [HIGH]), "top", HIGH.name)
    assert found.low == pytest.approx(binomtest(6, 6).proportion_ci(method="wilson").low)
    assert found.high == 1


def test_a_learner_with_a_share_of_each_kind_never_counts_more_than_pieces(rated: Rated) -> None:
    mixed: Mapping[str, list[int | None]] = {f"p{at}": [4, None] for at in range(6)}
    found = lp.interval(lp.rollup(*rated({"tax": mixed}), [HIGH]), "top", HIGH.name)
    assert found.design_effect == 0
    assert found.low is not None
    assert found.low <= 0.25


def test_means_of_learners_are_judged_by_learners(rated: Rated) -> None:
    name = f"{BEHAVIOUR}.mean_of_learners"
    data = rated({"tax": {"ani": [4, 4, 5], "budi": [2], "citra": [3]}})
    found = of(data, name)
    error = np.std([13 / 3, 2, 3], ddof=1) / np.sqrt(3)
    assert found.value is not None
    assert found.low == max(1, pytest.approx(found.value - 4.302653 * error, abs=1e-6).expected)
    assert lp.Note.SUBJECTS in found.notes


def test_a_share_of_learners_is_wilsons(rated: Rated) -> None:
    from scipy.stats import binomtest  # noqa: PLC0415 -- slow to load

    found = of(rated({"tax": {"ani": [5], "budi": [2], "citra": [4], "dewi": [3]}}), f"{BEHAVIOUR}.realised")
    expected = binomtest(2, 4).proportion_ci(method="wilson")
    assert (found.low, found.high) == pytest.approx((expected.low, expected.high))


def test_plain_numbers_have_limits_of_no_scale(rated: Rated) -> None:
    levels = lp.Metric(
        "mine.levels",
        label="Levels",
        unit="points",
        evidence=lp.Evaluation,
        state=lp.Mean,
        function=lambda record: lp.Mean.of_one(record.steps),
    )
    found = lp.interval(lp.rollup(*rated({"tax": {"ani": [1], "budi": [2]}}), [levels]), "top", levels.name)
    assert found.high == pytest.approx(0.5 + 12.7062 * 0.5, abs=1e-4)


def test_extremes_have_no_interval(rated: Rated) -> None:
    found = of(rated({"tax": {"ani": [5], "budi": [2]}}), f"{BEHAVIOUR}.lowest_learner")
    assert (found.value, found.low, found.method, found.notes) == (2, None, None, (lp.Note.NO_METHOD,))


def roster_share(name: str, top: lp.AnyMetric, **options: object) -> lp.RatioOf:
    base = lp.catalogue("roster.learners")[0]
    return lp.RatioOf(name, label="Mine", unit="share", numerator=top, denominator=base, **options)  # type: ignore[arg-type]  # any option


def test_rates_of_people_and_of_events_have_limits_of_their_kind(rated: Rated) -> None:
    from scipy.stats import binomtest, chi2  # noqa: PLC0415 -- slow to load

    organization, evidence = rated({"tax": {"ani": [5], "budi": [None], "citra": [3], "dewi": []}})
    moves = [
        lp.CareerMove(f"m{at}", learner="ani", on=date(2026, 2, 1 + at), marks=[lp.MoveMark.PROMOTION])
        for at in range(3)
    ]
    count = lp.Metric(
        "mine.moves", label="Moves", unit="moves", evidence=lp.CareerMove, state=lp.Count, lift={"count": 1}
    )
    people = lp.Metric(
        "mine.seen",
        label="Seen",
        unit="people",
        evidence=lp.Evaluation,
        state=lp.Distinct,
        where=lp.col("score").is_present(),
    )
    metrics: list[lp.AnyMetric] = [
        roster_share("mine.seen_rate", people, bounds=(0, 1)),
        roster_share("mine.moves_rate", count),
        roster_share("mine.odd", lp.catalogue(BEHAVIOUR)[0]),
        count,
        people,
    ]
    result = lp.rollup(organization, lp.Evidence.of([*evidence, *moves]), metrics)
    share = lp.interval(result, "top", "mine.seen_rate")
    expected = binomtest(2, 4).proportion_ci(method="wilson")
    assert (share.low, share.high) == pytest.approx((expected.low, expected.high))
    assert lp.Note.ROSTER in share.notes
    rate, events = lp.interval(result, "top", "mine.moves_rate"), lp.interval(result, "top", "mine.moves")
    assert rate.method is events.method is lp.Method.POISSON
    assert events.low == pytest.approx(chi2.ppf(0.025, 6) / 2)
    assert rate.high == pytest.approx(chi2.ppf(0.975, 8) / 2 / 4)
    assert rate.notes == (lp.Note.EVENTS,)
    for name in ("mine.odd", "mine.seen"):
        assert lp.interval(result, "top", name).method is None


def test_split_evidence_weighs_its_part(rated: Rated) -> None:
    organization, evidence = rated({"tax": {"ani": [5], "budi": [2], "citra": [4]}, "audit": {"ani": [], "dewi": [1]}})
    result = lp.rollup(organization, evidence, lp.catalogue(BEHAVIOUR), counting="fractional")
    found = lp.interval(result, "tax", BEHAVIOUR)
    weights, scores = np.asarray([0.5, 1, 1]), np.asarray([5, 2, 4])
    mean = (weights * scores).sum() / weights.sum()
    error = np.sqrt(3 / 2 * (weights**2 * (scores - mean) ** 2).sum()) / weights.sum()
    assert found.value == pytest.approx(mean)
    assert float(estimates(result, BEHAVIOUR).error[result.place("tax")[0]]) == pytest.approx(error)
    assert lp.Note.SPLIT in found.notes


def test_every_period_has_its_own(rated: Rated) -> None:
    organization, evidence = rated({"tax": {"ani": [5, 4], "budi": [2, 3], "citra": [4, 4]}})
    periods = [lp.Period("first", date(2026, 6, 1), date(2026, 6, 2)), lp.Period("second", date(2026, 6, 2), None)]
    found = lp.intervals(lp.rollup(organization, evidence, lp.catalogue(BEHAVIOUR), by=periods), BEHAVIOUR)
    assert found["top", "first"].value == pytest.approx(11 / 3)
    assert found["top", "second"].value == pytest.approx(11 / 3)
    assert found["top", "first"].low != found["top", "second"].low
    assert len(list(found)) == len(found) == 2 * 5
    with pytest.raises(lp.InvalidValue, match="period"):
        found["top"]


def test_a_frame_has_readings_with_their_limits(rated: Rated) -> None:
    result = lp.rollup(*rated({"tax": {"ani": [5], "budi": [2], "citra": [None]}}), lp.catalogue(BEHAVIOUR))
    found = lp.intervals(result, BEHAVIOUR, confidence=0.9)
    rows = found.to_frame().select("node", "value", "low", "high").rows()
    assert [row[0] for row in rows] == ["tax", "top", "ani", "budi"]
    assert rows[1] == ("top", 3.5, found["top"].low, found["top"].high)
    assert rows[2][2:] == (None, None)
    assert repr(found) == "<Intervals of kirkpatrick.behaviour: 5 at 90%>"


@pytest.mark.parametrize("confidence", [0, 1, 95])
def test_a_confidence_that_is_none_is_refused(rated: Rated, confidence: float) -> None:
    result = lp.rollup(*rated({}), lp.catalogue(BEHAVIOUR))
    with pytest.raises(lp.InvalidValue, match="confidence"):
        lp.intervals(result, BEHAVIOUR, confidence=confidence)


def test_a_metric_that_failed_has_no_interval(rated: Rated) -> None:
    def broken(record: lp.Evaluation) -> lp.Mean:
        raise ZeroDivisionError(record.id)

    metric = lp.Metric(
        "mine.broken", label="Broken", unit="score", evidence=lp.Evaluation, state=lp.Mean, function=broken
    )
    result = lp.rollup(*rated({"tax": {"ani": [5]}}), [metric], on_failure="skip")
    assert lp.interval(result, "top", metric.name).missing is lp.MissingReason.FAILED


def test_notes_and_text_are_in_both_languages(rated: Rated) -> None:
    for note in lp.Note:
        assert note.label() != note.label("id")
    found = of(rated({"tax": {"ani": [4], "budi": [2], "citra": [3]}}))
    assert str(found).splitlines()[0] == "kirkpatrick.behaviour @ top: 3 (95% [1, 5])"
    assert "kurang dari 5 pengamatan" in found.said("id")


def test_evidence_about_several_subjects_is_taken_piece_by_piece(rated: Rated) -> None:
    kept = lp.Metric(
        "mine.kept",
        label="Kept",
        unit="points",
        evidence=lp.Innovation,
        state=lp.Ratio,
        lift={"numerator": lp.col("stage"), "denominator": 1},
    )
    organization, _ = rated({"tax": {"ani": [], "budi": []}})

    def idea(name: str, stage: lp.Stage, *who: str) -> lp.Innovation:
        day = date(2026, 1, 1)
        return lp.Innovation(name, contributors=who, kind=lp.InnovationKind.PROCESS, stages={stage: day}, on=day)

    low, middle, high = list(lp.Stage)[:3]
    together = [idea("i1", low, "ani", "budi"), idea("i2", high, "ani", "budi"), idea("i3", middle, "budi", "ani")]
    result = lp.rollup(organization, lp.Evidence.of(together), [kept])
    assert lp.interval(result, "top", kept.name).units == 3
    mixed = lp.rollup(organization, lp.Evidence.of([*together, idea("i4", low, "ani"), idea("i5", low, "ani")]), [kept])
    assert lp.interval(mixed, "top", kept.name).units == 4


@settings(max_examples=8, deadline=None)
@given(organization_and_evidence(), st.sampled_from(lp.Counting), st.sampled_from([None, lp.By.YEAR]))
def test_limits_hold_the_reading_and_keep_to_what_can_be_read(
    drawn: tuple[lp.Organization, lp.Evidence], counting: lp.Counting, by: lp.By | None
) -> None:
    result = lp.rollup(*drawn, LIKELY, counting=counting, by=by)
    for metric in LIKELY:
        for one in lp.intervals(result, metric.name):
            reading = result[one.node, one.metric, one.period]
            assert one.value == reading.value
            assert reading.missing in {lp.MissingReason.NONE, one.missing}
            if one.low is not None and one.high is not None and one.value is not None:
                assert one.low - 1e-9 <= one.value <= one.high + 1e-9
                low, high = metric.bounds
                assert low is None or low <= one.low
                assert high is None or one.high <= high
            else:
                assert one.missing is not lp.MissingReason.NONE or one.method is None


@settings(max_examples=8, deadline=None)
@given(organization_and_evidence(), st.sampled_from(lp.Counting))
def test_errors_are_those_worked_out_from_contributions(
    drawn: tuple[lp.Organization, lp.Evidence], counting: lp.Counting
) -> None:
    organization, evidence = drawn
    result = lp.rollup(organization, evidence, [HIGH], counting=counting)
    found = estimates(result, HIGH.name)
    about = {one.id: one.learner for one in evidence.of_kind(lp.Evaluation)}
    learners = {node for node, kind in zip(result.nodes, result.kinds, strict=True) if kind is lp.NodeKind.LEARNER}
    for place, node in enumerate(result.nodes):
        pieces = result.contributions(node, HIGH.name)
        units: dict[str, list[Fraction]] = defaultdict(lambda: [Fraction(0), Fraction(0)])
        several = len({about[one.evidence] for one in pieces}) > 1
        for one in pieces:
            who = about[one.evidence]
            unit = units[who if several and who in learners else one.evidence]
            unit[0] += one.weight * one.state["denominator"]
            unit[1] += one.weight * one.state["numerator"]
        assert found.units[place] == len(units)
        if len(units) > 1:
            whole, total = (sum(column, Fraction(0)) for column in zip(*units.values(), strict=True))
            squares = sum((y - x * total / whole) ** 2 for x, y in units.values())
            variance = Fraction(len(units), len(units) - 1) * squares / whole**2
            assert found.error[place] == pytest.approx(float(variance) ** 0.5)


@settings(max_examples=15, deadline=None)
@given(organization_and_evidence(), st.randoms(use_true_random=False))
def test_limits_are_the_same_for_any_order_and_engine(
    drawn: tuple[lp.Organization, lp.Evidence], random: object
) -> None:
    organization, evidence = drawn
    turned = [*evidence.superseded.values(), *evidence]
    random.shuffle(turned)  # type: ignore[attr-defined]  # drawn by Hypothesis
    metrics = lp.catalogue(BEHAVIOUR)
    here = lp.rollup(organization, evidence, metrics)
    there = lp.rollup(
        organization, lp.Evidence.of(turned, activities=evidence.activities.values()), metrics, engine="naive"
    )
    for metric in metrics:
        left, right = lp.intervals(here, metric.name), lp.intervals(there, metric.name)
        assert np.array_equal(left.limits, right.limits, equal_nan=True)


@pytest.mark.parametrize("clustered", [False, True])
def test_limits_hold_the_truth_as_often_as_they_say(rated: Rated, *, clustered: bool) -> None:
    """Of a population with a known mean and share, 200 samples of 30 learners are drawn."""
    generator = np.random.default_rng(20261)
    held = {BEHAVIOUR: 0, "mine.high": 0}
    high = lp.Metric(
        "mine.high",
        label="High",
        unit="share",
        bounds=(0, 1),
        evidence=lp.Evaluation,
        state=lp.Ratio,
        lift={"numerator": lp.col("rater") == lp.Rater.PEER, "denominator": 1},
    )
    trials, learners, often = 200, 30, 4 if clustered else 1
    units: dict[str, dict[str, list[int | None]]] = {
        f"u{trial}": {f"p{trial}-{at}": [] for at in range(learners)} for trial in range(trials)
    }
    organization, _ = rated(units)
    records = []
    for trial in range(trials):
        leaning = generator.integers(0, 3, learners)
        for at, repeat in np.ndindex(learners, often):
            score = int(leaning[at] + 1 + generator.integers(0, 3))
            rater = lp.Rater.PEER if generator.random() < (0.1, 0.2, 0.6)[leaning[at]] else lp.Rater.SELF
            records.append(
                lp.Evaluation(
                    f"{trial}-{at}-{repeat}",
                    learner=f"p{trial}-{at}",
                    level=lp.Level.BEHAVIOUR,
                    score=score,
                    rater=rater,
                    on=date(2026, 1, 1),
                )
            )
    result = lp.rollup(organization, lp.Evidence.of(records), [*lp.catalogue(BEHAVIOUR)[:1], high])
    truth = {BEHAVIOUR: 3.0, "mine.high": 0.3}
    for name, expected in truth.items():
        found = lp.intervals(result, name)
        for trial in range(trials):
            one = found[f"u{trial}"]
            held[name] += one.low is not None and one.high is not None and one.low <= expected <= one.high
    for name, count in held.items():
        # three standard errors of 200 trials about 95 percent
        assert 0.904 * trials <= count <= 0.996 * trials, name
