"""Columns that are worked out when they are first asked for."""

import numpy as np

from learnperf.metrics.expressions import Column
from learnperf.rollup.on_demand import OnDemand


def test_a_column_is_worked_out_once_and_only_when_asked_for() -> None:
    asked: list[str] = []

    def work_out(name: str) -> Column:
        asked.append(name)
        return Column(np.arange(2), np.ones(2, dtype=np.bool_))

    columns = OnDemand(("score", "level"), work_out)
    assert (list(columns), len(columns), asked) == (["score", "level"], 2, [])
    assert columns["score"] is columns["score"]
    # what takes arguments cannot be listed, and can be asked for
    assert columns["linked(30, 365)"].values.tolist() == [0, 1]
    assert asked == ["score", "linked(30, 365)"]
