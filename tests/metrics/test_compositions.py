"""Composition models: how values of subjects compose, which model each way follows, and what too few have none of."""

from datetime import date
from fractions import Fraction
from statistics import stdev, variance

import pytest
from hypothesis import given
from hypothesis import strategies as st

import learnperf as lp
from learnperf.metrics.outer import composed
from learnperf.metrics.roots import root

ONE = Fraction(1)
VALUES = st.lists(st.fractions(-5, 5, max_denominator=99), min_size=2, max_size=7)
DEVIATION = lp.Composition.STANDARD_DEVIATION


def of(outer: lp.Composition | lp.Consensus, values: list[Fraction], weight: Fraction = ONE) -> Fraction | lp.Missing:
    return composed(outer, [(value, weight) for value in values])


@given(VALUES)
def test_dispersion_is_that_of_a_sample(values: list[Fraction]) -> None:
    assert of(lp.Composition.VARIANCE, values) == variance(values)
    assert of(DEVIATION, values) == root(variance(values))
    found = of(DEVIATION, values)
    assert isinstance(found, Fraction)
    assert float(found) == pytest.approx(stdev(map(float, values)), abs=1e-12)


@given(VALUES, st.fractions(Fraction(1, 9), 9, max_denominator=99))
def test_weights_that_are_all_alike_change_no_dispersion(values: list[Fraction], weight: Fraction) -> None:
    assert of(lp.Composition.VARIANCE, values, weight) == variance(values)


@given(VALUES, st.fractions(-5, 5, max_denominator=99))
def test_dispersion_does_not_know_where_the_middle_is(values: list[Fraction], shift: Fraction) -> None:
    moved = [value + shift for value in values]
    assert of(lp.Composition.VARIANCE, moved) == of(lp.Composition.VARIANCE, values)


def test_weighted_dispersion_is_that_of_the_weighted_mean() -> None:
    several = [(Fraction(1), Fraction(1)), (Fraction(4), Fraction(1, 2))]
    # mean 2; (1 * 1 + 4 / 2) / (1.5 - 1.25 / 1.5)
    assert composed(lp.Composition.VARIANCE, several) == Fraction(3) / (Fraction(3, 2) - Fraction(5, 6))


def test_one_subject_has_no_dispersion() -> None:
    assert of(lp.Composition.VARIANCE, [ONE]) == lp.Missing(lp.MissingReason.TOO_FEW)
    assert of(DEVIATION, [ONE]) == lp.Missing(lp.MissingReason.TOO_FEW)


@given(VALUES)
def test_consensus_reads_as_the_mean(values: list[Fraction]) -> None:
    assert of(lp.Consensus(), values) == of(lp.Composition.MEAN, values)


def test_each_way_names_its_model_in_both_languages() -> None:
    models: dict[lp.Composition | lp.AtLeast | lp.Consensus, lp.CompositionModel] = {
        lp.Composition.MEAN: lp.CompositionModel.ADDITIVE,
        lp.Composition.LEAST: lp.CompositionModel.COMPILATION,
        lp.Composition.GREATEST: lp.CompositionModel.COMPILATION,
        lp.Composition.VARIANCE: lp.CompositionModel.DISPERSION,
        DEVIATION: lp.CompositionModel.DISPERSION,
        lp.AtLeast("0.75"): lp.CompositionModel.ADDITIVE,
        lp.Consensus(): lp.CompositionModel.DIRECT_CONSENSUS,
        lp.Consensus(referent_shift=True): lp.CompositionModel.REFERENT_SHIFT,
    }
    assert {way: way.model for way in models} == models
    assert set(models.values()) == set(lp.CompositionModel)
    for model in lp.CompositionModel:
        assert model.label() == model.value
        assert model.label("id") not in {"", model.value}


def test_a_cutoff_is_an_agreement() -> None:
    assert lp.Consensus("0.8").cutoff == Fraction(4, 5)
    with pytest.raises(lp.InvalidValue, match="cutoff"):
        lp.Consensus("1.5")


def spread(outer: lp.Composition, unit: str) -> lp.Staged:
    return lp.Staged(
        f"mine.{outer.name.lower()}",
        label="Spread",
        unit=unit,
        inner=lp.catalogue("kirkpatrick.behaviour")[0],  # type: ignore[arg-type]  # a metric of evidence
        grain=lp.NodeKind.LEARNER,
        outer=outer,
    )


def test_a_variance_is_in_squared_units() -> None:
    assert spread(lp.Composition.VARIANCE, "squared score").model is lp.CompositionModel.DISPERSION
    with pytest.raises(lp.MetricDefinitionError, match="unit 'squared score'"):
        spread(lp.Composition.VARIANCE, "score")


def scored(scores: dict[str, list[int]]) -> lp.Evidence:
    return lp.Evidence.of(
        lp.Evaluation(f"{who}-{at}", learner=who, level=lp.Level.BEHAVIOUR, score=score, on=date(2026, 1, 1))
        for who, several in scores.items()
        for at, score in enumerate(several)
    )


@pytest.mark.parametrize("engine", ["memory", "naive"])
def test_a_team_reads_how_far_apart_its_members_are(engine: str) -> None:
    people = ("ani", "budi", "citra")
    organization = lp.Organization.of(
        units=[lp.Unit("MOF")],
        teams=[lp.Team("audit"), lp.Team("tax")],
        learners=map(lp.Learner, people),
        ties=[
            *(lp.Sponsorship(team, "MOF") for team in ("audit", "tax")),
            *(lp.Membership(who, "audit") for who in people),
            lp.Membership("ani", "tax"),
        ],
    )
    evidence = scored({"ani": [5, 3], "budi": [2], "citra": [3]})
    metrics = [spread(lp.Composition.VARIANCE, "squared score"), spread(DEVIATION, "score")]
    result = lp.rollup(organization, evidence, metrics, engine=engine)
    assert result["audit", "mine.variance"].exact == variance([4, 2, 3]) == 1
    assert result["audit", "mine.standard_deviation"].exact == 1
    assert result["tax", "mine.variance"].missing is lp.MissingReason.TOO_FEW
    assert result["MOF", "mine.variance"].exact == 1
