"""Cells: stretches of one subject's evidence that all count alike, told apart inside the engine.

Evidence of a learner counts alike while neither the learner's own ties change, nor the structure above, nor the
period. So two small tables go to the engine: a calendar, which says for each day in which stretch between two changes
of the periods it lies, and the versions of the learners for whom anything ever changes. Joined by date, they
give each piece its cell. Adding up by cell is all the engine has to do; where cells count is worked out here.

A stock counts each subject's latest piece, so its cells are other ones: the periods at whose end a piece is the latest.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

import narwhals as nw
import numpy as np
from attrs import field, frozen

from learnperf.rollup.arrays import Ints, distinct, expand
from learnperf.rollup.frames.shipping import Frame, Shipped, ship, whole_numbers
from learnperf.rollup.graph import AFTER_LAST_DAY, Graph
from learnperf.rollup.periods import placed_in
from learnperf.rollup.request import Period
from learnperf.rollup.versions import Versions

Answer = Mapping[str, nw.Series[Any]]
_DAILY = -1


@frozen(eq=False)
class Places:
    """Where groups of pieces count: one entry for every group and period it is in.

    Attributes
    ----------
    group
        Place of the group in the engine's answer.
    day
        A day whose ties hold for all of the group.
    """

    group: Ints
    subject: Ints
    day: Ints
    period: Ints


class Cells(Protocol):
    """Evidence in an engine with the cell of each piece."""

    @property
    def frame(self) -> Frame:
        """Pieces that count in any period, with columns that tell their cells apart."""
        ...

    @property
    def keys(self) -> tuple[str, ...]:
        """Names of those columns."""
        ...

    def places(self, answer: Answer) -> Places:
        """Say where the cells of an answer count, of which it has the keys."""
        ...


@frozen(eq=False)
class Flow:
    """Pieces that count in the periods their own day is in, by the ties of that day or of a fixed one."""

    frame: Frame = field(repr=False)
    keys: tuple[str, ...]
    graph: Graph = field(repr=False)
    periods: Sequence[Period]
    fixed: int | None

    @classmethod
    def of(cls, frame: Frame, days: Ints, versions: Versions, periods: Sequence[Period], fixed: int | None) -> Flow:
        """Tell cells apart.

        Parameters
        ----------
        frame
            Evidence with columns ``subject`` (id) and ``on`` (day number).
        days
            Every day there is any evidence of.
        fixed
            Day whose ties are used for all evidence, or None for those of each day.
        """
        cuts = distinct(_ends(periods))
        inside = distinct(placed_in(periods, days)[0])
        cut = cuts[np.searchsorted(cuts, days[inside], side="right") - 1] if len(inside) else inside
        placed = frame.join(ship({"on": days[inside], "cut": cut}, frame), on="on", how="inner")
        if fixed is not None:
            return cls(placed, ("subject", "cut"), versions.graph, periods, fixed)
        return cls(_with_versions(placed, versions), ("subject", "cut", "since"), versions.graph, periods, fixed)

    def places(self, answer: Answer) -> Places:
        """Place each cell in all periods its stretch of the calendar is in."""
        subject, cut = numbers_of(answer["subject"], self.graph), whole_numbers(answer["cut"])
        # a stretch is in the same periods from its first day to its last
        group, period = placed_in(self.periods, cut)
        if self.fixed is None:
            day = np.maximum(cut, whole_numbers(answer["since"]))[group]
        else:
            day = np.full(len(group), self.fixed, dtype=np.int64)
        return Places(group, subject[group], day, period)


@frozen(eq=False)
class Stock:
    """Each subject's latest piece per combination of some columns, which counts at the ends of periods."""

    frame: Frame = field(repr=False)
    graph: Graph = field(repr=False)
    read_on: Ints

    @property
    def keys(self) -> tuple[str, ...]:
        """The subject, and from which period on its piece is the latest, up to before which other."""
        return ("subject", "first", "next")

    @classmethod
    def of(
        cls, frame: Frame, days: Ints, graph: Graph, periods: Sequence[Period], read_on: Ints, latest_by: Sequence[str]
    ) -> Stock:
        """Tell cells apart.

        Parameters
        ----------
        read_on
            Day whose ties are used, per period.
        latest_by
            Columns of which each combination has a latest piece.
        """
        after = np.asarray([period.after for period in periods], dtype=np.int64)
        first = np.searchsorted(after, days, side="right").astype(np.int64)
        known = np.flatnonzero(first < len(periods))
        placed = frame.join(ship({"on": days[known], "first": first[known]}, frame), on="on", how="inner")
        follower = nw.col("first").shift(-1).over("subject", *latest_by, order_by=["on", "id"])
        placed = placed.with_columns(follower.fill_null(len(periods)).cast(nw.Int64()).alias("next"))
        return cls(placed.filter(nw.col("first") < nw.col("next")), graph, read_on)

    def places(self, answer: Answer) -> Places:
        """Place each cell in all periods from the first to before the next."""
        first, after = whole_numbers(answer["first"]), whole_numbers(answer["next"])
        group, period = expand(first, after - first)
        return Places(group, numbers_of(answer["subject"], self.graph)[group], self.read_on[period], period)


def _ends(periods: Sequence[Period]) -> Ints:
    return np.asarray([day for period in periods for day in (period.first, period.after)], dtype=np.int64)


def _with_versions(frame: Frame, versions: Versions) -> Frame:
    """Say of each piece since when all above its subject is what it is on its day."""
    graph = versions.graph
    learner, since, until = (
        column[versions.structural :] for column in (versions.node, versions.since, versions.until)
    )
    several = np.bincount(learner, minlength=graph.size)[learner] > 1
    # who is in a team may change any day, so each day of a team stands by itself
    teams = np.arange(graph.structure_size, dtype=np.int64)
    columns: dict[str, Shipped] = {
        "subject": [graph.ids[place] for place in [*learner[several].tolist(), *teams.tolist()]],
        "begin": np.concatenate([since[several], np.full(len(teams), _DAILY, dtype=np.int64)]),
        "end": np.concatenate([until[several], np.full(len(teams), AFTER_LAST_DAY, dtype=np.int64)]),
    }
    joined = frame.join(ship(columns, frame), on="subject", how="left")
    begin, day = nw.col("begin").fill_null(0), nw.col("on")
    here = (begin <= day) & (day < nw.col("end").fill_null(AFTER_LAST_DAY))
    return joined.filter(here).with_columns(nw.when(begin == _DAILY).then(day).otherwise(begin).alias("since"))


def numbers_of(subjects: nw.Series[Any], graph: Graph) -> Ints:
    """Give the node numbers of subjects, known ones all of them."""
    number = graph.number
    return np.fromiter((number[one] for one in subjects.to_list()), dtype=np.int64, count=len(subjects))
