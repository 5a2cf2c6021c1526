"""What a person may get wrong in a mapping file, and the sentence that says so."""

from __future__ import annotations

from pathlib import Path

import pytest

from learnperf.errors import InputError
from learnperf.io.folder import load
from learnperf.io.mapping import read_mapping

HEAD = '[[table]]\nfile = "people.csv"\nlearner = "id"\n'


def slips(folder: Path, text: str) -> str:
    path = folder / "learnperf.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_mapping(path)
    assert str(path) in str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[[table]]\nfiel = "people.csv"', "table: unknown key 'fiel' (nearest: file; allowed: file, missing"),
        ('[[table]]\nqqqqqqqqq = "people.csv"', "table: unknown key 'qqqqqqqqq' (allowed: file"),
        ('[[tabel]]\nfile = "people.csv"', "unknown key 'tabel' (nearest: table; allowed: root, table)"),
        ("", "there is no [[table]]"),
        ("table = 3", "table = 3 is not one or more tables: write [[...table]]"),
        ("table = [3]", "table = [3] is not one or more tables"),
        ('[[table]]\nlearner = "id"', "table: file is missing: the name of a file in the folder"),
        ('[[table]]\nfile = 3\nlearner = "id"', "table: file = 3 is not a text"),
        ('[[table]]\nfile = "../people.csv"\nlearner = "id"', "is not a file name: the data lies in one folder"),
        ('[[table]]\nfile = "people.csv"', "table (people.csv): it makes nothing"),
        (HEAD + HEAD, "'people.csv' is mapped 2 times: put everything it makes under one [[table]]"),
        (HEAD + "[root]\nid = 'MOF'", "[root] has nothing below it: no [[table]] says unit"),
        ("root = 3\n" + HEAD + 'unit = "unit"', "root = 3 is not a table"),
        ("[root]\nname = 'The ministry'\n" + HEAD + 'unit = "unit"', "root: id is missing"),
        ("[root]\nid = 'MOF'\nlabel = 'x'\n" + HEAD + 'unit = "unit"', "root: unknown key 'label'"),
        (HEAD + "missing = 'NA'", "missing = 'NA' is not a list of words"),
        (HEAD + "on = 2026-01-01", "on is given and no section has a use for it"),
        (HEAD + "[table.unused]\nid = 'it is an id'", "column 'id' is both used and listed as unused"),
        (HEAD + "[table.unused]\nage = 3", "unused: age = 3 is not a text"),
    ],
)
def test_a_slip_in_what_a_file_is_names_its_place_and_the_allowed(tmp_path: Path, text: str, said: str) -> None:
    assert said in slips(tmp_path, text)


@pytest.mark.parametrize(
    ("origin", "said"),
    [
        ("[[1]]", "unit: path = [1] is not a column, a constant"),
        ("[]", "path = [] is not a list of columns"),
        ("{ path = 'a' }", "unit: path = 'a' is not a list of columns"),
        ("['a', 'b', 'a']", "column 'a' is twice in the path"),
        ("{ path = ['a'], prefix = 'x' }", "unit: unknown key 'prefix' ("),
        ("{ path = ['a'], separator = 3 }", "unit: separator = 3 is not a text"),
        ("''", "unit = '' is not a column, a constant or a table"),
        ("2026-01-01T10:00:00", "is not a column, a constant or a table"),
        ("{ prefix = 'x' }", "unit: say one of column, always and path"),
        ("{ column = 'a', always = 'b' }", "unit: say one of column, always and path"),
        ("{ column = 3 }", "unit: column = 3 is not a text"),
        ("{ column = 'a', prefix = 3 }", "unit: prefix = 3 is not a text"),
        ("{ column = 'a', colour = 'b' }", "unit: unknown key 'colour' (nearest: column; allowed: column, always"),
        ("{ column = 'a', words = 'b' }", "unit: words = 'b' is not a table"),
        ("{ column = 'a', words = { b = [1] } }", "unit, words: b = [1] is not a text, a number"),
        ("{ column = 'a', words = { b = 'c' }, missing = ['b'] }", "unit: 'b' is both translated and missing"),
        ("{ always = '' }", "unit: always = '' is not a text, a number"),
        ("{ always = 'a', prefix = 'b' }", "unit: prefix belongs to a column, and always gives every row the same"),
    ],
)
def test_a_slip_in_where_a_field_comes_from_is_told(tmp_path: Path, origin: str, said: str) -> None:
    assert said in slips(tmp_path, HEAD + f"unit = {origin}")


