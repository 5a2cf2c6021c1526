"""Ids are kept as written, and those that would be taken for one another are found."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnperf.errors import InvalidValue
from learnperf.model.ids import ids_at_once, ids_in_order, lookalike_ids, same_ids
from learnperf.model.nodes import Learner
from learnperf.model.ties import Placement

NFC, NFD = "Andr\u00e9", "Andre\u0301"
CYRILLIC_A = "\u0430"


@pytest.mark.parametrize("good", ["007", "7", "1e5", "TRUE", "NA", "a b", "é", NFD, "部", "😀", "x" * 200, "=1+1"])
def test_an_id_is_kept_as_written(good: str) -> None:
    assert Learner(good).id == good


@pytest.mark.parametrize(
    ("bad", "rule"),
    [
        ("", "empty"),
        (" ani", "space"),
        ("ani ", "space"),
        ("ani\u00a0", "space"),
        ("a" * 201, "longer than 200"),
        ("a\x00b", "control"),
        ("a\nb", "control"),
        ("a\u200bb", "invisible"),
        ("\ud800", "control"),
        (7, "not text"),
        (None, "not text"),
    ],
)
def test_what_cannot_be_an_id_is_refused(bad: object, rule: str) -> None:
    with pytest.raises(InvalidValue, match=rule) as caught:
        Learner(bad)  # type: ignore[arg-type]  # the mistake under test
    assert caught.value.field == "id"


def test_an_error_about_a_very_long_id_is_short() -> None:
    with pytest.raises(InvalidValue) as caught:
        Learner("x" * 10_000)
    assert len(str(caught.value)) < 200


def test_an_optional_id_may_be_absent_but_not_bad() -> None:
    assert Placement("ani", "DJP").position is None
    with pytest.raises(InvalidValue, match="position"):
        Placement("ani", "DJP", "")


def test_several_ids_keep_their_order_or_have_none() -> None:
    assert ids_in_order(["b", "a", "b"]) == ("b", "a", "b")
    assert ids_at_once(["b", "a", "b"]) == {"a", "b"}


@pytest.mark.parametrize("wrong", ["ani", ["ani", ""]])
def test_one_text_is_not_several_ids(wrong: str | list[str]) -> None:
    with pytest.raises(InvalidValue, match="ids"):
        ids_in_order(wrong)


@given(st.lists(st.text("ae\u00e9\u0301\u043e", max_size=3)))
def test_the_same_text_in_two_forms_is_found_and_nothing_else(ids: list[str]) -> None:
    found = same_ids(ids)
    assert all(
        one != other and unicodedata.normalize("NFC", one) == unicodedata.normalize("NFC", other)
        for one, other in found
    )
    forms = {unicodedata.normalize("NFC", one) for one in ids}
    assert len(set(ids)) - len(found) == len(forms)


@pytest.mark.parametrize(
    ("one", "other"),
    [("ani", CYRILLIC_A + "ni"), ("ABC", "\u0391BC"), ("a-b", "a\u2010b"), ("A1", "A\uff11"), ("ﬁ", "fi")],
)
def test_ids_that_look_alike_are_found_in_any_order(one: str, other: str) -> None:
    assert lookalike_ids([one, other]) == [(one, other)]
    assert lookalike_ids([other, one]) == [(other, one)]


@pytest.mark.parametrize("ids", [["ani", "Ani"], ["ani", "ani"], [NFC, NFD], ["007", "7"], [CYRILLIC_A]])
def test_other_ids_do_not_look_alike(ids: list[str]) -> None:
    assert lookalike_ids(ids) == []


def test_look_alikes_are_shown_up_to_a_hundred() -> None:
    ids = [letter + str(place) for place in range(150) for letter in ("a", CYRILLIC_A)]
    assert len(lookalike_ids(ids)) == 100
