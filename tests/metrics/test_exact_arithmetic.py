"""Arithmetic on arrays is exact for numbers of any size: held to Python's own integers and fractions."""

from collections.abc import Callable
from fractions import Fraction
from operator import add, mul, sub

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from learnperf.metrics.algebra import Attained, scale_code
from learnperf.metrics.finalized import Context, Finalized
from learnperf.metrics.integers import (
    LARGEST,
    SMALLEST,
    Integers,
    added,
    common_denominator,
    group_extremes,
    group_sums,
    narrowed,
    peak,
    product,
    reduced,
    subtracted,
    sum_fractions,
)
from learnperf.metrics.missing import Missing, MissingPolicy, MissingReason
from learnperf.metrics.outer import AtLeast, Composition, Consensus, Outer, Values, composed, composed_groups
from learnperf.metrics.scaled import Rule, offsets_and_factors, scale_reason
from learnperf.model.scales import LIKERT_5, Scale

NUMBERS = st.sampled_from([0, 1, -1, 2**31, 2**62, LARGEST, SMALLEST, 2**63, -(2**64), 2**90]) | st.integers(-20, 20)
PAIRS = st.lists(st.tuples(NUMBERS, NUMBERS), max_size=5)
POSITIVE = st.sampled_from([1, 2, 3, 7, 2**31 + 1, 2**61, 10**25]) | st.integers(1, 30)
GROUPS = 3
# primes, so that nothing cancels and the common denominator grows beyond all bounds
PRIMES = (1_000_003, 999_983, 999_979, 7)


def array(values: list[int]) -> Integers:
    wide = any(not SMALLEST <= value <= LARGEST for value in values)
    return np.asarray(values, dtype=np.object_ if wide else np.int64)


def fractions_of(pair: tuple[Integers, Integers]) -> list[Fraction]:
    return [Fraction(int(top), int(bottom)) for top, bottom in zip(pair[0].tolist(), pair[1].tolist(), strict=True)]


@pytest.mark.parametrize(("ours", "pythons"), [(product, mul), (added, add), (subtracted, sub)])
@settings(deadline=None)
@given(pairs=PAIRS, number=NUMBERS)
def test_arithmetic_never_wraps(
    ours: Callable[[Integers, Integers | int], Integers],
    pythons: Callable[[int, int], int],
    pairs: list[tuple[int, int]],
    number: int,
) -> None:
    left, right = [one for one, _ in pairs], [other for _, other in pairs]
    assert ours(array(left), array(right)).tolist() == [pythons(*pair) for pair in pairs]
    with_one_number = ours(array(left), number).tolist()
    assert with_one_number == [pythons(one, number) for one in left]
    assert all(type(one) is int for one in with_one_number)


@pytest.mark.parametrize("narrow", [np.int8, np.int16, np.int32])
def test_columns_of_narrow_integers_do_not_wrap(narrow: type[np.signedinteger]) -> None:
    most = int(np.iinfo(narrow).max)
    values = np.full(3, most, dtype=narrow)
    group = np.asarray([0, 0, 2])
    assert product(values, values).tolist() == [most**2] * 3
    assert product(values, 1).tolist() == [most] * 3
    assert added(values, values).tolist() == [2 * most] * 3
    assert subtracted(values, -values).tolist() == [2 * most] * 3
    assert group_sums(group, values, GROUPS).tolist() == [2 * most, 0, most]
    assert group_extremes(group, values, GROUPS, greatest=False).tolist() == [most, LARGEST, most]
    least = np.asarray([-most - 1, 5, 3], dtype=narrow)
    assert fractions_of(reduced(least, values)) == [Fraction(-most - 1, most), Fraction(5, most), Fraction(3, most)]
    for bottoms in ([most, most - 1, most - 2], [2, 2, 2]):
        parts = np.asarray(bottoms, dtype=narrow)
        expected = [Fraction(-most - 1, bottoms[0]) + Fraction(5, bottoms[1]), 0, Fraction(3, bottoms[2])]
        assert fractions_of(sum_fractions(group.astype(np.int8), least, parts, GROUPS)) == expected


def test_the_number_1_may_stand_on_either_side() -> None:
    values, one = array([3, -4]), np.asarray(1)
    assert product(values, one).tolist() == product(one, values).tolist() == [3, -4]
    assert product(one, one).tolist() == 1


@given(st.lists(NUMBERS, max_size=6))
def test_narrow_where_it_fits_and_equal_always(values: list[int]) -> None:
    wide = np.asarray(values, dtype=np.object_)
    assert narrowed(wide).tolist() == values
    assert peak(wide) == max([abs(value) for value in values], default=0)
    if values and peak(wide) <= LARGEST:
        assert narrowed(wide).dtype == np.int64


