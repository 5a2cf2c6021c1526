"""Bad inputs in rows that a program gives, and what a rollup makes of them; good rows are kept, and counts add up."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

import learnperf as lp
from learnperf.io import Loaded, load, read_tables, save
from learnperf.report import write_report

from .table import Way, case, shows

API, FILES = Way.API, Way.FILES
TODAY = date(2026, 11, 24)
DAY = date(2026, 6, 30)
Rows = list[Mapping[str, object]]
SOUND: dict[str, Rows] = {
    "units": [{"id": "MOF"}, {"id": "DJP"}],
    "reporting": [{"unit": "DJP", "parent": "MOF"}],
    "teams": [{"id": "audit-1"}],
    "learners": [{"id": "ani"}, {"id": "budi"}],
    "placements": [{"learner": "ani", "unit": "DJP"}],
}


def given(**more: Rows) -> Loaded:
    found = read_tables({**SOUND, **more}, today=TODAY)
    assert all(count.read == count.kept + count.rejected for count in found.report.tables)
    return found


def nested(depth: int) -> list[object]:
    value: list[object] = []
    for _ in range(depth):
        value = [value]
    return value


@pytest.mark.parametrize(
    ("row", "field", "says"),
    [
        case(API, 37, "missing column", {"name": "One"}, "id", "is missing"),
        case(API, 37, "column in other case", {"id": "a", "Name": "One"}, "Name", "is not a column.*write name"),
        case(API, 48, "deeply nested value", {"id": nested(100_000)}, "id", "is a list, not text"),
        case(API, 48, "deeply nested value", {"id": "a", "name": nested(100_000)}, "name", "is a list", note="a name"),
        case(API, 48, "not an object", nested(100_000), "", "is not a mapping of columns to values"),
        case(API, 57, "10^300", {"id": 10**5_000}, "id", "int of very many digits is too long", note="an id"),
        case(
            API, 57, "10^300", {"id": "a", "name": 10**5_000}, "name", "of very many digits is too long", note="a name"
        ),
        case(API, 57, "10^300", {"id": "a", "since": 10**5_000}, "since", "is too long", note="a day"),
    ],
)
def test_a_bad_row_is_set_aside_alone(row: Mapping[str, object], field: str, says: str) -> None:
    report = given(units=[*SOUND["units"], row]).report
    (reason,) = report.rejected
    assert (reason.row, reason.field) == (3, field)
    assert re.search(says, f"{reason.value} {reason.rule} ({reason.hint})")
    assert len(str(reason)) < 1_000


def test_a_decimal_that_signals_is_missing_like_any_other_nan() -> None:
    found = given(
        evaluations=[{"id": "e1", "on": DAY, "learner": "ani", "level": 3, "score": Decimal("sNaN")}],
        learners=[{"id": Decimal("sNaN")}, *SOUND["learners"]],
    )
    assert [(one.table, one.row, one.rule) for one in found.report.rejected] == [("learners", 1, "is missing")]
    assert found.evidence.of_kind(lp.Evaluation)[0].score is None


@pytest.mark.parametrize("share", ["NaN", "nan"])
@shows(11, "share NaN", way=API)
def test_a_share_written_as_nan_is_no_share_left_out(share: str) -> None:
    found = given(memberships=[{"learner": "ani", "team": "audit-1", "share": share}])
    assert [(one.field, one.hint) for one in found.report.rejected] == [("share", "leave it empty if it is missing")]


@shows(37, "unknown column", "columns in another order", way=API)
def test_an_unknown_column_is_told_and_the_order_is_free() -> None:
    found = given(teams=[{"name": "One", "colour": "red", "id": "audit-1"}])
    assert found.organization.teams["audit-1"].name == "One"
    assert [str(one) for one in found.report.warnings] == [
        "teams: the column 'colour' is unknown and was not read (1 rows)"
    ]


@shows(19, "date in the future", way=API)
def test_dates_in_the_future_are_kept_with_a_warning_that_counts_them() -> None:
    found = given(
        publications=[{"id": "n1", "on": "2026-11-25", "unit": "DJP"}, {"id": "n2", "on": DAY, "unit": "DJP"}]
    )
    assert len(found.evidence) == 2
    assert [str(one) for one in found.report.warnings] == ["publications: 1 rows are dated after today, 2026-11-24"]


@pytest.mark.parametrize("text", [case(API, 18, "2024-02-30", "2024-02-30"), case(API, 18, "2026-11", "2026-11")])
def test_a_text_is_no_date_to_a_record_and_an_impossible_one_none_to_rows(text: str) -> None:
    with pytest.raises(lp.InvalidValue, match="is not a date"):
        lp.Publication("n", on=text, unit="DJP")  # type: ignore[arg-type]  # the point of the test
    (reason,) = given(publications=[{"id": "n1", "on": text, "unit": "DJP"}]).report.rejected
    assert (reason.field, reason.value) == ("on", text)
    assert reason.hint


@shows(45, "007 and 7", "1e5", "TRUE", way=API)
def test_ids_are_kept_as_text_exactly() -> None:
    ids = ["007", "7", "1e5", "TRUE"]
    assert list(given(teams=[{"id": one} for one in ids]).organization.teams) == ids


FORMULAS = ("=1+1", "+1", "-1", "@sum")


@shows(46, "= + - @ at the start", way=API)
@shows(46, "= + - @ at the start", way=FILES)
def test_text_that_a_spreadsheet_would_run_is_kept_and_escaped_when_written(tmp_path: Path) -> None:
    found = given(teams=[{"id": f"t{place}", "name": text} for place, text in enumerate(FORMULAS)])
    assert [team.name for team in found.organization.teams.values()] == list(FORMULAS)
    save(found.organization, found.evidence, tmp_path)
    lines = (tmp_path / "teams.csv").read_text(encoding="utf-8").splitlines()[1:]
    assert [line.split(",")[1] for line in lines] == [f"'{text}" for text in FORMULAS]
    assert load(tmp_path).organization.teams == found.organization.teams


@shows(47, "script in a name", way=API)
@shows(47, "script in a name", way=FILES)
def test_a_script_in_a_name_is_text_in_the_report(tmp_path: Path) -> None:
    script = "<script>alert(1)</script>"
    found = given(units=[{"id": "MOF", "name": script}, {"id": "DJP", "name": f"</script>{script}"}])
    save(found.organization, found.evidence, tmp_path / "data")
    page = tmp_path / "page.html"
    loaded = load(tmp_path / "data")
    write_report(lp.rollup(loaded.organization, loaded.evidence, lp.catalogue("roster")), page)
    text = page.read_text(encoding="utf-8")
    assert script not in text
    assert "alert(1)" in text


@shows(36, "nothing given", way=API)
@shows(36, "nothing given", way=FILES)
def test_of_nothing_readings_are_missing(tmp_path: Path) -> None:
    nothing = given()
    save(nothing.organization, nothing.evidence, tmp_path)
    for found in (nothing, load(tmp_path)):
        reading = lp.rollup(found.organization, found.evidence, lp.catalogue("kirkpatrick.behaviour"))[
            "MOF", "kirkpatrick.behaviour"
        ]
        assert (reading.value, reading.n) == (None, 0)
        assert reading.missing is not None


def evaluations(*lines: tuple[str, str, str, int]) -> Rows:
    """Give tests after one activity: id, learner, phase and score."""
    names = ("id", "learner", "phase", "score")
    return [{**dict(zip(names, line, strict=True)), "on": DAY, "level": 2, "activity": "c7"} for line in lines]


@shows(27, "post without pre", "pre without post", way=API)
@shows(27, "post without pre", "pre without post", way=FILES)
def test_of_pre_and_post_only_pairs_are_read_and_a_lone_post_is_counted_as_owed(tmp_path: Path) -> None:
    people = [*SOUND["learners"], {"id": "citra"}]
    lone = [("e1", "ani", "post", 4), ("e2", "budi", "pre", 2)]
    found = given(
        learners=people,
        placements=[{"learner": one["id"], "unit": "DJP"} for one in people],
        activities=[{"id": "c7"}],
        evaluations=evaluations(*lone, ("e3", "citra", "pre", 3), ("e4", "citra", "post", 4)),
    )
    save(found.organization, found.evidence, tmp_path)
    (gain,) = [one for one in lp.catalogue() if one.name == "kirkpatrick.learning.normalised_gain"]
    for one in (found, load(tmp_path)):
        assert len(one.evidence) == 4
        reading = lp.rollup(one.organization, one.evidence, [gain])["MOF", gain.name]
        # citra gained 1 of the 2 points there were to gain; ani's post-test is owed a pre-test
        assert (reading.value, reading.n, reading.due) == (0.5, 1, 2)


@shows(33, "no due date", way=API)
@shows(33, "no due date", way=FILES)
def test_an_assignment_without_a_due_date_is_kept_and_neither_late_nor_on_time(tmp_path: Path) -> None:
    found = given(
        sponsorships=[{"team": "audit-1", "sponsor": "DJP"}],
        assignments=[{"id": "a1", "on": DAY, "team": "audit-1", "completed": "2026-07-01"}],
    )
    save(found.organization, found.evidence, tmp_path)
    for one in (found, load(tmp_path)):
        reading = lp.rollup(one.organization, one.evidence, lp.catalogue("assignment.on_time"))[
            "MOF", "assignment.on_time"
        ]
        assert (len(one.evidence), reading.value, reading.n) == (1, None, 0)


@shows(32, "two moves on one day", way=API)
@shows(32, "two moves on one day", way=FILES)
def test_a_promotion_and_a_transfer_by_two_ids_are_two_moves_and_by_one_id_one(tmp_path: Path) -> None:
    moves: Rows = [{"id": "m1", "marks": "promotion"}, {"id": "m2", "marks": "transfer"}]
    both: Rows = [{"id": "m3", "marks": "promotion; transfer"}]
    for place, (marked, count) in enumerate(((moves, 2), (both, 1))):
        found = given(career_moves=[{**one, "on": DAY, "learner": "ani"} for one in marked])
        save(found.organization, found.evidence, tmp_path / str(place))
        for one in (found, load(tmp_path / str(place))):
            result = lp.rollup(one.organization, one.evidence, lp.catalogue("career.moves"))
            assert result["MOF", "career.moves"].value == count


@shows(16, "evidence before ties", "evidence in a gap", "evidence after ties", way=FILES)
@shows(17, "evidence on the day until", way=FILES)
@shows(15, "gap and return", way=FILES)
def test_what_lies_outside_the_ties_of_files_is_kept_and_counted_as_unattached(tmp_path: Path) -> None:
    days = {
        "before": "2019-12-31",
        "in": "2020-01-01",
        "until": "2021-01-01",
        "gap": "2021-06-01",
        "back": "2022-01-01",
    }
    spells = (("2020-01-01", "2021-01-01"), ("2022-01-01", "2023-01-01"))
    found = given(
        placements=[{"learner": "ani", "unit": "DJP", "since": since, "until": until} for since, until in spells],
        innovations=[{"id": name, "on": day} for name, day in {**days, "after": "2024-01-01"}.items()],
        contributors=[{"innovation": name, "node": "ani"} for name in (*days, "after")],
    )
    save(found.organization, found.evidence, tmp_path)
    loaded = load(tmp_path)
    result = lp.rollup(loaded.organization, loaded.evidence, lp.catalogue("innovation.count"))
    assert [one.evidence for one in result.contributions("MOF", "innovation.count")] == ["back", "in"]
    assert sorted(result.accounting.unattached_ids) == ["after", "before", "gap", "until"]
    assert result["ani", "innovation.count"].n == 6


@shows(12, "three shares of a third", way=FILES)
def test_what_shares_in_files_leave_is_unallocated_and_told(tmp_path: Path) -> None:
    teams: Rows = [{"id": name} for name in ("red", "green", "blue")]
    found = given(
        teams=teams,
        placements=[],
        memberships=[{"learner": "ani", "team": team["id"], "share": "0.333333"} for team in teams],
        sponsorships=[{"team": team["id"], "sponsor": "DJP"} for team in teams],
        innovations=[{"id": "i1", "on": DAY}],
        contributors=[{"innovation": "i1", "node": "ani"}],
    )
    save(found.organization, found.evidence, tmp_path)
    loaded = load(tmp_path)
    result = lp.rollup(
        loaded.organization, loaded.evidence, lp.catalogue("innovation.count"), counting=lp.Counting.FRACTIONAL
    )
    assert result.unallocated == {"ani": 1}


@shows(58, "sum beyond 2^63", way=FILES)
def test_a_sum_of_numbers_in_files_beyond_64_bits_is_exact(tmp_path: Path) -> None:
    most, times = 9 * 10**12, 2**10
    found = given(
        placements=[],
        costs=[
            {"id": f"c{place}", "on": DAY, "subject": "DJP", "amount": str(most), "currency": "IDR"}
            for place in range(20)
        ],
    )
    save(found.organization, found.evidence, tmp_path)
    loaded = load(tmp_path)
    assert loaded.report.rejected == ()
    total = lp.Metric(
        "mine.cost",
        label="Cost",
        unit="IDR",
        evidence=lp.LearningCost,
        state=lp.Sum,
        lift={"total": lp.col("amount") * times},
    )
    reading = lp.rollup(loaded.organization, loaded.evidence, [total])["MOF", "mine.cost"]
    assert reading.exact == 20 * most * 100 * times > 2**63


@shows(3, "no root", "two roots on some dates", way=FILES)
def test_files_without_one_root_on_some_dates_are_an_error(tmp_path: Path) -> None:
    (tmp_path / "units.csv").write_text("id\nMOF\nDJP\nDJBC\n", encoding="utf-8")
    reporting = tmp_path / "reporting.csv"
    header = "unit,parent,since,until\n"
    tied = "DJP,MOF,,\nDJBC,MOF,,2024-01-01\nDJBC,MOF,2025-01-01,\n"
    reporting.write_text(f"{header}{tied}", encoding="utf-8")
    with pytest.raises(lp.OrganizationError, match="several roots from 2024-01-01 until 2025-01-01: DJBC, MOF"):
        load(tmp_path)
    tied = "DJP,MOF,,\nDJBC,MOF,,\nMOF,DJP,2020-01-01,2021-01-01\n"
    reporting.write_text(f"{header}{tied}", encoding="utf-8")
    with pytest.raises(
        lp.OrganizationError, match=r"cycle DJP -> MOF -> DJP from 2020-01-01 until 2021-01-01(.|\n)*no root"
    ):
        load(tmp_path)


@shows(1, "cycle of teams", way=FILES)
def test_a_cycle_of_teams_in_files_is_an_error_with_its_ids_and_rows(tmp_path: Path) -> None:
    (tmp_path / "units.csv").write_text("id\nMOF\n", encoding="utf-8")
    (tmp_path / "teams.csv").write_text("id\na\nb\n", encoding="utf-8")
    (tmp_path / "sponsorships.csv").write_text("team,sponsor\na,b\nb,a\n", encoding="utf-8")
    with pytest.raises(lp.OrganizationError, match=r"cycle a -> b -> a on every day.*sponsorships.csv row 2"):
        load(tmp_path)


@shows(7, "the same node twice", way=FILES)
def test_a_node_twice_in_files_is_taken_once_and_counted(tmp_path: Path) -> None:
    (tmp_path / "units.csv").write_text("id,name\r\nMOF,Ministry\r\nMOF,Ministry\r\n", encoding="utf-8")
    found = load(tmp_path)
    assert (len(found.organization.units), found.report.duplicates) == (1, 1)
