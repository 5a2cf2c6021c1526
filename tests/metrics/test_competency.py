"""Gaps, fit and job-person match: what positions require, what people have, and what is not known."""

from datetime import date
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import learnperf as lp
from learnperf.metrics.columns import PARTS
from learnperf.metrics.competency import METRICS
from learnperf.metrics.finalized import Context
from learnperf.metrics.match import JobMatch
from learnperf.testing import organization_and_evidence

F = Fraction
Drawn = tuple[lp.Organization, lp.Evidence]
TECHNICAL, MANAGERIAL, SOCIOCULTURAL = lp.CompetencyGroup
ON = date(2026, 3, 1)
GROUPS = {"audit": TECHNICAL, "data": TECHNICAL, "leading": MANAGERIAL, "serving": SOCIOCULTURAL, "odd": None}
WEIGHTED = lp.gap_of({"audit": 3, "data": 0})


def rolled(
    required: dict[str, int],
    levels: dict[str, int],
    *metrics: lp.AnyMetric,
    learners: dict[str, dict[str, int]] | None = None,
) -> lp.Rollup:
    people = {"ani": levels, **(learners or {})}
    organization = lp.Organization.of(
        units=[lp.Unit("DJP")],
        learners=[lp.Learner(one) for one in people],
        competencies=[lp.Competency(one, group=group) for one, group in GROUPS.items()],
        positions=[lp.Position("auditor", standard=lp.CompetencyStandard(required))],
        ties=[lp.Placement(one, "DJP", position="auditor") for one in people],
    )
    evidence = lp.Evidence.of(
        lp.ProficiencyAssessment(f"{who}-{what}", on=ON, learner=who, competency=what, level=level)
        for who, had in people.items()
        for what, level in had.items()
    )
    return lp.rollup(organization, evidence, metrics or METRICS)


def matched(levels: tuple[int, int], weights: tuple[int, int]) -> Fraction | None:
    """Give the match of a person with two levels of 100, technical and managerial."""
    metric = lp.match_of(*weights)
    had = dict(zip(("audit", "leading"), levels, strict=True))
    return rolled({"audit": 100, "leading": 100}, had, metric)["ani", metric.name].exact


@pytest.mark.parametrize(
    ("weights", "match", "band"),
    [
        ((50, 50), F(80, 100), lp.MatchBand.MEETS),
        ((40, 60), F(82, 100), lp.MatchBand.MEETS),
        ((60, 40), F(78, 100), lp.MatchBand.STILL_MEETS),
    ],
)
def test_the_published_weights_give_the_published_matches(
    weights: tuple[int, int], match: Fraction, band: lp.MatchBand
) -> None:
    assert matched((70, 90), weights) == match
    assert lp.MatchBand.of(match) is band


def test_exactly_68_per_cent_passes_and_a_hundredth_less_fails() -> None:
    assert lp.MatchBand.of(F("0.68")) is lp.MatchBand.STILL_MEETS
    assert lp.MatchBand.of(F("0.6799")) is lp.MatchBand.BELOW
    assert lp.MatchBand.of(F("0.7999")) is lp.MatchBand.STILL_MEETS
    assert [one.label("id") for one in lp.MatchBand] == [
        "Kurang Memenuhi Syarat",
        "Masih Memenuhi Syarat",
        "Memenuhi Syarat",
    ]
    assert lp.MatchBand.MEETS.label() == "meets the requirements"


def test_a_level_above_the_required_one_makes_good_for_others_only_where_that_is_said() -> None:
    required, levels = {"audit": 2, "data": 4, "leading": 2}, {"audit": 4, "data": 2, "leading": 2}
    capped, uncapped = lp.match_of(), lp.match_of(capped=False)
    result = rolled(required, levels, capped, uncapped)
    assert result["ani", capped.name].exact == (F(1 + F(1, 2), 2) + 1) / 2
    assert result["ani", uncapped.name].exact == (F(2 + F(1, 2), 2) + 1) / 2


def test_managerial_and_sociocultural_competencies_are_one_group() -> None:
    metric = lp.match_of()
    result = rolled({"audit": 2, "leading": 2, "serving": 4}, {"audit": 2, "leading": 2, "serving": 2}, metric)
    assert result["ani", metric.name].exact == (1 + F(3, 4)) / 2


