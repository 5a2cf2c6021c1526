"""Histories told by chance, a few short ones; `histories.py` tells as many as asked."""

import pytest
from hypothesis import settings

from .histories import Histories

# laws are after answers: other tests run every line, and following them here would double the time
pytestmark = pytest.mark.no_cover

TestHistories = Histories.TestCase
TestHistories.settings = settings(max_examples=12, stateful_step_count=8, deadline=None)
