"""Every kind of evidence: what it holds, whom it is about, and what it refuses."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from fractions import Fraction

import pytest
from attrs import evolve, exceptions
from hypothesis import given
from hypothesis import strategies as st

from learnperf.errors import InvalidValue
from learnperf.model.evidence import (
    RECORD_KINDS,
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
from learnperf.model.nodes import CompetencyStandard, Position
from learnperf.model.scales import PERCENT
from learnperf.model.spending import Capacity, LearningBenefit, LearningCost
from learnperf.model.ties import WHOLE
from learnperf.model.vocabulary import (
    Change,
    Channel,
    Condition,
    Fulfilment,
    Initiative,
    Level,
    Mode,
    MoveMark,
    Phase,
    Provider,
    Rater,
    Resource,
    Stage,
    Wave,
)

DAY, BEFORE, AFTER = date(2026, 1, 1), date(2025, 12, 31), date(2026, 1, 2)

EXAMPLES: list[tuple[Record, str]] = [
    (Participation("x", on=DAY, activity="c7", learner="ani"), "ani"),
    (Participation("x", on=DAY, activity="c7", learner="ani", team="audit-1"), "ani"),
    (Participation("x", on=DAY, activity="c7", team="audit-1"), "audit-1"),
    (Evaluation("x", on=DAY, learner="ani", level=Level.REACTION), "ani"),
    (ProficiencyAssessment("x", on=DAY, learner="ani", competency="audit", level=3), "ani"),
    (Innovation("x", on=DAY, contributors=["ani"]), "ani"),
    (CareerMove("x", on=DAY, learner="ani", marks=[MoveMark.ROTATION]), "ani"),
    (Assignment("x", on=DAY, team="audit-1"), "audit-1"),
    (Adoption("x", on=DAY, unit="DJP", innovation="i1"), "DJP"),
    (Correction("x", on=DAY, unit="DJP"), "DJP"),
    (ConditionJudgement("x", on=DAY, subject="DJP", condition=Condition.E5_1), "DJP"),
    (Publication("x", on=DAY, unit="DJP"), "DJP"),
    (LearningCost("x", on=DAY, subject="DJP", amount=5), "DJP"),
    (LearningBenefit("x", on=DAY, subject="audit-1", amount=5), "audit-1"),
    (Capacity("x", on=DAY, unit="DJP", resource=Resource.SEATS, available=20, used=15), "DJP"),
]
SAMPLES = pytest.mark.parametrize(("record", "subject"), EXAMPLES, ids=lambda one: type(one).__name__)


def test_every_kind_of_evidence_has_an_example() -> None:
    assert {type(record) for record, _ in EXAMPLES} == set(RECORD_KINDS)


@SAMPLES
def test_one_subject_has_the_whole_credit(record: Record, subject: str) -> None:
    assert record.subjects == ((subject, WHOLE),)


@SAMPLES
def test_evidence_cannot_be_edited(record: Record, subject: str) -> None:
    with pytest.raises(exceptions.FrozenInstanceError):
        record.id = subject  # type: ignore[misc]  # the mistake under test


@SAMPLES
@pytest.mark.parametrize("moment", [datetime(2026, 1, 1, tzinfo=UTC), "2026-01-01", "24/11/2026", 45000, None], ids=str)
def test_evidence_is_of_a_day(record: Record, subject: str, moment: object) -> None:
    del subject
    with pytest.raises(InvalidValue, match="on: ") as caught:
        evolve(record, on=moment)  # type: ignore[arg-type]  # the mistake under test
    assert caught.value.hint


@SAMPLES
def test_evidence_may_be_of_any_year(record: Record, subject: str) -> None:
    for day in (date.min, date.max):
        assert evolve(record, on=day).subjects[0][0] == subject


@SAMPLES
@pytest.mark.parametrize("wrong", ["", " x", "x" * 201])
def test_evidence_has_an_id_that_can_be_one(record: Record, subject: str, wrong: str) -> None:
    del subject
    with pytest.raises(InvalidValue, match="id: "):
        evolve(record, id=wrong)
    with pytest.raises(InvalidValue, match="supersedes: "):
        evolve(record, supersedes=wrong)


REFUSED: list[tuple[str, Callable[[], object]]] = [
    ("learner: None is missing, and so is team", lambda: Participation("p", on=DAY, activity="c7")),
    ("completed", lambda: Participation("p", on=DAY, activity="c7", learner="a", completed=1)),  # type: ignore[arg-type]
    ("hours", lambda: Participation("p", on=DAY, activity="c7", learner="a", hours=-1)),
    ("hours", lambda: LearningActivity("c7", hours=float("inf"))),
    ("hours", lambda: LearningActivity("c7", hours=100_001)),
    ("provider", lambda: LearningActivity("c7", provider="bppk")),  # type: ignore[arg-type]
    ("structured", lambda: LearningActivity("c7", structured="yes")),  # type: ignore[arg-type]
    ("mode", lambda: LearningActivity("c7", mode="classroom")),  # type: ignore[arg-type]
    ("initiative", lambda: LearningActivity("c7", initiative=None)),  # type: ignore[arg-type]
    ("ids", lambda: LearningActivity("c7", competencies="audit")),
    ("level", lambda: Evaluation("e", on=DAY, learner="a", level=5)),
    ("rater", lambda: Evaluation("e", on=DAY, learner="a", level=3, rater="boss")),  # type: ignore[arg-type]
    ("score", lambda: Evaluation("e", on=DAY, learner="a", level=3, score=6)),
    ("score", lambda: Evaluation("e", on=DAY, learner="a", level=3, score="4,5")),
    ("score", lambda: Evaluation("e", on=DAY, learner="a", level=2, score=101, scale=PERCENT)),
    ("scale", lambda: Evaluation("e", on=DAY, learner="a", level=3, scale=5)),  # type: ignore[arg-type]
    ("level", lambda: ProficiencyAssessment("f", on=DAY, learner="a", competency="audit", level=-1)),
    ("level", lambda: ProficiencyAssessment("f", on=DAY, learner="a", competency="audit", level=True)),
    ("level of audit", lambda: CompetencyStandard({"audit": 101})),
    ("competency", lambda: CompetencyStandard({"": 1})),
    ("grade", lambda: Position("staff", grade="III")),  # type: ignore[arg-type]
    ("grade", lambda: Position("staff", grade=True)),
    ("stages", lambda: Innovation("i", on=DAY, contributors=["a"], stages=[("invented", DAY)])),  # type: ignore[list-item]
    ("stages", lambda: Innovation("i", on=DAY, contributors=["a"], stages=[(Stage.PILOT, "soon")])),  # type: ignore[list-item]
    ("significance", lambda: Innovation("i", on=DAY, contributors=["a"], significance=3)),  # type: ignore[arg-type]
    ("marks: '' is empty", lambda: CareerMove("m", on=DAY, learner="a", marks=[])),
    ("marks", lambda: CareerMove("m", on=DAY, learner="a", marks="promotion")),  # type: ignore[arg-type]
    ("marks", lambda: CareerMove("m", on=DAY, learner="a", marks=MoveMark.PROMOTION)),  # type: ignore[arg-type]
    ("marks", lambda: CareerMove("m", on=DAY, learner="a", marks=["fired"])),  # type: ignore[list-item]
    ("contradict", lambda: CareerMove("m", on=DAY, learner="a", marks=[MoveMark.PROMOTION, MoveMark.DEMOTION])),
    ("completed", lambda: Assignment("a", on=DAY, team="t", completed=BEFORE)),
    ("cancelled", lambda: Assignment("a", on=DAY, team="t", cancelled=BEFORE)),
    ("due", lambda: Assignment("a", on=DAY, team="t", due=BEFORE)),
    ("contradicts", lambda: Assignment("a", on=DAY, team="t", completed=DAY, cancelled=AFTER)),
    ("weight", lambda: Assignment("a", on=DAY, team="t", weight=0)),
    ("weight", lambda: Assignment("a", on=DAY, team="t", weight=1.5)),  # type: ignore[arg-type]
    ("quality", lambda: Assignment("a", on=DAY, team="t", quality="good")),
    ("until", lambda: Adoption("d", on=DAY, unit="u", innovation="i", until=DAY)),
    ("change", lambda: Correction("c", on=DAY, unit="u", change="error")),  # type: ignore[arg-type]
    ("ids", lambda: Correction("c", on=DAY, unit="u", because_of="c7")),
    ("condition", lambda: ConditionJudgement("j", on=DAY, subject="u", condition="E7.1")),
    ("fulfilment", lambda: ConditionJudgement("j", on=DAY, subject="u", condition="E5.1", fulfilment=2)),  # type: ignore[arg-type]
    ("channel", lambda: Publication("n", on=DAY, unit="u", channel="mail")),  # type: ignore[arg-type]
]


@pytest.mark.parametrize(("said", "make"), REFUSED, ids=lambda one: one if isinstance(one, str) else "")
def test_what_makes_no_sense_is_refused_with_the_field(said: str, make: Callable[[], object]) -> None:
    with pytest.raises(InvalidValue, match=said) as caught:
        make()
    assert caught.value.rule
    assert caught.value.hint


def test_an_activity_is_structured_classroom_learning_by_somebody_else_unless_it_says_otherwise() -> None:
    plain = LearningActivity("c7")
    assert (plain.provider, plain.structured, plain.mode) == (Provider.OTHER, True, Mode.CLASSROOM)
    assert (plain.initiative, plain.competencies, plain.hours) == (Initiative.ASSIGNED, frozenset(), None)
    own = LearningActivity("c8", provider=Provider.SELF, structured=False, initiative=Initiative.SELF, hours="2.5")
    assert own.hours == 2.5


@pytest.mark.parametrize("missing", [None, float("nan"), "", "-", "NA", "n/a"])
def test_a_missing_score_is_missing_and_not_zero(missing: float | str | None) -> None:
    evaluation = Evaluation("e", on=DAY, learner="ani", level=Level.BEHAVIOUR, score=missing)
    assert (evaluation.score, evaluation.steps) == (None, None)
    assert Assignment("a", on=DAY, team="audit-1", quality=missing).steps is None


@given(st.integers(1, 5), st.sampled_from([int, float, str, Fraction]))
def test_a_score_is_the_same_however_it_is_written(score: int, written: Callable[[int], int | float | str]) -> None:
    one = Evaluation("e", on=DAY, learner="ani", level="perilaku", score=written(score))
    assert one == Evaluation("e", on=DAY, learner="ani", level=Level.BEHAVIOUR, score=score)
    assert one.steps == score - 1


def test_an_evaluation_says_rater_wave_and_phase() -> None:
    first = Evaluation("e", on=DAY, learner="a", level=3, rater=Rater.PEER, wave=Wave.BASELINE, phase=Phase.PRE)
    assert (first.rater, first.wave, first.phase) == (Rater.PEER, Wave.BASELINE, Phase.PRE)
    assert [wave.value for wave in Wave] == ["baseline", "3m", "6m", "12m"]


def test_stages_are_kept_in_order_of_date_and_flagged_where_they_go_back() -> None:
    forward = Innovation("i", on=DAY, contributors=["a"], stages={Stage.PILOT: AFTER, Stage.IDEA: DAY})
    assert forward.stages == ((Stage.IDEA, DAY), (Stage.PILOT, AFTER))
    assert (forward.stage, forward.went_back) == (Stage.PILOT, False)
    back = evolve(forward, stages=[(Stage.ADOPTED, DAY), (Stage.PILOT, AFTER)])
    assert (back.stage, back.went_back) == (Stage.PILOT, True)
    early = evolve(forward, stages=[(Stage.PILOT, BEFORE)])
    assert early.went_back


def test_an_innovation_without_stages_is_an_idea() -> None:
    idea = Innovation("i", on=DAY, contributors=["a"])
    assert (idea.stage, idea.went_back) == (Stage.IDEA, False)


@given(st.permutations([Stage.IDEA, Stage.PILOT, Stage.IMPLEMENTED, Stage.ADOPTED]))
def test_the_order_in_which_stages_are_told_does_not_matter(order: list[Stage]) -> None:
    days = {stage: date(2026, int(stage), 1) for stage in Stage}
    told = Innovation("i", on=DAY, contributors=["a"], stages=[(stage, days[stage]) for stage in order])
    assert [stage for stage, _ in told.stages] == sorted(order)
    assert not told.went_back


def test_a_move_with_two_marks_is_one_event() -> None:
    move = CareerMove("m", on=DAY, learner="ani", marks=[MoveMark.TRANSFER, MoveMark.PROMOTION, MoveMark.TRANSFER])
    assert move.marks == {MoveMark.PROMOTION, MoveMark.TRANSFER}
    assert move.subjects == (("ani", WHOLE),)


def test_words_are_read_in_both_languages_where_people_type_them() -> None:
    assert CareerMove("m", on=DAY, learner="a", marks=["promosi"]).marks == {MoveMark.PROMOTION}  # type: ignore[list-item]
    judged = ConditionJudgement("j", on=DAY, subject="u", condition="e5.1", fulfilment=Fulfilment.PARTLY)
    assert judged.condition is Condition.E5_1


def test_an_assignment_may_lack_a_due_date_and_end_on_its_first_day() -> None:
    done = Assignment("a", on=DAY, team="t", completed=DAY, quality=5, weight=3)
    assert (done.due, done.steps) == (None, 4)


def test_corrections_and_publications_say_of_what() -> None:
    assert Correction("c", on=DAY, unit="u", change=Change.WAY_OF_WORKING, because_of=["c7", "i1"]).because_of == (
        "c7",
        "i1",
    )
    assert Publication("n", on=DAY, unit="u", channel=Channel.INFORMAL, topic="KMS").topic == "KMS"


def test_a_standard_tells_the_gap() -> None:
    standard = CompetencyStandard({"audit": 3, "data": 1})
    assert standard.gap({"audit": 2, "data": 4}) == {"audit": 1}
    assert standard.gap({}) == {"audit": 3, "data": 1}
