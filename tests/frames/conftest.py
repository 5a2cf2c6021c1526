"""A Spark cluster of one's own, and evaluations of an organization in the engine of one's choice."""

import os
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from random import Random
from typing import Any

import duckdb
import numpy as np
import polars as pl
import pyspark
import pytest
from pyspark.sql import SparkSession

import learnperf as lp
from learnperf.metrics.columns import column_names
from learnperf.rollup.facts import FactTable
from learnperf.rollup.frames.bounds import Bounds
from learnperf.rollup.frames.evaluations import FramedEvaluations
from learnperf.rollup.frames.shipping import lazy
from learnperf.testing.timeline import DAYS

Send = Callable[[pl.DataFrame], Any]
_LOOPBACK = "127.0.0.1"
_PATIENCE = 240
# these processes live for a minute: what Java does to run fast for days would take most of it
_QUICK_JAVA = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"


def _sent_to_polars(table: pl.DataFrame) -> pl.LazyFrame:
    return table.lazy()


def _sent_to_duckdb(table: pl.DataFrame) -> duckdb.DuckDBPyRelation:
    return duckdb.connect(config={"threads": 1}).from_arrow(table.to_arrow())


ENGINES: Mapping[str, Send] = {"polars": _sent_to_polars, "duckdb": _sent_to_duckdb}


@pytest.fixture(params=ENGINES)
def send(request: pytest.FixtureRequest) -> Send:
    """Give what sends a table to an engine of this process."""
    return ENGINES[request.param]


