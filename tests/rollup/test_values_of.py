"""Values that a column can be cut by are looked up where they are written down."""

import polars as pl
import pytest
from attrs import frozen

import learnperf as lp
from learnperf.demo.small import SINCE, UNTIL, small_demo
from learnperf.errors import InvalidValue, UnknownName


@frozen
class Data:
    """Anything that holds an organization and its evidence will do."""

    organization: lp.Organization
    evidence: lp.Evidence


@pytest.fixture
def data() -> Data:
    organization = lp.Organization.of(
        units=[lp.Unit("MOF")],
        learners=[lp.Learner("ani", attributes={"gender": "f"}), lp.Learner("budi", attributes={"gender": "m"})],
        ties=[lp.Placement("ani", "MOF"), lp.Placement("budi", "MOF")],
    )
    activities = [lp.LearningActivity("c1", attributes={"format": "blended"}), lp.LearningActivity("c2")]
    return Data(organization, lp.Evidence.of([], activities=activities))


@pytest.mark.parametrize(
    ("by", "values"),
    [
        ("position", ("auditor-1", "auditor-2", "clerk", "inspector")),
        ("job_family", ("audit", "inspection")),
        ("grade", (1, 2)),
        ("competency", ("auditing", "data")),
        ("activity", ("analysis", "forum", "techniques")),
    ],
)
def test_each_value_is_given_once_and_in_order(by: str, values: tuple[object, ...]) -> None:
    assert lp.values_of(small_demo(), by) == values


def test_attributes_of_learners_and_activities_are_values_too(data: Data) -> None:
    assert lp.values_of(data, lp.col("attribute", "gender")) == ("f", "m")
    assert lp.values_of(data, lp.col("activity_attribute", "format")) == ("blended",)
    assert lp.values_of(data, lp.col("attribute", "generation")) == ()


@pytest.mark.parametrize("by", ["rater", "attribute", "score"])
def test_a_column_whose_values_stand_nowhere_is_refused(data: Data, by: str) -> None:
    with pytest.raises(InvalidValue, match="has no values written down anywhere"):
        lp.values_of(data, by)


@pytest.mark.parametrize("engine", ["memory", "frames"])
def test_tables_of_any_size_know_their_activities(engine: str) -> None:
    evaluations = pl.LazyFrame({"id": ["e1"], "on": ["2026-01-01"], "learner": ["ani"], "level": [3], "score": [4]})
    activities = pl.DataFrame({"id": ["c1", "c2"]})
    data = lp.tables(small_demo().organization, engine=engine, evaluations=evaluations, activities=activities)
    assert lp.values_of(data, "activity") == ("c1", "c2")


@pytest.mark.parametrize("by", ["provider", "mode", "level", "rater", "job_family", "structured"])
def test_every_metric_is_cut_by_a_column_and_counts_of_the_parts_add_up_to_the_total(by: str) -> None:
    data = small_demo()
    metrics = lp.cut_every(data, by)
    result = lp.rollup(data, metrics=metrics, since=SINCE, until=UNTIL)
    counted = [one for one in metrics if isinstance(one, lp.Metric) and one.state is lp.Count and not lp.cut_of(one)]
    for whole in counted:
        parts = [one for one in metrics if (cut := lp.cut_of(one)) and (cut.of, cut.by) == (whole.name, by)]
        for node in result.nodes:
            values = [result[node, one.name].value or 0 for one in parts]
            assert sum(values) == (result[node, whole.name].value or 0)
    assert len(metrics) > 2


def test_metrics_that_cannot_be_cut_by_a_column_are_left_out() -> None:
    names = {one.name for one in lp.cut_every(small_demo(), "provider", lp.catalogue("kirkpatrick", "publication"))}
    assert "kirkpatrick.reaction.by_provider.bppk" in names
    assert not [name for name in names if name.startswith("publication")]


def test_a_column_that_nothing_has_is_refused_with_the_nearest() -> None:
    with pytest.raises(UnknownName, match="unknown column of what these metrics count 'provder'; nearest: provider"):
        lp.cut_every(small_demo(), "provder")
