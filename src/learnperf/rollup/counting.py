"""Counting: how a piece of evidence counts where several nodes share it."""

from __future__ import annotations

from enum import Enum


class Counting(Enum):
    """How a piece of evidence counts where several nodes share it."""

    FULL = "full"
    FRACTIONAL = "fractional"
    PRIMARY = "primary"