@pytest.fixture(scope="session")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SparkSession]:
    """Start a master and two workers on loopback, and a session with them; all of it ends with the tests."""
    if shutil.which("java") is None:
        pytest.skip("Spark needs Java, and there is none")
    folder = tmp_path_factory.mktemp("spark")
    environment = {
        **os.environ,
        "SPARK_LOCAL_IP": _LOOPBACK,
        "SPARK_PUBLIC_DNS": _LOOPBACK,
        "SPARK_DAEMON_MEMORY": "256m",
        "SPARK_DAEMON_JAVA_OPTS": _QUICK_JAVA,
    }
    cluster = [_started("master.Master", ["--host", _LOOPBACK, "--port", "0"], folder / "master", environment)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SPARK_LOCAL_IP", _LOOPBACK)
        try:
            # on a free port that it chose itself
            url = _said(folder / "master", rf"spark://{re.escape(_LOOPBACK)}:\d+")
            for name in ("one", "two"):
                options = [
                    "--host",
                    _LOOPBACK,
                    "--cores",
                    "1",
                    "--memory",
                    "1g",
                    "--work-dir",
                    str(folder / f"of-{name}"),
                ]
                cluster.append(_started("worker.Worker", [*options, url], folder / name, environment))
            _said(folder / "master", "Registering worker", times=2)
            session = _session(url, folder)
            yield session
            session.stop()
        finally:
            for process in reversed(cluster):
                os.killpg(process.pid, signal.SIGTERM)
                process.wait(_PATIENCE)


def _started(role: str, options: list[str], log: Path, environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
    command = [str(Path(pyspark.__file__).parent / "bin" / "spark-class"), f"org.apache.spark.deploy.{role}"]
    with log.open("wb") as file:
        return subprocess.Popen(  # noqa: S603  # our own command, word by word
            [*command, *options, "--webui-port", "0"],
            env=environment,
            stdout=file,
            stderr=subprocess.STDOUT,
            # a group of its own: the shell script starts Java, and both must end
            start_new_session=True,
        )


def _said(log: Path, pattern: str, times: int = 1) -> str:
    """Wait until a log says something so many times; give it."""
    for _ in range(_PATIENCE * 10):
        found = re.findall(pattern, log.read_text("utf-8"))
        if len(found) >= times:
            return str(found[0])
        time.sleep(0.1)
    pytest.fail(f"no {pattern} after {_PATIENCE} seconds: {log.read_text('utf-8')[-500:]}")


def _session(url: str, folder: Path) -> SparkSession:
    options = {
        "spark.driver.host": _LOOPBACK,
        "spark.driver.bindAddress": _LOOPBACK,
        "spark.executor.memory": "512m",
        "spark.local.dir": str(folder / "local"),
        "spark.sql.warehouse.dir": str(folder / "warehouse"),
        "spark.driver.extraJavaOptions": _QUICK_JAVA,
        "spark.executor.extraJavaOptions": _QUICK_JAVA,
        # a handful of rows, and hundreds of columns: compiling a query would take longer than the query
        "spark.sql.codegen.wholeStage": "false",
        "spark.sql.codegen.factoryMode": "NO_CODEGEN",
        "spark.sql.adaptive.enabled": "false",
        # two workers with a core each: more parts would only cost
        "spark.sql.shuffle.partitions": "2",
        "spark.default.parallelism": "2",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
    }
    builder = SparkSession.builder.master(url).appName("learnperf")
    for name, value in options.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    return session


@pytest.fixture
def topped_up() -> Callable[[tuple[lp.Organization, lp.Evidence], int], tuple[lp.Organization, lp.Evidence]]:
    """Give what adds evaluations to generated evidence, which has few of any one kind."""
    return with_evaluations


def with_evaluations(drawn: tuple[lp.Organization, lp.Evidence], seed: int) -> tuple[lp.Organization, lp.Evidence]:
    """Add thirty evaluations, some of which correct others; the same ones for a seed."""
    organization, evidence = drawn
    draw = Random(seed)  # noqa: S311  # not for secrets
    nodes = sorted([*organization.learners, *organization.teams]) * bool(organization.learners)
    more: list[lp.Evaluation] = []
    for place in range(30 * bool(nodes)):
        scale = draw.choice([lp.LIKERT_5, lp.LIKERT_5, lp.PERCENT])
        level = draw.choice(list(lp.Level))
        later = place > 3 and draw.random() < 0.1
        more.append(
            lp.Evaluation(
                f"more {place:02}",
                learner=draw.choice(nodes),
                level=level,
                score=draw.choice([None, *(scale.score(steps) for steps in (0, 2, scale.top))]),
                scale=scale,
                on=draw.choice(DAYS),
                rater=draw.choice([None, lp.Rater.PEER]),
                wave=draw.choice([None, *lp.Wave]) if level >= lp.Level.BEHAVIOUR else None,
                activity=draw.choice([None, *evidence.activities]),
                supersedes=more[place - 1].id if later and more[place - 1].supersedes is None else None,
            )
        )
    known = [*evidence.superseded.values(), *evidence]
    return organization, lp.Evidence.of([*known, *more], activities=evidence.activities.values())


@pytest.fixture
def framed() -> Callable[[lp.Rollup, Send], FramedEvaluations]:
    """Give what sends the evaluations of a result to an engine, encoded."""
    return encoded


def encoded(result: lp.Rollup, send: Send) -> FramedEvaluations:
    """Send the evaluations of a result to an engine, as whole numbers."""
    table, graph = FactTable.together(list(result.plan.facts.tables[lp.Evaluation])), result.plan.graph
    cells: dict[str, list[Any]] = {"id": list(table.ids), "subject": [graph.ids[one] for one in table.subject.tolist()]}
    for name in set(column_names(lp.Evaluation)) - {"change"}:
        column = table.columns[name]
        pairs = zip(column.values.tolist(), column.present.tolist(), strict=True)
        cells[name] = [value if present else None for value, present in pairs]
    schema = {name: pl.String if name in {"id", "subject"} else pl.Int64 for name in cells}
    return FramedEvaluations(
        frame=lazy(send(pl.DataFrame(cells, schema=schema))),
        days=np.unique(table.on),
        bounds={
            name: Bounds.over(one for one in several if one is not None)
            for name, several in cells.items()
            if schema[name] == pl.Int64
        },
        size=table.size,
        scales=result.plan.facts.scales,
    )
