"""Partial pooling: what the classical examples come to, and what it does and does not do to units."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import learnperf as lp

Rated = Callable[[Mapping[str, Mapping[str, Sequence[int | None]]]], tuple[lp.Organization, lp.Evidence]]
BEHAVIOUR = "kirkpatrick.behaviour"
# eight schools (Rubin 1981): estimates and their standard errors
SCHOOLS = [28, 8, -3, 7, -1, 1, 18, 12]
ERRORS = [15, 10, 16, 11, 9, 11, 10, 18]
# hits in the first 45 times at bat of 18 players (Efron & Morris 1975)
HITS = [18, 17, 16, 15, 14, 14, 13, 12, 11, 11, 10, 10, 10, 10, 10, 9, 8, 7]


def test_eight_schools_differ_no_more_than_chance() -> None:
    found = lp.shrink_means(SCHOOLS, np.square(ERRORS))
    assert found.between == 0
    # Gelman et al., Bayesian data analysis, section 5.5: pooled estimate 7.7
    assert round(found.center, 1) == 7.7
    assert found.values == pytest.approx([found.center] * 8)
    assert not found.weights.any()


def test_batters_are_pulled_as_much_as_published() -> None:
    shares = np.asarray(HITS) / 45
    chance = shares.mean() * (1 - shares.mean()) / 45
    spread = ((shares - shares.mean()) ** 2).sum()
    # Efron & Morris (1977) multiply by 0.212, which takes k - 3 of 18 players where moments take k - 1
    assert round(1 - 15 * chance / spread, 3) == 0.212
    found = lp.shrink_means(shares, [chance] * 18)
    assert found.weights == pytest.approx([1 - 17 * chance / spread] * 18)
    assert round(found.center, 3) == 0.265


def test_batters_as_shares_come_to_nearly_the_same() -> None:
    found = lp.shrink_shares(HITS, [45] * 18)
    shares = np.asarray(HITS) / 45
    pooled = shares.mean()
    # moments of equal groups: variance of shares over what chance makes of it, worked out another way
    ratio = shares.var(ddof=1) / (pooled * (1 - pooled) / 45)
    within = (ratio - 1) / 44
    assert found.between == pytest.approx(within, rel=1e-9)
    assert found.weights[0] == pytest.approx(45 * within / (45 * within + 1 - within))
    assert found.values[0] == pytest.approx(pooled + found.weights[0] * (0.4 - pooled))


@given(st.lists(st.tuples(st.integers(-9, 9), st.integers(1, 9)), min_size=3, max_size=9))
def test_pooled_means_lie_between_their_own_and_the_centre(rows: list[tuple[int, int]]) -> None:
    values, variances = np.asarray(rows, dtype=np.float64).T
    found = lp.shrink_means(values, variances)
    assert ((found.weights >= 0) & (found.weights < 1)).all()
    low, high = np.minimum(values, found.center), np.maximum(values, found.center)
    assert ((low - 1e-9 <= found.values) & (found.values <= high + 1e-9)).all()
    # the surer, the more of its own
    order = np.argsort(variances)
    assert (np.diff(found.weights[order]) <= 1e-12).all()


@given(st.lists(st.integers(1, 9).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), min_size=3, max_size=9))
def test_pooled_shares_are_shares(rows: list[tuple[int, int]]) -> None:
    reached, trials = np.asarray(rows).T
    found = lp.shrink_shares(reached, trials)
    assert ((found.values >= 0) & (found.values <= 1)).all()
    assert ((found.weights >= 0) & (found.weights <= 1)).all()
    assert 0 <= found.between <= 1


def test_the_centre_may_be_given() -> None:
    assert lp.shrink_means([1.0, 3.0, 8.0], [1.0, 1.0, 1.0], center=0.0).values[0] == pytest.approx(12 / 13)
    assert lp.shrink_shares([1, 1, 1], [1, 1, 1], center=0.5).values == pytest.approx([0.5] * 3)


@pytest.mark.parametrize(("values", "field"), [([1.0, 2.0], "values"), ([1.0, 2.0, 0.0], "variances")])
def test_too_few_or_impossible_means_are_refused(values: list[float], field: str) -> None:
    with pytest.raises(lp.InvalidValue, match=field):
        lp.shrink_means(values, values)


@pytest.mark.parametrize(("trials", "field"), [([1, 2], "values"), ([1, 2, 0], "trials")])
def test_too_few_or_impossible_shares_are_refused(trials: list[int], field: str) -> None:
    with pytest.raises(lp.InvalidValue, match=field):
        lp.shrink_shares([0] * len(trials), trials)


UNITS: dict[str, dict[str, list[int | None]]] = {
    "tax": {f"t{at}": [score] for at, score in enumerate([4, 4, 5, 3, 4, 4, 3, 5])},
    "audit": {f"a{at}": [score] for at, score in enumerate([2, 3, 2, 3, 1])},
    "data": {"d0": [5]},
}


def pooled(data: tuple[lp.Organization, lp.Evidence], metric: str = BEHAVIOUR) -> dict[str, lp.Shrunken]:
    return {one.node: one for one in lp.shrunken(lp.rollup(*data, lp.catalogue(metric)), metric)}


def test_a_small_unit_is_pulled_more_than_a_large_one(rated: Rated) -> None:
    found = pooled(rated(UNITS))
    tax, data = found["tax"], found["data"]
    assert (data.raw, data.parent, data.n) == (5, "top", 1)
    assert data.center == tax.center == pytest.approx(48 / 14)
    assert data.weight is not None
    assert tax.weight is not None
    assert data.weight < tax.weight
    assert data.pooled == pytest.approx(48 / 14 + data.weight * (5 - 48 / 14))
    # within units: the sums of squares of tax and audit over their degrees of freedom
    within = (4 + 2.8) / (7 + 4)
    by_hand = lp.shrink_means([2.2, 5.0, 4.0], [within / 5, within, within / 8], center=48 / 14)
    assert data.pooled == pytest.approx(by_hand.values[1])
    assert "pooled towards top (3.429)" in str(data)
    assert "ditarik ke arah top" in data.said("id")


def test_shares_are_pooled_as_shares(rated: Rated) -> None:
    found = pooled(rated(UNITS), f"{BEHAVIOUR}.realised")
    by_hand = lp.shrink_shares([0, 1, 6], [5, 1, 8], center=0.5)
    assert [found[unit].pooled for unit in ("audit", "data", "tax")] == pytest.approx(by_hand.values.tolist())


def test_two_units_say_too_little_of_how_units_differ(rated: Rated) -> None:
    found = pooled(rated({"tax": UNITS["tax"], "audit": UNITS["audit"], "empty": {"e0": [None]}}))
    assert found["tax"].missing is lp.MissingReason.TOO_FEW
    assert found["empty"].missing is lp.MissingReason.NOT_OBSERVED
    assert (found["tax"].pooled, found["tax"].weight) == (None, None)
    assert str(found["empty"]) == "kirkpatrick.behaviour @ empty: - (due, but not observed)"


def test_people_who_are_all_alike_or_a_metric_without_a_method_pool_nothing(rated: Rated) -> None:
    alike = pooled(rated({unit: {f"{unit}{at}": [3] for at in range(3)} for unit in ("a", "b", "c")}))
    assert {one.missing for one in alike.values()} == {lp.MissingReason.TOO_FEW}
    for metric in (f"{BEHAVIOUR}.lowest_learner", "innovation.count"):
        assert {one.pooled for one in pooled(rated(UNITS), metric).values()} == {None}


def test_periods_are_pooled_each_by_itself(rated: Rated) -> None:
    organization, evidence = rated(UNITS)
    result = lp.rollup(organization, evidence, lp.catalogue(BEHAVIOUR), by="year")
    assert [one.raw for one in lp.shrunken(result, BEHAVIOUR, period="2026")] == [2.2, 5, 4]
