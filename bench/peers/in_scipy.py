"""The work in numpy and scipy: attribution as a sparse matrix of stints by nodes, and one product with it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from bench.encoded import Encoded
from bench.generate import LEVELS
from bench.measuring import Measuring
from bench.peers.answers import Answer
from learnperf.rollup.graph import AFTER_LAST_DAY

_Ints = NDArray[np.int64]


def from_tables(encoded: Encoded) -> tuple[Measuring, list[Answer]]:
    """Start from tables of whole numbers."""
    with Measuring() as measured:
        answers = _readings(encoded)
    return measured, answers


def _readings(encoded: Encoded) -> list[Answer]:
    begins, owner, first = _stints(encoded)
    n, total, squares = _pooled(encoded, begins, first)
    reach = _reach(encoded, begins, owner)
    people = _membership(owner, np.arange(len(owner)), (encoded.sizes.learners, len(owner)))
    several = np.diff(first)[owner] > 1
    answers = []
    for level in range(LEVELS):
        state = np.stack([n[level], total[level], squares[level]], axis=1)
        sums = np.concatenate([reach.T @ state, people @ state])
        active = n[level] > 0
        heads = reach.T @ (active & ~several).astype(np.int64) + _different(people, reach, active & several)
        count = sums[:, 0]
        with np.errstate(invalid="ignore", divide="ignore"):
            value = (sums[:, 2] * count - sums[:, 1] ** 2) / (count * (count - 1))
        own = (count[encoded.sizes.structure :] > 0).astype(np.int64)
        answers.append(Answer(count, np.concatenate([heads, own]), np.where(count > 1, value, np.nan)))
    return answers


def _stints(encoded: Encoded) -> tuple[_Ints, _Ints, _Ints]:
    """Give when each stint begins, whose it is, and where each learner's stints begin among all."""
    learner = (encoded.belonging["child"] - encoded.sizes.structure).astype(np.int64)
    # a learner and a day in one number, which sorts by both
    keys = np.concatenate([learner << 22 | encoded.belonging[bound] for bound in ("since", "until")])
    keys = np.unique(keys[keys & (1 << 22) - 1 < AFTER_LAST_DAY])
    owner = keys >> 22
    counts = np.bincount(owner, minlength=encoded.sizes.learners)
    return keys & (1 << 22) - 1, owner, np.concatenate([[0], np.cumsum(counts)])


def _pooled(encoded: Encoded, begins: _Ints, first: _Ints) -> tuple[_Ints, _Ints, _Ints]:
    """Add up how many, their steps, and the squares of these, by level and stint."""
    learner, on = encoded.evaluations["learner"] - encoded.sizes.structure, encoded.evaluations["on"]
    stint = first[learner]
    # nobody has many stints: one comparison for each beats a search among all
    for further in range(1, int(np.diff(first).max(initial=1))):
        starts = np.full(encoded.sizes.learners, AFTER_LAST_DAY)
        have = np.diff(first) > further
        starts[have] = begins[first[:-1][have] + further]
        stint += on >= starts[learner]
    code = (encoded.evaluations["level"].astype(np.int64) - 1) * len(begins) + stint
    steps = encoded.evaluations["steps"].astype(np.float64)
    counts = (np.bincount(code, weights, LEVELS * len(begins)) for weights in (None, steps, steps * steps))
    n, total, squares = (count.astype(np.int64).reshape(LEVELS, -1) for count in counts)
    return n, total, squares


def _reach(encoded: Encoded, begins: _Ints, owner: _Ints) -> sparse.csr_array:
    """Mark all nodes above each stint, each once."""
    ties = {name: values.astype(np.int64) for name, values in encoded.belonging.items()}
    child = ties["child"] - encoded.sizes.structure
    offsets = np.concatenate([[0], np.cumsum(np.bincount(child, minlength=encoded.sizes.learners))])
    counts = np.diff(offsets)[owner]
    stint = np.repeat(np.arange(len(owner)), counts)
    tie = np.arange(len(stint)) + np.repeat(offsets[owner] - np.cumsum(counts) + counts, counts)
    in_force = (ties["since"][tie] <= begins[stint]) & (begins[stint] < ties["until"][tie])
    structure = encoded.sizes.structure
    direct = _membership(stint[in_force], ties["parent"][tie[in_force]], (len(owner), structure))
    reporting = _membership(encoded.structure["child"], encoded.structure["parent"], (structure, structure))
    up = step = sparse.eye_array(structure, dtype=np.int64, format="csr")
    while (step := step @ reporting).nnz:
        up = up + step
    reach = (direct @ up).tocsr()
    reach.data[:] = 1
    return reach


def _membership(
    row: NDArray[np.signedinteger], column: NDArray[np.signedinteger], shape: tuple[int, int]
) -> sparse.csr_array:
    return sparse.csr_array((np.ones(len(row), dtype=np.int64), (row, column)), shape=shape)


def _different(people: sparse.csr_array, reach: sparse.csr_array, active: NDArray[np.bool_]) -> _Ints:
    """Count different people at each node, of those with several stints."""
    stints = np.flatnonzero(active)
    at = people[:, stints] @ reach[stints]
    return np.bincount(at.indices, minlength=reach.shape[1])
