"""Identities: which pieces of evidence states were made of, as fingerprints, so that none is counted twice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol, runtime_checkable

import numpy as np

from learnperf.errors import EvidenceError, Problem, listed
from learnperf.model.collection import Evidence
from learnperf.rollup.arrays import Bools
from learnperf.rollup.facts import Facts, Tabled
from learnperf.rollup.fingerprints import Prints, prints_of


@runtime_checkable
class Printed(Protocol):
    """Ids whose fingerprints can be had without making a text of each."""

    def prints(self) -> Prints:
        """Give the fingerprint of each id; that of `learnperf.rollup.fingerprints`."""
        ...


def prints_met(evidence: Evidence | Tabled, facts: Facts) -> Prints:
    """Give the fingerprints of all evidence, in force or superseded."""
    return np.concatenate([prints_of([]), *(prints for prints, _ in _identities(evidence, facts))])


def refuse_met_twice(evidence: Evidence | Tabled, facts: Facts, known: Prints) -> None:
    """Refuse evidence that is in saved states already, and corrections of it, which cannot be taken out of them.

    Parameters
    ----------
    known
        Fingerprints of the pieces that are in the states, in order.

    Raises
    ------
    EvidenceError
        Names the pieces by id.
    """
    twice = [
        ids[place]
        for prints, ids in _identities(evidence, facts)
        for place in np.flatnonzero(_is_among(prints, known)).tolist()
    ]
    if twice:
        message = f"in the saved states already: {listed(twice)}"
        hint = "give later evidence only; what is corrected afterwards asks for a rollup of all evidence"
        raise EvidenceError([Problem("counted already", message, tuple(twice), hint)])


def _identities(evidence: Evidence | Tabled, facts: Facts) -> Iterator[tuple[Prints, Sequence[str]]]:
    for blocks in facts.tables.values():
        for table in blocks:
            ids = table.ids
            yield ids.prints() if isinstance(ids, Printed) else prints_of(ids), ids
    replaced = list(evidence.superseded)
    yield prints_of(replaced), replaced


def _is_among(prints: Prints, known: Prints) -> Bools:
    if not len(known):
        return np.zeros(len(prints), dtype=np.bool_)
    found: Bools = known[np.minimum(np.searchsorted(known, prints), len(known) - 1)] == prints
    return found
