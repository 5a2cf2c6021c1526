"""Tables reach the engine of a frame, whichever it is, and anything else is refused with what to do."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pytest

import learnperf as lp
from learnperf.rollup.frames.shipping import fetched, lazy, ship, whole_numbers

Send = Callable[[pl.DataFrame], Any]


@pytest.mark.parametrize("subjects", [[], ["ani", "budi"]])
def test_a_table_is_joined_with_what_is_there(send: Send, subjects: list[str]) -> None:
    there = lazy(send(pl.DataFrame({"subject": ["budi", "citra"]})))
    small = ship({"subject": subjects, "since": np.arange(len(subjects), dtype=np.int64)}, there)
    answer = fetched(there.join(small, on="subject", how="left").sort("subject"))
    assert answer["subject"].to_list() == ["budi", "citra"]
    assert whole_numbers(answer["since"], missing=-1).tolist() == [1 if subjects else -1, -1]


@pytest.mark.parametrize("table", [pl.DataFrame({"id": ["e1"]}), pd.DataFrame({"id": ["e1"]}), ["e1"]])
def test_what_computes_at_once_or_not_at_all_is_no_engine(table: object) -> None:
    with pytest.raises(lp.InvalidValue, match=r"is of no engine that evidence can stay in .*polars \(lazy\), DuckDB"):
        lazy(table)


def test_without_pyarrow_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    duckdb = pytest.importorskip("duckdb")
    there = lazy(duckdb.sql("SELECT 'ani' AS subject"))
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    with pytest.raises(lp.MissingExtra, match=r"sending tables to DuckDB needs .*learnperf\[files\]"):
        ship({"subject": ["ani"]}, there)
