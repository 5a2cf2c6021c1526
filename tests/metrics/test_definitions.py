"""Definitions that make no sense are refused when they are made, with every reason at once."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
from attrs import frozen

import learnperf as lp
from learnperf.errors import InvalidValue, MetricDefinitionError
from learnperf.metrics.algebra import SumOfHundredths
from learnperf.metrics.columns import COLUMNS, column_names
from learnperf.metrics.definition import parts_of
from learnperf.metrics.expressions import Expression
from learnperf.metrics.finalized import Context
from learnperf.metrics.outer import Outer
from learnperf.metrics.pairs import Pairs, Spreads
from learnperf.metrics.state import Exact, Merge, State, StateColumn, columns, number

SCORE = {"n": 1, "total": lp.col("score"), "scale_low": lp.col("scale"), "scale_high": lp.col("scale")}


def a_metric(name: str = "mine.metric", **changes: Any) -> lp.Metric:  # noqa: ANN401  # any field of a metric
    """Make a metric that makes sense, but for what a test changes."""
    sound: dict[str, Any] = {
        "label": "Mine",
        "unit": "things",
        "evidence": lp.Innovation,
        "state": lp.Count,
        "lift": {"count": 1},
    }
    return lp.Metric(name, **(sound | changes))


def a_score(name: str = "mine.score", **changes: Any) -> lp.Metric:  # noqa: ANN401  # any field of a metric
    of_scores = {"evidence": lp.Evaluation, "state": lp.Mean, "unit": "score", "lift": SCORE}
    return a_metric(name, **(of_scores | changes))


def a_roster(name: str = "mine.people", **changes: Any) -> lp.Metric:  # noqa: ANN401  # any field of a metric
    of_people = {"evidence": lp.Presence, "state": lp.Distinct, "unit": "people", "lift": None}
    return a_metric(name, **(of_people | changes))


def rules(make: Callable[[], object]) -> list[str]:
    """Give the rules a definition breaks."""
    with pytest.raises(MetricDefinitionError) as caught:
        make()
    assert all(problem.message and problem.ids for problem in caught.value.problems)
    return [problem.rule for problem in caught.value.problems]


@pytest.mark.parametrize("metric", [a_metric(), a_score(), a_roster()])
def test_the_definitions_these_tests_spoil_make_sense(metric: lp.Metric) -> None:
    assert metric.parts == ()


@pytest.mark.parametrize(
    ("rule", "changes"),
    [
        ("bad name", {"name": "Not A Name"}),
        ("bad name", {"name": ""}),
        ("no label", {"label": ("English", "")}),
        ("no unit", {"unit": ""}),
        ("no levels", {"levels": ()}),
        ("bad version", {"version": 0}),
        ("bad bounds", {"bounds": (1, 1)}),
        ("unknown evidence", {"evidence": lp.Learner}),
        ("no lift", {"lift": None}),
        ("no lift", {"function": lambda _: lp.Count(1)}),
        ("lift and state differ", {"lift": {"counts": 1}}),
        ("observed beside a function", {"lift": None, "function": lambda _: None, "observed": lp.col("kind") == 1}),
        ("distinct with a lift", {"state": lp.Distinct}),
        ("unknown column", {"where": lp.col("stages") == 1}),
        ("unknown column", {"latest_by": ("stages",)}),
        ("words of another list", {"where": lp.col("stage") == lp.Level.RESULTS}),
        ("words of another list", {"where": lp.col("kind").is_in([lp.Rater.SELF])}),
        ("words of another list", {"where": lp.col("adoptions") == lp.Stage.IDEA}),
        ("arithmetic on words", {"state": lp.Sum, "lift": {"total": lp.col("kind")}}),
        ("arithmetic on words", {"state": lp.Sum, "lift": {"total": lp.when(lp.col("stage") > 1, lp.col("kind"), 0)}}),
        ("arithmetic on words", {"state": lp.Sum, "lift": {"total": 2 * lp.col("novelty") + 1}}),
        ("sum of an ordinal scale", {"state": lp.Sum, "lift": {"total": 1}, "scale_type": lp.ScaleType.ORDINAL}),
        ("arithmetic on names", {"state": lp.Sum, "lift": {"total": 1}, "scale_type": lp.ScaleType.NOMINAL}),
    ],
)
def test_a_metric_is_refused(rule: str, changes: dict[str, Any]) -> None:
    assert rules(lambda: a_metric(**changes)) == [rule]


@pytest.mark.parametrize(
    ("rule", "changes"),
    [
        ("mean of an ordinal scale", {"scale_type": lp.ScaleType.ORDINAL}),
        ("steps without a scale", {"where": lp.col("score") >= 3}),
        ("steps without a scale", {"where": lp.col("score").is_in([0, 3])}),
        ("steps without a scale", {"where": (lp.col("scale") == 1) | (lp.col("score") >= 3)}),
        ("steps without a scale", {"where": (lp.col("scale") != 1) & (lp.col("score") >= 3)}),
        ("steps without a scale", {"observed": lp.col("score").is_in([1])}),
        ("steps without a scale", {"where": lp.col("score") - 1 > lp.col("change")}),
        ("steps without a scale", {"state": lp.Sum, "lift": {"total": lp.col("score")}}),
        ("steps without a scale", {"lift": {**SCORE, "total": lp.col("score") > 2}}),
        ("steps of an unnamed scale", {"lift": {**SCORE, "scale_low": 0, "scale_high": 0}}),
        ("steps of an unnamed scale", {"lift": {**SCORE, "scale_high": 0}}),
        ("nothing read as zero", {"missing": lp.MissingPolicy.EMPTY_IS_ZERO}),
    ],
)
def test_a_metric_of_scores_is_refused(rule: str, changes: dict[str, Any]) -> None:
    assert rules(lambda: a_score(**changes)) == [rule]


@pytest.mark.parametrize(
    "where",
    [
        lp.col("score") > 0,
        (lp.col("level") == 3) & (lp.col("change") == 0),
        (lp.col("level") == 3) & (lp.col("scale") == 1) & (lp.col("score") >= 3),
        lp.col("scale").is_in([1, 2]) & lp.col("score").is_in([0, 3]),
        lp.col("from_top") < 2,
    ],
)
def test_steps_mean_something_at_nought_on_a_scale_named_and_from_the_top(where: Expression) -> None:
    assert a_score(where=where).where is where
    counted = a_metric(evidence=lp.Evaluation, where=lp.col("level") == 3, lift={"count": lp.col("change") > 0})
    assert counted.lift is not None


def test_a_mean_of_an_ordinal_scale_is_taken_where_that_is_said() -> None:
    assert a_score(scale_type=lp.ScaleType.ORDINAL, ordinal_as_interval=True).ordinal_as_interval
    assert a_score(scale_type=lp.ScaleType.ORDINAL, state=lp.Least, lift=_of_least()).kind is lp.Kind.DISTRIBUTIVE


def _of_least() -> dict[str, object]:
    return {"extreme" if name == "total" else name: value for name, value in SCORE.items()}


def test_a_sum_of_a_stock_over_time_is_refused() -> None:
    lift = {"n": 1, "total": lp.col("level"), "scale_low": 0, "scale_high": 0}
    summed: dict[str, Any] = {"evidence": lp.ProficiencyAssessment, "state": lp.Mean, "lift": lift}
    assert rules(lambda: a_metric(**summed)) == ["stock summed over time"]
    assert a_metric(**summed, latest_by=("competency",)).kind is lp.Kind.STOCK


@pytest.mark.parametrize(
    ("rule", "changes"),
    [
        ("roster counted twice", {"state": lp.Count, "lift": {"count": 1}}),
        ("latest of the roster", {"latest_by": ("kind",)}),
    ],
)
def test_a_metric_of_the_roster_is_refused(rule: str, changes: dict[str, Any]) -> None:
    assert rules(lambda: a_roster(**changes)) == [rule]


def test_a_function_cannot_read_the_roster() -> None:
    assert rules(lambda: a_roster(state=lp.Count, function=lambda _: lp.Count(1))) == [
        "roster counted twice",
        "function on the roster",
    ]


def test_only_who_was_there_makes_a_ratio() -> None:
    events = a_metric("mine.events", state=lp.Distinct, lift=None)
    assert rules(lambda: a_ratio(a_metric(), events)) == ["no roster denominator"]
    assert a_ratio(a_metric(), events, base="people with innovations").base
    # what is made of others counts no roster either, whatever its parts count
    made = an_index({a_roster(): 1}, unit="people")
    assert rules(lambda: a_ratio(a_metric(), made)) == ["no roster denominator"]
    assert a_ratio(a_metric(), a_roster()).kind is lp.Kind.DERIVED


def a_ratio(numerator: lp.AnyMetric, denominator: lp.AnyMetric, **changes: Any) -> lp.RatioOf:  # noqa: ANN401  # any field
    return lp.RatioOf("mine.rate", label="Rate", unit="share", numerator=numerator, denominator=denominator, **changes)


def test_a_ratio_of_one_metric_is_refused() -> None:
    people = a_roster()
    assert rules(lambda: a_ratio(people, people)) == ["share of itself"]


def an_index(weights: object, unit: str = "things") -> lp.Index:
    return lp.Index("mine.index", label="Index", unit=unit, weights=weights)  # type: ignore[arg-type]  # whatever a test gives


@pytest.mark.parametrize(
    ("rule", "weights"),
    [
        ("no parts", []),
        ("unit mismatch", [a_metric(), a_metric("mine.days", unit="days")]),
        ("direction mismatch", [a_metric(), a_metric("mine.worse", direction=lp.Direction.LOWER)]),
        ("bad weight", {a_metric(): 0}),
        ("bad weight", {a_metric(): 1.5}),
        ("bad weight", {a_metric(): 10**7}),
    ],
)
def test_an_index_is_refused(rule: str, weights: object) -> None:
    assert rules(lambda: an_index(weights)) == [rule]


def test_an_index_has_each_part_once() -> None:
    part = a_metric()
    assert rules(lambda: an_index([part, part])) == ["part twice"]
    assert rules(lambda: an_index([part], unit="days")) == ["unit mismatch"]
    assert an_index({part: 3, a_metric("mine.other"): 1}).kind is lp.Kind.DERIVED


def staged(inner: lp.Metric, outer: Outer = lp.Composition.MEAN, **changes: Any) -> lp.Staged:  # noqa: ANN401  # any field
    sound: dict[str, Any] = {"label": "Staged", "unit": inner.unit, "inner": inner, "grain": lp.NodeKind.LEARNER}
    return lp.Staged("mine.staged", outer=outer, **(sound | changes))


def test_a_staged_metric_is_refused() -> None:
    ranked = a_score(scale_type=lp.ScaleType.ORDINAL, state=lp.Least, lift=_of_least())
    assert rules(lambda: staged(a_roster())) == ["distinct of one"]
    assert rules(lambda: staged(a_metric())) == ["zeros left out"]
    assert rules(lambda: staged(a_score(), lp.AtLeast(4), unit="share")) == ["threshold on any scale"]
    assert rules(lambda: staged(a_score(), unit="points")) == ["unit mismatch"]
    assert staged(ranked).kind is lp.Kind.STAGED
    assert staged(a_score(scale_type=lp.ScaleType.ORDINAL, ordinal_as_interval=True)).inner.ordinal_as_interval


def test_a_mean_of_values_that_can_only_be_ranked_is_refused() -> None:
    ratio: dict[str, Any] = {"state": lp.Ratio, "lift": {"numerator": 1, "denominator": 1}}
    assert rules(lambda: staged(a_metric(scale_type=lp.ScaleType.ORDINAL, **ratio))) == ["mean of an ordinal scale"]


def test_a_threshold_on_parts_of_scales_makes_sense() -> None:
    parts = a_score(state=lp.Attained, unit="share")
    assert staged(parts, lp.AtLeast("0.75")).parts == (parts,)


def test_an_opaque_metric_reads_records() -> None:
    for strange in (lp.Presence, lp.Team):
        found = rules(lambda evidence=strange: lp.Opaque("o", label="O", unit="o", evidence=evidence, function=len))  # type: ignore[misc]  # strange on purpose
        assert found == ["unknown evidence"]


@pytest.mark.parametrize("make", [lambda: staged(a_score("mine.staged")), lambda: a_ratio(a_roster(), _another())])
def test_a_name_already_taken_is_refused_where_metrics_meet(make: Callable[[], object]) -> None:
    assert "name taken" in rules(make)


def _another() -> lp.Index:
    """Make an index that counts the roster and has, deep down, another metric of the roster's name."""
    return an_index([a_roster("mine.people", unit="things", grain=lp.NodeKind.TEAM)])


