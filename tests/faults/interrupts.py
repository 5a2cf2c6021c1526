"""Send a signal to every command at calls drawn by lot, and look at how it ends and at what is left.

Run it from the root of the repository: ``python -m tests.faults.interrupts --signals 300``.
"""

from __future__ import annotations

import argparse
import gc
import os
import random
import shutil
import signal
import sys
import time
from collections import Counter as Tally
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.faults.stand import Action, Counter, files_in, forked, is_call, left_in
from tests.faults.writers import SLOW, Writer, command, sources, writers

_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def commands(read: Path) -> dict[str, Writer]:
    """Give every command: those that write, and those that only speak."""
    return {
        **{name: one for name, one in writers(read).items() if name.startswith("learnperf ")},
        "learnperf check": lambda _, age: command("check", read / age),
        "learnperf metrics": lambda _, age: command(
            "metrics", "--level", "team", *([] if age == "old" else ["--json"])
        ),
    }


class Trial:
    """One command, and how it ended when signals came."""

    def __init__(self, writer: Writer, room: Path) -> None:
        self.writer, self.folder, self.output = writer, room / "target", room / "output"
        self.failures, self.tally = list[str](), Tally[str]()
        self.folder.mkdir()
        self._run("old")
        shutil.copytree(self.folder, room / "before")
        self.old = files_in(self.folder)
        code, _ = self._run("new")
        self._expect(code == 0, f"a run that is left alone ends with {code}")
        self.new = files_in(self.folder)
        self._restore()
        _, self.calls = self._run("new", Counter(is_call, 0, _nothing))

    def interrupt(self, number: signal.Signals, at: int) -> None:
        """Send a signal at a call."""
        self._restore()
        code, _ = self._run("new", Counter(is_call, at, lambda: os.kill(os.getpid(), number)))
        files, said = files_in(self.folder), self.output.read_text(errors="replace")
        where = f"{number.name} at call {at}"
        # what comes when all is done changes nothing
        self._expect(code in {0, 128 + number}, f"{where} ends with {code}")
        self._expect(files == self.new if code == 0 else files in (self.old, self.new), f"{where}: mixed")
        self._expect("Traceback" not in said, f"{where} shows a traceback")
        self._expect(code == 0 or "nothing is half-written" in said, f"{where} says nothing")
        self._expect(not left_in(self.folder), f"{where} leaves {left_in(self.folder)}")
        self.tally["too late" if code == 0 else "new" if files == self.new != self.old else "old"] += 1

    def _restore(self) -> None:
        shutil.rmtree(self.folder)
        shutil.copytree(self.folder.with_name("before"), self.folder)

    def _run(self, age: str, counter: Counter | None = None) -> tuple[int, int]:
        action: Action = lambda: self.writer(self.folder, age)  # noqa: E731 -- a name for its type
        return forked(action, counter, self.output)

    def _expect(self, holds: bool, otherwise: str) -> None:  # noqa: FBT001 -- as assert has it
        if not holds:
            self.failures.append(f"{otherwise}\n{self.output.read_text(errors='replace')}")


def _nothing() -> None:
    """Nothing happens."""


def main() -> None:
    """Interrupt commands and say what was found."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--signals", type=int, default=60, help="in all")
    options.add_argument("--seed", type=int, default=1)
    chosen = options.parse_args()
    draw, begun, failures = random.Random(chosen.seed), time.monotonic(), list[str]()  # noqa: S311 -- no secret
    print(f"{'command':<28}{'calls':>9}{'signals':>9}{'old':>6}{'new':>6}{'too late':>10}")  # noqa: T201
    with TemporaryDirectory() as temporary:
        room = Path(temporary)
        sources(room / "read")
        gc.freeze()
        every = commands(room / "read")
        weights = [1 if name in SLOW else 4 for name in every]
        for place, (name, writer) in enumerate(every.items()):
            (room / str(place)).mkdir()
            trial = Trial(writer, room / str(place))
            signals = chosen.signals * weights[place] // sum(weights)
            for count in range(signals):
                trial.interrupt(_SIGNALS[count % len(_SIGNALS)], draw.randint(1, trial.calls))
            found = [trial.tally[one] for one in ("old", "new", "too late")]
            print(f"{name:<28}{trial.calls:>9}{signals:>9}{found[0]:>6}{found[1]:>6}{found[2]:>10}")  # noqa: T201
            failures += [f"{name}: {one}" for one in trial.failures]
    seconds = time.monotonic() - begun
    print(f"{len(failures)} tracebacks, mixtures or other failures ({seconds:.0f} s)")  # noqa: T201
    sys.exit("\n".join(failures) or None)


if __name__ == "__main__":
    main()
