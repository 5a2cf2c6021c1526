"""learnperf: after the learning, what changed, for whom, and how sure are we?

Model an organization (learners, teams and units with dated ties), attach evidence, and roll metrics up to every level::

    import learnperf as lp

    data = lp.load("folder/")
    result = lp.rollup(data)
    result["DJP", "kirkpatrick.behaviour"]
"""

from learnperf.errors import (
    EvidenceError,
    InputError,
    InvalidValue,
    LearnperfError,
    MetricDefinitionError,
    MetricFailed,
    MissingExtra,
    OrganizationError,
    OutputError,
    Problem,
    RegistryError,
    StateError,
    UnknownName,
)
from learnperf.io import Loaded, ReadReport, Rejected, data_package, load, read_tables, save
from learnperf.metrics.algebra import (
    Attained,
    Count,
    Distinct,
    Greatest,
    Kind,
    Least,
    Mean,
    MeanChange,
    Occurred,
    Ratio,
    State,
    Sum,
    Variance,
)
from learnperf.metrics.columns import Presence
from learnperf.metrics.declared import Direction
from learnperf.metrics.decorators import metric, opaque
from learnperf.metrics.expressions import col, when
from learnperf.metrics.metric import AnyMetric, Index, Metric, Opaque, RatioOf, Staged
from learnperf.metrics.missing import Missing, MissingPolicy, MissingReason
from learnperf.metrics.outer import AtLeast, Composition
from learnperf.metrics.registry import PluginWarning, catalogue, register
from learnperf.metrics.statetext import state_from_json, state_to_json
from learnperf.model.collection import Evidence
from learnperf.model.evidence import (
    Adoption,
    Assignment,
    CareerMove,
    ConditionJudgement,
    Correction,
    Evaluation,
    Innovation,
    LearningActivity,
    Participation,
    ProficiencyAssessment,
    Publication,
    Record,
)
from learnperf.model.nodes import Competency, CompetencyStandard, Learner, NodeKind, Position, Team, Unit
from learnperf.model.organization import Organization
from learnperf.model.scales import (
    LIKERT_4,
    LIKERT_5,
    LIKERT_6,
    LIKERT_7,
    PERCENT,
    ZERO_TO_TEN,
    Scale,
    ScaleType,
)
from learnperf.model.ties import Membership, Placement, Reporting, Sponsorship, Tie
from learnperf.model.vocabulary import (
    Change,
    Channel,
    Condition,
    ConditionGroup,
    Fulfilment,
    Initiative,
    InnovationKind,
    Level,
    Mode,
    MoveMark,
    Novelty,
    Phase,
    Provider,
    Rater,
    Significance,
    Stage,
    Wave,
    label,
)
from learnperf.rollup.explain import Contribution, Explanation, Line, LineKind
from learnperf.rollup.layers import Counting
from learnperf.rollup.reading import Reading
from learnperf.rollup.request import By, Period, Structure
from learnperf.rollup.result import Rollup, rollup

__version__ = "0.1.0"

__all__ = [
    "LIKERT_4",
    "LIKERT_5",
    "LIKERT_6",
    "LIKERT_7",
    "PERCENT",
    "ZERO_TO_TEN",
    "Adoption",
    "AnyMetric",
    "Assignment",
    "AtLeast",
    "Attained",
    "By",
    "CareerMove",
    "Change",
    "Channel",
    "Competency",
    "CompetencyStandard",
    "Composition",
    "Condition",
    "ConditionGroup",
    "ConditionJudgement",
    "Contribution",
    "Correction",
    "Count",
    "Counting",
    "Direction",
    "Distinct",
    "Evaluation",
    "Evidence",
    "EvidenceError",
    "Explanation",
    "Fulfilment",
    "Greatest",
    "Index",
    "Initiative",
    "Innovation",
    "InnovationKind",
    "InputError",
    "InvalidValue",
    "Kind",
    "Learner",
    "LearningActivity",
    "LearnperfError",
    "Least",
    "Level",
    "Line",
    "LineKind",
    "Loaded",
    "Mean",
    "MeanChange",
    "Membership",
    "Metric",
    "MetricDefinitionError",
    "MetricFailed",
    "Missing",
    "MissingExtra",
    "MissingPolicy",
    "MissingReason",
    "Mode",
    "MoveMark",
    "NodeKind",
    "Novelty",
    "Occurred",
    "Opaque",
    "Organization",
    "OrganizationError",
    "OutputError",
    "Participation",
    "Period",
    "Phase",
    "Placement",
    "PluginWarning",
    "Position",
    "Presence",
    "Problem",
    "ProficiencyAssessment",
    "Provider",
    "Publication",
    "Rater",
    "Ratio",
    "RatioOf",
    "ReadReport",
    "Reading",
    "Record",
    "RegistryError",
    "Rejected",
    "Reporting",
    "Rollup",
    "Scale",
    "ScaleType",
    "Significance",
    "Sponsorship",
    "Stage",
    "Staged",
    "State",
    "StateError",
    "Structure",
    "Sum",
    "Team",
    "Tie",
    "Unit",
    "UnknownName",
    "Variance",
    "Wave",
    "__version__",
    "catalogue",
    "col",
    "data_package",
    "label",
    "load",
    "metric",
    "opaque",
    "read_tables",
    "register",
    "rollup",
    "save",
    "state_from_json",
    "state_to_json",
    "when",
]