@settings(deadline=None)
@given(st.lists(st.tuples(NUMBERS, POSITIVE), max_size=6))
def test_lowest_terms_change_no_value(pairs: list[tuple[int, int]]) -> None:
    top, bottom = reduced(array([one for one, _ in pairs]), array([other for _, other in pairs]))
    expected = [Fraction(*pair) for pair in pairs]
    assert top.tolist() == [one.numerator for one in expected]
    assert bottom.tolist() == [one.denominator for one in expected]


@given(st.lists(st.tuples(st.integers(0, GROUPS - 1), NUMBERS), max_size=8))
def test_sums_by_group_are_exact(pairs: list[tuple[int, int]]) -> None:
    group = np.asarray([one for one, _ in pairs], dtype=np.int64)
    found = group_sums(group, array([value for _, value in pairs]), GROUPS)
    assert found.tolist() == [sum(value for one, value in pairs if one == place) for place in range(GROUPS)]


@given(st.lists(st.tuples(st.integers(0, GROUPS - 1), st.integers(SMALLEST, LARGEST)), max_size=8))
def test_least_and_greatest_by_group_and_their_identities_where_there_is_none(pairs: list[tuple[int, int]]) -> None:
    group = np.asarray([one for one, _ in pairs], dtype=np.int64)
    values = array([value for _, value in pairs])
    inside = [[value for one, value in pairs if one == place] for place in range(GROUPS)]
    assert group_extremes(group, values, GROUPS, greatest=True).tolist() == [
        max(some, default=SMALLEST) for some in inside
    ]
    assert group_extremes(group, values, GROUPS, greatest=False).tolist() == [
        min(some, default=LARGEST) for some in inside
    ]


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, GROUPS - 1), NUMBERS, POSITIVE | st.sampled_from(PRIMES)), max_size=9))
def test_sums_of_fractions_by_group_are_exact(triples: list[tuple[int, int, int]]) -> None:
    group = np.asarray([one for one, _, _ in triples], dtype=np.int64)
    top, bottom = array([top for _, top, _ in triples]), array([bottom for _, _, bottom in triples])
    expected = [
        sum((Fraction(high, low) for one, high, low in triples if one == place), Fraction(0)) for place in range(GROUPS)
    ]
    assert fractions_of(sum_fractions(group, top, bottom, GROUPS)) == expected


def test_denominators_with_little_in_common_have_no_common_one() -> None:
    assert common_denominator(array([4, 6, 4])) == 12
    assert common_denominator(array([])) == 1
    assert common_denominator(array(list(PRIMES))) is None


OUTERS: list[Outer] = [*Composition, AtLeast("0.5"), AtLeast(2), Consensus()]
WEIGHTS = st.tuples(st.integers(1, 1_000_000), st.sampled_from([1, 1_000_000, 3_000_000]))


@pytest.mark.parametrize("outer", OUTERS)
@settings(max_examples=60, deadline=None)
@given(drawn=st.lists(st.tuples(st.integers(0, GROUPS - 1), NUMBERS, POSITIVE, WEIGHTS), max_size=7))
def test_compositions_by_group_are_those_of_fractions(
    outer: Outer, drawn: list[tuple[int, int, int, tuple[int, int]]]
) -> None:
    group = np.asarray([one for one, *_ in drawn], dtype=np.int64)
    columns = [array([row[1] for row in drawn]), array([row[2] for row in drawn])]
    weights = [array([row[3][0] for row in drawn]), array([row[3][1] for row in drawn])]
    found = composed_groups(outer, Values(group, *columns, *weights), GROUPS)
    for place in range(GROUPS):
        several = [(Fraction(top, bottom), Fraction(*weight)) for one, top, bottom, weight in drawn if one == place]
        assert found.exact(place) == (composed(outer, several) if several else Missing(MissingReason.NO_EVIDENCE))


@pytest.mark.parametrize(("outer", "expected"), [(Composition.LEAST, min), (Composition.GREATEST, max)])
@settings(deadline=None)
@given(order=st.permutations(range(5)))
def test_values_that_no_double_tells_apart_are_told_apart(
    outer: Outer, expected: Callable[[list[Fraction]], Fraction], order: list[int]
) -> None:
    least = 10**17
    close = [Fraction(least + place, least + 9) for place in order]
    assert len({float(value) for value in close}) < len(close)
    everyone = np.zeros(len(close), dtype=np.int64)
    tops, bottoms = array([one.numerator for one in close]), array([one.denominator for one in close])
    ones = np.ones_like(everyone)
    found = composed_groups(outer, Values(everyone, tops, bottoms, ones, ones), 2)
    assert [found.exact(place) for place in range(2)] == [expected(close), Missing(MissingReason.NO_EVIDENCE)]