def test_only_what_is_declared_for_a_whole_table_has_a_name(tmp_path: Path) -> None:
    text = HEAD + "[[table.placements]]\nunit = { column = 'unit', name = 'label' }"
    assert "placements, unit: unknown key 'name'" in slips(tmp_path, text)


@pytest.mark.parametrize(
    ("section", "said"),
    [
        ("[[table.evaluation]]", "unknown key 'evaluation' (nearest: evaluations"),
        ("[[table.evaluations]]\nscroe = 'a'", "unknown key 'scroe' (nearest: score"),
        ("[[table.evaluations]]\nscore = 'a'", "evaluations: on is missing: Day of the evaluation"),
        ("[[table.evaluations]]\nscore = 'a'", "evaluations: level is missing: Kirkpatrick level"),
        ("[[table.evaluations]]\n[[table.evaluations]]", "evaluations 2: level is missing"),
        ("[[table.evaluations]]\non = 2026-01-01\nlevel = 9", "evaluations: level: '9' is not one of"),
        (
            "[[table.evaluations]]\non = 2026-01-01\nlevel = 2\nscale_min = 5\nscale_max = 1",
            "maximum that is not above its minimum",
        ),
        (
            "[[table.evaluations]]\non = 2026-01-01\nlevel = 2\nrater = { column = 'r', words = { boss = 'chef' } }",
            "rater: 'chef' is not one of",
        ),
        ("[[table.placements]]\nunit = 'u'\nsince = 2026-02-01\nuntil = 2026-01-01", "until: '2026-01-01' ends before"),
        ("[[table.placements]]\nunit = 'u'\nshare = 60", "share: '60' is not above 0 and at most 1"),
        (
            "[[table.participations]]\non = 2026-01-01\nactivity = 'a'\nid = 'p'\ntimes = 'n'",
            "times makes several rows and id would give them all one id",
        ),
        ("[[table.participations]]\ntimes = 3", "times = 3 is not a text"),
        ("[[table.placements]]\nunit = 'u'\nwhen = 3", "when = 3 is not a table"),
        ("[[table.placements]]\nunit = 'u'\nwhen = { a = { is = 1 } }", "a: unknown key 'is' (allowed: not, present)"),
        ("[[table.placements]]\nunit = 'u'\nwhen = { a = { } }", "a: say one of not and present"),
        ("[[table.placements]]\nunit = 'u'\nwhen = { a = { present = 1 } }", "present = 1 is not true or false"),
        ("[[table.placements]]\nunit = 'u'\nwhen = { a = [[1]] }", "a = [[1]] is not a list of words"),
        ("[[table.placements]]\nunit = 'u'\nwhen = { a = 2026-01-01T10:00:00 }", "is not a value, a list of values"),
        ("[[table.placements]]\nunit = 'u'\nwhen = { a = { not = { } } }", "not = {} is not a value"),
        ("[[table.ignore]]\nbecause = 'x'", "ignore: when is missing: say which rows are ignored"),
        ("[[table.ignore]]\nwhen = { a = 1 }", "ignore: because is missing: the reason, which the report counts"),
        ("[[table.ignore]]\nif = { a = 1 }", "ignore: unknown key 'if'"),
    ],
)
def test_a_slip_in_a_section_is_told(tmp_path: Path, section: str, said: str) -> None:
    assert said in slips(tmp_path, HEAD + section)


def test_an_innovation_by_nobody_is_refused(tmp_path: Path) -> None:
    text = "[[table]]\nfile = 'ideas.csv'\n[[table.innovations]]\non = 'day'"
    assert "innovations: contributor is missing" in slips(tmp_path, text)


