"""Arguments: what a column is asked with, such as the days of a window, and how its name says them.

A column with arguments is a column like any other, called ``linked(30, 365)`` or ``attribute("gender")``: wherever
columns are told apart by name, two that were asked for alike are one, and are worked out once.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from enum import Enum
from functools import cache
from typing import TYPE_CHECKING

from attrs import frozen

from learnperf.errors import InvalidValue

if TYPE_CHECKING:
    from learnperf.metrics.literals import Literal

Argument = int | str


@frozen
class Parameter:
    """One argument that a column takes.

    Parameters
    ----------
    name
        What it is, for people.
    kind
        ``int`` for a whole number from 0 on, ``str`` for a text, or the closed list of a word.
    default
        What it is where it is left out; without one it cannot be.
    """

    name: str
    kind: type[int] | type[str] | type[Enum]
    default: Argument | None = None

    def problem(self, argument: Argument) -> str | None:
        """Say what an argument should have been; None where it is right.

        Examples
        --------
        >>> Parameter("days", int).problem("many")
        'days is a whole number from 0 on'
        """
        if self.kind is int:
            return None if isinstance(argument, int) and argument >= 0 else f"{self.name} is a whole number from 0 on"
        if not issubclass(self.kind, Enum):
            return None if isinstance(argument, str) and argument else f"{self.name} is a text"
        known = [word.value for word in self.kind]
        return None if argument in known else f"{self.name} is one of {', '.join(map(str, known))}"


def column_name(base: str, arguments: Sequence[Literal | str] = ()) -> str:
    """Give the name of a column with its arguments; words stand in it by their value.

    Raises
    ------
    InvalidValue
        An argument that is no whole number, no text and no word.

    Examples
    --------
    >>> column_name("linked", [30, 365]), column_name("attribute", ["gender"]), column_name("level")
    ('linked(30, 365)', 'attribute("gender")', 'level')
    """
    plain = [one.value if isinstance(one, Enum) else one for one in arguments]
    for one in plain:
        if not isinstance(one, int | str) or isinstance(one, bool):
            raise InvalidValue(base, one, "is no argument of a column", "give whole numbers, texts or words")
    return f"{base}({json.dumps(plain, ensure_ascii=False)[1:-1]})" if plain else base


@cache
def split_name(name: str) -> tuple[str, tuple[Argument, ...]]:
    """Take the name of a column apart.

    Examples
    --------
    >>> split_name("linked(30, 365)"), split_name("level")
    (('linked', (30, 365)), ('level', ()))
    """
    base, opened, rest = name.partition("(")
    if not opened:
        return name, ()
    try:
        # what does not end as it began is no list either
        return base, tuple(json.loads(f"[{rest.removesuffix(')')}{']' if rest.endswith(')') else ''}"))
    except ValueError:
        # nothing is called so
        return name, ()


def base_name(name: str) -> str:
    """Give the name of a column without its arguments.

    Examples
    --------
    >>> base_name("linked(30, 365)")
    'linked'
    """
    return split_name(name)[0]


def argument_problems(parameters: Sequence[Parameter], arguments: Sequence[Argument]) -> Iterator[str]:
    """Say what is wrong with the arguments a column is asked with.

    Examples
    --------
    >>> list(argument_problems([Parameter("days", int)], []))
    ['takes days']
    """
    needed = [one for one in parameters if one.default is None]
    if not len(needed) <= len(arguments) <= len(parameters):
        yield f"takes {', '.join(one.name for one in parameters) or 'no arguments'}"
        return
    for parameter, argument in zip(parameters, arguments, strict=False):
        problem = parameter.problem(argument)
        if problem is not None:
            yield problem


def completed(parameters: Sequence[Parameter], arguments: Sequence[Argument]) -> tuple[Argument, ...]:
    """Give all arguments, those left out as they are by default.

    Examples
    --------
    >>> completed([Parameter("from", int, 0), Parameter("to", int, 365)], [30])
    (30, 365)
    """
    rest = (one.default for one in parameters[len(arguments) :] if one.default is not None)
    return (*arguments, *rest)
