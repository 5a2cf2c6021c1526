"""Say what the memory of a rollup holds when it holds the most: how much of it each module asked for.

    python -m bench.held [--learners 1000000] [--from tables|files] [--counting full] [--structure as_was]
        [--json] [--write-docs]

A clock rings some hundred times a second, and whenever more is held than was ever seen, it is looked at what that is.
What the rollup starts from is not in it, and neither is what a library gives back before the clock rings again.
"""

from __future__ import annotations

import json
import signal
import tempfile
import tracemalloc
from collections import defaultdict
from pathlib import Path
from types import FrameType
from typing import Self

from bench.measuring import megabytes, write_into_page
from bench.watched import about, begin, finish, module_among, options_of, shown

_EVERY = 0.002
# how much more it must be to be looked at again
_MORE = 1.02
# callers that are looked at to find one of learnperf's
_CALLERS = 8


class Watch:
    """Keeps what was held at the most: ``with Watch() as watch: ...``."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.most = 0
        self._seen = tracemalloc.Snapshot((), _CALLERS)

    def __enter__(self) -> Self:
        """Start the clock."""
        tracemalloc.start(_CALLERS)
        signal.signal(signal.SIGALRM, self._look)
        signal.setitimer(signal.ITIMER_REAL, _EVERY)
        return self

    def __exit__(self, *raised: object) -> None:
        """Stop it."""
        del raised
        signal.setitimer(signal.ITIMER_REAL, 0)
        tracemalloc.stop()

    @property
    def held(self) -> dict[str, float]:
        """Bytes by file."""
        by_file: dict[str, float] = defaultdict(float)
        for one in self._seen.statistics("traceback"):
            # the innermost caller stands last
            by_file[module_among(frame.filename for frame in reversed(one.traceback))] += one.size
        return by_file

    def _look(self, number: int, frame: FrameType | None) -> None:
        del number, frame
        held, _ = tracemalloc.get_traced_memory()
        if held > _MORE * self.most:
            self.most, self._seen = held, tracemalloc.take_snapshot()
        # it rings once each time, so that it never rings while it looks
        signal.setitimer(signal.ITIMER_REAL, _EVERY)


def main() -> None:
    """Watch one rollup, and print a row for each module."""
    options = options_of(__doc__)
    with tempfile.TemporaryDirectory() as folder:
        rollup = begin(options, Path(folder))
        with Watch() as watch:
            finish(rollup)
    title = f"Of {options.learners:,} learners; {megabytes(watch.most)} MB at the most."
    page = f"{title}\n\n{shown('MB', watch.held, lambda size: megabytes(int(size)))}"
    if options.write_docs:
        write_into_page(f"bench.held --from {options.start}", page)
    by_name = {about(file): size for file, size in watch.held.items()}
    print(json.dumps(by_name, indent=2) if options.json else page)


if __name__ == "__main__":
    main()
