"""Build learnperf twice, compare the bytes, and use what was built as a stranger would.

    python checks/build.py           build twice, look inside the wheel, install it in a new virtual environment, run it
    python checks/build.py --into F  the same, and keep the two files in the folder F, with their check sums

Builds need no network: the build backend is the one installed here. The time in the files is that of the last commit.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
import venv
import zipfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
# the beginning of the calendar of zip files: used where there is no history to ask
NO_HISTORY = "315532800"
# what may be in the wheel: code, the mark of types, and what the report and the demo are made of
ENDINGS = {".py", ".typed", ".j2", ".toml", ".css", ".js"}


def main() -> int:
    """Build, compare, look and try."""
    parser = argparse.ArgumentParser(description="Build twice, with the same bytes, and try what was built.")
    parser.add_argument("--into", type=Path, metavar="FOLDER", help="keep the files there")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        places = [Path(folder) / one for one in ("first", "second")]
        first, second = ({path.name: path for path in sorted(_built(place))} for place in places)
        problems = _differences(first, second)
        wheel = next(path for name, path in first.items() if name.endswith(".whl"))
        problems += _inside(wheel) or _used(wheel, Path(folder) / "venv")
        for name, path in first.items():
            print(f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {name}")
            if asked.into:
                asked.into.mkdir(parents=True, exist_ok=True)
                shutil.copy2(path, asked.into / name)
    print(*problems or ["the two builds are the same, and the wheel works"], sep="\n")
    return 1 if problems else 0


def _built(place: Path) -> list[Path]:
    """Build from a copy of its own, so that nothing of the place or of an earlier build can get in."""
    copy = place / "copy"
    left_out = shutil.ignore_patterns(".*_cache", "__pycache__", ".venv", ".hypothesis", "build", "dist", "site")
    shutil.copytree(ROOT, copy, ignore=left_out, symlinks=True)
    command = [sys.executable, "-m", "hatchling", "build", "-d", str(place / "dist")]
    environment = {**os.environ, "SOURCE_DATE_EPOCH": _time(), "PYTHONHASHSEED": _SEEDS[place.name]}
    subprocess.run(command, cwd=copy, env=environment, check=True, capture_output=True)
    return list((place / "dist").iterdir())


def _time() -> str:
    command = ["git", "log", "-1", "--format=%ct"]
    try:
        return subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return NO_HISTORY


def _differences(first: dict[str, Path], second: dict[str, Path]) -> list[str]:
    if first.keys() != second.keys():
        return [f"one build made {sorted(first)}, the other {sorted(second)}"]
    return [f"{name} differs" for name, path in first.items() if path.read_bytes() != second[name].read_bytes()]


def _inside(wheel: Path) -> list[str]:
    """Say what is in the wheel and should not be, or should be and is not."""
    with zipfile.ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if ".dist-info/" not in name}
    source = ROOT / "src"
    own = {path.relative_to(source).as_posix() for path in (source / "learnperf").rglob("*") if path.is_file()}
    own = {name for name in own if "__pycache__" not in name}
    strange = {name for name in names if Path(name).suffix not in ENDINGS or not name.startswith("learnperf/")}
    return [
        *(f"the wheel has {name}, which is no part of the library" for name in sorted(strange | (names - own))),
        *(f"the wheel lacks {name}" for name in sorted((own | {"learnperf/py.typed"}) - names)),
    ]


def _used(wheel: Path, folder: Path) -> list[str]:
    """Install the wheel where nothing of ours is, and run it; its dependencies are the ones installed here."""
    venv.create(folder, with_pip=False)
    executable = folder / ("Scripts" if os.name == "nt" else "bin") / "python"
    quietly = ["--quiet", "--disable-pip-version-check", "--no-index", "--no-deps"]
    command = [sys.executable, "-m", "pip", "--python", str(executable), "install", *quietly, str(wheel)]
    subprocess.run(command, check=True)
    site = subprocess.run([executable, "-c", _WHERE], check=True, capture_output=True, text=True).stdout.strip()
    # learnperf itself is left out: the one here may be an editable install of the source
    others = [entry for entry in sys.path if entry.endswith("site-packages")]
    (Path(site) / "others.pth").write_text("\n".join(others), "utf-8")
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    wanted = {
        "the package": ([str(executable), "-c", _IMPORT], f"{version} {site}"),
        "learnperf --help": ([str(executable.with_name("learnperf")), "--help"], "report"),
    }
    problems = []
    for what, (words, expected) in wanted.items():
        done = subprocess.run(words, env=environment, cwd=folder, check=False, capture_output=True, text=True)
        if done.returncode != 0 or expected not in done.stdout:
            problems.append(f"{what} does not work from the wheel: {done.stdout}{done.stderr}")
    return problems


_WHERE = "import sysconfig; print(sysconfig.get_path('purelib'))"
_IMPORT = "import learnperf as lp; lp.Organization, lp.rollup; print(lp.__version__, lp.__file__)"
# whatever depends on the order of a set differs between the two builds
_SEEDS = {"first": "1", "second": "2"}


if __name__ == "__main__":
    sys.exit(main())
