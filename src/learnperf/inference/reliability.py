"""Reliability of group means: how much of the differences between ratings is differences between groups.

ICC(1) is that part for one rating, ICC(2) for the mean of a group (Bliese 2000), both from a one-way analysis of
variance. What Shrout and Fleiss call ICC(1,1) and ICC(1,k) are the same two; their ICC(2,1) is something else.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import Enum
from functools import cached_property

import numpy as np
from attrs import field, frozen
from numpy.typing import ArrayLike

from learnperf.errors import InvalidValue


class GroupSize(Enum):
    """What stands for the size of groups that differ in size.

    The plain average N / G; or k0 = (N - Σk² / N) / (G - 1), smaller the more sizes differ. Results differ in the
    third decimal, so a report says which one it used.
    """

    AVERAGE = "average"
    K0 = "k0"


@frozen(slots=False)
class OneWay:
    """A one-way analysis of variance: the mean squares between and within groups, and how large groups are.

    Parameters
    ----------
    between, within
        Mean squares, MSB and MSW.
    size
        Size of a group.
    groups, ratings
        How many there are; 0 where only the mean squares are known.

    Raises
    ------
    InvalidValue
        A negative mean square, or a group of fewer than one rating.

    Examples
    --------
    >>> published = OneWay(between=10.9893, within=1.4412, size=26.28)
    >>> round(published.icc1, 4), round(published.icc2, 4)
    (0.2013, 0.8689)
    """

    between: float = field()
    within: float = field()
    size: float = field()
    groups: int = 0
    ratings: int = 0

    def __attrs_post_init__(self) -> None:
        """Refuse what no analysis of variance gives."""
        for name in ("between", "within"):
            if getattr(self, name) < 0:
                raise InvalidValue(name, getattr(self, name), "is no mean square", "it is never below 0")
        if self.size < 1:
            raise InvalidValue("size", self.size, "is no size of a group", "from 1 on")

    @cached_property
    def icc1(self) -> float | None:
        """(MSB - MSW) / (MSB + (k - 1) MSW): the part of one rating's variance that is between groups.

        Negative where groups are more alike than chance would have them; None where nothing differs at all.
        """
        whole = self.between + (self.size - 1) * self.within
        return (self.between - self.within) / whole if whole else None

    @cached_property
    def icc2(self) -> float | None:
        """(MSB - MSW) / MSB: how reliable the mean of a group is; None where groups do not differ at all."""
        return (self.between - self.within) / self.between if self.between else None


def one_way(groups: Iterable[ArrayLike | Sequence[float | None]], size: GroupSize = GroupSize.AVERAGE) -> OneWay | None:
    """Analyse the variance of ratings by group.

    Parameters
    ----------
    groups
        Ratings of each group; NaN and None are not given. Groups without any are left out.
    size
        What stands for the size of groups that differ in size.

    Returns
    -------
    OneWay or None
        None with fewer than two groups, or without a group of two.

    References
    ----------
    Bliese (2000), Within-group agreement, non-independence, and reliability; Shrout & Fleiss (1979), Intraclass
    correlations: uses in assessing rater reliability.

    Examples
    --------
    >>> found = one_way([[4, 4, 5, 3], [2, 3, 2], [5, 5, 4, 5, 4]])
    >>> round(found.icc1, 10), round(found.icc2, 10)
    (0.7223219629, 0.9123204837)
    >>> round(one_way([[4, 4, 5, 3], [2, 3, 2], [5, 5, 4, 5, 4]], GroupSize.K0).icc1, 10)
    0.7265248796
    """
    given = [np.asarray(group, dtype=np.float64).ravel() for group in groups]
    kept = [one for one in (values[~np.isnan(values)] for values in given) if len(one)]
    sizes = np.asarray([len(one) for one in kept])
    total = int(sizes.sum())
    if len(kept) < 2 or total == len(kept):  # noqa: PLR2004 -- one group has nothing to differ from
        return None
    together = np.concatenate(kept)
    # from the grand mean, so that large scores do not drown small differences
    means = np.asarray([one.mean() for one in kept])
    between = float((sizes * (means - together.mean()) ** 2).sum()) / (len(kept) - 1)
    within = sum(float(((one - one.mean()) ** 2).sum()) for one in kept) / (total - len(kept))
    k = total / len(kept)
    if size is GroupSize.K0:
        k = (total - float((sizes**2).sum()) / total) / (len(kept) - 1)
    return OneWay(between=between, within=within, size=k, groups=len(kept), ratings=total)
