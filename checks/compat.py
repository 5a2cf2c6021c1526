"""Test learnperf at the lowest and at the newest versions that it allows, on every Python that is here.

    python checks/compat.py            every Python from 3.11 to 3.14 that is found, the whole suite but what needs
                                       a browser, Spark, the site or a benchmark
    python checks/compat.py --quick    this Python alone, at the lowest versions, and the part of the suite that calls
                                       most of what others wrote

Each combination gets a virtual environment of its own, in a temporary folder. Warnings are errors in all of them.
Needs uv, which resolves "lowest", and an index to install from.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
import time
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
RESOLUTIONS = {"lowest": "lowest-direct", "newest": "highest"}
# what the suite skips where it is absent, and what no version of ours depends on
LEFT_OUT = {"pyspark", "selenium"}
ELSEWHERE = ("tests/frames", "tests/test_docs_site.py", "tests/test_bench.py")
QUICK = ("tests/soundness", "tests/test_import.py", "tests/model")


def main() -> int:
    """Test what is asked for, and print one row for each combination."""
    parser = argparse.ArgumentParser(description="Test at the lowest and the newest versions allowed.")
    parser.add_argument("--python", action="append", metavar="X.Y", help="a Python; may be given again")
    parser.add_argument("--quick", action="store_true", help="this Python, lowest versions, part of the suite")
    asked = parser.parse_args()
    here = f"{sys.version_info.major}.{sys.version_info.minor}"
    pythons = asked.python or ((here,) if asked.quick else PYTHONS)
    resolutions = ("lowest",) if asked.quick else tuple(RESOLUTIONS)
    names = _names(_pyproject()["project"]["dependencies"])
    print("| Python | Versions | " + " | ".join(f"`{name}`" for name in names) + " | Tests |")
    print("| --- " * (len(names) + 3) + "|")
    held = True
    for python in pythons:
        for resolution in resolutions:
            with tempfile.TemporaryDirectory() as folder:
                versions, result, passed = _try(Path(folder), python, resolution, quick=asked.quick)
            held &= passed
            cells = [python, resolution, *(versions.get(name, "-") for name in names), result]
            print("| " + " | ".join(cells) + " |", flush=True)
    return 0 if held else 1


def _try(folder: Path, python: str, resolution: str, *, quick: bool) -> tuple[dict[str, str], str, bool]:
    """Give the versions installed, the result in words, and whether it is as it must be."""
    found = _uv(["python", "find", "--no-python-downloads", python])
    if found.returncode != 0:
        return {}, "not tested: no such Python here", True
    venv = folder / "venv"
    made = _uv(["venv", "--quiet", "--python", found.stdout.strip(), str(venv)])
    executable = venv / ("Scripts" if os.name == "nt" else "bin") / "python"
    wanted = folder / "wanted.in"
    wanted.write_text("\n".join(_wanted()), "utf-8")
    pinned = folder / "pinned.txt"
    options = ["--quiet", "--python", str(executable)]
    compiled = ["--resolution", RESOLUTIONS[resolution], "--only-binary", ":all:", "--no-annotate", "--no-header"]
    steps = (
        ["pip", "compile", *options, str(wanted), "--output-file", str(pinned), *compiled],
        ["pip", "install", *options, "--requirements", str(pinned)],
        ["pip", "install", *options, "--no-deps", "--editable", str(ROOT)],
    )
    for done in (made, *map(_uv, steps)):
        if done.returncode != 0:
            print(done.stderr, file=sys.stderr)
            return {}, "could not be installed", False
    versions = dict(re.findall(r"^([\w-]+)==(\S+)$", pinned.read_text("utf-8"), re.MULTILINE))
    return versions, *_tested(executable, quick=quick)


def _tested(executable: Path, *, quick: bool) -> tuple[str, bool]:
    """Run the tests, and give the last line of what they say."""
    # a worker for each core, from the tests' own plug-in; the cache would be shared by all combinations
    command = [str(executable), "-m", "pytest", "-q", "-n", "auto", "-p", "no:cacheprovider", "--maxfail=20"]
    parts = QUICK if quick else ("tests", "src")
    left_out = [f"--ignore={ROOT / one}" for one in ELSEWHERE]
    begun = time.monotonic()
    done = subprocess.run(
        [*command, *left_out, *(str(ROOT / part) for part in parts)],
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
    )
    if done.returncode != 0:
        print(done.stdout[-20_000:], done.stderr, file=sys.stderr)
    last = (done.stdout.strip().splitlines() or ["nothing was said"])[-1]
    words = re.sub(r" in [\d.]+s.*", "", last.strip("= "))
    return f"{words} ({time.monotonic() - begun:.0f} s)", done.returncode == 0


def _wanted() -> list[str]:
    """Give what learnperf and its tests ask for, extras included."""
    project, groups = _pyproject()["project"], _pyproject()["dependency-groups"]
    extras = [one for extra in project["optional-dependencies"].values() for one in extra]
    wanted: list[str] = [*project["dependencies"], *extras, *groups["test"]]
    return [one for one in wanted if _names([one])[0] not in LEFT_OUT and not one.startswith("learnperf[")]


def _names(requirements: list[str]) -> list[str]:
    return [re.split(r"[><=\[ ]", one)[0].lower() for one in requirements]


def _pyproject() -> dict[str, Any]:  # Any: TOML
    return tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def _uv(words: list[str]) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "uv", *words]
    return subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)


if __name__ == "__main__":
    sys.exit(main())
