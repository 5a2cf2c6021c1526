"""The pipeline of innovations: how many reached each stage, how many are there now, and what share goes on.

An idea is not yet an innovation in the Oslo Manual's sense, which begins with being brought into use, so stages are
told apart. Counts of stages *reached* go up to the furthest stage ever, so that what skipped a stage has passed it and
what went back is still in; counts of the stage innovations are *at* take the last one. Every share names its base, and
is one of the ideas of the period: late ideas have had less time, so shares within a fixed time are there as well.
"""

from __future__ import annotations

from learnperf.errors import MetricDefinitionError, Problem
from learnperf.metrics.algebra import Count, Mean, Ratio
from learnperf.metrics.declared import Direction
from learnperf.metrics.expressions import col
from learnperf.metrics.metric import AnyMetric, Metric
from learnperf.model.evidence import Innovation
from learnperf.model.vocabulary import Stage, label

_OSLO = "OECD/Eurostat (2018), Oslo Manual, 4th edition"
_OPERATIONS = "ISO 56008:2024, Innovation management: tools and methods for innovation operation measurements"
# what innovations that came as far as a stage are called, as the base of a share
_CALLED = {
    Stage.IDEA: ("ideas submitted", "gagasan yang diajukan"),
    Stage.PILOT: ("ideas selected for a pilot", "gagasan yang terpilih untuk diuji coba"),
    Stage.IMPLEMENTED: ("innovations implemented", "inovasi yang diterapkan"),
    Stage.ADOPTED: ("innovations adopted", "inovasi yang diadopsi"),
    Stage.REPLICATED: ("innovations replicated", "inovasi yang direplikasi"),
}
_LATER = tuple(stage for stage in Stage if stage is not Stage.IDEA)

implemented = Metric(
    "innovation.implemented",
    label=("Innovations brought into use", "Inovasi yang diterapkan"),
    meaning="Innovations at stage implemented or later: where an innovation in the Oslo Manual's sense begins.",
    question=("How many innovations are in use?", "Berapa banyak inovasi yang sudah dipakai?"),
    formula="number of innovations at stage implemented, adopted or replicated",
    example="one idea, one pilot, one implemented, one adopted: 2",
    unit="innovations",
    bounds=(0, None),
    evidence=Innovation,
    state=Count,
    where=col("stage") >= Stage.IMPLEMENTED,
    lift={"count": 1},
    source=_OSLO,
    rows=("I3", "O2"),
)


def _reached(stage: Stage) -> Metric:
    return Metric(
        f"innovation.reached_{label(stage)}",
        label=(f"Innovations that reached: {label(stage)}", f"Inovasi yang mencapai tahap: {label(stage, 'id')}"),
        meaning=(
            f"Innovations that ever came as far as {label(stage)} or further; what skipped the stage has passed it."
        ),
        question=(
            f"How many innovations came as far as {label(stage)}?",
            f"Berapa banyak inovasi yang mencapai tahap {label(stage, 'id')}?",
        ),
        formula=f"number of innovations whose furthest stage is {label(stage)} or beyond",
        example="one at each of the five stages, none of which went back: " + str(len(Stage) + 1 - stage),
        unit="innovations",
        bounds=(0, None),
        evidence=Innovation,
        state=Count,
        where=col("furthest") >= stage,
        lift={"count": 1},
        source=_OPERATIONS,
        rows=("I3", "O2"),
    )


def _at(stage: Stage) -> Metric:
    return Metric(
        f"innovation.at_{label(stage)}",
        label=(f"Innovations now at: {label(stage)}", f"Inovasi yang kini pada tahap: {label(stage, 'id')}"),
        meaning=f"Innovations of which the last stage recorded is {label(stage)}: each is at one stage.",
        question=(
            f"How many innovations are at the stage {label(stage)} now?",
            f"Berapa banyak inovasi yang kini berada pada tahap {label(stage, 'id')}?",
        ),
        formula=f"number of innovations whose last stage is {label(stage)}",
        example="one at each of the five stages: 1",
        unit="innovations",
        direction=Direction.TARGET,
        bounds=(0, None),
        evidence=Innovation,
        state=Count,
        where=col("stage") == stage,
        lift={"count": 1},
        source=_OPERATIONS,
        rows=("I3", "O2"),
    )


