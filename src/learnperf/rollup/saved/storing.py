"""Storing: saved states as a file, and back."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import date
from fractions import Fraction

import numpy as np
from attrs import asdict

from learnperf.errors import StateError
from learnperf.metrics.columns import COLUMNS
from learnperf.metrics.expressions import Column
from learnperf.metrics.integers import Integers
from learnperf.model.evidence import RECORD_KINDS
from learnperf.model.scales import Scale, ScaleType
from learnperf.rollup.arrays import Ints
from learnperf.rollup.request import Period
from learnperf.rollup.rowstates import RowStates, narrowest
from learnperf.rollup.saved.file import Json, Read, Writing, read_file
from learnperf.rollup.saved.pieces import Pieces
from learnperf.rollup.saved.rows import Rows
from learnperf.rollup.saved.states import Definition, SavedStates

_MOST_BYTES = 1 << 33
_KINDS = {kind.__name__: kind for kind in COLUMNS}


def write_states(states: SavedStates, path: str | os.PathLike[str]) -> None:
    """Write states to a file, whole or not at all.

    Raises
    ------
    OutputError
        The file cannot be written; what was there before is still there.
    """
    file = Writing()
    file.write(
        path,
        {
            "written_by": states.written_by,
            "size": states.size,
            "metrics": dict(states.metrics),
            "definitions": {name: asdict(one) for name, one in states.definitions.items()},
            "periods": [[one.label, _iso(one.since), _iso(one.until)] for one in states.periods],
            "is_of_one_day": states.is_of_one_day,
            "days": _put(file, states.days),
            "scales": [[code, *_scale_texts(scale)] for code, scale in states.scales.items()],
            "nodes": file.texts(states.nodes),
            "kinds": _put(file, states.kinds),
            "prints": file.put(states.prints),
            "rows": {name: _put_rows(file, one) for name, one in states.rows.items()},
            "stocks": [[*name, _put_pieces(file, one)] for name, one in states.stocks.items()],
            "marks": {name: _put_pieces(file, one) for name, one in states.marks.items()},
        },
    )


def load_states(path: str | os.PathLike[str], *, most_bytes: int = _MOST_BYTES) -> SavedStates:
    """Load states that `Rollup.save` wrote, to go on from: ``learnperf.rollup(..., onto=states)``.

    Parameters
    ----------
    most_bytes
        What a larger file has is not read; 8 GiB unless said.

    Raises
    ------
    InputError
        The file cannot be read, or is larger than allowed.
    StateError
        It holds no states, is of another version, cut short or damaged in a single bit: nothing is loaded.

    Examples
    --------
    >>> from datetime import date
    >>> from tempfile import TemporaryDirectory
    >>> import learnperf as lp
    >>> organization = lp.Organization.of(units=[lp.Unit("MOF")])
    >>> news = [lp.Publication(name, on=date(2026, 1, 1), unit="MOF") for name in ("n1", "n2")]
    >>> count = lp.catalogue("publication.count")
    >>> with TemporaryDirectory() as folder:
    ...     lp.rollup(organization, lp.Evidence.of(news[:1]), count).save(f"{folder}/yesterday.states")
    ...     yesterday = load_states(f"{folder}/yesterday.states")
    >>> lp.rollup(organization, lp.Evidence.of(news[1:]), count, onto=yesterday)["MOF", "publication.count"].value
    2.0
    """
    try:
        return _states(read_file(path, most_bytes))
    except (ValueError, LookupError, TypeError, AttributeError, OverflowError) as error:
        message = f"{os.fspath(path)} holds no states that make sense ({type(error).__name__}: {error})"
        raise StateError(f"{message}: make it again from all evidence") from error


def _states(file: Read) -> SavedStates:
    header = file.header
    nodes = tuple(file.texts(header["nodes"]))
    periods = tuple(Period(label, _day(since), _day(until)) for label, since, until in header["periods"])
    many = len(nodes), len(periods)
    return SavedStates(
        metrics=header["metrics"],
        definitions={name: _definition(one) for name, one in header["definitions"].items()},
        periods=periods,
        is_of_one_day=header["is_of_one_day"],
        days=file.ints(header["days"]),
        size=header["size"],
        written_by=header["written_by"],
        scales={code: _scale(texts) for code, *texts in header["scales"]},
        nodes=nodes,
        kinds=file.ints(header["kinds"]),
        prints=file.get(header["prints"]),
        rows={kind.__name__: _rows(file, header["rows"][kind.__name__], *many) for kind in RECORD_KINDS},
        stocks={(kind, tuple(keys)): _pieces(file, one, len(nodes)) for kind, keys, one in header["stocks"]},
        marks={name: _pieces(file, one, len(nodes)) for name, one in header["marks"].items()},
    )


def _definition(one: Json) -> Definition:
    return Definition(
        **{
            **one,
            "columns": tuple((name, merge) for name, merge in one["columns"]),
            "reads": tuple(one["reads"]),
            "latest_by": None if one["latest_by"] is None else tuple(one["latest_by"]),
        }
    )


def _put(file: Writing, values: Integers) -> Json:
    return file.put(narrowest(values))


def _put_rows(file: Writing, rows: Rows) -> Json:
    return {
        "learners": [_put(file, one) for one in rows.learners],
        "structure": [_put(file, one) for one in rows.structure],
        "entries": [_put(file, one) for one in rows.entries],
        "several_period": _put(file, rows.several_period),
        "states": [{name: _put_states(file, one) for name, one in part.items()} for part in rows.states],
    }


def _put_states(file: Writing, states: RowStates) -> Json:
    columns = {name: file.put(values) for name, values in states.columns.items()}
    return {"columns": columns, "observed": file.put(states.observed), "owed": file.put(states.owed)}


def _put_pieces(file: Writing, pieces: Pieces) -> Json:
    return {
        "kind": pieces.kind.__name__,
        "columns": {
            name: [_put(file, one.values), file.put(one.present.astype(np.uint8))]
            for name, one in pieces.columns.items()
        },
        "offsets": _put(file, pieces.offsets),
        "subject": _put(file, pieces.subject),
        "credit": _put(file, pieces.credit),
        "ids": file.texts(pieces.ids),
    }


def _rows(file: Read, one: Json, nodes: int, periods: int) -> Rows:
    node, first, last, period = (file.ints(each) for each in one["learners"])
    place, day, on_day = (file.ints(each) for each in one["structure"])
    piece, subject, credit, moment = (file.ints(each) for each in one["entries"])
    several = file.ints(one["several_period"])
    _check(nodes, node, place, subject)
    _check(periods, period, on_day, several)
    _check(len(several), piece)
    _check_sizes((node, first, last, period), (place, day, on_day), (piece, subject, credit, moment))
    sizes = len(node), len(place), len(several)
    learners, structure, pieces = (
        {name: _row_states(file, each, size) for name, each in part.items()}
        for part, size in zip(one["states"], sizes, strict=True)
    )
    return Rows(
        (node, first, last, period),
        (place, day, on_day),
        (piece, subject, credit, moment),
        several,
        (learners, structure, pieces),
    )


def _row_states(file: Read, one: Json, size: int) -> RowStates:
    columns = {name: file.get(each) for name, each in one["columns"].items()}
    states = RowStates(columns, file.get(one["observed"]), file.get(one["owed"]))
    _check_sizes(([None] * size, states.observed, states.owed, *columns.values()))
    return states


def _pieces(file: Read, one: Json, nodes: int) -> Pieces:
    columns = {
        name: Column(file.ints(values), file.get(present) != 0) for name, (values, present) in one["columns"].items()
    }
    offsets, subject, credit = (file.ints(one[name]) for name in ("offsets", "subject", "credit"))
    ids = file.texts(one["ids"])
    _check(nodes, subject)
    _check_sizes((ids, *(each.values for each in columns.values())), (subject, credit))
    if len(offsets) != len(ids) + 1 or offsets[0] != 0 or offsets[-1] != len(subject) or (np.diff(offsets) < 0).any():
        raise ValueError("pieces without subjects")
    return Pieces(_KINDS[one["kind"]], columns, offsets, subject, credit, ids)


def _check(most: int, *several: Ints) -> None:
    """Refuse places outside of a list."""
    if any(len(one) and not 0 <= one.min() <= one.max() < most for one in several):
        raise ValueError("a place outside of its list")


def _check_sizes(*several: Sequence[Ints | Sequence[object]]) -> None:
    """Refuse columns of one thing that are not equally long."""
    if any(len({len(one) for one in columns}) != 1 for columns in several):
        raise ValueError("columns of different lengths")


def _scale_texts(scale: Scale) -> list[str]:
    return [str(scale.minimum), str(scale.maximum), str(scale.step), scale.type.value]


def _scale(texts: Sequence[str]) -> Scale:
    minimum, maximum, step, kind = texts
    return Scale(Fraction(minimum), Fraction(maximum), Fraction(step), ScaleType(kind))


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
