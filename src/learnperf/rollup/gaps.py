"""Gaps in learning: how many days before each participation its learner, or team, last completed any learning."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from attrs import field, frozen

from learnperf.model.evidence import Participation
from learnperf.rollup.arrays import Bools, Ints, distinct

# more than there are days
_DAYS = 2**22


@frozen(eq=False)
class Gaps:
    """Days on which each subject completed learning, in order.

    Attributes
    ----------
    number
        Numbers of subjects by id, where they are looked up by id.
    """

    _keys: Ints = field(repr=False)
    number: dict[str, int] = field(factory=dict, repr=False)

    @classmethod
    def of(cls, subject: Ints, day: Ints) -> Gaps:
        """Sort days of completion by subject."""
        return cls(distinct(subject.astype(np.int64) * _DAYS + day))

    @classmethod
    def of_records(cls, learning: Iterable[Participation]) -> Gaps:
        """Sort completed participations by subject."""
        done = [(one.subjects[0][0], one.on.toordinal()) for one in learning if one.completed]
        number = {subject: place for place, subject in enumerate(dict.fromkeys(subject for subject, _ in done))}
        keys = np.asarray(sorted(number[subject] * _DAYS + day for subject, day in done), dtype=np.int64)
        return cls(keys, number)

    def before(self, subject: Ints, day: Ints) -> tuple[Ints, Bools]:
        """Give the days since the last completion on an earlier day, and where there was one."""
        key = subject.astype(np.int64) * _DAYS + day
        # nobody's day stands before all, so that there is always one before
        keys = np.concatenate([[np.int64(-1)], self._keys])
        last = keys[np.searchsorted(keys, key) - 1]
        known: Bools = last // _DAYS == subject
        return np.where(known, key - last, 0), known

    def before_record(self, record: Participation) -> int | None:
        """Give the days of one record; None where nothing was completed before."""
        number = self.number.get(record.subjects[0][0])
        if number is None:
            return None
        days, known = self.before(np.asarray([number]), np.asarray([record.on.toordinal()]))
        return int(days[0]) if known[0] else None
