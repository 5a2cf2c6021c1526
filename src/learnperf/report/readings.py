"""Readings as files: one tidy table, the same in readings.csv and readings.parquet.

Every reading of a unit or team has a row, with its value or the reason why there is none. A learner has a row where
there is evidence or something was due: a row for every learner and metric with nothing to say would be most of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import BinaryIO

import numpy as np
from attrs import field, frozen

from learnperf.errors import MissingExtra
from learnperf.metrics.metric import AnyMetric
from learnperf.metrics.missing import MissingReason
from learnperf.rollup.arrays import Ints
from learnperf.rollup.result import Rollup

try:
    import pyarrow as pa
    from pyarrow import csv, parquet
except ImportError:
    raise MissingExtra("writing readings.csv and readings.parquet", "files") from None


def write_csv(result: Rollup, file: BinaryIO) -> None:
    """Write the readings as CSV; text that a spreadsheet would take for a formula gets a leading apostrophe."""
    tables = Tables(result, text=guarded)
    with csv.CSVWriter(file, tables.plain_schema) as writer:
        for table in tables:
            # the writer takes texts, not places in a dictionary of texts
            writer.write_table(table.cast(tables.plain_schema))


def write_parquet(result: Rollup, file: BinaryIO) -> None:
    """Write the readings as Parquet."""
    tables = Tables(result)
    with parquet.ParquetWriter(file, tables.schema, compression="zstd") as writer:
        # the dictionaries of texts stand in the file once per group of rows: few large groups keep it small
        for group in _grouped(tables):
            writer.write_table(pa.concat_tables(group).unify_dictionaries())


def _grouped(tables: Iterable[pa.Table]) -> Iterator[list[pa.Table]]:
    group: list[pa.Table] = []
    for table in tables:
        group.append(table)
        if sum(one.num_rows for one in group) >= _GROUP_ROWS:
            yield group
            group = []
    if group:
        yield group


_GROUP_ROWS = 1_000_000


def guarded(texts: Sequence[str]) -> Sequence[str]:
    """Make texts safe for spreadsheets.

    Examples
    --------
    >>> guarded(["=1+1", "DJP"])
    ["'=1+1", 'DJP']
    """
    return [f"'{text}" if text.startswith(_FORMULA) else text for text in texts]


# what a spreadsheet would run instead of show
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@frozen(slots=False, eq=False)
class Tables:
    """The readings of a result as one Arrow table per metric, all with one schema.

    Parameters
    ----------
    text
        What to do to the texts people chose: ids, names, labels of metrics and of periods.
    """

    result: Rollup
    text: Callable[[Sequence[str]], Sequence[str]] = list
    schema: pa.Schema = field(init=False)
    plain_schema: pa.Schema = field(init=False)
    _nodes: Mapping[str, pa.Array] = field(init=False)

    def __attrs_post_init__(self) -> None:
        """Write every text down once, for all metrics."""
        words = pa.dictionary(pa.int32(), pa.string())
        types = {"words": words, "date": pa.date32(), "whole": pa.int64(), "number": pa.float64()}
        plain = {**types, "words": pa.string()}
        names = [self.result.organization.node(one).name or one for one in self.result.nodes]
        nodes = {
            "node": self.text(self.result.nodes),
            "kind": [kind.value for kind in self.result.kinds],
            # half a surrogate pair cannot be written in any file
            "name": self.text([name.encode("utf-8", "replace").decode() for name in names]),
        }
        set_ = object.__setattr__
        set_(self, "schema", pa.schema([(name, types[kind]) for name, kind in _COLUMNS.items()]))
        set_(self, "plain_schema", pa.schema([(name, plain[kind]) for name, kind in _COLUMNS.items()]))
        set_(self, "_nodes", {name: pa.array(texts, pa.string()) for name, texts in nodes.items()})

    def __iter__(self) -> Iterator[pa.Table]:
        """Iterate over the tables, in order of the metrics."""
        for metric in self.result.metrics:
            place = self._rows(metric)
            columns = {**self._where(place), **self._figures(metric, place), **self._constant(metric, len(place))}
            yield pa.table([columns[name] for name in _COLUMNS], schema=self.schema)

    def _rows(self, metric: AnyMetric) -> Ints:
        """Give the places of the readings that get a row."""
        outcome, graph = self.result.outcomes[metric.name], self.result.plan.graph
        structural = np.tile(np.arange(graph.size) < graph.structure_size, len(self.result.periods))
        return np.flatnonzero(structural | (outcome.n > 0) | (outcome.due > 0))

    def _where(self, place: Ints) -> dict[str, pa.Array]:
        period, node = np.divmod(place, len(self.result.nodes))
        labels = pa.array(self.text([one.label for one in self.result.periods]), pa.string())
        return {
            **{name: _words(node, texts) for name, texts in self._nodes.items()},
            "period": _words(period, labels),
            "since": pa.array([one.since for one in self.result.periods], pa.date32()).take(pa.array(period)),
            "until": pa.array([one.until for one in self.result.periods], pa.date32()).take(pa.array(period)),
        }

    def _figures(self, metric: AnyMetric, place: Ints) -> dict[str, pa.Array]:
        outcome = self.result.outcomes[metric.name]
        reason, n, due = outcome.value.reason[place], outcome.n[place], outcome.due[place]
        reasons = pa.array([one.label() for one in MissingReason], pa.string())
        return {
            "value": pa.array(outcome.value.values()[place], mask=reason != 0),
            "missing": _words(reason, reasons),
            "n": pa.array(n, pa.int64()),
            "heads": pa.array(outcome.heads[place], pa.int64()),
            "due": pa.array(due, pa.int64()),
            "coverage": pa.array(n / np.maximum(due, 1), mask=due == 0),
        }

    def _constant(self, metric: AnyMetric, size: int) -> dict[str, pa.Array]:
        texts = {
            "metric": metric.name,
            "label": metric.titles[0],
            "unit": metric.unit,
            "version": str(metric.version),
            "counting": self.result.asked.counting.value,
            "structure": self.result.asked.structure,
        }
        nowhere = np.zeros(size, dtype=np.int64)
        return {name: _words(nowhere, pa.array(self.text([text]), pa.string())) for name, text in texts.items()}


# the columns of `Rollup.columns`, in its order
_COLUMNS = {
    **dict.fromkeys(("node", "kind", "name", "metric", "label", "period"), "words"),
    **dict.fromkeys(("since", "until"), "date"),
    "value": "number",
    "missing": "words",
    **dict.fromkeys(("n", "heads", "due"), "whole"),
    "coverage": "number",
    **dict.fromkeys(("unit", "version", "counting", "structure"), "words"),
}


def _words(place: np.ndarray, texts: pa.Array) -> pa.Array:
    return pa.DictionaryArray.from_arrays(pa.array(place, pa.int32()), texts)
