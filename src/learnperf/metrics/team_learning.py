"""How teams learn: as a whole or by their members, in structured programmes or together at work (rows L2, L3).

Whoever learns alone belongs to a team all the same, and their learning counts there; these metrics tell learning done
as a team, or for one, from the rest.
"""

from __future__ import annotations

from learnperf.metrics.algebra import Count, Ratio
from learnperf.metrics.declared import Direction
from learnperf.metrics.expressions import Expression, col
from learnperf.metrics.metric import AnyMetric, Metric
from learnperf.model.evidence import Participation
from learnperf.model.vocabulary import Mode

_SEED = "Indonesian Ministry of Finance, learning organization: Learner's Performance, team learning"
_MARSICK = "Watkins & Marsick (1993), Sculpting the Learning Organization"
_COMPLETED = col("completed") == 1


def _count(
    name: str, label: tuple[str, str], meaning: str, question: tuple[str, str], example: str, where: Expression
) -> Metric:
    return Metric(
        f"team_learning.{name}",
        label=label,
        meaning=meaning,
        question=question,
        formula="number of such participations completed",
        example=example,
        unit="participations",
        bounds=(0, None),
        evidence=Participation,
        state=Count,
        where=_COMPLETED & where,
        lift={"count": 1},
        source=_SEED,
        rows=("L1", "L3"),
    )


def _share(name: str, label: tuple[str, str], meaning: str, question: tuple[str, str], numerator: Expression) -> Metric:
    base = numerator.is_present()
    return Metric(
        f"team_learning.{name}",
        label=label,
        meaning=f"{meaning} Learning in activities nobody has described is due and not observed.",
        question=question,
        formula="such participations completed / participations completed in activities that are described",
        example="five completed, two of them such: 2 / 5 = 0.4",
        unit="share",
        direction=Direction.TARGET,
        bounds=(0, 1),
        evidence=Participation,
        state=Ratio,
        where=_COMPLETED,
        lift={"numerator": numerator, "denominator": base},
        source=_MARSICK,
        rows=("L2",) if name == "structured" else ("L3",),
    )


METRICS: tuple[AnyMetric, ...] = (
    _count(
        "as_team",
        ("Learning done as a whole team", "Pembelajaran sebagai satu tim"),
        "Participations of whole teams, completed.",
        ("How often did teams learn as one?", "Seberapa sering tim belajar sebagai satu kesatuan?"),
        "six participations, one of a whole team: 1",
        col("as_team") == 1,
    ),
    _count(
        "as_member",
        ("Learning done as member of a team", "Pembelajaran sebagai anggota tim"),
        "Participations of people who took part as members of a named team, completed.",
        ("How often did people learn for their team?", "Seberapa sering pegawai belajar untuk timnya?"),
        "six participations, one by a member for their team: 1",
        col("as_member") == 1,
    ),
    _share(
        "structured",
        ("Share of learning in structured programmes", "Proporsi pembelajaran dalam program terstruktur"),
        "Completed participations in structured programmes, whoever runs them.",
        ("How much of the learning is structured?", "Berapa bagian pembelajaran yang terstruktur?"),
        col("structured"),
    ),
    _share(
        "together",
        ("Share of learning together or at work", "Proporsi pembelajaran bersama atau di tempat kerja"),
        "Completed participations in communities, in coaching and mentoring, or integrated at the workplace.",
        (
            "How much of the learning happens together or in the work itself?",
            "Berapa bagian pembelajaran yang berlangsung bersama atau di dalam pekerjaan?",
        ),
        col("mode").is_in((Mode.COMMUNITY, Mode.COACHING, Mode.WORKPLACE)),
    ),
)
