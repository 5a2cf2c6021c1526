"""Histories of edits: each edit does what it says, fits where it should, and prints as the code that makes it."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import Phase, find, given, settings

import learnperf as lp
from learnperf import testing
from learnperf.testing.code import as_code

DAY = date(2026, 1, 1)
BEFORE, AFTER = date(2025, 6, 30), date(2026, 6, 30)
NOTHING = lp.Evidence.of()
# any case will do, and making it smaller takes longer than finding it
ANY = settings(phases=[Phase.generate], deadline=None, derandomize=True, database=None)
KINDS = (
    testing.AddLearner,
    testing.AddRecord,
    testing.AddTie,
    testing.MergeUnits,
    testing.RemoveRecord,
    testing.RemoveTie,
    testing.Reparent,
    testing.SplitUnit,
    testing.SupersedeRecord,
)


@pytest.fixture
def ministry() -> lp.Organization:
    """Give two units under one, one of them with an end, and three people, one of them in both units."""
    return lp.Organization.of(
        units=[lp.Unit("top"), lp.Unit("north"), lp.Unit("south", until=date(2030, 1, 1))],
        teams=[lp.Team("audit")],
        learners=[lp.Learner("ani"), lp.Learner("budi"), lp.Learner("citra")],
        ties=[
            lp.Reporting("north", "top"),
            lp.Reporting("south", "top", until=date(2030, 1, 1)),
            lp.Sponsorship("audit", "south", since=date(2026, 3, 1)),
            lp.Placement("ani", "north"),
            lp.Placement("budi", "south", share=0.5),
            lp.Placement("budi", "north", share=0.5),
            lp.Placement("citra", "south"),
            lp.Placement("ani", "south", until=date(2020, 1, 1)),
        ],
    )


def _above(organization: lp.Organization, node: str) -> list[list[str]]:
    return [sorted(organization.ancestors(node, on=day)) for day in (BEFORE, AFTER)]


def test_every_kind_of_edit_happens() -> None:
    seen: set[type] = set()

    @settings(ANY, max_examples=60)
    @given(testing.histories())
    def look(history: testing.History) -> None:
        *_, last = history.states()
        assert len(last[0]) >= len(history.organization)
        seen.update(map(type, history.edits))

    look()
    assert seen == set(KINDS)


@settings(max_examples=20)
@given(testing.histories())
def test_what_is_printed_makes_it_again(history: testing.History) -> None:
    known = {"lp": lp, "date": date, "Fraction": Fraction, **vars(testing)}
    again = eval(repr(history), known)  # noqa: S307 -- our own code, which is what is tested
    assert again.organization.ties == history.organization.ties
    assert dict(again.evidence.records) == dict(history.evidence.records)
    assert again.edits == history.edits
    assert repr(again) == repr(history)


def test_edits_that_need_not_fit_are_refused_at_times(ministry: lp.Organization) -> None:
    def is_refused(edit: testing.Edit) -> bool:
        try:
            edit.apply(ministry, NOTHING)
        except lp.OrganizationError:
            return True
        return False

    assert is_refused(find(testing.edits(ministry, NOTHING, fitting=False), is_refused, settings=ANY))


def test_units_merge_with_all_that_hangs_on_them(ministry: lp.Organization) -> None:
    merged, _ = testing.MergeUnits("south", "north", DAY).apply(ministry, NOTHING)
    assert _above(merged, "citra") == [["south", "top"], ["north", "top"]]
    assert _above(merged, "audit") == [[], ["north", "top"]]
    assert _above(merged, "budi") == [["north", "south", "top"], ["north", "top"]]
    assert merged.units["south"].until == DAY


def test_a_unit_is_split_and_the_root_has_the_new_one_below_it(ministry: lp.Organization) -> None:
    split, _ = testing.SplitUnit("south", "east", ["citra", "audit"], DAY).apply(ministry, NOTHING)
    assert _above(split, "citra") == [["south", "top"], ["east", "top"]]
    assert _above(split, "audit") == [[], ["east", "top"]]
    assert _above(split, "budi") == [["north", "south", "top"]] * 2
    below, _ = testing.SplitUnit("top", "middle", ["north"], DAY).apply(ministry, NOTHING)
    assert _above(below, "north") == [["top"], ["middle", "top"]]


def test_a_child_hangs_elsewhere_from_a_day_on_or_always(ministry: lp.Organization) -> None:
    tie = lp.Placement("citra", "south")
    later, _ = testing.Reparent(tie, "north", DAY).apply(ministry, NOTHING)
    always, _ = testing.Reparent(tie, "north").apply(ministry, NOTHING)
    assert _above(later, "citra") == [["south", "top"], ["north", "top"]]
    assert _above(always, "citra") == [["north", "top"]] * 2


MET = lp.Evaluation("e1", learner="nobody", level=lp.Level.BEHAVIOUR, on=DAY)


@pytest.mark.parametrize(
    ("edit", "error", "said"),
    [
        (testing.AddRecord(MET), lp.EvidenceError, "unknown"),
        (testing.RemoveRecord("e9"), lp.UnknownName, "unknown evidence 'e9'"),
        (testing.RemoveTie(lp.Placement("ani", "top")), lp.InvalidValue, "is not among the ties"),
        (testing.MergeUnits("west", "north", DAY), lp.UnknownName, "unknown unit 'west'"),
        (testing.SplitUnit("west", "east", [], DAY), lp.UnknownName, "unknown unit 'west'"),
        (testing.MergeUnits("top", "north", DAY), lp.OrganizationError, "north is tied to itself"),
    ],
)
def test_an_edit_that_does_not_fit_is_refused(
    ministry: lp.Organization, edit: testing.Edit, error: type[lp.LearnperfError], said: str
) -> None:
    with pytest.raises(error, match=said):
        edit.apply(ministry, NOTHING)


def test_code_leaves_out_what_is_as_it_comes() -> None:
    idea = lp.Innovation("i1", on=DAY, contributors=["ani", "budi"], stages={lp.Stage.PILOT: DAY})
    assert as_code(idea) == (
        "lp.Innovation('i1', on=date(2026, 1, 1), contributors={'ani': Fraction(1, 2), 'budi': Fraction(1, 2)}, "
        "stages=[[lp.Stage.PILOT, date(2026, 1, 1)]])"
    )
    assert as_code(NOTHING) == "lp.Evidence.of()"
    assert as_code(lp.Scale(1, 9)) == "lp.Scale(1, 9)"