@given(
    st.lists(
        st.tuples(st.fractions(0, 5, max_denominator=999), st.fractions(1, 4, max_denominator=999)),
        min_size=1,
        max_size=6,
    )
)
def test_a_mean_lies_between_least_and_greatest_and_a_share_between_0_and_1(
    several: list[tuple[Fraction, Fraction]],
) -> None:
    least, mean, greatest = (
        composed(one, several) for one in (Composition.LEAST, Composition.MEAN, Composition.GREATEST)
    )
    assert not isinstance(least, Missing)
    assert not isinstance(mean, Missing)
    assert not isinstance(greatest, Missing)
    assert least <= mean <= greatest
    share = composed(AtLeast(mean), several)
    assert not isinstance(share, Missing)
    assert 0 <= share <= 1
    assert composed(AtLeast(least), several) == 1


SCALES = (Scale("0.5", "3", "0.25"), LIKERT_5)
CODES = {scale_code(scale): scale for scale in SCALES}


@pytest.mark.parametrize("rule", list(Rule))
@pytest.mark.parametrize("scale", SCALES)
def test_steps_are_worth_what_their_scale_says(rule: Rule, scale: Scale) -> None:
    offset, factor = rule.of(scale)
    for steps in range(scale.top + 1):
        score = scale.score(steps)
        expected = {
            Rule.SCORE: score,
            Rule.RANK: score,
            Rule.DIFFERENCE: score - scale.minimum,
            Rule.PART: (score - scale.minimum) / (scale.maximum - scale.minimum),
        }
        assert offset + factor * steps == expected[rule]


def test_offsets_and_factors_of_many_places_are_those_of_each() -> None:
    first, second = CODES
    low, high = array([first, second, first, 0]), array([first, second, second, 0])
    found = offsets_and_factors(low, high, Rule.SCORE, Context(scales=CODES))
    assert fractions_of((found.offset, found.offset_parts)) == [Fraction(1, 2), 1, Fraction(1, 2), 0]
    assert fractions_of((found.factor, found.factor_parts)) == [Fraction(1, 4), 1, Fraction(1, 4), 1]
    assert found.reason.tolist() == [0, 0, MissingReason.MIXED_SCALES, 0]
    assert scale_reason(0, 0, Rule.PART, Context()) is MissingReason.OTHER_SCALE


def test_offsets_and_factors_of_one_scale_are_one_number_for_all() -> None:
    code = scale_code(LIKERT_5)
    low, high = array([LARGEST, code, 0, code]), array([SMALLEST, code, code, code])
    found = offsets_and_factors(low, high, Rule.PART, Context(scales=CODES))
    assert (found.factor.tolist(), found.factor_parts.tolist()) == (1, 4)
    mixed = MissingReason.MIXED_SCALES
    assert found.reason.tolist() == [mixed, 0, mixed, 0]
    nothing = offsets_and_factors(array([LARGEST]), array([SMALLEST]), Rule.SCORE, Context())
    assert (nothing.offset.tolist(), nothing.reason.tolist()) == (0, [mixed])
    assert offsets_and_factors(array([]), array([]), Rule.SCORE, Context()).reason.tolist() == []


def test_parts_of_no_evidence_need_no_scale() -> None:
    assert Attained.zero().value(Context()) == Missing(MissingReason.NO_EVIDENCE)


@given(st.lists(st.fractions() | st.sampled_from([Missing(reason) for reason in MissingReason if reason]), max_size=6))
def test_exact_values_come_out_as_they_went_in(values: list[Fraction | Missing]) -> None:
    found = Finalized.from_exact(values)
    assert [found.exact(place) for place in range(len(found))] == values


def test_a_missing_value_leaves_no_number_behind() -> None:
    found = Finalized.of(array([7, 8]), array([2, 3]), array([MissingReason.NO_EVIDENCE, 0]))
    assert (found.numerator.tolist(), found.denominator.tolist()) == ([0, 8], [1, 3])
    assert np.isnan(found.values()[0])


def test_where_all_values_are_there_nothing_is_copied() -> None:
    top, bottom = array([7, 8]), array([2, 3])
    found = Finalized.of(top, bottom, array([0, 0]))
    assert found.numerator is top
    assert found.denominator is bottom
    assert found.reason.dtype == np.int8


def test_missing_is_neither_true_nor_false_and_says_why_in_two_languages() -> None:
    with pytest.raises(TypeError, match="neither true nor false"):
        bool(Missing())
    for reason in MissingReason:
        english, indonesian = reason.label(), reason.label("id")
        assert (english == "") == (indonesian == "") == (reason is MissingReason.NONE)
        assert english != indonesian or reason is MissingReason.NONE
    assert len({reason.label() for reason in MissingReason}) == len(MissingReason)
    assert [policy.value for policy in MissingPolicy] == ["empty is missing", "empty is zero"]