def test_one_name_for_two_metrics_is_refused_in_one_rollup_also_deep_down() -> None:
    organization = lp.Organization.of(units=[lp.Unit("MOF")])
    mine = a_metric("innovation.count")
    (rate,) = lp.catalogue("innovation.innovator_rate")
    assert lp.rollup(organization, metrics=[mine, rate]).metrics == (mine, rate)
    with pytest.raises(MetricDefinitionError, match=r"innovation\.count is the name of two metrics"):
        lp.rollup(organization, metrics=[mine, *lp.catalogue("innovation.count")])
    people = a_metric("roster.learners")
    with pytest.raises(MetricDefinitionError, match=r"roster\.learners is the name of two metrics"):
        lp.rollup(organization, metrics=[rate, people])


def test_all_reasons_come_at_once_each_with_the_name_and_what_to_do() -> None:
    with pytest.raises(MetricDefinitionError) as caught:
        a_score(unit="", version=-1, scale_type=lp.ScaleType.ORDINAL, where=lp.col("skore") == 1)
    problems = caught.value.problems
    assert [problem.rule for problem in problems] == [
        "no unit",
        "bad version",
        "unknown column",
        "mean of an ordinal scale",
    ]
    assert all(problem.ids == ("mine.score",) and problem.message.startswith("mine.score: ") for problem in problems)
    assert str(caught.value).startswith("4 problems in the metric definition:")
    assert "nearest: score" in str(caught.value)


