"""Cuts: parts of a metric by a column share nothing, leave nothing out, and add up to the whole."""

from collections.abc import Callable, Sequence
from datetime import date
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import learnperf as lp
from learnperf.demo.small import SINCE, UNTIL, small_demo
from learnperf.errors import InvalidValue, UnknownName
from learnperf.metrics.algebra import Merge
from learnperf.metrics.columns import COLUMNS
from learnperf.testing import organization_and_evidence

Drawn = tuple[lp.Organization, lp.Evidence]


def _by_function(record: lp.Evaluation) -> lp.Mean | lp.Missing | None:
    return lp.Missing() if record.steps is None else lp.Mean.of_one(record.steps, record.scale)


def _span(records: Sequence[lp.Evaluation]) -> int:
    days = [record.on for record in records]
    return (max(days) - min(days)).days


FUNCTION = lp.Metric(
    "mine.by_function", label="Mine", unit="score", evidence=lp.Evaluation, state=lp.Mean, function=_by_function
)
OPAQUE = lp.Opaque("mine.span", label="Days between", unit="days", evidence=lp.Evaluation, function=_span)
EVALUATED = lp.Metric(
    "mine.evaluated", label="People evaluated", unit="people", evidence=lp.Evaluation, state=lp.Distinct
)
PER_EVALUATION = lp.RatioOf(
    "mine.people_per_evaluation",
    label="People per evaluation",
    unit="people",
    numerator=EVALUATED,
    denominator=lp.Metric(
        "mine.evaluations", label="Evaluations", unit="evaluations", evidence=lp.Evaluation, state=lp.Count,
        lift={"count": 1},
    ),
    base="evaluations",
)  # fmt: skip
MERGED: dict[Merge, Callable[..., np.ndarray]] = {
    Merge.SUM: np.add.reduce,
    Merge.MIN: np.minimum.reduce,
    Merge.MAX: np.maximum.reduce,
}
BY = {
    "kirkpatrick.behaviour": ("provider", "rater", "wave", "structured", "initiative"),
    "kirkpatrick.behaviour.change": ("mode",),
    "innovation.count": ("kind", "novelty", "significance", "stage", "went_back"),
    "learning.hours": ("provider", "as_team"),
    "conditions.team": ("fulfilment", "condition"),
    "correction.count": ("change",),
    "publication.count": ("channel",),
    "assignment.completion": ("due_known",),
}
CUTS = tuple(
    (lp.catalogue(name)[0], lp.cut(lp.catalogue(name)[0], by)[1:]) for name, several in BY.items() for by in several
)
CUT_OF_ALL_FORMS = (
    *lp.cut([FUNCTION, OPAQUE, PER_EVALUATION], "rater"),
    *lp.cut(lp.catalogue("kirkpatrick.behaviour.mean_of_learners"), "provider"),
    *lp.cut(lp.catalogue("innovation.innovator_rate"), "novelty"),
    *lp.cut(lp.catalogue("conditions.overall"), "fulfilment"),
)


@settings(max_examples=15, deadline=None)
@given(organization_and_evidence(), st.sampled_from(lp.Counting))
def test_states_of_the_parts_merge_to_the_state_of_the_total(drawn: Drawn, counting: lp.Counting) -> None:
    metrics = dict.fromkeys(one for whole, parts in CUTS for one in (whole, *parts))
    result = lp.rollup(*drawn, metrics, counting=counting)
    for whole, parts in CUTS:
        assert isinstance(whole, lp.Metric)
        outcome, cut = result.outcomes[whole.name], [result.outcomes[part.name] for part in parts]
        assert np.sum([one.n for one in cut], axis=0).tolist() == outcome.n.tolist()
        assert np.sum([one.due for one in cut], axis=0).tolist() == outcome.due.tolist()
        for column in whole.state.COLUMNS:
            values = [one.state[column.name] for one in cut]
            assert MERGED[column.merge](values).tolist() == outcome.state[column.name].tolist()


@settings(max_examples=15, deadline=None)
@given(organization_and_evidence(), st.sampled_from(lp.Counting))
def test_the_twin_reads_cuts_of_every_form_alike(drawn: Drawn, counting: lp.Counting) -> None:
    result = lp.rollup(*drawn, CUT_OF_ALL_FORMS, counting=counting)
    twin = lp.rollup(*drawn, CUT_OF_ALL_FORMS, counting=counting, engine="naive")
    assert list(result) == list(twin)


def test_the_same_cut_is_the_same_metric_however_it_is_asked_for() -> None:
    pooled, staged = lp.catalogue("kirkpatrick.behaviour")[:2]
    one = lp.cut([pooled, staged], "rater")
    assert one == lp.cut([pooled, staged], "rater")
    assert isinstance(staged, lp.Staged)
    assert lp.cut(staged, "rater")[1].parts == (lp.cut(pooled, "rater")[1],)


