"""Metrics over metrics read one place at a time what they read for many at once, to the last bit."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import learnperf as lp
from learnperf.metrics.algebra import Exact
from learnperf.metrics.finalized import Finalized
from learnperf.metrics.metric import Weights

VALUES = (
    st.fractions(-5, 5)
    | st.sampled_from([Fraction(2**80, 3), Fraction(-(2**63)), Fraction(0)])
    | st.sampled_from([lp.Missing(), lp.Missing(lp.MissingReason.MIXED_SCALES)])
)
PLACES = st.lists(st.tuples(VALUES, VALUES, VALUES), max_size=4)
FIRST, SECOND, THIRD = lp.catalogue("conditions.individual", "conditions.team", "conditions.organization")
RATIO = lp.RatioOf("x.ratio", label="X", unit="share", numerator=FIRST, denominator=SECOND, base="points")
DERIVED = [
    RATIO,
    lp.Index("x.index", label="X", unit="share", weights={FIRST: 1, SECOND: 3, THIRD: 1_000_000}),
    lp.Index("x.rest", label="X", unit="share", weights={FIRST: 1, SECOND: 3, THIRD: 2}, renormalise=True),
]


@pytest.mark.parametrize("metric", DERIVED, ids=lambda metric: metric.name)
@settings(deadline=None)
@given(places=PLACES)
def test_parts_combine_alike_one_by_one_and_many_at_once(
    metric: lp.RatioOf | lp.Index, places: list[tuple[Exact, Exact, Exact]]
) -> None:
    names = [part.name for part in (FIRST, SECOND, THIRD)]
    many = {name: Finalized.from_exact([row[at] for row in places]) for at, name in enumerate(names)}
    found = metric.combine(many)
    assert (found.denominator > 0).all()
    expected = [metric.of_parts(dict(zip(names, row, strict=True))) for row in places]
    assert [found.exact(place) for place in range(len(places))] == expected


@pytest.mark.parametrize(
    ("top", "bottom", "expected"),
    [
        (Fraction(1), Fraction(4), Fraction(1, 4)),
        (Fraction(1), Fraction(-4), Fraction(-1, 4)),
        (Fraction(1), Fraction(0), lp.Missing(lp.MissingReason.NO_ROSTER)),
        (Fraction(0), Fraction(0), lp.Missing(lp.MissingReason.NO_ROSTER)),
        (Fraction(1), lp.Missing(), lp.Missing(lp.MissingReason.NO_ROSTER)),
        (lp.Missing(), Fraction(4), lp.Missing(lp.MissingReason.PART_MISSING)),
    ],
)
def test_a_ratio_of_readings_is_missing_and_never_0_or_infinite(top: Exact, bottom: Exact, expected: Exact) -> None:
    assert RATIO.of_parts({FIRST.name: top, SECOND.name: bottom}) == expected


SCORED, PARTS = lp.catalogue("kirkpatrick.behaviour.mean_of_learners", "kirkpatrick.behaviour.realised")
GROUPS = 3
SUBJECTS = st.lists(st.tuples(st.integers(0, GROUPS - 1), VALUES, st.integers(1, 1_000_000)), max_size=7)


@pytest.mark.parametrize("metric", [SCORED, PARTS], ids=lambda metric: metric.name)
@settings(deadline=None)
@given(subjects=SUBJECTS, pooled=st.lists(VALUES, min_size=GROUPS, max_size=GROUPS))
def test_subjects_compose_alike_group_by_group_and_all_at_once(
    metric: lp.Staged, subjects: list[tuple[int, Exact, int]], pooled: list[Exact]
) -> None:
    weights = np.asarray([weight for *_, weight in subjects], dtype=np.int64)
    found = metric.aggregate(
        np.asarray([group for group, *_ in subjects], dtype=np.int64),
        Finalized.from_exact([value for _, value, _ in subjects]),
        Weights(weights, np.full(len(subjects), 1_000_000, dtype=np.int64)),
        Finalized.from_exact(pooled),
    )
    for place in range(GROUPS):
        several = [(value, Fraction(weight, 1_000_000)) for group, value, weight in subjects if group == place]
        assert found.exact(place) == metric.of_subjects(several, pooled[place])


def test_subjects_on_different_scales_are_not_put_together_unless_as_parts_of_theirs() -> None:
    assert isinstance(SCORED, lp.Staged)
    assert isinstance(PARTS, lp.Staged)
    mixed = lp.Missing(lp.MissingReason.MIXED_SCALES)
    several = [(Fraction(4), Fraction(1)), (Fraction(80), Fraction(1))]
    assert SCORED.of_subjects(several, mixed) == mixed
    assert PARTS.of_subjects(several, mixed) == 1
    assert PARTS.of_subjects([], mixed) == lp.Missing(lp.MissingReason.NO_EVIDENCE)
