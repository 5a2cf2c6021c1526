"""A small organization of invented people, in which every metric has a value that can be worked out by hand.

A ministry has two offices with a team each. Ani moves from the audit team to the border team in the middle of 2026 and
is promoted. Everything else is told by the records, of which there are a few of every kind.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from attrs import evolve, frozen

from learnperf.model.categories import CostCategory, Resource
from learnperf.model.collection import Evidence
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
from learnperf.model.levels import Aspect, Tier
from learnperf.model.nodes import Competency, CompetencyGroup, CompetencyStandard, Learner, Position, Team, Unit
from learnperf.model.organization import Organization
from learnperf.model.scales import ZERO_TO_TEN
from learnperf.model.spending import Capacity, LearningBenefit, LearningCost
from learnperf.model.ties import Membership, Placement, Reporting, Sponsorship, Tie
from learnperf.model.vocabulary import (
    Change,
    Channel,
    Condition,
    Fulfilment,
    Initiative,
    InnovationKind,
    Level,
    Mode,
    MoveMark,
    Novelty,
    Phase,
    Provider,
    Rater,
    Significance,
    Stage,
    Wave,
)

SINCE, UNTIL = date(2026, 1, 1), date(2027, 1, 1)
_BEGIN, _MIDDLE = date(2025, 1, 1), date(2026, 7, 1)


@frozen
class Small:
    """The organization with its evidence; `learnperf.rollup` takes it as it is."""

    organization: Organization
    evidence: Evidence


def small_demo(*, detailed: bool = False) -> Small:
    """Make the small organization: the same each time.

    Parameters
    ----------
    detailed
        Whether there is more of evaluations: scores on a scale of 0 to 10, each twice what it is on 1 to 5, and answers
        of ani (8) and budi (6) on every aspect of a level and every tier of LTEM.

    Examples
    --------
    >>> import learnperf as lp
    >>> result = lp.rollup(small_demo(), since=SINCE, until=UNTIL)
    >>> result["ministry", "kirkpatrick.reaction"].value
    4.0
    """
    records = [*map(_doubled, _records()), *_details()] if detailed else list(_records())
    return Small(_organization(), Evidence.of(records, activities=_activities()))


def _doubled(record: Record) -> Record:
    if not isinstance(record, Evaluation):
        return record
    return evolve(record, score=None if record.score is None else record.score * 2, scale=ZERO_TO_TEN)


def _organization() -> Organization:
    return Organization.of(
        units=[Unit("ministry", "Ministry"), Unit("tax", "Tax Office"), Unit("customs", "Customs Office")],
        teams=[Team("audit", "Audit team"), Team("border", "Border team")],
        learners=[Learner("ani"), Learner("budi"), Learner("citra"), Learner("dewi")],
        competencies=[
            Competency("auditing", group=CompetencyGroup.TECHNICAL),
            Competency("data", group=CompetencyGroup.MANAGERIAL),
        ],
        positions=[
            Position("auditor-1", "Auditor", CompetencyStandard({"auditing": 2, "data": 2}), "audit", 1),
            Position("auditor-2", "Senior auditor", CompetencyStandard({"auditing": 3, "data": 2}), "audit", 2),
            Position("inspector", "Inspector", CompetencyStandard({"data": 4}), "inspection", 1),
            Position("clerk", "Clerk"),
        ],
        ties=list(_ties()),
    )


def _ties() -> Iterator[Tie]:
    yield from (Reporting("tax", "ministry"), Reporting("customs", "ministry"))
    yield from (Sponsorship("audit", "tax"), Sponsorship("border", "customs"))
    yield Placement("ani", "tax", since=_BEGIN, until=_MIDDLE, position="auditor-1")
    yield Placement("ani", "tax", since=_MIDDLE, position="auditor-2")
    yield Placement("budi", "tax", since=_BEGIN, position="auditor-1")
    yield Placement("citra", "customs", since=_BEGIN, position="inspector")
    yield Placement("dewi", "customs", since=_BEGIN, position="clerk")
    yield Membership("ani", "audit", since=_BEGIN, until=_MIDDLE)
    yield Membership("ani", "border", since=_MIDDLE)
    yield from (Membership("budi", "audit", since=_BEGIN), Membership("citra", "border", since=_BEGIN))


def _activities() -> tuple[LearningActivity, ...]:
    return (
        LearningActivity(
            "techniques", name="Audit techniques", provider=Provider.BPPK,
            competencies=frozenset({"auditing"}), hours=20,
        ),
        LearningActivity(
            "analysis", name="Data analysis", provider=Provider.UNIT, mode=Mode.E_LEARNING,
            initiative=Initiative.SELF, competencies=frozenset({"data"}), hours=8,
        ),
        LearningActivity(
            "forum", name="Forum of practice", provider=Provider.SELF, structured=False, mode=Mode.COMMUNITY,
            initiative=Initiative.SELF,
        ),
    )  # fmt: skip


def _records() -> Iterator[Record]:
    yield from _participations()
    yield from _evaluations()
    yield from _careers()
    yield from _assignments()
    yield from _innovations()
    yield from _of_units()
    yield from _money()
    yield from _conditions()


def _participations() -> Iterator[Record]:
    yield Participation("p1", on=date(2026, 2, 10), learner="ani", activity="techniques", due=date(2026, 2, 28))
    yield Participation("p2", on=date(2026, 2, 10), learner="budi", activity="techniques", due=date(2026, 2, 10))
    yield Participation(
        "p3", on=date(2026, 3, 5), learner="citra", team="border", activity="analysis", due=date(2026, 2, 28)
    )
    yield Participation(
        "p4", on=date(2026, 3, 5), learner="dewi", activity="analysis", completed=False, due=date(2026, 3, 31)
    )
    yield Participation("p5", on=date(2026, 4, 1), team="audit", activity="forum", hours=4)
    yield Participation("p6", on=date(2026, 9, 1), learner="ani", activity="analysis")


def _evaluations() -> Iterator[Record]:
    for learner, score in (("ani", 5), ("budi", 4), ("citra", 3), ("dewi", None)):
        yield Evaluation(
            f"reaction-{learner}", on=date(2026, 3, 6), learner=learner, level=Level.REACTION, score=score,
            activity="techniques" if learner in {"ani", "budi"} else "analysis", rater=Rater.SELF,
        )  # fmt: skip
    for learner, before, after in (("ani", 2, 4), ("budi", 3, 4), ("citra", 1, 5)):
        activity = "analysis" if learner == "citra" else "techniques"
        for phase, on, score in (
            (Phase.PRE, date(2026, 2, 9), before), (Phase.POST, date(2026, 3, 6), after),
        ):  # fmt: skip
            yield Evaluation(
                f"test-{phase.value}-{learner}", on=on, learner=learner, level=Level.LEARNING, score=score,
                activity=activity, rater=Rater.TEST, phase=phase,
            )  # fmt: skip
    yield from _at_work("behaviour", Level.BEHAVIOUR, {"ani": (2, 4), "budi": (3, 3), "citra": (None, 5)})
    yield from _at_work("results", Level.RESULTS, {"ani": (3, 4), "budi": (2, 3), "citra": (None, 4)})
    yield Evaluation(
        "behaviour-self-ani", on=date(2026, 8, 31), learner="ani", level=Level.BEHAVIOUR, score=5,
        activity="techniques", rater=Rater.SELF, wave=Wave.MONTH_6,
    )  # fmt: skip


def _at_work(name: str, level: Level, scores: dict[str, tuple[int | None, int]]) -> Iterator[Record]:
    """Give what supervisors said before learning, where they were asked, and six months after it."""
    for learner, several in scores.items():
        for wave, on, score in zip(
            (Wave.BASELINE, Wave.MONTH_6), (date(2026, 2, 1), date(2026, 8, 31)), several, strict=True
        ):
            if score is not None:
                yield Evaluation(
                    f"{name}-{wave.value}-{learner}", on=on, learner=learner, level=level, score=score,
                    activity="analysis" if learner == "citra" else "techniques", rater=Rater.SUPERVISOR, wave=wave,
                )  # fmt: skip


def _details() -> Iterator[Record]:
    """Give an answer of two people on every aspect and every tier."""
    asked: list[tuple[str, Level, Aspect | None, Tier | None]] = [
        *((aspect.value.replace(" ", "-"), aspect.level, aspect, None) for aspect in Aspect),
        *((f"tier-{tier}", Level.LEARNING, None, tier) for tier in Tier),
    ]
    for name, level, aspect, tier in asked:
        for learner, score in (("ani", 8), ("budi", 6)):
            yield Evaluation(
                f"{name}-{learner}", on=date(2026, 9, 15), learner=learner, level=level, score=score, scale=ZERO_TO_TEN,
                rater=Rater.SELF, aspect=aspect, tier=tier,
            )  # fmt: skip


def _careers() -> Iterator[Record]:
    for learner, competency, level in (
        ("ani", "auditing", 1), ("ani", "data", 2), ("budi", "auditing", 2), ("budi", "data", 1), ("citra", "data", 3),
    ):  # fmt: skip
        yield ProficiencyAssessment(
            f"{competency}-{learner}", on=date(2026, 1, 15), learner=learner, competency=competency, level=level
        )
    yield CareerMove(
        "m1", on=_MIDDLE, learner="ani", marks=[MoveMark.PROMOTION], from_position="auditor-1", to_position="auditor-2"
    )
    yield CareerMove(
        "m2", on=date(2026, 10, 1), learner="dewi", marks=[MoveMark.TRANSFER, MoveMark.ROTATION],
        from_position="clerk", to_position="inspector",
    )  # fmt: skip
    yield CareerMove("m3", on=date(2026, 11, 1), learner="citra", marks=[MoveMark.DEMOTION])


def _assignments() -> Iterator[Record]:
    yield Assignment(
        "a1",
        on=date(2026, 1, 15),
        team="audit",
        due=date(2026, 3, 31),
        completed=date(2026, 3, 20),
        quality=4,
        weight=2,
    )
    yield Assignment(
        "a2", on=date(2026, 2, 1), team="audit", due=date(2026, 6, 30), completed=date(2026, 7, 10), quality=3
    )
    yield Assignment("a3", on=date(2026, 5, 1), team="audit", due=date(2026, 12, 1))
    yield Assignment("a4", on=date(2026, 5, 1), team="audit", due=date(2026, 9, 1), cancelled=date(2026, 6, 1))
    yield Assignment(
        "a5",
        on=date(2026, 3, 1),
        team="border",
        due=date(2026, 5, 31),
        completed=date(2026, 5, 31),
        quality=5,
        weight=3,
    )
    yield Assignment("a6", on=date(2026, 11, 1), team="border", due=date(2027, 3, 1))


def _innovations() -> Iterator[Record]:
    yield Innovation(
        "checklist", on=date(2026, 2, 20), contributors={"ani": 0.5, "audit": 0.5}, because_of="techniques",
        significance=Significance.HIGH,
        stages={
            Stage.PILOT: date(2026, 4, 1), Stage.IMPLEMENTED: date(2026, 6, 1), Stage.ADOPTED: date(2026, 8, 1),
        },
    )  # fmt: skip
    yield Innovation(
        "dashboard", on=date(2026, 5, 4), contributors=["citra"], kind=InnovationKind.PRODUCT, novelty=Novelty.IMPROVED,
        stages={Stage.PILOT: date(2026, 9, 1), Stage.IDEA: date(2026, 10, 1)},
    )  # fmt: skip
    yield Adoption("adoption-1", on=date(2026, 6, 1), unit="tax", innovation="checklist")
    yield Adoption("adoption-2", on=date(2026, 8, 1), unit="customs", innovation="checklist")


def _of_units() -> Iterator[Record]:
    yield Correction("k1", on=date(2026, 3, 15), unit="tax", because_of=["techniques"])
    yield Correction("k2", on=date(2026, 9, 10), unit="customs", change=Change.WAY_OF_WORKING)
    yield Publication("news", on=date(2026, 5, 1), unit="tax", topic="Audit checklist")
    yield Publication("talk", on=date(2026, 10, 1), unit="customs", channel=Channel.INFORMAL)


def _money() -> Iterator[Record]:
    """Give what learning cost, what people say it was worth, and what there was for it."""
    for one, subject, activity, amount, category in (
        ("cost-1", "tax", "techniques", 1_000_000, CostCategory.DELIVERY),
        ("cost-2", "border", "analysis", 500_000, CostCategory.PARTICIPANT_TIME),
    ):
        yield LearningCost(
            one, on=date(2026, 3, 1), subject=subject, activity=activity, amount=amount, category=category
        )
    for learner, amount_of, attribution, confidence in (
        ("ani", 3_000_000, "0.6", "0.8"), ("citra", 1_000_000, "0.5", 1), ("budi", None, 1, 1),
    ):  # fmt: skip
        yield LearningBenefit(
            f"benefit-{learner}", on=date(2026, 12, 1), subject=learner, amount=amount_of,
            attribution=attribution, confidence=confidence,
        )  # fmt: skip
    for resource, available, used in (
        (Resource.SEATS, 20, 15), (Resource.ROOM_HOURS, 40, 30), (Resource.FACULTY_HOURS, 10, 8),
    ):  # fmt: skip
        yield Capacity(
            f"capacity-{resource.value.replace(' ', '-')}", on=date(2026, 2, 10), unit="tax", resource=resource,
            available=available, used=used,
        )  # fmt: skip


def _conditions() -> Iterator[Record]:
    """Give a judgement of each condition for the tax office, met and partly by turns, and a few of others."""
    for place, condition in enumerate(Condition):
        fulfilment = Fulfilment.PARTLY if place % 2 else Fulfilment.MET
        yield ConditionJudgement(
            f"tax-{condition.value}", on=date(2026, 6, 30), subject="tax", condition=condition, fulfilment=fulfilment
        )
    for subject, condition, fulfilment in (
        ("customs", Condition.E3_2, Fulfilment.NOT_MET),
        ("customs", Condition.E4_1, Fulfilment.NOT_APPLICABLE),
        ("audit", Condition.E2_1, Fulfilment.MET),
        ("border", Condition.E2_1, Fulfilment.NOT_MET),
        ("audit", Condition.E2_2, Fulfilment.PARTLY),
        ("border", Condition.E2_2, Fulfilment.MET),
    ):
        yield ConditionJudgement(
            f"{subject}-{condition.value}", on=date(2026, 6, 30), subject=subject, condition=condition,
            fulfilment=fulfilment,
        )  # fmt: skip
