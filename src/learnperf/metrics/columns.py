"""The columns a metric can read: for every kind of evidence, what each is called and what it means.

All are whole numbers with a mask of missing ones; words and texts are codes (`learnperf.metrics.literals.code_of`).
Facts about a record that lie elsewhere, such as whether learning was relevant to the position held that day, are
columns like any other, so that a metric never has to look anything up; some take arguments, such as the days of a
window.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import lcm
from types import MappingProxyType

from learnperf.metrics.arguments import Parameter, argument_problems, base_name, split_name
from learnperf.metrics.meaning import ColumnMeaning, EvidenceKind, Presence
from learnperf.model.evidence import (
    Adoption,
    Assignment,
    Capacity,
    CareerMove,
    Correction,
    Evaluation,
    Innovation,
    LearningBenefit,
    LearningCost,
    Participation,
    ProficiencyAssessment,
    Publication,
)
from learnperf.model.judgements import ConditionJudgement
from learnperf.model.nodes import CompetencyGroup, NodeKind
from learnperf.model.vocabulary import (
    Aspect,
    Change,
    Channel,
    Condition,
    ConditionGroup,
    CostCategory,
    Fulfilment,
    Initiative,
    InnovationKind,
    Level,
    Mode,
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

__all__ = ["COLUMNS", "PARTS", "ColumnMeaning", "EvidenceKind", "Presence", "asked_wrongly", "column_names", "meanings"]

# parts of a required level are whole multiples of one in this many for every level up to 25, and every fifth to 100
PARTS = lcm(*range(1, 26))

_ON = ColumnMeaning("on", "day of the record, as a date ordinal")
_C = ColumnMeaning
_NAME = (Parameter("the attribute's name", str),)
# of kinds about learners
_LEARNER = (
    _C("position", "the position held that day", str, needs_all=True),
    _C("job_family", "the career pattern of the position held that day", str, needs_all=True),
    _C("grade", "place of the position held that day on its career pattern", stock=True, needs_all=True),
    _C("attribute", "the learner's attribute of that name", str, parameters=_NAME),
)
# of kinds that may name a learning activity
_ACTIVITY = (_C("activity_attribute", "the learning activity's attribute of that name", str, parameters=_NAME),)

_EVALUATION = (
    _ON,
    _C("level", "Kirkpatrick level", Level),
    _C("score", "steps above the scale's minimum; missing where no score was given", scaled=True),
    _C("from_top", "steps below the scale's maximum, 0 for the best score there is; missing where no score was given"),
    _C("scale", "code of the scale"),
    _C("rater", "who judged", Rater),
    _C("wave", "when it was taken, counted from the end of learning", Wave),
    _C("phase", "before or after learning", Phase),
    _C("aspect", "what it asks about within its level", Aspect),
    _C("tier", "tier of LTEM it is evidence of", Tier),
    _C("activity", "the learning activity", str),
    _C("provider", "who ran the activity", Provider),
    _C("structured", "1 if the activity is structured learning"),
    _C("mode", "how learning was done", Mode),
    _C("initiative", "whether the activity is assigned or sought; missing if unknown", Initiative),
    _C(
        "change",
        "steps above the same subject's, activity's, level's, aspect's, rater's and scale's baseline",
        scaled=True,
        needs_all=True,
    ),
    _C("is_baseline", "1 for a baseline or pre-learning evaluation"),
    *_LEARNER,
    *_ACTIVITY,
)
_PARTICIPATION = (
    _ON,
    _C("completed", "1 if completed"),
    _C("hours", "hundredths of an hour"),
    _C("initiative", "whether it was assigned or sought", Initiative),
    _C("provider", "who ran the activity", Provider),
    _C("structured", "1 if the activity is structured learning"),
    _C("mode", "how learning was done", Mode),
    _C("as_member", "1 if a learner took part as member of a named team"),
    _C("as_team", "1 if a whole team took part"),
    _C("mapped", "1 if the activity is mapped to competencies"),
    _C("due_by_now", "1 if the day by which it was to be completed has come", needs_all=True),
    _C(
        "on_time",
        "1 if completed by the day it was due, 0 if later or not; missing if not yet due or without a due date",
        needs_all=True,
    ),
    _C("since_previous", "days since the last completed learning on an earlier day; missing if none", needs_all=True),
    _C(
        "due_after",
        "1 if so many months have passed by the day of the report",
        needs_all=True,
        parameters=(Parameter("months", int),),
    ),
    _C(
        "answered",
        "1 if an evaluation of a level with a score follows, of the wave so many months after (0: any) and by the "
        "rater named; missing if not completed",
        needs_all=True,
        parameters=(Parameter("level", Level), Parameter("months", int, 0), Parameter("rater", str, "any")),
    ),
    _C(
        "reached",
        "1 if the mean part of the scale attained at a level is so many per cent or more; missing if not completed, or "
        "not evaluated",
        needs_all=True,
        parameters=(Parameter("level", Level), Parameter("percent", int)),
    ),
    _C(
        "relevant",
        "1 if it closes a gap to the standard of the position held that day; missing if unmapped or not assessed",
        needs_all=True,
    ),
    _C(
        "in_standard",
        "1 if it develops a competency of the position held that day, gap or not; missing if unmapped",
        needs_all=True,
    ),
    *_LEARNER,
    *_ACTIVITY,
)
_PROFICIENCY = (
    _ON,
    _C("level", "proficiency level", stock=True),
    _C("competency", "the competency", str),
    _C("required", "level the position held that day requires; missing if none", stock=True, needs_all=True),
    _C(
        "attained",
        f"part of the required level attained, in whole {PARTS}ths, above 1 as well; missing if nothing is required",
        stock=True,
        needs_all=True,
    ),
    _C("group", "group of the competency; missing if nobody has said", CompetencyGroup, needs_all=True),
    _C("gap", "levels missing to what is required; missing if nothing is", stock=True, needs_all=True),
    *_LEARNER,
)
_INNOVATION = (
    _ON,
    _C("kind", "product, process or system", InnovationKind),
    _C("novelty", "new or improved", Novelty),
    _C("significance", "value as judged by the unit", Significance),
    _C("stage", "how far it has come", Stage),
    _C("furthest", "the furthest stage it ever reached", Stage),
    _C("went_back", "1 if a later stage is a lower one"),
    _C(
        "days_to",
        "days from the idea to the stage or one beyond; missing if never, or dated before the idea",
        parameters=(Parameter("stage", Stage),),
    ),
    _C(
        "reached",
        "1 if it reached the stage or one beyond within `days` of the idea; missing while those are not over",
        needs_all=True,
        parameters=(Parameter("stage", Stage), Parameter("days", int, 365)),
    ),
    _C("by_people", "1 if any contributor is a learner"),
    _C("by_team", "1 if any contributor is a team"),
    _C("from_learning", "1 if it names the learning it came from"),
    _C("days_from_learning", "days since a contributor completed that learning; missing if none did", needs_all=True),
    _C("adoptions", "number of units that adopted it", needs_all=True),
    _C("in_use_elsewhere", "number of units but its origin that use it on the day of the report", needs_all=True),
    _C("eligible", "number of units but its origin that could have adopted it by then", needs_all=True),
)
_WINDOW = (Parameter("after", int, 0), Parameter("within", int, 365))
_CAREER_MOVE = (
    _ON,
    _C("promotion", "1 if marked as promotion"),
    _C("demotion", "1 if marked as demotion"),
    _C("rotation", "1 if marked as rotation"),
    _C("transfer", "1 if marked as transfer"),
    _C(
        "learned",
        "1 if the learner completed any learning more than `after` days before, and at most `within`",
        needs_all=True,
        parameters=_WINDOW,
    ),
    _C(
        "linked",
        "1 if such learning develops a competency of the new position's standard; missing if unknown",
        needs_all=True,
        parameters=_WINDOW,
    ),
    *_LEARNER,
)
_ASSIGNMENT = (
    _ON,
    _C("completed", "1 if completed"),
    _C("cancelled", "1 if cancelled"),
    _C("due_known", "1 if it has a due date"),
    _C("due_by_now", "1 if its due date has passed", needs_all=True),
    _C("completed_by_now", "1 if completed by the day of the report", needs_all=True),
    _C(
        "on_time",
        "1 if completed by its due date, 0 if not; missing if not yet due, without due date or cancelled",
        needs_all=True,
    ),
    _C("weight", "size relative to others"),
    _C("score", "quality in steps above the scale's minimum; missing where not judged", scaled=True),
    _C("scale", "code of the scale"),
)
_MONEY = (
    _C("amount", "hundredths of the currency; missing if not given"),
    _C("currency", "code of the currency", str),
)
_OF_ACTIVITY = (
    _C("activity", "the learning activity", str),
    _C("provider", "who ran the activity", Provider),
    _C("structured", "1 if the activity is structured learning"),
    _C("mode", "how learning was done", Mode),
    *_ACTIVITY,
)

COLUMNS: Mapping[EvidenceKind, tuple[ColumnMeaning, ...]] = MappingProxyType(
    {
        Evaluation: _EVALUATION,
        Participation: _PARTICIPATION,
        ProficiencyAssessment: _PROFICIENCY,
        Innovation: _INNOVATION,
        CareerMove: _CAREER_MOVE,
        Assignment: _ASSIGNMENT,
        Adoption: (
            _ON,
            _C(
                "from_elsewhere",
                "1 if no contributor belonged to the adopting unit on the day of the idea",
                needs_all=True,
            ),
            _C("days", "days since the idea", needs_all=True),
            _C(
                "days_after",
                "days since the innovation reached the stage or one beyond; missing if it had not",
                needs_all=True,
                parameters=(Parameter("stage", Stage),),
            ),
            _C("in_use", "1 if it holds on the day of the report, 0 if it was given up", needs_all=True),
        ),
        Correction: (
            _ON,
            _C("change", "what was mended", Change),
            _C("explained", "1 if it says what learning it came of"),
            _C("days_from_learning", "days since that learning was last completed; missing if unknown", needs_all=True),
        ),
        ConditionJudgement: (
            _ON,
            _C("condition", "which of the 18 conditions", Condition),
            _C("group", "its group", ConditionGroup),
            _C("fulfilment", "how far it is met, in words; missing where not judged in words", Fulfilment, stock=True),
            _C("score", "steps above the scale's minimum; missing where not given", scaled=True, stock=True),
            _C("scale", "code of the scale"),
            _C("applicable", "1, or 0 where it does not apply; missing where not judged", stock=True),
            _C("attained", "how far it is met, of 3,603,600 parts; 0 where it does not apply", stock=True),
            _C("met", "1 where it is wholly met, else 0; missing where not judged", stock=True),
        ),
        Publication: (_ON, _C("channel", "formal or informal", Channel)),
        LearningCost: (_ON, *_MONEY, _C("category", "what it was spent on", CostCategory), *_OF_ACTIVITY, *_LEARNER),
        LearningBenefit: (
            _ON,
            *_MONEY,
            _C("adjusted", "whole hundredths of the amount, times attribution and confidence; missing if not given"),
            _C("adjusted_rest", "what is left of them, of 1,000,000,000,000 parts of a hundredth"),
            _C("attribution", "share put down to learning, in millionths"),
            _C("confidence", "how sure of it, in millionths"),
            *_OF_ACTIVITY,
            *_LEARNER,
        ),
        Capacity: (
            _ON,
            _C("resource", "of what", Resource),
            _C("available", "hundredths of how much there was"),
            _C("used", "hundredths of how much of it was used; missing if not given"),
            *_OF_ACTIVITY,
        ),
        Presence: (
            _ON,
            _C("kind", "learner, team or unit", NodeKind),
            _C("learned", "1 if the node completed learning in the period"),
            _C("moved", "1 if the learner had a career move in the period"),
            _C("promoted", "1 if the learner had a move marked as promotion in the period"),
            _C("demoted", "1 if the learner had a move marked as demotion in the period"),
            _C("rotated", "1 if the learner had a move marked as rotation in the period"),
            _C("transferred", "1 if the learner had a move marked as transfer in the period"),
            _C("at_start", "1 if there on the first day of the period; missing if the period has none"),
            _C("at_end", "1 if the learner was there to the end of the period, or without end; missing for others"),
            _C("days", "days of a learner's stay in the period; missing if the period is open", adds=True),
            _C(
                "learned_days",
                "those of the days more than `after` and at most `within` days after completed learning of the learner",
                adds=True,
                needs_all=True,
                parameters=_WINDOW,
            ),
            _C("period_days", "days of the period; missing if it is open"),
            _C("has_standard", "1 if the position held by the learner has a competency standard"),
            _C("has_career_pattern", "1 if the position held by the learner has a place in a career pattern"),
            *_LEARNER,
        ),
    }
)


def column_names(kind: EvidenceKind) -> tuple[str, ...]:
    """Give the names of the columns of a kind of evidence, but for those that are nothing without arguments.

    Examples
    --------
    >>> column_names(Publication)
    ('on', 'channel')
    """
    return tuple(column.name for column in COLUMNS[kind] if not column.needs_arguments)


def meanings(kind: EvidenceKind, names: Iterable[str]) -> dict[str, ColumnMeaning]:
    """Give what columns mean by their names, which may have arguments; those that do not exist are left out.

    Examples
    --------
    >>> {name: one.name for name, one in meanings(Publication, ["channel", "colour"]).items()}
    {'channel': 'channel'}
    """
    known = _BY_NAME[kind]
    return {name: known[base_name(name)] for name in names if base_name(name) in known}


def asked_wrongly(meaning: ColumnMeaning, name: str) -> list[str]:
    """Say what is wrong with the arguments that a column's name gives it.

    Examples
    --------
    >>> asked_wrongly(ColumnMeaning("channel", "formal or informal"), "channel(3)")
    ['takes no arguments']
    """
    return list(argument_problems(meaning.parameters, split_name(name)[1]))


_BY_NAME = {kind: {column.name: column for column in several} for kind, several in COLUMNS.items()}
