"""Small organizations whose figures can be worked out by hand."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

import pytest

import learnperf as lp

Scores = Mapping[str, Sequence[int | None]]
Rated = Callable[[Mapping[str, Scores]], tuple[lp.Organization, lp.Evidence]]


@pytest.fixture
def rated() -> Rated:
    """Give a maker of units below one root, each with learners and their behaviour scores from 1 to 5."""
    return _rated


def _rated(units: Mapping[str, Scores]) -> tuple[lp.Organization, lp.Evidence]:
    people = sorted({who for scores in units.values() for who in scores})
    organization = lp.Organization.of(
        units=[lp.Unit("top"), *map(lp.Unit, units)],
        learners=map(lp.Learner, people),
        ties=[
            *(lp.Reporting(unit, "top") for unit in units),
            *(lp.Placement(who, unit) for unit, scores in units.items() for who in scores),
        ],
    )
    evidence = lp.Evidence.of(
        lp.Evaluation(
            f"{unit}-{who}-{at}", learner=who, level=lp.Level.BEHAVIOUR, score=score, on=date(2026, 6, 1 + at)
        )
        for unit, scores in units.items()
        for who, several in scores.items()
        for at, score in enumerate(several)
    )
    return organization, evidence
