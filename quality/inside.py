"""Plug-in of pytest: collects the tests once, and gives every mutant a fork of that process.

The fork puts the changed code into the functions that are there already, and runs the tests that reach the changed
line, quickest first, until one fails. So a mutant costs a fork and the tests it takes to catch it: neither imports nor
collection. The same forks measure, without a mutant, how long each test takes and which lines it reaches, so tests that
cannot live in a fork are found and left out.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import resource
import shutil
import signal
import sys
import tempfile
import time
import traceback
import warnings
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from types import CodeType, FunctionType

import pytest
from attrs import define
from coverage import Coverage

import quality.examples  # noqa: F401  # registers the profile
from quality.mutants import PACKAGE, Mutant
from quality.reach import Reach, catchers

# seconds of the processor, since a busy machine must change no outcome: for a file of tests and for one test when
# measured, and what a mutant is given beside its tests' own; how much longer a clock on the wall may say; bytes
MEASURING, LONGEST, GRACE, WALL, MEMORY = 60, 6.0, 6, 10, 3 << 30
CONTROLS, SLOW = 4, 30.0
OUTCOMES = {None: "timeout", 0: "survived", 1: "killed", 2: "untested", 4: "invalid", 5: "cold"}
Task = tuple[str, float, Callable[[Callable[[str], None]], int]]


def forked(tasks: Iterable[Task], jobs: int) -> Iterator[tuple[str, int | None, list[str], float]]:
    """Run tasks in forks, `jobs` at a time; give name, exit code (None: out of time), what each said, and seconds."""
    waiting, running = iter(tasks), {}
    exhausted = False
    while running or not exhausted:
        while len(running) < jobs and not exhausted:
            task = next(waiting, None)
            if task is None:
                exhausted = True
            else:
                running.update([_start(task)])
        for pid in list(running):
            done, status = os.waitpid(pid, os.WNOHANG)
            fork = running[pid]
            late = time.monotonic() > fork.until
            if not done and not late:
                continue
            if not done:
                os.killpg(pid, signal.SIGKILL)
                os.waitpid(pid, 0)
            said = fork.said.read_text().splitlines()
            shutil.rmtree(fork.place, ignore_errors=True)
            del running[pid]
            code = None if not done else os.waitstatus_to_exitcode(status)
            if code == -signal.SIGXCPU:
                code = None
            yield fork.name, code, said, time.monotonic() - fork.since
        time.sleep(0.005)


@define
class _Fork:
    name: str
    since: float
    until: float
    place: Path

    @property
    def said(self) -> Path:
        return self.place / "said"


def _start(task: Task) -> tuple[int, _Fork]:
    name, limit, work = task
    fork = _Fork(name, time.monotonic(), time.monotonic() + WALL * limit, Path(tempfile.mkdtemp(prefix="mutant-")))
    fork.said.touch()
    pid = os.fork()
    if pid:
        return pid, fork
    code = 3
    try:
        os.setsid()
        now = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
        # a fork's clock starts at nothing
        resource.setrlimit(resource.RLIMIT_CPU, (int(limit), int(limit) + 1))
        resource.setrlimit(resource.RLIMIT_AS, (now + MEMORY, now + MEMORY))
        # temporary folders of pytest and of the tests go with the fork
        os.environ["PYTEST_DEBUG_TEMPROOT"] = os.environ["TMPDIR"] = tempfile.tempdir = str(fork.place)
        with fork.said.open("a", buffering=1) as out:
            code = work(lambda line: print(line, file=out))
    except BaseException:  # noqa: BLE001  # whatever it was, this fork must not go on as its parent
        traceback.print_exc(file=sys.__stderr__)
    finally:
        os._exit(code)


class Inside:
    """Takes the place of pytest's loop over tests."""

    def __init__(self, order: dict, config: pytest.Config) -> None:
        self.order = order
        self.config = config
        self.failed = False
        self.late = False

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note that a test failed."""
        self.failed = self.failed or report.failed

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Measure, or try mutants, as ordered."""
        self.items = {item.nodeid: item for item in session.items}
        gc.collect()
        if self.order["do"] == "measure":
            self.measure()
        else:
            self.try_mutants([Mutant(**told) for told in self.order["mutants"]])
        return True

    def run(self, item: pytest.Item, following: pytest.Item | None) -> bool:
        """Run one test; say whether it passed."""
        self.failed = False
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
        return not self.failed

    def measure(self) -> None:
        """Run each file of tests in a fork under coverage; write what each test took and reached."""
        files: dict[str, list[pytest.Item]] = defaultdict(list)
        for item in self.items.values():
            files[item.nodeid.split("::")[0]].append(item)
        place = Path(self.order["place"])
        todo = [name for name in files if name in self.order["files"]]
        for name, _, said, _ in forked(
            ((name, MEASURING, self._measuring(files[name])) for name in todo), self.order["jobs"]
        ):
            whole = [json.loads(line) for line in said if line.endswith("]")]
            (place / self.order["files"][name]).write_text(json.dumps(whole))

    def _too_long(self, *_: object) -> None:
        self.late = True
        raise TimeoutError

    def _measuring(self, items: list[pytest.Item]) -> Callable[[Callable[[str], None]], int]:
        def work(say: Callable[[str], None]) -> int:
            signal.signal(signal.SIGPROF, self._too_long)
            for item, following in zip(items, [*items[1:], None], strict=True):
                cover = Coverage(data_file=None, include=[f"{PACKAGE}/*"], config_file=False)
                self.late = False
                since = time.process_time()
                signal.setitimer(signal.ITIMER_PROF, LONGEST, 1)
                cover.start()
                passed = self.run(item, following)
                cover.stop()
                signal.setitimer(signal.ITIMER_PROF, 0)
                # a slow test passes, as far as it was run; it is for those who give mutants much time
                passed, took = (True, SLOW) if self.late else (passed, time.process_time() - since)
                say(json.dumps([item.nodeid, passed, took, _reached(cover)]))
            return 0

        return work

    def try_mutants(self, mutants: list[Mutant]) -> None:
        """Give each mutant a fork; write the outcome of each, one a line."""
        reach = Reach.read(Path(self.order["place"]))
        for path in {mutant.path for mutant in mutants}:
            importlib.import_module("learnperf." + path.removesuffix(".py").replace("/", "."))
        functions = _functions()
        caught = catchers()
        by_name = {mutant.name: mutant for mutant in mutants}

        def tasks() -> Iterator[Task]:
            # the same without a change: where a test fails then, a failing test tells nothing
            for at, mutant in enumerate(mutants[:CONTROLS]):
                chosen = [test for test in reach.of(mutant, GRACE, {}) if test in self.items]
                yield f"control {at}", WALL * GRACE, self._trying(None, chosen, functions)
            for mutant in mutants:
                seen = caught[mutant.path + mutant.function]
                chosen = [test for test in reach.of(mutant, self.order["budget"], seen) if test in self.items]
                limit = GRACE + 4 * sum(reach.seconds[test] for test in chosen)
                yield mutant.name, limit, self._trying(mutant, chosen, functions)

        with Path(self.order["results"]).open("a", buffering=1) as out:
            for name, code, said, seconds in forked(tasks(), self.order["jobs"]):
                if name not in by_name:
                    if code not in (0, 2):
                        raise RuntimeError(f"fails without a mutant: {said or code}")
                    continue
                outcome = OUTCOMES.get(code, "killed")
                mutant = by_name[name]
                if outcome == "killed" and said:
                    caught[mutant.path + mutant.function][said[-1]] += 1
                by = said[-1] if said else ("" if code in (0, 2, 4, 5, None) else f"exit {code}")
                print(json.dumps({"name": name, "outcome": outcome, "by": by, "seconds": round(seconds, 2)}), file=out)

    def _trying(
        self, mutant: Mutant | None, tests: list[str], functions: dict
    ) -> Callable[[Callable[[str], None]], int]:
        def work(say: Callable[[str], None]) -> int:
            if not tests:
                return 2
            try:
                if mutant:
                    put(mutant, functions)
            except SyntaxError:
                return 4
            except LookupError:
                return 5
            items = [self.items[test] for test in tests]
            for item, following in zip(items, [*items[1:], None], strict=True):
                if not self.run(item, following):
                    say(item.nodeid)
                    return 1
            return 0

        return work


