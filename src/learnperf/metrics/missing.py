"""Missing: a value with a reason, never a zero."""

from __future__ import annotations

from enum import Enum, IntEnum

from attrs import frozen


class MissingReason(IntEnum):
    """Why there is no value; 0 says that there is one."""

    NONE = 0
    NO_EVIDENCE = 1
    NOT_OBSERVED = 2
    MIXED_SCALES = 3
    NO_ROSTER = 4
    NOT_AT_THIS_LEVEL = 5
    PART_MISSING = 6
    TOO_FEW = 7
    OTHER_SCALE = 8
    ORDINAL_SCALE = 9
    FAILED = 10
    NO_TARGET = 11
    ZERO_TARGET = 12
    NO_BAND = 13
    LITTLE_COVERAGE = 14
    MIXED_CURRENCIES = 15

    def label(self, language: str = "en") -> str:
        """Give the reason for people, in English (``en``) or Indonesian (``id``).

        Examples
        --------
        >>> MissingReason.NO_EVIDENCE.label()
        'no evidence'
        """
        english, indonesian = _LABELS[self]
        return indonesian if language == "id" else english


_LABELS = {
    MissingReason.NONE: ("", ""),
    MissingReason.NO_EVIDENCE: ("no evidence", "tidak ada bukti"),
    MissingReason.NOT_OBSERVED: ("due, but not observed", "seharusnya ada, tetapi belum diamati"),
    MissingReason.MIXED_SCALES: ("scores on different scales", "skor pada skala yang berbeda"),
    MissingReason.NO_ROSTER: ("nothing to count against", "tidak ada pembanding"),
    MissingReason.NOT_AT_THIS_LEVEL: ("not read at this level", "tidak dibaca pada tingkat ini"),
    MissingReason.PART_MISSING: ("a part is missing", "salah satu komponen tidak ada"),
    MissingReason.TOO_FEW: ("too few to compare", "terlalu sedikit untuk dibandingkan"),
    MissingReason.OTHER_SCALE: ("numbers without a scale", "angka tanpa skala"),
    MissingReason.ORDINAL_SCALE: ("an ordinal scale has no mean", "skala ordinal tidak memiliki rata-rata"),
    MissingReason.FAILED: ("the metric failed", "metrik gagal dihitung"),
    MissingReason.NO_TARGET: ("no target is set here", "target belum ditetapkan di sini"),
    MissingReason.ZERO_TARGET: ("nothing can be divided by a target of 0", "target 0 tidak dapat menjadi pembagi"),
    MissingReason.NO_BAND: ("between two bands, or beyond them", "di antara dua pita nilai, atau di luarnya"),
    MissingReason.LITTLE_COVERAGE: ("too little of it is covered", "cakupannya terlalu kecil"),
    MissingReason.MIXED_CURRENCIES: ("amounts in different currencies", "jumlah dalam mata uang yang berbeda"),
}


class MissingPolicy(Enum):
    """What no evidence at all means: no value, or (for counts and sums of events) none of it."""

    EMPTY_IS_MISSING = "empty is missing"
    EMPTY_IS_ZERO = "empty is zero"


@frozen
class Missing:
    """No value, and why. Has no truth value and no number, so that it can never be read as 0.

    Examples
    --------
    >>> Missing(MissingReason.NO_EVIDENCE)
    Missing(reason=<MissingReason.NO_EVIDENCE: 1>)
    """

    reason: MissingReason = MissingReason.NO_EVIDENCE

    def __bool__(self) -> bool:
        """Refuse: `if value` would read a missing value as 0."""
        raise TypeError("a missing value is neither true nor false: compare its reason")
