"""The command ``learnperf``: demo, check, report, scorecard, metrics and schema.

Exit codes: 0 done; 1 rows were set aside and ``--strict`` was given; 2 it cannot run; 130 interrupted.
"""

from __future__ import annotations

import sys

from learnperf.errors import MissingExtra


def main() -> None:
    """Run the command and exit with its code."""
    try:
        from learnperf.cli.running import run  # noqa: PLC0415 -- a missing extra has to be said in one line
    except MissingExtra as error:
        sys.exit(f"learnperf: {error}")
    sys.exit(run(sys.argv[1:]))


__all__ = ["main"]
