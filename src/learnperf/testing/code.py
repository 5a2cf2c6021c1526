"""Code that makes a value again: what a person reads of a drawn case, and can paste into a test of its own."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from datetime import date
from enum import Enum
from fractions import Fraction
from typing import Any, Protocol

from attrs import NOTHING, Attribute, Factory, fields, has

from learnperf.model.collection import Evidence
from learnperf.model.evidence import Innovation
from learnperf.model.organization import Organization
from learnperf.model.scales import LIKERT_4, LIKERT_5, PERCENT, Scale
from learnperf.model.ties import WHOLE
from learnperf.testing.pairs import all_records

_SCALES = {LIKERT_4: "LIKERT_4", LIKERT_5: "LIKERT_5", PERCENT: "PERCENT"}


class Printer(Protocol):
    """What Hypothesis prints a value on."""

    def text(self, text: str) -> None:
        """Take some text."""
        ...


class Code:
    """A value that prints as the code that makes it, in the reports of failing tests too."""

    __slots__ = ()

    def __repr__(self) -> str:
        """Give the code, without what is as it comes."""
        return as_code(self)

    def _repr_pretty_(self, printer: Printer, cycle: bool) -> None:  # noqa: FBT001, ARG002 -- as Hypothesis calls it
        printer.text(repr(self))


def as_code(value: object) -> str:
    """Give the code that makes a value of the model, without what is as it comes.

    It needs ``from datetime import date``, ``from fractions import Fraction`` and ``import learnperf as lp``.

    Examples
    --------
    >>> import learnperf as lp
    >>> as_code(lp.Evaluation("e1", learner="ani", level=lp.Level.BEHAVIOUR, score=4, on=date(2026, 6, 30)))
    "lp.Evaluation('e1', on=date(2026, 6, 30), learner='ani', level=lp.Level.BEHAVIOUR, score=4)"
    """
    if isinstance(value, Scale) and value in _SCALES:
        return f"lp.{_SCALES[value]}"
    if isinstance(value, Enum):
        return f"{_name(type(value))}.{value.name}"
    if isinstance(value, date):
        return f"date({value.year}, {value.month}, {value.day})"
    if isinstance(value, Fraction) and value.denominator == 1:
        return str(value.numerator)
    if isinstance(value, Organization | Evidence):
        return _whole(value)
    return _made(value) if has(type(value)) else _plain(value)


def _plain(value: object) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{as_code(key)}: {as_code(one)}" for key, one in value.items()) + "}"
    if isinstance(value, AbstractSet) and value:
        return "{" + ", ".join(sorted(map(as_code, value))) + "}"
    if isinstance(value, tuple):
        return "[" + ", ".join(map(as_code, value)) + "]"
    return repr(value)


def _whole(value: Organization | Evidence) -> str:
    """Give the call that makes a whole of its parts, a line for each part."""
    if isinstance(value, Evidence):
        parts: dict[str, list[object]] = {"": [*all_records(value)], "activities=": [*value.activities.values()]}
        name = "lp.Evidence.of"
    else:
        kinds = ("units", "teams", "learners", "positions", "competencies")
        parts = {f"{kind}=": [*getattr(value, kind).values()] for kind in kinds} | {"ties=": [*value.ties]}
        name = "lp.Organization.of"
    lines = [f"    {name}{several_lines(some)},\n" for name, some in parts.items() if some]
    return f"{name}(\n{''.join(lines)})" if lines else f"{name}()"


def several_lines(several: list[Any]) -> str:
    """Give the code of a list, a line for each of its values."""
    lines = "".join(f"    {as_code(one)},\n" for one in several)
    return f"[\n{lines}]".replace("\n", "\n    ") if several else "[]"


def _made(value: Any) -> str:  # noqa: ANN401 -- any of our classes
    """Give the call that makes a value of its fields."""
    said = [one for one in fields(type(value)) if one.init and _is_said(one, getattr(value, one.name))]
    code = [(one, as_code(_field(value, one.name))) for one in said]
    in_place = [text for one, text in code if one.default is NOTHING and not one.kw_only]
    by_name = [f"{one.alias}={text}" for one, text in code if one.default is not NOTHING or one.kw_only]
    return f"{_name(type(value))}({', '.join(in_place + by_name)})"


def _field(value: object, name: str) -> object:
    """Give what a field is made of."""
    known = getattr(value, name)
    if isinstance(value, Innovation) and name == "contributors":
        # kept as millionths, and given as parts of 1
        return {who: Fraction(credit, WHOLE) for who, credit in known.items()}
    return known


def _is_said(one: Attribute[Any], known: object) -> bool:
    """Whether a field is not as it comes."""
    default: Any = one.default
    if isinstance(default, Factory):  # type: ignore[arg-type]  # attrs declares Factory as a function
        default = default.factory()
    return default is NOTHING or bool(known != default)


def _name(kind: type) -> str:
    return f"lp.{kind.__name__}" if kind.__module__.startswith("learnperf.model.") else kind.__name__
