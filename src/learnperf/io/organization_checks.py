"""The checks of nodes and ties as a whole: bad ties are set aside, an organization that cannot be is an error."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import islice

import attrs
from attrs import Factory, define

from learnperf.errors import InvalidValue, OrganizationError, Problem
from learnperf.io.identities import note_lookalikes
from learnperf.io.joining import join_positions
from learnperf.io.organization_tables import NODE_TABLES, TIE_TABLES
from learnperf.io.references import Declared, check_references
from learnperf.io.sieve import Batch, Sieve
from learnperf.model.checks import organization_problems
from learnperf.model.organization import Organization


def organization_of(sieve: Sieve) -> Organization:
    """Make the organization of what is sound by itself.

    Raises
    ------
    OrganizationError
        With every problem of the whole: ids used twice, cycles, roots, overlaps, shares; with files and rows.
    """
    check_references(sieve, "standards")
    join_positions(sieve)
    check_references(sieve, "placements", only="position")
    for table in TIE_TABLES:
        _check_ends(sieve, sieve.batches[table])
    nodes = [node for table in NODE_TABLES for node in sieve.batches[table].alive()]
    places = [(sieve.batches[table], place) for table in TIE_TABLES for place, _ in sieve.batches[table]]
    ties = [batch.records[place] for batch, place in places]
    positions, competencies = sieve.batches["positions"].alive(), sieve.batches["competencies"].alive()
    note_lookalikes(sieve, (*NODE_TABLES, "positions", "competencies"))
    fatal: list[Problem] = []
    for problem, at in organization_problems(nodes, ties, positions, competencies):
        if at is None:
            fatal.append(problem)
        else:
            batch, place = places[at]
            tie = batch.records[place]
            column = batch.table.columns[1]
            sieve.reject(batch, place, InvalidValue(column, tie.parent, problem.message, problem.hint))
    if fatal:
        index = _Places.of(sieve)
        raise OrganizationError([index.added_to(problem) for problem in fatal])
    return Organization.trusted(
        nodes,
        positions,
        competencies,
        [tie for table in TIE_TABLES for tie in sieve.batches[table].alive()],
    )


def _check_ends(sieve: Sieve, batch: Batch) -> None:
    """Set aside the ties of a table that name an unknown node; that kinds fit is checked with the whole."""
    declared = Declared.by(sieve, NODE_TABLES)
    columns = batch.table.columns[:2]
    for place, tie in batch:
        for column, end in zip(columns, (tie.child, tie.parent), strict=True):
            if end not in declared.ids:
                sieve.reject(batch, place, declared.unknown(column, end))
                break


@define
class _Places:
    """Which rows a problem is about, looked up in an index, because a file may have very many problems."""

    sieve: Sieve
    ties_of: dict[str, list[tuple[str, str]]] = Factory(lambda: defaultdict(list))
    nodes: dict[str, list[str]] = Factory(lambda: defaultdict(list))

    @classmethod
    def of(cls, sieve: Sieve) -> _Places:
        """Index the rows of nodes and ties that are still in."""
        places = cls(sieve)
        for batch in (sieve.batches[table] for table in TIE_TABLES):
            for place, tie in batch:
                places.ties_of[tie.child].append((tie.parent, batch.where(place)))
        for batch in (sieve.batches[table] for table in (*NODE_TABLES, "positions", "competencies")):
            for place, node in batch:
                places.nodes[node.id].append(batch.where(place))
        return places

    def added_to(self, problem: Problem) -> Problem:
        """Add to a problem the rows that it is about, and the rows set aside that may have led to it."""
        places = list(islice(self._rows(problem.ids), _MOST_PLACES))
        about = f" [{', '.join(places)}]" if places else ""
        structure = (str(one) for one in self.sieve.rejected if one.table in _STRUCTURE)
        lost = list(islice(structure, _MOST_PLACES)) if problem.rule in _LEFT_BEHIND else []
        because = f"; rows set aside: {' | '.join(lost)}" if lost else ""
        return attrs.evolve(problem, message=f"{problem.message}{about}{because}")

    def _rows(self, ids: tuple[str, ...]) -> Iterator[str]:
        known = set(ids)
        for one in ids:
            yield from (where for parent, where in self.ties_of.get(one, ()) if parent in known)
        for one in ids:
            yield from self.nodes.get(one, ())


_MOST_PLACES = 10
_STRUCTURE = ("units", "reporting")
# what a row set aside may lead to: the unit below it reports to nobody
_LEFT_BEHIND = ("no root", "several roots")
