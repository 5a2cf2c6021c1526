"""Rows of evaluations in an engine, told apart: those that are sound by themselves, and those that need a closer look.

A row is sound by itself where every one of its cells is, its id is no other row's, and it neither replaces another row
nor is replaced. All others are fetched, to go through the very checks that rows of files go through; of those that are
plainly wrong, only so many that a person may read about them.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from functools import reduce
from operator import or_

import narwhals as nw
import numpy as np
from attrs import field, frozen

from learnperf.errors import InputError
from learnperf.io.bulk.framed.combinations import Combinations
from learnperf.io.bulk.framed.raw import Cells, Raw, raw, raws
from learnperf.io.bulk.judging import Judged, judged
from learnperf.io.tables import TABLES
from learnperf.metrics.expressions import Column
from learnperf.model.evidence import Evaluation
from learnperf.model.ids import skeleton
from learnperf.model.scales import MISSING_WORDS
from learnperf.rollup.arrays import Bools, Ints
from learnperf.rollup.cells import Coding
from learnperf.rollup.frames.shipping import Frame, Shipped, fetched, ship, whole_numbers

EVALUATIONS = TABLES["evaluations"]
# cells that differ from row to row in few ways, and are judged together, for a score needs its scale
JUDGED = (
    "level",
    "score",
    "scale",
    "scale_min",
    "scale_max",
    "scale_step",
    "scale_type",
    "rater",
    "wave",
    "phase",
    "aspect",
    "tier",
)
# columns of metrics that follow from them
ENCODED = ("level", "score", "from_top", "scale", "rater", "wave", "phase", "aspect", "tier", "is_baseline")
MOST_REPORTED = 10_000
MOST_TANGLED = 1_000_000


@frozen(eq=False)
class Part:
    """Different cells of some columns, and what each amounts to."""

    combinations: Combinations
    judged: Judged

    @classmethod
    def of(cls, given: Raw, names: Sequence[str]) -> Part:
        """Fetch and judge the cells of some columns."""
        combinations = Combinations.of(given, names)
        return cls(combinations, judged(EVALUATIONS, combinations.cells))

    def records(self) -> list[Evaluation | None]:
        """Give the record that each combination makes, with stand-ins in the other columns."""
        return [record if isinstance(record, Evaluation) else None for record in self.judged.records]


@frozen(eq=False)
class EvaluationRows:
    """Evaluations as they were given, with what their cells amount to.

    Attributes
    ----------
    marked
        The rows with encoded cells beside them, and marks of what is doubtful about each.
    """

    given: Raw = field(repr=False)
    cells: Part = field(repr=False)
    days: Part = field(repr=False)
    activities: Part = field(repr=False)
    marked: Frame = field(repr=False)

    @classmethod
    def of(
        cls, given: Raw, coding: Coding, nodes: Collection[str], activities: Collection[str] | None
    ) -> EvaluationRows:
        """Judge what cells there are.

        Parameters
        ----------
        nodes
            Ids of the learners and teams there are.
        activities
            Ids of the learning activities declared; None where none are.
        """
        cells, days, learned = (Part.of(given, names) for names in (JUDGED, ("on",), ("activity",)))
        frame = cells.combinations.put_beside(given.frame, cells.judged.columns(ENCODED, coding), cells.judged.good)
        frame = days.combinations.put_beside(frame, days.judged.columns(("on",), coding), days.judged.good)
        declared = _declared(learned, activities)
        frame = learned.combinations.put_beside(frame, _marks(learned, declared), declared)
        frame = frame.join(ship(_doubted(given, nodes), frame), on=raw("learner"), how="left")
        return cls(given, cells, days, learned, frame)

    def settled(self, mentioned: Collection[str], today: date) -> Settled:
        """Tell sound rows from doubtful ones, and fetch these.

        Parameters
        ----------
        mentioned
            Ids that other tables have or name.
        today
            The day after which evidence is in the future.

        Raises
        ------
        InputError
            Too many rows that depend on one another to look at here.
        """
        ids = _shared_ids(self.given) | _replaced_ids(self.given) | set(mentioned)
        # what looks like an id of another row is told of
        ids |= {skeleton(one) for one in ids | _unusual_ids(self.given)}
        shared: dict[str, Shipped] = {raw("id"): sorted(ids), "shared": np.ones(len(ids), dtype=np.int64)}
        frame = self.marked.join(ship(shared, self.marked), on=raw("id"), how="left")
        tangled, wrong = _is_tangled(self.given), _is_wrong()
        sound = ~tangled & ~wrong
        count = _counts(
            frame,
            tangled=tangled,
            wrong=wrong & ~tangled,
            sound=sound,
            later=sound & (nw.col("on") > today.toordinal()),
            naming=sound & (nw.col("named") == 1),
        )
        if count["tangled"] > MOST_TANGLED:
            raise InputError(
                f"table evaluations: {count['tangled']} rows repeat an id, correct a row or have an unusual id; in an "
                f"engine at most {MOST_TANGLED} such rows can be checked: mend them where they come from"
            )
        doubtful = self.given.cells_of(frame.filter(tangled)) if count["tangled"] else []
        # an engine has no order: the same rows every time, and of two that contradict each other the same one goes
        reported = frame.filter(wrong & ~tangled).sort(*raws(self.given.names)).head(MOST_REPORTED)
        fetched_wrong = self.given.cells_of(reported) if count["wrong"] else []
        return Settled(
            rows=self,
            sound=frame.filter(sound),
            doubtful=[*sorted(doubtful, key=_as_text), *fetched_wrong],
            kept=count["sound"],
            unseen=count["wrong"] - len(fetched_wrong),
            later=count["later"],
            naming=count["naming"],
        )


@frozen(eq=False)
class Settled:
    """Rows told apart.

    Attributes
    ----------
    sound
        Rows that are kept as they are, with encoded cells.
    doubtful
        Cells of the rows that need a closer look.
    kept
        How many rows are sound.
    unseen
        How many rows more were set aside without being fetched.
    later, naming
        How many sound rows are dated after today, and how many name a learning activity.
    """

    rows: EvaluationRows = field(repr=False)
    sound: Frame = field(repr=False)
    doubtful: Sequence[Cells] = field(repr=False)
    kept: int
    unseen: int
    later: int
    naming: int

    def ids(self) -> list[str]:
        """Give the ids of sound rows."""
        return list(fetched(self.sound.select(raw("id")))[raw("id")].to_list())

    def days(self) -> Ints:
        """Give the different days of sound rows."""
        # a day of which there are only doubtful rows is none of them
        return whole_numbers(fetched(self.sound.select("on").unique())["on"])


def _counts(frame: Frame, **conditions: nw.Expr) -> dict[str, int]:
    """Count the rows that meet each condition, in one go."""
    sums = [condition.cast(nw.Int64()).sum().alias(name) for name, condition in conditions.items()]
    found = fetched(frame.select(*sums))
    # engines differ in what the sum of no rows is
    return {name: int(found[name].fill_null(0).item()) for name in conditions}


def _is_tangled(given: Raw) -> nw.Expr:
    """Whether what becomes of a row depends on other rows, or its id needs reading."""
    unusual = _is_unusual()
    escaped = nw.col("doubt").fill_null(0) == _ESCAPED
    tangled = unusual | escaped | ~nw.col("shared").is_null()
    return tangled | _replaces() if "supersedes" in given.names else tangled


def _replaces() -> nw.Expr:
    text = nw.col(raw("supersedes"))
    return ~text.is_null() & ~text.str.strip_chars().str.to_lowercase().is_in(sorted(MISSING_WORDS))


def _is_wrong() -> nw.Expr:
    """Whether a cell of a row is not one that the column can hold, or names what there is not."""
    missing = [nw.col(name).is_null() for name in ("level", "on", "learned", raw("learner"))]
    unknown = nw.col("doubt").fill_null(0) == _UNKNOWN
    return reduce(or_, [*missing, unknown, _is_nameless()])


def _is_unusual() -> nw.Expr:
    """Whether an id is not plain text, and has to be read one by one."""
    return ~_is_nameless() & ~nw.col(raw("id")).str.contains(_PLAIN)


def _is_nameless() -> nw.Expr:
    return nw.col(raw("id")).is_null() | (nw.col(raw("id")) == "")


def _declared(learned: Part, activities: Collection[str] | None) -> Bools:
    """Say which cells name no activity, or one that can be named."""
    return np.asarray(
        [
            record is not None and (activities is None or record.activity is None or record.activity in activities)
            for record in learned.records()
        ],
        dtype=np.bool_,
    )


def _doubted(given: Raw, nodes: Collection[str]) -> dict[str, Shipped]:
    """List the learners that are not simply known ones: unknown, or known ones that were escaped."""
    named = (cells.get("learner") for cells in Combinations.of(given, ("learner",)).cells)
    odd = [one for one in named if isinstance(one, str) and not _is_known(one, nodes)]
    records = judged(EVALUATIONS, [{"learner": one} for one in odd]).records
    doubt = [_ESCAPED if isinstance(record, Evaluation) and record.learner in nodes else _UNKNOWN for record in records]
    return {raw("learner"): odd, "doubt": np.asarray(doubt, dtype=np.int64)}


def _is_known(cell: str, nodes: Collection[str]) -> bool:
    # what does not begin with a letter or digit may be an escape for something else
    return cell[:1].isalnum() and cell in nodes


def _shared_ids(given: Raw) -> set[str]:
    """Give the ids that several rows have."""
    name = raw("id")
    counts = given.frame.filter(~_is_nameless()).group_by(name).agg(nw.len().alias("rows"))
    return set(fetched(counts.filter(nw.col("rows") > 1).select(name))[name].to_list())


def _unusual_ids(given: Raw) -> set[str]:
    """Give the ids that are not plain text, or so many of them that they are too many."""
    name = raw("id")
    return set(fetched(given.frame.filter(_is_unusual()).select(name).head(MOST_TANGLED))[name].to_list())


def _replaced_ids(given: Raw) -> set[str]:
    """Give the ids that other rows say they replace."""
    if "supersedes" not in given.names:
        return set()
    name = raw("supersedes")
    return set(fetched(given.frame.filter(_replaces()).select(name).unique())[name].to_list())


def _as_text(cells: Cells) -> list[str]:
    return [str(cell) for cell in cells.values()]


def _marks(learned: Part, declared: Bools) -> dict[str, Column]:
    """Mark the cells that may stand, and those of them that name an activity."""
    ones = np.ones(len(declared), dtype=np.int64)
    names = [record is not None and record.activity is not None for record in learned.records()]
    return {"learned": Column(ones, declared), "named": Column(np.asarray(names, dtype=np.int64), declared)}


_UNKNOWN, _ESCAPED = 1, 2
# printable ASCII without space at its ends, beginning with a letter or digit, of 200 characters at most
_PLAIN = r"\A[A-Za-z0-9]([ -~]{0,198}[!-~])?\z"
