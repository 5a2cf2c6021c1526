"""Classes of states that are made for something, such as a scale, and travel between processes by what made them."""

from __future__ import annotations

import copyreg
from collections.abc import Callable
from typing import Any

# a function and what it was given to make a class: of any type
Maker = tuple[Callable[..., type], tuple[Any, ...]]


class Made(type):
    """The class of such classes.

    Attributes
    ----------
    MADE_BY
        What made a class; None for one that stands in a module like any other.
    """

    MADE_BY: Maker | None = None


def _reduced(kind: Made) -> str | Maker:
    return kind.__qualname__ if kind.MADE_BY is None else kind.MADE_BY


copyreg.pickle(Made, _reduced)  # type: ignore[arg-type]  # a class is an instance of its metaclass
