"""Tables of any size read for a rollup: one pass over each, and memory that follows nodes, not evidence."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from attrs import field, frozen

from learnperf.errors import InvalidValue, MissingExtra, UnknownName
from learnperf.io.evidence_tables import EVIDENCE_TABLES
from learnperf.io.report import ReadReport
from learnperf.io.sieve import Progress, few_collections
from learnperf.io.tables import TABLES
from learnperf.model.organization import Organization

if TYPE_CHECKING:
    # attrs keeps them as text; they need an extra
    from learnperf.io.bulk.evidence import TableEvidence  # noqa: TC004
    from learnperf.io.bulk.framed.evidence import FramedEvidence  # noqa: TC004

NAMES = tuple(table.name for table in EVIDENCE_TABLES)
ENGINES = ("memory", "frames")


@frozen(eq=False)
class Tables:
    """An organization and evidence read from tables, with what became of every row.

    Examples
    --------
    >>> import polars as pl
    >>> import learnperf as lp
    >>> organization = lp.Organization.of(units=[lp.Unit("MOF")], ties=[])
    >>> news = pl.DataFrame({"id": ["n1", "n2"], "on": ["2026-01-01", "2026-02-30"], "unit": ["MOF", "MOF"]})
    >>> print(lp.tables(organization, publications=news).report)
    publications: 2 read = 1 kept + 1 rejected
    total: 2 read = 1 kept + 1 rejected
    """

    organization: Organization = field(repr=False)
    evidence: TableEvidence | FramedEvidence
    report: ReadReport = field(repr=False)


def tables(
    organization: Organization,
    *,
    today: date | None = None,
    progress: Progress | None = None,
    engine: str = "memory",
    **given: object,
) -> Tables:
    """Read evidence from tables of any size: each gone through once, every row judged as rows of files are.

    Parameters
    ----------
    organization
        Whom the evidence is about.
    today
        The day after which evidence is in the future, which is worth a warning; the day it is, where left out.
    progress
        Called with the table, the rows done and all its rows, where that is known.
    engine
        ``memory`` reads everything here. With ``frames`` evaluations stay in the engine they are given in (polars lazy,
        DuckDB or Spark), which judges them, and `rollup` with ``engine="frames"`` has it add them up too. There, rows
        have no order: they are reported by id, the first 10,000 of those that are plainly wrong.
    **given
        A table each, by its name: ``evaluations=...``, ``activities=...``. A frame of any library that narwhals knows
        (polars, pandas, pyarrow, DuckDB and others, eager or lazy), the path of a Parquet file, or an iterable of
        those, which is gone through once.

    Raises
    ------
    UnknownName
        A table that there is not, with the nearest that there are.
    InvalidValue
        A table of the organization itself, which is given as an organization; an engine that does not exist.
    InputError
        A file that cannot be read, or a column that is missing or there twice.
    EvidenceError
        What remains cannot be trusted as a whole: with ids and rows.
    MissingExtra
        pyarrow is not installed.

    Examples
    --------
    >>> import polars as pl
    >>> import learnperf as lp
    >>> organization = lp.Organization.of(
    ...     units=[lp.Unit("MOF")], learners=[lp.Learner("ani")], ties=[lp.Placement("ani", "MOF")]
    ... )
    >>> scores = pl.DataFrame({"id": ["e1", "e2", "e3"], "learner": ["ani", "ani", "adi"], "score": [4, 9, 3]})
    >>> scores = scores.with_columns(level=pl.lit("behaviour"), on=date(2026, 6, 30))
    >>> data = tables(organization, evaluations=scores)
    >>> for reason in data.report.rejected:
    ...     print(reason)
    evaluations row 2: score: '9' is outside the scale 1..5 by 1 (check the scale or the score)
    evaluations row 3: learner: 'adi' is an unknown id (nearest known ids: ani)
    """
    for name in given:
        if name in TABLES and name not in NAMES:
            hint = "tables of units, teams, learners and ties make an organization: learnperf.read_tables reads them"
            raise InvalidValue("tables", name, "is no table of evidence", hint)
        if name not in NAMES:
            raise UnknownName("table", name, NAMES)
    if engine not in ENGINES:
        raise InvalidValue("engine", engine, "is not known", f"one of {', '.join(ENGINES)}")
    try:
        import pyarrow  # noqa: F401, ICN001, PLC0415 - an extra; asked for by name, so that its absence is told as such
    except ImportError:
        raise MissingExtra("reading tables of any size", "files") from None
    from learnperf.io.bulk.framed.taking import FramedReading  # noqa: PLC0415 - needs the extra
    from learnperf.io.bulk.taking import Reading  # noqa: PLC0415 - needs the extra

    stays = engine == "frames" and "evaluations" in given
    reading = FramedReading if stays else Reading
    with few_collections():
        return reading(organization, today or datetime.now().astimezone().date(), progress).read(given)
