"""What a fuzzer need not wait for: safety from power cuts, and conversions made anew for each folder."""

from __future__ import annotations

import os

from learnperf.io.conversion import Conversion
from learnperf.io.tables import TABLES


def hurry() -> None:
    """Make ten times as many inputs a second possible, in this process and for as long as it runs."""
    made = {name: Conversion.of(table) for name, table in TABLES.items()}
    Conversion.of = lambda table: made[table.name]  # type: ignore[method-assign]  # the point of it
    os.fsync = lambda _: None  # type: ignore[assignment]  # as above
