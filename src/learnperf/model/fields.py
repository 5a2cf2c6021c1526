"""Checks of single fields that are neither ids nor days nor words."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from attrs import Attribute

from learnperf.errors import InvalidValue

_Kind = TypeVar("_Kind")


def is_a(kind: type[_Kind]) -> Callable[[object, Attribute[_Kind], _Kind], None]:
    """Make an attrs validator that refuses values of another type, with an error that says which is right.

    True and False are no whole numbers here, although Python counts them among them.

    Examples
    --------
    >>> from attrs import field, frozen
    >>> @frozen
    ... class Answer:
    ...     given: bool = field(validator=is_a(bool))
    >>> Answer("yes")
    Traceback (most recent call last):
    learnperf.errors.InvalidValue: given: 'yes' is not a bool (give a bool)
    """

    def check(instance: object, attribute: Attribute[_Kind], value: _Kind) -> None:
        del instance
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            raise InvalidValue(attribute.name, value, f"is not a {kind.__name__}", f"give a {kind.__name__}")

    return check


def check_whole(name: str, value: object, least: int, most: int) -> None:
    """Refuse what is not a whole number in a range, both ends included.

    Raises
    ------
    InvalidValue
        Another type (True and False are no numbers), or outside the range.
    """
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise InvalidValue(name, value, f"is not a whole number {least}..{most}", "check the value")
