"""A small sound organization in files, and the reading of it with other files beside or instead."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from learnperf.io import Loaded, load

TODAY = date(2026, 11, 24)
SOUND: dict[str, str] = {
    "units.csv": "id,name\nMOF,Ministry\nDJP,Taxes\nDJBC,Customs\n",
    "reporting.csv": "unit,parent\nDJP,MOF\nDJBC,MOF\n",
    "teams.csv": "id\naudit-1\naudit-2\n",
    "learners.csv": "id,name\nani,Ani\nbudi,Budi\n",
    "placements.csv": "learner,unit,since,until\nani,DJP,2024-01-01,2026-07-01\nbudi,DJBC,,\n",
    "memberships.csv": "learner,team,share\nani,audit-1,0.6\n",
    "activities.csv": "id\nc7\n",
    "innovations.csv": "id,on\ni1,2026-03-01\n",
    "contributors.csv": "innovation,node,credit\ni1,ani,0.5\ni1,audit-1,0.5\n",
}
EVALUATIONS = "id,on,learner,level,score,activity,rater\n"
MOVES = "id,on,learner,marks\n"
ASSIGNMENTS = "id,on,team,due,completed,quality\n"
JUDGEMENTS = "id,on,subject,condition,fulfilment\n"
CORRECTIONS = "id,on,unit,supersedes\n"
CONTRIBUTORS = "innovation,node,credit\n"
ADOPTIONS = "id,on,unit,innovation\n"


def folder_of(path: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write files into a folder, beside the sound ones they do not replace."""
    for name, text in {**SOUND, **files}.items():
        (path / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def loaded(path: Path, files: Mapping[str, str | bytes]) -> Loaded:
    found = load(folder_of(path, files), today=TODAY)
    for count in found.report.tables:
        assert count.read == count.kept + count.rejected
        assert count.duplicates <= count.kept
    assert found.report.read == found.report.kept + found.report.rejected_count
    return found
