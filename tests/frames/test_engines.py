"""Evaluations that stay in polars, DuckDB or Spark give the same readings as records, to the last bit."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from fractions import Fraction
from itertools import product
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from pyspark.sql import SparkSession

import learnperf as lp
from learnperf.io.bulk.tables import Tables
from learnperf.io.evidence_tables import EVIDENCE_TABLES
from learnperf.io.written_rows import Plain, exact_text, written_rows
from learnperf.metrics.algebra import Attained
from learnperf.metrics.definition import parts_of
from learnperf.testing import organization_and_evidence
from learnperf.testing.timeline import DAYS

Drawn = tuple[lp.Organization, lp.Evidence]
Send = Callable[[pl.DataFrame], Any]
More = Callable[[Drawn, int], Drawn]

SCORE = {"n": 1, "total": lp.col("score"), "scale_low": lp.col("scale"), "scale_high": lp.col("scale")}
NAMES = {table.name for table in EVIDENCE_TABLES}


def _metric(name: str, **options: Any) -> lp.Metric:  # noqa: ANN401 -- any of the options of a metric
    return lp.Metric(f"mine.{name}", label=name, evidence=lp.Evaluation, **{"unit": "points", **options})


def _mean(record: lp.Evaluation) -> lp.Mean | lp.Missing | None:
    if record.level == lp.Level.REACTION:
        return None
    return lp.Missing() if record.steps is None else lp.Mean.of_one(record.steps, record.scale)


def _most(records: Sequence[lp.Evaluation]) -> Fraction:
    return Fraction(max(len(record.id) for record in records))


SPREAD = _metric("spread", state=lp.Variance, lift={**SCORE, "squares": lp.col("score") * lp.col("score")})
ATTAINED = _metric("attained", state=Attained, lift=SCORE)
LEAST = _metric(
    "least",
    state=lp.Least,
    lift={**{key: one for key, one in SCORE.items() if key != "total"}, "extreme": lp.col("score")},
)


def _own() -> Iterator[lp.AnyMetric]:
    yield from (SPREAD, ATTAINED, LEAST)
    yield _metric("by_function", state=lp.Mean, function=_mean)
    yield _metric("too_large", state=lp.Sum, lift={"total": lp.when(lp.col("rater").is_missing(), 2**61, 1)})
    yield _metric("of_seniors", state=lp.Mean, lift=SCORE, where=lp.col("position") == "senior")
    yield _metric("applied", state=lp.Mean, lift=SCORE, where=lp.col("aspect") == lp.Aspect.APPLICATION)
    yield _metric("stock", state=lp.Mean, lift=SCORE, latest_by=("level", "rater", "scale"))
    for grain in lp.NodeKind:
        distinct = _metric(f"distinct_{grain.value}", state=lp.Distinct, grain=grain)
        yield from lp.cut(distinct, by="structured") if grain is lp.NodeKind.LEARNER else [distinct]
        yield lp.Staged(
            f"mine.by_{grain.value}", label="x", unit="points", inner=ATTAINED, grain=grain, outer=lp.AtLeast("0.5")
        )
    yield from lp.cut(SPREAD, by="rater")[1:]
    yield from lp.cut(ATTAINED, by="provider")[1:]
    yield from lp.cut(LEAST, by="job_family", values=["audit"])[1:]
    yield lp.Opaque("mine.opaque", label="opaque", unit="x", evidence=lp.Evaluation, function=_most)
    yield lp.Index("mine.index", label="index", unit="points", weights=[SPREAD, LEAST], renormalise=True)
    yield lp.RatioOf("mine.ratio", label="ratio", unit="x", numerator=SPREAD, denominator=LEAST, base="of least")


METRICS = (*lp.catalogue(), *_own())


def _one_of_each_form() -> list[lp.AnyMetric]:
    """Give one of the metrics that read evaluations, which alone stay in an engine, for each form there is."""
    found: dict[object, lp.AnyMetric] = {}
    for metric in METRICS:
        leaves = [part for part in parts_of(metric) if isinstance(part, lp.Metric | lp.Opaque)]
        if any(leaf.evidence is lp.Evaluation for leaf in leaves):
            states = tuple((getattr(leaf, "state", None), getattr(leaf, "latest_by", None)) for leaf in leaves)
            cut = lp.cut_of(metric)
            found.setdefault((type(metric), states, cut and cut.by), metric)
    return list(found.values())


def tables_of(drawn: Drawn, send: Send) -> Tables:
    """Write an organization's evidence as tables of text, and let the evaluations stay in an engine."""
    organization, evidence = drawn
    given: dict[str, Any] = {}
    for table, rows in written_rows(organization, evidence):
        if table.name == "evaluations" or (table.name in NAMES and rows):
            cells = [[_text(cell) for cell in row] for row in rows]
            given[table.name] = pl.DataFrame(cells, schema=dict.fromkeys(table.columns, pl.String), orient="row")
    given["evaluations"] = send(given["evaluations"])
    return lp.tables(organization, engine="frames", today=date(2030, 1, 1), **given)


