"""Entries: the subjects of rows of evidence, each with its credit and the day whose ties count."""

from __future__ import annotations

from attrs import frozen

from learnperf.rollup.arrays import Ints


@frozen(eq=False)
class Entries:
    """Subjects of rows: (row, subject, credit in millionths, day); entries of one row stand together, first first.

    Attributes
    ----------
    version
        The subject's version on the day.
    """

    rows: int
    row: Ints
    subject: Ints
    credit: Ints
    day: Ints
    version: Ints
