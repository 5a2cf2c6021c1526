"""Aspects of levels, what is applied and what is scrap, and the tiers of LTEM."""

from collections.abc import Iterable
from datetime import date
from fractions import Fraction

import pytest

import learnperf as lp
from learnperf.model.levels import Aspect, Tier

F = Fraction
PEOPLE = ("ani", "budi", "citra", "dewi")


def office() -> lp.Organization:
    return lp.Organization.of(
        units=[lp.Unit("office")],
        learners=[lp.Learner(who) for who in PEOPLE],
        ties=[lp.Placement(who, "office") for who in PEOPLE],
    )


def asked(aspect: Aspect, *scores: int | None, scale: lp.Scale = lp.PERCENT) -> list[lp.Evaluation]:
    return [
        lp.Evaluation(
            f"{aspect.value}-{place}", on=date(2026, 1, 1), learner=PEOPLE[place], level=aspect.level, aspect=aspect,
            score=score, scale=scale,
        )
        for place, score in enumerate(scores)
    ]  # fmt: skip


def observed(tier: Tier, *scores: int | None, wave: lp.Wave | None = None) -> list[lp.Evaluation]:
    return [
        lp.Evaluation(
            f"{tier}-{wave}-{place}", on=date(2026, 1, 1), learner=PEOPLE[place], level=3, tier=tier, score=score,
            wave=wave,
        )
        for place, score in enumerate(scores)
    ]  # fmt: skip


def read(evaluations: Iterable[lp.Evaluation], name: str) -> lp.Reading:
    return lp.rollup(office(), lp.Evidence.of(evaluations), lp.catalogue(name))["office", name]


@pytest.mark.parametrize("aspect", Aspect)
def test_an_aspect_is_read_by_itself(aspect: Aspect) -> None:
    others = [one for one in Aspect if one is not aspect and one.level is aspect.level]
    several = [*asked(aspect, 80, 60, None), *(one for other in others for one in asked(other, 0))]
    found = read(several, f"kirkpatrick.{lp.label(aspect.level)}.{aspect.value.replace(' ', '_')}")
    assert (found.exact, found.n, found.due) == (F(70), 2, 3)


def test_what_is_not_applied_is_scrap() -> None:
    answers = asked(Aspect.APPLICATION, 80, 60, 40, None)
    assert read(answers, "kirkpatrick.behaviour.application_rate").exact == F(60, 100)
    assert read(answers, "kirkpatrick.behaviour.scrap").exact == F(40, 100)
    # 60 per cent applied leaves 40 per cent, which wastes 4,000 of 10,000 dollars
    assert 10_000 * (1 - F(60, 100)) == 4_000


def test_anything_applied_is_more_than_the_least_there_is() -> None:
    answers = asked(Aspect.APPLICATION, 4, 1, 5, 1, scale=lp.LIKERT_5)
    assert read(answers, "kirkpatrick.behaviour.applied_any").exact == F(2, 4)


def test_what_is_planned_is_no_application() -> None:
    planned = asked(Aspect.COMMITMENT, 5, 4, scale=lp.LIKERT_5)
    assert read(planned, "kirkpatrick.learning.planned_application").exact == F(7, 8)
    assert read(planned, "kirkpatrick.behaviour.application_rate").missing is lp.MissingReason.NO_EVIDENCE


@pytest.mark.parametrize("tier", Tier)
def test_a_tier_is_had_by_those_with_a_score_of_it_and_imputed_from_no_other(tier: Tier) -> None:
    several = [*observed(tier, 5, 3, None), *observed(tier, 1, wave=lp.Wave.BASELINE)]
    assert read(several, f"ltem.tier_{tier}.share").exact == F(2, 4)
    assert read(several, f"ltem.tier_{tier}.attained").exact == F(3, 4)
    for other in set(Tier) - {tier}:
        assert read(several, f"ltem.tier_{other}.share").exact == 0
        assert read(several, f"ltem.tier_{other}.attained").missing is lp.MissingReason.NO_EVIDENCE
