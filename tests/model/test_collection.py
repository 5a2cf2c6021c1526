"""Evidence is collected in any order, superseded and never edited, and contradictions are all found."""

from collections.abc import Callable
from datetime import date

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from learnperf.errors import EvidenceError
from learnperf.model.collection import Evidence, record_problems, subject_problems
from learnperf.model.evidence import (
    Adoption,
    Assignment,
    CareerMove,
    Correction,
    Evaluation,
    Innovation,
    LearningActivity,
    Participation,
    ProficiencyAssessment,
    Publication,
    Record,
)
from learnperf.model.judgements import ConditionJudgement
from learnperf.model.nodes import Competency, Learner, Position, Team, Unit
from learnperf.model.organization import Organization
from learnperf.model.supersession import Chains
from learnperf.model.vocabulary import Condition, Level, MoveMark
from learnperf.testing import evidence, organization_and_evidence

DAY, LATER = date(2026, 1, 1), date(2026, 2, 1)


def news(name: str, supersedes: str | None = None, *, topic: str = "") -> Publication:
    return Publication(name, on=DAY, unit="DJP", topic=topic, supersedes=supersedes)


def rules(records: list[Record]) -> list[tuple[str, bool, int | None]]:
    return [(problem.rule, problem.fatal, place) for problem, place in record_problems(records)]


@given(evidence(), st.randoms(use_true_random=False))
@settings(max_examples=40)
def test_the_order_in_which_evidence_is_given_changes_nothing(found: Evidence, chance: object) -> None:
    records = [*found.records.values(), *found.superseded.values()]
    chance.shuffle(records)  # type: ignore[attr-defined]  # a random.Random, made by Hypothesis
    again = Evidence.of(records, activities=found.activities.values())
    assert again.records == found.records
    assert again.superseded == found.superseded
    assert {one: again.holding(one) for one in found.superseded} == {
        one: found.holding(one) for one in found.superseded
    }


@given(evidence())
@settings(max_examples=40)
def test_evidence_given_twice_is_counted_as_duplicate_and_taken_once(found: Evidence) -> None:
    records = [*found.records.values(), *found.superseded.values()]
    twice = Evidence.of([*records, *(evolve(record) for record in records)])
    assert twice.records == found.records
    assert twice.duplicates == len(records)


@given(st.integers(1, 30), st.randoms(use_true_random=False))
def test_of_a_chain_of_corrections_the_last_one_holds(length: int, chance: object) -> None:
    chain: list[Record] = [news("p0"), *(news(f"p{at}", f"p{at - 1}") for at in range(1, length))]
    chance.shuffle(chain)  # type: ignore[attr-defined]  # a random.Random, made by Hypothesis
    found = Evidence.of(chain)
    last = f"p{length - 1}"
    assert list(found.records) == [last]
    assert len(found.superseded) == length - 1
    assert all(found.holding(f"p{at}") == found.records[last] for at in range(length))
    assert found.holding("unheard-of") is None


def test_a_chain_of_ten_thousand_corrections_is_no_burden() -> None:
    chain = {f"p{at}": f"p{at + 1}" for at in range(10_000)}
    chains = Chains(chain)
    assert {chains.last(one) for one in chain} == {"p10000"}


def test_a_circle_has_no_last_and_does_not_trap() -> None:
    assert Chains({"a": "b", "b": "a"}).last("a") in {"a", "b"}


def test_records_are_given_by_kind_and_counted() -> None:
    first, idea = news("p1"), Innovation("i1", on=DAY, contributors=["ani"])
    found = Evidence.of([first, idea, news("p2")])
    assert found.of_kind(Publication) == (first, news("p2"))
    assert found.of_kind(Adoption) == ()
    assert (len(found), list(found)) == (3, [first, idea, news("p2")])


def test_one_id_for_two_records_is_said_of_the_later() -> None:
    assert rules([news("p1"), news("p1", topic="other"), news("p1")]) == [("id used twice", False, 1)]


def test_a_record_supersedes_something_known_of_its_own_kind_and_not_itself() -> None:
    idea = Innovation("i1", on=DAY, contributors=["ani"])
    records: list[Record] = [news("p1", "p9"), news("p2", "p2"), news("p3", "i1"), idea]
    assert rules(records) == [("unknown id", False, 0), ("supersedes itself", False, 1), ("wrong kind", False, 2)]
    assert [problem.ids for problem, _ in record_problems(records)] == [("p1", "p9"), ("p2", "p2"), ("p3", "i1")]


