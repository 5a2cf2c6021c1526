"""Verdicts: what the indexes of agreement say of a group taken together, and what to do about it."""

from __future__ import annotations

from enum import Enum

from attrs import frozen


class Verdict(Enum):
    """What the indexes say of a group taken together."""

    AGREE = "agree"
    CONTRADICT = "indexes contradict"
    DISAGREE = "disagree"
    UNKNOWN = "too few"

    def label(self, language: str = "en") -> str:
        """Give the verdict for people, in English (``en``) or Indonesian (``id``)."""
        return _VERDICTS[self][0][language == "id"]

    def advice(self, language: str = "en") -> str:
        """Say what to do about it, in English (``en``) or Indonesian (``id``).

        Examples
        --------
        >>> Verdict.DISAGREE.advice()
        'the mean speaks for nobody in particular: show how far apart members are, or the parts'
        """
        return _VERDICTS[self][1][language == "id"]


_VERDICTS = {
    Verdict.AGREE: (
        ("members agree", "anggota sepakat"),
        ("the mean may speak for the group", "rata-rata dapat mewakili kelompok"),
    ),
    Verdict.CONTRADICT: (
        ("indexes contradict one another", "indeks saling bertentangan"),
        (
            "show the mean with the agreement beside it, and how answers are spread",
            "tampilkan rata-rata beserta tingkat kesepakatan dan sebaran jawabannya",
        ),
    ),
    Verdict.DISAGREE: (
        ("members disagree", "anggota tidak sepakat"),
        (
            "the mean speaks for nobody in particular: show how far apart members are, or the parts",
            "rata-rata tidak mewakili siapa pun: tampilkan sebaran anggota atau bagian-bagiannya",
        ),
    ),
    Verdict.UNKNOWN: (
        ("too few to tell", "terlalu sedikit untuk dinilai"),
        (
            "one alone agrees with nobody: ask more members",
            "satu orang tidak dapat sepakat sendiri: tanyai lebih banyak anggota",
        ),
    ),
}


@frozen
class Cutoffs:
    """From where on an index passes for agreement; customs, which a report says it used.

    Parameters
    ----------
    rwg, a_wg
        At least; 0.7 each.
    average_deviation
        At most, in steps; None for a sixth of the number of answers.

    References
    ----------
    LeBreton & Senter (2008); Brown & Hauenstein (2005); Burke & Dunlap (2002).
    """

    rwg: float = 0.7
    a_wg: float = 0.7
    average_deviation: float | None = None

    def of(self, agreed: float | None, deviation: float | None, relative: float | None, most: float) -> Verdict:
        """Take indexes together: rwg, the average deviation with what it may come to at most, and a_wg.

        Examples
        --------
        >>> Cutoffs().of(0.83, 0.93, 0.33, most=5 / 6)
        <Verdict.CONTRADICT: 'indexes contradict'>
        """
        if agreed is None or deviation is None:
            return Verdict.UNKNOWN
        limit = most if self.average_deviation is None else self.average_deviation
        said = [agreed >= self.rwg, deviation <= limit]
        if relative is not None:
            said.append(relative >= self.a_wg)
        if all(said):
            return Verdict.AGREE
        return Verdict.CONTRADICT if any(said) else Verdict.DISAGREE
