"""Kill every writer at operations drawn by lot, and look at what is left: the old output or the new, never a mixture.

Run it from the root of the repository: ``python -m tests.faults.kills --kills 1000``.
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

from learnperf.atomic import finish_writing
from tests.faults.stand import Action, Counter, Files, files_in, forked, is_operation, left_in
from tests.faults.writers import SLOW, Writer, sources, writers


class Trial:
    """One writer, what it writes, and what became of it when it was killed."""

    def __init__(self, writer: Writer, room: Path) -> None:
        self.writer, self.folder, self.output = writer, room / "target", room / "output"
        self.before, self.failures, self.tally = room / "before", list[str](), Tally[str]()
        self.old, self.new = self._written("old"), self._written("new")
        self._restore()
        code, self.operations = self._run("new", 0)
        self._expect(code == 0, f"a run that is left alone ends with {code}")

    def kill(self, at: int) -> None:
        """Kill the writer at an operation, and see what is there, and that the next run makes all good."""
        self._restore()
        code, _ = self._run("new", at)
        self._expect(code == -signal.SIGKILL, f"killed at {at}, it ended with {code}")
        passing = left_in(self.folder)
        seen = self._outcome(files_in(self.folder), at, may_be_ready=".learnperf-ready" in passing)
        self.tally[seen] += 1
        self.tally["left behind"] += bool(passing)
        if not passing:
            return
        finish_writing(self.folder)
        self._outcome(files_in(self.folder), at, may_be_ready=False)
        code, _ = self._run("new")
        self._expect(code == 0, f"after a kill at {at}, the next run ends with {code}")
        self._expect(files_in(self.folder) == self.new, f"after a kill at {at}, the next run writes something else")
        self._expect(not left_in(self.folder), f"after a kill at {at}, the next run leaves {left_in(self.folder)}")

    def _outcome(self, files: Files, at: int, *, may_be_ready: bool) -> str:
        if files == self.old:
            return "old"
        if files == self.new:
            return "new"
        self._expect(may_be_ready, f"killed at {at}, it left a mixture: {sorted(files)}")
        return "new, to be moved"

    def _written(self, age: str) -> Files:
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir()
        code, _ = self._run(age)
        self._expect(code == 0, f"writing the {age} output ends with {code}")
        if age == "old":
            shutil.copytree(self.folder, self.before)
        return files_in(self.folder)

    def _restore(self) -> None:
        shutil.rmtree(self.folder)
        shutil.copytree(self.before, self.folder)

    def _run(self, age: str, at: int | None = None) -> tuple[int, int]:
        action: Action = lambda: self.writer(self.folder, age)  # noqa: E731 -- a name for its type
        return forked(action, None if at is None else Counter(is_operation, at, _kill), self.output)

    def _expect(self, holds: bool, otherwise: str) -> None:  # noqa: FBT001 -- as assert has it
        if not holds:
            self.failures.append(f"{otherwise}\n{self.output.read_text(errors='replace')}")


def _kill() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _shares(kills: int, names: list[str]) -> dict[str, int]:
    """Share kills out: each writer gets some, and those that are slow fewer."""
    weights = [1 if name in SLOW else 4 for name in names]
    ends = [kills * sum(weights[: place + 1]) // sum(weights) for place in range(len(names))]
    return {name: end - begin for name, begin, end in zip(names, [0, *ends], ends, strict=False)}


def main() -> None:
    """Kill writers and say what was found."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--kills", type=int, default=150, help="in all")
    options.add_argument("--seed", type=int, default=1)
    chosen = options.parse_args()
    draw, begun, failures, tally = random.Random(chosen.seed), time.monotonic(), list[str](), Tally[str]()  # noqa: S311
    print(f"{'writer':<28}{'operations':>11}{'kills':>7}{'old':>6}{'new':>6}{'to move':>9}{'left':>6}")  # noqa: T201
    with TemporaryDirectory() as temporary:
        room = Path(temporary)
        sources(room / "read")
        all_writers = writers(room / "read")
        # what is there already need not be copied for each process
        gc.freeze()
        shares = _shares(chosen.kills, list(all_writers))
        for place, (name, writer) in enumerate(all_writers.items()):
            (room / str(place)).mkdir()
            trial = Trial(writer, room / str(place))
            kills = shares[name]
            for _ in range(kills):
                trial.kill(draw.randint(1, trial.operations))
            found = [trial.tally[one] for one in ("old", "new", "new, to be moved", "left behind")]
            print(  # noqa: T201
                f"{name:<28}{trial.operations:>11}{kills:>7}{found[0]:>6}{found[1]:>6}{found[2]:>9}{found[3]:>6}"
            )
            tally += trial.tally
            failures += [f"{name}: {one}" for one in trial.failures]
    seconds = time.monotonic() - begun
    print(f"{chosen.kills} kills, {len(failures)} mixtures or other failures ({seconds:.0f} s)")  # noqa: T201
    sys.exit("\n".join(failures) or None)


if __name__ == "__main__":
    main()
