"""Differences: between two nodes and between two periods, with the people behind both taken into account."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

import pytest
from hypothesis import given, settings

import learnperf as lp
from learnperf.testing import organization_and_evidence

Rated = Callable[[Mapping[str, Mapping[str, Sequence[int | None]]]], tuple[lp.Organization, lp.Evidence]]
BEHAVIOUR = "kirkpatrick.behaviour"
TAX, AUDIT = {f"t{at}": [score] for at, score in enumerate([4, 4, 5, 3, 4])}, {"a0": [2], "a1": [3], "a2": [2]}


def between(data: tuple[lp.Organization, lp.Evidence], metric: str = BEHAVIOUR) -> lp.Difference:
    return lp.difference(lp.rollup(*data, lp.catalogue(metric)), "tax", "audit", metric)


def test_means_of_different_people_have_welchs_interval(rated: Rated) -> None:
    from scipy.stats import ttest_ind  # noqa: PLC0415 -- slow to load

    found = between(rated({"tax": TAX, "audit": AUDIT}))
    expected = ttest_ind([4, 4, 5, 3, 4], [2, 3, 2], equal_var=False).confidence_interval()
    assert (found.low, found.high) == pytest.approx((expected.low, expected.high))
    assert found.value == pytest.approx(4 - 7 / 3)
    assert (found.shared, found.missing) == (0, lp.MissingReason.NONE)


def two_waves(rated: Rated, scores: Mapping[str, Sequence[int]]) -> lp.Rollup:
    organization, evidence = rated({"tax": scores})
    periods = [lp.Period("first", date(2026, 6, 1), date(2026, 6, 2)), lp.Period("second", date(2026, 6, 2), None)]
    return lp.rollup(organization, evidence, lp.catalogue(BEHAVIOUR), by=periods)


def test_the_same_people_in_two_periods_have_the_paired_t(rated: Rated) -> None:
    from scipy.stats import ttest_rel  # noqa: PLC0415 -- slow to load

    result = two_waves(rated, {"ani": [2, 3], "budi": [3, 5], "citra": [4, 4], "dewi": [2, 3]})
    found = lp.difference(result, ("tax", "second"), ("tax", "first"), BEHAVIOUR)
    expected = ttest_rel([3, 5, 4, 3], [2, 3, 4, 2]).confidence_interval()
    assert (found.low, found.high) == pytest.approx((expected.low, expected.high))
    assert (found.value, found.shared) == (1, 4)
    assert lp.Note.OVERLAP in found.notes
    assert str(found).startswith("kirkpatrick.behaviour tax second - tax first: +1 (95% [")


def test_where_everyone_differs_by_the_same_nothing_says_how_sure_it_is(rated: Rated) -> None:
    result = two_waves(rated, {"ani": [1, 2], "budi": [2, 3], "citra": [4, 5]})
    found = lp.difference(result, ("tax", "second"), ("tax", "first"), BEHAVIOUR)
    assert (found.value, found.low, found.missing) == (1, None, lp.MissingReason.TOO_FEW)
    assert "terlalu sedikit" in found.said("id")


def test_a_unit_and_the_whole_it_is_part_of_share_its_people(rated: Rated) -> None:
    result = lp.rollup(*rated({"tax": TAX, "audit": AUDIT}), lp.catalogue(BEHAVIOUR))
    found = lp.difference(result, "tax", "top", BEHAVIOUR)
    apart = lp.difference(result, "tax", "audit", BEHAVIOUR)
    assert found.shared == 5
    assert found.low is not None
    assert found.high is not None
    assert apart.low is not None
    assert apart.high is not None
    assert found.high - found.low < apart.high - apart.low


def test_shares_of_learners_have_newcombes_interval(rated: Rated) -> None:
    units = {
        "tax": {f"t{at}": [5 if at < 56 else 1] for at in range(70)},
        "audit": {f"a{at}": [5 if at < 48 else 1] for at in range(80)},
    }
    found = between(rated(units), f"{BEHAVIOUR}.realised")
    # Newcombe (1998), table II, method 10
    assert (found.low, found.high) == pytest.approx((0.0524, 0.3339), abs=5.1e-5)


def test_shares_of_one_team_in_two_years_share_nothing_but_the_team(rated: Rated) -> None:
    organization, _ = rated({"tax": {"ani": []}})
    organization = lp.Organization.of(
        units=organization.units.values(),
        teams=[lp.Team("t")],
        learners=organization.learners.values(),
        ties=[*organization.ties, lp.Sponsorship("t", "tax")],
    )
    tasks = [
        lp.Assignment(f"{year}-{at}", team="t", on=date(year, 2, 1), completed=date(year, 3, 1) if at < done else None)
        for year, done in ((2025, 4), (2026, 7))
        for at in range(10)
    ]
    result = lp.rollup(organization, lp.Evidence.of(tasks), lp.catalogue("assignment"), by="year")
    found = lp.difference(result, ("tax", "2026"), ("tax", "2025"), "assignment.completion")
    assert found.value == pytest.approx(0.3)
    assert found.shared == 0
    whole = lp.difference(result, ("tax", "2026"), ("top", "2025"), "assignment.completion")
    assert (whole.low, whole.high) == (found.low, found.high)


def test_counts_may_share_people_which_is_said(rated: Rated) -> None:
    organization, _ = rated({"tax": TAX, "audit": AUDIT})
    ideas = [
        lp.Innovation(f"i{at}", contributors=["t0"], kind=lp.InnovationKind.PROCESS, on=date(2026, 1, 1))
        for at in range(6)
    ]
    result = lp.rollup(organization, lp.Evidence.of(ideas), lp.catalogue("innovation.count"))
    found = lp.difference(result, "tax", "audit", "innovation.count")
    assert (found.value, found.shared) == (6, None)
    assert lp.Note.OVERLAP_UNKNOWN in found.notes
    assert found.low is not None
    assert found.low > 0


def test_a_learner_beside_a_unit_is_judged_by_other_units_of_count(rated: Rated) -> None:
    result = lp.rollup(*rated({"tax": {"ani": [2, 3, 3], "budi": [4]}}), lp.catalogue(BEHAVIOUR))
    found = lp.difference(result, "ani", "tax", BEHAVIOUR)
    assert found.shared is None
    assert lp.Note.OVERLAP_UNKNOWN in found.notes


def test_without_a_value_or_a_method_there_is_no_difference(rated: Rated) -> None:
    data = rated({"tax": TAX, "audit": {"a0": [None]}})
    found = between(data)
    assert (found.value, found.low, found.missing) == (None, None, lp.MissingReason.NOT_OBSERVED)
    assert str(found).splitlines()[0] == "kirkpatrick.behaviour tax - audit: - (due, but not observed)"
    extreme = between(rated({"tax": TAX, "audit": AUDIT}), f"{BEHAVIOUR}.lowest_learner")
    assert (extreme.value, extreme.low) == (1, None)


def test_means_of_learners_share_learners(rated: Rated) -> None:
    result = lp.rollup(*rated({"tax": TAX, "audit": AUDIT}), lp.catalogue(BEHAVIOUR))
    assert lp.difference(result, "tax", "top", f"{BEHAVIOUR}.mean_of_learners").shared == 5


def test_all_alike_on_both_sides_says_nothing(rated: Rated) -> None:
    alike = {"t0": [3], "t1": [3]}
    found = between(rated({"tax": alike, "audit": {"a0": [2], "a1": [2]}}))
    assert (found.value, found.missing) == (1, lp.MissingReason.TOO_FEW)
    # how far one side differs is enough, and one observation is not
    half = between(rated({"tax": alike, "audit": AUDIT}))
    assert half.low == pytest.approx(2 / 3 - 4.302653 / 3)
    assert between(rated({"tax": {"t0": [3]}, "audit": AUDIT})).missing is lp.MissingReason.TOO_FEW


def test_a_reading_is_not_compared_with_itself(rated: Rated) -> None:
    result = lp.rollup(*rated({"tax": TAX}), lp.catalogue(BEHAVIOUR))
    with pytest.raises(lp.InvalidValue, match="the first reading again"):
        lp.difference(result, "tax", "tax", BEHAVIOUR)
    with pytest.raises(lp.UnknownName):
        lp.difference(result, "tax", "nowhere", BEHAVIOUR)


@settings(max_examples=25, deadline=None)
@given(organization_and_evidence())
def test_turned_round_a_difference_is_turned_round(drawn: tuple[lp.Organization, lp.Evidence]) -> None:
    result = lp.rollup(*drawn, lp.catalogue(BEHAVIOUR))
    for node in result.nodes[1:4]:
        for metric in (BEHAVIOUR, f"{BEHAVIOUR}.realised"):
            there = lp.difference(result, result.nodes[0], node, metric)
            back = lp.difference(result, node, result.nodes[0], metric)
            if there.low is None or there.high is None or there.value is None:
                assert (back.low, back.missing) == (None, there.missing) or back.missing is not lp.MissingReason.NONE
            else:
                assert (back.low, back.high) == pytest.approx((-there.high, -there.low))
                assert there.low - 1e-9 <= there.value <= there.high + 1e-9
