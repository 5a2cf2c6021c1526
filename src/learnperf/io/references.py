"""Ids that one row names and another must declare."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from attrs import frozen

from learnperf.errors import InvalidValue, Suggestions
from learnperf.io.fields import Field
from learnperf.io.organization_tables import NODE_TABLES
from learnperf.io.report import Caution
from learnperf.io.sieve import Batch, Sieve

# lists that need not be given at all: then nothing is checked against them
OPTIONAL_LISTS = ("positions", "competencies", "activities")


@frozen
class Declared:
    """The ids that some tables declare, and what to say of one that none of them does."""

    tables: tuple[str, ...]
    ids: Mapping[str, str]
    elsewhere: Mapping[str, str]
    lost: tuple[Mapping[str, str], ...]
    suggestions: Suggestions

    @classmethod
    def by(cls, sieve: Sieve, tables: tuple[str, ...]) -> Declared:
        """Collect what tables declare now, once what is wrong with them has been set aside."""
        ids = _ids(sieve, tables)
        others = tuple(table for table in NODE_TABLES if table not in tables)
        elsewhere = _ids(sieve, others) if set(tables) & set(NODE_TABLES) else {}
        beside = [one for table in tables for passed in sieve.passed[table] for one in passed.ids]
        suggestions = Suggestions({**ids, **dict.fromkeys(beside, "")})
        return cls(tables, ids, elsewhere, tuple(sieve.lost[table] for table in tables), suggestions)

    def unknown(self, column: str, name: str) -> InvalidValue:
        """Say of an id that it is not declared, and what may have been meant."""
        if name in self.elsewhere:
            rule = f"is one of the {self.elsewhere[name]}"
            return InvalidValue(column, name, rule, f"one of the {' or '.join(self.tables)} belongs here")
        for lost in self.lost:
            if name in lost:
                return InvalidValue(column, name, "was set aside", f"mend {lost[name]} first")
        return InvalidValue(column, name, "is an unknown id", self.suggestions.hint(name))


def check_references(sieve: Sieve, table: str, *, only: str | None = None, but: str | None = None) -> None:
    """Set aside the rows of a table that name what nobody declares; in one column only, or in all but one."""
    batch = sieve.batches[table]
    for field in batch.table.fields:
        if field.refers and (only is None or field.name == only) and field.name != but:
            _check_field(sieve, batch, field)


def _check_field(sieve: Sieve, batch: Batch, field: Field) -> None:
    absent = [name for name in field.refers if name in OPTIONAL_LISTS and not sieve.given(name)]
    if absent:
        rows = sum(1 for _ in _named(batch, field))
        rows += sum(passed.naming.get(field.name, 0) for passed in sieve.passed[batch.table.name])
        if rows:
            message = f"{rows} rows name {absent[0]}, and there is no table {absent[0]} to check them against"
            sieve.cautions.append(Caution(batch.table.name, message))
        return
    if next(_named(batch, field), None) is None:
        return
    declared = Declared.by(sieve, field.refers)
    ids = declared.ids
    for place, names in _named(batch, field):
        for name in names:
            if name not in ids:
                sieve.reject(batch, place, declared.unknown(field.name, name))
                break


def _named(batch: Batch, field: Field) -> Iterator[tuple[int, Iterable[str]]]:
    attribute = field.attribute
    for place, record in batch:
        named = getattr(record, attribute)
        if named:
            yield place, (named,) if isinstance(named, str) else sorted(named)


def _ids(sieve: Sieve, tables: Iterable[str]) -> dict[str, str]:
    return {record.id: table for table in tables for record in sieve.batches[table].alive()}
