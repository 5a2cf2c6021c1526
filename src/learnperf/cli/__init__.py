"""The command ``learnperf``: demo, check, report, scorecard, metrics and schema.

Exit codes: 0 done; 1 rows were set aside and ``--strict`` was given; 2 it cannot run; 130 interrupted; 129 and 143 its
terminal was closed, or it was told to end.
"""

from __future__ import annotations

import sys

from learnperf.cli.stopping import Stopped, heed_signals
from learnperf.errors import MissingExtra


def main() -> None:
    """Run the command and exit with its code."""
    try:
        with heed_signals():
            try:
                from learnperf.cli.running import run  # noqa: PLC0415 -- a missing extra has to be said in one line
            except MissingExtra as error:
                code: int | str = f"learnperf: {error}"
            else:
                code = run(sys.argv[1:])
    except Stopped as stopped:
        code = stopped.said()
    sys.exit(code)


__all__ = ["main"]
