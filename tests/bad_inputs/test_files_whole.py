"""Files, folders and organizations that cannot be read or trusted at all are errors that say where and what to do."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from learnperf.errors import EvidenceError, InputError, LearnperfError, MissingExtra, OrganizationError, OutputError
from learnperf.io import Loaded, load, save

from .table import Way, case, shows

FILES = Way.FILES

TODAY = date(2026, 11, 24)
SOUND: dict[str, str] = {
    "units.csv": "id,name\nMOF,Ministry\nDJP,Taxes\nDJBC,Customs\n",
    "reporting.csv": "unit,parent\nDJP,MOF\nDJBC,MOF\n",
    "teams.csv": "id\naudit-1\naudit-2\n",
    "learners.csv": "id,name\nani,Ani\nbudi,Budi\n",
}
PLACEMENTS = "learner,unit,since,until,share\n"


def folder_of(path: Path, files: Mapping[str, str | bytes]) -> Path:
    for name, text in {**SOUND, **files}.items():
        (path / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


ERRORS = (
    case(
        FILES,
        1,
        "cycle of units",
        OrganizationError,
        {"reporting.csv": f"{SOUND['reporting.csv']}MOF,DJP\n"},
        r"cycle.*(DJP.*MOF|MOF.*DJP)(.|\n)*reporting.csv row 2.*reporting.csv row 4",
    ),
    case(
        FILES,
        1,
        "cycle on some dates",
        OrganizationError,
        {
            "reporting.csv": "unit,parent,since,until\nDJP,MOF,,\nDJBC,DJP,2025-01-01,2026-01-01\n"
            "DJBC,MOF,,2025-01-01\nDJBC,MOF,2026-01-01,\n",
            "sponsorships.csv": "team,sponsor,since,until\naudit-1,audit-2,,\naudit-2,audit-1,2025-01-01,2026-01-01\n",
        },
        "cycle.*audit-1.*audit-2.*2025-01-01.*2026-01-01.*sponsorships.csv row 2",
    ),
    case(
        FILES,
        3,
        "two roots",
        OrganizationError,
        {"reporting.csv": "unit,parent\nDJP,MOF\n"},
        r"root.*DJBC, MOF.*units.csv row 4, units.csv row 2",
    ),
    case(
        FILES,
        3,
        "two roots",
        OrganizationError,
        {"reporting.csv": "unit,parent\nDJP,MOF\nDJBC,MOFF\n"},
        "DJBC, MOF.*rows set aside: reporting.csv row 3: parent: 'MOFF' is an unknown id",
        note="because of row 4",
    ),
    case(
        FILES,
        6,
        "one id for a learner and a unit",
        OrganizationError,
        {"learners.csv": "id\nDJP\n"},
        r"id DJP.*unit.*learner.*units.csv row 3.*learners.csv row 2",
    ),
    case(
        FILES,
        9,
        "one pair tied twice at once",
        OrganizationError,
        {"placements.csv": f"{PLACEMENTS}ani,DJP,2025-01-01,2026-01-01,\nani,DJP,2025-06-01,2027-01-01,\n"},
        "2025-06-01.*2026-01-01.*placements.csv row 2, placements.csv row 3",
    ),
    case(
        FILES,
        14,
        "open interval and a later one",
        OrganizationError,
        {"placements.csv": f"{PLACEMENTS}ani,DJP,2025-01-01,,\nani,DJP,2025-06-01,2027-01-01,\n"},
        "ani -> DJP.*2025-06-01.*placements.csv row 2, placements.csv row 3",
    ),
    case(
        FILES,
        10,
        "shares over 1 on a day",
        OrganizationError,
        {"placements.csv": f"{PLACEMENTS}ani,DJP,2025-01-01,,0.6\nani,DJBC,2025-06-01,,0.5\n"},
        "ani.*2025-06-01.*1.1.*placements.csv row 2, placements.csv row 3",
    ),
    case(
        FILES,
        35,
        "two corrections of one id",
        EvidenceError,
        {"corrections.csv": "id,on,unit,supersedes\nk0,2026-01-01,DJP,\nk1,2026-01-02,DJP,k0\nk2,2026-01-03,DJP,k0\n"},
        "k0 is superseded twice: by k1 and k2.*corrections.csv row 3, corrections.csv row 4",
    ),
    pytest.param(
        EvidenceError,
        {"corrections.csv": "id,on,unit,supersedes\nk1,2026-01-02,DJP,k2\nk2,2026-01-03,DJP,k1\n"},
        "circle: k[12], k[12] .corrections.csv row [23], corrections.csv row [23]",
        id="35 in a circle",
    ),
    case(
        FILES,
        36,
        "header only",
        OrganizationError,
        {"units.csv": "id\n", "reporting.csv": ""},
        "there is no unit",
        note="no unit",
    ),
    case(
        FILES,
        36,
        "empty file",
        OrganizationError,
        {"units.csv": "", "reporting.csv": ""},
        "there is no unit",
        note="no unit",
    ),
    case(
        FILES,
        37,
        "missing column",
        InputError,
        {"teams.csv": "name\nOne\n"},
        "the column 'id' is missing; it has name .rename.*learnperf.toml",
    ),
    case(
        FILES,
        37,
        "column in other case",
        InputError,
        {"teams.csv": "ID,name\na,One\n"},
        "teams.csv: the column 'ID' must be written 'id'",
    ),
    case(
        FILES,
        37,
        "column in other case",
        InputError,
        {"teams.csv": "id,Name\na,One\n"},
        "'Name' must be written 'name'",
        note="an optional one",
    ),
    case(
        FILES,
        38,
        "column twice",
        InputError,
        {"teams.csv": "id,name,name\na,One,Two\n"},
        "teams.csv: the column 'name' is there twice",
    ),
    case(
        FILES,
        39,
        "unclosed quote",
        InputError,
        {"teams.csv": 'id,"na\na,One\n'},
        "teams.csv: the header in line 1",
        note="in the header",
    ),
    case(
        FILES,
        41,
        "UTF-16",
        InputError,
        {"teams.csv": "id\nté".encode("utf-16")},
        "teams.csv is not UTF-8.*UTF-16: byte 0xff at place 0.*iconv",
    ),
    case(
        FILES,
        41,
        "UTF-16",
        InputError,
        {"teams.csv": "id\nté".encode("utf-16-le")},
        "teams.csv.*UTF-16: byte 0x00 at place 1 .line 1.; convert it.*iconv",
        note="without a mark",
    ),
    case(
        FILES,
        41,
        "Latin-1",
        InputError,
        {"teams.csv": "id\nab\ncdé\n".encode("latin-1")},
        "teams.csv is not UTF-8: byte 0xe9 at place 8 .line 3.; convert it.*iconv -f latin1",
    ),
    case(
        FILES,
        41,
        "Latin-1",
        InputError,
        {"teams.csv": b"\xef\xbb\xbfid\nab\ncd\xe9\n"},
        "byte 0xe9 at place 11 .line 3.",
        note="after a mark",
    ),
    case(
        FILES,
        44,
        "two Unicode forms of one id",
        OrganizationError,
        {"learners.csv": "id\nAndr\u00e9\nAndre\u0301\n"},
        r"Andr\\xe9.*Andre\\u0301.*same text.*learners.csv row 2, learners.csv row 3",
    ),
    case(
        FILES,
        44,
        "two Unicode forms of one id",
        EvidenceError,
        {"publications.csv": "id,on,unit\n\u00e9,2026-01-01,DJP\ne\u0301,2026-01-01,DJP\n"},
        r"same text.*publications.csv row 2, publications.csv row 3",
        note="of records",
    ),
    case(
        FILES,
        44,
        "two Unicode forms of one id",
        EvidenceError,
        {"activities.csv": "id\n\u00e9\ne\u0301\n"},
        r"same text.*activities.csv row 2",
        note="of activities",
    ),
    pytest.param(InputError, {"teams.jsonl": '{"id": "a"}'}, "teams.csv and teams.jsonl: keep one", id="two formats"),
    case(
        FILES,
        50,
        "not Parquet",
        InputError,
        {"teams.csv": "id\n", "competencies.parquet": b"PAR1 no"},
        "cannot read .*competencies.parquet",
    ),
)


@pytest.mark.parametrize(("error", "files", "says"), ERRORS)
def test_what_cannot_be_trusted_whole_is_an_error(
    error: type[LearnperfError], files: dict[str, str | bytes], says: str, tmp_path: Path
) -> None:
    with pytest.raises(error, match=rf"(?s){says}"):
        load(folder_of(tmp_path, files), today=TODAY)


@shows(36, "no files", way=FILES)
def test_a_folder_without_tables_is_an_error_that_names_what_was_expected(tmp_path: Path) -> None:
    with pytest.raises(
        InputError, match=rf"{tmp_path}: it has no table; expected learnperf.toml, or units.csv.*publications"
    ):
        load(tmp_path)


def test_a_folder_without_units_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "teams.csv").write_text("id\n")
    with pytest.raises(InputError, match=r"it has teams.csv but no table of units; expected"):
        load(tmp_path)


def test_a_folder_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"absent: there is no such folder"):
        load(tmp_path / "absent")


def test_a_file_instead_of_a_folder_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "units.csv").write_text("id\nMOF\n")
    with pytest.raises(InputError, match=r"units.csv: Not a directory"):
        load(tmp_path / "units.csv")


@shows(51, "path outside the folder", way=FILES)
def test_a_link_out_of_the_folder_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "secret.csv").write_text("id\nx\n")
    inside = tmp_path / "in"
    inside.mkdir()
    (folder_of(inside, {}) / "positions.csv").symlink_to(tmp_path / "secret.csv")
    with pytest.raises(InputError, match=r"positions.csv: it links to a file outside the folder"):
        load(inside)


def test_a_link_inside_the_folder_is_followed(tmp_path: Path) -> None:
    (folder_of(tmp_path, {"x.data": "id\np\n"}) / "positions.csv").symlink_to(tmp_path / "x.data")
    assert list(load(tmp_path).organization.positions) == ["p"]


@shows(51, "loop of links", way=FILES)
def test_a_loop_of_links_is_an_error(tmp_path: Path) -> None:
    (folder_of(tmp_path, {}) / "positions.csv").symlink_to(tmp_path / "again.csv")
    (tmp_path / "again.csv").symlink_to(tmp_path / "positions.csv")
    with pytest.raises(InputError, match=r"cannot read .*positions.csv: .*(loop|Too many levels)"):
        load(tmp_path)


def test_a_link_to_nothing_is_an_error(tmp_path: Path) -> None:
    (folder_of(tmp_path, {}) / "positions.csv").symlink_to(tmp_path / "gone.csv")
    with pytest.raises(InputError, match=r"cannot read .*positions.csv: No such file"):
        load(tmp_path)


@shows(51, "folder instead of a file", way=FILES)
@pytest.mark.parametrize("name", ["positions.csv", "positions.parquet"])
def test_a_folder_instead_of_a_file_is_an_error(tmp_path: Path, name: str) -> None:
    (folder_of(tmp_path, {}) / name).mkdir()
    with pytest.raises(InputError, match=rf"{name}: it is not a file"):
        load(tmp_path)


@shows(51, "no permission", way=FILES)
def test_a_file_that_may_not_be_read_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder_of(tmp_path, {})
    opened = Path.open

    def refuse(path: Path, mode: str) -> object:
        if path.name == "teams.csv":
            raise PermissionError(13, "Permission denied")
        return opened(path, mode)

    # the super-user may read anything, so the system is stood in for
    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(InputError, match=r"cannot read .*teams.csv: Permission denied"):
        load(tmp_path)


@shows(51, "file that vanishes", way=FILES)
def test_a_file_that_vanishes_while_the_folder_is_read_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder_of(tmp_path, {})
    monkeypatch.setattr(Path, "is_file", lambda path: bool(path.unlink() or True))
    with pytest.raises(InputError, match=r"cannot read .*units.csv: No such file"):
        load(tmp_path)


JSON_LINES = (
    case(FILES, 48, "JSON NaN", '{"id": NaN}', "has NaN, which is not JSON"),
    case(FILES, 48, "JSON Infinity", '{"id": "a", "name": -Infinity}', "has -Infinity, which is not JSON"),
    case(FILES, 48, "duplicate key", '{"id": "a", "id": "b"}', "has the key 'id' twice"),
    case(FILES, 48, "deeply nested value", '{"id": ' + "[" * 100_000 + "]" * 100_000 + "}", "nested too deeply"),
    case(FILES, 48, "very long string", '{"id": "' + "x" * 3_000_000 + '"}', "longer than 1048576 bytes"),
    case(FILES, 48, "not an object", '["id"]', "is not an object"),
    case(FILES, 48, "not an object", "7", "is not an object", note="a number"),
    case(FILES, 49, "broken line", '{"id": "a"', "is not JSON"),
    case(FILES, 49, "broken line", '{"id": "a\u0001"}', "is not JSON", note="a control character"),
    ('{"id": ["a"]}', "is a list, not text"),
    ('{"id": {"a": 1}}', "is an object, not text"),
    ('{"id": true}', "is true or false, not text"),
    ('{"id": null}', "is missing"),
    ('{"name": "a"}', "is missing"),
    ('{"id": "a", "name": "\\ud800"}', "a character that no text has"),
    ('{"id": "a", "name": ["b"]}', "is a list, not text"),
    ('{"id": "a", "Name": "b"}', "is not a column"),
)


@pytest.mark.parametrize(("line", "says"), JSON_LINES)
def test_a_bad_line_of_json_is_set_aside_alone(line: str, says: str, tmp_path: Path) -> None:
    text = f'{{"id": "p1"}}\n\n{line}\n{{"id": 7}}\n{{"id": 1e5, "colour": "red"}}'
    found = load(folder_of(tmp_path, {"positions.jsonl": text}), today=TODAY)
    assert [(one.file, one.row) for one in found.report.rejected] == [("positions.jsonl", 3)]
    assert says in found.report.rejected[0].rule
    assert list(found.organization.positions) == ["p1", "7", "1e5"]
    assert any("'colour' is unknown and was not read (1 rows)" in str(one) for one in found.report.warnings)


@shows(39, "unclosed quote", "quote in the middle", way=FILES)
def test_a_quote_that_is_never_closed_costs_one_row_only(tmp_path: Path) -> None:
    rows = "".join(f"t{place},Team\n" for place in range(200))
    text = f'id,name\nt-a,"a\nb"\nt-b,"open\n{rows}t-c,"c,\nc"\nt-d,"x"y\nt-e,"again\n'
    report = load(folder_of(tmp_path, {"teams.csv": text}), today=TODAY).report
    assert [(one.row, one.rule) for one in report.rejected] == [
        (4, "has a quote that is not closed"),
        (207, "has a quote in the middle of a field"),
        (208, "has a quote that is not closed"),
    ]
    assert next(count for count in report.tables if count.table == "teams").kept == 202


@shows(48, "very long string", way=FILES)
def test_a_line_without_end_costs_one_row_only(tmp_path: Path) -> None:
    long = "x" * 2_500_000
    text = f'id,name\nt1,{long}\nt2,Two\nt3,"{"y" * 600_000}\n{"y" * 600_000}\nt4,"open\n{long}\nt5,"Five"\n'
    report = load(folder_of(tmp_path, {"teams.csv": text}), today=TODAY).report
    assert [one.row for one in report.rejected] == [2, 4, 5, 6, 7]
    assert next(count for count in report.tables if count.table == "teams").kept == 2


def test_a_file_whose_header_never_ends_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"teams.csv: the header in line 1"):
        load(folder_of(tmp_path, {"teams.csv": "i" * 2_000_000}))


def test_a_mapping_is_read_where_there_is_one_and_only_files_of_known_formats(tmp_path: Path) -> None:
    (tmp_path / "learnperf.toml").write_text('[[table]]\nfile = "people.xlsx"\nlearner = "id"\n')
    (tmp_path / "people.xlsx").write_text("id\nani\n")
    with pytest.raises(InputError, match=r"people.xlsx: files end in .csv, .jsonl, .parquet"):
        load(tmp_path)


def test_files_that_look_like_tables_and_are_none_are_named(tmp_path: Path) -> None:
    files = {"evaluation.csv": "id\n", "Notes.xlsx": "x", "readme.md": "x"}
    warnings = list(map(str, load(folder_of(tmp_path, files)).report.warnings))
    assert warnings == [
        "Notes.xlsx: the file was not read, because no table is called so",
        "evaluation.csv: the file was not read, because no table is called so; did you mean evaluations.csv?",
    ]


def sizes(found: Loaded) -> tuple[int, int, int]:
    return len(found.organization.units), len(found.organization.teams), len(found.organization.learners)


@shows(53, "chain of 10,000 units", way=FILES)
def test_a_chain_of_10000_units_is_read(tmp_path: Path) -> None:
    units = "id\n" + "".join(f"u{place}\n" for place in range(10_000))
    reporting = "unit,parent\n" + "".join(f"u{place + 1},u{place}\n" for place in range(9_999))
    found = load(folder_of(tmp_path, {"units.csv": units, "reporting.csv": reporting}))
    assert sizes(found)[0] == 10_000


@shows(54, "very many learners in one team", "one learner in 10,000 teams", way=FILES)
def test_many_learners_of_one_team_and_one_learner_of_many_teams_are_read(tmp_path: Path) -> None:
    many = range(20_000)
    files = {
        "learners.csv": "id\nani\n" + "".join(f"l{place}\n" for place in many),
        "teams.csv": "id\nall\n" + "".join(f"t{place}\n" for place in many),
        "memberships.csv": "learner,team\n" + "".join(f"l{place},all\nani,t{place}\n" for place in many),
    }
    found = load(folder_of(tmp_path, files))
    assert len(found.organization.ties) == 40_002


@shows(55, "60 diamonds in a row", way=FILES)
def test_diamonds_in_a_row_are_read_at_once(tmp_path: Path) -> None:
    units, reporting = ["d0"], []
    for place in range(60):
        units += [f"a{place}", f"b{place}", f"d{place + 1}"]
        reporting += [f"a{place},d{place}", f"b{place},d{place}", f"d{place + 1},a{place}", f"d{place + 1},b{place}"]
    files = {"units.csv": "\n".join(["id", *units]), "reporting.csv": "\n".join(["unit,parent", *reporting])}
    assert sizes(load(folder_of(tmp_path, files)))[0] == 181


@shows(56, "one node and nobody", way=FILES)
def test_one_unit_is_an_organization(tmp_path: Path) -> None:
    (tmp_path / "units.csv").write_text("id\nMOF\n")
    assert sizes(load(tmp_path)) == (1, 0, 0)


def test_very_many_unknown_ids_cost_no_more_than_known_ones(tmp_path: Path) -> None:
    learners = "id\n" + "".join(f"l{place}\n" for place in range(20_000))
    memberships = "learner,team\n" + "".join(f"x{place},audit-1\n" for place in range(20_000))
    report = load(folder_of(tmp_path, {"learners.csv": learners, "memberships.csv": memberships})).report
    assert report.rejected_count == 20_000


def test_very_many_problems_of_the_whole_are_told_at_once(tmp_path: Path) -> None:
    learners = "id\n" + "".join(f"l{place}\n" for place in range(3_000))
    twice = "".join(f"l{place},DJP,2025-01-01\nl{place},DJP,2026-01-01\n" for place in range(3_000))
    placements = f"learner,unit,since\n{twice}"
    with pytest.raises(OrganizationError, match=r"3000 problems.*\n.*csv row 2, placements.csv row 3") as found:
        load(folder_of(tmp_path, {"learners.csv": learners, "placements.csv": placements}))
    assert len(found.value.problems) == 3_000


@pytest.fixture
def saved(tmp_path: Path) -> tuple[Loaded, Path]:
    (tmp_path / "in").mkdir()
    (tmp_path / "out").mkdir()
    loaded = load(folder_of(tmp_path / "in", {}))
    save(loaded.organization, loaded.evidence, tmp_path / "out")
    return loaded, tmp_path / "out"


def test_a_target_that_is_a_file_is_an_error(saved: tuple[Loaded, Path]) -> None:
    loaded, out = saved
    with pytest.raises(OutputError, match=r"units.csv: File exists"):
        save(loaded.organization, loaded.evidence, out / "units.csv")


@shows(62, "target is a folder", way=FILES)
def test_a_table_that_is_a_folder_is_an_error(saved: tuple[Loaded, Path]) -> None:
    loaded, out = saved
    (out / "units.csv").unlink()
    (out / "units.csv").mkdir()
    with pytest.raises(OutputError, match=r"cannot write .*units.csv"):
        save(loaded.organization, loaded.evidence, out)


def test_tables_of_another_format_are_not_written_beside(saved: tuple[Loaded, Path]) -> None:
    loaded, out = saved
    with pytest.raises(OutputError, match=r"has units.csv, beside which the tables could not be read"):
        save(loaded.organization, loaded.evidence, out, format="jsonl")


@pytest.mark.parametrize("interruption", [KeyboardInterrupt, MemoryError])
def test_an_interruption_leaves_every_file_whole(
    saved: tuple[Loaded, Path], interruption: type[BaseException], monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded, out = saved
    before = {path.name: path.read_bytes() for path in out.iterdir()}

    def stop(_: int) -> None:
        raise interruption

    monkeypatch.setattr(os, "fsync", stop)
    with pytest.raises(interruption):
        save(loaded.organization, loaded.evidence, out)
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before


def test_parquet_without_pyarrow_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "units.parquet").write_bytes(b"PAR1")
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(MissingExtra, match=r"learnperf\[files\]"):
        load(tmp_path)
