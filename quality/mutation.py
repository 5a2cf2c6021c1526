"""Mutation testing of model, metrics and rollup; docs/quality.md tells what it found.

Results are kept in `.mutation/`, one mutant a line: what was tried is not tried again, until `--again`.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from math import sqrt
from pathlib import Path

import attrs
from coverage import CoverageData

from quality.mutants import PACKAGE, PACKAGES, Mutant, modules, mutants_of
from quality.reach import Reach

ROOT = PACKAGE.parents[1]
KEPT = ROOT / ".mutation"
TESTS = [
    *(f"tests/{name}" for name in ("model", "metrics", "rollup", "soundness", "domain", "frames", "bad_inputs")),
    *(f"src/learnperf/{name}" for name in PACKAGES),
]
# on real data of gigabytes, in a browser, or on engines with threads, which a fork loses
LEFT_OUT = ["tests/rollup/test_real_data.py", "tests/frames/test_real_data.py", "tests/frames/test_engines.py"]
QUIET = ["-q", "-p", "no:cacheprovider", "--hypothesis-profile", "mutation"]
# for what runs only while modules are imported
ON_ARRIVING = ["tests/metrics/test_registry.py", "tests/metrics/test_definitions.py", "tests/test_import.py"]
ANEW = 120.0
# tests failed, or could not even be collected; other codes of pytest say that it was asked wrongly
FAILED = (1, 2)
CAUGHT, NOT_CAUGHT = ("killed", "timeout", "types"), ("survived", "untested")


def main() -> None:
    """Run what is asked."""
    asked = argparse.ArgumentParser(prog="python -m quality.mutation", description=__doc__)
    asked.add_argument(
        "modules", nargs="*", default=list(PACKAGES), help="such as rollup/flow.py or model; default: all"
    )
    asked.add_argument("--sample", type=int, help="try so many mutants, drawn at random")
    asked.add_argument("--seed", type=int, default=0)
    asked.add_argument("--jobs", type=int, default=os.cpu_count())
    asked.add_argument("--budget", type=float, default=15, help="seconds of tests that a mutant is given")
    asked.add_argument("--again", action="store_true", help="try again those that were not caught")
    asked.add_argument(
        "--measure", action="store_true", help="only see which tests reach which lines, of tests that changed"
    )
    asked.add_argument("--anew", action="store_true", help="see that anew for all tests: after changes of src")
    asked.add_argument("--table", action="store_true", help="only show what was found before")
    told = asked.parse_args()
    KEPT.mkdir(exist_ok=True)
    chosen = [mutant for path in modules(told.modules) for mutant in mutants_of(path)]
    every = len(chosen)
    if told.sample is not None and told.sample < every:
        chosen = random.Random(told.seed).sample(chosen, told.sample)  # noqa: S311  # a draw, no secret
    if not told.table:
        measure(told.jobs, anew=told.anew)
        if not told.measure:
            attempt(chosen, told)
    show(chosen, every, results())


def measure(jobs: int, *, anew: bool) -> None:
    """See which tests reach which lines, for the files of tests that changed since, or for all."""
    place = KEPT / "reach"
    place.mkdir(exist_ok=True)
    files = [file for name in TESTS for file in sorted((ROOT / name).rglob("*.py"))]
    names = [file.relative_to(ROOT).as_posix() for file in files]
    kept = {
        name: f"{name.replace('/', '-')}-{hashlib.sha256(file.read_bytes()).hexdigest()[:12]}.json"
        for name, file in zip(names, files, strict=True)
    }
    for file in place.glob("*.json"):
        if anew or file.name not in kept.values():
            file.unlink()
    todo = {name: file for name, file in kept.items() if not (place / file).exists()}
    if not todo:
        return
    print(f"measuring {len(todo)} files of tests")
    inside({"do": "measure", "files": todo, "place": str(place), "jobs": jobs}, TESTS)
    for file in todo.values():
        if not (place / file).exists():
            (place / file).write_text("[]")
    arriving = KEPT / "arriving.cov"
    command = [
        sys.executable,
        "-m",
        "coverage",
        "run",
        "--rcfile=/dev/null",
        f"--data-file={arriving}",
        "--source-pkgs=learnperf",
    ]
    pytest([*command, "-m", "pytest", "--collect-only", *TESTS])


def pytest(command: list[str], timeout: float | None = None, **environment: str) -> int:
    """Run pytest quietly with the plug-ins of this folder to be had."""
    path = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
    threads = {"OPENBLAS_NUM_THREADS": "1", "POLARS_MAX_THREADS": "1"}
    full = {**os.environ, "PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1", **threads, **environment}
    given = [*command, *(f"--ignore={name}" for name in LEFT_OUT)] if "pytest" in command else command
    with (KEPT / f"last-{os.getpid()}.log").open("w") as log:
        done = subprocess.run(given, cwd=ROOT, env=full, check=False, stdout=log, stderr=log, timeout=timeout)  # noqa: S603
    return done.returncode


def inside(order: dict[str, object], tests: list[str]) -> None:
    """Give an order to the plug-in that forks."""
    file = KEPT / f"order-{os.getpid()}.json"
    file.write_text(json.dumps(order))
    command = [sys.executable, "-m", "pytest", "-p", "quality.inside", *QUIET, *tests]
    code = pytest(command, LEARNPERF_MUTATION_ORDER=str(file))
    if code:
        sys.exit(f"pytest ended with {code}: see {KEPT}/last-{os.getpid()}.log")


def results() -> dict[str, dict[str, object]]:
    """Give the last result of each mutant."""
    file = KEPT / "results.jsonl"
    lines = file.read_text().splitlines() if file.exists() else []
    return {line["name"]: line for line in map(json.loads, lines)}


def attempt(chosen: list[Mutant], told: argparse.Namespace) -> None:
    """Try mutants: in forks, then with the module imported anew where need be, then with the type checker."""
    known = results()
    again = {*NOT_CAUGHT} if told.again else set()
    todo = [mutant for mutant in chosen if mutant.name not in known or known[mutant.name]["outcome"] in again]
    if not todo:
        return
    print(f"trying {len(todo)} mutants")
    order = {"do": "try", "place": str(KEPT / "reach"), "results": str(KEPT / "results.jsonl")}
    tests = Reach.read(KEPT / "reach").files(todo)
    told_inside = [attrs.asdict(mutant) for mutant in todo]
    inside({**order, "jobs": told.jobs, "budget": told.budget, "mutants": told_inside}, tests)
    known = results()
    left = [mutant for mutant in todo if known[mutant.name]["outcome"] in {"cold", *NOT_CAUGHT}]
    arriving = _lines_on_arriving()
    anew = [mutant for mutant in left if known[mutant.name]["outcome"] == "cold" or _meets(mutant, arriving)]
    print(f"{len(left)} not caught, of which {len(anew)} may run while modules are imported: trying these anew")
    note(zip(anew, run_anew(anew, told), strict=True))
    known = results()
    left = [mutant for mutant in left if known[mutant.name]["outcome"] in NOT_CAUGHT]
    print(f"{len(left)} not caught: asking the type checker")
    note((mutant, outcome) for mutant, outcome in zip(left, check_types(left), strict=True) if outcome)


def note(found: Iterable[tuple[Mutant, str]]) -> None:
    """Keep results."""
    with (KEPT / "results.jsonl").open("a", buffering=1) as out:
        for mutant, outcome in found:
            print(json.dumps({"name": mutant.name, "outcome": outcome, "by": "", "seconds": 0}), file=out)


def _lines_on_arriving() -> dict[str, set[int]]:
    data = CoverageData(str(KEPT / "arriving.cov"))
    data.read()
    within = [file for file in data.measured_files() if Path(file).is_relative_to(PACKAGE)]
    return {Path(file).relative_to(PACKAGE).as_posix(): set(data.lines(file) or ()) for file in within}


def _meets(mutant: Mutant, arriving: dict[str, set[int]]) -> bool:
    return not arriving.get(mutant.path, set()).isdisjoint(range(mutant.lines[0], mutant.lines[1] + 1))


def run_anew(mutants: list[Mutant], told: argparse.Namespace) -> list[str]:
    """Run the quickest tests that reach a mutant in a process of their own, with the module imported anew."""
    reach = Reach.read(KEPT / "reach")

    def one(mutant: Mutant) -> str:
        tests = [test for test in reach.of(mutant, told.budget, {}) if not test.startswith("src/")] or ON_ARRIVING
        with tempfile.TemporaryDirectory() as place:
            file = Path(place) / "mutant.py"
            file.write_text(mutant.source())
            environment = {
                "LEARNPERF_MUTANT": str(file),
                "LEARNPERF_MUTATED": "learnperf." + mutant.path.removesuffix(".py").replace("/", "."),
                "LEARNPERF_MUTATED_FILE": str(PACKAGE / mutant.path),
                "TMPDIR": place,
            }
            command = [sys.executable, "-m", "pytest", "-x", "-p", "quality.anew", *QUIET, *tests]
            try:
                return "killed" if pytest(command, ANEW, **environment) in FAILED else "survived"
            except subprocess.TimeoutExpired:
                return "survived"

    with ThreadPoolExecutor(told.jobs) as pool:
        return list(pool.map(one, mutants))


def check_types(mutants: list[Mutant]) -> list[str]:
    """Ask mypy about each mutant: what it refuses cannot land, and counts as caught by types."""
    copy = KEPT / "types" / "learnperf"
    shutil.copytree(PACKAGE, copy, dirs_exist_ok=True)
    settings = ["--config-file", str(ROOT / "pyproject.toml"), "--cache-dir", str(KEPT / "mypy")]
    # the path of the settings would find the package itself, not its copy
    environment = {**os.environ, "MYPYPATH": str(copy.parent)}

    def refused(files: set[Path]) -> bool:
        command = [sys.executable, "-m", "mypy", *settings, *map(str, files)]
        done = subprocess.run(command, cwd=copy.parent, env=environment, check=False, capture_output=True)  # noqa: S603
        return done.returncode == 1

    if mutants and refused({copy / mutant.path for mutant in mutants}):
        sys.exit("the type checker refuses the package as it is")
    found = []
    for mutant in mutants:
        file = copy / mutant.path
        before = file.read_text()
        file.write_text(mutant.source())
        found.append("types" if refused({file}) else "")
        file.write_text(before)
    return found


def interval(caught: int, tried: int) -> tuple[float, float]:
    """Give Wilson's interval of 95 % for a share."""
    if not tried:
        return 0.0, 1.0
    z, share = 1.959964, caught / tried
    middle, width = share + z * z / (2 * tried), z * sqrt(share * (1 - share) / tried + z * z / (4 * tried * tried))
    return (middle - width) / (1 + z * z / tried), (middle + width) / (1 + z * z / tried)


