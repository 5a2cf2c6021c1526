"""Somebody else's package, installed with learnperf in a fresh environment, tests its metrics with what we ship."""

import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PLUGIN = ROOT / "tests" / "plugin"
SAID = (
    "desk.hurried breaks the law 'missing is never read as nought': e0 without score counts as n 1, total 0, as if it "
    "had been given: give Missing()"
)


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the Python of an environment with learnperf and the package; what both need is lent, no network is asked."""
    folder = tmp_path_factory.mktemp("fresh")
    done(sys.executable, "-m", "venv", "--without-pip", str(folder))
    python = folder / ("Scripts" if os.name == "nt" else "bin") / "python"
    site = Path(done(str(python), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))").strip())
    # a path in a file, so that entry points of the editable learnperf in there are not those found first
    (site / "lent.pth").write_text(sysconfig.get_path("purelib"), "utf-8")
    quietly = ["--quiet", "--disable-pip-version-check", "--no-index", "--no-deps", "--no-build-isolation"]
    done(sys.executable, "-m", "pip", "--python", str(python), "install", *quietly, "--ignore-installed", str(ROOT))
    done(sys.executable, "-m", "pip", "--python", str(python), "install", *quietly, str(PLUGIN))
    return python


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """Give a copy of the package's tests, away from the sources: what is tested is what is installed."""
    for name in ("pyproject.toml", "test_service_metrics.py"):
        shutil.copy(PLUGIN / name, tmp_path / name)
    return tmp_path


def done(*command: str, folder: Path | None = None, code: int = 0) -> str:
    """Run a command as in a shell of its own, and give what it printed."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "HYPOTHESIS"))}
    ran = subprocess.run(  # noqa: S603 -- commands of this file
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert ran.returncode == code, ran.stdout + ran.stderr
    return ran.stdout


def test_the_packages_own_tests_find_strategies_by_type_and_its_one_fault_by_law(python: Path, package: Path) -> None:
    assert "5 passed" in done(str(python), "-m", "pytest", "-q", folder=package)


def test_pytest_catches_the_one_unlawful_metric_in_several_processes(python: Path, package: Path) -> None:
    options = ["--learnperf", "--learnperf-examples=5", "-n2", "-q", "-k", "service-metrics"]
    printed = done(str(python), "-m", "pytest", *options, folder=package, code=1)
    assert SAID in printed.splitlines()
    assert "1 failed, 2 passed" in printed
    assert "Traceback" not in printed
