"""Errors say what, where and what to do, stay short, and travel between processes."""

import copy
import pickle

import pytest

from learnperf.errors import (
    EvidenceError,
    InvalidValue,
    LearnperfError,
    MetricDefinitionError,
    MissingExtra,
    OrganizationError,
    Problem,
    Suggestions,
    UnknownName,
    listed,
    nearest,
    shown,
)

PROBLEM = Problem("cycle", "cycle a -> b -> a", ("a", "b"), "remove one of these ties")


def test_a_problem_says_the_hint_where_there_is_one() -> None:
    assert str(PROBLEM) == "cycle a -> b -> a (remove one of these ties)"
    assert str(Problem("cycle", "cycle a -> b -> a")) == "cycle a -> b -> a"
    assert PROBLEM.fatal


@pytest.mark.parametrize("hint", ["", "write 4"])
def test_an_invalid_value_has_its_parts_for_tables(hint: str) -> None:
    error = InvalidValue("score", "four", "is not a number", hint)
    assert (error.field, error.value, error.rule, error.hint) == ("score", "four", "is not a number", hint)
    assert str(error) == "score: 'four' is not a number" + (" (write 4)" if hint else "")
    assert isinstance(error, ValueError)


def test_one_problem_is_one_problem_and_two_are_problems() -> None:
    assert str(OrganizationError([PROBLEM])).startswith("1 problem in the organization:\n- cycle")
    assert str(EvidenceError([PROBLEM, PROBLEM])).startswith("2 problems in the evidence:\n")
    assert str(MetricDefinitionError([PROBLEM])).startswith("1 problem in the metric definition:\n")


def test_very_many_problems_are_kept_and_a_hundred_are_said() -> None:
    error = OrganizationError([PROBLEM] * 5_000)
    assert len(error.problems) == 5_000
    assert str(error).endswith("\n- and 4900 more, all of them in .problems")
    assert str(error).count("cycle a") == 100


def test_a_missing_extra_says_the_command() -> None:
    error = MissingExtra("Reading Parquet", "files")
    assert str(error) == "Reading Parquet needs an optional dependency: pip install 'learnperf[files]'"
    assert isinstance(error, ImportError)


def test_an_unknown_name_says_the_nearest() -> None:
    assert str(UnknownName("node", "DJPP", ["DJP", "MOF"])) == "unknown node 'DJPP'; nearest: DJP"
    assert str(UnknownName("node", "x", ["DJP"])) == "unknown node 'x'"


@pytest.mark.parametrize(
    "error",
    [
        InvalidValue("score", 9, "is outside", "check"),
        OrganizationError([PROBLEM, PROBLEM]),
        MissingExtra("Reading Parquet", "files"),
        UnknownName("node", "DJPP", ["DJP", "DJBC", "MOF"]),
        LearnperfError("plain"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_errors_are_whole_after_a_journey_to_another_process(error: LearnperfError) -> None:
    for other in (pickle.loads(pickle.dumps(error)), copy.copy(error)):  # noqa: S301 - our own bytes
        assert type(other) is type(error)
        assert str(other) == str(error)
        assert vars(other) == vars(error)


def test_values_are_shown_as_in_code_and_short() -> None:
    assert shown("ani") == "'ani'"
    assert len(shown("x" * 10_000)) < 110
    assert shown(10**5_000) == "a int of very many digits"
    deep: list[object] = []
    for _ in range(100_000):
        deep = [deep]
    assert shown(deep) == "a list nested very deeply"


def test_ids_in_a_row_end_with_how_many_more() -> None:
    assert listed(["a", "b"], " -> ") == "a -> b"
    assert listed([str(place) for place in range(23)]).endswith("18, 19, and 3 more")


def test_the_nearest_of_many_names_are_found_by_shared_letters() -> None:
    known = [f"unit-{place}" for place in range(5_000)]
    assert "unit-4321" in nearest("unit-4321x", known)
    assert nearest("unit-4321x" + "y" * 100_000, known) == ()


@pytest.mark.parametrize("size", [50, 5_000, 50_000])
def test_hints_name_the_nearest_ids_of_few_or_many(size: int) -> None:
    hints = Suggestions({f"unit-{place}": None for place in range(size)})
    assert hints.hint("unit-42x").startswith("nearest known ids: unit-42")
    assert hints.hint("zzz") == "declare it first"


def test_hints_grow_plain_after_very_many_names() -> None:
    hints = Suggestions({f"unit-{place}": None for place in range(5_000)}, otherwise="look again")
    several = [hints.hint(f"unit-{place}x") for place in range(1_000)]
    assert several[0].startswith("nearest known ids: ")
    assert several[-1] == "look again"
    assert hints.hint("unit-0x") == several[0]


def test_an_id_in_another_unicode_form_gets_a_hint_of_its_own() -> None:
    for known, asked in (("Andr\u00e9", "Andre\u0301"), ("Andre\u0301", "Andr\u00e9")):
        assert "Unicode form" in Suggestions({known}).hint(asked)
    assert Suggestions({"Andr\u00e9"}).hint("Andr\u00e8") == "nearest known ids: Andr\u00e9"
