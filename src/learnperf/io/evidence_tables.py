"""The native tables of evidence: what was learned, and what came of it."""

from __future__ import annotations

from enum import Enum

from learnperf.io.fields import Field, FieldType, Table
from learnperf.io.lines import ContributorLine, InnovationLine, StageLine
from learnperf.io.organization_tables import ATTRIBUTES
from learnperf.model.evidence import (
    Adoption,
    Assignment,
    Capacity,
    CareerMove,
    Correction,
    Evaluation,
    LearningActivity,
    LearningBenefit,
    LearningCost,
    Participation,
    ProficiencyAssessment,
    Publication,
)
from learnperf.model.judgements import ConditionJudgement
from learnperf.model.scales import ScaleType
from learnperf.model.vocabulary import (
    Aspect,
    Change,
    Channel,
    Condition,
    CostCategory,
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
    Resource,
    Significance,
    Stage,
    Tier,
    Wave,
)


class NamedScale(Enum):
    """Scales in common use, by name."""

    LIKERT_4 = "likert-4"
    LIKERT_5 = "likert-5"
    LIKERT_6 = "likert-6"
    LIKERT_7 = "likert-7"
    ZERO_TO_TEN = "zero-to-ten"
    PERCENT = "percent"


def _id(example: str) -> Field:
    return Field("id", FieldType.ID, "Identifier, kept as text exactly as written", example, required=True)


def _on(description: str) -> Field:
    return Field("on", FieldType.DATE, description, "2026-06-30", required=True)


def _node(name: str, description: str, example: str, *refers: str, required: bool = True) -> Field:
    return Field(name, FieldType.ID, description, example, required=required, refers=refers)


def _word(name: str, words: type[Enum], description: str, example: str, *, required: bool = False) -> Field:
    return Field(name, FieldType.WORD, description, example, required=required, words=words)


def _activity(name: str, description: str, *, required: bool = False) -> Field:
    return Field(name, FieldType.ID, description, "c7", required=required, refers=("activities",))


def _position(name: str, description: str, example: str) -> Field:
    return Field(name, FieldType.ID, description, example, refers=("positions",))


_HOURS = Field("hours", FieldType.NUMBER, "Length in hours, where known", "8", most=100_000)
_COMPETENCY = ("competencies",)
RECORD_TABLES = (
    "participations",
    "evaluations",
    "proficiency",
    "innovations",
    "career_moves",
    "assignments",
    "adoptions",
    "corrections",
    "judgements",
    "publications",
    "costs",
    "benefits",
    "capacities",
)
_LEARNED_FROM = ("activities", *RECORD_TABLES)
_SUPERSEDES = Field("supersedes", FieldType.ID, "Id of the earlier record that this one replaces", "e0")
_CURRENCY = Field("currency", FieldType.TEXT, "Code of the currency, IDR where empty", "IDR")
_SCALE = (
    _word("scale", NamedScale, "A scale in common use, by name; 1..5 by 1 where no column says otherwise", "likert-5"),
    Field("scale_min", FieldType.SCORE, "Least score, with scale_max, where the scale has no name", "1"),
    Field("scale_max", FieldType.SCORE, "Greatest score", "5"),
    Field("scale_step", FieldType.SCORE, "Distance between neighbouring scores, 1 where empty", "1"),
    _word("scale_type", ScaleType, "Level of measurement, interval where empty", "interval"),
)

