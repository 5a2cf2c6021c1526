"""Meeting: where two lines of a forest come together, found without walking up either of them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from learnperf.rollup.arrays import Ints


def meetings(above: Ints, left: Ints, right: Ints) -> Ints:
    """Give where lines meet: the lowest node that has both of two others at or below it, -1 where there is none.

    Nodes are known by their place in preorder. All between two of them are below the node where their lines meet, and
    one is tied to it, so that it is the least of the places above these. Least places of stretches are made for one
    length after the other, each twice as long as the one before; two that overlap cover any stretch.

    Parameters
    ----------
    above
        Place of each node's parent, -1 at a top.
    left, right
        Two places each, the second later than the first.

    Examples
    --------
    >>> tree = np.array([-1, 0, 1, 0, 3])  # 1 and 3 are tied to 0, 2 to 1, 4 to 3
    >>> meetings(tree, np.array([2, 3]), np.array([4, 4])).tolist()
    [0, 3]
    """
    lengths = right - left
    most = int(lengths.max(initial=0))
    power = _powers(most).take(lengths)
    met = np.empty(len(left), dtype=above.dtype)
    least = above
    for step in range(most.bit_length()):
        length = 1 << step
        if step:
            half = length >> 1
            least = np.minimum(least[:-half], least[half:])
        some = np.flatnonzero(power == step)
        met[some] = np.minimum(least.take(left[some] + 1), least.take(right[some] - (length - 1)))
    return met


def _powers(most: int) -> NDArray[np.uint8]:
    """Give the greatest power of two in each number up to the most, as its exponent; that of 0 means nothing."""
    exponents = np.zeros(most + 1, dtype=np.uint8)
    for step in range(1, most.bit_length()):
        exponents[1 << step :] = step
    return exponents
