"""Real data reads on a cluster as it reads here, to the last bit."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from pyspark.sql import SparkSession

import learnperf as lp

# laws are after answers: other tests run every line, and following them here would double the time
pytestmark = pytest.mark.no_cover

ROOT = Path(__file__).parents[2]
DAY = date(2026, 1, 1)


def _loaded(name: str) -> Any:  # noqa: ANN401 -- whatever loading gives: an organization with its evidence
    folder = ROOT.parent / "shared" / "data" / name
    if not folder.is_dir():
        pytest.skip(f"the data set {name} is not at {folder}")
    return lp.load(folder, mapping=ROOT / "examples" / name / "learnperf.toml")


def _as_table(evaluations: tuple[lp.Evaluation, ...]) -> pl.DataFrame:
    """Write evaluations as a table would have them; all are on one scale."""
    return pl.DataFrame(
        {
            "id": [one.id for one in evaluations],
            "on": [one.on for one in evaluations],
            "learner": [one.learner for one in evaluations],
            "level": [one.level.name.lower() for one in evaluations],
            "score": [None if one.score is None else float(one.score) for one in evaluations],
            "scale_min": [float(one.scale.minimum) for one in evaluations],
            "scale_max": [float(one.scale.maximum) for one in evaluations],
            "scale_step": [float(one.scale.step) for one in evaluations],
        },
        schema_overrides={"score": pl.Float64},
    )


def _agree(
    spark: SparkSession,
    organization: lp.Organization,
    evaluations: tuple[lp.Evaluation, ...],
    countings: Iterable[lp.Counting],
) -> None:
    """Ask here and there, in some ways of counting, for what is read of evaluations alone."""
    levels = {f"kirkpatrick.{lp.label(level)}" for level in lp.Level}
    metrics = [metric for metric in lp.catalogue("kirkpatrick") if metric.name in levels]
    table = spark.createDataFrame(_as_table(evaluations).to_arrow())
    data = lp.tables(organization, evaluations=table, engine="frames")
    for counting in countings:
        here = lp.rollup(organization, lp.Evidence.of(evaluations), metrics, counting=counting)
        there = lp.rollup(data, metrics=metrics, counting=counting, engine="frames")
        for metric in metrics:
            one, other = there.outcomes[metric.name], here.outcomes[metric.name]
            for name in ("n", "heads", "due"):
                assert getattr(one, name).tolist() == getattr(other, name).tolist(), (metric.name, name)
            assert one.value.reason.tolist() == other.value.reason.tolist(), metric.name
            # in whole numbers of any size: as exact as fractions, and much quicker than one for each of many nodes
            left = one.value.numerator.astype(object) * other.value.denominator
            right = other.value.numerator.astype(object) * one.value.denominator
            assert (left == right)[one.value.reason == 0].all(), metric.name


@pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas:FutureWarning")
def test_a_cluster_reads_a_matrix_organization_as_it_is_read_here(spark: SparkSession) -> None:
    organization = _loaded("matrix-org").organization
    _agree(
        spark,
        organization,
        tuple(
            lp.Evaluation(
                f"of-{person}", learner=person, level=lp.Level.BEHAVIOUR, score=int(person[1:]) % 5 + 1, on=DAY
            )
            for person in organization.learners
        ),
        lp.Counting,
    )


@pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas:FutureWarning")
def test_a_cluster_reads_a_company_as_it_is_read_here(spark: SparkSession) -> None:
    data = _loaded("promotion")
    _agree(spark, data.organization, data.evidence.of_kind(lp.Evaluation), [lp.Counting.FULL])
