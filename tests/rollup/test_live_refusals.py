"""Changes to a live result that do not fit, or that a metric fails on: refused, and then nothing has changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

import pytest
from attrs import evolve

import learnperf as lp

from .forms import one_of_each_form

DAY = date(2026, 6, 30)
BEHAVIOUR = "kirkpatrick.behaviour"
INTO_LEFT = lp.Placement("ani", "left")
LEFT_UNDER_TOP = lp.Reporting("left", "top")


def _score(name: str, learner: str = "ani", score: int | None = 3, **fields: Any) -> lp.Evaluation:  # noqa: ANN401 -- of any field
    options: dict[str, Any] = {"level": lp.Level.BEHAVIOUR, "on": DAY, **fields}
    return lp.Evaluation(name, learner=learner, score=score, **options)


@pytest.fixture
def organization() -> lp.Organization:
    """Give two units under one, a team of the left one, and three people."""
    return lp.Organization.of(
        units=[lp.Unit("top"), lp.Unit("left"), lp.Unit("right")],
        teams=[lp.Team("audit")],
        learners=[lp.Learner("ani"), lp.Learner("budi"), lp.Learner("citra")],
        ties=[
            LEFT_UNDER_TOP,
            lp.Reporting("right", "top"),
            lp.Sponsorship("audit", "left"),
            INTO_LEFT,
            lp.Placement("budi", "left"),
            lp.Placement("citra", "right"),
        ],
    )


def _live(
    organization: lp.Organization,
    records: Iterable[lp.Record] = (),
    metrics: Iterable[lp.AnyMetric] | None = None,
    activities: Iterable[lp.LearningActivity] = (),
    **question: Any,  # noqa: ANN401 -- of any option
) -> lp.Live:
    evidence = lp.Evidence.of(records, activities=activities)
    return lp.rollup(organization, evidence, metrics, **question).live()


COURSE = lp.LearningActivity("course")
IDEA = lp.Innovation("i1", contributors=["ani"], on=DAY)
ADOPTED = lp.Adoption("a1", unit="right", innovation="i1", on=DAY)
MENDED = lp.Correction("c1", unit="right", because_of=["e1"], on=DAY)

REFUSED: dict[str, tuple[Callable[[lp.Live], None], type[lp.LearnperfError], str]] = {
    "another record of a known id": (lambda live: live.add(_score("e1", score=5)), lp.EvidenceError, "used twice"),
    "a known id in another form": (lambda live: live.add(_score("e\u0301")), lp.EvidenceError, "Unicode forms"),
    "an unknown learner": (lambda live: live.add(_score("e9", "ano")), lp.EvidenceError, "nearest known ids: ani"),
    "a unit that is judged as a learner": (lambda live: live.add(_score("e9", "left")), lp.EvidenceError, "is a unit"),
    "a condition of another level": (
        lambda live: live.add(lp.ConditionJudgement("e9", subject="ani", condition=lp.Condition.E3_1, on=DAY)),
        lp.EvidenceError,
        "is a learner",
    ),
    "a correction of nothing known": (
        lambda live: live.supersede(_score("e9", supersedes="e8")),
        lp.EvidenceError,
        "unknown id e8",
    ),
    "a correction of nothing": (lambda live: live.supersede(_score("e9")), lp.InvalidValue, "say which record"),
    "a second correction": (lambda live: live.add(_score("e9", supersedes="old")), lp.EvidenceError, "twice"),
    "an undeclared activity": (lambda live: live.add(_score("e9", activity="x")), lp.EvidenceError, "unknown id x"),
    "an adoption of nothing known": (
        lambda live: live.add(evolve(ADOPTED, id="a9", innovation="i9")),
        lp.EvidenceError,
        "unknown innovation i9",
    ),
    "an adoption before the idea": (
        lambda live: live.add(evolve(ADOPTED, id="a9", on=date(2026, 1, 1))),
        lp.EvidenceError,
        "before the idea",
    ),
    "an idea corrected to a day after its adoption": (
        lambda live: live.add(evolve(IDEA, id="i9", supersedes="i1", on=date(2027, 1, 1))),
        lp.EvidenceError,
        "before the idea",
    ),
    "an unknown record to take away": (lambda live: live.remove("e11"), lp.UnknownName, "nearest: e1"),
    "a corrected record": (lambda live: live.remove("old"), lp.EvidenceError, "supersedes the unknown id old"),
    "an adopted idea": (lambda live: live.remove("i1"), lp.EvidenceError, "unknown innovation i1"),
    "a record that a correction speaks of": (lambda live: live.remove("e1"), lp.EvidenceError, "unknown id e1"),
    "a tie to an unknown node": (
        lambda live: live.tie(lp.Membership("ani", "audits")),
        lp.OrganizationError,
        "nearest known ids: audit",
    ),
    "a tie of the wrong kinds": (
        lambda live: live.tie(lp.Membership("ani", "left")),
        lp.OrganizationError,
        "a membership ties",
    ),
    "an undeclared position": (
        lambda live: live.tie(lp.Placement("citra", "left", "clerk")),
        lp.OrganizationError,
        "unknown position clerk",
    ),
    "a tie twice at a time": (
        lambda live: live.tie(lp.Placement("ani", "left", since=DAY)),
        lp.OrganizationError,
        "tied twice",
    ),
    "shares over 1": (
        lambda live: live.retie(
            new=[lp.Placement("ani", "right", share=0.7), lp.Membership("ani", "audit", share=0.4)]
        ),
        lp.OrganizationError,
        "sum to 1.1",
    ),
    "a cycle": (lambda live: live.tie(lp.Reporting("top", "left")), lp.OrganizationError, "cycle"),
    "a second root": (lambda live: live.untie(LEFT_UNDER_TOP), lp.OrganizationError, "several roots"),
    "a tie that is not there": (lambda live: live.untie(lp.Placement("ani", "right")), lp.InvalidValue, "not among"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_refused_changes_nothing(organization: lp.Organization, case: str) -> None:
    change, error, said = REFUSED[case]
    wider = lp.Organization.of(
        units=organization.units.values(),
        teams=organization.teams.values(),
        learners=organization.learners.values(),
        positions=[lp.Position("auditor")],
        ties=organization.ties,
    )
    records: list[lp.Record] = [
        _score("old"), _score("e1", supersedes="old", activity="course"), _score("\u00e9"), IDEA, ADOPTED, MENDED,
    ]  # fmt: skip
    live = _live(wider, records, one_of_each_form(), activities=[COURSE])
    before = list(live.result())
    with pytest.raises(error, match=said):
        change(live)
    assert [live[one.node, one.metric] for one in before] == before
    assert list(live.result()) == before


def test_readings_that_do_not_exist_are_refused(organization: lp.Organization) -> None:
    live = _live(organization, [_score("e1")], by="month")
    with pytest.raises(
        lp.UnknownName, match=r"unknown metric 'kirkpatrick\.behavior'; nearest: kirkpatrick\.behaviour"
    ):
        _ = live["top", "kirkpatrick.behavior", "2026-06"]
    with pytest.raises(lp.UnknownName, match="unknown node 'tops'; nearest: top"):
        _ = live["tops", BEHAVIOUR, "2026-06"]
    with pytest.raises(lp.UnknownName, match="unknown period '2026-05'"):
        _ = live["top", BEHAVIOUR, "2026-05"]
    live.add(_score("e2", on=date(2026, 7, 1)))
    with pytest.raises(lp.InvalidValue, match="periods: 2026-06, 2026-07"):
        _ = live["top", BEHAVIOUR]


def _strict(record: lp.Innovation) -> lp.Count:
    if record.significance is lp.Significance.HIGH:
        raise ValueError("not today")
    return lp.Count(1)


def _strict_of_all(records: Iterable[lp.Innovation]) -> int:
    return sum(_strict(record).count for record in records)


@pytest.mark.parametrize("of_all", [False, True])
def test_a_metric_that_fails_refuses_the_change(organization: lp.Organization, *, of_all: bool) -> None:
    options: dict[str, Any] = {"label": "strict", "unit": "innovations", "evidence": lp.Innovation}
    metric: lp.AnyMetric = lp.Metric("mine.strict", state=lp.Count, function=_strict, **options)
    if of_all:
        metric = lp.Opaque("mine.strict", function=_strict_of_all, **options)
    live = _live(organization, [IDEA], [metric])
    with pytest.raises(lp.MetricFailed, match=r"metric mine\.strict failed on .*: not today"):
        live.add(lp.Innovation("i2", contributors=["ani"], on=DAY, significance=lp.Significance.HIGH))
    assert (live["top", "mine.strict"].value, live["top", "mine.strict"].n) == (1.0, 1)
    live.add(lp.Innovation("i2", contributors=["ani"], on=DAY))
    assert live["top", "mine.strict"].value == 2.0
    live.remove("i1")
    live.remove("i2")
    assert live["top", "mine.strict"].n == 0


def _at_most_one(records: Sequence[lp.Innovation]) -> int:
    if len(records) > 1:
        raise ValueError("too many")
    return len(records)


def test_a_metric_that_fails_refuses_a_tie_too() -> None:
    options: dict[str, Any] = {"label": "x", "unit": "innovations", "evidence": lp.Innovation}
    metric = lp.Opaque("mine.single", function=_at_most_one, **options | {"levels": [lp.NodeKind.TEAM]})
    ideas = [lp.Innovation(f"i-{who}", contributors=[who], on=DAY) for who in ("audit", "citra")]
    apart = lp.Organization.of(
        units=[lp.Unit("top")],
        teams=[lp.Team("audit"), lp.Team("core")],
        learners=[lp.Learner("citra"), lp.Learner("ani")],
        ties=[],
    )
    live = _live(apart, ideas, [metric])
    with pytest.raises(lp.MetricFailed, match="too many"):
        live.tie(lp.Membership("citra", "audit"))
    assert live["audit", "mine.single"].value == 1.0
    live.tie(lp.Membership("citra", "core"))
    assert (live["core", "mine.single"].value, live["core", "mine.single"].heads) == (1.0, 1)


def test_a_metric_that_fails_refuses_a_new_period_too(organization: lp.Organization) -> None:
    metric = lp.Metric(
        "mine.strict", label="strict", unit="innovations", evidence=lp.Innovation, state=lp.Count, function=_strict
    )
    live = _live(organization, [IDEA], [metric], by="month")
    with pytest.raises(lp.MetricFailed, match="not today"):
        live.add(lp.Innovation("i2", contributors=["ani"], on=date(2026, 9, 1), significance=lp.Significance.HIGH))
    assert [period.label for period in live.periods] == ["2026-06"]
    assert live["top", "mine.strict", "2026-06"].value == 1.0
