"""Realisation rules: what members' own results say of their team or unit (rows T2, T3).

A rule is a composition model: it says what it means that a team "has" behaviour which only people show. There is no
one right rule, so each is a reading of its own that names its model: the mean asks for no agreement (additive), the
mean that speaks for all asks for it (direct consensus), how far apart members are is itself a reading (dispersion), and
the weakest or the strongest member may decide (compilation). The share of members who got there is
``kirkpatrick.behaviour.realised``. Each member counts for evidence of the time in which they belonged to the team.
"""

from __future__ import annotations

from attrs import frozen

from learnperf.metrics.declared import Direction
from learnperf.metrics.kirkpatrick import behaviour_attained, results_attained
from learnperf.metrics.metric import AnyMetric, Metric, Staged
from learnperf.metrics.outer import Composition, Consensus, Outer
from learnperf.model.nodes import NodeKind
from learnperf.model.scales import ScaleType

_CHAN = "Chan (1998), Functional relations among constructs in the same content domain at different levels of analysis"
_KOZLOWSKI = "Kozlowski & Klein (2000), A multilevel approach to theory and research in organizations"
_SCORES = "members' own means are 0.875, 0.5 and 1 of the scale"


@frozen(kw_only=True)
class _Rule:
    """One rule in words, for any level."""

    outer: Outer
    label: tuple[str, str]
    meaning: str
    question: tuple[str, str]
    formula: str
    example: str
    source: str = _CHAN


_RULES = {
    "mean": _Rule(
        outer=Composition.MEAN,
        label=("mean of members", "rata-rata anggota"),
        meaning="Mean of members' own results: what they amount to together, whether they agree or not.",
        question=("How far are members on average?", "Seberapa jauh rata-rata anggota?"),
        formula="Σ own result of a member / members with a result",
        example=f"{_SCORES}: (0.875 + 0.5 + 1) / 3 = 0.792",
    ),
    "consensus": _Rule(
        outer=Consensus("0.7"),
        label=("what members share", "yang dimiliki bersama oleh anggota"),
        meaning=(
            "Mean of members' own results, meant to speak for the team as one: it does where they agree, by custom "
            "from rwg 0.7 on. It is given in any case; read the agreement beside it."
        ),
        question=(
            "What does the team have in common, if its members agree?",
            "Apa yang menjadi milik bersama tim, jika anggotanya sepakat?",
        ),
        formula="Σ own result of a member / members with a result, where rwg ≥ 0.7",
        example=f"{_SCORES}: (0.875 + 0.5 + 1) / 3 = 0.792, to be read beside how far they agree",
    ),
    "spread": _Rule(
        outer=Composition.STANDARD_DEVIATION,
        label=("how far members are apart", "sebaran antaranggota"),
        meaning=(
            "Standard deviation of members' own results: 0 where all are alike. A mean hides whether a team learned as "
            "one or a few of it did. One member alone has none."
        ),
        question=("Did the team learn as one?", "Apakah tim belajar sebagai satu kesatuan?"),
        formula="√(Σ (own result - mean)² / (members - 1))",
        example=f"{_SCORES}, mean 0.792: √((0.083² + 0.292² + 0.208²) / 2) = 0.260",
    ),
    "least": _Rule(
        outer=Composition.LEAST,
        label=("weakest member", "anggota terlemah"),
        meaning="Least of members' own results, for work that is as good as its weakest part.",
        question=("How far is the member who is least far?", "Seberapa jauh anggota yang paling tertinggal?"),
        formula="least own result of a member",
        example=f"{_SCORES}: 0.5",
        source=_KOZLOWSKI,
    ),
    "greatest": _Rule(
        outer=Composition.GREATEST,
        label=("strongest member", "anggota terkuat"),
        meaning="Greatest of members' own results, for work that one member can carry for all.",
        question=("How far is the member who is furthest?", "Seberapa jauh anggota yang paling maju?"),
        formula="greatest own result of a member",
        example=f"{_SCORES}: 1",
        source=_KOZLOWSKI,
    ),
}


def _realisation(attained: Metric, level: str, name: str, rule: _Rule) -> Staged:
    english, indonesian = _LEVELS[level]
    model = rule.outer.model
    return Staged(
        f"realisation.{level}.{name}",
        label=(
            f"{english}, {rule.label[0]} ({model.label()})",
            f"{indonesian}, {rule.label[1]} ({model.label('id')})",
        ),
        meaning=f"{rule.meaning} Composition model: {model.label()}.",
        question=(f"{english}: {_lower(rule.question[0])}", f"{indonesian}: {_lower(rule.question[1])}"),
        formula=rule.formula,
        example=rule.example,
        unit="share",
        scale_type=ScaleType.INTERVAL,
        direction=Direction.LOWER if rule.outer is Composition.STANDARD_DEVIATION else Direction.HIGHER,
        bounds=(0, 1),
        levels=(NodeKind.TEAM, NodeKind.UNIT),
        inner=attained,
        grain=NodeKind.LEARNER,
        outer=rule.outer,
        source=rule.source,
        rows=("T2", "T3") if name == "mean" else ("T3",),
    )


def _lower(text: str) -> str:
    return text[0].lower() + text[1:]


_LEVELS = {
    "behaviour": ("Behaviour at work (level 3)", "Perilaku di tempat kerja (level 3)"),
    "results": ("Results (level 4)", "Hasil (level 4)"),
}
METRICS: tuple[AnyMetric, ...] = tuple(
    _realisation(attained, level, name, rule)
    for level, attained in (("behaviour", behaviour_attained), ("results", results_attained))
    for name, rule in _RULES.items()
)
