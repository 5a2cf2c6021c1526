"""Weights: how much of a row of evidence arrives at each node, in fractional and primary counting.

Amounts start at the subjects as their credits and are carried up, divided by shares or along the primary line.
"""

from __future__ import annotations

import numpy as np
from attrs import field, frozen

from learnperf.rollup.arrays import Ints
from learnperf.rollup.entries import Entries
from learnperf.rollup.graph import Graph
from learnperf.rollup.layers import Counting, Layers, Swept


@frozen(eq=False)
class Weights:
    """Where rows weigh something.

    Attributes
    ----------
    row, node, weight
        One place per (row, node) with a weight above 0, in order of node, then row.
    edges, kept
        What each row passes along each tie as (row, child, parent, amount), and what stays for want of a taker as
        (row, node, amount).
    """

    row: Ints = field(repr=False)
    node: Ints = field(repr=False)
    weight: Ints = field(repr=False)
    edges: tuple[Ints, Ints, Ints, Ints] = field(repr=False)
    kept: tuple[Ints, Ints, Ints] = field(repr=False)


def carried_up(graph: Graph, entries: Entries, layers: Layers, counting: Counting) -> Weights:
    """Carry the credits of rows up from their subjects."""
    if counting is Counting.PRIMARY:
        first = np.concatenate([[True], entries.row[1:] != entries.row[:-1]]) if entries.rows else entries.row > 0
        kept_entries = np.flatnonzero(first)
        credit = np.ones(len(kept_entries), dtype=np.int64)
    else:
        kept_entries = np.arange(len(entries.row))
        credit = entries.credit
    row, subject, day = entries.row[kept_entries], entries.subject[kept_entries], entries.day[kept_entries]
    layer = graph.layer_of(day)
    own = subject < graph.structure_size
    stint = graph.stint_of(subject[~own], day[~own])
    place, tie, part, stayed = _from_learners(graph, stint, credit[~own], counting)
    start_row = np.concatenate([row[own], row[~own][place]])
    start_node = np.concatenate(
        [
            layers.layered(subject[own], layer[own]),
            layers.layered(graph.belonging.parent[tie], layer[~own][place]),
        ]
    )
    swept = layers.sweep(start_row, start_node, np.concatenate([credit[own], part]), counting)
    return _gathered(graph, layers, swept, (row[~own], subject[~own], credit[~own]), (place, tie, part, stayed))


def _from_learners(graph: Graph, stint: Ints, credit: Ints, counting: Counting) -> tuple[Ints, Ints, Ints, Ints]:
    """Give what learners pass to their direct parents: (place, tie, amount), and what stays with each."""
    splits = graph.stint_splits
    _, ties = graph.stint_ties
    if counting is Counting.PRIMARY:
        chosen = splits.chosen[stint]
        place = np.flatnonzero(chosen >= 0)
        return place, ties[chosen[place]], np.ones(len(place), dtype=np.int64), np.zeros(len(stint), dtype=np.int64)
    place, edge, part, kept = splits.divide(stint, credit)
    some = part > 0
    return place[some], ties[edge[some]], part[some], kept


def _gathered(
    graph: Graph,
    layers: Layers,
    swept: Swept,
    learners: tuple[Ints, Ints, Ints],
    given: tuple[Ints, Ints, Ints, Ints],
) -> Weights:
    """Put what stands at learners beside what was carried up the structure."""
    row, subject, credit = learners
    place, tie, part, stayed = given
    size = max(layers.size, 1)
    edges = (
        np.concatenate([row[place], swept.edge_row]),
        np.concatenate([subject[place], swept.edge_child % size]),
        np.concatenate([graph.belonging.parent[tie], swept.edge_parent % size]),
        np.concatenate([part, swept.edge_amount]),
    )
    here = np.flatnonzero(stayed)
    kept = (
        np.concatenate([row[here], swept.kept_row]),
        np.concatenate([subject[here], swept.kept_node % size]),
        np.concatenate([stayed[here], swept.kept_amount]),
    )
    rows = np.concatenate([row, swept.row])
    nodes = np.concatenate([subject, swept.node % size])
    weights = np.concatenate([credit, swept.amount])
    # a credit or share too small for one millionth counts nowhere
    some = np.flatnonzero(weights)
    some = some[np.lexsort((rows[some], nodes[some]))]
    return Weights(rows[some], nodes[some], weights[some], edges, kept)
