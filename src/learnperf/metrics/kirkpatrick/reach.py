"""Reach: of the people trained, how many were evaluated at each level, and how many reached it (rows I1, I2).

No level is imputed from another: who was never evaluated at a level did not reach it as far as anybody knows, whatever
the level below says.
"""

from __future__ import annotations

from learnperf.metrics.algebra import Count, Distinct
from learnperf.metrics.expressions import Expression, col
from learnperf.metrics.kirkpatrick.wording import FOUR_LEVELS, asked, labels
from learnperf.metrics.metric import AnyMetric, Metric, RatioOf
from learnperf.model.evidence import Participation
from learnperf.model.vocabulary import Level, label

REACHED_AT = 75
_COMPLETED = col("completed") == 1

trained = Metric(
    "kirkpatrick.trained",
    label=("People trained", "Pegawai yang menyelesaikan pembelajaran"),
    meaning="Different people who completed learning as learners: what shares of people reached are shares of.",
    question=("How many people completed learning?", "Berapa banyak pegawai yang menyelesaikan pembelajaran?"),
    formula="distinct learners with a completed participation",
    example="Ani completed two courses and Budi one: 2 people.",
    unit="people",
    bounds=(0, None),
    evidence=Participation,
    state=Distinct,
    where=_COMPLETED,
    source=FOUR_LEVELS,
    rows=("I1",),
)


def _people(level: Level, word: str, english: str, indonesian: str, where: Expression) -> Metric:
    return Metric(
        f"kirkpatrick.{label(level)}.{word}.people",
        label=labels(level, f", people trained who were {english}", f", pegawai terlatih yang {indonesian}"),
        unit="people",
        bounds=(0, None),
        evidence=Participation,
        state=Distinct,
        where=_COMPLETED & where,
        source=FOUR_LEVELS,
        rows=("I1",),
    )


def evaluated(level: Level) -> RatioOf:
    """Make the share of the people trained who were evaluated at a level after what they completed."""
    return RatioOf(
        f"kirkpatrick.{label(level)}.evaluated",
        label=labels(level, ", share of people trained who were evaluated", ", proporsi pegawai terlatih yang dinilai"),
        meaning=(
            f"Different people with a {label(level)} score after learning they completed, by different people who "
            "completed any."
        ),
        question=asked(
            level,
            "Of how many people trained is known {}?",
            "Berapa banyak pegawai terlatih yang {} sudah dinilai?",
        ),
        formula="people trained with a score after it / people trained",
        example="Of 4 people trained, 3 have a score after it: 3 / 4 = 0.75.",
        unit="share",
        bounds=(0, 1),
        numerator=_people(level, "evaluated", "evaluated", "dinilai", col("answered", level) == 1),
        denominator=trained,
        base="people trained",
        source=FOUR_LEVELS,
        rows=("I1", "I2"),
    )


def reached(level: Level, percent: int = REACHED_AT) -> RatioOf:
    """Make the share of the people trained who reached a level: a mean score at some per cent of the scale or above.

    Parameters
    ----------
    percent
        Of the scale, from its minimum to its maximum; 75 of a 1..5 scale is a 4.
    """
    own = "" if percent == REACHED_AT else f".at_{percent}"
    condition = col("reached", level, percent) == 1
    return RatioOf(
        f"kirkpatrick.{label(level)}.reached{own}",
        label=labels(
            level,
            f", share of people trained who reached {percent}% of the scale",
            f", proporsi pegawai terlatih yang mencapai {percent}% skala",
        ),
        meaning=(
            f"Different people whose mean {label(level)} score after some learning they completed is at {percent}% of "
            "its scale or more, by different people who completed any. Who was not evaluated is in the base and not "
            "among those who reached it: read the share evaluated beside it."
        ),
        question=asked(
            level,
            f"How many of the people trained reached {percent}% of the scale in {{}}?",
            f"Berapa banyak pegawai terlatih yang mencapai {percent}% skala untuk {{}}?",
        ),
        formula=f"people trained with a mean part of the scale ≥ {percent}% / people trained",
        example="Of 4 people trained, 3 evaluated, 2 of them at the mark or above: 2 / 4 = 0.5.",
        unit="share",
        bounds=(0, 1),
        numerator=_people(
            level, f"reached{own}", f"at {percent}% of the scale or above", f"mencapai {percent}% skala", condition
        ),
        denominator=trained,
        base="people trained",
        source=FOUR_LEVELS,
        rows=("I1", "I2"),
    )


def _chain(word: str, english: str, indonesian: str, where: Expression) -> Metric:
    return Metric(
        f"kirkpatrick.chain.{word}",
        label=(f"Completed participations, {english}", f"Keikutsertaan selesai, {indonesian}"),
        meaning="One line of the evidence chain; its lines on where participations fell out add up to all completed.",
        unit="participations",
        bounds=(0, None),
        evidence=Participation,
        state=Count,
        where=_COMPLETED & where,
        lift={"count": 1},
        source=FOUR_LEVELS,
        rows=("I1", "I2"),
    )


def chain_metrics(percent: int = REACHED_AT) -> tuple[Metric, ...]:
    """Make the metrics of the evidence chain, to be rolled up and read by `learnperf.evidence_chain`.

    Parameters
    ----------
    percent
        Of the scale, at or above which a level is reached.

    Examples
    --------
    >>> [metric.name for metric in chain_metrics()][:3]
    ['kirkpatrick.chain.completed', 'kirkpatrick.chain.evaluated_1', 'kirkpatrick.chain.reached_1']
    """
    so_far: Expression = _COMPLETED
    chain = [_chain("completed", "all", "seluruhnya", _COMPLETED)]
    for level in Level:
        here = col("reached", level, percent)
        name, nama = f"level {level}", f"level {level}"
        chain += [
            _chain(f"evaluated_{level}", f"evaluated at {name}", f"dinilai pada {nama}", col("answered", level) == 1),
            _chain(f"reached_{level}", f"reached {name}", f"mencapai {nama}", here == 1),
            _chain(
                f"unseen_{level}", f"fell out unseen at {name}", f"gugur tanpa penilaian pada {nama}",
                so_far & here.is_missing(),
            ),
            _chain(f"below_{level}", f"fell out below {name}", f"gugur di bawah {nama}", so_far & (here == 0)),
        ]  # fmt: skip
        so_far &= here == 1
    return (*chain, _chain("through", "through all levels", "melewati semua level", so_far))


METRICS: tuple[AnyMetric, ...] = (
    trained,
    *(metric for level in Level for metric in (evaluated(level), reached(level))),
)
