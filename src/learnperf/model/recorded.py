"""What every piece of evidence has: an id, a day, and the earlier record it replaces, if it does."""

from __future__ import annotations

from datetime import date

from attrs import field, frozen

from learnperf.model.days import day_field
from learnperf.model.ids import id_field, optional_id_field

# who a record is about: node ids with credits in whole millionths
Subjects = tuple[tuple[str, int], ...]


@frozen(kw_only=True)
class Recorded:
    """The fields every piece of evidence has."""

    id: str = field(validator=id_field, kw_only=False)
    on: date = field(validator=day_field)
    supersedes: str | None = field(default=None, validator=optional_id_field)
