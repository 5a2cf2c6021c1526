"""Bad rows of files are set aside with their places and reasons."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from attrs import frozen

from .files import ADOPTIONS, ASSIGNMENTS, CONTRIBUTORS, CORRECTIONS, EVALUATIONS, JUDGEMENTS, MOVES, SOUND, loaded
from .table import Way, case

FILES = Way.FILES


@frozen
class Bad:
    """An input after the number of its row, the file that has it, and where and why it is set aside."""

    shown: str
    file: str
    text: str
    row: int
    field: str
    says: str
    kept: int = 0

    @property
    def case(self) -> pytest.ParameterSet:
        number, _, name = self.shown.partition(" ")
        return case(FILES, int(number), name, self, note=self.says)


def evaluation(shown: str, cells: str, field: str, says: str) -> Bad:
    """One bad evaluation after a good one."""
    good = "e0,2026-06-30,ani,3,4,c7,supervisor\n"
    return Bad(shown, "evaluations.csv", f"{EVALUATIONS}{good}{cells}\n", 3, field, says, kept=1)


def share(name: str, written: str, says: str) -> Bad:
    return Bad(f"11 {name}", "memberships.csv", f"learner,team,share\nani,audit-1,{written}\n", 2, "share", says)


def day(name: str, written: str, says: str) -> Bad:
    return evaluation(f"18 {name}", f"e1,{written},ani,3,4,c7,peer", "on", says)


def learner(shown: str, written: str, says: str) -> Bad:
    return Bad(shown, "learners.csv", f"id,name\nani,Ani\nbudi,Budi\n{written},X\n", 4, "id", says, kept=2)


BAD = (
    Bad(
        "2 node tied to itself",
        "reporting.csv",
        f"{SOUND['reporting.csv']}MOF,MOF\n",
        4,
        "parent",
        "tied to itself",
        kept=2,
    ),
    Bad(
        "4 tie to an unknown id",
        "memberships.csv",
        "learner,team\nanni,audit-1\n",
        2,
        "learner",
        "unknown id.*nearest known ids: ani",
    ),
    Bad(
        "4 tie to an unknown id",
        "placements.csv",
        "learner,unit\nani,DJPP\n",
        2,
        "unit",
        "unknown id.*nearest known ids: DJP, DJBC",
    ),
    evaluation(
        "4 evidence about an unknown id",
        "e1,2026-06-30,bud,3,4,c7,peer",
        "learner",
        "unknown id.*nearest known ids: budi",
    ),
    evaluation("4 evidence about an unknown id", "e1,2026-06-30,ani,3,4,c8,peer", "activity", "unknown id.*c7"),
    Bad(
        "5 team tied to a learner",
        "sponsorships.csv",
        "team,sponsor\naudit-1,ani\n",
        2,
        "sponsor",
        "team and a learner.*ties a team to",
    ),
    Bad(
        "5 unit under a team",
        "reporting.csv",
        f"{SOUND['reporting.csv']}DJP,audit-1\n",
        4,
        "parent",
        "unit and a team.*unit to a unit",
        2,
    ),
    Bad(
        "5 learner as parent",
        "memberships.csv",
        "learner,team\nani,budi\n",
        2,
        "team",
        "two learners|a learner and a learner",
    ),
    evaluation(
        "5 evaluation of a unit",
        "e1,2026-06-30,DJP,3,4,c7,peer",
        "learner",
        "one of the units.*learners or teams belongs here",
    ),
    Bad(
        "8 one id for two learners",
        "learners.csv",
        "id,name\nani,Ani\nbudi,Budi\nani,Anita\n",
        4,
        "id",
        "learners.csv row 2.*name Ani there, Anita here",
        2,
    ),
    evaluation(
        "8 one id for two pieces of evidence",
        "e0,2026-06-30,ani,3,5,c7,supervisor",
        "id",
        r"evaluations.csv row 2.*score.*4.*5.*id of its own",
    ),
    share("share 0", "0", "not above 0"),
    share("share below 0", "-0.1", "not above 0"),
    share("share over 1", "1.1", "at most 1"),
    share("share NaN", "NaN", "not a finite number"),
    share("share infinite", "inf", "not a finite number"),
    share("share 60%", "60%", "percentage.*write 0.6"),
    Bad(
        "13 since after until",
        "placements.csv",
        "learner,unit,since,until\nani,DJP,2026-01-02,2026-01-01\n",
        2,
        "until",
        "before it begins",
    ),
    Bad(
        "13 since is until",
        "placements.csv",
        "learner,unit,since,until\nani,DJP,2026-01-01,2026-01-01\n",
        2,
        "until",
        "empty interval",
    ),
    Bad(
        "13 since after until",
        "adoptions.csv",
        "id,on,unit,innovation,until\nd1,2026-06-01,DJP,i1,2026-05-01\n",
        2,
        "until",
        "before it",
    ),
    day("2024-02-30", "2024-02-30", "not a day of the calendar"),
    day("24/11/2026", "24/11/2026", "write year-month-day: 2026-11-24"),
    day("2026-11", "2026-11", "which day of the month"),
    day("timestamp with zone", "2026-11-24T10:00:00+07:00", "choose the day"),
    day("Excel serial", "45000", "spreadsheet"),
    evaluation("20 score above the scale", "e1,2026-06-30,ani,3,6,c7,peer", "score", "outside the scale 1..5"),
    evaluation("20 score below the scale", "e1,2026-06-30,ani,3,0,c7,peer", "score", "outside the scale 1..5"),
    evaluation("21 score between steps", "e1,2026-06-30,ani,3,3.5,c7,peer", "score", "between two steps"),
    evaluation("23 decimal comma", 'e1,2026-06-30,ani,3,"4,5",c7,peer', "score", "comma.*decimal mark as a point"),
    evaluation("23 full-width digit", "e1,2026-06-30,ani,3,\uff14,c7,peer", "score", "write 4, not full-width"),
    evaluation("24 level 0", "e1,2026-06-30,ani,0,4,c7,peer", "level", "behaviour [(]perilaku[)]"),
    evaluation("24 level 5", "e1,2026-06-30,ani,5,4,c7,peer", "level", "behaviour [(]perilaku[)]"),
    evaluation("24 level III", "e1,2026-06-30,ani,III,4,c7,peer", "level", "behaviour [(]perilaku[)]"),
    evaluation("25 unknown rater", "e1,2026-06-30,ani,3,4,c7,boss", "rater", "supervisor [(]atasan[)]"),
    Bad(
        "25 unknown stage",
        "stages.csv",
        "innovation,stage,on\ni1,dream,2026-04-01\n",
        2,
        "stage",
        "pilot [(]uji coba[)]",
    ),
    Bad(
        "25 unknown kind of move",
        "career_moves.csv",
        f"{MOVES}m1,2026-01-01,ani,hop\n",
        2,
        "marks",
        "promotion [(]promosi[)]",
    ),
    evaluation("26 post-test above the maximum", "e1,2026-06-30,ani,2,101,c7,test", "score", "outside the scale"),
    Bad(
        "31 adoption of an unknown innovation",
        "adoptions.csv",
        f"{ADOPTIONS}d1,2026-05-01,DJP,i9\n",
        2,
        "innovation",
        "unknown innovation i9",
    ),
    Bad(
        "31 adoption before the idea",
        "adoptions.csv",
        f"{ADOPTIONS}d1,2026-02-01,DJP,i1\n",
        2,
        "on",
        "before the idea on 2026-03-01",
    ),
    Bad(
        "33 completed before it was given",
        "assignments.csv",
        f"{ASSIGNMENTS}a1,2026-02-01,audit-1,,2026-01-01,\n",
        2,
        "completed",
        "before the day",
    ),
    Bad(
        "34 no such condition",
        "judgements.csv",
        f"{JUDGEMENTS}j1,2026-02-01,DJP,E9.9,met\n",
        2,
        "condition",
        "E1.1, .*E6.2",
    ),
    Bad(
        "34 condition of another level",
        "judgements.csv",
        f"{JUDGEMENTS}j1,2026-02-01,ani,E3.1,met\n",
        2,
        "condition",
        "learner: E1.1, E1.2, E1.3, E1.4",
    ),
    Bad(
        "34 condition of another level",
        "judgements.csv",
        f"{JUDGEMENTS}j1,2026-02-01,audit-1,E3.1,met\n",
        2,
        "condition",
        "team: .*E2.4",
    ),
    Bad(
        "35 correction of an unknown id",
        "corrections.csv",
        f"{CORRECTIONS}k1,2026-02-01,DJP,k0\n",
        2,
        "supersedes",
        "unknown id",
    ),
    Bad(
        "35 correction of an unknown id",
        "corrections.csv",
        f"{CORRECTIONS}k1,2026-02-01,DJP,i1\n",
        2,
        "supersedes",
        "another kind: innovation",
    ),
    Bad(
        "39 too few fields", "teams.csv", "id,name\naudit-1,One\naudit-2\n", 3, "", "1 fields where the header has 2", 1
    ),
    Bad(
        "39 too many fields",
        "teams.csv",
        "id,name\naudit-1,One\naudit-2,Two,Three\n",
        3,
        "",
        "3 fields where the header has 2",
        1,
    ),
    Bad("39 unclosed quote", "teams.csv", 'id,name\naudit-2,"Two\naudit-1,One\n', 2, "", "not closed", 1),
    Bad(
        "39 quote in the middle", "teams.csv", 'id,name\naudit-2,Tw"o"\naudit-1,One\n', 2, "", "quote in the middle", 1
    ),
    learner("42 NUL in an id", "a\x00b", "control"),
    learner("42 control character in an id", "a\x07b", "control"),
    learner("43 leading space", " citra", "starts or ends with a space"),
    learner("43 trailing space", "citra ", "starts or ends with a space"),
    learner("43 empty id", "", "is missing"),
    learner("43 id of 10,000 characters", "x" * 10_000, "longer than 200"),
    evaluation("57 10^300", "e1,2026-06-30,ani,3,1e300,c7,peer", "score", "not a finite number of ordinary size"),
    evaluation("57 subnormal", "e1,2026-06-30,ani,3,5e-324,c7,peer", "score", "not a finite number of ordinary size"),
    evaluation("57 beyond 64 bits", f"e1,2026-06-30,ani,3,{2**70},c7,peer", "score", "ordinary size"),
    evaluation("57 10^300", f"e1,2026-06-30,ani,3,{'1' * 300},c7,peer", "score", "too long"),
)


@pytest.mark.parametrize("bad", [bad.case for bad in BAD])
def test_a_bad_row_is_set_aside_with_its_place_and_reason(bad: Bad, tmp_path: Path) -> None:
    report = loaded(tmp_path, {bad.file: bad.text}).report
    found = [one for one in report.rejected if one.file == bad.file]
    assert [(one.row, one.field) for one in found] == [(bad.row, bad.field)]
    assert re.search(bad.says, f"{found[0].value} {found[0].rule} ({found[0].hint})", re.DOTALL)
    count = next(one for one in report.tables if one.file == bad.file)
    assert (count.kept, count.rejected) == (bad.kept, 1)


CREDITS = (
    case(FILES, 28, "credits of 0.9", "i1,ani,0.5\ni1,budi,0.4\n", "sum to 0.9"),
    case(FILES, 28, "credits of 1.1", "i1,ani,0.5\ni1,budi,0.6\n", "sum to 1.1"),
    case(FILES, 29, "no contributor", "", "is empty"),
    case(FILES, 29, "one contributor twice", "i1,ani,0.5\ni1,ani,0.5\n", "has a contributor that was set aside"),
    ("i1,ani,\ni1,nobody,\n", "has a contributor that was set aside"),
    ("i1,ani,x\ni1,budi,\n", "has a contributor that was set aside"),
    ("i1,ani,0.5\ni1,budi,\n", "has no credit while others have"),
    ("i1,ani,-1\ni1,budi,2\n", "not above 0"),
)


@pytest.mark.parametrize(("rows", "says"), CREDITS)
def test_an_innovation_whose_contributors_make_no_whole_is_set_aside_with_all_its_rows(
    rows: str, says: str, tmp_path: Path
) -> None:
    adopted = f"{ADOPTIONS}d1,2026-05-01,DJP,i1\n"
    stages = "innovation,stage,on\ni1,pilot,2026-04-01\n"
    files = {"contributors.csv": CONTRIBUTORS + rows, "adoptions.csv": adopted, "stages.csv": stages}
    found = loaded(tmp_path, files)
    assert "i1" not in found.evidence.records
    said = {(one.file, one.field): f"{one.value} {one.rule} {one.hint}" for one in found.report.rejected}
    assert says in said["innovations.csv", "contributors"]
    assert "i1 was set aside: mend innovations.csv row 2 first" in said["adoptions.csv", "innovation"]
    assert "was set aside" in said["stages.csv", "innovation"]
    rejected = {count.table: count.rejected for count in found.report.tables}
    assert rejected["contributors"] == rows.count("\n")
    assert (rejected["innovations"], rejected["stages"], rejected["adoptions"]) == (1, 1, 1)


@pytest.mark.parametrize(
    "word",
    [
        case(FILES, 22, "empty", ""),
        *(case(FILES, 22, word, word) for word in ("-", "NA", "n/a", "None", "NaN")),
        " - ",
        "null",
    ],
)
def test_a_missing_score_is_missing_and_never_0(word: str, tmp_path: Path) -> None:
    found = loaded(tmp_path, {"evaluations.csv": f"{EVALUATIONS}e1,2026-06-30,ani,3,{word},{word},{word}\n"})
    (evaluation_read,) = [one for one in found.evidence if one.id == "e1"]
    assert found.report.rejected == ()
    assert vars_of(evaluation_read, "score", "steps", "activity", "rater") == [None, None, None, None]


def vars_of(record: object, *names: str) -> list[object]:
    return [getattr(record, name) for name in names]
