"""Bad inputs 53-58 in a rollup: shapes and numbers that must simply work; done badly, each of these would hang."""

from datetime import date
from fractions import Fraction

import pytest

import learnperf as lp

from .table import Way, shows

# laws are after answers: other tests run every line, and following them here would double the time
pytestmark = pytest.mark.no_cover

API = Way.API
DAY = date(2026, 1, 1)
COUNTS = lp.catalogue("innovation.count", "roster.learners")
big = lp.Metric(
    "mine.big",
    label="A sum beyond 64 bits",
    unit="points",
    evidence=lp.Innovation,
    state=lp.Sum,
    lift={"total": lp.col("stage") * 2**61},
)
spread = lp.Metric(
    "mine.spread",
    label="A variance beyond 64 bits",
    unit="points",
    evidence=lp.Innovation,
    state=lp.Variance,
    function=lambda record: lp.Variance.of_one(int(record.id[1:]) * 2**40),
)


def _idea(learner: str, name: str = "i1") -> lp.Innovation:
    return lp.Innovation(name, contributors=[learner], on=DAY)


@shows(55, "60 diamonds in a row", way=API)
@pytest.mark.parametrize("counting", lp.Counting)
def test_sixty_diamonds_in_a_row_with_a_path_for_every_grain_of_sand_are_read_at_once(
    counting: lp.Counting,
) -> None:
    levels = 60
    units = [lp.Unit("u0"), *(lp.Unit(f"{side}{level}") for level in range(1, levels + 1) for side in "abu")]
    ties: list[lp.Tie] = [lp.Placement("ani", f"u{levels}")]
    for level in range(1, levels + 1):
        for side in "ab":
            ties += [lp.Reporting(f"u{level}", f"{side}{level}"), lp.Reporting(f"{side}{level}", f"u{level - 1}")]
    organization = lp.Organization.of(units=units, learners=[lp.Learner("ani")], ties=ties)
    result = lp.rollup(organization, lp.Evidence.of([_idea("ani")]), COUNTS, counting=counting)
    assert result["u0", "innovation.count"].exact == 1
    assert result["u0", "roster.learners"].value == 1
    half = {lp.Counting.FULL: 1, lp.Counting.PRIMARY: 1, lp.Counting.FRACTIONAL: Fraction(1, 2)}[counting]
    assert result["a1", "innovation.count"].exact == half


@shows(53, "chain of 10,000 units", way=API)
@pytest.mark.parametrize("counting", lp.Counting)
def test_a_chain_of_ten_thousand_units_is_no_recursion(counting: lp.Counting) -> None:
    length = 10_000
    organization = lp.Organization.of(
        units=[lp.Unit(f"u{place}") for place in range(length)],
        learners=[lp.Learner("ani")],
        ties=[
            *(lp.Reporting(f"u{place + 1}", f"u{place}") for place in range(length - 1)),
            lp.Placement("ani", f"u{length - 1}"),
        ],
    )
    result = lp.rollup(organization, lp.Evidence.of([_idea("ani")]), COUNTS, counting=counting)
    assert {reading.value for reading in result if reading.metric == "innovation.count"} == {1}
    assert result["u0", "roster.learners"].value == 1
    assert [line.source for line in result.explain("u0", "innovation.count").lines] == ["u1"]


@shows(54, "one learner in 10,000 teams", way=API)
@pytest.mark.parametrize("counting", lp.Counting)
def test_one_learner_in_ten_thousand_teams_is_one_learner(counting: lp.Counting) -> None:
    teams = [f"t{place}" for place in range(10_000)]
    organization = lp.Organization.of(
        units=[lp.Unit("top")],
        teams=[lp.Team(team) for team in teams],
        learners=[lp.Learner("ani")],
        ties=[lp.Membership("ani", team) for team in teams] + [lp.Sponsorship(team, "top") for team in teams],
    )
    result = lp.rollup(organization, lp.Evidence.of([_idea("ani")]), COUNTS, counting=counting)
    assert result["top", "innovation.count"].exact == 1
    assert (result["top", "roster.learners"].value, result["top", "innovation.count"].heads) == (1, 1)
    explanation = result.explain("top", "innovation.count")
    assert explanation.state == {"count": 1_000_000 if counting is lp.Counting.FRACTIONAL else 1}
    assert sum(line.n for line in explanation.lines) == 1


@shows(54, "very many learners in one team", way=API)
@pytest.mark.parametrize("counting", lp.Counting)
def test_a_hundred_thousand_learners_in_one_team_are_counted(counting: lp.Counting) -> None:
    learners = [f"l{place}" for place in range(100_000)]
    organization = lp.Organization.of(
        units=[lp.Unit("top")],
        teams=[lp.Team("all")],
        learners=[lp.Learner(learner) for learner in learners],
        ties=[*(lp.Membership(learner, "all") for learner in learners), lp.Sponsorship("all", "top")],
    )
    team_idea = lp.Innovation("t1", contributors=["all"], on=DAY)
    ideas = [_idea(learner, f"i{place}") for place, learner in enumerate(learners[:1000])]
    result = lp.rollup(organization, lp.Evidence.of([team_idea, *ideas]), COUNTS, counting=counting)
    assert result["top", "innovation.count"].exact == 1001
    assert result["top", "innovation.count"].heads == 100_000
    assert result["top", "roster.learners"].value == 100_000
    assert len(result.explain("all", "innovation.count").lines) == 1001


@shows(58, "sum beyond 2^63", way=API)
@pytest.mark.parametrize("counting", lp.Counting)
@pytest.mark.parametrize("engine", ["memory", "naive"])
def test_sums_beyond_64_bits_are_exact(counting: lp.Counting, engine: str) -> None:
    organization = lp.Organization.of(
        units=[lp.Unit("top")], learners=[lp.Learner("ani")], ties=[lp.Placement("ani", "top")]
    )
    evidence = lp.Evidence.of(_idea("ani", f"i{place}") for place in range(10))
    result = lp.rollup(organization, evidence, [big, spread], counting=counting, engine=engine)
    reading = result["top", "mine.big"]
    assert reading.exact == 10 * 2**61 > 2**63
    assert reading.value == float(10 * 2**61)
    # the sample variance of 0..9 is 55/6
    assert result["top", "mine.spread"].exact == Fraction(55, 6) * 2**80
    assert sum(line.state["total"] for line in result.explain("top", "mine.big").lines) == (
        reading.exact * (1_000_000 if counting is lp.Counting.FRACTIONAL else 1)
    )


@shows(56, "one node and nobody", way=API)
@pytest.mark.parametrize("engine", ["memory", "naive"])
def test_an_organization_of_one_unit_has_readings(engine: str) -> None:
    organization = lp.Organization.of(units=[lp.Unit("MOF")])
    result = lp.rollup(organization, engine=engine)
    assert len(list(result)) == len(lp.catalogue())
    assert result["MOF", "roster.learners"].value == 0
    assert result["MOF", "kirkpatrick.behaviour"].value is None
    accounting = result.accounting
    assert (accounting.given, accounting.placed, accounting.unattached, accounting.outside) == (0, 0, 0, 0)
    for metric in lp.catalogue():
        assert result.explain("MOF", metric.name).reading == result["MOF", metric.name]
