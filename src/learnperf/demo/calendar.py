"""Days of the invented two years: everything is dated from constants and the seed, nothing from a clock."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from random import Random

BEGIN = date(2024, 1, 1)
REORGANIZED = date(2025, 1, 1)
END = date(2026, 1, 1)
QUARTERS = tuple(pairwise([*(date(year, month, 1) for year in (2024, 2025) for month in (1, 4, 7, 10)), END]))


def stream(seed: int, part: str) -> Random:
    """Give the random numbers of one part, so that a change in one part leaves the others as they were."""
    return Random(f"learnperf demo {seed} {part}")  # noqa: S311 -- invented data, nothing secret


def day_between(rng: Random, since: date, until: date) -> date:
    """Draw a day in a half-open interval that holds at least one."""
    return since + timedelta(days=rng.randrange((until - since).days))
