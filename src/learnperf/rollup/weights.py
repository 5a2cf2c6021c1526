"""Weights: how much of a row of evidence arrives at each node, in fractional and primary counting.

Amounts start at the subjects as their credits and are carried up, divided by shares or along the primary line.
"""

from __future__ import annotations

import numpy as np
from attrs import field, frozen

from learnperf.rollup.arrays import Bools, Ints
from learnperf.rollup.counting import Counting
from learnperf.rollup.entries import Entries
from learnperf.rollup.upward import Swept, Upward
from learnperf.rollup.versions import Versions


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


def carried_up(upward: Upward, entries: Entries, counting: Counting) -> Weights:
    """Carry the credits of rows up from their subjects."""
    if counting is Counting.PRIMARY:
        begun = np.flatnonzero(first_of_rows(entries))
        credit = np.ones(len(begun), dtype=np.int64)
    else:
        begun, credit = np.arange(len(entries.row)), entries.credit
    row, subject, version = entries.row[begun], entries.subject[begun], entries.version[begun]
    own = version < upward.size
    place, parent, part, stayed = from_learners(upward.versions, version[~own], credit[~own], counting)
    start_row = np.concatenate([row[own], row[~own][place]])
    start_node = np.concatenate([version[own], parent])
    swept = upward.sweep(start_row, start_node, np.concatenate([credit[own], part]), counting)
    return _gathered(upward.versions, swept, (row[~own], subject[~own], credit[~own]), (place, parent, part, stayed))


def first_of_rows(entries: Entries) -> Bools:
    """Mark the first entry of each row, along whose line evidence goes in primary counting."""
    first = np.ones(len(entries.row), dtype=np.bool_)
    first[1:] = entries.row[1:] != entries.row[:-1]
    return first


def from_learners(versions: Versions, version: Ints, credit: Ints, counting: Counting) -> tuple[Ints, Ints, Ints, Ints]:
    """Give what learners pass to their direct parents: (place, parent version, amount), and what stays with each."""
    splits, child = versions.belonging_splits, version - versions.structural
    if counting is Counting.PRIMARY:
        chosen = splits.chosen[child]
        place = np.flatnonzero(chosen >= 0)
        ones, nothing = np.ones(len(place), dtype=np.int64), np.zeros(len(child), dtype=np.int64)
        return place, splits.parent[chosen[place]], ones, nothing
    place, edge, part, kept = splits.divide(child, credit)
    some = part > 0
    return place[some], splits.parent[edge[some]], part[some], kept


def _gathered(
    versions: Versions, swept: Swept, learners: tuple[Ints, Ints, Ints], given: tuple[Ints, Ints, Ints, Ints]
) -> Weights:
    """Put what stands at learners beside what was carried up the structure."""
    row, subject, credit = learners
    place, parent, part, stayed = given
    edges = (
        np.concatenate([row[place], swept.edge_row]),
        np.concatenate([subject[place], versions.node[swept.edge_child]]),
        np.concatenate([versions.node[parent], versions.node[swept.edge_parent]]),
        np.concatenate([part, swept.edge_amount]),
    )
    here = np.flatnonzero(stayed)
    kept = (
        np.concatenate([row[here], swept.kept_row]),
        np.concatenate([subject[here], versions.node[swept.kept_node]]),
        np.concatenate([stayed[here], swept.kept_amount]),
    )
    rows = np.concatenate([row, swept.row])
    nodes = np.concatenate([subject, versions.node[swept.node]])
    weights = np.concatenate([credit, swept.amount])
    # a credit or share too small for one millionth counts nowhere
    some = np.flatnonzero(weights)
    some = some[np.lexsort((rows[some], nodes[some]))]
    return Weights(rows[some], nodes[some], weights[some], edges, kept)
