"""One thing, one id: rows that repeat an earlier one are taken once, rows that contradict one are set aside."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from typing import Any

import attrs

from learnperf.errors import InvalidValue, Problem
from learnperf.io.cells import shown
from learnperf.io.evidence_tables import RECORD_TABLES
from learnperf.io.organization_tables import NODE_TABLES, TIE_TABLES
from learnperf.io.report import Caution
from learnperf.io.sieve import Batch, Sieve
from learnperf.model.ids import lookalike_ids, same_ids

Key = Callable[[Any], Hashable]  # Any: each table makes records of its own class


def settle_identities(sieve: Sieve) -> None:
    """Take identical rows once, and set aside the later of two that share an id and differ."""
    for table in (*NODE_TABLES, "competencies", "positions", "activities"):
        _settle(sieve, (table,), lambda record: record.id)
    for table in (*TIE_TABLES, "stages"):
        _settle(sieve, (table,), lambda record: record)
    _settle(sieve, ("standards",), lambda line: (line.position, line.competency))
    _settle(sieve, RECORD_TABLES, lambda record: record.id)
    _settle_contributors(sieve)


def _settle(sieve: Sieve, tables: Iterable[str], key: Key) -> None:
    first: dict[Hashable, tuple[Batch, int]] = {}
    for table in tables:
        batch = sieve.batches[table]
        for place, record in batch:
            earlier, at = first.setdefault(key(record), (batch, place))
            other = earlier.records[at]
            if other is record:
                continue
            if other == record:
                sieve.repeat(batch, place)
            else:
                sieve.reject(batch, place, _contradiction(batch, record, other, earlier.where(at)))


def _contradiction(batch: Batch, record: Any, other: Any, where: str) -> InvalidValue:  # noqa: ANN401 - of any table
    column = batch.table.columns[0]
    rule = f"is the same as in {where}, and the rest differs: {_differences(other, record)}"
    return InvalidValue(column, getattr(record, column), rule, "give it an id of its own, or remove one of the rows")


def _differences(first: Any, second: Any) -> str:  # noqa: ANN401 - records of any table
    if type(first) is not type(second):
        return f"one is {type(first).__name__.lower()}, the other {type(second).__name__.lower()}"
    pairs = (
        (field.name, getattr(first, field.name), getattr(second, field.name))
        for field in attrs.fields(type(first))
        if field.eq
    )
    return "; ".join(f"{name} {shown(one)} there, {shown(two)} here" for name, one, two in pairs if one != two)


def _settle_contributors(sieve: Sieve) -> None:
    """Refuse a contributor named twice: whether the credits are to be added up is not ours to say."""
    batch = sieve.batches["contributors"]
    first: dict[tuple[str, str], int] = {}
    for place, line in batch:
        at = first.setdefault((line.innovation, line.node), place)
        if at != place:
            rule = f"contributes to {line.innovation} already in {batch.where(at)}"
            sieve.reject(
                batch, place, InvalidValue("node", line.node, rule, "write one row, with the credits added up")
            )


def form_problems(sieve: Sieve, tables: Iterable[str]) -> list[Problem]:
    """Find ids of some tables that are one text in two Unicode forms."""
    return [
        Problem(
            "same id in two forms",
            f"ids {one!a} and {other!a} are the same text in two Unicode forms",
            (one, other),
            "write both in form NFC, or rename one",
        )
        for one, other in same_ids(_all_ids(sieve, tables))
    ]


def note_lookalikes(sieve: Sieve, tables: Iterable[str]) -> None:
    """Note the ids of some tables that look alike and differ: both may be meant."""
    ids = _all_ids(sieve, tables)
    if all(one.isascii() for one in ids):
        return
    for one, other in lookalike_ids(ids):
        message = f"the ids {one} and {other} look alike and differ: {one!a} and {other!a}"
        sieve.cautions.append(Caution(None, message))


def _all_ids(sieve: Sieve, tables: Iterable[str]) -> list[str]:
    return [record.id for table in tables for record in sieve.batches[table].alive()]
