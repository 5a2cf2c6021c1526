"""Values travel between processes and are copied whole, whatever they hold."""

import copy
import pickle
from collections.abc import Callable
from datetime import date
from typing import TypeVar

import pytest
from attrs import evolve
from hypothesis import given, settings

from learnperf import testing
from learnperf.model.collection import Evidence
from learnperf.model.evidence import (
    RECORD_KINDS,
    Adoption,
    Assignment,
    Capacity,
    CareerMove,
    Correction,
    Evaluation,
    Innovation,
    LearningActivity,
    LearningBenefit,
    LearningCost,
    Participation,
    ProficiencyAssessment,
    Publication,
    Record,
)
from learnperf.model.judgements import ConditionJudgement
from learnperf.model.nodes import Competency, CompetencyStandard, Learner, Position, Team, Unit
from learnperf.model.organization import Organization
from learnperf.model.scales import LIKERT_5, Scale
from learnperf.model.ties import Membership, Placement, Reporting, Sponsorship
from learnperf.model.vocabulary import Fulfilment, Initiative, Level, MoveMark, Rater, Resource, Stage

T = TypeVar("T")
DAY = date(2026, 1, 1)


def pickled(value: T) -> T:
    """Send a value round by the oldest and the newest protocol."""
    found: T = pickle.loads(pickle.dumps(pickle.loads(pickle.dumps(value, 2)), -1))  # noqa: S301 -- our own bytes
    return found


WAYS = pytest.mark.parametrize("way", [pickled, copy.copy, copy.deepcopy])
VALUES = [
    Learner("ani", name="Ani"),
    Team("audit-1"),
    Unit("DJP", since=DAY),
    Competency("audit"),
    Position("auditor", standard=CompetencyStandard({"audit": 3}), grade=7),
    LIKERT_5,
    Scale("0.5", 2, "0.25"),
    LearningActivity("c7", competencies=["audit"], hours=2.5),
    Membership("ani", "audit-1", share=0.6, since=DAY),
    Placement("ani", "DJP", position="auditor", primary=True),
    Sponsorship("audit-1", "DJP"),
    Reporting("DJP", "MOF", until=DAY),
]


@WAYS
@pytest.mark.parametrize("value", VALUES, ids=lambda value: type(value).__name__)
def test_values_of_the_model_travel_whole(way: Callable[[object], object], value: object) -> None:
    assert way(value) == value
    assert repr(way(value)) == repr(value)


RECORDS: list[Record] = [
    Participation("x", on=DAY, activity="c7", learner="ani", team="audit-1", hours="1.5", initiative=Initiative.SELF),
    Evaluation("x", on=DAY, learner="ani", level=3, score="3.5", scale=Scale(1, 5, "0.5"), rater=Rater.PEER),
    ProficiencyAssessment("x", on=DAY, learner="ani", competency="audit", level=2),
    Innovation("x", on=DAY, contributors=["ani", "budi", "MOF"], stages={Stage.PILOT: DAY}, because_of="c7"),
    CareerMove("x", on=DAY, learner="ani", marks=[MoveMark.PROMOTION, MoveMark.TRANSFER], to_position="auditor"),
    Assignment("x", on=DAY, team="audit-1", due=DAY, completed=DAY, quality=4, weight=3),
    Adoption("x", on=DAY, unit="MOF", innovation="i1", supersedes="w"),
    Correction("x", on=DAY, unit="MOF", because_of=["c7", "e1"]),
    ConditionJudgement("x", on=DAY, subject="ani", condition="E1.1", fulfilment=Fulfilment.PARTLY, reference="p. 3"),
    Publication("x", on=DAY, unit="MOF", topic="news"),
    LearningCost("x", on=DAY, subject="MOF", amount="10.5", currency="USD", activity="c7"),
    LearningBenefit("x", on=DAY, subject="ani", amount=None, attribution="0.5", confidence="0.25"),
    Capacity("x", on=DAY, unit="MOF", resource=Resource.SEATS, available=30, used=20),
]


def test_every_kind_of_record_is_looked_at() -> None:
    assert {type(record) for record in RECORDS} == set(RECORD_KINDS)


@WAYS
@pytest.mark.parametrize("record", RECORDS, ids=lambda record: type(record).__name__)
def test_records_travel_whole(way: Callable[[object], object], record: Record) -> None:
    copied = way(record)
    assert isinstance(copied, type(record))
    assert (copied, hash(copied), repr(copied)) == (record, hash(record), repr(record))
    assert copied.subjects == record.subjects
    assert evolve(copied, id="another") == evolve(record, id="another")


def test_what_is_worked_out_of_a_score_travels_too() -> None:
    record = Evaluation("e1", on=DAY, learner="ani", level=Level.BEHAVIOUR, score=4)
    assert pickled(record).steps == record.steps == 3


def test_credits_cannot_be_changed_in_a_copy_either() -> None:
    copied = pickled(Innovation("i1", on=DAY, contributors=["ani", "budi", "citra"]))
    with pytest.raises(TypeError, match="does not support item assignment"):
        copied.contributors["ani"] = 1  # type: ignore[index]  # what must not work


@WAYS
@settings(max_examples=20)
@given(whole=testing.organization_and_evidence())
def test_organizations_and_evidence_travel_whole(
    way: Callable[[object], object], whole: tuple[Organization, Evidence]
) -> None:
    organization, several = whole
    organization.graph(on=DAY)
    several.holding("nothing")
    other, others = way(organization), way(several)
    assert isinstance(other, Organization)
    assert isinstance(others, Evidence)
    for name in ("units", "teams", "learners", "positions", "competencies", "ties"):
        assert getattr(other, name) == getattr(organization, name)
        assert list(getattr(other, name)) == list(getattr(organization, name))
    for name in ("records", "superseded", "activities", "duplicates"):
        assert getattr(others, name) == getattr(several, name)
    assert list(others.records) == list(several.records)
    assert dict(other.graph(on=DAY).adjacency()) == dict(organization.graph(on=DAY).adjacency())


def test_graphs_and_indexes_do_not_travel() -> None:
    organization = Organization.of(units=[Unit("MOF")])
    before = len(pickle.dumps(organization))
    organization.graph(on=DAY)
    assert organization.structure.number_of_nodes() == 1
    assert len(pickle.dumps(organization)) == before


def test_evidence_in_a_copy_cannot_be_changed_either() -> None:
    copied = pickled(Evidence.of([Publication("p1", on=DAY, unit="MOF")]))
    with pytest.raises(TypeError, match="does not support item assignment"):
        copied.records["p1"] = copied.records["p1"]  # type: ignore[index]  # what must not work