def show(chosen: list[Mutant], every: int, known: dict[str, dict[str, object]]) -> None:
    """Print the table, those that survived and are not explained, and what is explained in vain."""
    explained = tomllib.loads((Path(__file__).parent / "survivors.toml").read_text())
    rows: dict[str, Counter[str]] = defaultdict(Counter)
    left = []
    for mutant in chosen:
        outcome = str(known.get(mutant.name, {"outcome": "not tried"})["outcome"])
        if outcome in NOT_CAUGHT:
            outcome = "explained" if mutant.name in explained else "survived"
            left += [mutant.name] if outcome == "survived" else []
        for row in (mutant.path, mutant.path.split("/")[0], "all"):
            rows[row][outcome] += 1
    print("| | mutants tried | killed | timed out | caught by types | survived, explained | survived | score |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    for name, row in sorted(rows.items(), key=lambda item: ("/" in item[0], item[0])):
        caught, missed = sum(row[one] for one in CAUGHT), row["survived"]
        tried = caught + missed + row["explained"]
        if tried:
            figures = [tried, row["killed"], row["timeout"], row["types"], row["explained"], missed]
            print(f"| {name} | " + " | ".join(map(str, figures)) + f" | {(tried - missed) / tried:.1%} |")
    caught = sum(rows["all"][one] for one in CAUGHT) + rows["all"]["explained"]
    tried = caught + rows["all"]["survived"]
    low, high = interval(caught, tried)
    print(
        f"{tried} tried of {every} mutants; score {caught / max(tried, 1):.1%}, 95 % interval {low:.1%} to {high:.1%}"
    )
    (KEPT / "survivors.txt").write_text("".join(f"{name}\n" for name in sorted(left)))
    print(f"the {len(left)} that survived without an explanation are in {(KEPT / 'survivors.txt').relative_to(ROOT)}")
    inside_scope = set(modules()) & {mutant.path for mutant in chosen}
    there = {mutant.name for path in inside_scope for mutant in mutants_of(path)}
    for name in explained:
        if name.split(" ")[0] in inside_scope and name not in there:
            print(f"explained in survivors.toml and not there any more: {name}")


if __name__ == "__main__":
    main()
