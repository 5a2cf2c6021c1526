"""From a stream of rows to an organization, evidence and a report: one way in for files, mappings and the API."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime

from learnperf.errors import UnknownName
from learnperf.io.cells import shown
from learnperf.io.evidence_checks import evidence_of
from learnperf.io.identities import settle_identities
from learnperf.io.loaded import Loaded
from learnperf.io.organization_checks import organization_of
from learnperf.io.report import ReadReport, Rejected
from learnperf.io.rows import Opened, RawRow, SetAside, StreamItem
from learnperf.io.sieve import Progress, Sieve, few_collections
from learnperf.io.tables import TABLES


def assemble(stream: Iterable[StreamItem], *, today: date | None = None, progress: Progress | None = None) -> Loaded:
    """Convert and check rows, keep what is sound and account for all of them.

    Parameters
    ----------
    stream
        Rows of native tables, in any order, with what their source noticed.
    today
        The day after which evidence is in the future, which is worth a warning; the day it is, where left out.
    progress
        Called with the table, the rows done and all its rows, where that is known.

    Raises
    ------
    OrganizationError, EvidenceError
        What remains cannot be trusted as a whole: with ids, files and rows.
    """
    sieve = Sieve(progress)
    with few_collections():
        sieve.take(stream)
        settle_identities(sieve)
        organization = organization_of(sieve)
        evidence = evidence_of(sieve, organization, today or datetime.now().astimezone().date())
    report = ReadReport(sieve.counts(), sieve.reasons(), tuple(sieve.cautions))
    return Loaded(organization, evidence, report)


def read_tables(
    tables: Mapping[str, Iterable[Mapping[str, object]]],
    *,
    today: date | None = None,
    progress: Progress | None = None,
) -> Loaded:
    """Read native tables given as rows, with the same checks and report as files.

    Parameters
    ----------
    tables
        Rows by table name, such as ``units``; each row a mapping from column to value.
    today, progress
        As for `load`.

    Raises
    ------
    UnknownName
        A table that there is not, with the nearest that there are.
    OrganizationError, EvidenceError
        As for `load`.

    Examples
    --------
    >>> loaded = read_tables({"units": [{"id": "MOF"}], "learners": [{"id": "ani"}, {"id": ""}]})
    >>> print(loaded.report)
    units: 1 read = 1 kept + 0 rejected
    learners: 2 read = 1 kept + 1 rejected
    total: 3 read = 2 kept + 1 rejected
    >>> print(loaded.report.rejected[0])
    learners row 2: id: '' is missing (every row needs one, such as ani)
    """
    for name in tables:
        if name not in TABLES:
            raise UnknownName("table", name, TABLES)
    return assemble(_given(tables), today=today, progress=progress)


def _given(tables: Mapping[str, Iterable[Mapping[str, object]]]) -> Iterator[StreamItem]:
    for name, rows in tables.items():
        yield Opened(name, None, len(rows) if isinstance(rows, list | tuple) else None)
        for number, cells in enumerate(rows, start=1):
            if isinstance(cells, Mapping):
                yield RawRow(name, None, number, cells)
            else:
                rule, hint = "is not a mapping of columns to values", "write {'id': ...}"
                yield SetAside(name, (Rejected(None, number, "", shown(cells), rule, hint, table=name),))
