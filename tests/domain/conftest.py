"""The small organization, rolled up once for the rows of the domain."""

import pytest

import learnperf as lp
from learnperf.demo.small import SINCE, UNTIL, small_demo


@pytest.fixture(scope="session")
def small() -> lp.Rollup:
    return lp.rollup(small_demo(), since=SINCE, until=UNTIL)
