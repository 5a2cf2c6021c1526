"""What the invented data tells: every effect a reader of the report can discover is set here, and tests look for it."""

from __future__ import annotations

from datetime import date

from learnperf.demo.calendar import QUARTERS, REORGANIZED
from learnperf.demo.units import general_of
from learnperf.model.vocabulary import Mode

FINDINGS = (
    "Coaching and learning at the workplace change behaviour most, e-learning least, though reactions hardly differ.",
    "Customs loves its courses and changes little; the inspectorate changes most but has few new ideas.",
    "The valuers of state assets innovate, and customs valuation takes their ideas up.",
    "Learning dips in the quarter after the reorganization of 1 January 2025.",
    "Capacity Building does better once it has moved to the learning agency.",
    "State Accounting is split in two: the first part rises, the second falls.",
    "Promotions are linked to relevant learning more often than not, except in the budget directorate general.",
    "Revenue mends many errors because of what it learned; customs none.",
    "Teams that learn together finish on time.",
)

# points on the scale 1..5 by which behaviour changes after learning
MODE_EFFECT: dict[Mode, float] = {
    Mode.CLASSROOM: 0.5,
    Mode.E_LEARNING: 0.15,
    Mode.SELF_STUDY: 0.3,
    Mode.COMMUNITY: 0.7,
    Mode.COACHING: 1.0,
    Mode.WORKPLACE: 1.0,
}
_CLIMATE = {"REV": 0.2, "CUS": -0.6, "AST": 0.2, "REG": -0.1, "AUD": 0.6, "LRN": 0.3}
_RELATIVE_IDEAS = {"AST-2": 8, "AST": 4, "AUD": 1}
_ORDINARY_IDEAS = 2
_DIP = QUARTERS[4]


def climate(unit: str, day: date) -> float:
    """Give how much more than elsewhere learning changes behaviour in a unit, in points on the scale 1..5."""
    if unit == "TRE-2B":
        return -1.2
    if unit.startswith("TRE-2") and day >= REORGANIZED:
        return 0.9
    if unit.startswith("REG-3") and day >= REORGANIZED:
        return 0.7
    return _CLIMATE.get(general_of(unit), 0.0)


def delight(unit: str) -> float:
    """Give how well courses are liked in a unit, on the scale 1..5."""
    return 4.6 if general_of(unit) == "CUS" else 4.0


def appetite(day: date) -> float:
    """Give how much is learned around a day, 1 being usual."""
    return 0.4 if _DIP[0] <= day < _DIP[1] else 1.0


def fit(unit: str) -> float:
    """Give how likely learning is chosen for what the position needs."""
    return 0.08 if general_of(unit) == "BUD" else 0.65


def prepared(unit: str) -> float:
    """Give how likely a promotion follows learning for the new position."""
    return 0.1 if general_of(unit) == "BUD" else 0.75


def ideas(unit: str) -> int:
    """Give how many ideas a unit has, relative to the others."""
    return _RELATIVE_IDEAS.get(unit[:5], _RELATIVE_IDEAS.get(general_of(unit), _ORDINARY_IDEAS))


def mending(unit: str) -> int:
    """Give how many corrections a unit makes, relative to the others."""
    return {"REV": 6, "CUS": 0}.get(general_of(unit), 2)
