"""The index of behaviour change over types of raters, moves between bands, and the evidence chain."""

import pickle
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import learnperf as lp
from learnperf.errors import InvalidValue, MetricDefinitionError
from learnperf.metrics.enough import part_changed
from learnperf.testing import organization_and_evidence

F = Fraction
SUPERVISOR, PEER, SELF = lp.Rater.SUPERVISOR, lp.Rater.PEER, lp.Rater.SELF
DAY = date(2026, 1, 1)


def office(people: Iterable[str]) -> lp.Organization:
    several = sorted(set(people)) or ["ani"]
    return lp.Organization.of(
        units=[lp.Unit("office")],
        learners=[lp.Learner(who) for who in several],
        ties=[lp.Placement(who, "office") for who in several],
    )


def rated(rater: lp.Rater, scores: Sequence[tuple[int | None, int]]) -> list[lp.Evaluation]:
    """Rate one learner after another before and after; no score before is no baseline at all."""
    return [
        lp.Evaluation(
            f"{rater.value}-{place}-{phase.value}", on=DAY, learner=f"p{place}", level=3, score=score, phase=phase,
            rater=rater, activity="c",
        )
        for place, both in enumerate(scores)
        for phase, score in zip(lp.Phase, both, strict=True)
        if score is not None
    ]  # fmt: skip


def read(index: lp.Index, evaluations: Iterable[lp.Evaluation], engine: str = "memory") -> lp.Rollup:
    several = list(evaluations)
    people = office(one.learner for one in several)
    return lp.rollup(people, lp.Evidence.of(several), [index, *index.parts], engine=engine)


RATINGS = [
    *rated(SUPERVISOR, [(2, 4)]),
    *rated(PEER, [(1, 2), (2, 3), (3, 4)]),
    *rated(SELF, [(1, 5), (1, 5), (1, 5)]),
]


@pytest.mark.parametrize(
    ("weights", "expected"),
    [
        ({SUPERVISOR: 2, PEER: 1}, (2 * F(1, 2) + F(1, 4)) / 3),
        ({SUPERVISOR: 1, PEER: 1, SELF: 1}, (F(1, 2) + F(1, 4) + 1) / 3),
        ({PEER: 5}, F(1, 4)),
    ],
)
def test_types_of_raters_weigh_what_was_said(weights: Mapping[lp.Rater, int], expected: Fraction) -> None:
    assert read(lp.behaviour_change_index(weights), RATINGS)["office", "mine.behaviour_change_index"].exact == expected


def test_types_with_too_few_ratings_are_left_out_and_named() -> None:
    index = lp.behaviour_change_index({SUPERVISOR: 1, PEER: 1, SELF: 1}, minimum=3)
    ratings = [*rated(SUPERVISOR, [(2, 4)]), *rated(PEER, [(1, 5), (1, 5), (None, 5)]), *rated(SELF, [(1, 2)] * 3)]
    result = read(index, ratings)
    assert result["office", index.name].exact == (F(1, 2) + F(1, 4)) / 2
    supervisor, peer, own = lp.changes_by_rater(result, index, "office")
    assert (supervisor.value, supervisor.n, supervisor.left_out) == (0.5, 1, lp.MissingReason.NONE)
    assert (peer.rater, peer.value, peer.n, peer.due) == (PEER, None, 2, 3)
    assert peer.left_out is lp.MissingReason.TOO_FEW
    assert (own.value, own.weight) == (0.25, 1)


@pytest.mark.parametrize("engine", ["memory", "naive"])
def test_self_alone_makes_no_index_unless_that_is_said(engine: str) -> None:
    ratings = [*rated(SELF, [(1, 5)] * 3), *rated(PEER, [(1, 5)])]
    alone = lp.behaviour_change_index({PEER: 1, SELF: 1}, self_alone=True)
    never = lp.behaviour_change_index({PEER: 1, SELF: 1})
    assert read(alone, ratings, engine)["office", alone.name].exact == 1
    assert read(never, ratings, engine)["office", never.name].missing is lp.MissingReason.PART_MISSING


def test_an_index_that_makes_no_sense_is_refused() -> None:
    with pytest.raises(InvalidValue, match="is alone"):
        lp.behaviour_change_index({SELF: 1})
    assert lp.behaviour_change_index({SELF: 1}, self_alone=True).parts
    with pytest.raises(InvalidValue, match="nobody's opinion"):
        lp.behaviour_change_index({lp.Rater.TEST: 1, PEER: 1})
    with pytest.raises(InvalidValue, match="is no number of ratings"):
        lp.behaviour_change_index({PEER: 1}, minimum=0)
    with pytest.raises(MetricDefinitionError, match="an index of nothing"):
        lp.behaviour_change_index({})
    assert "one rating is enough" in lp.behaviour_change_index({PEER: 1}, minimum=1).parts[0].meaning