EVIDENCE_TABLES = (
    Table(
        "activities",
        LearningActivity,
        "What was learned from (pembelajaran)",
        (
            _id("c7"),
            Field("name", FieldType.TEXT, "Name shown to people", "Audit of transfer pricing"),
            _word("provider", Provider, "Who runs it", "bppk"),
            Field("structured", FieldType.BOOLEAN, "Whether it is a structured programme", "true"),
            _word("mode", Mode, "How learning is done", "classroom"),
            _word("initiative", Initiative, "Whether it is assigned or sought by the learner", "assigned"),
            Field("competencies", FieldType.IDS, "Competencies it develops", "audit; data", refers=_COMPETENCY),
            _HOURS,
            ATTRIBUTES,
        ),
    ),
    Table(
        "participations",
        Participation,
        "A learner, a learner as member of a team, or a whole team took part (keikutsertaan)",
        (
            _id("p1"),
            _on("Day of the participation"),
            _activity("activity", "What was learned from", required=True),
            _node("learner", "The learner; empty where the team took part as one", "ani", "learners", required=False),
            _node("team", "The team, where one took part or was learned in", "audit-1", "teams", required=False),
            Field("completed", FieldType.BOOLEAN, "Whether it was completed", "true"),
            _HOURS,
            _word("initiative", Initiative, "Assigned or sought, where not as the activity says", "self-initiated"),
            Field("due", FieldType.DATE, "Day by which it was to be completed, where one was set", "2026-09-30"),
            _SUPERSEDES,
        ),
    ),
    Table(
        "evaluations",
        Evaluation,
        "One judgement of one learner at one Kirkpatrick level (evaluasi pascapembelajaran)",
        (
            _id("e1"),
            _on("Day of the evaluation"),
            _node("learner", "Who is judged; a team's id where the team as a whole is", "ani", "learners", "teams"),
            _word("level", Level, "Kirkpatrick level, by word or 1 to 4", "behaviour", required=True),
            Field("score", FieldType.SCORE, "Score on the scale; empty is missing, never 0", "4"),
            *_SCALE,
            _activity("activity", "What was learned from, where known"),
            _word("rater", Rater, "Who judged", "supervisor"),
            _word("wave", Wave, "When, counted from the end of learning", "6m"),
            _word("phase", Phase, "Before or after learning", "post"),
            _word("aspect", Aspect, "What it asks about within its level", "application"),
            _word("tier", Tier, "Tier of LTEM that it is evidence of, by word or 1 to 8", "transfer"),
            _SUPERSEDES,
        ),
        score="score",
    ),
    Table(
        "proficiency",
        ProficiencyAssessment,
        "Proficiency of a learner in a competency, as assessed on a day",
        (
            _id("q1"),
            _on("Day of the assessment"),
            _node("learner", "Who is assessed", "ani", "learners"),
            Field("competency", FieldType.ID, "In what", "audit", required=True, refers=_COMPETENCY),
            Field("level", FieldType.WHOLE, "Proficiency level", "2", required=True, most=100),
            _SUPERSEDES,
        ),
    ),
    Table(
        "innovations",
        InnovationLine,
        "Ideas for new or better ways of working or results of work (inovasi)",
        (
            _id("i1"),
            _on("Day of the idea"),
            _word("kind", InnovationKind, "What is new", "process"),
            _word("novelty", Novelty, "New to the unit, or improved", "new"),
            _word("significance", Significance, "Value as judged by the unit", "high"),
            _activity("because_of", "Learning activity it came from, where known"),
            _SUPERSEDES,
        ),
    ),
    Table(
        "contributors",
        ContributorLine,
        "Who contributed to an innovation, one row each",
        (
            Field("innovation", FieldType.ID, "The innovation", "i1", required=True, refers=("innovations",)),
            _node("node", "Learner, team or unit", "ani", "learners", "teams", "units"),
            Field("credit", FieldType.SCORE, "Part of the credit; all of an innovation sum to 1", "0.5"),
        ),
    ),
    Table(
        "stages",
        StageLine,
        "Stages an innovation reached, one row each",
        (
            Field("innovation", FieldType.ID, "The innovation", "i1", required=True, refers=("innovations",)),
            _word("stage", Stage, "The stage", "pilot", required=True),
            _on("Day it was reached"),
        ),
    ),
    Table(
        "career_moves",
        CareerMove,
        "Promotions, demotions, rotations and transfers (mutasi)",
        (
            _id("m1"),
            _on("Day of the move"),
            _node("learner", "Who moved", "ani", "learners"),
            Field("marks", FieldType.WORDS, "What the move is", "promotion; transfer", required=True, words=MoveMark),
            _position("from_position", "Position before", "auditor-1"),
            _position("to_position", "Position after", "auditor-2"),
            _SUPERSEDES,
        ),
    ),
    Table(
        "assignments",
        Assignment,
        "Tasks and projects given to teams, with their outcome (penugasan)",
        (
            _id("a1"),
            _on("Day it was given"),
            _node("team", "The team", "audit-1", "teams"),
            Field("due", FieldType.DATE, "Day it is due; without one there is no on-time reading", "2026-09-30"),
            Field("completed", FieldType.DATE, "Day it was completed", "2026-09-15"),
            Field("cancelled", FieldType.DATE, "Day it was cancelled", "2026-09-01"),
            Field("quality", FieldType.SCORE, "Judged quality on the scale; empty is missing", "4"),
            *_SCALE,
            Field("weight", FieldType.WHOLE, "Size relative to others", "1", least=1, most=1_000_000),
            _SUPERSEDES,
        ),
        score="quality",
    ),
    Table(
        "adoptions",
        Adoption,
        "A unit takes up an innovation (adopsi inovasi)",
        (
            _id("d1"),
            _on("Day of the adoption"),
            _node("unit", "The adopting unit", "DJBC", "units"),
            Field("innovation", FieldType.ID, "The innovation", "i1", required=True, refers=("innovations",)),
            Field("until", FieldType.DATE, "First day it is no longer used", "2027-01-01"),
            _SUPERSEDES,
        ),
    ),
    Table(
        "corrections",
        Correction,
        "A unit mends an error or changes how it works by what was learned (perbaikan)",
        (
            _id("k1"),
            _on("Day of the correction"),
            _node("unit", "The unit", "DJP", "units"),
            _word("change", Change, "What was mended", "way of working"),
            Field("because_of", FieldType.IDS, "Activities and evidence it came from", "c7", refers=_LEARNED_FROM),
            _SUPERSEDES,
        ),
    ),
    Table(
        "judgements",
        ConditionJudgement,
        "How far an enabling condition is met (kondisi pendukung)",
        (
            _id("j1"),
            _on("Day of the judgement"),
            _node("subject", "Learner, team or unit judged", "DJP", "learners", "teams", "units"),
            _word("condition", Condition, "One of the 18 conditions", "E3.1", required=True),
            _word("fulfilment", Fulfilment, "How far it is met; empty is missing, unless there is a score", "met"),
            Field("score", FieldType.SCORE, "Instead of a word: how far it is met, on the scale", "3"),
            *_SCALE,
            Field("reference", FieldType.TEXT, "Where the evidence for it lies", "letter 12/2026"),
            _SUPERSEDES,
        ),
        score="score",
    ),
    Table(
        "publications",
        Publication,
        "News of the knowledge system, learning media or content",
        (
            _id("n1"),
            _on("Day of the publication"),
            _node("unit", "The publishing unit", "DJP", "units"),
            _word("channel", Channel, "How it reaches people", "formal"),
            Field("topic", FieldType.TEXT, "What it is about", "new learning media"),
            _SUPERSEDES,
        ),
    ),
    Table(
        "costs",
        LearningCost,
        "Money spent on learning (biaya pembelajaran)",
        (
            _id("c1"),
            _on("Day of the cost"),
            _node("subject", "Learner, team or unit it was spent on", "DJP", "learners", "teams", "units"),
            Field("amount", FieldType.SCORE, "How much, of two decimals at most", "1250000", required=True),
            _CURRENCY,
            _activity("activity", "What was learned from, where known"),
            _word("category", CostCategory, "What it was spent on", "delivery"),
            _SUPERSEDES,
        ),
    ),
    Table(
        "benefits",
        LearningBenefit,
        "What improvements after learning are worth, as estimated (manfaat pembelajaran)",
        (
            _id("b1"),
            _on("Day of the estimate"),
            _node("subject", "Learner, team or unit that improved", "ani", "learners", "teams", "units"),
            Field("amount", FieldType.SCORE, "Worth, of two decimals at most; empty is missing, never 0", "5000000"),
            _CURRENCY,
            _activity("activity", "What was learned from, where known"),
            Field("attribution", FieldType.SCORE, "Share put down to learning, 1 where empty", "0.6"),
            Field("confidence", FieldType.SCORE, "How sure of it, 0 to 1; 1 where empty", "0.8"),
            _SUPERSEDES,
        ),
    ),
    Table(
        "capacities",
        Capacity,
        "How much of a resource a unit had for learning, and how much was used (kapasitas)",
        (
            _id("r1"),
            _on("Day, or last day, of the use"),
            _node("unit", "The unit", "DJP", "units"),
            _word("resource", Resource, "Of what", "room hours", required=True),
            Field("available", FieldType.SCORE, "How much there was, of two decimals at most", "40", required=True),
            Field("used", FieldType.SCORE, "How much of it was used; empty is missing, never 0", "30"),
            _activity("activity", "What it was used for, where it is one activity"),
            _SUPERSEDES,
        ),
    ),
)
