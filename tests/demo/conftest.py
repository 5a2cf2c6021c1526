"""One invented ministry for all tests that only read it."""

from __future__ import annotations

import pytest

from learnperf.demo import make_demo
from learnperf.model.collection import Evidence
from learnperf.model.organization import Organization


@pytest.fixture(scope="session")
def demo() -> tuple[Organization, Evidence]:
    return make_demo()


@pytest.fixture(scope="session")
def organization(demo: tuple[Organization, Evidence]) -> Organization:
    return demo[0]
