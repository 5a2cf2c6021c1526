"""Teach the reference the signatures that attrs writes, which reading the source alone does not show.

griffe, which mkdocstrings reads the source with, loads this file by its path (mkdocs.yml).
"""
# ruff: noqa: INP001 -- griffe loads this file by its path

from __future__ import annotations

import importlib
import inspect
from collections.abc import Iterator
from enum import Enum

import attrs
from griffe import Class, Extension, Function, Module, Parameter, ParameterKind, Parameters


class Signatures(Extension):
    """Gives every attrs class the ``__init__`` that it has at run time."""

    def on_package(self, *, pkg: Module, **_: object) -> None:
        """Go through a package once all of it is read."""
        for found in list(_classes(pkg)):
            alive = getattr(importlib.import_module(found.module.path), found.name, None)
            if isinstance(alive, type) and attrs.has(alive) and "__init__" not in found.members:
                found.set_member("__init__", _init(found, alive))


def _classes(module: Module) -> Iterator[Class]:
    for member in module.members.values():
        if isinstance(member, Module):
            yield from _classes(member)
        elif isinstance(member, Class):
            yield member


def _init(found: Class, alive: type) -> Function:
    own = Parameter("self", kind=ParameterKind.positional_or_keyword)
    named = [
        Parameter(
            one.name,
            annotation=None if one.annotation is one.empty else _annotation(one.annotation),
            kind=ParameterKind.keyword_only if one.kind is one.KEYWORD_ONLY else ParameterKind.positional_or_keyword,
            default=None if one.default is one.empty else _default(one.default),
        )
        for one in inspect.signature(alive).parameters.values()
    ]
    return Function("__init__", parameters=Parameters(own, *named), parent=found, lineno=0, endlineno=0)


def _annotation(annotation: object) -> str:
    return annotation.__name__ if isinstance(annotation, type) else str(annotation).replace("typing.", "")


def _default(value: object) -> str:
    """Write a default as code, the same in every run; attrs makes a fresh one where it is a factory's."""
    if value is attrs.NOTHING:
        return "..."
    if isinstance(value, Enum):
        return f"{type(value).__name__}.{value.name}"
    if isinstance(value, frozenset):
        return f"frozenset({{{', '.join(sorted(map(_default, value)))}}})" if value else "frozenset()"
    return repr(value)
