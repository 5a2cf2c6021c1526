"""The organization: who was there, whether it mends itself, and what it publishes (rows O1, O4, L4, E4.1).

The roster is read from ties, not from events: those who did nothing were there too.
"""

from __future__ import annotations

from learnperf.metrics import continuity
from learnperf.metrics.algebra import Count, Distinct, Mean, Occurred, Ratio
from learnperf.metrics.columns import Presence
from learnperf.metrics.declared import Direction
from learnperf.metrics.expressions import Expression, col
from learnperf.metrics.metric import AnyMetric, Metric, RatioOf
from learnperf.model.evidence import Correction, Publication
from learnperf.model.nodes import NodeKind
from learnperf.model.vocabulary import Change, Channel, label

_LEARNING = "Argyris & Schön (1978), Organizational Learning"
_SEED = "Indonesian Ministry of Finance, learning organization: Learner's Performance"
_UNITS = (NodeKind.UNIT,)
_PLURAL = {NodeKind.LEARNER: "people", NodeKind.TEAM: "teams", NodeKind.UNIT: "units"}


def _there(grain: NodeKind, levels: tuple[NodeKind, ...], labels: tuple[str, str], example: str) -> Metric:
    plural, plural_id = _PLURAL[grain], labels[1].lower()
    of_whom = "learners" if grain is NodeKind.LEARNER else plural
    return Metric(
        f"roster.{of_whom}",
        label=labels,
        meaning=(
            f"Different {of_whom} that belonged to the node on any day of the period, each once whatever the ways"
            f"{'' if grain is NodeKind.LEARNER else '; itself included'}."
        ),
        question=(f"How many {plural} were there?", f"Berapa banyak {plural_id} yang ada?"),
        formula=f"number of different {of_whom} on the roster",
        example=example,
        unit=plural,
        direction=Direction.TARGET,
        bounds=(0, None),
        levels=levels,
        evidence=Presence,
        state=Distinct,
        grain=grain,
        source=_SEED,
        rows=("O1",),
    )


learners = _there(
    NodeKind.LEARNER, tuple(NodeKind), ("People", "Pegawai"), "two people in two teams each, and one in none: 3"
)
teams = _there(
    NodeKind.TEAM, (NodeKind.TEAM, NodeKind.UNIT), ("Teams", "Tim"), "two teams, one sponsored by two units: 2"
)
units = _there(NodeKind.UNIT, _UNITS, ("Units", "Unit kerja"), "a unit of two units: 3")


def _corrections(name: str, labels: tuple[str, str], what: tuple[str, str], where: Expression | None) -> Metric:
    english, indonesian = what
    return Metric(
        name,
        label=labels,
        meaning=f"Times a unit, or one below it, used what was learned to {english}.",
        question=(
            f"How often was what was learned used to {english}?",
            f"Seberapa sering hasil pembelajaran dipakai untuk {indonesian}?",
        ),
        formula="number of corrections of the unit and those below it",
        example="one of the unit and two of a unit below: 3",
        unit="corrections",
        bounds=(0, None),
        levels=_UNITS,
        evidence=Correction,
        state=Count,
        where=where,
        lift={"count": 1},
        source=_LEARNING,
        rows=("O4",),
    )