def _text(cell: Plain) -> str | None:
    if isinstance(cell, tuple):
        return "; ".join(cell)
    return exact_text(cell) if isinstance(cell, Fraction) else None if cell is None else str(cell)


def _agree(drawn: Drawn, data: Tables, metrics: list[lp.AnyMetric], question: dict[str, Any]) -> None:
    here = lp.rollup(*drawn, metrics, **question)
    assert list(lp.rollup(data, metrics=metrics, engine="frames", **question)) == list(here)


QUESTIONS = st.fixed_dictionaries(
    {
        "counting": st.sampled_from(lp.Counting),
        "structure": st.sampled_from([lp.Structure.AS_WAS, lp.Structure.AS_WAS, DAYS[1]]),
        "by": st.sampled_from([None, lp.By.YEAR, lp.By.QUARTER]),
        "until": st.sampled_from([None, None, date(2025, 1, 2)]),
    }
)


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    drawn=organization_and_evidence(),
    seed=st.integers(0, 99),
    question=QUESTIONS,
    metrics=st.lists(st.sampled_from(METRICS), min_size=8, max_size=8, unique=True),
)
def test_an_engine_of_this_process_gives_the_same_readings(
    send: Send, topped_up: More, drawn: Drawn, seed: int, question: dict[str, Any], metrics: list[lp.AnyMetric]
) -> None:
    more = topped_up(drawn, seed)
    _agree(more, tables_of(more, send), metrics, question)


@settings(max_examples=2, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(drawn=organization_and_evidence(), seed=st.integers(0, 99), question=QUESTIONS)
def test_an_engine_of_this_process_gives_every_reading(
    send: Send, topped_up: More, drawn: Drawn, seed: int, question: dict[str, Any]
) -> None:
    more = topped_up(drawn, seed)
    _agree(more, tables_of(more, send), list(METRICS), question)


def corpus(size: int) -> list[Drawn]:
    """Give the organizations with most ties of a hundred, the same ones every time."""
    found: list[Drawn] = []

    @settings(max_examples=100, derandomize=True, database=None, phases=[Phase.generate])
    @given(organization_and_evidence())
    def collect(drawn: Drawn) -> None:
        found.append(drawn)

    collect()
    return sorted(found, key=lambda drawn: -len(drawn[0].ties))[:size]


@pytest.mark.no_cover  # the engines of this process run the same lines
@pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas:FutureWarning")
def test_a_cluster_gives_every_reading_of_a_corpus(spark: SparkSession, topped_up: More) -> None:
    """One start of the cluster for all of it: every metric once, and every form in every counting and structure."""
    questions = list(product((lp.Structure.AS_WAS, DAYS[1]), lp.Counting))
    metrics = list(METRICS)
    for place, drawn in enumerate(corpus(3)):
        more = topped_up(drawn, place)
        data = tables_of(more, lambda table: spark.createDataFrame(table.to_arrow()))
        for structure, counting in questions[place :: len(lp.Counting)]:
            by = None if structure is lp.Structure.AS_WAS else lp.By.YEAR
            _agree(more, data, metrics, {"structure": structure, "counting": counting, "by": by})
            metrics = _one_of_each_form()
