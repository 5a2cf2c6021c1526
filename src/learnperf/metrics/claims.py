"""Claims: how much a reading may be taken to say, from a plain description up to a comparison with a fair other side.

A share of people who moved describes. The same share beside that of others is an association, for those who learned
may have been others from the start. Comparing like with like adjusts for what is known, and no more. What a reading
claims goes with it, so that no text says more than its figures can.
"""

from __future__ import annotations

from enum import IntEnum


class Claim(IntEnum):
    """What a reading claims, in order; only the last says anything of what would have happened otherwise.

    Examples
    --------
    >>> Claim.DESCRIPTIVE < Claim.ASSOCIATION < Claim.ADJUSTED_ASSOCIATION < Claim.QUASI_EXPERIMENTAL
    True
    >>> Claim.ADJUSTED_ASSOCIATION.label(), Claim.ADJUSTED_ASSOCIATION.label("id")
    ('adjusted association', 'asosiasi disesuaikan')
    """

    DESCRIPTIVE = 0
    ASSOCIATION = 1
    ADJUSTED_ASSOCIATION = 2
    QUASI_EXPERIMENTAL = 3

    def label(self, language: str = "en") -> str:
        """Give the claim in words, in English (``en``) or Indonesian (``id``)."""
        return _WORDS[self][language == "id"]


_WORDS = {
    Claim.DESCRIPTIVE: ("descriptive", "deskriptif"),
    Claim.ASSOCIATION: ("association", "asosiasi"),
    Claim.ADJUSTED_ASSOCIATION: ("adjusted association", "asosiasi disesuaikan"),
    Claim.QUASI_EXPERIMENTAL: ("quasi-experimental", "kuasi-eksperimental"),
}


def with_claim(label: tuple[str, str], claim: Claim) -> tuple[str, str]:
    """Put a claim beside a label in both languages; a plain description goes without saying.

    Examples
    --------
    >>> with_claim(("Share who moved", "Proporsi yang mengalami mutasi"), Claim.ASSOCIATION)
    ('Share who moved (association)', 'Proporsi yang mengalami mutasi (asosiasi)')
    """
    if claim is Claim.DESCRIPTIVE:
        return label
    english, indonesian = label
    return f"{english} ({claim.label()})", f"{indonesian} ({claim.label('id')})"
