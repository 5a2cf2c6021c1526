"""Attributes are named texts about people and activities; an evaluation's aspect belongs to its level."""

import copy
import pickle
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import learnperf as lp
from learnperf.errors import InvalidValue
from learnperf.model.attributes import NO_ATTRIBUTES, attributes_of

DAY = date(2026, 6, 30)


def test_attributes_are_read_only_in_order_of_name_and_without_spaces_around() -> None:
    ani = lp.Learner("ani", attributes={"generation": " z ", "gender": "f"})
    assert list(ani.attributes.items()) == [("gender", "f"), ("generation", "z")]
    with pytest.raises(TypeError):
        ani.attributes["gender"] = "m"  # type: ignore[index]  # the mapping is read-only


def test_those_without_attributes_share_one_mapping() -> None:
    assert lp.Learner("ani").attributes is attributes_of({}) is NO_ATTRIBUTES is lp.LearningActivity("c7").attributes


@pytest.mark.parametrize(
    "thing", [lp.Learner("ani", attributes={"a": "secret"}), lp.LearningActivity("c", attributes={"a": "secret"})]
)
def test_attributes_make_things_differ_travel_with_them_and_are_not_shown(thing: Any) -> None:  # noqa: ANN401  # of two classes
    assert type(thing)(thing.id) != thing == copy.deepcopy(thing) == pickle.loads(pickle.dumps(thing))  # noqa: S301  # own bytes
    assert "secret" not in repr(thing)
    assert hash(thing) == hash(copy.copy(thing))


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("f", "str"),
        ({"": "f"}, "empty"),
        ({"gender": ""}, "attribute.gender"),
        ({"gender": None}, "attribute.gender"),
        ({"gender": 1}, "is no text"),
    ],
)
def test_what_is_no_text_by_name_is_refused(wrong: Any, said: str) -> None:  # noqa: ANN401  # what is wrong
    with pytest.raises(InvalidValue, match=said):
        lp.Learner("ani", attributes=wrong)


@pytest.mark.parametrize("aspect", lp.Aspect)
def test_an_aspect_is_of_one_level(aspect: lp.Aspect) -> None:
    for level in lp.Level:
        if level is aspect.level:
            assert (
                lp.Evaluation("e", on=DAY, learner="ani", level=level, aspect=aspect, tier=7).tier is lp.Tier.TRANSFER
            )
        else:
            with pytest.raises(InvalidValue, match="is an aspect of"):
                lp.Evaluation("e", on=DAY, learner="ani", level=level, aspect=aspect)


@pytest.mark.parametrize("tier", [0, 9, "mastery"])
def test_ltem_has_eight_tiers(tier: Any) -> None:  # noqa: ANN401  # what is wrong
    with pytest.raises(InvalidValue, match="tier"):
        lp.Evaluation("e", on=DAY, learner="ani", level=lp.Level.LEARNING, tier=tier)
    assert [tier.value for tier in lp.Tier] == list(range(1, 9))


def folder(path: Path, **files: str) -> Path:
    units = {"units.csv": "id\nMOF\n", **{name.replace("_", "."): text for name, text in files.items()}}
    for name, text in units.items():
        (path / name).write_text(text, encoding="utf-8")
    return path


def test_files_have_a_column_for_each_attribute(tmp_path: Path) -> None:
    loaded = lp.load(
        folder(
            tmp_path,
            learners_csv="id,attribute.generation,attribute.region\nani,z,NA\nbudi,'NA,\ncitra,,=1\n",
            activities_jsonl='{"id": "c7", "attributes": {"topic": "tax"}, "attribute.year": 2026}\n{"id": "c8"}\n'
            '{"id": "c9", "attributes": "{\\"topic\\": \\"tax\\"}"}\n',
        )
    )
    assert not loaded.report.rejected
    assert not loaded.report.warnings
    assert {one.id: dict(one.attributes) for one in loaded.organization.learners.values()} == {
        "ani": {"generation": "z"},
        "budi": {"generation": "NA"},
        "citra": {"region": "=1"},
    }
    assert dict(loaded.evidence.activities["c7"].attributes) == {"topic": "tax", "year": "2026"}
    assert loaded.evidence.activities["c8"].attributes == {}
    assert dict(loaded.evidence.activities["c9"].attributes) == {"topic": "tax"}


@pytest.mark.parametrize(
    ("cells", "field", "value"),
    [
        ('"attribute.secret": true', "attribute.secret", "true or false"),
        ('"attribute.secret": ["x"]', "attribute.secret", "a list"),
        ('"attribute.secret": "x\\u0000"', "attribute.secret", ""),
        ('"attributes": "secret"', "attributes", "text"),
        ('"attributes": "{secret"', "attributes", "text"),
        ('"attributes": ["secret"]', "attributes", "a list"),
    ],
)
def test_what_is_no_text_is_set_aside_and_not_shown(tmp_path: Path, cells: str, field: str, value: str) -> None:
    loaded = lp.load(folder(tmp_path, learners_jsonl=f'{{"id": "ani", {cells}}}\n'))
    (rejected,) = loaded.report.rejected
    assert (rejected.field, rejected.value) == (field, value)


def test_a_mapping_names_attributes_too(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text("who,born\nani,1999\n", encoding="utf-8")
    (tmp_path / "learnperf.toml").write_text(
        '[[table]]\nfile = "people.csv"\n[[table.learners]]\nid = "who"\n"attribute.born" = "born"\n',
        encoding="utf-8",
    )
    folder(tmp_path)
    loaded = lp.load(tmp_path)
    assert dict(loaded.organization.learners["ani"].attributes) == {"born": "1999"}