corrections = _corrections(
    "correction.count",
    ("Corrections", "Perbaikan"),
    ("mend an error or change how it works", "memperbaiki kesalahan atau mengubah cara kerja"),
    None,
)
errors_mended = _corrections(
    "correction.errors",
    ("Errors mended", "Kesalahan yang diperbaiki"),
    ("mend an error", "memperbaiki kesalahan"),
    col("change") == Change.ERROR,
)
ways_changed = _corrections(
    "correction.ways_of_working",
    ("Ways of working changed", "Cara kerja yang diubah"),
    ("change a way of working", "mengubah cara kerja"),
    col("change") == Change.WAY_OF_WORKING,
)
learning_happened = Metric(
    "correction.learning_happened",
    label=("Organizational learning happened", "Pembelajaran organisasi telah terjadi"),
    meaning="1 where a unit used what was learned to mend an error or change how it works, else 0; explain names them.",
    question=("Has the organization learned here?", "Apakah organisasi telah belajar di sini?"),
    formula="1 if there is at least one correction, else 0",
    example="two corrections in the period: 1",
    unit="yes/no",
    bounds=(0, 1),
    levels=_UNITS,
    evidence=Correction,
    state=Occurred,
    lift={"count": 1},
    source=_LEARNING,
    rows=("O4",),
)
explained = Metric(
    "correction.explained",
    label=("Corrections that name what was learned", "Perbaikan yang menyebutkan pembelajaran asalnya"),
    meaning="Share of corrections that say which learning, innovation or record they came of.",
    question=("Do corrections say what they came of?", "Apakah perbaikan menyebutkan asalnya?"),
    formula="corrections that name something / corrections",
    example="1 of 2 names a course: 1 / 2 = 0.5",
    unit="share",
    bounds=(0, 1),
    levels=_UNITS,
    evidence=Correction,
    state=Ratio,
    lift={"numerator": col("explained"), "denominator": 1},
    source=_LEARNING,
    rows=("O4",),
)
days_from_learning = Metric(
    "correction.days_from_learning",
    label=("Days from learning to change", "Jumlah hari dari pembelajaran hingga perubahan"),
    meaning=(
        "Mean number of days between a correction and what it names: the last completion of that learning by anybody "
        "who "
        "belongs to the unit that day, or the day of the record named. Where nothing named is known of, it is due "
        "and not "
        "observed."
    ),
    question=("How quickly does learning turn into change?", "Seberapa cepat pembelajaran menjadi perubahan?"),
    formula="Σ days from learning to correction / number of corrections that name it",
    example="40 and 20 days, one whose learning is unknown: (40 + 20) / 2 = 30",
    unit="days",
    direction=Direction.LOWER,
    bounds=(0, None),
    levels=_UNITS,
    evidence=Correction,
    state=Mean,
    where=col("explained") == 1,
    lift={"n": 1, "total": col("days_from_learning"), "scale_low": 0, "scale_high": 0},
    source=_LEARNING,
    rows=("L4", "O4"),
)


def _publications(name: str, labels: tuple[str, str], channel: Channel | None) -> Metric:
    how = ("", "") if channel is None else (f" {label(channel)}ly", f" secara {label(channel, 'id')}")
    return Metric(
        name,
        label=labels,
        meaning=(
            "News of the knowledge system, learning media or content that matters, published"
            f"{how[0]} by the unit or one below."
        ),
        question=(
            f"How much does the unit publish{how[0]}?",
            f"Berapa banyak publikasi unit kerja{how[1]}?",
        ),
        formula="number of publications of the unit and those below it",
        example="two of the unit and one of a unit below: 3",
        unit="publications",
        bounds=(0, None),
        levels=_UNITS,
        evidence=Publication,
        state=Count,
        where=None if channel is None else col("channel") == channel,
        lift={"count": 1},
        source=_SEED,
        rows=("E4.1",),
    )


publications = _publications("publication.count", ("Publications", "Publikasi"), None)
formal = _publications("publication.formal", ("Formal publications", "Publikasi formal"), Channel.FORMAL)
informal = _publications("publication.informal", ("Informal publications", "Publikasi informal"), Channel.INFORMAL)
publishing_units = Metric(
    "publication.publishing_units",
    label=("Units that publish", "Unit kerja yang memublikasikan"),
    meaning="Different units that published anything in the period.",
    question=("How many units publish?", "Berapa banyak unit kerja yang memublikasikan?"),
    formula="number of different units with a publication",
    example="three publications by two units: 2",
    unit="units",
    bounds=(0, None),
    levels=_UNITS,
    evidence=Publication,
    state=Distinct,
    grain=NodeKind.UNIT,
    source=_SEED,
    rows=("E4.1",),
)
publishing_rate = RatioOf(
    "publication.publishing_rate",
    label=("Share of units that publish", "Proporsi unit kerja yang memublikasikan"),
    meaning=(
        "Units that published anything, by all units that were there in the period. Read it by quarter: periodic news."
    ),
    question=("What share of units publishes?", "Berapa proporsi unit kerja yang memublikasikan?"),
    formula="units with a publication / units on the roster",
    example="2 of 5 units: 2 / 5 = 0.4",
    unit="share",
    bounds=(0, 1),
    levels=_UNITS,
    numerator=publishing_units,
    denominator=units,
    source=_SEED,
    rows=("E4.1",),
)

METRICS: tuple[AnyMetric, ...] = (
    learners,
    teams,
    units,
    corrections,
    errors_mended,
    ways_changed,
    learning_happened,
    explained,
    days_from_learning,
    publications,
    formal,
    informal,
    publishing_units,
    publishing_rate,
    *continuity.METRICS,
)
