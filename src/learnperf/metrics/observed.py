"""Conditions that records show by themselves, to be read beside what was judged of them and never in its place.

A judgement is somebody's view of a condition. Of some conditions there are traces as well: what people chose to learn,
what they invented, what units took up and published. The two need not agree, and where they do not it is worth asking.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from learnperf.metrics.adoption import adopting_rate, adoptions_from_elsewhere
from learnperf.metrics.algebra import Ratio
from learnperf.metrics.competency import relevance, with_career_plan, with_standard
from learnperf.metrics.expressions import col
from learnperf.metrics.innovation import innovator_rate, team_rate
from learnperf.metrics.metric import AnyMetric, Metric
from learnperf.metrics.organization import publications, publishing_rate
from learnperf.model.evidence import Participation
from learnperf.model.vocabulary import Condition, Initiative


def _relevance(
    name: str, initiative: Initiative, labels: tuple[str, str], question: tuple[str, str], row: str
) -> Metric:
    how = "sought by the learner" if initiative is Initiative.SELF else "assigned"
    return Metric(
        name,
        label=labels,
        meaning=(
            f"Of completed participations {how}, the share that closes a gap to the standard of the position held that "
            "day. What nobody has mapped to competencies is due and not observed; where it is not known who took the "
            "initiative, it is not in it."
        ),
        question=question,
        formula="n(participations that close a gap) / n(participations of which it is known)",
        example=f"4 {how}, 2 of them close a gap, 1 does not and 1 is unmapped: 2 / 3 = 0.667",
        unit="share",
        bounds=(0, 1),
        evidence=Participation,
        state=Ratio,
        where=(col("completed") == 1) & (col("initiative") == initiative),
        lift={"numerator": col("relevant"), "denominator": col("relevant").is_present()},
        source=relevance.source,
        rows=(row, "I5"),
    )


relevance_of_chosen = _relevance(
    "learning.relevance_of_chosen",
    Initiative.SELF,
    ("Relevance of learning that people chose", "Kesesuaian pembelajaran yang dipilih sendiri"),
    (
        "Do people choose learning that their position needs?",
        "Apakah pegawai memilih pembelajaran yang dibutuhkan jabatannya?",
    ),
    "E1.2",
)
relevance_of_assigned = _relevance(
    "learning.relevance_of_assigned",
    Initiative.ASSIGNED,
    ("Relevance of learning that was assigned", "Kesesuaian pembelajaran yang ditugaskan"),
    (
        "Are people sent to learning by what their position needs?",
        "Apakah peserta pembelajaran ditugaskan menurut kebutuhan jabatannya?",
    ),
    "E3.2",
)

OBSERVED: Mapping[Condition, tuple[AnyMetric, ...]] = MappingProxyType(
    {
        Condition.E1_1: (with_standard,),
        Condition.E1_2: (relevance_of_chosen,),
        Condition.E1_3: (innovator_rate,),
        Condition.E2_3: (team_rate,),
        Condition.E3_2: (relevance_of_assigned,),
        Condition.E3_3: (with_career_plan,),
        Condition.E3_4: (adoptions_from_elsewhere, adopting_rate),
        Condition.E4_1: (publications, publishing_rate),
    }
)

METRICS: tuple[AnyMetric, ...] = (relevance_of_chosen, relevance_of_assigned)
