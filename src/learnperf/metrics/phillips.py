"""Return on learning: benefits as estimated, costs, and what comes back of them (Phillips, level 5; rows I2, O1).

Benefits are estimates by those concerned. Each counts for the share its estimator puts down to learning, times how sure
the estimator is; whoever was asked and gave no estimate counts for nothing, and shows in the coverage.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import numpy as np
from attrs import frozen

from learnperf.metrics.algebra import Exact
from learnperf.metrics.declared import Direction
from learnperf.metrics.expressions import Expression, col
from learnperf.metrics.finalized import Finalized
from learnperf.metrics.integers import product, subtracted
from learnperf.metrics.metric import AnyMetric, Metric, RatioOf
from learnperf.metrics.missing import Missing
from learnperf.metrics.money import Money, money_in
from learnperf.model.evidence import LearningBenefit, LearningCost
from learnperf.model.scales import Number, exact
from learnperf.model.spending import RUPIAH

_PHILLIPS = "Phillips (2003), Return on Investment in Training and Performance Improvement Programs (2nd ed.)"
_ESTIMATES = f"{_PHILLIPS}: participants' estimates, adjusted for confidence"
_ROWS = ("I2", "O1")
_BASE = ("costs recorded", "biaya yang tercatat")


@frozen(kw_only=True, eq=False)
class ReturnOn(RatioOf):
    """What comes back of a cost beyond it, in percent of it."""

    def of_parts(self, values: Mapping[str, Exact]) -> Exact:
        """Give what is left of a ratio beyond 1, in percent."""
        # not super(): a class with slots is made anew, and has no other name for what it was made of
        ratio = RatioOf.of_parts(self, values)
        return ratio if isinstance(ratio, Missing) else (ratio - 1) * 100

    def combine(self, values: Mapping[str, Finalized]) -> Finalized:
        """Give what is left of many ratios."""
        found = RatioOf.combine(self, values)
        top = product(subtracted(found.numerator, found.denominator), 100)
        return Finalized.of(top, found.denominator, found.reason.astype(np.int64))


def phillips(currency: str = RUPIAH) -> tuple[AnyMetric, ...]:
    """Give the metrics of level 5 in one currency: costs, benefits, adjusted benefits, benefit-cost ratio and ROI.

    Where there is money in any other currency too, there is no sum and no ratio: that is said, and nothing is left out.

    Parameters
    ----------
    currency
        Code of ISO 4217. Metrics in another currency than rupiah have its code behind their name.

    Examples
    --------
    >>> [metric.name for metric in phillips("USD")][-2:]
    ['phillips.bcr.usd', 'phillips.roi.usd']
    """
    name, said = ("", "") if currency == RUPIAH else (f".{currency.lower()}", f" ({currency})")
    spent, worth, adjusted = _sums(currency, name, said)
    ratio = RatioOf(
        f"phillips.bcr{name}",
        label=(f"Benefits by costs recorded{said}", f"Manfaat dibanding biaya yang tercatat{said}"),
        meaning=(
            "Adjusted benefits by costs recorded: above 1, more is estimated to have come back than was spent. It "
            "rests on estimates, and on no comparison with people who did not learn."
        ),
        question=(
            f"How much came back of each unit spent on learning, as estimated{said}?",
            f"Berapa yang kembali dari setiap satuan biaya pembelajaran, menurut perkiraan{said}?",
        ),
        formula="BCR = Σ amount · attribution · confidence / Σ costs",
        example="benefits of 750,000 and costs of 425,000: 750,000 / 425,000 = 1.76",
        unit="ratio",
        bounds=(0, None),
        numerator=adjusted,
        denominator=spent,
        base=_BASE[0],
        source=_PHILLIPS,
        rows=_ROWS,
    )
    returned = ReturnOn(
        f"phillips.roi{name}",
        label=(f"Return on costs recorded (ROI){said}", f"Imbal hasil atas biaya yang tercatat (ROI){said}"),
        meaning=(
            "What adjusted benefits are above costs recorded, in percent of the costs; below 0, less is estimated to "
            "have come back than was spent. It rests on estimates, and on no comparison with people who did not learn."
        ),
        question=(
            f"What is the return on what was spent on learning, as estimated{said}?",
            f"Berapa imbal hasil atas biaya pembelajaran, menurut perkiraan{said}?",
        ),
        formula="ROI = (benefits - costs) / costs · 100 %",
        example="benefits of 750,000 and costs of 425,000: (750,000 - 425,000) / 425,000 = 76 %",
        unit="percent",
        bounds=(-100, None),
        numerator=adjusted,
        denominator=spent,
        base=_BASE[0],
        source=_PHILLIPS,
        rows=_ROWS,
    )
    return (spent, worth, adjusted, ratio, returned)


def _sums(currency: str, name: str, said: str) -> tuple[Metric, Metric, Metric]:
    def of_benefits(what: str, labels: tuple[str, str], amount: Expression, **more: str) -> Metric:
        rest = col("adjusted_rest") if what == "adjusted_benefits" else 0
        return Metric(
            f"phillips.{what}{name}",
            label=(f"{labels[0]}{said}", f"{labels[1]}{said}"),
            meaning=f"{more['meaning']} Estimates asked for and not given are due and not observed.",
            question=(f"{more['question']}{said}?", f"{more['pertanyaan']}{said}?"),
            formula=more["formula"],
            example=more["example"],
            unit=currency,
            bounds=(0, None),
            evidence=LearningBenefit,
            state=Money,
            lift=money_in(currency, amount, rest),
            source=_ESTIMATES,
            rows=_ROWS,
        )

    spent = Metric(
        f"phillips.costs{name}",
        label=(f"Costs of learning{said}", f"Biaya pembelajaran{said}"),
        meaning="Money spent on learning, as recorded; amounts in several currencies have no sum.",
        question=(f"What was spent on learning{said}?", f"Berapa biaya yang dikeluarkan untuk pembelajaran{said}?"),
        formula="Σ costs",
        example="300,000 for teachers and 125,000 for rooms: 425,000",
        unit=currency,
        direction=Direction.TARGET,
        bounds=(0, None),
        evidence=LearningCost,
        state=Money,
        lift=money_in(currency, col("amount")),
        source=_PHILLIPS,
        rows=("L2",),
    )
    worth = of_benefits(
        "benefits",
        ("Benefits as estimated", "Manfaat menurut perkiraan"),
        col("amount"),
        meaning="What improvements are worth by the estimates of those concerned, whatever they put them down to.",
        question="What are the improvements worth, as estimated",
        pertanyaan="Berapa nilai perbaikan yang terjadi, menurut perkiraan",
        formula="Σ amounts",
        example="estimates of 1,000 and 500, one not given: 1,500",
    )
    adjusted = of_benefits(
        "adjusted_benefits",
        ("Benefits put down to learning", "Manfaat yang dikaitkan dengan pembelajaran"),
        col("adjusted"),
        meaning="Estimated benefits, each times the share put down to learning and times the confidence in it.",
        question="What are the improvements that are put down to learning worth, as estimated",
        pertanyaan="Berapa nilai perbaikan yang dikaitkan dengan pembelajaran, menurut perkiraan",
        formula="Σ amount · attribution · confidence",
        example="1,000 with attribution 0.6 and confidence 0.8, one not given: 1,000 · 0.6 · 0.8 = 480",
    )
    return spent, worth, adjusted


def scrap_cost(spent: Number, scrap: Number) -> Fraction:
    """Give what learning that is not applied costs: the part of money or hours that scrap learning takes.

    Parameters
    ----------
    spent
        Money or hours, per person or in all.
    scrap
        Share of learning that is not applied, 0..1, such as ``kirkpatrick.behaviour.scrap`` reads.

    Examples
    --------
    Of 1,229 dollars a person, 45 % scrap takes 553; of 10,000 dollars with 60 % applied, 4,000 are wasted.

    >>> round(scrap_cost(1229, "0.45")), scrap_cost(10_000, 1 - Fraction("0.6"))
    (553, Fraction(4000, 1))
    """
    return exact("spent", spent) * exact("scrap", scrap)


costs, benefits, adjusted_benefits, bcr, roi = METRICS = phillips()