def test_what_was_not_assessed_is_not_0_and_without_a_group_there_is_no_match() -> None:
    result = rolled({"audit": 3, "leading": 3}, {"audit": 3})
    reading = result["ani", "competency.match.50_50"]
    assert (reading.exact, reading.missing) == (None, lp.MissingReason.PART_MISSING)
    assert result["ani", "competency.gap"].exact == 0
    assert result["ani", "competency.match.50_50.mean_of_learners"].exact is None


def test_a_competency_of_no_known_group_is_due_and_not_observed() -> None:
    reading = rolled({"audit": 3, "leading": 3, "odd": 3}, {"audit": 3, "leading": 3, "odd": 0})[
        "ani", "competency.match.50_50"
    ]
    assert (reading.exact, reading.n, reading.due) == (F(1), 2, 3)


def test_what_requires_nothing_is_skipped() -> None:
    result = rolled({"audit": 0, "data": 2, "leading": 1}, {"audit": 5, "data": 1, "leading": 1})
    assert result["ani", "competency.gap"].exact == F(1, 3)
    assert result["ani", "competency.fit"].exact == F(1, 2)
    assert result["ani", "competency.match.50_50"].exact == F(3, 4)


def test_weights_of_competencies_weigh_gaps() -> None:
    result = rolled({"audit": 3, "data": 2, "leading": 2}, {"audit": 2, "data": 0, "leading": 1}, WEIGHTED)
    assert result["ani", WEIGHTED.name].exact == F(3 * 1 + 0 + 1, 3 * 3 + 0 + 2)


@pytest.mark.parametrize("wrong", [-1, 1.5, True])
def test_weights_that_make_no_sense_are_refused(wrong: Any) -> None:  # noqa: ANN401 -- what people may give
    with pytest.raises(lp.InvalidValue, match="weight of audit"):
        lp.gap_of({"audit": wrong})
    with pytest.raises(lp.InvalidValue, match="is no weight"):
        lp.match_of(technical=wrong)
    with pytest.raises(lp.InvalidValue, match="is no weight"):
        lp.match_of(other=0)


def test_bands_are_shares_of_people_and_the_mean_is_of_people() -> None:
    required = {"audit": 100, "leading": 100}
    others = {"budi": {"audit": 68, "leading": 68}, "citra": {"audit": 50, "leading": 50}, "dewi": {"audit": 90}}
    result = rolled(required, {"audit": 80, "leading": 80}, learners=others)
    name = "competency.match.50_50"
    assert result["DJP", f"{name}.meets"].exact == F(1, 3)
    assert result["DJP", f"{name}.passes"].exact == F(2, 3)
    assert result["DJP", f"{name}.mean_of_learners"].exact == F(66, 100)
    # everybody's technical assessments together, dewi's among them
    assert result["DJP", name].exact == (F(80 + 68 + 50 + 90, 400) + F(80 + 68 + 50, 300)) / 2


@settings(max_examples=80, deadline=None)
@given(st.integers(1, 100), st.integers(0, 100))
def test_parts_of_levels_are_exact_for_ordinary_scales(required: int, level: int) -> None:
    metric = lp.match_of(1, 1)
    reading = rolled({"audit": required, "leading": 1}, {"audit": level, "leading": 1}, metric)["ani", metric.name]
    exact = (min(F(1), F(level, required)) + 1) / 2
    assert reading.exact is not None
    if required <= 25 or required % 5 == 0:
        assert reading.exact == exact
    assert abs(reading.exact - exact) <= F(1, PARTS)


@settings(max_examples=50, deadline=None)
@given(organization_and_evidence(), st.sampled_from(lp.Counting), st.sampled_from([None, lp.By.YEAR, lp.By.MONTH]))
def test_both_engines_agree_about_competency(drawn: Drawn, counting: lp.Counting, by: lp.By | None) -> None:
    metrics = [*METRICS, WEIGHTED, lp.match_of(60, 40), lp.match_of(capped=False)]
    quick, slow = (lp.rollup(*drawn, metrics, counting=counting, by=by, engine=one) for one in ("memory", "naive"))
    assert list(quick) == list(slow)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(*[st.integers(0, 9)] * 2, *[st.integers(1, 99)] * 2), min_size=1, max_size=5))
