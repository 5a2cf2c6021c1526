"""Say where the time of a rollup goes: how much of it each module spends.

    python -m bench.spent [--learners 1000000] [--from tables|files] [--counting full] [--structure as_was]
        [--json] [--write-docs]

A clock rings some hundred times a second and looks which module is at work; what it does in numpy and other libraries
counts for the module that called them, and what a second thread does meanwhile is not seen.
"""

from __future__ import annotations

import json
import signal
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import Self

from bench.measuring import write_into_page
from bench.watched import about, begin, finish, module_among, options_of, shown

_EVERY = 0.002


class Watch:
    """Counts seconds by module: ``with Watch() as watch: ...``."""

    def __init__(self) -> None:
        """Begin with none."""
        self.spent: dict[str, float] = defaultdict(float)
        self._last = 0.0

    def __enter__(self) -> Self:
        """Start the clock."""
        self._last = time.perf_counter()
        signal.signal(signal.SIGALRM, self._look)
        signal.setitimer(signal.ITIMER_REAL, _EVERY)
        return self

    def __exit__(self, *raised: object) -> None:
        """Stop it."""
        del raised
        signal.setitimer(signal.ITIMER_REAL, 0)

    def _look(self, number: int, frame: FrameType | None) -> None:
        del number
        # it rings late while a library is at work, so what counts is the time since it was heard last
        now = time.perf_counter()
        self.spent[module_among(_files(frame))] += now - self._last
        self._last = now
        # it rings once each time, so that it never rings while it looks
        signal.setitimer(signal.ITIMER_REAL, _EVERY)


def _files(frame: FrameType | None) -> Iterator[str]:
    while frame is not None:
        yield frame.f_code.co_filename
        frame = frame.f_back


def main() -> None:
    """Watch one rollup, and print a row for each module."""
    options = options_of(__doc__)
    with tempfile.TemporaryDirectory() as folder:
        rollup = begin(options, Path(folder))
        with Watch() as watch:
            finish(rollup)
    whole = sum(watch.spent.values())
    title = f"Of {options.learners:,} learners; {whole:.3g} seconds in all."
    page = f"{title}\n\n{shown('seconds', watch.spent, '{:.3g}'.format)}"
    if options.write_docs:
        write_into_page(f"bench.spent --from {options.start}", page)
    by_name = {about(file): seconds for file, seconds in watch.spent.items()}
    print(json.dumps(by_name, indent=2) if options.json else page)


if __name__ == "__main__":
    main()
