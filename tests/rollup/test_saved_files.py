"""The file of saved states: what is no such file, was damaged or is too large gives an error and nothing else."""

import hashlib
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import learnperf as lp
from learnperf.errors import InputError, OutputError, StateError
from learnperf.rollup.fingerprints import prints_in, prints_of
from learnperf.rollup.saved.file import read_file

DAY = date(2026, 1, 15)
METRICS = lp.catalogue(
    "innovation.count", "kirkpatrick.behaviour.mean_of_learners", "learning.learners_active", "conditions.individual"
)
ORGANIZATION = lp.Organization.of(
    units=[lp.Unit("top")],
    learners=[lp.Learner("ani"), lp.Learner("budi")],
    ties=[lp.Placement("ani", "top"), lp.Placement("budi", "top")],
)
EVIDENCE = lp.Evidence.of(
    [
        lp.Innovation("i1", contributors=["ani", "budi"], on=DAY),
        lp.Innovation("i2", contributors=["top"], on=DAY),
        lp.Evaluation("e1", learner="ani", level=lp.Level.BEHAVIOUR, score=4, on=DAY),
        lp.Participation("p1", learner="ani", activity="course", completed=True, on=DAY),
        lp.ConditionJudgement(
            "c1", subject="ani", condition=next(iter(lp.Condition)), fulfilment=max(lp.Fulfilment), on=DAY
        ),
    ]
)
Header = dict[str, Any]  # Any: what JSON holds


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Give a file of saved states."""
    target = tmp_path / "states"
    lp.rollup(ORGANIZATION, EVIDENCE, METRICS).save(target)
    return target


def test_a_flipped_bit_anywhere_is_an_error(path: Path) -> None:
    whole = path.read_bytes()
    # every byte of the beginning and of the check sum, and some of all others
    for place in sorted({*range(100), *range(0, len(whole), 11), *range(len(whole) - 32, len(whole))}):
        damaged = bytearray(whole)
        damaged[place] ^= 1 << place % 8
        path.write_bytes(damaged)
        with pytest.raises(StateError, match="states"):
            lp.load_states(path)


def test_a_file_that_was_cut_short_or_grew_is_an_error(path: Path) -> None:
    whole = path.read_bytes()
    for other in [*(whole[:size] for size in range(0, len(whole), 997)), whole + b"\0", whole + whole]:
        path.write_bytes(other)
        with pytest.raises(StateError, match="states"):
            lp.load_states(path)


def test_a_file_in_another_form_says_so(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b"learnperf states 1\n", b"learnperf states 2\n"))
    with pytest.raises(StateError, match="in another form than 1, which this version reads: make it again"):
        lp.load_states(path)


def test_a_file_of_something_else_says_so(tmp_path: Path) -> None:
    (tmp_path / "notes").write_text("nothing of the kind")
    with pytest.raises(StateError, match=r"notes holds no saved states: give a file that Rollup.save wrote"):
        lp.load_states(tmp_path / "notes")


def test_a_file_that_cannot_be_read_says_why(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="nowhere: No such file"):
        lp.load_states(tmp_path / "nowhere")
    with pytest.raises(InputError, match="directory"):
        lp.load_states(tmp_path)


def test_a_file_beyond_the_limit_is_not_read(path: Path) -> None:
    size = path.stat().st_size
    assert lp.load_states(path, most_bytes=size).size == len(EVIDENCE)
    with pytest.raises(InputError, match=f"more than {size - 1} bytes"):
        lp.load_states(path, most_bytes=size - 1)


def test_states_that_cannot_be_written_leave_what_was_there(path: Path) -> None:
    before = path.read_bytes()
    path.chmod(0o444)
    with pytest.raises(OutputError, match="read-only"):
        lp.rollup(ORGANIZATION, EVIDENCE, METRICS[:1]).save(path)
    assert path.read_bytes() == before


def test_the_same_result_is_saved_as_the_same_bytes(path: Path) -> None:
    before = path.read_bytes()
    lp.rollup(ORGANIZATION, EVIDENCE, METRICS).save(path)
    assert path.read_bytes() == before


def _drop(name: str) -> Callable[[Header], object]:
    return lambda header: header.pop(name)


def _longer(header: Header) -> None:
    header["arrays"][0][1] += 1


def _one_less(header: Header) -> None:
    del header["arrays"][1:]


def _other_type(header: Header) -> None:
    header["arrays"][0][0] = "|O"


def _other_place(place: int) -> Callable[[Header], None]:
    def change(header: Header) -> None:
        header["rows"]["Innovation"]["structure"][place] = {"same": 9, "size": 1}

    return change


def _no_subject(header: Header) -> None:
    header["stocks"][0][2]["offsets"] = {"same": 1, "size": 2}


def _fewer(header: Header) -> None:
    header["rows"]["Innovation"]["learners"][1] = {"same": 9, "size": 7}


@pytest.mark.parametrize(
    "change",
    [
        _drop("arrays"),
        _drop("nodes"),
        _longer,
        _one_less,
        _other_type,
        _other_place(0),
        _other_place(2),
        _fewer,
        _no_subject,
    ],
)
def test_a_file_made_by_hand_is_taken_apart_with_care(path: Path, change: Callable[[Header], object]) -> None:
    whole = path.read_bytes()[:-32]
    begin = whole.index(b"\n") + 1
    size = int.from_bytes(whole[begin : begin + 8], "little")
    header = json.loads(whole[begin + 8 : begin + 8 + size])
    change(header)
    text = json.dumps(header).encode()
    made = whole[:begin] + len(text).to_bytes(8, "little") + text + whole[begin + 8 + size :]
    path.write_bytes(made + hashlib.sha256(made).digest())
    with pytest.raises(StateError, match="holds no states that make sense"):
        lp.load_states(path)


def test_an_array_in_a_file_stands_there_once_however_many_metrics_share_it(path: Path) -> None:
    one = lp.catalogue("publication.count")
    lp.rollup(ORGANIZATION, lp.Evidence.of(), one).save(path)
    file = read_file(path, 10**6)
    assert sum(array.nbytes for array in file.arrays) < 200


def test_fingerprints_tell_texts_apart_and_do_not_depend_on_their_neighbours() -> None:
    texts = ["", "a", "b", "ab", "a" * 8, "a" * 9, "é", "x" * 700, "x" * 701, *map(str, range(10_000))]
    together = prints_of(texts)
    assert len(set(together.tolist())) == len(texts)
    assert [prints_of([text])[0] for text in texts[:50]] == together[:50].tolist()
    assert prints_of([]).tolist() == []
    data = np.frombuffer(b"anibudi", dtype=np.uint8)
    assert prints_in(data, np.asarray([3, 7])).tolist() == prints_of(["ani", "budi"]).tolist()
