"""Cells: what each column of each kind of evidence holds, worked out from one record and the evidence as a whole.

A change against a baseline, the link between a career move and earlier learning, or the relevance of learning to a
position need other records; what they need is collected once (`Coding`), then every cell is one small function.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from operator import attrgetter
from typing import Any

from learnperf.metrics.algebra import scale_code
from learnperf.metrics.arguments import Argument, column_name, completed, split_name
from learnperf.metrics.columns import meanings
from learnperf.metrics.expressions import Column
from learnperf.metrics.literals import code_of, text_code
from learnperf.metrics.money import HUNDREDTHS, PARTS
from learnperf.model.evidence import (
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
from learnperf.model.judgements import WHOLLY_MET, ConditionJudgement
from learnperf.model.nodes import NodeKind
from learnperf.model.ties import WHOLE
from learnperf.model.vocabulary import MoveMark, Phase, Stage, Wave
from learnperf.rollup.coding import Cell, Coding, baseline_key, is_baseline
from learnperf.rollup.followups import FOLLOWED, attended_in
from learnperf.rollup.months import months_after
from learnperf.rollup.people import OF_PEOPLE, of_person

__all__ = ["CELLS", "Cell", "Coding", "Reader", "read_column"]

# all records of one kind to one column, given its arguments where it takes any; Any because a mapping cannot tie the
# record's class to its key, nor a column's parameters
Reader = Callable[..., list[Any]]


def read_column(kind: type[Record], name: str, coding: Coding, records: Sequence[Any]) -> list[Cell]:  # Any: see Reader
    """Work one column of records of one kind out; the name may have arguments."""
    if name == "on":
        return [record.on.toordinal() for record in records]
    base, arguments = split_name(name)
    read = CELLS[kind][base]
    parameters = meanings(kind, (name,))[name].parameters
    return read(coding, records, *completed(parameters, arguments)) if parameters else read(coding, records)


def _coded(name: str, code: Callable[[Coding, Any], Cell]) -> Reader:
    """Read a field whose values repeat: each object is turned into its code once."""
    get = attrgetter(name)

    def read(coding: Coding, records: Sequence[Any]) -> list[Cell]:
        values = list(map(get, records))
        # by identity, because hashing words and scales runs Python code
        keys = list(map(id, values))
        codes = {key: code(coding, value) for key, value in dict(zip(keys, values, strict=True)).items()}
        return [codes[key] for key in keys]

    return read


def _word(name: str) -> Reader:
    """Read a field that holds a word of a closed list, as its code."""
    return _coded(name, lambda _, word: None if word is None else code_of(word))


def _text(name: str) -> Reader:
    """Read a field that holds a text, such as an id, as its code."""
    return _coded(name, lambda _, text: None if text is None else text_code(text))


def _plain(name: str) -> Reader:
    """Read a field that holds a whole number, or None."""
    get = attrgetter(name)
    return lambda _, records: list(map(get, records))


def _each(cell: Callable[[Coding, Any], Cell]) -> Reader:
    """Work each cell out by itself."""
    return lambda coding, records: [cell(coding, record) for record in records]


def _asked(cell: Callable[[Coding, Any, tuple[Any, ...]], Cell]) -> Reader:
    """Work each cell of a column with arguments out by itself, given them as one."""
    return lambda coding, records, *arguments: [cell(coding, record, arguments) for record in records]


def _baseline_marks(coding: Coding, records: Sequence[Evaluation]) -> list[Cell]:
    """Say of each evaluation whether it is a baseline, without a call for each."""
    del coding
    baseline, before = Wave.BASELINE, Phase.PRE
    return [int(record.wave is baseline or record.phase is before) for record in records]


def _change(coding: Coding, record: Evaluation) -> Cell:
    baseline = coding.baselines.get(baseline_key(record))
    if baseline is None or record.steps is None or is_baseline(record):
        return None
    return record.steps - baseline


def _of_activity(read: Callable[[LearningActivity], Cell]) -> Reader:
    def cell(coding: Coding, activity_id: str | None) -> Cell:
        activity = coding.activity(activity_id)
        return None if activity is None else read(activity)

    return _coded("activity", cell)


def _initiative(coding: Coding, record: Participation) -> Cell:
    activity = coding.activity(record.activity)
    initiative = record.initiative or (activity.initiative if activity else None)
    return None if initiative is None else code_of(initiative)


def _hours(coding: Coding, record: Participation) -> Cell:
    activity = coding.activity(record.activity)
    hours = record.hours if record.hours is not None else (activity.hours if activity else None)
    return None if hours is None else round(hours * 100)


def _has_come(coding: Coding, day: date | None) -> Cell:
    return int(day is not None and day.toordinal() <= coding.report_day)


def _on_time(coding: Coding, record: Assignment) -> Cell:
    if record.due is None or record.cancelled is not None:
        return None
    if record.completed is not None:
        return int(record.completed <= record.due)
    return 0 if record.due.toordinal() <= coding.report_day else None


def _completed_on_time(coding: Coding, record: Participation) -> Cell:
    if record.due is None or record.due.toordinal() > coding.report_day:
        return None
    return int(record.completed and record.on <= record.due)


def _has_contributor(coding: Coding, record: Innovation, kind: NodeKind) -> Cell:
    return int(any(coding.organization.kinds[one] is kind for one in record.contributors))


def _of_judged(record: ConditionJudgement, value: int) -> Cell:
    return None if record.fulfilment is None and record.steps is None else value


def _of_person(base: str) -> Reader:
    """Read what is known of whom a record is about on its day."""

    def read(coding: Coding, records: Sequence[Any], *arguments: Argument) -> list[Cell]:
        name = column_name(base, arguments)
        return [of_person(coding.organization, name, record.subjects[0][0], record.on) for record in records]

    return read


def _activity_attribute(coding: Coding, record: Any, arguments: tuple[Any, ...]) -> Cell:  # noqa: ANN401  # see Reader
    activity = coding.activity(record.activity)
    text = None if activity is None else activity.attributes.get(arguments[0])
    return None if text is None else text_code(text)


_LEARNER_COLUMNS: dict[str, Reader] = {name: _of_person(name) for name in OF_PEOPLE}
_ACTIVITY_COLUMNS: dict[str, Reader] = {
    "activity_attribute": _asked(_activity_attribute),
    "provider": _of_activity(lambda activity: code_of(activity.provider)),
    "structured": _of_activity(lambda activity: int(activity.structured)),
    "mode": _of_activity(lambda activity: code_of(activity.mode)),
}


def _is_mapped(coding: Coding, activity_id: str | None) -> Cell:
    activity = coding.activity(activity_id)
    return int(activity is not None and bool(activity.competencies))


def _group_of(coding: Coding, competency: str) -> Cell:
    found = coding.organization.competencies.get(competency)
    return None if found is None or found.group is None else code_of(found.group)


def _followed(read: Callable[..., Column]) -> Reader:
    """Read off what follows participations."""

    def cells(coding: Coding, records: Sequence[Participation], *arguments: int | str) -> list[Cell]:
        column = read(coding.follow_ups, attended_in(records, coding.numbers), *arguments)
        return [value if there else None for value, there in zip(column.values.tolist(), column.present, strict=True)]

    return cells


def _is_due(coding: Coding, record: Participation, arguments: tuple[int]) -> Cell:
    return int(months_after(record.on, *arguments) <= coding.report_day)


_MONEY_COLUMNS: dict[str, Reader] = {
    "amount": _plain("hundredths"),
    "currency": _text("currency"),
    "activity": _text("activity"),
}


def _adjusted(record: LearningBenefit, part: int) -> Cell:
    """Give the whole hundredths of an adjusted amount, or what is left of them in parts."""
    if record.adjusted is None:
        return None
    return divmod(int(record.adjusted * HUNDREDTHS * PARTS), PARTS)[part]


def _marked(mark: MoveMark) -> Reader:
    return _each(lambda _, record: int(mark in record.marks))


CELLS: Mapping[type[Record], Mapping[str, Reader]] = {
    Evaluation: {
        "level": _word("level"),
        "score": _plain("steps"),
        "from_top": _each(lambda _, record: None if record.steps is None else record.scale.top - record.steps),
        "scale": _coded("scale", lambda _, scale: scale_code(scale)),
        "rater": _word("rater"),
        "wave": _word("wave"),
        "phase": _word("phase"),
        "aspect": _word("aspect"),
        "tier": _word("tier"),
        "activity": _text("activity"),
        "change": _each(_change),
        "is_baseline": _baseline_marks,
        "initiative": _of_activity(lambda activity: code_of(activity.initiative)),
        **_ACTIVITY_COLUMNS,
        **_LEARNER_COLUMNS,
    },
    Participation: {
        "completed": _each(lambda _, record: int(record.completed)),
        "hours": _each(_hours),
        "initiative": _each(_initiative),
        "as_member": _each(lambda _, record: int(record.learner is not None and record.team is not None)),
        "as_team": _each(lambda _, record: int(record.learner is None)),
        "mapped": _coded("activity", _is_mapped),
        "in_standard": _each(
            lambda coding, record: coding.careers.in_standard(record, coding.activity(record.activity))
        ),
        "due_after": _asked(_is_due),
        "due_by_now": _each(lambda coding, record: _has_come(coding, record.due)),
        "on_time": _each(_completed_on_time),
        "since_previous": _each(lambda coding, record: coding.gaps.before_record(record)),
        **{name: _followed(read) for name, read in FOLLOWED.items()},
        "relevant": _each(lambda coding, record: coding.careers.relevant(record, coding.activity(record.activity))),
        **_ACTIVITY_COLUMNS,
        **_LEARNER_COLUMNS,
    },
    ProficiencyAssessment: {
        "level": _plain("level"),
        "competency": _text("competency"),
        "required": _each(lambda coding, record: coding.careers.required(record)),
        "attained": _each(lambda coding, record: coding.careers.attained(record)),
        "group": _coded("competency", _group_of),
        "gap": _each(lambda coding, record: coding.careers.gap(record)),
        **_LEARNER_COLUMNS,
    },
    Innovation: {
        "kind": _word("kind"),
        "novelty": _word("novelty"),
        "significance": _word("significance"),
        "stage": _word("stage"),
        "furthest": _each(lambda _, record: max((stage for stage, _ in record.stages), default=Stage.IDEA).value),
        "went_back": _each(lambda _, record: int(record.went_back)),
        "days_to": _asked(lambda coding, record, asked: coding.innovations.days_to(record, *asked)),
        "reached": _asked(lambda coding, record, asked: coding.innovations.reached(record, *asked)),
        "by_people": _each(lambda coding, record: _has_contributor(coding, record, NodeKind.LEARNER)),
        "by_team": _each(lambda coding, record: _has_contributor(coding, record, NodeKind.TEAM)),
        "from_learning": _each(lambda _, record: int(record.because_of is not None)),
        "days_from_learning": _each(lambda coding, record: coding.causes.before_innovation(record)),
        "adoptions": _each(lambda coding, record: coding.innovations.adopters(record)),
        "in_use_elsewhere": _each(lambda coding, record: coding.innovations.in_use_elsewhere(record)),
        "eligible": _each(lambda coding, record: coding.innovations.eligible(record)),
    },
    CareerMove: {
        **{mark.value: _marked(mark) for mark in MoveMark},
        "learned": _asked(lambda coding, record, days: coding.careers.learned(record, *days)),
        "linked": _asked(lambda coding, record, days: coding.careers.linked(record, *days)),
        **_LEARNER_COLUMNS,
    },
    Assignment: {
        "completed": _each(lambda _, record: int(record.completed is not None)),
        "cancelled": _each(lambda _, record: int(record.cancelled is not None)),
        "due_known": _each(lambda _, record: int(record.due is not None)),
        "due_by_now": _each(lambda coding, record: _has_come(coding, record.due)),
        "completed_by_now": _each(lambda coding, record: _has_come(coding, record.completed)),
        "on_time": _each(_on_time),
        "weight": _plain("weight"),
        "score": _plain("steps"),
        "scale": _coded("scale", lambda _, scale: scale_code(scale)),
    },
    Adoption: {
        "from_elsewhere": _each(lambda coding, record: coding.innovations.from_elsewhere(record)),
        "days": _each(lambda coding, record: (record.on - coding.innovations.adopted(record).on).days),
        "days_after": _asked(lambda coding, record, asked: coding.innovations.days_after(record, *asked)),
        "in_use": _each(lambda coding, record: coding.innovations.in_use(record)),
    },
    Correction: {
        "change": _word("change"),
        "explained": _each(lambda _, record: int(bool(record.because_of))),
        "days_from_learning": _each(lambda coding, record: coding.causes.before_correction(record)),
    },
    ConditionJudgement: {
        "condition": _word("condition"),
        "group": _word("condition.group"),
        "fulfilment": _word("fulfilment"),
        "score": _plain("steps"),
        "scale": _coded("scale", lambda _, scale: scale_code(scale)),
        "applicable": _each(lambda _, record: _of_judged(record, int(record.parts is not None))),
        "attained": _each(lambda _, record: _of_judged(record, record.parts or 0)),
        "met": _each(lambda _, record: _of_judged(record, int(record.parts == WHOLLY_MET))),
    },
    Publication: {"channel": _word("channel")},
    LearningCost: {
        **_MONEY_COLUMNS,
        "category": _word("category"),
        **_ACTIVITY_COLUMNS,
        **_LEARNER_COLUMNS,
    },
    LearningBenefit: {
        **_MONEY_COLUMNS,
        "adjusted": _each(lambda _, record: _adjusted(record, 0)),
        "adjusted_rest": _each(lambda _, record: _adjusted(record, 1)),
        "attribution": _each(lambda _, record: int(record.attribution * WHOLE)),
        "confidence": _each(lambda _, record: int(record.confidence * WHOLE)),
        **_ACTIVITY_COLUMNS,
        **_LEARNER_COLUMNS,
    },
    Capacity: {
        "resource": _word("resource"),
        "available": _each(lambda _, record: int(record.available * HUNDREDTHS)),
        "used": _each(lambda _, record: None if record.used is None else int(record.used * HUNDREDTHS)),
        "activity": _text("activity"),
        **_ACTIVITY_COLUMNS,
    },
}