def test_a_match_reads_the_same_one_by_one_and_many_at_once(several: list[tuple[int, int, int, int]]) -> None:
    states = [
        JobMatch(one, one * PARTS // 3, two, two * PARTS // 7, *(weights if one + two else ()))
        for one, two, *weights in several
    ]
    columns = {
        name: np.asarray([getattr(state, name) for state in states]) for name in (one.name for one in JobMatch.COLUMNS)
    }
    many = JobMatch.finalize(columns, Context())
    assert [many.exact(place) for place in range(len(states))] == [state.value(Context()) for state in states]


def test_hours_weigh_relevance_and_unmapped_learning_is_not_irrelevant() -> None:
    organization = lp.Organization.of(
        units=[lp.Unit("DJP")],
        learners=[lp.Learner("ani")],
        competencies=[lp.Competency("audit"), lp.Competency("data"), lp.Competency("law")],
        positions=[lp.Position("auditor", standard=lp.CompetencyStandard({"audit": 3, "data": 2, "law": 1}))],
        ties=[lp.Placement("ani", "DJP", position="auditor")],
    )
    activities = [
        lp.LearningActivity("closes", competencies=frozenset({"audit"})),
        lp.LearningActivity("known", competencies=frozenset({"data"})),
        lp.LearningActivity("never-assessed", competencies=frozenset({"law"})),
        lp.LearningActivity("elsewhere", competencies=frozenset({"cooking"})),
        lp.LearningActivity("unmapped"),
    ]
    hours = {"closes": 8, "known": 1, "never-assessed": 5, "elsewhere": 1, "unmapped": 100}
    records: list[lp.Record] = [
        *(lp.Participation(one, on=ON, learner="ani", activity=one, hours=of) for one, of in hours.items()),
        lp.ProficiencyAssessment("s1", on=date(2026, 1, 1), learner="ani", competency="audit", level=1),
        lp.ProficiencyAssessment("s2", on=date(2026, 1, 1), learner="ani", competency="data", level=2),
    ]
    result = lp.rollup(organization, lp.Evidence.of(records, activities=activities))
    relevance, by_hours = result["ani", "learning.relevance"], result["ani", "learning.relevance.by_hours"]
    assert (relevance.exact, relevance.n, relevance.due) == (F(1, 3), 3, 5)
    assert by_hours.exact == F(8, 10)
    assert result["ani", "learning.in_standard"].exact == F(3, 4)
    assert result["ani", "learning.mapped"].exact == F(4, 5)


def test_whose_position_has_a_standard_is_read_at_the_end_of_the_period() -> None:
    standard = lp.CompetencyStandard({"audit": 3})
    organization = lp.Organization.of(
        units=[lp.Unit("DJP")],
        learners=[lp.Learner(one) for one in ("ani", "budi", "citra", "dewi")],
        competencies=[lp.Competency("audit")],
        positions=[
            lp.Position("planned", standard=standard, career_pattern="audit"),
            lp.Position("unplanned", standard=standard),
            lp.Position("bare", career_pattern="audit"),
        ],
        ties=[
            lp.Placement("ani", "DJP", position="bare", until=date(2026, 6, 1)),
            lp.Placement("ani", "DJP", position="planned", since=date(2026, 6, 1)),
            lp.Placement("budi", "DJP", position="unplanned"),
            lp.Placement("citra", "DJP", position="bare"),
            lp.Placement("dewi", "DJP", position="planned", until=date(2026, 3, 1)),
        ],
    )
    names = ("competency.with_standard", "competency.with_standard_and_pattern")
    for until, expected in ((date(2026, 6, 1), (F(1, 3), 0)), (date(2027, 1, 1), (F(2, 3), F(1, 3)))):
        result = lp.rollup(organization, lp.Evidence.of(), lp.catalogue(*names), since=date(2026, 1, 1), until=until)
        assert tuple(result["DJP", name].exact for name in names) == expected
