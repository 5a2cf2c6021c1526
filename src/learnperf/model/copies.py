"""Copies: how values that hold read-only mappings are pickled and copied, for Python cannot do it by itself.

They travel as plain parts and are made anew of them, so that nothing worked out on the way (graphs, indexes) travels.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from attrs import AttrsInstance, fields

# what `__reduce__` gives: whom to call, and with what
Remade = tuple[Callable[[type, Mapping[str, object]], object], tuple[type, dict[str, object]]]


def in_parts(value: AttrsInstance) -> Remade:
    """Take a value apart, for its ``__reduce__``.

    Examples
    --------
    >>> from learnperf.model.nodes import CompetencyStandard
    >>> in_parts(CompetencyStandard({"audit": 3}))[1]
    (<class 'learnperf.model.nodes.CompetencyStandard'>, {'required': {'audit': 3}})
    """
    parts = {one.name: getattr(value, one.name) for one in fields(type(value)) if one.init}
    return remade, (type(value), {name: _plain(part) for name, part in parts.items()})


def remade(kind: type, parts: Mapping[str, object]) -> object:
    """Make a value of its parts again, with the checks of any other."""
    return kind(**{name: MappingProxyType(part) if isinstance(part, dict) else part for name, part in parts.items()})


def _plain(part: object) -> object:
    return dict(part) if isinstance(part, MappingProxyType) else part
