"""The ladders by which learning is evaluated: Kirkpatrick's levels with their aspects, and Thalheimer's tiers."""

from __future__ import annotations

from enum import Enum, IntEnum


class Level(IntEnum):
    """Kirkpatrick's four levels. No level is ever derived from another."""

    REACTION = 1
    LEARNING = 2
    BEHAVIOUR = 3
    RESULTS = 4


class Aspect(Enum):
    """What an evaluation asks about within its level, by the New World Kirkpatrick model (2016).

    Application is how much of what was learned was applied; required drivers are what keeps people at it.
    """

    SATISFACTION = "satisfaction"
    ENGAGEMENT = "engagement"
    RELEVANCE = "relevance"
    KNOWLEDGE = "knowledge"
    SKILL = "skill"
    ATTITUDE = "attitude"
    CONFIDENCE = "confidence"
    COMMITMENT = "commitment"
    APPLICATION = "application"
    REQUIRED_DRIVERS = "required drivers"
    LEADING_INDICATORS = "leading indicators"

    @property
    def level(self) -> Level:
        """The level it is an aspect of.

        Examples
        --------
        >>> Aspect.CONFIDENCE.level
        <Level.LEARNING: 2>
        """
        return _LEVEL_OF[self]


class Tier(IntEnum):
    """The eight tiers of the Learning-Transfer Evaluation Model, version 12 (Thalheimer 2018)."""

    ATTENDANCE = 1
    ACTIVITY = 2
    LEARNER_PERCEPTIONS = 3
    KNOWLEDGE = 4
    DECISION_MAKING_COMPETENCE = 5
    TASK_COMPETENCE = 6
    TRANSFER = 7
    EFFECTS_OF_TRANSFER = 8


_LEVEL_OF = {
    Aspect.SATISFACTION: Level.REACTION,
    Aspect.ENGAGEMENT: Level.REACTION,
    Aspect.RELEVANCE: Level.REACTION,
    Aspect.KNOWLEDGE: Level.LEARNING,
    Aspect.SKILL: Level.LEARNING,
    Aspect.ATTITUDE: Level.LEARNING,
    Aspect.CONFIDENCE: Level.LEARNING,
    Aspect.COMMITMENT: Level.LEARNING,
    Aspect.APPLICATION: Level.BEHAVIOUR,
    Aspect.REQUIRED_DRIVERS: Level.BEHAVIOUR,
    Aspect.LEADING_INDICATORS: Level.RESULTS,
}
INDONESIAN_LEVELS: tuple[tuple[Enum, str], ...] = (
    (Level.REACTION, "reaksi"),
    (Level.LEARNING, "pembelajaran"),
    (Level.BEHAVIOUR, "perilaku"),
    (Level.RESULTS, "hasil"),
    (Aspect.SATISFACTION, "kepuasan"),
    (Aspect.ENGAGEMENT, "keterlibatan"),
    (Aspect.RELEVANCE, "kesesuaian"),
    (Aspect.KNOWLEDGE, "pengetahuan"),
    (Aspect.SKILL, "keterampilan"),
    (Aspect.ATTITUDE, "sikap"),
    (Aspect.CONFIDENCE, "kepercayaan diri"),
    (Aspect.COMMITMENT, "komitmen"),
    (Aspect.APPLICATION, "penerapan"),
    (Aspect.REQUIRED_DRIVERS, "pendorong yang diperlukan"),
    (Aspect.LEADING_INDICATORS, "indikator awal"),
    (Tier.ATTENDANCE, "kehadiran"),
    (Tier.ACTIVITY, "aktivitas"),
    (Tier.LEARNER_PERCEPTIONS, "persepsi pembelajar"),
    (Tier.KNOWLEDGE, "pengetahuan"),
    (Tier.DECISION_MAKING_COMPETENCE, "kompetensi mengambil keputusan"),
    (Tier.TASK_COMPETENCE, "kompetensi tugas"),
    (Tier.TRANSFER, "penerapan di tempat kerja"),
    (Tier.EFFECTS_OF_TRANSFER, "hasil penerapan"),
)
