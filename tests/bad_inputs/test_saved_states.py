"""Bad inputs 60, 64 and 65 of saved states: another version, two writers at once, not what was written."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest

import learnperf as lp
from learnperf.errors import StateError

from .table import Way, shows

METRICS = lp.catalogue("publication.count")
ORGANIZATION = lp.Organization.of(units=[lp.Unit("top")])


def _result(pieces: int, metrics: tuple[lp.AnyMetric, ...] = METRICS) -> lp.Rollup:
    news = [lp.Publication(f"n{place}", on=date(2026, 1, 1), unit="top") for place in range(pieces)]
    return lp.rollup(ORGANIZATION, lp.Evidence.of(news), metrics)


def _count(version: int) -> lp.Metric:
    lift = {"count": 1}
    return lp.Metric(
        "mine.news",
        label="news",
        unit="pieces",
        version=version,
        evidence=lp.Publication,
        state=lp.Count,
        lift=lift,
    )


@shows(60, "state of another version", way=Way.API)
def test_a_state_of_another_version_of_its_metric_is_an_error(tmp_path: Path) -> None:
    _result(1, (_count(1),)).save(tmp_path / "states")
    with pytest.raises(StateError, match=r"mine\.news was saved in version 1 and is in version 2 now"):
        lp.rollup(ORGANIZATION, None, [_count(2)], onto=lp.load_states(tmp_path / "states"))


@shows(64, "two writers at once", way=Way.API)
def test_of_two_writers_at_once_one_wins_whole(tmp_path: Path) -> None:
    path = tmp_path / "states"
    results = [_result(1), _result(2000)]
    results[0].save(path)
    with ThreadPoolExecutor(2) as writers:
        done = [writers.submit(result.save, path) for _ in range(20) for result in results]
        seen = {lp.load_states(path).size for _ in range(60)}
        for one in done:
            one.result()
    assert seen <= {1, 2000}
    assert lp.load_states(path).size in {1, 2000}
    assert [one.name for one in tmp_path.iterdir()] == ["states"]


@shows(65, "other version", "truncated", "flipped bit", way=Way.API)
@pytest.mark.parametrize("what", ["version", "truncated", "flipped bit"])
def test_a_file_that_is_not_what_was_written_loads_nothing(tmp_path: Path, what: str) -> None:
    path = tmp_path / "states"
    _result(3).save(path)
    whole = path.read_bytes()
    flipped = whole[:60] + bytes([whole[60] ^ 1]) + whole[61:]
    bad = {"version": whole.replace(b"states 1\n", b"states 7\n", 1), "truncated": whole[:-7], "flipped bit": flipped}
    path.write_bytes(bad[what])
    with pytest.raises(StateError, match=r"states (holds states in another form than 1|is damaged)"):
        lp.load_states(path)