def test_two_corrections_of_one_record_are_an_error_with_both() -> None:
    with pytest.raises(EvidenceError, match="p1 is superseded twice: by p2 and p3"):
        Evidence.of([news("p1"), news("p2", "p1"), news("p3", "p1")])


def test_the_same_correction_twice_is_one_correction() -> None:
    assert list(Evidence.of([news("p1"), news("p2", "p1"), news("p2", "p1")]).records) == ["p2"]


def test_a_circle_of_corrections_is_an_error_with_all_of_it() -> None:
    ring = [news("p1", "p3"), news("p2", "p1"), news("p3", "p2")]
    with pytest.raises(EvidenceError, match="in a circle: p"):
        Evidence.of(ring)
    ((problem, _),) = record_problems(ring)
    assert set(problem.ids) == {"p1", "p2", "p3"}
    assert problem.hint


def test_adoption_is_of_an_innovation_after_its_idea() -> None:
    idea = Innovation("i1", on=LATER, contributors=["ani"])
    early = Adoption("a1", on=DAY, unit="DJP", innovation="i1")
    unknown = Adoption("a2", on=DAY, unit="DJP", innovation="i2")
    of_news = Adoption("a3", on=DAY, unit="DJP", innovation="p1")
    assert rules([idea, early, unknown, news("p1"), of_news]) == [
        ("before the idea", False, 1),
        ("unknown id", False, 2),
        ("unknown id", False, 4),
    ]


def test_adoptions_and_ideas_are_judged_as_corrected() -> None:
    idea = Innovation("i1", on=LATER, contributors=["ani"])
    early = Adoption("a1", on=DAY, unit="DJP", innovation="i1")
    assert record_problems([idea, evolve(idea, id="i2", on=DAY, supersedes="i1"), early]) == []
    assert record_problems([idea, early, evolve(early, id="a2", on=LATER, supersedes="a1")]) == []


def test_activities_are_looked_at_where_some_are_declared() -> None:
    records: list[Record] = [
        Participation("k1", on=DAY, activity="c8", learner="ani"),
        Evaluation("e1", on=DAY, activity="c8", learner="ani", level=Level.REACTION),
        Evaluation("e2", on=DAY, learner="ani", level=Level.REACTION),
        Innovation("i1", on=DAY, contributors=["ani"], because_of="c8"),
        Innovation("i2", on=DAY, contributors=["ani"]),
        Correction("o1", on=DAY, unit="DJP", because_of=["c7", "e1", "c8", "c9"]),
        Correction("o2", on=DAY, unit="DJP", because_of=["c7", "e1"]),
        news("p1"),
    ]
    assert record_problems(records) == []
    found = record_problems(records, [LearningActivity("c7")])
    assert [(problem.ids, place) for problem, place in found] == [
        (("k1", "c8"), 0),
        (("e1", "c8"), 1),
        (("i1", "c8"), 3),
        (("o1", "c8"), 5),
    ]
    assert {problem.hint for problem, _ in found} == {"nearest known ids: c7"}


def test_activities_are_not_replaced_by_others_of_the_same_id() -> None:
    same = [LearningActivity("c7"), LearningActivity("c7")]
    assert len(Evidence.of(activities=same).activities) == 1
    with pytest.raises(EvidenceError, match="id c7 is used twice"):
        Evidence.of(activities=[*same, LearningActivity("c7", hours=3)])


def test_ids_in_two_unicode_forms_are_an_error_with_both() -> None:
    with pytest.raises(EvidenceError, match=r"'Andr\\xe9' and 'Andre\\u0301'"):
        Evidence.of([news("Andr\u00e9"), news("Andre\u0301")])


ORGANIZATION = Organization.of(
    units=[Unit("DJP")],
    teams=[Team("audit-1")],
    learners=[Learner("ani")],
    positions=[Position("staff")],
    competencies=[Competency("audit")],
)


@given(organization_and_evidence())
@settings(max_examples=40)
def test_drawn_evidence_is_about_nodes_that_fit(drawn: tuple[Organization, Evidence]) -> None:
    organization, found = drawn
    assert subject_problems(found, organization) == []


