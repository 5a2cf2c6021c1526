"""Simpson's paradox: a whole that moves one way while its parts, weighed alike on both sides, move the other.

It comes of parts counting for more on one side than on the other. Neither figure is wrong: the total says what there
is, the parts say what changed, and whoever shows one of them alone misleads.
"""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction

from attrs import frozen

from learnperf.errors import InvalidValue
from learnperf.model.ties import Reporting, Sponsorship
from learnperf.rollup.result import Rollup


@frozen
class SimpsonAlarm:
    """A node that differs between two sides the other way round than its parts do.

    Attributes
    ----------
    change
        The second reading less the first.
    standardised
        The same, were every part to count alike on both sides: the mean of the parts' own changes, each weighed by its
        evidence on both sides together (direct standardisation).
    against, along
        Parts that differ the other way than the whole, and the same way; those that do not differ are in neither.
    """

    node: str
    metric: str
    change: Fraction
    standardised: Fraction
    against: tuple[str, ...]
    along: tuple[str, ...]

    @property
    def is_complete(self) -> bool:
        """Whether not one part differs the same way as the whole."""
        return not self.along

    def __str__(self) -> str:
        """Give the alarm as a sentence."""
        return self.said("en")

    def said(self, language: str) -> str:
        """Give the alarm as a sentence for people, in English (``en``) or Indonesian (``id``)."""
        parts = len(self.against) + len(self.along)
        change, standardised = f"{float(self.change):+.3g}", f"{float(self.standardised):+.3g}"
        if language == "id":
            return (
                f"{self.metric} di {self.node} berubah {change}, padahal {len(self.against)} dari {parts} bagiannya "
                f"berubah sebaliknya; dengan bobot bagian yang tetap, perubahannya {standardised}. Yang bergeser "
                "adalah bobot tiap bagian: tampilkan keduanya."
            )
        return (
            f"{self.metric} at {self.node} differs by {change} while {len(self.against)} of its {parts} parts differ "
            f"the other way; with every part counting alike it is {standardised}. What moved is how much each part "
            "counts: show both."
        )


def simpson_alarms(
    first: Rollup, second: Rollup, metric: str, *, periods: tuple[str | None, str | None] = (None, None)
) -> tuple[SimpsonAlarm, ...]:
    """Find every node whose reading differs between two sides the other way round than its parts.

    Parameters
    ----------
    first, second
        Two rollups of one organization: before and after, or of two groups of people. The same one twice compares two
        periods.
    metric
        A mean, share or rate; read on both sides.
    periods
        Labels of the periods compared; may be left out where there is only one.

    Returns
    -------
    tuple of SimpsonAlarm
        In the order of the nodes. Parts are the teams and units right below a node; those without a value on both sides
        are left out, and so is what a node has of its own.

    Raises
    ------
    UnknownName
        A metric or period that was not read.
    InvalidValue
        No period given where there are several.

    References
    ----------
    Simpson (1951), The interpretation of interaction in contingency tables; Bickel, Hammel & O'Connell (1975), Sex bias
    in graduate admissions: data from Berkeley.

    Examples
    --------
    >>> from datetime import date
    >>> import learnperf as lp
    >>> organization = lp.Organization.of(
    ...     units=[lp.Unit("MOF"), lp.Unit("easy"), lp.Unit("hard")],
    ...     ties=[lp.Reporting("easy", "MOF"), lp.Reporting("hard", "MOF")],
    ... )
    >>> def explained(**units):
    ...     corrections = [
    ...         lp.Correction(f"{unit}{at}", unit=unit, on=date(2026, 1, 1), because_of=["lesson"] if at < some else [])
    ...         for unit, (some, of) in units.items() for at in range(of)
    ...     ]
    ...     return lp.rollup(organization, lp.Evidence.of(corrections), lp.catalogue("correction.explained"))
    >>> before, after = explained(easy=(8, 10), hard=(1, 2)), explained(easy=(2, 2), hard=(6, 10))
    >>> (alarm,) = simpson_alarms(before, after, "correction.explained")
    >>> alarm.node, alarm.against, float(alarm.change) < 0 < float(alarm.standardised)
    ('MOF', ('easy', 'hard'), True)
    """
    for result in (first, second):
        result.metric(metric)
    if not set(first.nodes) & set(second.nodes):
        raise InvalidValue("second", second, "has no node of the first", "compare rollups of one organization")
    found = []
    for node, parts in _parts(first, second).items():
        change = _change(first, second, metric, periods, node)
        several = {part: _change(first, second, metric, periods, part) for part in parts}
        known = {part: one for part, one in several.items() if one is not None}
        if change is None or not change[0] or len(known) < 2:  # noqa: PLR2004 -- one part is the whole
            continue
        weight = sum(heavy for _, heavy in known.values())
        standardised = sum((moved * heavy for moved, heavy in known.values()), Fraction(0)) / weight
        if standardised * change[0] < 0:
            against = tuple(part for part, (moved, _) in known.items() if moved * change[0] < 0)
            along = tuple(part for part, (moved, _) in known.items() if moved * change[0] > 0)
            found.append(SimpsonAlarm(node, metric, change[0], standardised, against, along))
    return tuple(found)


def _parts(first: Rollup, second: Rollup) -> dict[str, list[str]]:
    """Give, for every node on both sides, the teams and units right below it, in order."""
    below: dict[str, set[str]] = defaultdict(set)
    for tie in first.organization.ties:
        if isinstance(tie, Reporting | Sponsorship):
            below[tie.parent].add(tie.child)
    there = set(second.nodes)
    return {node: sorted(below[node] & there) for node in first.nodes if node in there and node in below}


def _change(
    first: Rollup, second: Rollup, metric: str, periods: tuple[str | None, str | None], node: str
) -> tuple[Fraction, int] | None:
    """Give how far two readings of a node differ, and the pieces of evidence behind both; None where one is missing."""
    values, pieces = [], 0
    for result, period in zip((first, second), periods, strict=True):
        reading = result.reading(node, metric, period)
        if reading.exact is None:
            return None
        values.append(reading.exact)
        pieces += reading.n
    return values[1] - values[0], pieces
