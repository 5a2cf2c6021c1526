"""The invented ministry as files: read back whole, with exactly the bad rows set aside."""

from __future__ import annotations

import csv
import hashlib
from collections import Counter
from pathlib import Path

import pytest

from learnperf.demo import BadRow, make_demo, write_demo
from learnperf.demo.slips import SLIPS, Slip
from learnperf.demo.story import FINDINGS
from learnperf.errors import OutputError
from learnperf.io import Loaded, load
from learnperf.metrics.scorecard import Role, Scorecard

Written = tuple[Path, tuple[BadRow, ...]]


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Written:
    folder = tmp_path_factory.mktemp("demo") / "ministry"
    return folder, write_demo(folder, learners=300)


@pytest.fixture(scope="module")
def loaded(written: Written) -> Loaded:
    return load(written[0])


def test_exactly_the_bad_rows_are_set_aside(written: Written, loaded: Loaded) -> None:
    expected = {(one.file, one.row) for one in written[1] if one.slip.is_set_aside}
    assert {(one.file, one.row) for one in loaded.report.rejected} == expected
    assert loaded.report.rejected_count == len(expected) >= 25


def test_all_rows_are_accounted_for(written: Written, loaded: Loaded) -> None:
    bad = Counter(one.file for one in written[1] if one.slip.is_set_aside)
    for count in loaded.report.tables:
        assert count.read == count.kept + count.rejected
        assert count.rejected == bad[count.file or ""]
    kept_twice = [one for one in written[1] if not one.slip.is_set_aside]
    assert loaded.report.duplicates == len(kept_twice) == 1


def test_every_bad_row_has_a_reason_and_most_say_what_to_do(loaded: Loaded) -> None:
    assert all(one.rule for one in loaded.report.rejected)
    assert sum(bool(one.hint) for one in loaded.report.rejected) > 20


def test_what_is_kept_is_the_ministry_itself(loaded: Loaded) -> None:
    organization, evidence = make_demo(learners=300)
    assert dict(loaded.organization.units) == dict(organization.units)
    assert dict(loaded.organization.teams) == dict(organization.teams)
    assert dict(loaded.organization.learners) == dict(organization.learners)
    assert dict(loaded.organization.positions) == dict(organization.positions)
    assert dict(loaded.organization.competencies) == dict(organization.competencies)
    assert set(loaded.organization.ties) == set(organization.ties)
    assert dict(loaded.evidence.activities) == dict(evidence.activities)
    assert dict(loaded.evidence.records) == dict(evidence.records)
    assert dict(loaded.evidence.superseded) == dict(evidence.superseded)


def test_the_same_seed_gives_the_same_bytes(written: Written, tmp_path: Path) -> None:
    write_demo(tmp_path, learners=300)
    assert _digests(tmp_path) == _digests(written[0])
    write_demo(tmp_path, seed=2, learners=300)
    assert _digests(tmp_path) != _digests(written[0])


def test_bad_rows_stand_where_they_are_said_to(written: Written) -> None:
    folder, bad = written
    assert [one.slip for one in bad] == list(SLIPS)
    for one in bad:
        with (folder / one.file).open(encoding="utf-8", newline="") as file:
            line = list(csv.reader(file))[one.row - 1]
        assert set(one.slip.cells.values()) <= set(line)


def test_the_readme_says_that_all_is_invented_what_to_find_and_which_rows_are_bad(written: Written) -> None:
    folder, bad = written
    text = (folder / "README.txt").read_text(encoding="utf-8")
    assert "is invented (seed 1, 300 learners)" in text
    assert all(finding in text for finding in FINDINGS)
    assert all(f"- {row}\n" in text for row in bad)


def test_each_part_of_the_work_is_told(tmp_path: Path) -> None:
    told: list[tuple[str, int, int | None]] = []
    write_demo(tmp_path, learners=200, progress=lambda *words: told.append(words))
    assert told == [("inventing a ministry", 0, 3), ("writing tables", 1, 3), ("making mistakes", 2, 3)]


def test_somebodys_own_files_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "units.csv").write_text("id\nMINE\n", encoding="utf-8")
    with pytest.raises(OutputError, match="holds other files"):
        write_demo(tmp_path, learners=200)
    assert (tmp_path / "units.csv").read_text(encoding="utf-8") == "id\nMINE\n"


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(OutputError, match="file"):
        write_demo(tmp_path / "file", learners=200)


def test_a_slip_in_a_column_that_does_not_exist_is_refused() -> None:
    with pytest.raises(KeyError, match="colour"):
        Slip("units", "a colour", {"colour": "red"}).row(["id", "name"], {})


def _digests(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())}


def test_its_scorecard_is_the_example_and_names_metrics_there_are(written: Written) -> None:
    text = (written[0] / "scorecard.toml").read_bytes()
    assert text == (Path(__file__).parents[2] / "examples" / "scorecard" / "balanced.toml").read_bytes()
    assert Scorecard.from_toml(written[0] / "scorecard.toml").in_role(Role.BESIDE)
