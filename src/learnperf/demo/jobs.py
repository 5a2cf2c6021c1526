"""Positions, their competency standards and career patterns."""

from __future__ import annotations

from learnperf.demo.words import COMPETENCIES, GRADES, PATTERNS
from learnperf.model.nodes import Competency, CompetencyStandard, Position

HIGHEST = len(GRADES)
_NEEDED = {pattern: needed for pattern, _, needed in PATTERNS}


def competencies() -> tuple[Competency, ...]:
    """Give the competencies positions ask for."""
    return tuple(Competency(code, name) for code, name in COMPETENCIES)


def position_id(pattern: str, grade: int) -> str:
    """Give the id of the position at a grade of a career pattern."""
    return f"{pattern}-{grade}"


def positions() -> tuple[Position, ...]:
    """Give four grades of each pattern; the last pattern's highest has no standard yet, which readings must show."""
    found = []
    for pattern, name, _ in PATTERNS:
        for grade, word in enumerate(GRADES, start=1):
            unset = (pattern, grade) == (PATTERNS[-1][0], HIGHEST)
            standard = None if unset else CompetencyStandard(required_levels(pattern, grade))
            found.append(Position(position_id(pattern, grade), f"{word} {name}", standard, pattern, grade))
    return tuple(found)


def required_levels(pattern: str, grade: int) -> dict[str, int]:
    """Give the proficiency each competency of a position calls for, the main one first."""
    main, second, third = _NEEDED[pattern]
    required = {main: grade + 1, second: grade, third: max(1, grade - 1)}
    if grade == HIGHEST:
        required["leadership"] = 3
    return required
