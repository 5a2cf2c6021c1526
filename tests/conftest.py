"""What several rooms' tests need: the fixture package, installed for real and apart from the environment."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

# set before Hypothesis is imported, which would load our plug-in, and parts of learnperf before coverage is measured
os.environ["HYPOTHESIS_NO_PLUGINS"] = "1"

from hypothesis import settings

# a busy machine is no reason to fail: time is not what laws are about. The same examples every time keep the gate of
# full branch coverage from depending on luck; `pytest --hypothesis-profile explore` looks for new ones
settings.register_profile("learnperf", deadline=None, derandomize=True)
settings.register_profile("explore", deadline=None, derandomize=False, max_examples=500)
settings.load_profile("learnperf")

_SIGNALS = tuple(getattr(signal, name) for name in ("SIGHUP", "SIGINT", "SIGTERM") if hasattr(signal, name))
PLUGIN = Path(__file__).parent / "plugin"
# the package has tests of its own, which run where it is installed
collect_ignore = ["plugin"]


@pytest.fixture(autouse=True)
def _signals_mean_what_they_meant() -> Iterator[None]:
    """Give signals back to the tests that follow: the command, once it is done, leaves them ignored."""
    before = {number: signal.getsignal(number) for number in _SIGNALS}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.fixture(scope="session")
def installed_plugin(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the package of tests/plugin into a folder of its own, to be put on the path; no network is asked."""
    target = tmp_path_factory.mktemp("installed")
    quietly = ["--quiet", "--disable-pip-version-check", "--no-index", "--no-deps", "--no-build-isolation"]
    command = [sys.executable, "-m", "pip", "install", *quietly, "--target", str(target), str(PLUGIN)]
    subprocess.run(command, check=True, capture_output=True)  # noqa: S603  # our own command, word by word
    return target
