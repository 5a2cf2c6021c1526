"""What every metric of the catalogue declares is there, and what it declares holds."""

from datetime import date
from fractions import Fraction

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

import learnperf as lp
from learnperf.testing import organization_and_evidence

# laws are after answers: other tests run every line, and following them here would double the time
pytestmark = pytest.mark.no_cover

METRICS = lp.catalogue()
# rows of the seed's statements, as the documentation numbers them
ROWS = {
    *(f"L{number}" for number in range(1, 6)),
    *(f"I{number}" for number in range(1, 6)),
    *(f"T{number}" for number in range(1, 5)),
    *(f"O{number}" for number in range(1, 7)),
    *(condition.value for condition in lp.Condition),
}
UNITS = {
    *("score", "share", "points", "days", "hours", "yes/no", "people", "teams", "moves", "innovations", "adoptions"),
    *("person-years", "per person", "per person-year", "assignments", "participations", "corrections", "publications"),
    *("units", "times", "percent", "IDR", "agreement"),
    *("ratio", "NPS points", "gain", "normalised change", "relative change", "part of scale", "standard deviations"),
}
# shares of what something else offers: more may be used than there is
MAY_PASS_ONE = ("measure.training_hour_share", "measure.utilisation_")
# bounds of units that are neither a share nor a count; any others begin at 0
BOUNDS = {
    "score": (None, None),
    "NPS points": (-100, 100),
    "percent": (-100, None),
    "gain": (None, 1),
    "normalised change": (-1, 1),
    "relative change": (-1, None),
    "part of scale": (-1, 1),
    "agreement": (0, 1),
    "standard deviations": (None, None),
}
EVERY = pytest.mark.parametrize("metric", METRICS, ids=lambda metric: metric.name)


@EVERY
def test_a_metric_declares_what_people_need_to_know(metric: lp.AnyMetric) -> None:
    english, indonesian = metric.label
    assert english != indonesian
    assert all(text == text.strip() and text[0].isupper() and text[-1] not in ".:," for text in metric.label)
    assert metric.meaning.endswith(".")
    assert metric.unit in UNITS
    assert metric.version == 1
    assert metric.levels
    assert metric.rows
    assert set(metric.rows) <= ROWS


@EVERY
def test_a_metric_says_what_it_answers_and_how_it_comes_about(metric: lp.AnyMetric) -> None:
    english, indonesian = metric.question
    assert english != indonesian
    assert all(text[0].isupper() and text.endswith("?") for text in metric.question)
    assert metric.formula
    assert any(letter.isdigit() for letter in metric.example)
    assert metric.source


@EVERY
def test_bounds_fit_the_unit(metric: lp.AnyMetric) -> None:
    if metric.unit in {"share", "yes/no"}:
        least, most = metric.bounds
        assert (least, most) == (Fraction(0), None if metric.name.startswith(MAY_PASS_ONE) else Fraction(1))
    else:
        assert metric.bounds == BOUNDS.get(metric.unit, (0, None))


def test_names_and_labels_are_each_of_one_metric() -> None:
    for texts in zip(*((metric.name, *metric.label) for metric in METRICS), strict=True):
        assert len(set(texts)) == len(texts)


def test_every_row_that_can_be_read_now_has_a_metric() -> None:
    read = {row for metric in METRICS for row in metric.rows}
    assert {"I1", "I2", "I3", "I4", "I5", "T1", "T2", "T3", "T4", "O1", "O2", "O3", "O4", "O5", "O6"} <= read
    assert {"L1", "L2", "L4", "L5"} <= read
    assert {condition.value for condition in lp.Condition} <= read


def test_every_level_of_kirkpatrick_is_read_pooled_and_by_learner() -> None:
    for level in lp.Level:
        pooled, staged = lp.catalogue(f"kirkpatrick.{lp.label(level)}")[:2]
        assert isinstance(pooled, lp.Metric)
        assert isinstance(staged, lp.Staged)
        assert staged.inner is pooled


