"""What notebooks show of values: small tables in which every text is escaped."""

from datetime import date

import pytest

import learnperf as lp
from learnperf.demo.small import Small, small_demo
from learnperf.notebook import Card, Shown, number

HOSTILE = "<script>alert(1)</script>|*x*"


@pytest.fixture(scope="module")
def small() -> Small:
    return small_demo()


@pytest.fixture(scope="module")
def result(small: Small) -> lp.Rollup:
    return lp.rollup(small.organization, small.evidence)


def _said(card: Card) -> dict[str, str]:
    return {row[0]: row[1] for row in card.rows}


def test_organizations_and_evidence_show_how_much_there_is(small: Small) -> None:
    assert _said(small.organization.card())["units"] == str(len(small.organization.units))
    rows = small.evidence.card().rows
    assert [row[0] for row in rows] == sorted({row[0] for row in rows})
    assert sum(int(row[1]) for row in rows) == len(small.evidence)
    assert lp.Evidence.of().card().rows == []


def test_a_rollup_shows_units_and_teams_and_says_what_it_leaves_out(result: lp.Rollup) -> None:
    card = result.card()
    assert [row[0] for row in card.rows] == ["customs", "ministry", "tax", "audit", "border"]
    assert {len(row) for row in card.rows} == {len(card.header)}
    assert f"5 of {len(result.metrics)} metrics, 5 of {len(result.nodes)} nodes" in card.left_out
    # a missing reading shows its reason, and no number
    assert "too few to compare" in card.rows[0]


def test_a_reading_shows_its_number_and_what_it_rests_on(result: lp.Rollup) -> None:
    rows = _said(result["ministry", "kirkpatrick.behaviour"].card())
    assert rows == {
        "value": "4.25 score",
        "evidence": "4 of 4 due",
        "people": "3",
        "counted": "full, as_was",
    }
    missing = lp.rollup(result.organization)["ministry", "kirkpatrick.behaviour"]
    assert missing.card().rows[0] == ("value", "no evidence")


def test_an_explanation_shows_its_lines_or_its_parts(result: lp.Rollup) -> None:
    lines = result.explain("ministry", "kirkpatrick.behaviour").card()
    assert [(row[0], row[1], row[2]) for row in lines.rows] == [
        ("customs", "child", "3"),
        ("tax", "child", "3"),
        ("ministry", "overlap", "-2"),
    ]
    made = next(one for one in result.metrics if isinstance(one, lp.RatioOf))
    parts = result.explain("ministry", made.name).card()
    assert [row[0] for row in parts.rows] == [part.name for part in made.parts]


def test_what_is_beyond_a_screenful_is_counted() -> None:
    people = [lp.Learner(f"p{place:02}") for place in range(14)]
    organization = lp.Organization.of(
        units=[lp.Unit("top")], learners=people, ties=[lp.Placement(one.id, "top") for one in people]
    )
    evidence = lp.Evidence.of(lp.Innovation(f"i{one.id}", contributors=[one.id], on=date(2026, 1, 1)) for one in people)
    card = lp.rollup(organization, evidence, lp.catalogue("innovation.count")).explain("top", "innovation.count").card()
    assert len(card.rows) == 12
    assert card.left_out.startswith("2 more lines. ")


def test_a_metric_shows_what_is_said_of_it_and_nothing_that_is_not() -> None:
    (known,) = lp.catalogue("learning.completed")
    assert {"question", "formula", "unit", "source"} <= {row[0] for row in known.card().rows}
    mine = lp.Metric("mine.count", label="Mine", unit="x", evidence=lp.Innovation, state=lp.Count, lift={"count": 1})
    rows = _said(mine.card())
    assert "question" not in rows
    assert (rows["label"], rows["bounds"]) == ("Mine", "any to any")


@pytest.mark.parametrize("shown", [Card(HOSTILE, (HOSTILE, "n"), [(HOSTILE, HOSTILE)], left_out=HOSTILE)])
def test_every_text_is_escaped(shown: Card) -> None:
    assert "<script" not in shown.html()
    assert shown.html().count("&lt;script&gt;") == 5
    assert "<script" not in shown.markdown().replace("\\<", "")
    assert shown.markdown().count("\\|") == 5


def test_a_notebook_asks_for_html_or_markdown(result: lp.Rollup) -> None:
    assert result._repr_html_() == result.card().html()
    assert result._repr_markdown_() == result.card().markdown()
    assert result.card().html().startswith("<table><caption>Rollup, all")
    with pytest.raises(NotImplementedError):
        Shown().card()


@pytest.mark.parametrize(("value", "text"), [(0.0, "0"), (10.0, "10"), (-2.5, "-2.5"), (1234567.891, "1,234,567.89")])
def test_numbers_are_written_for_people(value: float, text: str) -> None:
    assert number(value) == text
