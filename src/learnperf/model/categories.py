"""What money is spent on, and what learning has at its disposal: closed lists, with their labels."""

from __future__ import annotations

from enum import Enum


class CostCategory(Enum):
    """What money was spent on, after the cost categories of Phillips (2003)."""

    NEEDS_ASSESSMENT = "needs assessment"
    DEVELOPMENT = "development"
    DELIVERY = "delivery"
    FACILITIES = "facilities"
    TRAVEL = "travel"
    PARTICIPANT_TIME = "participant time"
    EVALUATION = "evaluation"
    OVERHEAD = "overhead"
    OTHER = "other"


class Resource(Enum):
    """What learning has at its disposal in a limited number."""

    SEATS = "seats"
    ROOM_HOURS = "room hours"
    FACULTY_HOURS = "faculty hours"


INDONESIAN_CATEGORIES: tuple[tuple[Enum, str], ...] = (
    (CostCategory.NEEDS_ASSESSMENT, "analisis kebutuhan"),
    (CostCategory.DEVELOPMENT, "pengembangan"),
    (CostCategory.DELIVERY, "penyelenggaraan"),
    (CostCategory.FACILITIES, "sarana"),
    (CostCategory.TRAVEL, "perjalanan"),
    (CostCategory.PARTICIPANT_TIME, "waktu peserta"),
    (CostCategory.EVALUATION, "evaluasi"),
    (CostCategory.OVERHEAD, "biaya umum"),
    (CostCategory.OTHER, "lainnya"),
    (Resource.SEATS, "kursi"),
    (Resource.ROOM_HOURS, "jam ruang"),
    (Resource.FACULTY_HOURS, "jam pengajar"),
)
