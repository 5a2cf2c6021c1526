"""Rows that only together make a record: positions with standards, innovations with contributors and stages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from learnperf.errors import InvalidValue
from learnperf.io.lines import InnovationLine, PositionLine
from learnperf.io.sieve import Sieve
from learnperf.model.evidence import Innovation
from learnperf.model.nodes import CompetencyStandard, Position
from learnperf.model.vocabulary import Stage

_Credits = dict[str, Fraction | None]
_Stages = list[tuple[Stage, date]]


def join_positions(sieve: Sieve) -> None:
    """Give every position the standard that its rows make."""
    required: dict[str, dict[str, int]] = defaultdict(dict)
    for _, line in sieve.batches["standards"]:
        required[line.position][line.competency] = line.level
    batch = sieve.batches["positions"]
    for place, line in batch:
        batch.records[place] = _position(line, required.get(line.id, {}))


def _position(line: PositionLine, levels: dict[str, int]) -> Position:
    standard = CompetencyStandard(levels) if levels or line.has_standard else None
    return Position(line.id, line.name, standard, line.career_pattern, line.grade)


def join_innovations(sieve: Sieve) -> None:
    """Give every innovation its contributors and stages, and set aside those whose contributors make no whole.

    An innovation is set aside where one of its contributors was: the others would get credit that is not theirs.
    """
    credits_of: dict[str, _Credits] = defaultdict(dict)
    for _, line in sieve.batches["contributors"]:
        credits_of[line.innovation][line.node] = line.credit
    stages_of: dict[str, _Stages] = defaultdict(list)
    for _, line in sieve.batches["stages"]:
        stages_of[line.innovation].append((line.stage, line.on))
    batch = sieve.batches["innovations"]
    for place, line in batch:
        try:
            _refuse_broken(line.id, sieve.broken)
            batch.records[place] = _innovation(line, credits_of[line.id], stages_of[line.id])
        except InvalidValue as problem:
            sieve.reject(batch, place, problem)


def _refuse_broken(innovation: str, broken: Mapping[str, str]) -> None:
    where = broken.get(innovation)
    if where is not None:
        raise InvalidValue("contributors", innovation, "has a contributor that was set aside", f"mend {where} first")


def _innovation(line: InnovationLine, credit: _Credits, stages: _Stages) -> Innovation:
    given = {node: part for node, part in credit.items() if part is not None}
    if given and len(given) < len(credit):
        without = ", ".join(node for node, part in credit.items() if part is None)
        raise InvalidValue("contributors", without, "has no credit while others have", "give credit to all or to none")
    return Innovation(
        line.id,
        on=line.on,
        supersedes=line.supersedes,
        contributors=given or list(credit),
        kind=line.kind,
        novelty=line.novelty,
        significance=line.significance,
        stages=stages,
        because_of=line.because_of,
    )