def stage_conversion(stage: Stage, base: Stage) -> Metric:
    """Make a metric of the share of innovations that reached a stage, of those that reached an earlier one.

    Raises
    ------
    MetricDefinitionError
        The base is not earlier.

    Examples
    --------
    >>> stage_conversion(Stage.IMPLEMENTED, Stage.PILOT).label[0]
    'Reached implemented, of ideas selected for a pilot'
    """
    name = f"innovation.{label(stage)}_of_{label(base)}"
    if base >= stage:
        message = f"{name}: {label(base)} does not come before {label(stage)}"
        raise MetricDefinitionError([Problem("bad base", message, (name,), "give an earlier stage as the base")])
    (said, said_id), reached, reached_id = _CALLED[base], label(stage), label(stage, "id")
    return Metric(
        name,
        label=(f"Reached {reached}, of {said}", f"Mencapai tahap {reached_id}, dari {said_id}"),
        meaning=(
            f"Of the {said}, the share that ever came as far as {reached} or further. Late ideas have had less time, "
            "which lowers it: the share within a fixed time is fairer."
        ),
        question=(f"What share of {said} reaches {reached}?", f"Berapa proporsi {said_id} mencapai {reached_id}?"),
        formula=f"N({reached}) / N({label(base)}), each with all that came further",
        example=f"4 {said}, 3 of them reached {reached}: 3 / 4 = 0.75",
        unit="share",
        bounds=(0, 1),
        evidence=Innovation,
        state=Ratio,
        where=col("furthest") >= base,
        lift={"numerator": col("furthest") >= stage, "denominator": 1},
        source=_OPERATIONS,
        rows=("I3", "O2"),
    )


def stage_reached_within(stage: Stage, days: int) -> Metric:
    """Make a metric of the share of ideas that reached a stage within some days: a cohort with equal time for all.

    Ideas whose days are not over by the day of the report are due and not observed, also those that were quick.

    Raises
    ------
    MetricDefinitionError
        Days that are no whole number from 0 on.

    Examples
    --------
    >>> stage_reached_within(Stage.IMPLEMENTED, 365).label[0]
    'Reached implemented within 365 days, of ideas submitted'
    """
    (said, said_id), reached, reached_id = _CALLED[Stage.IDEA], label(stage), label(stage, "id")
    return Metric(
        f"innovation.{reached}_within_{days}",
        label=(
            f"Reached {reached} within {days} days, of {said}",
            f"Mencapai tahap {reached_id} dalam {days} hari, dari {said_id}",
        ),
        meaning=(
            f"Of the ideas that are at least {days} days old, the share that came as far as {reached} or further "
            "within "
            f"{days} days. Younger ideas are due and not observed, whether they were quick or not."
        ),
        question=(
            f"What share of ideas reaches {reached} within {days} days?",
            f"Berapa proporsi gagasan yang mencapai {reached_id} dalam {days} hari?",
        ),
        formula=f"N({reached} within {days} days) / N(ideas at least {days} days old)",
        example=f"4 ideas older than {days} days, 1 of them in time, one late, and 2 younger ideas: 1 / 4 = 0.25",
        unit="share",
        bounds=(0, 1),
        evidence=Innovation,
        state=Ratio,
        lift={"numerator": col("reached", stage, days), "denominator": 1},
        source=_OPERATIONS,
        rows=("I3", "O2", "O5"),
    )


def _days_to(stage: Stage) -> Metric:
    reached, reached_id = label(stage), label(stage, "id")
    return Metric(
        f"innovation.days_to_{reached}",
        label=(f"Days from idea to {reached}", f"Jumlah hari dari gagasan hingga {reached_id}"),
        meaning=(
            f"Mean number of days from the idea to the first day at {reached} or beyond, over the innovations that "
            "came "
            "so far. Biased towards the quick ones, for what is slow has not arrived yet: read the share within a year "
            "beside it."
        ),
        question=(
            f"How long do innovations that reached {reached} take?",
            f"Berapa lama inovasi yang mencapai {reached_id} membutuhkannya?",
        ),
        formula="Σ days from idea to stage / number that reached it",
        example="28 and 60 days, one not there yet: (28 + 60) / 2 = 44",
        unit="days",
        direction=Direction.LOWER,
        bounds=(0, None),
        evidence=Innovation,
        state=Mean,
        where=col("furthest") >= stage,
        lift={"n": 1, "total": col("days_to", stage), "scale_low": 0, "scale_high": 0},
        source=_OPERATIONS,
        rows=("I3", "O5"),
    )


went_back = Metric(
    "innovation.went_back",
    label=("Innovations that went back a stage", "Inovasi yang mundur ke tahap sebelumnya"),
    meaning="Innovations recorded at a lower stage after a higher one: kept as recorded, and worth a look.",
    question=("How many innovations went back?", "Berapa banyak inovasi yang mundur?"),
    formula="number of innovations with a stage that is lower than one before it",
    example="pilot, implemented, pilot again: 1",
    unit="innovations",
    direction=Direction.LOWER,
    bounds=(0, None),
    evidence=Innovation,
    state=Count,
    where=col("went_back") == 1,
    lift={"count": 1},
    source=_OPERATIONS,
    rows=("I3",),
)
_YEAR = 365

METRICS: tuple[AnyMetric, ...] = (
    implemented,
    *(_reached(stage) for stage in _LATER),
    *(_at(stage) for stage in Stage),
    *(stage_conversion(stage, Stage(stage - 1)) for stage in _LATER),
    *(stage_conversion(stage, Stage.IDEA) for stage in _LATER if stage is not Stage.PILOT),
    *(stage_reached_within(stage, _YEAR) for stage in _LATER),
    *(_days_to(stage) for stage in _LATER),
    went_back,
)
