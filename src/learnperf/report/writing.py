"""Writing: report.html with readings.csv and readings.parquet beside it, all of them or none."""

from __future__ import annotations

import os
from pathlib import Path

from learnperf.atomic import write_together
from learnperf.errors import InvalidValue
from learnperf.metrics.scorecard import Scorecard
from learnperf.report.page import page_of
from learnperf.report.reading import ReadReport
from learnperf.report.readings import write_csv, write_parquet
from learnperf.rollup.result import Rollup
from learnperf.rollup.scorecards import scorecards


def write_report(
    result: Rollup,
    path: str | os.PathLike[str],
    *,
    read: ReadReport | None = None,
    title: str | None = None,
    language: str = "en",
    scorecard: Scorecard | None = None,
) -> tuple[Path, Path, Path]:
    """Write a report that opens in any browser, without a network, and the readings beside it.

    Parameters
    ----------
    path
        Where the page goes, such as ``report.html``; ``readings.csv`` and ``readings.parquet`` go into its folder.
    read
        What became of the rows read, such as ``learnperf.load(...).report``: shows the rows set aside.
    title
        Heading of the page, such as the name of the organization; left out, the name of the unit at the top.
    language
        The language the page opens in, ``en`` or ``id``; it can be switched there.
    scorecard
        Shown for every unit and team; its metrics have to be among those of the result.

    Returns
    -------
    tuple[Path, Path, Path]
        The page, the CSV and the Parquet file.

    Raises
    ------
    OutputError
        A file cannot be written. All three are what they were before.
    InvalidValue
        A language the page does not speak, or a path whose name the readings need.
    ScorecardError
        A scorecard that cannot be read of the result.

    Examples
    --------
    >>> import tempfile
    >>> import learnperf as lp
    >>> result = lp.rollup(lp.Organization.of(units=[lp.Unit("MOF")]), metrics=lp.catalogue("innovation.count"))
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     [written.name for written in write_report(result, Path(folder) / "report.html")]
    ['report.html', 'readings.csv', 'readings.parquet']
    """
    page = Path(path)
    if page.name in _BESIDE:
        raise InvalidValue("path", str(page), "is a name the readings take", "call the page report.html")
    beside = [page.with_name(name) for name in _BESIDE]
    cards = None if scorecard is None else scorecards(result, scorecard)
    pieces = page_of(result, read, title=title, language=language, cards=cards)
    with write_together(page.parent) as files:
        with (files / page.name).open("wb") as html:
            html.writelines(piece.encode("utf-8", "replace") for piece in pieces)
        with (files / beside[0].name).open("wb") as csv:
            write_csv(result, csv)
        with (files / beside[1].name).open("wb") as parquet:
            write_parquet(result, parquet)
    return (page, beside[0], beside[1])


_BESIDE = ("readings.csv", "readings.parquet")
