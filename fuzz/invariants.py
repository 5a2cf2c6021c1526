"""What must hold of any folder: our errors and no others, no row lost, the same verdict twice, and back again."""

from __future__ import annotations

import tempfile
from collections import Counter
from datetime import date
from pathlib import Path

from fuzz.folders import write
from learnperf.errors import LearnperfError
from learnperf.io import Loaded, load, save

TODAY = date(2026, 11, 24)


def check(files: dict[str, bytes], form: str) -> bool:
    """Read files as a folder and check all invariants.

    Parameters
    ----------
    files
        Contents by name.
    form
        The format in which what was kept is saved and read again.

    Returns
    -------
    bool
        Whether the folder could be read, be it with rows set aside.
    """
    with tempfile.TemporaryDirectory(dir=_MEMORY) as place:
        folder, again = Path(place) / "in", Path(place) / "out"
        folder.mkdir()
        write(folder, files)
        first, second = _verdict(folder), _verdict(folder)
        if isinstance(first, str) or isinstance(second, str):
            assert first == second, "two readings give two verdicts"
            return False
        assert first.report == second.report, "two readings give two reports"
        assert _contents(first) == _contents(second), "two readings keep other things"
        _check_account(first)
        save(first.organization, first.evidence, again, format=form)
        saved = load(again, today=TODAY)
        assert not saved.report.rejected, f"what was kept is set aside when read again: {saved.report.rejected[0]}"
        assert _contents(saved) == _contents(first), "what was kept is other when read again"
        return True


def _verdict(folder: Path) -> Loaded | str:
    try:
        return load(folder, today=TODAY)
    except LearnperfError as error:
        return f"{type(error).__name__}: {error}"


def _check_account(found: Loaded) -> None:
    report = found.report
    for count in report.tables:
        assert count.read == count.kept + count.rejected, count
        assert 0 <= count.duplicates <= count.kept, count
    told = {(one.table, one.file, one.row) for one in report.rejected}
    assert len(told) <= report.rejected_count, "more rows are named than were set aside"
    assert (report.rejected_count == 0) == (not report.rejected), "a row was set aside without a reason"
    for one in (*report.rejected, *report.warnings):
        assert str(one).isprintable(), f"a line for people has what no line holds: {one!r}"


def _contents(found: Loaded) -> list[object]:
    organization, evidence = found.organization, found.evidence
    return [
        dict(organization.units),
        dict(organization.teams),
        dict(organization.learners),
        dict(organization.positions),
        dict(organization.competencies),
        Counter(organization.ties),
        dict(evidence.records),
        dict(evidence.superseded),
        dict(evidence.activities),
    ]


# a disk is slow at thousands of small files
_MEMORY = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 - a folder of its own is made in it
