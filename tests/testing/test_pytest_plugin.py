"""``pytest --learnperf``: a test for each metric of installed packages, and nothing loaded where nobody asks."""

import os
import runpy
import subprocess
import sys
from pathlib import Path

import pytest

import learnperf
from learnperf import pytest_plugin, testing

pytest_plugins = "pytester"

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def loaded() -> None:
    """Load all that a check needs: a run in this process forgets what it loads, and numpy cannot be loaded twice."""
    testing.check_metric(learnperf.catalogue("innovation.count")[0], max_examples=1)


@pytest.fixture
def asked(
    loaded: None, pytester: pytest.Pytester, installed_plugin: Path, monkeypatch: pytest.MonkeyPatch
) -> pytest.Pytester:
    """Give a folder without tests, beside which somebody's package of metrics is installed."""
    del loaded
    monkeypatch.syspath_prepend(installed_plugin)
    return pytester


def run(pytester: pytest.Pytester, *options: str) -> pytest.RunResult:
    """Run pytest in this process with this very plug-in, whatever the installed metadata name."""
    return pytester.runpytest_inprocess(
        "-p", "no:learnperf", "-p", "no:cacheprovider", *options, plugins=[pytest_plugin]
    )


def test_every_metric_of_an_installed_package_is_a_test_and_a_fault_is_told_in_a_sentence(
    asked: pytest.Pytester,
) -> None:
    result = run(asked, "--learnperf", "--learnperf-examples=3", "-v")
    result.assert_outcomes(passed=2, failed=1)
    result.stdout.fnmatch_lines(
        ["*learnperf::service-metrics::service.new*PASSED*", "*desk.hurried of service-metrics*"]
    )
    assert "desk.hurried breaks the law 'missing is never read as nought': e0 without score" in result.stdout.str()
    assert "Traceback" not in result.stdout.str()


def test_tests_of_metrics_are_chosen_by_name_like_others(asked: pytest.Pytester) -> None:
    result = run(asked, "--learnperf", "--learnperf-examples=1", "-k", "new")
    result.assert_outcomes(passed=1, deselected=2)


def test_without_the_option_there_are_no_such_tests(asked: pytest.Pytester) -> None:
    result = run(asked)
    assert result.ret == pytest.ExitCode.NO_TESTS_COLLECTED


@pytest.mark.usefixtures("loaded")
def test_a_package_whose_metrics_cannot_be_loaded_fails_and_says_why(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = pytester.mkdir("broken")
    (broken / "broken_metrics.py").write_text("raise RuntimeError('no licence')", "utf-8")
    metadata = broken / "broken-1.0.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: broken\nVersion: 1.0\n", "utf-8")
    (metadata / "entry_points.txt").write_text("[learnperf.metrics]\nall = broken_metrics\n", "utf-8")
    monkeypatch.syspath_prepend(broken)
    result = run(pytester, "--learnperf")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*plug-in 'all' of broken cannot be loaded: RuntimeError: no licence*"])


@pytest.mark.usefixtures("loaded")
def test_a_name_claimed_twice_stops_the_run_with_a_sentence(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("one", "other"):
        folder = pytester.mkdir(name)
        (folder / f"{name}_metrics.py").write_text(
            "import learnperf as lp\nmine = lp.Metric('same.name', label='Mine', unit='things', "
            "evidence=lp.Innovation, state=lp.Count, lift={'count': 1})\n",
            "utf-8",
        )
        metadata = folder / f"{name}-1.0.dist-info"
        metadata.mkdir()
        (metadata / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n", "utf-8")
        (metadata / "entry_points.txt").write_text(f"[learnperf.metrics]\nall = {name}_metrics:mine\n", "utf-8")
        monkeypatch.syspath_prepend(folder)
    result = run(pytester, "--learnperf")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["*'same.name' is given by two packages, one and other*"])


def test_an_error_that_is_not_ours_keeps_its_traceback(asked: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object, **__: object) -> None:
        raise ZeroDivisionError("a fault of the check itself")

    monkeypatch.setattr("learnperf.testing.check_metric", fails)
    result = run(asked, "--learnperf", "-k", "new")
    result.assert_outcomes(failed=1, deselected=2)
    result.stdout.fnmatch_lines(["*def fails*", "*ZeroDivisionError: a fault of the check itself*"])


def test_what_pytest_loads_before_it_measures_runs_as_well_when_it_is_loaded_again() -> None:
    # pytest reads plug-ins before it measures coverage, so their first lines have run unseen
    assert set(runpy.run_path(str(learnperf.__file__), run_name="learnperf")["__all__"]) == set(learnperf.__all__)
    again = runpy.run_path(str(pytest_plugin.__file__))
    # pytest adds names of its own, with an @, to what it loads from an entry point
    ours = {name for name in vars(pytest_plugin) if not name.startswith("@")}
    assert ours <= {*again, "__file__", "__spec__"}


def test_hypothesis_knows_our_types_without_loading_more_than_they_are_made_of() -> None:
    program = (
        "import sys; from learnperf import hypothesis_plugin; import hypothesis; hypothesis_plugin.register(); "
        "print('numpy' in sys.modules, 'learnperf.testing' in sys.modules)\n"
        "import learnperf as lp; from hypothesis import strategies as st\n"
        "print(hypothesis.find(st.from_type(lp.Organization), lambda one: True))\n"
        "print(hypothesis.find(st.from_type(lp.Evidence), lambda one: True))"
    )
    assert _printed([sys.executable, "-c", program], ROOT, HYPOTHESIS_NO_PLUGINS="1").splitlines() == [
        "False False",
        "Organization(units=1, teams=0, learners=0, positions=0, competencies=2, ties=0)",
        "Evidence(records=0, superseded=0, activities=3, duplicates=0)",
    ]


def _printed(command: list[str], folder: Path, **environment: str) -> str:
    done = subprocess.run(  # noqa: S603 -- commands of this file
        command, cwd=folder, env={**os.environ, **environment}, capture_output=True, text=True, check=False
    )
    return done.stdout + done.stderr
