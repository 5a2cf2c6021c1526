"""Headcounts: who could have, as denominators of rates: those there at the start, on average, or in person-years.

One name, "promotion rate", is in use for at least four quotients. Which of these denominators a rate has changes what
it says, so each is a metric of its own, and rates name the one they divide by.
"""

from __future__ import annotations

from learnperf.metrics.algebra import Distinct
from learnperf.metrics.columns import Presence
from learnperf.metrics.declared import Direction
from learnperf.metrics.exposure import AverageHeadcount, PersonYears
from learnperf.metrics.expressions import col
from learnperf.metrics.metric import AnyMetric, Metric
from learnperf.model.nodes import NodeKind

RATES = "Rothman, Greenland & Lash (2008), Modern Epidemiology (3rd ed.), ch. 3: incidence rates and person-time"
AVERAGE = (
    "internal mobility rate as moves by average headcount: Employee Cycle, An HR Metric: Internal Mobility Rate; "
    "ISO 30414:2018, Human capital reporting, on headcounts"
)

at_start = Metric(
    "roster.learners_at_start",
    label=("People at the start of the period", "Pegawai pada awal periode"),
    meaning="Different learners who belonged to the node on the first day of the period; a period needs one.",
    question=("How many people were there when the period began?", "Berapa pegawai yang ada ketika periode dimulai?"),
    formula="n(different people there on the first day)",
    example="ani and budi there on the first day, citra from the second: 2",
    unit="people",
    direction=Direction.TARGET,
    bounds=(0, None),
    evidence=Presence,
    state=Distinct,
    grain=NodeKind.LEARNER,
    where=col("at_start") == 1,
    source="ISO 30414:2018, Human capital reporting: headcount on a day",
    rows=("O1", "O3"),
)
average = Metric(
    "roster.average_headcount",
    label=("Average headcount", "Rata-rata jumlah pegawai"),
    meaning=(
        "People there on an average day of the period: every person counts for the days they belonged to the node, "
        "once whatever the ways. A period that is open on either side has no days to average over."
    ),
    question=(
        "How many people were there on an average day?",
        "Berapa pegawai yang ada pada rata-rata hari dalam periode?",
    ),
    formula="Σ days there / days of the period",
    example="one person there for all of 90 days and one for 45 of them: (90 + 45) / 90 = 1.5",
    unit="people",
    direction=Direction.TARGET,
    bounds=(0, None),
    evidence=Presence,
    state=AverageHeadcount,
    grain=NodeKind.LEARNER,
    lift={"days": col("days"), "period_days": col("period_days")},
    source=AVERAGE,
    rows=("O1", "O3"),
)
person_years = Metric(
    "roster.person_years",
    label=("Person-years", "Orang-tahun"),
    meaning="Days people belonged to the node in the period, each day once whatever the ways, in years of 365.25 days.",
    question=(
        "For how long, in years taken together, were people there?",
        "Berapa tahun seluruhnya pegawai berada di sana?",
    ),
    formula="Σ days there / 365.25",
    example="four people there for 1461 days each: 4 · 1461 / 365.25 = 16",
    unit="person-years",
    direction=Direction.TARGET,
    bounds=(0, None),
    evidence=Presence,
    state=PersonYears,
    grain=NodeKind.LEARNER,
    lift={"days": col("days")},
    source=RATES,
    rows=("O1", "O3"),
)

METRICS: tuple[AnyMetric, ...] = (at_start, average, person_years)
