"""Values that a column can be cut by are looked up where they are written down."""

import polars as pl
import pytest
from attrs import frozen

import learnperf as lp
from learnperf.demo.small import small_demo
from learnperf.errors import InvalidValue


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
