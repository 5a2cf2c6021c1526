"""A small file that means harm costs a moment and no memory to speak of, whatever it is."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import pytest

import learnperf as lp
from learnperf.metrics.scorecard_file import read_scorecard
from learnperf.model.settings_text import LARGEST, MOST_DOTS

DEEP = 100_000
TEXTS = {
    "nested": ("a = " + "[" * DEEP, "is nested too deeply"),
    "dotted": ("a." * DEEP + "a = 1", f"more than {MOST_DOTS} dots in line 1"),
    "large": ("#" * (LARGEST + 1), f"more than {LARGEST} characters"),
}
READERS: dict[str, Callable[[Path], object]] = {
    "mapping": lambda path: lp.load(path.parent, mapping=path),
    "scorecard": read_scorecard,
}


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("what", TEXTS)
def test_settings_beyond_a_limit_are_refused_at_once_and_by_name(tmp_path: Path, what: str, reader: str) -> None:
    text, said = TEXTS[what]
    path = tmp_path / "settings.toml"
    path.write_text(text, "utf-8")
    (tmp_path / "units.csv").write_text("id\nMOF\n", "utf-8")
    with pytest.raises(lp.InputError, match=said) as caught:
        READERS[reader](path)
    assert str(path) in str(caught.value)


def _with_header(path: Path, header: bytes) -> None:
    """Write a file of states whose check sum is right and whose header is not ours."""
    body = b"learnperf states 1\n" + len(header).to_bytes(8, "little") + header
    path.write_bytes(body + hashlib.sha256(body).digest())


def test_a_header_of_states_nested_without_end_is_refused(tmp_path: Path) -> None:
    _with_header(tmp_path / "deep.states", b"[" * DEEP)
    with pytest.raises(lp.StateError, match="nested too deeply"):
        lp.load_states(tmp_path / "deep.states")


def test_states_of_a_few_bytes_that_ask_for_a_terabyte_are_refused(tmp_path: Path) -> None:
    header = {"arrays": [], "nodes": [{"same": 0, "size": 10**12}, {"same": 0, "size": 10**12}], "periods": []}
    _with_header(tmp_path / "wide.states", json.dumps(header).encode())
    with pytest.raises(lp.InputError, match="states unfold to over 8589934592 bytes"):
        lp.load_states(tmp_path / "wide.states")


def test_a_table_of_very_many_columns_is_read_in_time_with_a_bounded_number_of_warnings(tmp_path: Path) -> None:
    columns = {f"c{number}": 1 for number in range(50_000)}
    (tmp_path / "units.jsonl").write_text(json.dumps({"id": "MOF", **columns}) + "\n", "utf-8")
    report = lp.load(tmp_path).report
    assert (report.read, report.kept) == (1, 1)
    assert len(report.warnings) == 101
