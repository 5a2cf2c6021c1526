"""Case 14: series meet by their dates, and what one of them lacks is neither dropped nor shifted."""

from datetime import date

import pytest

import learnperf as lp


@pytest.fixture
def siblings() -> lp.Rollup:
    """One unit with four months of evidence, one with the last two of them and one more."""
    months = {"long": {1: [1], 2: [1], 3: [5, 5, 5], 4: [2]}, "short": {3: [1], 4: [4], 5: [3]}}
    organization = lp.Organization.of(
        units=[lp.Unit("top"), lp.Unit("short"), lp.Unit("long")],
        learners=[lp.Learner(f"of-{unit}") for unit in months],
        ties=[
            lp.Reporting("long", "top"),
            lp.Reporting("short", "top"),
            *(lp.Placement(f"of-{unit}", unit) for unit in months),
        ],
    )
    evidence = lp.Evidence.of(
        lp.Evaluation(f"{unit}-{month}-{place}", learner=f"of-{unit}", level=3, score=score, on=date(2026, month, 15))
        for unit, series in months.items()
        for month, scores in series.items()
        for place, score in enumerate(scores)
    )
    return lp.rollup(organization, evidence, lp.catalogue("kirkpatrick.behaviour"), by="month")


def _series(result: lp.Rollup, unit: str) -> list[float | None]:
    return [result[unit, "kirkpatrick.behaviour", period.label].value for period in result.periods]


def test_siblings_of_different_length_meet_by_date_and_not_by_place(siblings: lp.Rollup) -> None:
    assert [period.label for period in siblings.periods] == ["2026-01", "2026-02", "2026-03", "2026-04", "2026-05"]
    assert _series(siblings, "long") == [1, 1, 5, 2, None]
    assert _series(siblings, "short") == [None, None, 1, 4, 3]
    # the mistakes: January of the one with March of the other, May dropped or read past the end
    assert _series(siblings, "top") == [1, 1, 4, 3, 3]


def test_a_month_is_pooled_with_counts_and_not_averaged_from_averages(siblings: lp.Rollup) -> None:
    march = siblings["top", "kirkpatrick.behaviour", "2026-03"]
    # three of 5 and one of 1; the mistake: (5 + 1) / 2
    assert (march.value, march.n) == (4, 4)