def test_every_slip_is_told_at_once_with_its_number(tmp_path: Path) -> None:
    text = HEAD + "colour = 'red'\n[[table.evaluations]]\nscroe = 'a'\n"
    said = slips(tmp_path, text)
    assert "4 slips in the mapping file" in said
    assert said.count("\n- ") == 4


def test_one_slip_is_one_slip_and_a_long_value_is_shortened(tmp_path: Path) -> None:
    said = slips(tmp_path, HEAD + f"missing = '{'x' * 100}'")
    assert "1 slip in the mapping file" in said
    assert "…" in said
    assert "x" * 80 not in said


def test_a_mapping_file_that_is_not_there_is_an_error_with_its_path(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"cannot read the mapping file .*learnperf\.toml: No such file"):
        read_mapping(tmp_path / "learnperf.toml")


def test_a_mapping_file_that_is_not_toml_is_an_error_with_the_line(tmp_path: Path) -> None:
    assert "is not TOML: " in slips(tmp_path, "[[table]\nfile = 'x'")
    assert "line 1" in slips(tmp_path, "[[table]\nfile = 'x'")


def test_a_mapping_file_that_is_not_utf_8_is_an_error_with_the_byte(tmp_path: Path) -> None:
    path = tmp_path / "learnperf.toml"
    path.write_bytes("# é".encode("latin-1"))
    with pytest.raises(InputError, match="is not UTF-8 at byte 2: save it as UTF-8"):
        read_mapping(path)


def test_a_mapping_file_nested_without_end_is_an_error(tmp_path: Path) -> None:
    assert "nested too deeply" in slips(tmp_path, "table = " + "[" * 100_000)


@pytest.mark.parametrize(
    ("mapping", "said"),
    [
        (HEAD.replace("people", "poeple"), r"has no file 'poeple.csv' \(nearest: 'people.csv'\)"),
        (HEAD.replace("people.csv", "q"), r"has no file 'q'$"),
        (HEAD + "unit = 'untt'", r"people.csv has no such column; it has id, unit, score.*\n- no column 'untt' \(near"),
        (
            HEAD + "[[table.placements]]\nunit = 'DJP-1234'",
            r"written \{ always = 'DJP-1234' \}:\n- no column 'DJP-1234'$",
        ),
        (HEAD + "[[table.ignore]]\nwhen = { left = 1 }\nbecause = 'x'", "no column 'left'"),
        (HEAD + "[table.unused]\nage = 'x'", "no column 'age'"),
    ],
)
def test_a_file_or_column_that_is_not_there_is_an_error_with_the_nearest(
    tmp_path: Path, mapping: str, said: str
) -> None:
    (tmp_path / "people.csv").write_text("id,unit,score\nani,DJP,3\n", encoding="utf-8")
    (tmp_path / "learnperf.toml").write_text(mapping, encoding="utf-8")
    with pytest.raises(InputError, match=said):
        load(tmp_path)


def test_a_column_that_no_line_of_json_has_is_an_error_too(tmp_path: Path) -> None:
    (tmp_path / "people.jsonl").write_text('{"id": "ani"}\n{"id": "budi", "unit": "DJP"}\n', encoding="utf-8")
    (tmp_path / "learnperf.toml").write_text(HEAD.replace("csv", "jsonl") + "unit = 'untt'", encoding="utf-8")
    with pytest.raises(InputError, match=r"people.jsonl has no such column; it has id, unit"):
        load(tmp_path)


@pytest.mark.parametrize("number", ["9" * 5000, "0x" + "f" * 5000])
def test_a_number_beyond_measure_in_a_mapping_file_is_an_error(tmp_path: Path, number: str) -> None:
    with pytest.raises(InputError, match=r"is not TOML|beyond 64 bits"):
        read_mapping_of(tmp_path, f"{HEAD}on = [{number}]")


def test_keys_nested_without_end_are_an_error(tmp_path: Path) -> None:
    assert "more than 200 dots in line 1" in slips(tmp_path, ".".join(["a"] * 2_000) + " = 1")


def read_mapping_of(folder: Path, text: str) -> None:
    (folder / "learnperf.toml").write_text(text, encoding="utf-8")
    read_mapping(folder / "learnperf.toml")
