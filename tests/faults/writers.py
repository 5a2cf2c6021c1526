"""Everything of learnperf that writes, each with an old and a new thing to write."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from unittest import mock

import pyarrow.parquet  # noqa: F401 -- once for all processes

import learnperf as lp
from learnperf import cli
from learnperf.demo import small_demo, write_demo
from learnperf.report import write_report

DAY = date(2026, 3, 1)
Writer = Callable[[Path, str], object]


def organization(age: str) -> lp.Organization:
    """Give an organization whose tables say all through of which age they are."""
    return lp.Organization.of(
        units=[lp.Unit("MOF", age), lp.Unit(f"DJP-{age}")],
        teams=[lp.Team(f"audit-{age}")],
        learners=[lp.Learner(f"ani-{age}"), lp.Learner(f"budi-{age}")],
        ties=[
            lp.Reporting(f"DJP-{age}", "MOF"),
            lp.Sponsorship(f"audit-{age}", f"DJP-{age}"),
            lp.Placement(f"ani-{age}", f"DJP-{age}"),
            lp.Placement(f"budi-{age}", f"DJP-{age}"),
            lp.Membership(f"ani-{age}", f"audit-{age}"),
        ],
    )


def evidence(age: str) -> lp.Evidence:
    """Give evidence of the same."""
    return lp.Evidence.of(
        [
            lp.Evaluation(f"e-{age}", on=DAY, learner=f"ani-{age}", level=lp.Level.BEHAVIOUR, score=4),
            lp.Innovation(f"i-{age}", on=DAY, contributors=[f"ani-{age}", f"budi-{age}"]),
            lp.Publication(f"p-{age}", on=DAY, unit=f"DJP-{age}"),
        ]
    )


_METRICS = ("kirkpatrick.behaviour", "innovation.count")
_DATA = {age: (organization(age), evidence(age)) for age in ("old", "new")}
_RESULTS = {age: lp.rollup(*data, lp.continuable(lp.catalogue(*_METRICS))) for age, data in _DATA.items()}
_SEEDS = {"old": 1, "new": 2}
_rollup = lp.rollup


def _ministry(age: str) -> tuple[lp.Organization, lp.Evidence]:
    """Give a ministry that has rows in every table that the demo spoils, and is soon written."""
    small = small_demo()
    structure = small.organization
    learners = [*structure.learners.values(), lp.Learner(f"ani-{age}")]
    return (
        lp.Organization.of(
            units=structure.units.values(),
            teams=structure.teams.values(),
            learners=learners,
            positions=structure.positions.values(),
            competencies=structure.competencies.values(),
            ties=structure.ties,
        ),
        small.evidence,
    )


_MINISTRIES = {_SEEDS[age]: _ministry(age) for age in _SEEDS}


def _save(form: str) -> Writer:
    return lambda folder, age: lp.save(*_DATA[age], folder, format=form)


def _demo(folder: Path, age: str) -> None:
    with _invented_before():
        write_demo(folder, _SEEDS[age], 200)


@contextmanager
def _invented_before() -> Iterator[None]:
    """Invent no ministry anew each time, and read only what its scorecard shows: this is about writing."""
    chosen = lp.Scorecard.from_toml(Path(lp.__file__).parent / "demo" / "scorecard.toml").metrics
    with (
        mock.patch("learnperf.demo.folder.make_demo", lambda seed, _: _MINISTRIES[seed]),
        mock.patch("learnperf.rollup", lambda data, **more: _rollup(data, **{**more, "metrics": chosen})),
        mock.patch("learnperf.cli.commands.say_headlines"),
    ):
        yield


def command(*arguments: str | Path) -> None:
    """Run the command in this process as if it had been typed."""
    with mock.patch.object(sys, "argv", ["learnperf", *map(str, arguments)]):
        try:
            cli.main()
        except SystemExit as left:
            if left.code:
                raise


def sources(at: Path) -> None:
    """Write what the commands read, of both ages."""
    for age, (structure, records) in _DATA.items():
        folder = at / age
        lp.save(structure, records, folder)
        rejected = f"bad-{age},2026-03-01,nobody,3,4\n"
        text = (folder / "evaluations.csv").read_text(encoding="utf-8")
        columns = text.partition("\n")[0].split(",")
        row = dict(zip(("id", "on", "learner", "level", "score"), rejected.strip().split(","), strict=True))
        line = ",".join(row.get(one, "") for one in columns)
        (folder / "evaluations.csv").write_text(f"{text}{line}\n", encoding="utf-8")
        (at / f"{age}.toml").write_text(_CARD.format(age=age), encoding="utf-8")


_CARD = """name = "{age}"
[[indicator]]
metric = "kirkpatrick.behaviour"
target = 4
weight = 1
"""


def writers(read: Path) -> dict[str, Writer]:
    """Give every writer; those of the command line read what `sources` wrote."""
    metrics = [word for one in _METRICS for word in ("--metric", one)]
    return {
        "save(format='csv')": _save("csv"),
        "save(format='jsonl')": _save("jsonl"),
        "save(format='parquet')": _save("parquet"),
        "Rollup.save": lambda folder, age: _RESULTS[age].save(folder / "states"),
        "write_report": lambda folder, age: write_report(_RESULTS[age], folder / "report.html"),
        "write_demo": _demo,
        "learnperf demo": _command_demo,
        "learnperf report": lambda folder, age: command(
            "report", read / age, "--out", folder / "report.html", "--title", age, *metrics
        ),
        "learnperf check --rejects": lambda folder, age: command(
            "check", read / age, "--rejects", folder / "rejects.csv"
        ),
        "learnperf scorecard --out": lambda folder, age: command(
            "scorecard", read / age, read / f"{age}.toml", "--out", folder / "card.csv"
        ),
        "learnperf schema --out": lambda folder, age: _schema(folder / "schema.json", age),
    }


# these take longest: they are killed less often
SLOW = frozenset({"write_report", "write_demo", "learnperf report", "learnperf demo", "learnperf scorecard --out"})


def _command_demo(folder: Path, age: str) -> None:
    with _invented_before():
        command("demo", "--into", folder, "--learners", "200", "--seed", str(_SEEDS[age]))


def _schema(path: Path, age: str) -> None:
    with mock.patch("learnperf.data_package", return_value={"age": age}):
        command("schema", "--out", path)
