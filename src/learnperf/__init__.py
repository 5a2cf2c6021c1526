"""learnperf: after the learning, what changed, for whom, and how sure are we?

Model an organization (learners, teams and units with dated ties), attach evidence, and roll metrics up to every level::

    import learnperf as lp

    data = lp.load("folder/")
    result = lp.rollup(data)
    result["DJP", "kirkpatrick.behaviour"]

Importing this loads nothing else: each name is looked up in its module when it is first used, so that a program pays
for what it needs of us and for no more.
"""

import sys
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
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
        ScorecardError,
        StateError,
        UnknownName,
    )
    from learnperf.inference.aggregation import Aggregation, GroupAgreement, may_aggregate
    from learnperf.inference.agreement import (
        DeviationFrom,
        a_wg,
        average_deviation,
        average_deviation_cutoff,
        r_star_wg_j,
        rwg,
        rwg_j,
    )
    from learnperf.inference.changes_by_rater import ChangeByRater, changes_by_rater
    from learnperf.inference.conditions import ConditionBeside, ConditionsBeside, conditions_beside_observations
    from learnperf.inference.differences import Difference, difference
    from learnperf.inference.estimates import Method
    from learnperf.inference.evidence_chain import EvidenceChain, evidence_chain
    from learnperf.inference.intervals import Interval, Intervals, interval, intervals
    from learnperf.inference.notes import Note
    from learnperf.inference.pooled import Shrunken, shrunken
    from learnperf.inference.promotion import TimeToPromotion, time_to_promotion
    from learnperf.inference.reliability import GroupSize, OneWay, one_way
    from learnperf.inference.shrinkage import Shrinkage, shrink_means, shrink_shares
    from learnperf.inference.simpson import SimpsonAlarm, simpson_alarms
    from learnperf.inference.stratified import Strata, StratifiedDifference, Stratum, stratified_difference
    from learnperf.inference.survival import Survival
    from learnperf.inference.transitions import Transitions, transitions
    from learnperf.inference.verdicts import Cutoffs, Verdict
    from learnperf.io import Loaded, ReadReport, Rejected, data_package, load, read_tables, save
    from learnperf.io.bulk.tables import Tables, tables
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
    from learnperf.metrics.attainment import Attainment, Target, attainment
    from learnperf.metrics.bands import Band, Bands, piecewise_score
    from learnperf.metrics.claims import Claim
    from learnperf.metrics.columns import Presence
    from learnperf.metrics.competency import gap_of, match_of
    from learnperf.metrics.composite import component_index
    from learnperf.metrics.cuts import Cut, cut, cut_of
    from learnperf.metrics.declared import Direction
    from learnperf.metrics.decorators import metric, opaque
    from learnperf.metrics.effectsizes import SummaryStatistics, cohen_d_independent, hedges_g_independent
    from learnperf.metrics.expressions import col, when
    from learnperf.metrics.failures import OnFailure
    from learnperf.metrics.headlines import headlines
    from learnperf.metrics.indicator import Indicator, TargetFor
    from learnperf.metrics.innovation import innovations_weighted
    from learnperf.metrics.kirkpatrick.bands import ScoreBands, transition_metrics
    from learnperf.metrics.kirkpatrick.boxes import top_box
    from learnperf.metrics.kirkpatrick.normalised import GainBand, gain_band
    from learnperf.metrics.kirkpatrick.quantiles import quantile
    from learnperf.metrics.kirkpatrick.raters import behaviour_change_index
    from learnperf.metrics.kirkpatrick.reach import chain_metrics
    from learnperf.metrics.kirkpatrick.responses import response_rate
    from learnperf.metrics.linkage import (
        after_learning_of,
        learning_rate_of,
        linkage_of,
        rate_ratio_of,
        time_after_learning_of,
    )
    from learnperf.metrics.match import MatchBand
    from learnperf.metrics.measures import MeasureType, completion_by_audience, measure_type, training_hour_share
    from learnperf.metrics.metric import AnyMetric, Index, Metric, Opaque, RatioOf, Staged
    from learnperf.metrics.missing import Missing, MissingPolicy, MissingReason
    from learnperf.metrics.mobility import Denominator, rate_of
    from learnperf.metrics.money import Money
    from learnperf.metrics.nulls import NullDistribution, null_variance
    from learnperf.metrics.outer import AtLeast, Composition, CompositionModel, Consensus
    from learnperf.metrics.phillips import phillips, scrap_cost
    from learnperf.metrics.pipeline import stage_conversion, stage_reached_within
    from learnperf.metrics.regional_innovation_index import innovation_predicate, regional_innovation_index
    from learnperf.metrics.registry import PluginWarning, catalogue, register
    from learnperf.metrics.scorecard import Perspective, Scorecard
    from learnperf.metrics.statetext import state_from_json, state_to_json
    from learnperf.model.collection import Evidence
    from learnperf.model.evidence import (
        Adoption,
        Assignment,
        Capacity,
        CareerMove,
        Correction,
        Evaluation,
        Innovation,
        LearningActivity,
        LearningBenefit,
        LearningCost,
        Participation,
        ProficiencyAssessment,
        Publication,
        Record,
    )
    from learnperf.model.judgements import ConditionJudgement
    from learnperf.model.nodes import (
        Competency,
        CompetencyGroup,
        CompetencyStandard,
        Learner,
        NodeKind,
        Position,
        Team,
        Unit,
    )
    from learnperf.model.organization import Organization
    from learnperf.model.scales import LIKERT_4, LIKERT_5, LIKERT_6, LIKERT_7, PERCENT, ZERO_TO_TEN, Scale, ScaleType
    from learnperf.model.ties import Membership, Placement, Reporting, Sponsorship, Tie
    from learnperf.model.vocabulary import (
        Aspect,
        Change,
        Channel,
        Condition,
        ConditionGroup,
        CostCategory,
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
        Resource,
        Significance,
        Stage,
        Tier,
        Wave,
        label,
    )
    from learnperf.rollup.counting import Counting
    from learnperf.rollup.explain import Contribution, Explanation, Line, LineKind
    from learnperf.rollup.live.live import Live
    from learnperf.rollup.reading import Reading
    from learnperf.rollup.request import By, Period, Rolling, Structure, Window
    from learnperf.rollup.result import Rollup, rollup
    from learnperf.rollup.saved.continuable import continuable
    from learnperf.rollup.saved.states import SavedStates
    from learnperf.rollup.saved.storing import load_states
    from learnperf.rollup.scorecards import Scorecards, scorecards
    from learnperf.rollup.scored import ScoredNode
    from learnperf.rollup.values import cut_every, values_of
