"""The parts that tables are read with, each held to what it is a faster way of."""

from __future__ import annotations

import gc
import pickle
from datetime import date
from typing import Any
from weakref import ref

import numpy as np
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

import learnperf as lp
from learnperf.errors import InvalidValue
from learnperf.io.bulk import chunks, combinations, large
from learnperf.io.bulk.arrow import distinct
from learnperf.io.bulk.baselines import Baselines, Scored
from learnperf.io.bulk.combinations import Combinations
from learnperf.io.bulk.evidence import TableEvidence
from learnperf.io.bulk.ids import Ids
from learnperf.io.bulk.judging import Judge
from learnperf.io.bulk.lookup import Lookup
from learnperf.io.bulk.narrow import narrowed
from learnperf.io.bulk.prints import Met
from learnperf.io.bulk.slabs import ByPlace
from learnperf.io.bulk.spool import Spool
from learnperf.io.bulk.texts import Texts, prints_of
from learnperf.io.tables import TABLES
from learnperf.metrics.columns import column_names
from learnperf.model.ids import check_id
from learnperf.rollup.facts import Joined
from learnperf.rollup.graph import Graph

_SIX: list[object] = list(range(6))
JUDGE = Judge.of(TABLES["evaluations"])
ODD = ["x" * 200, "x" * 201, "é" * 150, "'NA", "NA"]
TEXTS = st.text(st.sampled_from("ab' é\x00"), max_size=20) | st.sampled_from(ODD)


@given(st.lists(TEXTS))
def test_texts_cut_into_words_are_the_same_texts(several: list[str]) -> None:
    texts = Texts.of(pa.array(several, pa.string()))
    assert texts.array().to_pylist() == several
    assert texts.lengths.tolist() == [len(one.encode()) for one in several]


@given(st.lists(TEXTS), st.lists(TEXTS))
def test_a_text_has_one_fingerprint_whatever_stands_beside_it(some: list[str], others: list[str]) -> None:
    together = prints_of([*some, *others]).tolist()
    assert together == [*prints_of(some).tolist(), *prints_of(others).tolist()]
    assert all(one == prints_of([text])[0] for one, text in zip(together, [*some, *others], strict=True))


@given(st.lists(TEXTS))
def test_ids_are_read_as_the_rules_read_them(several: list[str]) -> None:
    ids = Ids.read(pa.array(several, pa.string()), JUDGE)
    for text, good, found in zip(several, ids.good.tolist(), ids.texts.array().to_pylist(), strict=True):
        record = JUDGE.record({"id": text})
        assert good == (record is not None)
        assert found == ("" if record is None else record.id)


@given(st.sets(TEXTS), st.lists(TEXTS))
def test_texts_are_found_where_they_are_known_and_mean_themselves(known: set[str], asked: list[str]) -> None:
    order = sorted(known)
    places = Lookup.of(order).places(Texts.of(pa.array(asked, pa.string()))).tolist()
    for text, place in zip(asked, places, strict=True):
        means_itself = text[:1] != "'" and text.casefold() not in {"", "na"} and len(text.encode()) <= 200
        assert place == (order.index(text) if text in known and means_itself else -1)


def test_texts_are_found_however_many_there_are() -> None:
    known = [f"l{place:05}" for place in range(20_000)]
    places = Lookup.of(known).places(Texts.of(pa.array([*reversed(known), "l2"])))
    assert places.tolist() == [*reversed(range(20_000)), -1]


@given(st.lists(st.lists(st.integers(0, 2**64 - 1) | st.integers(0, 9), max_size=20)))
def test_what_was_met_again_is_what_was_met_twice(chunks: list[list[int]]) -> None:
    met = Met(Spool(most=100))
    for chunk in chunks:
        met.add(np.asarray(chunk, dtype=np.uint64))
    every = [one for chunk in chunks for one in chunk]
    assert met.again().tolist() == sorted({one for one in every if every.count(one) > 1})