SUBJECTS: list[tuple[str, Callable[[str], Record]]] = [
    ("ani audit-1", lambda node: Evaluation("x", on=DAY, learner=node, level=Level.RESULTS)),
    ("ani", lambda node: ProficiencyAssessment("x", on=DAY, learner=node, competency="audit", level=1)),
    ("ani", lambda node: CareerMove("x", on=DAY, learner=node, marks=[MoveMark.ROTATION])),
    ("audit-1", lambda node: Assignment("x", on=DAY, team=node)),
    ("DJP", lambda node: Adoption("x", on=DAY, unit=node, innovation="i")),
    ("DJP", lambda node: Correction("x", on=DAY, unit=node)),
    ("DJP", lambda node: Publication("x", on=DAY, unit=node)),
    ("ani audit-1 DJP", lambda node: Innovation("x", on=DAY, contributors=[node])),
]


@pytest.mark.parametrize(("fitting", "about"), SUBJECTS)
@pytest.mark.parametrize("node", ["ani", "audit-1", "DJP", "annie"])
def test_evidence_is_about_nodes_of_the_kinds_that_fit(fitting: str, about: Callable[[str], Record], node: str) -> None:
    found = subject_problems([about(node)], ORGANIZATION)
    if node in fitting.split():
        assert found == []
    else:
        ((problem, place),) = found
        assert (problem.rule, problem.fatal, place) == ("unknown id" if node == "annie" else "wrong kind", False, 0)
        assert problem.ids == ("x", node)
        assert node in problem.message


def test_the_error_says_which_kinds_fit() -> None:
    ((problem, _),) = subject_problems([Evaluation("e1", on=DAY, learner="DJP", level=3)], ORGANIZATION)
    assert problem.message == "evaluation e1: DJP is a unit, which is not a learner or a team"
    assert problem.hint == "this kind of evidence is about a learner or a team"


@pytest.mark.parametrize(
    ("learner", "team", "rule"),
    [
        ("ani", None, None),
        (None, "audit-1", None),
        ("ani", "audit-1", None),
        ("audit-1", None, "wrong kind"),
        (None, "ani", "wrong kind"),
        ("ani", "audit-7", "unknown id"),
        ("anny", "audit-7", "unknown id"),
    ],
)
def test_participations_are_by_a_learner_a_member_or_a_team(
    learner: str | None, team: str | None, rule: str | None
) -> None:
    record = Participation("k1", on=DAY, activity="c7", learner=learner, team=team)
    assert [problem.rule for problem, _ in subject_problems([record], ORGANIZATION)] == ([rule] if rule else [])


@pytest.mark.parametrize("condition", Condition, ids=lambda condition: condition.value)
@pytest.mark.parametrize("node", ["ani", "audit-1", "DJP"])
def test_a_condition_is_judged_for_nodes_it_can_be_judged_for(condition: Condition, node: str) -> None:
    record = ConditionJudgement("j1", on=DAY, subject=node, condition=condition)
    found = subject_problems([record], ORGANIZATION)
    assert bool(found) == (ORGANIZATION.kind(node) not in condition.judged_for)


def test_a_judgement_for_the_wrong_kind_of_node_names_the_conditions_that_fit() -> None:
    ((problem, _),) = subject_problems(
        [ConditionJudgement("j1", on=DAY, subject="ani", condition="E4.1")], ORGANIZATION
    )
    assert problem.hint == "conditions that can be judged for a learner: E1.1, E1.2, E1.3, E1.4"


def test_positions_and_competencies_of_records_are_looked_at_where_some_are_declared() -> None:
    records: list[Record] = [
        CareerMove("m1", on=DAY, learner="ani", marks=[MoveMark.PROMOTION], from_position="staff", to_position="stuff"),
        CareerMove("m2", on=DAY, learner="ani", marks=[MoveMark.PROMOTION], to_position="staff"),
        ProficiencyAssessment("f1", on=DAY, learner="ani", competency="auditing", level=1),
        news("p1"),
    ]
    found = subject_problems(records, ORGANIZATION)
    assert [(problem.ids, place) for problem, place in found] == [(("m1", "stuff"), 0), (("f1", "auditing"), 2)]
    bare = Organization.of(units=[Unit("DJP")], learners=[Learner("ani")])
    assert subject_problems(records, bare) == []
