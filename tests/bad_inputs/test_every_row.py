"""Every input of every row has a test, for every way in which it can arrive."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from .table import ROWS, Way

HERE = Path(__file__).parent
SHARED = Path(__file__).parents[3] / "shared" / "bad-inputs.md"
ROW_OF_SHARED = re.compile(r"^\| (\d+) \| ", re.MULTILINE)
WAYS_IN = [
    pytest.param(row.number, name, way, id=f"row {row.number}: {name}, {way}")
    for row in ROWS.values()
    for name, ways in row.inputs.items()
    for way in sorted(ways)
]


def _shown(session: pytest.Session) -> Iterator[tuple[int, str, Way]]:
    for item in session.items:
        for mark in item.iter_markers("bad_input"):
            yield from mark.args


@pytest.fixture
def shown(request: pytest.FixtureRequest) -> frozenset[tuple[int, str, Way]]:
    """What the tests of this folder show; only where all of them were collected can one be missing."""
    collected = {item.path for item in request.session.items}
    if not collected.issuperset(HERE.glob("test_*.py")) or request.config.option.keyword:
        pytest.skip("only some of the tests of this folder were asked for")
    return frozenset(_shown(request.session))


@pytest.mark.parametrize(("number", "name", "way"), WAYS_IN)
def test_an_input_has_a_test_for_a_way_in(
    number: int, name: str, way: Way, shown: frozenset[tuple[int, str, Way]]
) -> None:
    assert (number, name, way) in shown


def test_rows_are_numbered_without_a_gap() -> None:
    assert list(ROWS) == list(range(1, len(ROWS) + 1))


def test_the_table_has_the_rows_of_the_catalogue_that_was_agreed() -> None:
    if not SHARED.is_file():
        pytest.skip("the catalogue lies outside this repository, and is not here")
    numbers = [int(number) for number in ROW_OF_SHARED.findall(SHARED.read_text(encoding="utf-8"))]
    assert numbers == list(ROWS)