def _reached(cover: Coverage) -> dict[str, list[int]]:
    reached = {}
    with warnings.catch_warnings(action="ignore"):  # that a test reaches nothing is no fault
        data = cover.get_data()
    for file in data.measured_files():
        path = Path(file)
        if path.is_relative_to(PACKAGE) and (lines := data.lines(file)):
            reached[path.relative_to(PACKAGE).as_posix()] = sorted(lines)
    return reached


def _functions() -> dict[tuple[str, str, int], list[FunctionType]]:
    """Give the functions that are there, by file, qualified name and line."""
    found: dict[tuple[str, str, int], list[FunctionType]] = defaultdict(list)
    for thing in gc.get_objects():
        if type(thing) is FunctionType:
            code = thing.__code__
            found[code.co_filename, code.co_qualname, code.co_firstlineno].append(thing)
    gc.freeze()  # so that forks share memory
    return found


def put(mutant: Mutant, functions: dict[tuple[str, str, int], list[FunctionType]]) -> None:
    """Put the changed code into the functions that are there.

    Raises
    ------
    LookupError
        Where no function that is there takes the change: the module must be imported anew.
    """
    file = str(PACKAGE / mutant.path)
    before = compile(Path(file).read_text(), file, "exec", dont_inherit=True)
    after = compile(mutant.source(), file, "exec", dont_inherit=True)
    changed = 0
    for old, new in _pairs(before, after):
        if not _concerns(old.co_qualname.replace(".<locals>", ""), mutant.function):
            continue
        for function in functions.get((file, old.co_qualname, old.co_firstlineno), ()):
            if new.co_freevars != function.__code__.co_freevars:
                raise LookupError(mutant.name)
            function.__code__ = new
            changed += 1
    if not changed:
        raise LookupError(mutant.name)


def _concerns(name: str, function: str) -> bool:
    """Tell whether a function is the one that changed, or around it or inside it."""
    return (function + ".").startswith(name + ".") or name.startswith(function + ".")


def _pairs(before: CodeType, after: CodeType) -> Iterator[tuple[CodeType, CodeType]]:
    """Give the codes of functions that differ, outermost first."""
    if before.co_name != "<module>":
        yield before, after
    inner = [[code for code in whole.co_consts if isinstance(code, CodeType)] for whole in (before, after)]
    if len(inner[0]) == len(inner[1]):
        for one, other in zip(*inner, strict=True):
            if one != other:
                yield from _pairs(one, other)


def pytest_configure(config: pytest.Config) -> None:
    """Take over if there is an order."""
    order = os.environ.get("LEARNPERF_MUTATION_ORDER")
    if order:
        config.pluginmanager.register(Inside(json.loads(Path(order).read_text()), config), "inside")
