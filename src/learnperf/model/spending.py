"""Spending: what learning cost, what it was worth by the judgement of those concerned, and how its means were used."""

from __future__ import annotations

import re
from fractions import Fraction

from attrs import Attribute, field, frozen

from learnperf.errors import InvalidValue
from learnperf.model.categories import CostCategory, Resource
from learnperf.model.ids import id_field, optional_id_field
from learnperf.model.recorded import Recorded, Subjects
from learnperf.model.scales import Number, given
from learnperf.model.ties import WHOLE
from learnperf.model.vocabulary import word_field

RUPIAH = "IDR"
HUNDREDTHS = 100


def _amount(name: str, value: Number | None) -> Fraction | None:
    """Keep an amount exactly, of two decimals at most."""
    amount = given(name, value)
    if amount is not None and not 0 <= amount <= _MOST:
        raise InvalidValue(name, value, f"is not in 0..{_MOST:,}", "check the amount and its unit")
    if amount is not None and (amount * HUNDREDTHS).denominator != 1:
        raise InvalidValue(name, value, "has more than two decimals", "round it to hundredths")
    return amount


def _needed(instance: object, attribute: Attribute[Fraction | None], value: Fraction | None) -> None:
    """Refuse an amount that is missing where there must be one (an attrs validator)."""
    del instance
    if value is None:
        raise InvalidValue(attribute.name, None, "is missing", "leave the record out where it is unknown")


def _share(name: str, value: Number | None) -> Fraction:
    """Keep a share of at most six decimals."""
    share = given(name, value)
    if share is None or not 0 <= share <= 1:
        raise InvalidValue(name, value, "is not a share 0..1", "write 0.6 for 60 %")
    if (share * WHOLE).denominator != 1:
        raise InvalidValue(name, value, "has more than six decimals", "round it")
    return share


def _amount_of(value: Number | None) -> Fraction | None:
    return _amount("amount", value)


def _available_of(value: Number | None) -> Fraction | None:
    return _amount("available", value)


def _used_of(value: Number | None) -> Fraction | None:
    return _amount("used", value)


def _attribution_of(value: Number | None) -> Fraction:
    return _share("attribution", value)


def _confidence_of(value: Number | None) -> Fraction:
    return _share("confidence", value)


def _currency(instance: object, attribute: Attribute[str], value: str) -> None:
    del instance
    if not isinstance(value, str) or not _CODE.fullmatch(value):
        raise InvalidValue(attribute.name, value, "is no code of a currency", "three capital letters, such as IDR")


@frozen(kw_only=True)
class LearningCost(Recorded):
    """Money spent on learning, for a learner, team or unit (biaya pembelajaran).

    Parameters
    ----------
    amount
        In the currency, 0 or more, of two decimals at most; kept exactly.
    currency
        Its code of ISO 4217. Amounts in different currencies are never added.
    activity
        What was learned from, where known.

    Examples
    --------
    >>> from datetime import date
    >>> LearningCost("c1", on=date(2026, 3, 1), subject="DJP", amount="1250000.50").hundredths
    125000050
    """

    subject: str = field(validator=id_field)
    amount: Fraction | None = field(converter=_amount_of, validator=_needed)
    currency: str = field(default=RUPIAH, validator=_currency)
    activity: str | None = field(default=None, validator=optional_id_field)
    category: CostCategory = field(default=CostCategory.OTHER, validator=word_field(CostCategory))

    @property
    def hundredths(self) -> int:
        """The amount in hundredths."""
        return _hundredths(self.amount) or 0

    @property
    def subjects(self) -> Subjects:
        """Whom it was spent on."""
        return ((self.subject, WHOLE),)


@frozen(kw_only=True)
class LearningBenefit(Recorded):
    """What an improvement after learning is worth, by the estimate of those concerned (manfaat pembelajaran).

    Parameters
    ----------
    amount
        Worth of the improvement, 0 or more, of two decimals at most; None was asked for and not given, never 0.
    attribution
        Share of the improvement that is put down to learning, 0..1.
    confidence
        How sure of it whoever estimated was, 0..1.
    activity
        What was learned from, where known.

    Examples
    --------
    >>> from datetime import date
    >>> LearningBenefit("b1", on=date(2026, 3, 1), subject="ani", amount=1000, attribution=0.6, confidence=0.8).adjusted
    Fraction(480, 1)
    """

    subject: str = field(validator=id_field)
    amount: Fraction | None = field(default=None, converter=_amount_of)
    currency: str = field(default=RUPIAH, validator=_currency)
    activity: str | None = field(default=None, validator=optional_id_field)
    attribution: Fraction = field(default=Fraction(1), converter=_attribution_of)
    confidence: Fraction = field(default=Fraction(1), converter=_confidence_of)

    @property
    def hundredths(self) -> int | None:
        """The amount in hundredths."""
        return _hundredths(self.amount)

    @property
    def adjusted(self) -> Fraction | None:
        """The part of the amount that counts: times attribution, times confidence."""
        return None if self.amount is None else self.amount * self.attribution * self.confidence

    @property
    def subjects(self) -> Subjects:
        """Whose improvement it is."""
        return ((self.subject, WHOLE),)


@frozen(kw_only=True)
class Capacity(Recorded):
    """How much of a resource a unit had for learning, and how much of it was used (kapasitas).

    Parameters
    ----------
    available, used
        In the resource's unit, 0 or more, of two decimals at most; ``used`` may be missing, and may be more than there
        was.
    activity
        What it was used for, where it is one activity.
    """

    unit: str = field(validator=id_field)
    resource: Resource = field(validator=word_field(Resource))
    available: Fraction | None = field(converter=_available_of, validator=_needed)
    used: Fraction | None = field(default=None, converter=_used_of)
    activity: str | None = field(default=None, validator=optional_id_field)

    @property
    def subjects(self) -> Subjects:
        """The unit that had it."""
        return ((self.unit, WHOLE),)


def _hundredths(amount: Fraction | None) -> int | None:
    return None if amount is None else int(amount * HUNDREDTHS)


_MOST = 10**13
_CODE = re.compile("[A-Z]{3}")
