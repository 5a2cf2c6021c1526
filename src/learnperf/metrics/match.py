"""Job-person match: how much of what a position requires its holder has attained, technical and other apart.

Each group is the mean part of the required levels attained, and the groups are weighed against each other. A group
nobody was assessed in has no mean, and without it there is no match: what was not assessed is not 0.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum
from fractions import Fraction

import numpy as np
from attrs import frozen

from learnperf.metrics.columns import PARTS
from learnperf.metrics.finalized import Context, Finalized
from learnperf.metrics.integers import Integers, added, product
from learnperf.metrics.missing import Missing, MissingReason
from learnperf.metrics.state import Exact, Kind, Merge, State, columns, number


@frozen
class JobMatch(State):
    """Parts of required levels attained, in two groups with a weight each.

    Examples
    --------
    >>> muda = JobMatch(1, 70 * PARTS // 100, 1, 90 * PARTS // 100, 50, 50)
    >>> muda.value(Context())
    Fraction(4, 5)
    """

    COLUMNS = columns(
        technical=Merge.SUM,
        technical_parts=Merge.SUM,
        other=Merge.SUM,
        other_parts=Merge.SUM,
        technical_weight=Merge.MAX,
        other_weight=Merge.MAX,
    )
    KIND = Kind.ALGEBRAIC
    technical: int = number(Merge.SUM)
    technical_parts: int = number(Merge.SUM)
    other: int = number(Merge.SUM)
    other_parts: int = number(Merge.SUM)
    technical_weight: int = number(Merge.MAX)
    other_weight: int = number(Merge.MAX)

    def value(self, context: Context) -> Exact:
        """Weigh the means of both groups."""
        del context
        if not self.technical or not self.other:
            return Missing(MissingReason.PART_MISSING)
        technical = Fraction(self.technical_parts, self.technical * PARTS)
        other = Fraction(self.other_parts, self.other * PARTS)
        weights = self.technical_weight + self.other_weight
        return (self.technical_weight * technical + self.other_weight * other) / weights

    @classmethod
    def finalize(cls, columns: Mapping[str, Integers], context: Context) -> Finalized:
        """Read many."""
        del context
        technical, other = columns["technical"], columns["other"]
        known = (technical != 0) & (other != 0)
        weights = {name: np.where(known, columns[name], 1) for name in ("technical_weight", "other_weight")}
        top = added(
            product(product(weights["technical_weight"], columns["technical_parts"]), other),
            product(product(weights["other_weight"], columns["other_parts"]), technical),
        )
        total = added(weights["technical_weight"], weights["other_weight"])
        bottom = product(product(technical, other), product(total, PARTS))
        return Finalized.of(top, np.where(known, bottom, 1), np.where(known, 0, MissingReason.PART_MISSING))


class MatchBand(IntEnum):
    """What a job-person match counts as: below 68 per cent, from 68, and from 80 per cent on.

    Examples
    --------
    >>> MatchBand.of(Fraction(4, 5)), MatchBand.of(Fraction("0.6799"))
    (<MatchBand.MEETS: 2>, <MatchBand.BELOW: 0>)
    """

    BELOW = 0
    STILL_MEETS = 1
    MEETS = 2

    @classmethod
    def of(cls, match: Fraction | float) -> MatchBand:
        """Give the band of a match, which is a part of one."""
        return max(band for band in cls if match >= band.least)

    @property
    def least(self) -> Fraction:
        """The least match of the band."""
        return (Fraction(0), Fraction(68, 100), Fraction(80, 100))[self]

    def label(self, language: str = "en") -> str:
        """Give the band in English (``en``) or as the regulation says it (``id``)."""
        words = (
            ("below the requirements", "Kurang Memenuhi Syarat"),
            ("still meets the requirements", "Masih Memenuhi Syarat"),
            ("meets the requirements", "Memenuhi Syarat"),
        )
        return words[self][language == "id"]
