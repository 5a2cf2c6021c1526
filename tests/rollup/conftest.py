"""Organizations that several files of this folder look at."""

from datetime import date

import pytest

import learnperf as lp


@pytest.fixture
def matrix() -> tuple[lp.Organization, lp.Evidence]:
    """Two units that share one person, whose good score both of them see."""
    organization = lp.Organization.of(
        units=[lp.Unit("top"), lp.Unit("left"), lp.Unit("right")],
        learners=[lp.Learner("ani"), lp.Learner("budi"), lp.Learner("citra")],
        ties=[
            lp.Reporting("left", "top"),
            lp.Reporting("right", "top"),
            lp.Placement("ani", "left"),
            lp.Placement("budi", "left", share=0.6),
            lp.Placement("budi", "right", share=0.3),
            lp.Placement("citra", "right"),
        ],
    )
    scores = {"of-left": ("ani", 1), "of-both": ("budi", 4), "of-right": ("citra", 1)}
    return organization, lp.Evidence.of(
        lp.Evaluation(name, learner=who, level=lp.Level.BEHAVIOUR, score=score, on=date(2026, 6, 30))
        for name, (who, score) in scores.items()
    )
