"""Attributes: what an organization knows of people and activities beside what the model has a field for.

They are named texts, such as a generation or a field of work, to cut readings by. Values may be personal, so errors and
the text of records never show them.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from learnperf.errors import InvalidValue
from learnperf.model.ids import check_id

Attributes = Mapping[str, str]
NO_ATTRIBUTES: Attributes = MappingProxyType({})


def attributes_of(value: Mapping[str, str]) -> Attributes:
    """Keep attributes, read-only and in order of name (an attrs converter).

    Raises
    ------
    InvalidValue
        A name that could be no id, or a value that is no text.

    Examples
    --------
    >>> dict(attributes_of({"generation": "z", "gender": "f"}))
    {'gender': 'f', 'generation': 'z'}
    """
    if not isinstance(value, Mapping):
        raise InvalidValue("attributes", type(value).__name__, "is no mapping", 'write {"generation": "z"}')
    for name, text in value.items():
        check_id("attributes", name)
        if not isinstance(text, str) or not text.strip():
            # the name alone: what stands there may be personal
            raise InvalidValue(f"attribute.{name}", type(text).__name__, "is no text", "leave it out where unknown")
    # most have none: they share one
    return MappingProxyType({name: value[name].strip() for name in sorted(value)}) if value else NO_ATTRIBUTES