else:
    # not for type checkers: with this in sight they would believe in any name at all
    def __getattr__(name: str) -> object:
        """Look a name up in its module, and keep it."""
        if name not in _HOME_OF:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}", name=name, obj=sys.modules[__name__])
        value = getattr(import_module(_HOME_OF[name]), name)
        globals()[name] = value
        return value


def __dir__() -> list[str]:
    """List every name, looked up already or not."""
    return sorted({*globals(), *__all__})


__version__ = "0.1.0"

__all__ = [
    "LIKERT_4",
    "LIKERT_5",
    "LIKERT_6",
    "LIKERT_7",
    "PERCENT",
    "ZERO_TO_TEN",
    "Adoption",
    "Aggregation",
    "AnyMetric",
    "Aspect",
    "Assignment",
    "AtLeast",
    "Attained",
    "Attainment",
    "Band",
    "Bands",
    "By",
    "Capacity",
    "CareerMove",
    "Change",
    "ChangeByRater",
    "Channel",
    "Claim",
    "Competency",
    "CompetencyGroup",
    "CompetencyStandard",
    "Composition",
    "CompositionModel",
    "Condition",
    "ConditionBeside",
    "ConditionGroup",
    "ConditionJudgement",
    "ConditionsBeside",
    "Consensus",
    "Contribution",
    "Correction",
    "CostCategory",
    "Count",
    "Counting",
    "Cut",
    "Cutoffs",
    "Denominator",
    "DeviationFrom",
    "Difference",
    "Direction",
    "Distinct",
    "Evaluation",
    "Evidence",
    "EvidenceChain",
    "EvidenceError",
    "Explanation",
    "Fulfilment",
    "GainBand",
    "Greatest",
    "GroupAgreement",
    "GroupSize",
    "Index",
    "Indicator",
    "Initiative",
    "Innovation",
    "InnovationKind",
    "InputError",
    "Interval",
    "Intervals",
    "InvalidValue",
    "Kind",
    "Learner",
    "LearningActivity",
    "LearningBenefit",
    "LearningCost",
    "LearnperfError",
    "Least",
    "Level",
    "Line",
    "LineKind",
    "Live",
    "Loaded",
    "MatchBand",
    "Mean",
    "MeanChange",
    "MeasureType",
    "Membership",
    "Method",
    "Metric",
    "MetricDefinitionError",
    "MetricFailed",
    "Missing",
    "MissingExtra",
    "MissingPolicy",
    "MissingReason",
    "Mode",
    "Money",
    "MoveMark",
    "NodeKind",
    "Note",
    "Novelty",
    "NullDistribution",
    "Occurred",
    "OnFailure",
    "OneWay",
    "Opaque",
    "Organization",
    "OrganizationError",
    "OutputError",
    "Participation",
    "Period",
    "Perspective",
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
    "Resource",
    "Rolling",
    "Rollup",
    "SavedStates",
    "Scale",
    "ScaleType",
    "ScoreBands",
    "Scorecard",
    "ScorecardError",
    "Scorecards",
    "ScoredNode",
    "Shrinkage",
    "Shrunken",
    "Significance",
    "SimpsonAlarm",
    "Sponsorship",
    "Stage",
    "Staged",
    "State",
    "StateError",
    "Strata",
    "StratifiedDifference",
    "Stratum",
    "Structure",
    "Sum",
    "SummaryStatistics",
    "Survival",
    "Tables",
    "Target",
    "TargetFor",
    "Team",
    "Tie",
    "Tier",
    "TimeToPromotion",
    "Transitions",
    "Unit",
    "UnknownName",
    "Variance",
    "Verdict",
    "Wave",
    "Window",
    "__version__",
    "a_wg",
    "after_learning_of",
    "attainment",
    "average_deviation",
    "average_deviation_cutoff",
    "behaviour_change_index",
    "catalogue",
    "chain_metrics",
    "changes_by_rater",
    "cohen_d_independent",
    "col",
    "completion_by_audience",
    "component_index",
    "conditions_beside_observations",
    "continuable",
    "cut",
    "cut_every",
    "cut_of",
    "data_package",
    "difference",
    "evidence_chain",
    "gain_band",
    "gap_of",
    "headlines",
    "hedges_g_independent",
    "innovation_predicate",
    "innovations_weighted",
    "interval",
    "intervals",
    "label",
    "learning_rate_of",
    "linkage_of",
    "load",
    "load_states",
    "match_of",
    "may_aggregate",
    "measure_type",
    "metric",
    "null_variance",
    "one_way",
    "opaque",
    "phillips",
    "piecewise_score",
    "quantile",
    "r_star_wg_j",
    "rate_of",
    "rate_ratio_of",
    "read_tables",
    "regional_innovation_index",
    "register",
    "response_rate",
    "rollup",
    "rwg",
    "rwg_j",
    "save",
    "scorecards",
    "scrap_cost",
    "shrink_means",
    "shrink_shares",
    "shrunken",
    "simpson_alarms",
    "stage_conversion",
    "stage_reached_within",
    "state_from_json",
    "state_to_json",
    "stratified_difference",
    "tables",
    "time_after_learning_of",
    "time_to_promotion",
    "top_box",
    "training_hour_share",
    "transition_metrics",
    "transitions",
    "values_of",
    "when",
]

