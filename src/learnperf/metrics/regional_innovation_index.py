"""The regional innovation index (Indeks Inovasi Daerah) of the Indonesian Ministry of Home Affairs, as arithmetic.

A regional government is scored on 15 indicators of itself and 20 of each innovation it reports, and on how many it
reports. Scores of innovations are divided by their number or by 10, whichever is more, so that a few high scores do not
pass for breadth. What the scores may be at most is set by the ministry's yearly guidance, and so is given here.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from enum import Enum
from fractions import Fraction

from attrs import frozen

from learnperf.errors import InvalidValue, UnknownName
from learnperf.model.scales import Number, exact

OF_GOVERNMENT, OF_EACH_INNOVATION, FEWEST = 15, 20, 10


class InnovationPredicate(Enum):
    """What a regional government is called by its index."""

    VERY_INNOVATIVE = "sangat inovatif"
    INNOVATIVE = "inovatif"
    LESS_INNOVATIVE = "kurang inovatif"
    NOT_ASSESSED = "tidak dapat dinilai"


# least hundredth of the index for each predicate, from the highest on. Those of 2021 are known from general reports
# and not from the guidance itself
_BANDS: dict[str, tuple[tuple[int, InnovationPredicate], ...]] = {
    version: (
        (6001, InnovationPredicate.VERY_INNOVATIVE),
        (innovative, InnovationPredicate.INNOVATIVE),
        (1, InnovationPredicate.LESS_INNOVATIVE),
        (0, InnovationPredicate.NOT_ASSESSED),
    )
    for version, innovative in (("2021", 3001), ("2023", 3500))
}


@frozen
class RegionalInnovationIndex:
    """An index with the two scores it is made of.

    Attributes
    ----------
    government
        Score of the government itself (SPD).
    innovations
        Score of its innovations and of their number (SID).
    index
        Both by what they may be at most, times 100.
    """

    government: Fraction
    innovations: Fraction
    index: Fraction

    def predicate(self, version: str = "2023") -> InnovationPredicate:
        """Give the predicate of the index; see `innovation_predicate`."""
        return innovation_predicate(self.index, version)


def regional_innovation_index(
    government: Sequence[Number], innovations: Sequence[Sequence[Number]], number: Number, *, maximum: Number
) -> RegionalInnovationIndex:
    """Work out the index: 100 · (SPD + SID) / maximum, with SID = Σ scores of innovations / max(10, n) + number.

    Parameters
    ----------
    government
        Scores of the 15 indicators of the government.
    innovations
        Of each of the n innovations, scores of its 20 indicators.
    number
        Score of the indicator of how many innovations there are.
    maximum
        What both scores may come to at most.

    Raises
    ------
    InvalidValue
        Another number of indicators, a score below 0, a maximum that is not above 0, or an index above 100.

    References
    ----------
    Kemendagri (2023), technical guidance of the Indeks Inovasi Daerah; criteria in Government Regulation 38/2017.

    Examples
    --------
    Two innovations are divided by 10, and so are ten.

    >>> two = regional_innovation_index([2] * 15, [[3] * 20] * 2, 1, maximum=100)
    >>> two.government, two.innovations, two.index
    (Fraction(30, 1), Fraction(13, 1), Fraction(43, 1))
    >>> two.predicate().value
    'inovatif'
    >>> regional_innovation_index([2] * 15, [[3] * 20] * 10, 1, maximum=100).innovations
    Fraction(61, 1)
    """
    own = _scores("government", government, OF_GOVERNMENT)
    each = [_scores("innovations", one, OF_EACH_INNOVATION) for one in innovations]
    most = exact("maximum", maximum)
    if most <= 0:
        raise InvalidValue("maximum", maximum, "is not above 0", "the most that all scores may come to")
    score = Fraction(sum(each, Fraction(0)), max(FEWEST, len(each))) + _score("number", number)
    index = 100 * (own + score) / most
    if index > 100:  # noqa: PLR2004 -- a hundred of a hundred
        raise InvalidValue("maximum", maximum, "is less than the scores come to", "check it against the guidance")
    return RegionalInnovationIndex(own, score, index)


def innovation_predicate(index: Number, version: str = "2023") -> InnovationPredicate:
    """Give the predicate of an index, rounded to two decimals first: the bands as printed have holes between.

    Parameters
    ----------
    version
        Year of the table of bands, which has changed: ``2023`` (above 60 very innovative, from 35 innovative, above 0
        less innovative) or ``2021`` (above 30 innovative).

    Raises
    ------
    InvalidValue
        Not an index 0..100.
    UnknownName
        No such version.

    Examples
    --------
    34.995 is in no band as printed, and 35.00 when rounded.

    >>> innovation_predicate("34.995").value, innovation_predicate("60.004").value
    ('inovatif', 'inovatif')
    >>> innovation_predicate("32.5").value, innovation_predicate("32.5", "2021").value
    ('kurang inovatif', 'inovatif')
    """
    if version not in _BANDS:
        raise UnknownName("version of the bands", version, _BANDS)
    value = exact("index", index)
    if not 0 <= value <= 100:  # noqa: PLR2004 -- a hundred of a hundred
        raise InvalidValue("index", index, "is outside 0..100", "give the index, not the sum of scores")
    hundredths = math.floor(value * 100 + Fraction(1, 2))
    return next(predicate for least, predicate in _BANDS[version] if hundredths >= least)


def _scores(name: str, scores: Sequence[Number], wanted: int) -> Fraction:
    if len(scores) != wanted:
        raise InvalidValue(name, len(scores), f"is not {wanted} scores", "one of every indicator")
    return sum((_score(name, score) for score in scores), Fraction(0))


def _score(name: str, score: Number) -> Fraction:
    value = exact(name, score)
    if value < 0:
        raise InvalidValue(name, score, "is below 0", "scores begin at 0")
    return value
