"""Whom evidence may be about: the nodes each kind of record names, and the kinds of node that fit there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from learnperf.errors import Problem, Suggestions
from learnperf.model.evidence import (
    Assignment,
    CareerMove,
    Evaluation,
    Innovation,
    LearningBenefit,
    LearningCost,
    Participation,
    ProficiencyAssessment,
    Record,
)
from learnperf.model.judgements import ConditionJudgement
from learnperf.model.nodes import NodeKind
from learnperf.model.organization import Organization
from learnperf.model.vocabulary import Condition

Found = tuple[Problem, int | None]
_Kinds = tuple[NodeKind, ...]


def subject_problems(records: Iterable[Record], organization: Organization) -> list[Found]:
    """Find records about nodes that are unknown or of the wrong kind, each with the place of its record.

    A record has one problem at most, its first. Positions and competencies are looked at where the organization
    declares any.
    """
    nodes = Suggestions(organization.kinds)
    positions, competencies = Suggestions(organization.positions), Suggestions(organization.competencies)
    found: list[Found] = []
    for place, record in enumerate(records):
        for problem in _problems(record, nodes, organization.kinds):
            found.append((problem, place))
            break
        else:
            named = positions if isinstance(record, CareerMove) else competencies
            found.extend((problem, place) for problem in _unknown(record, named))
    return found


def kinds_for(kind: type[Record]) -> tuple[NodeKind, ...]:
    """Give the kinds of node that records of a kind may be about; of judgements, those of any condition.

    Examples
    --------
    >>> [node.value for node in kinds_for(Evaluation)]
    ['learner', 'team']
    """
    return _FITTING.get(kind, _UNIT)


def _problems(record: Record, nodes: Suggestions, kinds: Mapping[str, NodeKind]) -> Iterator[Problem]:
    for subject, allowed in _named_nodes(record):
        kind = kinds.get(subject)
        if kind is None:
            message = f"{record_kind(record)} {record.id}: unknown id {subject}"
            yield Problem("unknown id", message, (record.id, subject), nodes.hint(subject), fatal=False)
        elif kind not in allowed:
            fitting = " or ".join(f"a {one.value}" for one in allowed)
            message = f"{record_kind(record)} {record.id}: {subject} is a {kind.value}, which is not {fitting}"
            yield Problem("wrong kind", message, (record.id, subject), _what_fits(record, kind, fitting), fatal=False)


def _named_nodes(record: Record) -> Iterator[tuple[str, _Kinds]]:
    """Give every node a record names, with the kinds of node that fit there."""
    if isinstance(record, Participation):
        if record.learner is not None:
            yield record.learner, _LEARNER
        if record.team is not None:
            yield record.team, _TEAM
    elif isinstance(record, ConditionJudgement):
        yield record.subject, record.condition.judged_for
    else:
        for subject, _ in record.subjects:
            yield subject, kinds_for(type(record))


def _what_fits(record: Record, kind: NodeKind, fitting: str) -> str:
    if isinstance(record, ConditionJudgement):
        ids = ", ".join(condition.value for condition in Condition if kind in condition.judged_for)
        return f"conditions that can be judged for a {kind.value}: {ids}"
    return f"this kind of evidence is about {fitting}"


def _unknown(record: Record, declared: Suggestions) -> Iterator[Problem]:
    """Find the first position or competency a record names that is not among the declared ones."""
    for name in _named_things(record) if declared.known else ():
        if name is not None and name not in declared.known:
            message = f"{record_kind(record)} {record.id}: unknown id {name}"
            yield Problem("unknown id", message, (record.id, name), declared.hint(name), fatal=False)
            return


def _named_things(record: Record) -> tuple[str | None, ...]:
    if isinstance(record, CareerMove):
        return (record.from_position, record.to_position)
    return (record.competency,) if isinstance(record, ProficiencyAssessment) else ()


def record_kind(record: Record) -> str:
    """Give the name of a record's kind as errors say it.

    Examples
    --------
    >>> from datetime import date
    >>> record_kind(Assignment("a1", on=date(2026, 1, 1), team="audit-1"))
    'assignment'
    """
    return type(record).__name__.lower()


_LEARNER, _TEAM, _UNIT = (NodeKind.LEARNER,), (NodeKind.TEAM,), (NodeKind.UNIT,)
# every other kind is about units
_FITTING: dict[type[Record], _Kinds] = {
    Evaluation: (NodeKind.LEARNER, NodeKind.TEAM),
    ProficiencyAssessment: _LEARNER,
    CareerMove: _LEARNER,
    Assignment: _TEAM,
    Innovation: tuple(NodeKind),
    Participation: (NodeKind.LEARNER, NodeKind.TEAM),
    ConditionJudgement: tuple(NodeKind),
    LearningCost: tuple(NodeKind),
    LearningBenefit: tuple(NodeKind),
}
