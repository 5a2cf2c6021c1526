"""Tidy readings: one row per metric, period and node, as plain columns or as a frame of an installed library."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from importlib.util import find_spec
from typing import Any, Literal, get_args

import numpy as np
from attrs import frozen

from learnperf.errors import InvalidValue
from learnperf.metrics.metric import AnyMetric
from learnperf.metrics.missing import MissingReason
from learnperf.model.nodes import NodeKind
from learnperf.rollup.arrays import Bools
from learnperf.rollup.outcome import Outcome
from learnperf.rollup.request import Asked, Period

# libraries a frame can be had of
Backend = Literal["polars", "pandas", "pyarrow"]
# what each column holds, in order
COLUMN_TYPES: Mapping[str, type] = {
    **dict.fromkeys(("node", "kind", "name", "metric", "label", "period"), str),
    **dict.fromkeys(("since", "until"), date),
    "value": float,
    "missing": str,
    **dict.fromkeys(("n", "heads", "due"), int),
    "coverage": float,
    **dict.fromkeys(("unit", "version", "counting", "structure"), str),
}


@frozen(eq=False)
class Tidy:
    """Makes rows of outcomes: what stands beside every value, by node and period."""

    nodes: Sequence[str]
    names: Sequence[str]
    kinds: Sequence[NodeKind]
    periods: Sequence[Period]
    asked: Asked

    # cells are text, numbers, days or None, by column
    def rows(self, metric: AnyMetric, outcome: Outcome, wanted: Bools, *, only_values: bool) -> dict[str, list[Any]]:
        """Give the columns of one metric.

        Parameters
        ----------
        wanted
            Which readings to give, at ``period * nodes + node``.
        only_values
            Leave out those that have no value.
        """
        keep = wanted & (outcome.value.reason == 0) if only_values else wanted
        place = np.flatnonzero(keep)
        period, node = (part.tolist() for part in np.divmod(place, max(len(self.nodes), 1)))
        reason = outcome.value.reason[place].tolist()
        n, due = outcome.n[place].tolist(), outcome.due[place].tolist()
        values = outcome.value.values()[place].tolist()
        words = [code.label() for code in MissingReason]
        same = {
            "metric": metric.name,
            "label": metric.titles[0],
            "unit": metric.unit,
            "version": str(metric.version),
            "counting": self.asked.counting.value,
            "structure": self.asked.structure,
        }
        return {
            "node": [self.nodes[one] for one in node],
            "kind": [self.kinds[one].value for one in node],
            "name": [self.names[one] for one in node],
            "period": [self.periods[one].label for one in period],
            "since": [self.periods[one].since for one in period],
            "until": [self.periods[one].until for one in period],
            "value": [None if why else value for value, why in zip(values, reason, strict=True)],
            "missing": [words[why] for why in reason],
            "n": n,
            "heads": outcome.heads[place].tolist(),
            "due": due,
            "coverage": [seen / owed if owed else None for seen, owed in zip(n, due, strict=True)],
            **{name: [text] * len(place) for name, text in same.items()},
        }


def frame_of(  # the cells' and the frame's classes follow from the columns and the library named
    columns: Mapping[str, Sequence[Any]], backend: Backend, column_types: Mapping[str, type] = COLUMN_TYPES
) -> Any:  # noqa: ANN401 -- of the library named
    """Make a frame of tidy columns.

    Raises
    ------
    InvalidValue
        A library that is not known or not installed.
    """
    known = get_args(Backend)
    if backend not in known:
        raise InvalidValue("backend", backend, "is not known", f"one of {', '.join(known)}")
    if find_spec(backend) is None:
        raise InvalidValue("backend", backend, "is not installed here", f"pip install {backend}")
    import narwhals as nw  # noqa: PLC0415 -- readings are arrays, and only frames need it

    types: dict[type, nw.dtypes.DType] = {
        str: nw.String(),
        date: nw.Date(),
        float: nw.Float64(),
        int: nw.Int64(),
        bool: nw.Boolean(),
    }
    schema = {name: types[kind] for name, kind in column_types.items()}
    if any(columns.values()):
        return nw.from_dict(columns, schema=schema, backend=backend).to_native()
    # pandas takes columns of nothing for numbers, which are no dates
    row = {name: [date.min if kind is date else kind()] for name, kind in column_types.items()}
    return nw.from_dict(row, schema=schema, backend=backend).head(0).to_native()
