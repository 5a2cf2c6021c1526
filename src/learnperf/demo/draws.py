"""Drawing numbers: only sums, products and comparisons, which every platform computes to the same last bit."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from random import Random


def likely(rng: Random, probability: float) -> bool:
    """Draw yes with a probability."""
    return rng.random() < probability


def around(rng: Random, middle: float, spread: float) -> float:
    """Draw a bell-shaped number within ``1.5 * spread`` of a middle ."""
    # no logarithm: platforms differ in its last bit
    return middle + spread * (rng.random() + rng.random() + rng.random() - 1.5)


def within(value: float, least: int, most: int) -> int:
    """Round to a whole number and keep it between two bounds."""
    return max(least, min(most, int(value + 0.5)))


def numbered(prefix: str) -> Iterator[str]:
    """Give ids one after another: ``move-00001``, ``move-00002``, ..."""
    return (f"{prefix}-{number:05d}" for number in count(1))