@given(st.lists(st.lists(st.integers(-(2**40), 2**40), max_size=9)), st.integers(0, 200))
def test_arrays_put_by_come_back_wherever_they_were_kept(several: list[list[int]], most: int) -> None:
    spool = Spool(most)
    kept = [spool.put(narrowed(np.asarray(one, dtype=np.int64))) for one in several]
    assert [spool.get(one).tolist() for one in kept] == several
    again, places = pickle.loads(pickle.dumps((spool, kept)))  # noqa: S301 - our own bytes
    assert [again.get(one).tolist() for one in places] == several
    assert again.get(again.put(np.arange(3))).tolist() == [0, 1, 2]


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 5), st.integers(0, 4)), min_size=1), st.integers(1, 50))
def test_combinations_are_numbered_alike_however_they_are_found(rows: list[tuple[int, int, int]], few: int) -> None:
    coded = [(np.asarray(codes, dtype=np.int32), _SIX) for codes in zip(*rows, strict=True)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(combinations, "_FEW", few)
        found = Combinations(JUDGE, ("level", "rater", "phase"))
        numbers = found.numbers(coded).tolist()
    assert [tuple(found.cells[number].values()) for number in numbers] == rows
    assert len(found.cells) == len(set(rows))


def test_cells_that_are_equal_and_not_the_same_are_told_apart() -> None:
    cells: list[object] = [4, 4.0, True, 1, "4", None, [1], [1]]
    codes, values = distinct(cells)
    assert [values[code] for code in codes.tolist()] == cells
    assert [type(values[code]) for code in codes.tolist()] == [type(cell) for cell in cells]
    found = Combinations(JUDGE, ("level",))
    assert found.numbers([(codes, values)]).tolist() == list(range(len(values)))


PIECES = st.tuples(
    st.integers(0, 3), st.integers(1, 3), st.integers(0, 9), st.booleans(), st.booleans(), st.integers(0, 99)
)


@given(st.lists(PIECES, max_size=20), st.integers(0, 20), st.integers(1, 3))
def test_a_change_is_against_the_last_known_baseline(
    pieces: list[tuple[int, int, int, bool, bool, int]], cut: int, report_day: int
) -> None:
    ids = [f"{number:02}-{place:02}" for place, (*_, number) in enumerate(pieces)]
    before: dict[int, tuple[int, str, int]] = {}
    for (key, on, steps, has_score, is_baseline, _), name in zip(pieces, ids, strict=True):
        if has_score and is_baseline and on <= report_day:
            before[key] = max(before.get(key, (0, "", 0)), (on, name, steps))
    expected = [
        steps - before[key][2] if has_score and not is_baseline and key in before else None
        for key, _, steps, has_score, is_baseline, _ in pieces
    ]
    parts = [scored(pieces[:cut]), scored(pieces[cut:])]
    places = [part.known_baselines(report_day) for part in parts]
    of_baselines = [ids[place] for place in places[0]] + [ids[cut + place] for place in places[1]]
    known = [part.take(some) for part, some in zip(parts, places, strict=True)]
    column = Baselines.of(known, of_baselines).change(scored(pieces))
    found = zip(column.values.tolist(), column.present.tolist(), strict=True)
    assert [value if there else None for value, there in found] == expected


def scored(pieces: list[tuple[int, int, int, bool, bool, int]]) -> Scored:
    columns = np.asarray(pieces, dtype=np.int64).reshape(-1, 6).T
    return Scored(columns[0], columns[1], columns[2], columns[3] != 0, columns[4] != 0)


def test_things_made_by_place_are_a_sequence() -> None:
    squares = ByPlace(4, lambda place: place * place)
    assert (squares[2], squares[-1], list(squares[1:3]), len(squares)) == (4, 9, [1, 4], 4)
    with pytest.raises(IndexError):
        squares[4]


def test_good_cells_have_no_problems() -> None:
    assert JUDGE.problems({"level": "behaviour"}) == ()
    check_id("id", JUDGE.stand_ins["id"])


def tables_of(organization: lp.Organization, others: dict[str, Any] | None = None, **columns: list[Any]) -> lp.Tables:
    whole = {"on": [date(2026, 6, 30)] * 3, "learner": ["ani"] * 3, "level": ["behaviour"] * 3, "score": [4, 3, 2]}
    given: dict[str, Any] = {"evaluations": pl.DataFrame({"id": ["e1", "e2", "e3"], **whole, **columns})}
    return lp.tables(organization, today=date(2026, 11, 24), **given, **(others or {}))


def organization_of(*learners: str) -> lp.Organization:
    ties = [lp.Placement(one, "MOF") for one in learners]
    return lp.Organization.of(units=[lp.Unit("MOF")], learners=map(lp.Learner, learners), ties=ties)


def test_tables_travel_between_processes() -> None:
    data = tables_of(organization_of("ani"), supersedes=[None, "e1", None])
    again = pickle.loads(pickle.dumps(data))  # noqa: S301 - our own bytes
    assert lp.rollup(again).columns() == lp.rollup(data).columns()
    assert again.evidence.records().records == data.evidence.records().records


def test_without_evidence_there_are_columns_without_rows() -> None:
    data = lp.tables(organization_of("ani"))
    (block,) = data.evidence.facts(Graph.of(data.organization), date.max.toordinal()).tables[lp.Evaluation]
    assert {name: len(column.values) for name, column in block.columns.items()} == dict.fromkeys(block.columns, 0)
    assert (set(block.columns), len(block.ids), block.records[:1]) == ({*column_names(lp.Evaluation)}, 0, [])


def test_rows_are_let_go_of_as_soon_as_nobody_needs_them() -> None:
    data = tables_of(organization_of("ani"), supersedes=[None, "e1", None])
    assert isinstance(data.evidence, TableEvidence)
    spool = ref(data.evidence.encoders[lp.Evaluation].context.spool)
    gc.disable()
    try:
        del data
        assert spool() is None
    finally:
        gc.enable()


def test_tables_read_for_another_organization_are_refused() -> None:
    data = tables_of(organization_of("ani"))
    with pytest.raises(InvalidValue, match="was read for an organization with other nodes"):
        lp.rollup(organization_of("ani", "budi"), data.evidence)


@given(st.lists(st.lists(st.integers(), max_size=3), max_size=4), st.slices(8))
def test_sequences_one_behind_the_other_are_one_sequence(several: list[list[int]], part: slice) -> None:
    whole = [one for some in several for one in some]
    joined = Joined(several)
    assert (list(joined), list(joined[part]), len(joined)) == (whole, whole[part], len(whole))
    assert [joined[place - len(whole)] for place in range(len(whole))] == whole


def test_what_one_block_was_read_with_serves_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(large, "ROWS", 1)
    monkeypatch.setattr(chunks, "ROWS", 1)
    scores: dict[str, Any] = {"phase": ["pre", "pre", "post"], "score": [4, 1, 2]}
    learning = pl.DataFrame({"id": ["p1", "p2"], "on": [date(2026, 6, 30)] * 2, "learner": ["ani"] * 2})
    taken: dict[str, Any] = {"participations": learning.with_columns(activity=pl.lit("c7"))}
    facts = tables_of(organization_of("ani"), taken, **scores).evidence.facts(
        Graph.of(organization_of("ani")), date.max.toordinal()
    )
    columns = [block.columns["change"] for block in facts.tables[lp.Evaluation]]
    assert [one.present.tolist() for one in columns] == [[False], [False], [True]]
    # of two baselines of one day, the one that comes last by id
    assert columns[2].values.tolist() == [1]
    relevant = [block.columns["relevant"].present.tolist() for block in facts.tables[lp.Participation]]
    assert relevant == [[False], [False]]