# where each name is at home; what type checkers and editors read of it stands above
_HOMES = {
    "errors": (
        "EvidenceError InputError InvalidValue LearnperfError MetricDefinitionError MetricFailed MissingExtra "
        "OrganizationError OutputError Problem RegistryError ScorecardError StateError UnknownName"
    ),
    "inference.aggregation": "Aggregation GroupAgreement may_aggregate",
    "inference.agreement": "DeviationFrom a_wg average_deviation average_deviation_cutoff r_star_wg_j rwg rwg_j",
    "inference.changes_by_rater": "ChangeByRater changes_by_rater",
    "inference.conditions": "ConditionBeside ConditionsBeside conditions_beside_observations",
    "inference.differences": "Difference difference",
    "inference.estimates": "Method",
    "inference.evidence_chain": "EvidenceChain evidence_chain",
    "inference.intervals": "Interval Intervals interval intervals",
    "inference.notes": "Note",
    "inference.pooled": "Shrunken shrunken",
    "inference.promotion": "TimeToPromotion time_to_promotion",
    "inference.reliability": "GroupSize OneWay one_way",
    "inference.shrinkage": "Shrinkage shrink_means shrink_shares",
    "inference.simpson": "SimpsonAlarm simpson_alarms",
    "inference.stratified": "Strata StratifiedDifference Stratum stratified_difference",
    "inference.survival": "Survival",
    "inference.transitions": "Transitions transitions",
    "inference.verdicts": "Cutoffs Verdict",
    "io": "Loaded ReadReport Rejected data_package load read_tables save",
    "io.bulk.tables": "Tables tables",
    "metrics.algebra": "Attained Count Distinct Greatest Kind Least Mean MeanChange Occurred Ratio State Sum Variance",
    "metrics.attainment": "Attainment Target attainment",
    "metrics.bands": "Band Bands piecewise_score",
    "metrics.claims": "Claim",
    "metrics.columns": "Presence",
    "metrics.competency": "gap_of match_of",
    "metrics.composite": "component_index",
    "metrics.cuts": "Cut cut cut_of",
    "metrics.declared": "Direction",
    "metrics.decorators": "metric opaque",
    "metrics.effectsizes": "SummaryStatistics cohen_d_independent hedges_g_independent",
    "metrics.expressions": "col when",
    "metrics.failures": "OnFailure",
    "metrics.indicator": "Indicator TargetFor",
    "metrics.linkage": "after_learning_of learning_rate_of linkage_of rate_ratio_of time_after_learning_of",
    "metrics.kirkpatrick.bands": "ScoreBands transition_metrics",
    "metrics.kirkpatrick.boxes": "top_box",
    "metrics.kirkpatrick.normalised": "GainBand gain_band",
    "metrics.kirkpatrick.quantiles": "quantile",
    "metrics.kirkpatrick.raters": "behaviour_change_index",
    "metrics.kirkpatrick.reach": "chain_metrics",
    "metrics.kirkpatrick.responses": "response_rate",
    "metrics.match": "MatchBand",
    "metrics.headlines": "headlines",
    "metrics.innovation": "innovations_weighted",
    "metrics.metric": "AnyMetric Index Metric Opaque RatioOf Staged",
    "metrics.missing": "Missing MissingPolicy MissingReason",
    "metrics.money": "Money",
    "metrics.measures": "MeasureType completion_by_audience measure_type training_hour_share",
    "metrics.mobility": "Denominator rate_of",
    "metrics.phillips": "phillips scrap_cost",
    "metrics.nulls": "NullDistribution null_variance",
    "metrics.outer": "AtLeast Composition CompositionModel Consensus",
    "metrics.pipeline": "stage_conversion stage_reached_within",
    "metrics.regional_innovation_index": "innovation_predicate regional_innovation_index",
    "metrics.registry": "PluginWarning catalogue register",
    "metrics.scorecard": "Perspective Scorecard",
    "metrics.statetext": "state_from_json state_to_json",
    "model.collection": "Evidence",
    "model.evidence": (
        "Adoption Assignment Capacity CareerMove Correction Evaluation Innovation LearningActivity LearningBenefit "
        "LearningCost Participation ProficiencyAssessment Publication Record"
    ),
    "model.judgements": "ConditionJudgement",
    "model.nodes": "Competency CompetencyGroup CompetencyStandard Learner NodeKind Position Team Unit",
    "model.organization": "Organization",
    "model.scales": "LIKERT_4 LIKERT_5 LIKERT_6 LIKERT_7 PERCENT ZERO_TO_TEN Scale ScaleType",
    "model.ties": "Membership Placement Reporting Sponsorship Tie",
    "model.vocabulary": (
        "Aspect Change Channel Condition ConditionGroup CostCategory Fulfilment Initiative InnovationKind Level Mode "
        "MoveMark Novelty Phase Provider Rater Resource Significance Stage Tier Wave label"
    ),
    "rollup.counting": "Counting",
    "rollup.explain": "Contribution Explanation Line LineKind",
    "rollup.live.live": "Live",
    "rollup.reading": "Reading",
    "rollup.request": "By Period Rolling Structure Window",
    "rollup.result": "Rollup rollup",
    "rollup.values": "cut_every values_of",
    "rollup.saved.continuable": "continuable",
    "rollup.saved.states": "SavedStates",
    "rollup.saved.storing": "load_states",
    "rollup.scorecards": "Scorecards scorecards",
    "rollup.scored": "ScoredNode",
}
_HOME_OF = {name: f"learnperf.{home}" for home, names in _HOMES.items() for name in names.split()}

# the package shares its name with the function: loaded now, it never takes the function's place later
import_module("learnperf.rollup")
globals().pop("rollup", None)
