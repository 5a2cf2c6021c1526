"""What the rows of a wide table become, case by case."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from learnperf.io.assemble import assemble
from learnperf.io.folder import load
from learnperf.io.loaded import Loaded
from learnperf.io.mapping import mapped_rows, read_mapping
from learnperf.io.rows import RawRow
from learnperf.io.sheet import Sheet
from learnperf.model.evidence import CareerMove, Evaluation, Innovation, Participation
from learnperf.model.nodes import Learner, Team, Unit
from learnperf.model.ties import Membership, Placement, Reporting, Sponsorship
from learnperf.model.vocabulary import Level, MoveMark, Rater

Load = Callable[..., Loaded]
ROOT = '[root]\nid = "MOF"\nname = "Ministry"\n'
HEAD = '[[table]]\nfile = "people.csv"\nlearner = "id"\n'


@pytest.fixture
def loaded(tmp_path: Path) -> Load:
    def from_texts(mapping: str, people: str, **others: str) -> Loaded:
        for name, text in {"people": people, **others}.items():
            (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
        (tmp_path / "learnperf.toml").write_text(mapping, encoding="utf-8")
        return load(tmp_path, today=date(2030, 1, 1))

    return from_texts


def counts(found: Loaded) -> dict[tuple[str, str | None], tuple[int, int, int]]:
    return {(one.table, one.file): (one.read, one.kept, one.rejected) for one in found.report.tables}


def reasons(found: Loaded) -> list[tuple[int, str, str, str, str]]:
    return [(one.row, one.table, one.field, one.value, one.rule) for one in found.report.rejected]


def test_each_level_of_a_path_is_a_unit_with_an_id_of_its_own_and_its_own_name(loaded: Load) -> None:
    found = loaded(
        ROOT + HEAD + 'unit = ["department", "region"]\n[[table.placements]]',
        "id,department,region\nani,Operations,region_7\nbudi,HR,region_7\ncici,HR,\n",
    )
    assert dict(found.organization.units) == {
        "MOF": Unit("MOF", "Ministry"),
        "Operations": Unit("Operations"),
        "Operations / region_7": Unit("Operations / region_7", "region_7"),
        "HR": Unit("HR"),
        "HR / region_7": Unit("HR / region_7", "region_7"),
    }
    assert set(found.organization.ties) == {
        Reporting("Operations", "MOF"),
        Reporting("Operations / region_7", "Operations"),
        Reporting("HR", "MOF"),
        Reporting("HR / region_7", "HR"),
        Placement("ani", "Operations / region_7"),
        Placement("budi", "HR / region_7"),
        Placement("cici", "HR"),
    }
    assert counts(found) == {
        ("units", "learnperf.toml"): (1, 1, 0),
        ("learners", "people.csv"): (3, 3, 0),
        ("units", "people.csv"): (4, 4, 0),
        ("reporting", "people.csv"): (4, 4, 0),
        ("placements", "people.csv"): (3, 3, 0),
    }


def test_a_path_may_begin_with_the_root_itself_given_as_a_constant(loaded: Load) -> None:
    found = loaded(HEAD + 'unit = [{ always = "MOF" }, "department"]', "id,department\nani,DJP\n")
    assert set(found.organization.units) == {"MOF", "MOF / DJP"}
    assert found.organization.ties == (Reporting("MOF / DJP", "MOF"),)


def test_levels_of_a_path_have_prefixes_translations_and_names(loaded: Load) -> None:
    unit = """
        [table.unit]
        separator = " > "
        path = [
            { column = "dep", prefix = "dep-", name = "dep_name" },
            { column = "reg", words = { 7 = "West" }, name = "reg_name" },
        ]
    """
    found = loaded(ROOT + HEAD + unit, "id,dep,dep_name,reg,reg_name\nani,1,Operations,7,\nbudi,2,NA,8,East\n")
    assert {key: unit.name for key, unit in found.organization.units.items()} == {
        "MOF": "Ministry",
        "dep-1": "Operations",
        "dep-1 > West": "West",
        "dep-2": "2",
        "dep-2 > 8": "East",
    }


def test_a_gap_in_a_path_sets_aside_the_unit_and_all_that_needs_it_and_nothing_else(loaded: Load) -> None:
    found = loaded(
        ROOT + HEAD + 'unit = ["dep", "reg"]\non = 2026-01-01\n[[table.placements]]\n'
        '[[table.evaluations]]\nlevel = 4\nscore = "score"\n',
        "id,dep,reg,score\nani,,7,4\nbudi,,7,3\ncici,HR,7,2\n",
    )
    rule = "has nothing in dep and something below it"
    assert reasons(found) == [
        (2, "units", "dep / reg", "", rule),
        (2, "placements", "dep / reg", "", rule),
        (3, "units", "dep / reg", "", rule),
        (3, "placements", "dep / reg", "", rule),
    ]
    assert len(found.evidence) == 3
    assert counts(found)["units", "people.csv"] == (4, 2, 2)


def test_a_row_without_any_unit_is_in_none(loaded: Load) -> None:
    found = loaded(ROOT + HEAD + 'unit = ["dep"]\n[[table.placements]]', "id,dep\nani,\nbudi,DJP\n")
    assert reasons(found) == [(2, "placements", "dep", "", "is missing")]
    assert set(found.organization.learners) == {"ani", "budi"}


def test_two_paths_that_make_one_id_are_told_apart_or_set_aside(loaded: Load) -> None:
    people = "id,a,b\nani,x / y,\nbudi,x,y\n"
    found = loaded(ROOT + HEAD + 'unit = ["a", "b"]\n[[table.placements]]', people)
    rule = "is the id of two different paths of units"
    assert reasons(found) == [
        (3, "units", "a / b", "x / y", rule),
        (3, "placements", "a / b", "x / y", rule),
    ]
    found = loaded(ROOT + HEAD + 'unit = { path = ["a", "b"], separator = " > " }', people)
    assert set(found.organization.units) == {"MOF", "x / y", "x", "x > y"}


def test_a_row_without_a_sound_learner_is_set_aside_whole(loaded: Load) -> None:
    found = loaded(
        ROOT + HEAD + 'unit = "dep"\n[[table.placements]]\n[[table.career_moves]]\non = 2026-01-01\nmarks = "moved"\n',
        "id,dep,moved\n,DJP,promotion\n budi,DJP,promotion\ncici,DJP,promosi\n",
    )
    assert reasons(found) == [
        (2, "learners", "id", "", "is empty"),
        (3, "learners", "id", " budi", "starts or ends with a space"),
    ]
    assert counts(found)["learners", "people.csv"] == (3, 1, 2)
    assert counts(found)["career_moves", "people.csv"] == (1, 1, 0)


def test_a_bad_cell_sets_aside_the_one_row_it_makes_under_its_own_column(loaded: Load) -> None:
    found = loaded(
        ROOT + HEAD + 'unit = "dep"\non = "day"\n[[table.placements]]\nshare = "fte"\n'
        '[[table.evaluations]]\nlevel = 2\nscale = { always = "percent" }\nscore = "points"\n',
        "id,dep,day,fte,points\nani,DJP,2026-01-01,60%,101\nbudi,DJP,yesterday,0.5,99\n",
    )
    assert [(row, table, field) for row, table, field, *_ in reasons(found)] == [
        (2, "placements", "fte"),
        (2, "evaluations", "points"),
        (3, "evaluations", "day"),
    ]
    assert found.report.read == found.report.kept + found.report.rejected_count


def test_a_prefix_keeps_teams_and_units_of_one_name_apart(loaded: Load) -> None:
    found = loaded(
        ROOT + HEAD + 'unit = "unit"\nteam = { column = "team", prefix = "team:" }\n'
        "[[table.memberships]]\n[[table.sponsorships]]\nsponsor = 'unit'\n",
        "id,unit,team\nani,audit,audit\nbudi,audit,\ncici,audit, x\n",
    )
    assert dict(found.organization.teams) == {"team:audit": Team("team:audit", "audit")}
    assert {type(tie) for tie in found.organization.ties} == {Reporting, Membership, Sponsorship}
    assert sorted(reasons(found)) == [
        (3, "memberships", "team", "", "is missing"),
        (3, "sponsorships", "team", "", "is missing"),
        (4, "memberships", "team", " x", "starts or ends with a space"),
        (4, "sponsorships", "team", " x", "starts or ends with a space"),
        (4, "teams", "team", " x", "starts or ends with a space"),
    ]


def test_names_come_from_a_column_and_a_bare_mention_gives_way_to_them(loaded: Load) -> None:
    found = loaded(
        '[[table]]\nfile = "teams.csv"\nlearner = "person"\n'
        '[[table]]\nfile = "units.csv"\n[[table.units]]\nid = "unit"\nname = "label"\n'
        + HEAD.replace('"id"', '{ column = "id", name = "name" }')
        + 'unit = "unit"\n',
        "id,name,unit\nani,Ani,MOF\nbudi,,MOF\nani,Ani,MOF\n",
        teams="person\nani\ncici\n",
        units="unit,label\nMOF,Ministry\nMOF,Ministry\n",
    )
    assert dict(found.organization.learners) == {
        "ani": Learner("ani", "Ani"),
        "budi": Learner("budi"),
        "cici": Learner("cici"),
    }
    assert dict(found.organization.units) == {"MOF": Unit("MOF", "Ministry")}
    assert found.report.rejected == ()
    assert found.report.duplicates == 0


def test_a_missing_score_is_a_missing_evaluation_and_never_zero(loaded: Load) -> None:
    found = loaded(
        ROOT + HEAD + 'unit = "u"\non = 2026-01-01\nmissing = ["belum", 0]\n'
        '[[table.evaluations]]\nlevel = { always = "perilaku" }\nscore = "score"\n'
        'rater = { column = "by", words = { boss = "supervisor", 0 = "self" } }\n',
        "id,u,score,by\nani,U,belum,boss\nbudi,U,,0\ncici,U,NA,peer\ndodi,U,0,belum\nemi,U,4,boss\n",
    )
    found_by = {one.learner: (one.score, one.rater) for one in found.evidence.of_kind(Evaluation)}
    assert found_by == {
        "ani": (None, Rater.SUPERVISOR),
        "budi": (None, Rater.SELF),
        "cici": (None, Rater.PEER),
        "dodi": (None, None),
        "emi": (Fraction(4), Rater.SUPERVISOR),
    }
    assert {one.level for one in found.evidence.of_kind(Evaluation)} == {Level.BEHAVIOUR}


def test_conditions_choose_the_rows_a_section_makes(loaded: Load) -> None:
    move = "[[table.career_moves]]\non = 2026-01-01\nmarks = { always = 'promotion' }\nwhen = "
    people = "id,up,left\nani,1,\nbudi,0,2025\ncici,2,-\n"

    def who(condition: str) -> set[str]:
        found = loaded("[root]\nid='MOF'\n" + HEAD + "unit = { always = 'DJP' }\n" + move + condition, people)
        assert all(one.marks == {MoveMark.PROMOTION} for one in found.evidence.of_kind(CareerMove))
        return {one.learner for one in found.evidence.of_kind(CareerMove)}

    assert who("{ up = 1 }") == {"ani"}
    assert who("{ up = [1, '2'] }") == {"ani", "cici"}
    assert who("{ up = { not = 0 } }") == {"ani", "cici"}
    assert who("{ up = { not = [0, 1] } }") == {"cici"}
    assert who("{ left = { present = true } }") == {"budi"}
    assert who("{ left = { present = false }, up = 1 }") == {"ani"}


def test_a_number_says_how_many_participations_there_were(loaded: Load) -> None:
    found = loaded(
        ROOT + HEAD + "unit = 'u'\non = 2026-01-01\n[[table.activities]]\nid = { always = 'any' }\n"
        "[[table.participations]]\nactivity = { always = 'any' }\ntimes = 'n'\n",
        "id,u,n\nani,U,3\nbudi,U,\ncici,U,0\ndodi,U,many\nemi,U,-1\nfani,U,1000000000\n",
    )
    taken = found.evidence.of_kind(Participation)
    assert [one.id for one in taken] == [f"people.csv:2:participations#{time}" for time in (1, 2, 3)]
    assert [(row, field, value) for row, _, field, value, _ in reasons(found)] == [
        (5, "n", "many"),
        (6, "n", "-1"),
        (7, "n", "1000000000"),
    ]
    assert counts(found)["activities", "people.csv"] == (1, 1, 0)


def test_the_same_wide_row_twice_counts_once_and_two_like_rows_count_twice(loaded: Load) -> None:
    found = loaded(
        ROOT + HEAD + "unit = 'u'\non = 2026-01-01\n[[table.placements]]\n[[table.innovations]]\n"
        "[[table.evaluations]]\nlevel = 3\nscore = 's'\n",
        "id,u,s,by\nani,U,4,peer 1\nani,U,4,peer 1\nani,U,4,peer 2\n",
    )
    assert [one.id for one in found.evidence.of_kind(Evaluation)] == [
        "people.csv:2:evaluations",
        "people.csv:4:evaluations",
    ]
    assert found.report.rejected == ()
    assert len(found.evidence.of_kind(Innovation)) == 2


def test_an_innovation_is_by_the_learner_unless_the_mapping_says_by_whom(loaded: Load) -> None:
    idea = "[[table.innovations]]\non = 2026-01-01\nwhen = { idea = 1 }\n"
    people = "id,u,idea,team\nani,U,1,T\nbudi,U,0,\ncici,U,1,\n"
    head = ROOT + HEAD + "unit = 'u'\nteam = 'team'\n"

    def by(section: str) -> list[set[str]]:
        return [set(one.contributors) for one in loaded(head + section, people).evidence.of_kind(Innovation)]

    assert by(idea) == [{"ani"}, {"cici"}]
    assert by(idea + "contributor = 'u'\n") == [{"U"}, {"U"}]
    assert by(idea + "contributor = 'team'\n") == [{"T"}]


def test_contributors_may_have_a_section_of_their_own(loaded: Load) -> None:
    found = loaded(
        ROOT + HEAD + "unit = 'u'\n[[table.innovations]]\nid = 'idea'\non = 'day'\n"
        "[[table.contributors]]\ninnovation = 'idea'\nnode = 'id'\ncredit = 'part'\n",
        "id,u,idea,day,part\nani,U,i1,2026-01-01,0.25\nbudi,U,i1,2026-01-01,0.75\n",
    )
    (innovation,) = found.evidence.of_kind(Innovation)
    assert dict(innovation.contributors) == {"ani": 250_000, "budi": 750_000}


def test_rows_ignored_on_purpose_are_counted_with_their_reason(loaded: Load) -> None:
    found = loaded(
        ROOT + HEAD + "unit = 'u'\n[[table.ignore]]\nwhen = { left = { present = true } }\nbecause = 'they left'\n",
        "id,u,left\nani,U,\nbudi,U,2025\ncici,U,2024\n",
    )
    assert set(found.organization.learners) == {"ani"}
    assert "people.csv: 2 of 3 rows ignored: they left" in map(str, found.report.warnings)


def test_columns_nobody_reads_and_sections_that_make_nothing_are_warned_about(loaded: Load) -> None:
    found = loaded(
        ROOT + HEAD + "unit = 'u'\non = 2026-01-01\n[table.unused]\nage = 'of no use'\n"
        "[[table.career_moves]]\nwhen = { up = 'yes', n = { present = true } }\nmarks = { always = 'promotion' }\n"
        "[[table.career_moves]]\nwhen = { up = { not = [0, 1] } }\nmarks = { always = 'transfer' }\n"
        "[[table.participations]]\nwhen = { n = { present = false } }\ntimes = 'n'\nactivity = 'a'\n"
        "[[table.activities]]\nid = 'id'\n",
        "id,u,age,up,n,a,shoe\nani,U,3,1,0,x,42\n",
    )
    assert [str(one) for one in found.report.warnings] == [
        "people.csv: participations made nothing: no row has nothing in n and more than 0 in n",
        "people.csv: career_moves made nothing: no row has up = 'yes' and something in n",
        "people.csv: career_moves 2 made nothing: no row has up other than '0' or '1'",
        "people.csv: columns not read: shoe (list what you leave out on purpose under [table.unused])",
    ]


def test_an_activity_or_position_that_is_not_known_is_none(loaded: Load) -> None:
    found = loaded(
        ROOT + HEAD + "unit = 'u'\non = 2026-01-01\nactivity = 'a'\nposition = { column = 'p', name = 'title' }\n"
        "[[table.placements]]\n[[table.evaluations]]\nlevel = 1\nscore = 's'\n",
        "id,u,a,p,title,s\nani,U,c7,auditor,Auditor,4\nbudi,U,-,NA,,5\n",
    )
    assert set(found.evidence.activities) == {"c7"}
    assert {one.activity for one in found.evidence.of_kind(Evaluation)} == {"c7", None}
    assert {key: one.name for key, one in found.organization.positions.items()} == {"auditor": "Auditor"}
    assert {tie.position for tie in found.organization.ties if isinstance(tie, Placement)} == {"auditor", None}


def test_text_that_a_spreadsheet_would_take_for_a_formula_stays_text(loaded: Load) -> None:
    found = loaded(
        ROOT + HEAD.replace('"id"', '{ column = "id", name = "name" }') + 'unit = ["u", "v"]\n[[table.placements]]',
        "id,name,u,v\n'=ani,'=Ani,'=U,'NA\nnan,budi,NA,\n",
    )
    assert dict(found.organization.learners) == {"=ani": Learner("=ani", "=Ani"), "nan": Learner("nan", "budi")}
    assert set(found.organization.units) == {"MOF", "=U", "=U / NA", "NA"}
    assert found.report.rejected == ()


def test_a_row_that_cannot_be_split_is_counted_once(loaded: Load) -> None:
    found = loaded(ROOT + HEAD + "unit = 'u'\n[[table.placements]]", "id,u\nani,U\nbudi\n")
    assert reasons(found) == [(3, "learners", "", "budi", "has 1 fields where the header has 2")]
    assert counts(found)["learners", "people.csv"] == (2, 1, 1)


def test_lines_of_json_are_wide_rows_too(tmp_path: Path) -> None:
    lines = '{"id": 7, "u": "U", "up": true}\n{"id": "8", "u": "U", "tags": ["a", "b"]}\n'
    (tmp_path / "people.jsonl").write_text(lines, encoding="utf-8")
    (tmp_path / "learnperf.toml").write_text(
        ROOT + HEAD.replace("csv", "jsonl") + "unit = 'u'\n[[table.placements]]\n[[table.career_moves]]\n"
        "on = 2026-01-01\nwhen = { up = true }\nmarks = { always = 'promotion' }\n[table.unused]\ntags = 'free text'\n",
        encoding="utf-8",
    )
    found = load(tmp_path, today=date(2030, 1, 1))
    assert set(found.organization.learners) == {"7", "8"}
    assert [one.learner for one in found.evidence.of_kind(CareerMove)] == ["7"]
    assert found.report.warnings == ()


def test_a_file_without_rows_makes_nothing_and_needs_no_columns(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text("", encoding="utf-8")
    mapping = ROOT + HEAD + "unit = 'u'\n[[table.placements]]"
    (tmp_path / "learnperf.toml").write_text(mapping, encoding="utf-8")
    found = load(tmp_path)
    assert counts(found)["placements", "people.csv"] == (0, 0, 0)
    assert set(found.organization.units) == {"MOF"}
    assert found.report.warnings == ()


def test_native_tables_beside_the_wide_ones_are_read_and_a_bare_mention_gives_way_to_them(loaded: Load) -> None:
    found = loaded(
        ROOT + HEAD + "unit = 'u'\n[[table.placements]]",
        "id,u\nani,U\nbudi,U\n",
        learners="id,name\nani,Ani\n",
        corrections="id,on,unit\nk1,2026-01-01,U\n",
        stray="id\n1\n",
    )
    assert dict(found.organization.learners) == {"ani": Learner("ani", "Ani"), "budi": Learner("budi")}
    assert set(found.evidence.records) == {"k1"}
    assert [one.file for one in found.report.warnings] == ["stray.csv"]
    assert found.report.rejected == ()


def test_the_mapping_may_lie_elsewhere_than_the_data(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "people.csv").write_text("id,u\nani,U\n", encoding="utf-8")
    (tmp_path / "ours.toml").write_text(ROOT + HEAD + "unit = 'u'", encoding="utf-8")
    found = load(tmp_path / "data", mapping=tmp_path / "ours.toml")
    assert set(found.organization.units) == {"MOF", "U"}


def test_a_bad_text_does_not_become_a_sound_id_by_its_prefix(loaded: Load) -> None:
    found = loaded(
        ROOT + HEAD + "unit = [{ column = 'u', prefix = 'u-' }]\n[[table.memberships]]\n"
        "team = { column = 't', prefix = 't-' }\n",
        "id,u,t\nani, U,\nbudi,U, T\n",
    )
    assert sorted(reasons(found)) == [
        (2, "memberships", "t", "", "is missing"),
        (2, "units", "u", " U", "starts or ends with a space"),
        (3, "memberships", "t", " T", "starts or ends with a space"),
    ]


def test_a_scale_of_which_a_column_says_a_part_is_left_to_the_rows(loaded: Load) -> None:
    found = loaded(
        ROOT + HEAD + "unit = 'u'\n[[table.evaluations]]\non = 2026-01-01\nlevel = 2\nscore = 's'\n"
        "scale_min = 'least'\nscale_max = 0\n",
        "id,u,s,least\nani,U,-3,-10\n",
    )
    assert [one.steps for one in found.evidence.of_kind(Evaluation)] == [7]


def test_a_thing_said_a_little_otherwise_is_not_taken_for_the_same(loaded: Load) -> None:
    found = loaded(HEAD + "[[table.units]]\nid = 'u'\n", "id,u\nani,MOF\nbudi,MOF\ncici, MOF\n")
    assert reasons(found) == [(4, "units", "u", " MOF", "starts or ends with a space")]
    assert counts(found)["units", "people.csv"] == (2, 1, 1)


def test_a_cell_of_lists_in_lists_costs_its_row_and_no_more(tmp_path: Path) -> None:
    deep: list[object] = []
    for _ in range(100_000):
        deep = [deep]
    cells: list[dict[str, object]] = [{"id": "ani", "x": 1}, {"id": "budi", "x": deep}]
    rows = [RawRow("learners", "people.jsonl", line, one) for line, one in enumerate(cells, start=1)]
    (tmp_path / "people.jsonl").touch()
    mapping = HEAD.replace("csv", "jsonl") + "unit = { always = 'MOF' }\n[[table.career_moves]]\non = 2026-01-01\n"
    (tmp_path / "learnperf.toml").write_text(mapping + "marks = { always = 'promotion' }", encoding="utf-8")
    stream = mapped_rows(tmp_path, read_mapping(tmp_path / "learnperf.toml"), lambda _: Sheet(None, iter(rows)))
    found = assemble(stream, today=date(2030, 1, 1))
    assert [one.learner for one in found.evidence.of_kind(CareerMove)] == ["ani"]
    assert reasons(found) == [(2, "learners", "", "", "is nested too deeply")]


def test_the_report_says_which_tables_a_wide_file_became(loaded: Load) -> None:
    found = loaded(ROOT + HEAD + "unit = 'u'", "id,u\nani,U\nbudi,U\n")
    assert str(found.report).splitlines() == [
        "learnperf.toml -> units: 1 read = 1 kept + 0 rejected",
        "people.csv -> learners: 2 read = 2 kept + 0 rejected",
        "people.csv -> units: 1 read = 1 kept + 0 rejected",
        "people.csv -> reporting: 1 read = 1 kept + 0 rejected",
        "total: 5 read = 5 kept + 0 rejected",
    ]
