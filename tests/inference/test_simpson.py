"""Simpson alarms: wholes that differ the other way round than their parts."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import learnperf as lp

NAME = "mine.admitted"
ADMITTED = lp.Metric(
    NAME,
    label="Admitted",
    unit="share",
    bounds=(0, 1),
    evidence=lp.Publication,
    state=lp.Ratio,
    lift={"numerator": lp.col("channel") == lp.Channel.FORMAL, "denominator": 1},
)
# admitted, applied: Berkeley 1973, as R has them (UCBAdmissions)
MEN = {"A": (512, 825), "B": (353, 560), "C": (120, 325), "D": (138, 417), "E": (53, 191), "F": (22, 373)}
WOMEN = {"A": (89, 108), "B": (17, 25), "C": (202, 593), "D": (131, 375), "E": (94, 393), "F": (24, 341)}
Sides = Mapping[str, tuple[int, int]]


def decided(parts: Sides, day: date = date(1973, 9, 1)) -> list[lp.Publication]:
    """Say of so many of so many in each unit that they were admitted."""
    return [
        lp.Publication(
            f"{part}-{at}-{day}", unit=part, channel=lp.Channel.FORMAL if at < some else lp.Channel.INFORMAL, on=day
        )
        for part, (some, of) in parts.items()
        for at in range(of)
    ]


def organized(parts: Sides) -> lp.Organization:
    return lp.Organization.of(
        units=[lp.Unit("all"), *map(lp.Unit, parts)],
        learners=[lp.Learner("dean")],
        ties=[*(lp.Reporting(part, "all") for part in parts), lp.Placement("dean", "all")],
    )


def read(parts: Sides) -> lp.Rollup:
    return lp.rollup(organized(parts), lp.Evidence.of(decided(parts)), [ADMITTED])


def test_berkeley_differs_the_other_way_round_than_its_departments() -> None:
    men, women = read(MEN), read(WOMEN)
    assert men["all", NAME].exact == Fraction(1198, 2691)
    assert women["all", NAME].exact == Fraction(557, 1835)
    (alarm,) = lp.simpson_alarms(men, women, NAME)
    assert alarm.node == "all"
    assert float(alarm.change) == pytest.approx(-0.1416, abs=1e-4)
    # by hand: sum over departments of (women - men) by applicants, over all applicants
    expected = sum(
        (Fraction(*WOMEN[part]) - Fraction(*MEN[part])) * (WOMEN[part][1] + MEN[part][1]) for part in MEN
    ) / (2691 + 1835)
    assert alarm.standardised == expected > 0
    assert (alarm.against, alarm.along) == (("A", "B", "D", "F"), ("C", "E"))
    assert not alarm.is_complete


def test_a_misprinted_figure_of_berkeley_is_not_reproduced() -> None:
    assert read({"B": (353, 560)})["B", NAME].exact != Fraction(313, 560)


def test_a_whole_against_all_its_parts_says_so_in_both_languages() -> None:
    (alarm,) = lp.simpson_alarms(read({"x": (80, 100), "y": (1, 10)}), read({"x": (9, 10), "y": (20, 100)}), NAME)
    assert alarm.is_complete
    assert "2 of its 2 parts differ the other way" in str(alarm)
    assert "2 dari 2 bagiannya berubah sebaliknya" in alarm.said("id")


def test_periods_of_one_result_can_be_compared() -> None:
    before, after = {"x": (80, 100), "y": (1, 10)}, {"x": (9, 10), "y": (20, 100)}
    evidence = lp.Evidence.of([*decided(before, date(2025, 5, 1)), *decided(after, date(2026, 5, 1))])
    result = lp.rollup(organized(before), evidence, [ADMITTED], by="year")
    assert len(lp.simpson_alarms(result, result, NAME, periods=("2025", "2026"))) == 1
    assert lp.simpson_alarms(result, result, NAME, periods=("2025", "2025")) == ()
    with pytest.raises(lp.InvalidValue, match="period"):
        lp.simpson_alarms(result, result, NAME)


def test_a_whole_that_moves_with_its_parts_is_no_alarm() -> None:
    assert lp.simpson_alarms(read({"x": (1, 10), "y": (2, 10)}), read({"x": (2, 10), "y": (3, 10)}), NAME) == ()


def test_parts_without_a_value_on_both_sides_say_nothing() -> None:
    before, after = {"x": (80, 100), "y": (1, 10)}, {"x": (9, 10), "y": (0, 0)}
    assert lp.simpson_alarms(read(before), read(after), NAME) == ()
    assert lp.simpson_alarms(read({"x": (0, 0), "y": (0, 0)}), read(after), NAME) == ()


def test_what_was_not_read_or_is_another_organization_is_refused() -> None:
    there = lp.rollup(lp.Organization.of(units=[lp.Unit("other")]), metrics=[ADMITTED])
    with pytest.raises(lp.InvalidValue, match="no node of the first"):
        lp.simpson_alarms(read({"x": (1, 2)}), there, NAME)
    with pytest.raises(lp.UnknownName):
        lp.simpson_alarms(there, there, "mine.unknown")


SIDE = st.fixed_dictionaries(
    {part: st.integers(1, 9).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))) for part in "xyz"}
)


@settings(max_examples=20, deadline=None)
@given(SIDE, SIDE)
def test_turning_the_sides_round_turns_the_alarm_round(before: Sides, after: Sides) -> None:
    there, back = (lp.simpson_alarms(read(one), read(other), NAME) for one, other in ((before, after), (after, before)))
    assert [(one.change, one.against) for one in there] == [(-one.change, one.against) for one in back]
    for alarm in there:
        assert alarm.change * alarm.standardised < 0
        assert alarm.against