def test_states_of_enough_ratings_travel_between_processes() -> None:
    kind = part_changed(3)
    assert pickle.loads(pickle.dumps(kind)) is kind  # noqa: S301 -- what was just written


@settings(max_examples=25, deadline=None)
@given(organization_and_evidence(), st.sampled_from(lp.Counting), st.integers(1, 2))
def test_engines_agree_about_indexes_and_moves(
    drawn: tuple[lp.Organization, lp.Evidence], counting: lp.Counting, minimum: int
) -> None:
    index = lp.behaviour_change_index({rater: 1 for rater in lp.Rater if rater is not lp.Rater.TEST}, minimum=minimum)
    bands = lp.ScoreBands.of({"low": 1, "high": 3})
    metrics = [index, *index.parts, *lp.transition_metrics(lp.Level.BEHAVIOUR, bands), *lp.chain_metrics(50)]
    memory, naive = (lp.rollup(*drawn, metrics, counting=counting, engine=one) for one in ("memory", "naive"))
    assert list(memory) == list(naive)


BANDS = lp.ScoreBands.of({"low": 1, "middle": 3, "high": 4})


def test_moves_between_bands_are_a_table_that_holds_every_pair() -> None:
    scores = [(1, 2), (2, 3), (2, 5), (3, 3), (4, 1), (5, 4), (None, 4)]
    evaluations = [
        *rated(PEER, scores),
        lp.Evaluation("seven", on=DAY, learner="p0", level=3, score=7, scale=lp.LIKERT_7),
    ]
    result = lp.rollup(
        office(one.learner for one in evaluations),
        lp.Evidence.of(evaluations),
        lp.transition_metrics(lp.Level.BEHAVIOUR, BANDS),
    )
    table = lp.transitions(result, "office", BANDS)
    assert table.counts == ((1, 1, 1), (0, 1, 0), (1, 0, 1))
    assert (table.improved, table.same, table.declined, table.unpaired) == (2, 3, 1, 2)
    assert str(table).splitlines()[-1] == "improved 2, same 3, declined 1; unpaired 2"


@pytest.mark.parametrize("least", [{"all": 1}, {"low": 2, "high": 4}, {"high": 4, "low": 1}, {"a": 1, "b": 1}])
def test_bands_rise_from_the_minimum(least: dict[str, int]) -> None:
    with pytest.raises(InvalidValue, match="rising order"):
        lp.ScoreBands.of(least)


def _learned(who: str, scores: Sequence[int | None]) -> list[lp.Participation | lp.Evaluation]:
    return [
        lp.Participation(f"{who}-p", on=DAY, learner=who, activity="c"),
        *(
            lp.Evaluation(f"{who}-{level}", on=DAY, learner=who, activity="c", level=level, score=score)
            for level, score in zip(lp.Level, scores, strict=True)
            if score is not None
        ),
    ]


def test_the_chain_says_where_people_fell_out_and_imputes_no_level() -> None:
    people = {
        "ani": (5, 5, 5, 4),
        "budi": (5, 4, 3, 5),
        "citra": (5, None, 5, 5),
        "dewi": (2, 5, 5, 5),
        "eka": (None, None, None, None),
        "fajar": (4, 4, 4, None),
    }
    evidence = lp.Evidence.of(one for who, scores in people.items() for one in _learned(who, scores))
    organization = office(people)
    chain = lp.evidence_chain(lp.rollup(organization, evidence, lp.chain_metrics()), "office")
    assert [(one.evaluated, one.reached, one.unseen, one.below) for one in chain.links] == [
        (5, 4, 1, 1),
        (4, 4, 1, 0),
        (5, 4, 0, 1),
        (4, 4, 1, 0),
    ]
    assert (chain.completed, chain.through) == (6, 1)
    assert chain.completed == chain.through + sum(one.unseen + one.below for one in chain.links)
    assert str(chain).splitlines()[-1] == "completed 6, through all levels 1"
    result = lp.rollup(organization, evidence, lp.catalogue("kirkpatrick"))
    assert result["office", "kirkpatrick.trained"].value == 6
    shares = [
        [result["office", f"kirkpatrick.{lp.label(level)}.{word}"].exact for word in ("evaluated", "reached")]
        for level in lp.Level
    ]
    assert shares == [
        [F(5, 6), F(4, 6)],
        [F(4, 6), F(4, 6)],
        [F(5, 6), F(4, 6)],
        [F(4, 6), F(4, 6)],
    ]
