"""Say at the end of collecting how much of the catalogue of bad inputs is shown."""

from __future__ import annotations

import pytest

from .table import ROWS


def pytest_report_collectionfinish(items: list[pytest.Item]) -> str:
    """Count rows, inputs, the ways in which they arrive, and the tests that show what becomes of them."""
    inputs = [ways for row in ROWS.values() for ways in row.inputs.values()]
    tests = sum(any(True for _ in item.iter_markers("bad_input")) for item in items)
    return f"bad inputs: {len(ROWS)} rows, {len(inputs)} inputs, {sum(map(len, inputs))} ways in, {tests} tests"
