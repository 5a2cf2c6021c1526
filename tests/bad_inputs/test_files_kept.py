"""Odd but sound rows of files are kept, and what a person should know of them is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from .files import ASSIGNMENTS, CORRECTIONS, EVALUATIONS, MOVES, SOUND, loaded
from .table import Way, case, shows

FILES = Way.FILES
ACCEPTED = (
    case(
        FILES,
        15,
        "gap and return",
        2,
        "placements.csv",
        "learner,unit,since,until\nani,DJP,2020-01-01,2021-01-01\nani,DJP,2022-01-01,\n",
    ),
    case(
        FILES,
        12,
        "three shares of a third",
        2,
        "memberships.csv",
        "learner,team,share\nani,audit-1,0.333333\nani,audit-2,0.33\n",
    ),
    case(FILES, 16, "evidence before ties", 1, "evaluations.csv", f"{EVALUATIONS}e1,2020-06-30,ani,3,4,,\n"),
    case(FILES, 17, "evidence on the day until", 1, "evaluations.csv", f"{EVALUATIONS}e1,2026-07-01,ani,3,4,,\n"),
    case(
        FILES, 19, "year 0001", 2, "evaluations.csv", f"{EVALUATIONS}e1,0001-01-01,ani,3,4,,\ne2,2026-01-01,ani,3,4,,\n"
    ),
    case(FILES, 23, "trailing space", 1, "evaluations.csv", f"{EVALUATIONS}e1,2026-06-30 ,ani,3 ,4 ,c7,peer \n"),
    case(FILES, 24, "level perilaku", 1, "evaluations.csv", f"{EVALUATIONS}e1,2026-06-30,ani,perilaku,4,c7,Atasan\n"),
    case(
        FILES,
        27,
        "post without pre",
        2,
        "evaluations.csv",
        "id,on,learner,level,score,phase\ne1,2026-06-30,ani,2,4,post\ne2,2026-06-30,budi,2,4,pre\n",
    ),
    case(
        FILES, 32, "two marks of one move", 1, "career_moves.csv", f"{MOVES}m1,2026-01-01,ani,promotion; alih tugas\n"
    ),
    case(FILES, 33, "no due date", 1, "assignments.csv", f"{ASSIGNMENTS}a1,2026-02-01,audit-1,,2026-03-01,4\n"),
    case(
        FILES,
        35,
        "correction of a correction",
        3,
        "corrections.csv",
        f"{CORRECTIONS}k0,2026-01-01,DJP,\nk1,2026-02-01,DJP,k0\nk2,2026-02-01,DJP,k1\n",
    ),
    case(FILES, 36, "empty file", 0, "evaluations.csv", ""),
    case(FILES, 36, "header only", 0, "evaluations.csv", EVALUATIONS),
    case(FILES, 37, "columns in another order", 1, "teams.csv", "name,id\nOne,audit-1\n"),
    case(FILES, 40, "semicolons", 1, "teams.csv", "id;name\naudit-1;One, two\n"),
    case(FILES, 40, "tabs", 1, "teams.csv", "id\tname\naudit-1\tOne\n"),
    case(FILES, 40, "byte order mark", 1, "teams.csv", "\ufeffid,name\r\naudit-1,One\r\n\r\n"),
    case(FILES, 40, "CRLF", 1, "teams.csv", "id,name\r\naudit-1,One\r\n"),
    case(FILES, 40, "no newline at the end", 1, "teams.csv", "id,name\naudit-1,One"),
    case(FILES, 45, "007 and 7", 5, "teams.csv", "id\naudit-1\n007\n7\n1e5\nTRUE\n"),
    case(FILES, 46, "= + - @ at the start", 2, "teams.csv", "id,name\naudit-1,=1+1\naudit-2,@x\n"),
    case(FILES, 47, "script in a name", 1, "teams.csv", "id,name\naudit-1,<script>alert(1)</script>\n"),
    case(FILES, 57, "-0.0", 1, "evaluations.csv", "id,on,learner,level,score,scale_min\ne1,2026-06-30,ani,3,-0.0,0\n"),
)


@pytest.mark.parametrize(("kept", "file", "text"), ACCEPTED)
def test_what_is_odd_but_sound_is_kept(kept: int, file: str, text: str, tmp_path: Path) -> None:
    report = loaded(tmp_path, {file: text}).report
    assert report.rejected == ()
    assert report.warnings == ()
    count = next(one for one in report.tables if one.file == file)
    assert count.kept == kept


@shows(7, "the same tie twice", "the same evidence twice", way=FILES)
def test_the_same_row_twice_counts_once_and_is_told(tmp_path: Path) -> None:
    twice = f"{EVALUATIONS}e1,2026-06-30,ani,3,4,c7,peer\ne1,2026-06-30,ani,behaviour,4.0,c7,rekan\n"
    found = loaded(tmp_path, {"evaluations.csv": twice, "memberships.csv": "learner,team\nani,audit-1\nani,audit-1\n"})
    counts = {count.table: count for count in found.report.tables}
    assert (counts["evaluations"].kept, counts["evaluations"].duplicates) == (2, 1)
    assert (counts["memberships"].kept, counts["memberships"].duplicates) == (2, 1)
    assert found.evidence.duplicates == 1
    assert found.report.duplicates == 2
    assert sum(tie.parent == "audit-1" for tie in found.organization.ties) == 1
    assert "evaluations.csv: 2 read = 2 kept + 0 rejected, of which 1 repeat another and count once" in str(
        found.report
    )


@shows(19, "date in the future", "year 9999", way=FILES)
def test_dates_in_the_future_are_kept_with_a_warning_that_counts_them(tmp_path: Path) -> None:
    text = f"{EVALUATIONS}e1,9999-12-31,ani,3,4,,\ne2,2026-11-25,ani,3,4,,\ne3,2026-11-24,ani,3,4,,\n"
    report = loaded(tmp_path, {"evaluations.csv": text}).report
    assert report.rejected == ()
    assert [str(one) for one in report.warnings] == ["evaluations: 2 rows are dated after today, 2026-11-24"]


@shows(30, "stages that go back", "stages dated out of order", way=FILES)
def test_stages_that_go_back_are_kept_in_order_of_date_and_flagged(tmp_path: Path) -> None:
    stages = "innovation,stage,on\ni1,pilot,2026-05-01\ni1,implemented,2026-04-01\n"
    found = loaded(tmp_path, {"stages.csv": stages})
    (innovation,) = [one for one in found.evidence if one.id == "i1"]
    assert [day.isoformat() for _, day in getattr(innovation, "stages")] == ["2026-04-01", "2026-05-01"]  # noqa: B009
    assert ["1 innovations went back" in str(one) for one in found.report.warnings] == [True]


@shows(32, "two marks of one move", way=FILES)
def test_a_move_with_two_marks_is_one_event(tmp_path: Path) -> None:
    found = loaded(tmp_path, {"career_moves.csv": f'{MOVES}m1,2026-01-01,ani,"promosi; transfer"\n'})
    assert len([one for one in found.evidence if one.id == "m1"]) == 1
    (move,) = [one for one in found.evidence if one.id == "m1"]
    assert sorted(mark.value for mark in getattr(move, "marks")) == ["promotion", "transfer"]  # noqa: B009


def test_what_supersedes_a_row_set_aside_is_set_aside_too_down_the_whole_chain(tmp_path: Path) -> None:
    rows = "".join(f"k{place},2026-02-01,DJP,k{place - 1}\n" for place in range(1, 2_001))
    report = loaded(tmp_path, {"corrections.csv": f"{CORRECTIONS}k0,2026-02-30,DJP,\n{rows}"}).report
    assert report.rejected_count == 2_001
    assert report.rejected[-1].hint == "mend corrections.csv row 2001 first"


@shows(44, "ids that look alike", way=FILES)
def test_ids_that_look_alike_are_kept_with_a_warning(tmp_path: Path) -> None:
    learners = f"{SOUND['learners.csv']}\u0430ni,Cyrillic\n"
    report = loaded(tmp_path, {"learners.csv": learners}).report
    assert report.rejected == ()
    assert ["look alike" in str(one) for one in report.warnings] == [True]


@shows(45, "007 and 7", "1e5", "TRUE", way=FILES)
def test_ids_are_kept_as_text_exactly(tmp_path: Path) -> None:
    found = loaded(tmp_path, {"teams.csv": "id\naudit-1\n007\n7\n1e5\nTRUE\n"})
    assert list(found.organization.teams) == ["audit-1", "007", "7", "1e5", "TRUE"]


@shows(37, "unknown column", way=FILES)
def test_an_unknown_column_is_a_warning_that_counts_its_rows(tmp_path: Path) -> None:
    report = loaded(tmp_path, {"teams.csv": "id,colour\naudit-1,red\naudit-2,blue\n"}).report
    assert [str(one) for one in report.warnings] == [
        "teams.csv: the column 'colour' is unknown and was not read (2 rows)"
    ]


def test_a_report_is_one_line_for_each_row_and_commands_no_terminal(tmp_path: Path) -> None:
    teams = 'id,name\naudit-1,One\naudit-1,"Two\nlines \x1b[2J"\n'
    report = loaded(tmp_path, {"teams.csv": teams, "learners.csv": 'id,"\x1b[2Jred"\nani,\nbudi,\n'}).report
    lines = [str(one) for one in (*report.rejected, *report.warnings)]
    assert len(lines) == 2
    assert all(line.isprintable() for line in lines)
    assert r"name One there, Two\nlines \x1b[2J here" in lines[0]
    # the text itself is kept as it is
    assert "Two\nlines \x1b[2J" in report.rejected[0].rule