def test_bounds_are_read_exactly_and_nonsense_is_refused() -> None:
    assert a_metric(bounds=("0.1", None)).bounds == (Fraction(1, 10), None)
    with pytest.raises(InvalidValue, match="bounds"):
        a_metric(bounds=("much", None))


@frozen
class Pair(State):
    """Two sums, the difference read: a state somebody else wrote."""

    COLUMNS = columns(first=Merge.SUM, second=Merge.SUM)
    first: int = number(Merge.SUM)
    second: int = number(Merge.SUM)

    def value(self, context: Context) -> Exact:
        return Fraction(self.first - self.second, context.whole)


@frozen
class Traced(Pair):
    """An empty one is not nothing."""

    first: int = 1


@frozen
class Needy(State):
    """An empty one cannot be made."""

    COLUMNS = (StateColumn("count", Merge.SUM),)
    count: int


@frozen
class Poor(State):
    """Says it has a column, and has none."""

    COLUMNS = (StateColumn("count", Merge.SUM),)


def test_a_state_of_ones_own_needs_columns_and_an_empty_one_that_is_nothing() -> None:
    lift = {"first": lp.col("adoptions"), "second": 1}
    assert a_metric(state=Pair, lift=lift).value(Pair(3, 1), Context()) == 2
    assert rules(lambda: a_metric(state=Traced, lift=lift)) == ["zero is not zero"]
    assert rules(lambda: a_metric(state=Needy)) == ["no zero"]
    assert rules(lambda: a_metric(state=Poor)) == ["no zero"]
    assert rules(lambda: a_metric(state=State, lift={})) == ["no state columns"]