def test_names_and_labels_say_metric_column_and_value_in_both_languages() -> None:
    parts = lp.cut(lp.catalogue("kirkpatrick.reaction")[0], "provider")
    assert [one.name.removeprefix("kirkpatrick.reaction") for one in parts] == [
        "", ".by_provider.bppk", ".by_provider.unit", ".by_provider.self", ".by_provider.other",
        ".by_provider.unknown",
    ]  # fmt: skip
    assert parts[1].label == ("Reaction (level 1), provider: BPPK", "Reaksi (level 1), penyelenggara: BPPK")
    assert parts[-1].label[1].endswith("penyelenggara: tidak diketahui")
    assert parts[1].meaning.endswith("Only where provider: BPPK.")
    assert lp.cut(lp.catalogue("learning.hours")[0], "structured")[2].label[0].endswith("structured: no")
    assert lp.cut_of(parts[1]) == lp.Cut("kirkpatrick.reaction", "provider", "bppk")
    assert lp.cut_of(parts[0]) is None


def test_values_of_ones_own_leave_the_others_together() -> None:
    parts = lp.cut(lp.catalogue("kirkpatrick.behaviour")[0], "rater", [lp.Rater.SELF, lp.Rater.PEER])
    assert [one.name.rpartition(".")[2] for one in parts[1:]] == ["self", "peer", "others", "unknown"]
    ani = lp.Organization.of(units=[lp.Unit("MOF")], learners=[lp.Learner("ani")], ties=[lp.Placement("ani", "MOF")])
    raters = (lp.Rater.SELF, lp.Rater.SUPERVISOR, lp.Rater.SUBORDINATE, None)
    evidence = lp.Evidence.of(
        lp.Evaluation(
            f"e{score}", learner="ani", level=lp.Level.BEHAVIOUR, score=score, rater=rater, on=date(2026, 1, 1)
        )
        for score, rater in enumerate(raters, start=1)
    )
    result = lp.rollup(ani, evidence, parts)
    assert [result["MOF", part.name].value for part in parts] == [2.5, 1, None, 2.5, 4]


def test_numbers_are_values_too() -> None:
    parts = lp.cut(lp.catalogue("innovation.count")[0], "adoptions", [0, 1, -3])
    assert [one.name.rpartition(".")[2] for one in parts[1:]] == ["0", "1", "minus_3", "others", "unknown"]


def test_a_denominator_that_reads_the_same_column_is_cut_and_a_roster_stays_whole() -> None:
    cut = lp.cut(PER_EVALUATION, "rater")[1]
    assert isinstance(cut, lp.RatioOf)
    assert [one.name for one in cut.parts] == ["mine.evaluated.by_rater.self", "mine.evaluations.by_rater.self"]
    assert "several parts" in cut.meaning
    rate = lp.cut(lp.catalogue("innovation.innovator_rate")[0], "novelty")[1]
    assert isinstance(rate, lp.RatioOf)
    assert rate.denominator is lp.catalogue("roster.learners")[0]
    assert rate.label[0].endswith("novelty: new, base not cut")
    assert rate.label[1].endswith("kebaruan: baru, pembagi tidak dipilah")
    # both have a column of this name, which means other things: kinds of innovations, and of nodes
    by_kind = lp.cut(lp.catalogue("innovation.innovator_rate")[0], "kind")[1]
    assert isinstance(by_kind, lp.RatioOf)
    assert by_kind.denominator is rate.denominator


def test_a_mean_by_provider_is_worked_by_hand() -> None:
    organization = lp.Organization.of(
        units=[lp.Unit("MOF")],
        learners=[lp.Learner("ani"), lp.Learner("budi")],
        ties=[lp.Placement("ani", "MOF"), lp.Placement("budi", "MOF")],
    )
    activities = [lp.LearningActivity("c1", provider=lp.Provider.BPPK), lp.LearningActivity("c2")]
    given = [("ani", "c1", 5), ("budi", "c1", 2), ("ani", "c2", 3), ("budi", None, 4)]
    evidence = lp.Evidence.of(
        (
            lp.Evaluation(
                str(at), learner=who, activity=activity, level=lp.Level.REACTION, score=score, on=date(2026, 1, 1)
            )
            for at, (who, activity, score) in enumerate(given)
        ),
        activities=activities,
    )
    parts = lp.cut(lp.catalogue("kirkpatrick.reaction")[0], by="provider")
    result = lp.rollup(organization, evidence, parts)
    read = {part.name.rpartition(".")[2]: result["MOF", part.name].exact for part in parts}
    assert read == {
        "reaction": Fraction(5 + 2 + 3 + 4, 4), "bppk": Fraction(5 + 2, 2), "unit": None, "self": None, "other": 3,
        "unknown": 4,
    }  # fmt: skip


def test_cuts_can_be_cut_again() -> None:
    both = lp.cut(lp.cut(lp.catalogue("kirkpatrick.reaction")[0], "provider")[1], "rater")
    assert both[1].name == "kirkpatrick.reaction.by_provider.bppk.by_rater.self"


