"""Closed lists of words, with labels in both languages that can be read back."""

from enum import Enum, IntEnum

import pytest

from learnperf.errors import InvalidValue
from learnperf.model import vocabulary
from learnperf.model.conditions import SENTENCES
from learnperf.model.nodes import NodeKind
from learnperf.model.vocabulary import (
    Condition,
    ConditionGroup,
    Level,
    Phase,
    Rater,
    Stage,
    Wave,
    label,
    read_word,
    words,
)

KINDS = [
    kind
    for kind in vars(vocabulary).values()
    if isinstance(kind, type) and issubclass(kind, Enum) and kind not in {Enum, IntEnum}
]
WORDS = [word for kind in KINDS for word in kind]


def test_all_lists_of_words_are_looked_at() -> None:
    assert len(KINDS) == 23
    assert NodeKind in KINDS


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
@pytest.mark.parametrize("language", ["en", "id"])
def test_labels_are_there_and_differ_within_a_list(kind: type[Enum], language: str) -> None:
    labels = [label(word, language) for word in kind]
    assert all(labels)
    assert len(set(labels)) == len(labels)


@pytest.mark.parametrize("word", WORDS, ids=str)
def test_a_word_is_read_back_from_every_way_to_write_it(word: Enum) -> None:
    kind = type(word)
    for way in (word, str(word.value), word.name, label(word), label(word, "id"), f" {label(word).upper()} "):
        assert read_word(kind, way) is word
    if isinstance(word, int):
        assert read_word(kind, int(word)) is word


@pytest.mark.parametrize("wrong", [0, 5, "III", "", None, True, 3.0, Stage.IMPLEMENTED, "4.5", ["perilaku"]])
def test_what_is_no_level_is_refused_with_all_levels_in_both_languages(wrong: object) -> None:
    with pytest.raises(InvalidValue, match=r"behaviour \(perilaku\)") as caught:
        read_word(Level, wrong, "level")
    assert caught.value.field == "level"


def test_conditions_are_offered_by_their_ids() -> None:
    assert words(Condition) == ", ".join(SENTENCES)
    assert words(Rater).startswith("self (diri sendiri), supervisor (atasan)")


def test_every_condition_has_a_sentence_and_a_group() -> None:
    assert [condition.value for condition in Condition] == list(SENTENCES)
    sizes = {group: sum(condition.group is group for condition in Condition) for group in ConditionGroup}
    assert list(sizes.values()) == [4, 4, 5, 1, 2, 2]
    assert (
        label(Condition.E1_1) == "the employee knows the competency standard of their position and their career pattern"
    )
    assert label(Condition.E6_2, "id") == "peralatan untuk mendokumentasikan pengetahuan tersedia"


def test_a_condition_is_judged_for_its_own_kind_of_node_and_larger_ones() -> None:
    assert Condition.E1_3.judged_for == (NodeKind.LEARNER, NodeKind.TEAM, NodeKind.UNIT)
    assert Condition.E2_1.judged_for == (NodeKind.TEAM, NodeKind.UNIT)
    assert {condition.judged_for for condition in list(Condition)[8:]} == {(NodeKind.UNIT,)}


def test_labels_say_what_values_abbreviate() -> None:
    assert (label(Wave.MONTH_3), label(Wave.MONTH_3, "id")) == ("3 months", "3 bulan")
    assert (label(Phase.PRE), label(Phase.PRE, "id")) == ("before", "sebelum")


def test_words_of_somebody_else_are_labelled_by_their_value() -> None:
    class Colour(Enum):
        RED = "red"

    assert label(Colour.RED, "id") == "red"
