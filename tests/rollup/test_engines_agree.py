"""The in-process engine and the naive twin give the same readings to the last bit, whatever is asked of them."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import learnperf as lp
from learnperf.metrics.definition import parts_of
from learnperf.testing import organization_and_evidence

from .asking import METRICS, QUESTIONS, Drawn, agree

# laws are after answers: other tests run every line, and following them here would double the time
pytestmark = pytest.mark.no_cover


@settings(max_examples=60, deadline=None)
@given(organization_and_evidence(), QUESTIONS, st.lists(st.sampled_from(METRICS), min_size=8, max_size=8, unique=True))
def test_both_engines_agree_bit_for_bit(drawn: Drawn, question: dict[str, Any], metrics: list[lp.AnyMetric]) -> None:
    agree(*(lp.rollup(*drawn, metrics, **question, engine=engine) for engine in ("memory", "naive")))


@settings(max_examples=5, deadline=None)
@given(organization_and_evidence(max_records=20), QUESTIONS)
def test_both_engines_agree_about_every_metric_at_once(drawn: Drawn, question: dict[str, Any]) -> None:
    agree(*(lp.rollup(*drawn, METRICS, **question, engine=engine) for engine in ("memory", "naive")))


@settings(max_examples=30, deadline=None)
@given(organization_and_evidence(), QUESTIONS, st.lists(st.sampled_from(METRICS), min_size=2, max_size=2, unique=True))
def test_a_reading_does_not_depend_on_what_else_is_asked(
    drawn: Drawn, question: dict[str, Any], metrics: list[lp.AnyMetric]
) -> None:
    alone = [lp.rollup(*drawn, [metric], **question) for metric in metrics]
    together = lp.rollup(*drawn, metrics, **question)
    assert [reading for result in alone for reading in result] == list(together)


@settings(max_examples=6, deadline=None)
@given(organization_and_evidence(), QUESTIONS)
def test_moving_between_engines_changes_no_reading_and_no_explanation(drawn: Drawn, question: dict[str, Any]) -> None:
    metrics = lp.catalogue("kirkpatrick.behaviour", "innovation", "roster", "conditions")
    quick, slow = (lp.rollup(*drawn, metrics, **question, engine=engine) for engine in ("memory", "naive"))
    assert list(quick) == list(slow)
    assert quick.columns() == slow.columns()
    assert (quick.accounting, quick.unallocated) == (slow.accounting, slow.unallocated)


def test_every_kind_of_metric_and_state_is_among_those_compared() -> None:
    leaves = [part for metric in METRICS for part in parts_of(metric)]
    assert {type(part) for part in leaves} >= {lp.Metric, lp.Staged, lp.RatioOf, lp.Index, lp.Opaque}
    assert {part.kind for part in leaves} == set(lp.Kind)
    staged = [part for part in leaves if isinstance(part, lp.Staged)]
    assert {(part.grain, type(part.outer)) for part in staged} >= {
        (grain, outer) for grain in lp.NodeKind for outer in (lp.Composition, lp.AtLeast)
    }


@pytest.mark.parametrize("counting", lp.Counting)
def test_both_engines_agree_where_functions_say_that_something_is_missing(matrix: Drawn, counting: lp.Counting) -> None:
    organization, evidence = matrix
    day = date(2026, 6, 30)
    more = lp.Evidence.of(
        [
            *evidence,
            lp.Evaluation("asked", learner="ani", level=lp.Level.BEHAVIOUR, on=day),
            lp.Evaluation("liked", learner="ani", level=lp.Level.REACTION, score=5, on=day),
            *(lp.Innovation(f"i{place}", contributors=["ani"], on=day) for place in range(4)),
        ]
    )
    quick, slow = (lp.rollup(organization, more, METRICS, counting=counting, engine=one) for one in ("memory", "naive"))
    agree(quick, slow)
    by_function, opaque = quick["ani", "mine.by_function"], quick["ani", "mine.opaque"]
    assert (by_function.value, by_function.n, by_function.due) == (1, 1, 2)
    assert (opaque.value, opaque.missing, opaque.n) == (None, lp.MissingReason.TOO_FEW, 4)


@pytest.mark.parametrize("counting", lp.Counting)
def test_both_engines_agree_where_credits_and_shares_fall_below_one_millionth(counting: lp.Counting) -> None:
    teams = [f"t{place:02}" for place in range(12)]
    organization = lp.Organization.of(
        units=[lp.Unit("top"), *(lp.Unit(f"u{place}") for place in range(7))],
        teams=[lp.Team(team) for team in teams],
        learners=[lp.Learner("ani"), lp.Learner("budi")],
        ties=[
            *(lp.Reporting(f"u{place}", "top", share="0.999999") for place in range(7)),
            *(lp.Sponsorship(team, f"u{place}") for team in teams for place in range(7)),
            *(lp.Membership("ani", team) for team in teams),
            lp.Membership("budi", "t00", share="0.000001"),
        ],
    )
    idea = lp.Innovation("i1", contributors={"ani": "0.000001", "budi": "0.999999"}, on=date(2026, 1, 1))
    agree(
        *(
            lp.rollup(organization, lp.Evidence.of([idea]), METRICS, counting=counting, engine=engine)
            for engine in ("memory", "naive")
        )
    )