def test_kinds_say_how_a_metric_aggregates_again() -> None:
    hours = a_metric(state=SumOfHundredths, lift={"total": lp.col("hours")}, evidence=lp.Participation)
    spread = a_metric(state=lp.Distinct, lift=None)
    kinds = [metric.kind for metric in (hours, a_score(), spread, a_roster(latest_by=None))]
    assert kinds == [lp.Kind.DISTRIBUTIVE, lp.Kind.ALGEBRAIC, lp.Kind.HOLISTIC, lp.Kind.HOLISTIC]


def test_metrics_name_their_parts_and_their_parts_parts() -> None:
    rate = a_ratio(a_metric(), a_roster())
    index = lp.Index("mine.all", label="All", unit="share", weights=[rate])
    assert [part.name for part in parts_of(index)] == ["mine.all", "mine.rate", "mine.metric", "mine.people"]


def test_labels_are_in_two_languages_and_one_text_serves_for_both() -> None:
    assert a_metric(label=("One", "Satu")).label_in("id") == "Satu"
    assert a_metric(label="One").label_in("id") == a_metric(label="One").label_in("en") == "One"


def test_every_kind_of_evidence_has_columns_with_a_meaning() -> None:
    for kind, known in COLUMNS.items():
        assert column_names(kind)[0] == "on"
        assert len({one.name for one in known}) == len(known) >= len(column_names(kind))
        assert all(one.meaning for one in known)


def test_pairs_say_nothing_before_a_variant_says_what_they_are_measured_by() -> None:
    with pytest.raises(NotImplementedError):
        Pairs().standardised(Spreads(*[Fraction(1)] * 5))