@settings(max_examples=20, deadline=None)
@given(organization_and_evidence(), st.sampled_from(lp.Counting), st.sampled_from([None, lp.By.YEAR]))
def test_bounds_hold_and_levels_are_respected(
    drawn: tuple[lp.Organization, lp.Evidence], counting: lp.Counting, by: lp.By | None
) -> None:
    result = lp.rollup(*drawn, METRICS, counting=counting, by=by)
    for reading in result:
        metric = result.metric(reading.metric)
        is_there = result.organization.kind(reading.node) in metric.levels
        assert (reading.missing is lp.MissingReason.NOT_AT_THIS_LEVEL) == (not is_there)
        if reading.exact is not None:
            low, high = metric.bounds
            assert low is None or low <= reading.exact, reading
            assert high is None or reading.exact <= high, reading
            assert 0 <= reading.n <= reading.due


@settings(max_examples=15, deadline=None)
@given(organization_and_evidence(), st.sampled_from(lp.Counting))
def test_missing_is_never_read_as_0(drawn: tuple[lp.Organization, lp.Evidence], counting: lp.Counting) -> None:
    result = lp.rollup(*drawn, METRICS, counting=counting)
    for metric in METRICS:
        if isinstance(metric, lp.Metric) and metric.missing is lp.MissingPolicy.EMPTY_IS_MISSING:
            for node in result.nodes:
                reading = result[node, metric.name]
                assert reading.n or reading.exact is None


@settings(max_examples=15, deadline=None)
@given(organization_and_evidence())
def test_a_mean_of_learners_of_one_evaluation_each_is_the_pooled_mean(
    drawn: tuple[lp.Organization, lp.Evidence],
) -> None:
    organization, evidence = drawn
    seen: dict[tuple[str, lp.Level], lp.Evaluation] = {}
    for one in evidence.of_kind(lp.Evaluation):
        if organization.kind(one.learner) is lp.NodeKind.LEARNER:
            seen.setdefault((one.learner, one.level), evolve(one, supersedes=None))
    result = lp.rollup(organization, lp.Evidence.of(seen.values(), activities=evidence.activities.values()), METRICS)
    for level in lp.Level:
        name = f"kirkpatrick.{lp.label(level)}"
        for node in result.nodes:
            assert result[node, name].exact == result[node, f"{name}.mean_of_learners"].exact


def test_an_empty_organization_reads_nothing_and_counts_nought() -> None:
    result = lp.rollup(lp.Organization.of(units=[lp.Unit("MOF")]), lp.Evidence.of(), METRICS)
    counted = {metric.name for metric in METRICS if result["MOF", metric.name].exact == 0}
    missing = {metric.name for metric in METRICS if result["MOF", metric.name].exact is None}
    # the root itself is a unit, and is there
    assert counted | missing == {metric.name for metric in METRICS} - {"roster.units"}
    assert {"innovation.count", "career.moves", "roster.learners", "correction.learning_happened"} <= counted
    assert {"kirkpatrick.behaviour", "learning.continuity", "conditions.overall", "assignment.on_time"} <= missing


def test_no_metric_ever_speaks_of_an_effect() -> None:
    for metric in METRICS:
        if metric.name.startswith("career."):
            words = f"{metric.label[0]} {metric.meaning}".lower()
            assert not any(word in words for word in ("effect", "impact", "because of", "leads to"))


@pytest.mark.parametrize(("scale", "share"), [(lp.PERCENT, Fraction(1, 2)), (lp.Scale(1, 5, "0.5"), 1)])
def test_scores_of_two_scales_have_a_mean_where_each_is_read_and_none_above(scale: lp.Scale, share: Fraction) -> None:
    organization = lp.Organization.of(
        units=[lp.Unit("MOF")],
        learners=[lp.Learner("ani"), lp.Learner("budi")],
        ties=[lp.Placement("ani", "MOF"), lp.Placement("budi", "MOF")],
    )
    evidence = lp.Evidence.of(
        lp.Evaluation(who, learner=who, level=lp.Level.BEHAVIOUR, score=4, scale=one, on=date(2026, 1, 1))
        for who, one in (("ani", lp.LIKERT_5), ("budi", scale))
    )
    result = lp.rollup(organization, evidence, lp.catalogue("kirkpatrick.behaviour"))
    for name in ("kirkpatrick.behaviour", "kirkpatrick.behaviour.mean_of_learners", "kirkpatrick.behaviour.attained"):
        assert result["budi", name].value is not None
        assert result["MOF", name].missing is lp.MissingReason.MIXED_SCALES
    # a threshold on the part of each learner's own scale compares what can be compared
    assert result["MOF", "kirkpatrick.behaviour.realised"].exact == share
