"""Cases 2 and 3: what was never given is left out and said to be missing; it does not count as 0."""

from datetime import date

import pytest

import learnperf as lp

DAY = date(2026, 1, 1)


@pytest.fixture
def office() -> lp.Organization:
    return lp.Organization.of(
        units=[lp.Unit("top")],
        learners=[lp.Learner("ani"), lp.Learner("budi")],
        ties=[lp.Placement("ani", "top"), lp.Placement("budi", "top")],
    )


def _scores(level: lp.Level, *scores: float | None) -> list[lp.Record]:
    return [
        lp.Evaluation(
            f"{level.name}-{place}", learner="ani", level=level, score=score, scale=lp.Scale(0, 5, "0.1"), on=DAY
        )
        for place, score in enumerate(scores)
    ]


@pytest.mark.parametrize(
    ("renormalise", "value", "missing"),
    [(False, None, lp.MissingReason.PART_MISSING), (True, 3.6, lp.MissingReason.NONE)],
)
def test_parts_that_were_never_given_are_not_averaged_in_as_zero(
    office: lp.Organization,
    renormalise: bool,  # noqa: FBT001 -- a case, not a switch
    value: float | None,
    missing: lp.MissingReason,
) -> None:
    parts = lp.catalogue("kirkpatrick.reaction", "kirkpatrick.behaviour", "kirkpatrick.results")
    pooled = [part for part in parts if isinstance(part, lp.Metric) and part.state is lp.Mean]
    final = lp.Index("mine.final", label="Final score", unit="score", weights=pooled, renormalise=renormalise)
    evidence = lp.Evidence.of(_scores(lp.Level.REACTION, 3.6))
    reading = lp.rollup(office, evidence, [final])["top", "mine.final"]
    # the mistake: 3.6 / 3 = 1.2
    assert (reading.value, reading.missing) == (value, missing)


@pytest.mark.parametrize("scores", [(4, None), (None, 4), (4, None, None, None), (None, 4, 4)])
def test_missing_values_do_not_enter_a_mean_as_zero_among_values_that_are_there(
    office: lp.Organization, scores: tuple[float | None, ...]
) -> None:
    result = lp.rollup(office, lp.Evidence.of(_scores(lp.Level.BEHAVIOUR, *scores)))
    for metric in ("kirkpatrick.behaviour", "kirkpatrick.behaviour.mean_of_learners"):
        assert result["top", metric].value == 4
    reading = result["top", "kirkpatrick.behaviour"]
    assert (reading.n, reading.due) == (sum(score is not None for score in scores), len(scores))


def test_where_all_are_missing_there_is_no_value(office: lp.Organization) -> None:
    reading = lp.rollup(office, lp.Evidence.of(_scores(lp.Level.BEHAVIOUR, None, None)))["top", "kirkpatrick.behaviour"]
    assert (reading.value, reading.missing, reading.coverage) == (None, lp.MissingReason.NOT_OBSERVED, 0)


def test_a_score_of_zero_is_a_score(office: lp.Organization) -> None:
    assert (
        lp.rollup(office, lp.Evidence.of(_scores(lp.Level.BEHAVIOUR, 0, 4)))["top", "kirkpatrick.behaviour"].value == 2
    )
