"""Notes: what an interval rests on and what it leaves out, in English and Indonesian."""

from __future__ import annotations

from enum import Enum


class Note(Enum):
    """Something to know when reading an interval."""

    CLUSTERED = "clustered"
    ONE_LEARNER = "one learner"
    VERY_FEW = "very few"
    FEW = "few"
    ALL_ALIKE = "all alike"
    NEARLY_ALL = "nearly all"
    SPLIT = "split"
    SUBJECTS = "subjects"
    ROSTER = "roster"
    EVENTS = "events"
    NO_METHOD = "no method"
    OVERLAP = "overlap"
    OVERLAP_UNKNOWN = "overlap unknown"

    def label(self, language: str = "en") -> str:
        """Give the note for people, in English (``en``) or Indonesian (``id``).

        Examples
        --------
        >>> Note.FEW.label()
        'fewer than 30 independent observations: limits are rough unless values are roughly normal'
        """
        return _LABELS[self][language == "id"]


_LABELS = {
    Note.CLUSTERED: (
        "learners have several pieces of evidence each: learners, not pieces, are taken as independent",
        "tiap pembelajar memiliki beberapa bukti: yang dianggap saling bebas adalah pembelajar, bukan bukti",
    ),
    Note.ONE_LEARNER: (
        "all of one subject: says how far more evidence of the same kind might differ, and nothing of others",
        "semuanya dari satu subjek: hanya menyatakan sejauh mana bukti sejenis dapat berbeda",
    ),
    Note.VERY_FEW: (
        "fewer than 5 independent observations: read as hardly more than a guess",
        "kurang dari 5 pengamatan yang saling bebas: baca hanya sebagai perkiraan kasar",
    ),
    Note.FEW: (
        "fewer than 30 independent observations: limits are rough unless values are roughly normal",
        "kurang dari 30 pengamatan yang saling bebas: batasnya kasar kecuali sebarannya mendekati normal",
    ),
    Note.ALL_ALIKE: (
        "all observations are alike, so nothing says how far others might differ",
        "semua pengamatan sama, sehingga tidak diketahui sejauh mana yang lain dapat berbeda",
    ),
    Note.NEARLY_ALL: (
        "nearly everything due was observed: for these people themselves the reading is surer than the limits say",
        "hampir semua yang seharusnya ada telah diamati: bagi mereka sendiri hasilnya lebih pasti daripada batas ini",
    ),
    Note.SPLIT: (
        "evidence weighs the part of it that counts here",
        "bukti berbobot sebesar bagian yang dihitung di sini",
    ),
    Note.SUBJECTS: (
        "each subject's own value is taken as exact and as independent of others",
        "nilai tiap subjek dianggap pasti dan saling bebas",
    ),
    Note.ROSTER: (
        "people on the roster are taken as independent of one another",
        "orang-orang dalam daftar dianggap saling bebas",
    ),
    Note.EVENTS: (
        "events are taken to come independently, at one rate for all",
        "kejadian dianggap saling bebas dengan laju yang sama untuk semua",
    ),
    Note.NO_METHOD: (
        "no interval is known for a metric of this kind",
        "tidak ada selang untuk metrik jenis ini",
    ),
    Note.OVERLAP: (
        "both readings share evidence or people, which the limits take into account",
        "kedua hasil memiliki bukti atau orang yang sama, dan batasnya telah memperhitungkannya",
    ),
    Note.OVERLAP_UNKNOWN: (
        "both readings may share people, which the limits do not take into account",
        "kedua hasil mungkin memiliki orang yang sama, dan batasnya tidak memperhitungkannya",
    ),
}
