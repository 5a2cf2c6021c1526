"""Pytest plug-in: ``pytest --learnperf`` tries every law on the metrics of installed packages, a test for each metric.

pytest loads it wherever learnperf is installed, so nothing is imported before it is asked for.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from _pytest._code.code import TerminalRepr, TracebackStyle

    from learnperf.metrics.metric import AnyMetric

_OURS = "learnperf"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add ``--learnperf`` and ``--learnperf-examples``."""
    group = parser.getgroup("learnperf")
    group.addoption("--learnperf", action="store_true", help="try all laws on the metrics of installed packages")
    group.addoption(
        "--learnperf-examples", type=int, default=40, metavar="N", help="cases to try each law on (default: 40)"
    )


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(session: pytest.Session, config: pytest.Config, items: list[pytest.Item]) -> None:
    """Add the tests before other plug-ins choose among tests, so that ``-k`` chooses among these too."""
    if config.getoption("--learnperf"):
        items.extend(_tests(session))


def _tests(session: pytest.Session) -> Iterator[pytest.Item]:
    """Give a test for each metric of a package or this process, and one for each package that cannot be loaded."""
    from learnperf.errors import RegistryError  # noqa: PLC0415 -- only where it is asked for
    from learnperf.metrics.registry import registry  # noqa: PLC0415 -- the same

    try:
        found = registry()
    except RegistryError as error:
        raise pytest.UsageError(str(error)) from error
    for name, known in found.known.items():
        # the metrics that come with learnperf are tried by its own tests
        if known.distribution != _OURS:
            yield MetricItem.from_parent(session, name=name, distribution=known.distribution, metric=known.metric)
    for failure in found.failures:
        yield UnloadedItem.from_parent(
            session, name=failure.entry_point, distribution=failure.distribution, reason=str(failure)
        )


class PackageItem(pytest.Item):
    """A test of something that a package has registered; ``-k`` chooses it by the name of the package too."""

    def __init__(self, *, name: str, distribution: str, **rest: object) -> None:
        """Keep whose it is."""
        # a session is no file, so the test needs an id of its own
        super().__init__(name, nodeid=f"{_OURS}::{distribution}::{name}", **rest)  # type: ignore[arg-type]  # pytest's own
        self.distribution = distribution
        self.extra_keyword_matches.add(distribution)

    def reportinfo(self) -> tuple[str, None, str]:
        """Say whose it is."""
        return _OURS, None, f"{self.name} of {self.distribution}"


class MetricItem(PackageItem):
    """Tries every law on one metric."""

    def __init__(self, *, metric: AnyMetric, **rest: object) -> None:
        """Keep the metric."""
        super().__init__(**rest)  # type: ignore[arg-type]  # what pytest gives its items
        self.metric = metric

    def runtest(self) -> None:
        """Try them."""
        from learnperf.testing import check_metric  # noqa: PLC0415 -- needs Hypothesis, only where it is asked for

        check_metric(self.metric, max_examples=self.config.getoption("--learnperf-examples"))

    def repr_failure(
        self, excinfo: pytest.ExceptionInfo[BaseException], style: TracebackStyle | None = None
    ) -> str | TerminalRepr:
        """Say what is wrong in a sentence, without a traceback through our code."""
        from learnperf.errors import LearnperfError  # noqa: PLC0415 -- only where it is asked for

        if isinstance(excinfo.value, LearnperfError):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)


class UnloadedItem(PackageItem):
    """Stands for metrics of a package that cannot be loaded: fails, and says why."""

    def __init__(self, *, reason: str, **rest: object) -> None:
        """Keep the reason."""
        super().__init__(**rest)  # type: ignore[arg-type]  # what pytest gives its items
        self.reason = reason

    def runtest(self) -> None:
        """Fail."""
        pytest.fail(self.reason, pytrace=False)