def test_a_live_result_keeps_cuts_of_opaque_metrics_current() -> None:
    ani = lp.Organization.of(units=[lp.Unit("MOF")], learners=[lp.Learner("ani")], ties=[lp.Placement("ani", "MOF")])
    first = lp.Evaluation("e1", learner="ani", level=3, score=3, rater=lp.Rater.SELF, on=date(2026, 1, 1))
    parts = lp.cut(OPAQUE, "rater")
    live = lp.rollup(ani, lp.Evidence.of([first]), parts).live()
    live.add(lp.Evaluation("e2", learner="ani", level=3, score=3, rater=lp.Rater.PEER, on=date(2026, 1, 5)))
    live.add(lp.Evaluation("e3", learner="ani", level=3, score=3, rater=lp.Rater.SELF, on=date(2026, 1, 31)))
    assert [live["MOF", part.name].value for part in parts[:3]] == [30, 30, None]


@pytest.mark.parametrize(
    ("metric", "by", "values", "error", "words"),
    [
        (
            "kirkpatrick.reaction",
            "providr",
            None,
            UnknownName,
            "unknown column of Evaluation 'providr'; nearest: provider",
        ),
        ("conditions.overall", "provider", None, UnknownName, "unknown column of ConditionJudgement"),
        ("adoption.days", "days", None, InvalidValue, "holds no words of a closed list"),
        ("innovation.count", "novelty", [lp.Rater.SELF], InvalidValue, "cannot stand in column novelty"),
        ("innovation.count", "adoptions", ["one"], InvalidValue, "cannot stand in column adoptions"),
        ("innovation.count", 3, None, InvalidValue, "is no column"),
    ],
)
def test_what_cannot_be_cut_is_refused_with_a_sentence(
    metric: str, by: str, values: list[object] | None, error: type[Exception], words: str
) -> None:
    with pytest.raises(error, match=words):
        lp.cut(lp.catalogue(metric)[0], by, values)  # type: ignore[arg-type]  # what users may pass by mistake


def test_an_index_whose_parts_read_other_evidence_is_refused() -> None:
    index = lp.Index("mine.index", label="Mine", unit="score", weights=[FUNCTION, lp.Metric(
        "mine.quality", label="Quality", unit="score", evidence=lp.Assignment, state=lp.Mean,
        lift={"n": 1, "total": lp.col("score"), "scale_low": lp.col("scale"), "scale_high": lp.col("scale")},
    )])  # fmt: skip
    with pytest.raises(UnknownName, match="column of Assignment 'rater'"):
        lp.cut(index, "rater")


@settings(max_examples=15, deadline=None)
@given(organization_and_evidence())
def test_columns_that_say_yes_or_no_hold_nothing_else(drawn: Drawn) -> None:
    result = lp.rollup(*drawn, [])
    for kind, several in COLUMNS.items():
        for block in result.plan.facts.tables.get(kind, ()):
            for meaning in several:
                if meaning.is_flag and all(one.default is not None for one in meaning.parameters):
                    column = block.columns[meaning.name]
                    assert set(column.values[column.present].tolist()) <= {0, 1}


def test_an_attribute_of_ones_own_is_called_by_its_name() -> None:
    parts = lp.cut(lp.catalogue("kirkpatrick.reaction")[0], lp.col("attribute", "gender"), ["f", "m"])
    assert [one.name.partition(".by_")[2] for one in parts[1:]] == [
        "attribute_gender.f", "attribute_gender.m", "attribute_gender.others", "attribute_gender.unknown",
    ]  # fmt: skip
    assert parts[1].label[1].endswith("gender: f")
    linked = lp.cut(lp.catalogue("career.moves")[0], lp.col("linked", 30, 365))
    assert linked[1].label[0].endswith("linked 30, 365: yes")


def test_texts_that_names_would_not_tell_apart_get_names_of_their_own() -> None:
    parts = lp.cut(lp.catalogue("kirkpatrick.reaction")[0], "activity", ["A-1", "a 1", "審", "others"])
    assert [one.name.rpartition(".")[2] for one in parts[1:]] == [
        "a_1",
        "a_1_2",
        "value",
        "others_2",
        "others",
        "unknown",
    ]


def test_movers_by_job_family_are_divided_by_those_of_the_family() -> None:
    data = small_demo()
    families = lp.values_of(data, "job_family")
    cut = lp.cut(lp.catalogue("career.mover_rate")[0], "job_family", families)
    result = lp.rollup(data, metrics=cut, since=SINCE, until=UNTIL)
    read = {one.name.rpartition(".")[2]: result["ministry", one.name].exact for one in cut}
    # of two auditors ani moved; of the inspection citra; dewi's position is on no pattern
    assert read == {
        "mover_rate": Fraction(3, 4), "audit": Fraction(1, 2), "inspection": 1, "others": None, "unknown": 1,
    }  # fmt: skip
