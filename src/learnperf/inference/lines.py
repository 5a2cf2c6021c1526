"""Lines of a table as text: the first column to the left, numbers to the right."""

from __future__ import annotations

from collections.abc import Sequence


def lined_up(rows: Sequence[Sequence[str]]) -> list[str]:
    """Give rows as lines whose columns stand below each other.

    Examples
    --------
    >>> lined_up([("level", "n"), ("reaction", "12")])
    ['level      n', 'reaction  12']
    """
    first, *rest = (max(map(len, column)) for column in zip(*rows, strict=True))
    return [
        "  ".join([row[0].ljust(first), *(cell.rjust(width) for cell, width in zip(row[1:], rest, strict=True))])
        for row in rows
    ]
