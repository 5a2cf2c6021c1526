"""Learning activities: what was learned from."""

from __future__ import annotations

from attrs import field, frozen

from learnperf.errors import InvalidValue
from learnperf.model.attributes import NO_ATTRIBUTES, Attributes, attributes_of
from learnperf.model.copies import Remade, in_parts
from learnperf.model.fields import is_a
from learnperf.model.ids import id_field, ids_at_once
from learnperf.model.scales import Number, given
from learnperf.model.vocabulary import Initiative, Mode, Provider, word_field


def hours_of(value: Number | None) -> float | None:
    """Keep a number of hours (an attrs converter).

    Raises
    ------
    InvalidValue
        Not a number of hours 0..100,000.
    """
    hours = given("hours", value)
    if hours is not None and not 0 <= hours <= _MOST_HOURS:
        raise InvalidValue("hours", value, f"is not a number of hours 0..{_MOST_HOURS}", "check the unit of time")
    return None if hours is None else float(hours)


@frozen(kw_only=True)
class LearningActivity:
    """Something learned from (pembelajaran), structured or not.

    Parameters
    ----------
    provider, structured
        Who runs it, and whether it is a structured programme.
    mode, initiative
        How the learning is done, and whether it is assigned or sought by the learner.
    competencies
        Competencies it develops; empty means nobody has mapped it yet, which is not the same as irrelevant.
    hours
        Length in hours, where known.
    attributes
        Whatever else is known of it, by name, to cut readings by.
    """

    id: str = field(validator=id_field, kw_only=False)
    name: str | None = None
    provider: Provider = field(default=Provider.OTHER, validator=word_field(Provider))
    structured: bool = field(default=True, validator=is_a(bool))
    mode: Mode = field(default=Mode.CLASSROOM, validator=word_field(Mode))
    initiative: Initiative = field(default=Initiative.ASSIGNED, validator=word_field(Initiative))
    competencies: frozenset[str] = field(default=frozenset(), converter=ids_at_once)
    hours: float | None = field(default=None, converter=hours_of)
    attributes: Attributes = field(default=NO_ATTRIBUTES, converter=attributes_of, hash=False, repr=False)

    def __reduce__(self) -> Remade:
        """Travel between processes, and be copied, in parts."""
        return in_parts(self)


_MOST_HOURS = 100_000
