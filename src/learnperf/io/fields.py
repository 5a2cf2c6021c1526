"""One declaration per column, from which reading, writing, checking and documenting all follow."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from functools import cached_property

import attrs
from attrs import frozen

from learnperf.errors import UnknownName


class FieldType(Enum):
    """What a column holds."""

    ID = "id"
    IDS = "ids"
    TEXT = "text"
    DATE = "date"
    BOOLEAN = "boolean"
    WHOLE = "whole number"
    NUMBER = "number"
    SCORE = "score"
    SHARE = "share"
    WORD = "word"
    WORDS = "words"
    NAMED = "named texts"


Words = type[Enum]


@frozen
class Field:
    """A column of a native table.

    Parameters
    ----------
    name
        The column's name.
    type
        What it holds.
    description, example
        For people.
    required
        Whether a row without it is set aside; else the record's own default holds.
    words
        The closed list of a WORD or WORDS column; elsewhere without members.
    refers
        Tables one of which must know the id; empty for ids of anything else.
    attribute
        Attribute of the record, where it is not called as the column is.
    least, most
        Bounds of a whole number or a number.
    """

    name: str
    type: FieldType
    description: str
    example: str
    required: bool = attrs.field(default=False, kw_only=True)
    words: Words = attrs.field(default=Enum, kw_only=True)
    refers: tuple[str, ...] = attrs.field(default=(), kw_only=True)
    attribute: str = attrs.field(kw_only=True)
    least: int = attrs.field(default=0, kw_only=True)
    most: int = attrs.field(default=10**9, kw_only=True)

    @attribute.default
    def _named_alike(self) -> str:
        return self.name


@frozen(slots=False, eq=False)
class Table:
    """A native table: one file, whose rows each make one record.

    Parameters
    ----------
    name
        The file's stem, such as ``evaluations``.
    record
        What a row makes.
    fields
        The columns, in the order they are written.
    score
        The column of a score whose scale the columns of `SCALE_COLUMNS` declare.
    """

    name: str
    record: type
    description: str
    fields: tuple[Field, ...]
    score: str | None = None

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """Names of the columns, in the order they are written."""
        return tuple(field.name for field in self.fields)

    @cached_property
    def named(self) -> Field | None:
        """The column of named texts, which each have a column of their own, such as ``attribute.generation``."""
        return next((field for field in self.fields if field.type is FieldType.NAMED), None)

    def names_a_text(self, column: object) -> bool:
        """Whether a column is one of those of named texts.

        Examples
        --------
        >>> from learnperf.io.tables import TABLES
        >>> [TABLES[name].names_a_text("attribute.generation") for name in ("learners", "teams")]
        [True, False]
        """
        return self.named is not None and isinstance(column, str) and column.startswith(PREFIX)

    @cached_property
    def known(self) -> frozenset[str]:
        """Names of the columns, to look names up in."""
        return frozenset(self.columns)

    @cached_property
    def required(self) -> tuple[str, ...]:
        """Names of the columns that must be there."""
        return tuple(field.name for field in self.fields if field.required)

    def same_but_for_case(self, column: str) -> str | None:
        """Give the column that a name stands for but for case and spaces around it."""
        return self._folded.get(column.strip().casefold())

    @cached_property
    def _folded(self) -> Mapping[str, str]:
        return {name.casefold(): name for name in self.columns}

    def field(self, name: str) -> Field:
        """Give a column's declaration.

        Raises
        ------
        UnknownName
            With the nearest names.
        """
        for field in self.fields:
            if field.name == name:
                return field
        raise UnknownName(f"column of {self.name}", name, self.columns)


# what columns of named texts begin with
PREFIX = "attribute."
SCALE_COLUMNS = ("scale", "scale_min", "scale_max", "scale_step", "scale_type")
