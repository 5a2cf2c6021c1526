"""May it be aggregated? Whether members agree enough for their mean to speak for each team or unit.

The answer is values, bands and advice, and never a number withheld: a cut-off is a custom, and the indexes contradict
one another often enough that a person has to look.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

import numpy as np
from attrs import define, field, frozen
from numpy.typing import NDArray

from learnperf.errors import InvalidValue
from learnperf.inference.agreement import (
    Null,
    a_wg,
    average_deviation,
    average_deviation_cutoff,
    r_star_wg_j,
    rwg_j,
)
from learnperf.inference.reliability import GroupSize, OneWay, one_way
from learnperf.inference.verdicts import Cutoffs, Verdict
from learnperf.metrics.algebra import Mean
from learnperf.metrics.metric import Metric, Staged
from learnperf.metrics.nulls import NullDistribution
from learnperf.metrics.registry import catalogue
from learnperf.metrics.scaled import Rule
from learnperf.model.nodes import NodeKind
from learnperf.model.scales import Scale
from learnperf.rollup.request import member_of
from learnperf.rollup.result import Loaded, Rollup, rollup

Floats = NDArray[np.float64]


@frozen
class GroupAgreement:
    """How far the members of one team or unit agree.

    Attributes
    ----------
    n
        Members with a value of their own.
    mean
        Of the members' values, in the scale's units.
    rwg
        rwg, or rwg(J) of several items; from 0 to 1.
    r_star
        r*wg(J): the same without growing with the number of items, and below 0 where members differ more than chance.
    deviation, deviation_from_median
        Average deviation in steps of the scale.
    a_wg
        None where it is not defined, close to an end of the scale.
    """

    node: str
    n: int
    mean: float
    rwg: float | None
    r_star: float | None
    deviation: float | None
    deviation_from_median: float | None
    a_wg: float | None
    verdict: Verdict


@frozen(slots=False)
class Aggregation:
    """Agreement in every group, and what lies between groups.

    Attributes
    ----------
    metrics
        What members were judged by; several are items of one scale.
    options
        How many answers the scale has.
    groups
        Those with any member's value, in order of id.
    left_out
        Groups whose members were judged on other scales than the first group's.
    between
        Analysis of variance of members by group, with ICC(1) and ICC(2); None where there is nothing to compare.
    shared
        Members of several groups, who are taken as another one in each: then groups are more alike than people are.
    """

    metrics: tuple[str, ...]
    level: NodeKind
    options: int
    null: Null = field(repr=False)
    groups: tuple[GroupAgreement, ...]
    left_out: tuple[str, ...]
    between: OneWay | None
    shared: int

    def __getitem__(self, node: str) -> GroupAgreement:
        """Read one group.

        Raises
        ------
        KeyError
            No member of it has a value, or there is no such group.
        """
        return self._by_node[node]

    def __iter__(self) -> Iterator[GroupAgreement]:
        """Iterate over the groups."""
        return iter(self.groups)

    def __len__(self) -> int:
        """Count the groups."""
        return len(self.groups)

    def __str__(self) -> str:
        """Give the table with its advice."""
        return self.said("en")

    def said(self, language: str) -> str:
        """Give the table as text for people, in English (``en``) or Indonesian (``id``)."""
        head = ("", "n", _SAID["mean"][language == "id"], "rwg", "r*wg", "AD", "AD(md)", "a_wg", "")
        rows = [head, *(_row(one, language) for one in self.groups)]
        widths = [max(len(row[place]) for row in rows) for place in range(len(head))]
        lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
        return "\n".join([", ".join(self.metrics), *lines, *self.advice(language)])

    def advice(self, language: str = "en") -> tuple[str, ...]:
        """Say what it comes to and what to do, in English (``en``) or Indonesian (``id``)."""
        at = language == "id"
        found = [one.verdict for one in self.groups]
        lines = [
            f"{found.count(one)} {_SAID['of'][at]} {len(found)}: {one.label(language)} - {one.advice(language)}"
            for one in Verdict
            if one in found
        ]
        if self.between is not None and self.between.icc1 is not None:
            # means that are all the same have no reliability at all
            icc1, icc2 = self.between.icc1, self.between.icc2 or 0.0
            told = _SAID["told apart" if icc2 >= _RELIABLE else "not told apart"][at]
            lines.append(f"ICC(1) {icc1:.2f}, ICC(2) {icc2:.2f}: {told}")
        if self.shared:
            lines.append(f"{self.shared} {_SAID['shared'][at]}")
        if self.left_out:
            lines.append(f"{len(self.left_out)} {_SAID['left out'][at]}")
        return tuple(lines)

    @cached_property
    def _by_node(self) -> Mapping[str, GroupAgreement]:
        return {one.node: one for one in self.groups}


_RELIABLE = 0.7
_SAID = {
    "mean": ("mean", "rata-rata"),
    "of": ("of", "dari"),
    "told apart": ("groups can be told apart by their means", "kelompok dapat dibedakan dari rata-ratanya"),
    "not told apart": (
        "means of groups differ hardly more than chance would have them: do not rank groups by them",
        "rata-rata kelompok hampir tidak berbeda dari kebetulan: jangan memeringkat kelompok dengannya",
    ),
    "shared": (
        "members belong to several groups, so groups are not independent",
        "anggota termasuk dalam beberapa kelompok, sehingga kelompok tidak saling bebas",
    ),
    "left out": ("groups left out: judged on another scale", "kelompok tidak disertakan: dinilai dengan skala lain"),
}


def may_aggregate(
    data: Rollup | Loaded,
    metric: str | Sequence[str],
    level: str | NodeKind = NodeKind.TEAM,
    *,
    period: str | None = None,
    null: Null = NullDistribution.UNIFORM,
    size: GroupSize = GroupSize.AVERAGE,
    cutoffs: Cutoffs | None = None,
) -> Aggregation:
    """Say of every team or unit whether its members agree, and whether groups differ.

    Each member is one rater of the group, with the mean of their own scores; of several metrics each is an item.

    Parameters
    ----------
    data
        A finished rollup, or an organization with its evidence.
    metric
        A mean of scores, such as ``kirkpatrick.behaviour``, or several of one scale.
    level
        ``team`` or ``unit``.
    period
        Label; may be left out where there is only one.
    null
        What answers without any agreement would look like.
    size
        What stands for the size of groups that differ in size.
    cutoffs
        From where on indexes pass for agreement.

    Returns
    -------
    Aggregation
        Prints as a table with advice. Nothing is withheld from it.

    Raises
    ------
    InvalidValue
        A metric that is no mean of scores on a scale, or a level of learners.
    UnknownName
        A metric or period that does not exist.
    StateError
        The result went on from saved states.

    References
    ----------
    LeBreton & Senter (2008), Answers to 20 questions about interrater reliability and interrater agreement; Bliese
    (2000), Within-group agreement, non-independence, and reliability.

    Examples
    --------
    >>> from datetime import date
    >>> import learnperf as lp
    >>> teams = {"audit": [4, 4, 5, 3], "tax": [2, 3, 2], "data": [5, 5, 4, 5, 4]}
    >>> people = {f"{team}-{at}": (team, score) for team, scores in teams.items() for at, score in enumerate(scores)}
    >>> organization = lp.Organization.of(
    ...     units=[lp.Unit("MOF")], teams=map(lp.Team, teams), learners=map(lp.Learner, people),
    ...     ties=[*(lp.Sponsorship(team, "MOF") for team in teams),
    ...           *(lp.Membership(who, team) for who, (team, _) in people.items())],
    ... )
    >>> evidence = lp.Evidence.of(
    ...     lp.Evaluation(who, learner=who, level=lp.Level.BEHAVIOUR, score=score, on=date(2026, 6, 30))
    ...     for who, (_, score) in people.items()
    ... )
    >>> print(may_aggregate(lp.rollup(organization, evidence), "kirkpatrick.behaviour", "team"))
    kirkpatrick.behaviour
           n  mean  rwg   r*wg  AD    AD(md)  a_wg
    audit  4  4.00  0.67  0.67  0.50  0.50    0.67  indexes contradict one another
    data   5  4.60  0.85  0.85  0.48  0.40    -     members agree
    tax    3  2.33  0.83  0.83  0.44  0.33    0.88  members agree
    2 of 3: members agree - the mean may speak for the group
    1 of 3: indexes contradict one another - show the mean with the agreement beside it, and how answers are spread
    ICC(1) 0.72, ICC(2) 0.91: groups can be told apart by their means
    """
    names = (metric,) if isinstance(metric, str) else tuple(metric)
    kind = member_of(NodeKind, "level", level)
    if kind is NodeKind.LEARNER or not names:
        raise InvalidValue("level", kind.value, "has no members to agree", "team or unit, and at least one metric")
    result = data if isinstance(data, Rollup) else rollup(data, metrics=catalogue(*names))
    result.need_all_evidence("agreement")
    _, at = result.place(result.nodes[0], period)
    members = _members(result, [_scores(result, name) for name in names], at)
    of_kind = [number for number in members if result.kinds[number] is kind]
    groups = {node: members[number] for node, number in sorted((result.nodes[number], number) for number in of_kind)}
    scale = next((used for one in groups.values() for used in sorted(one.scales)), None)
    alike = {node: one for node, one in groups.items() if one.scales == {scale}}
    tables = {node: one.table(len(names)) for node, one in alike.items()}
    seen = Counter(who for one in alike.values() for who in one.steps)
    return Aggregation(
        metrics=names,
        level=kind,
        options=0 if scale is None else scale.top + 1,
        null=null,
        groups=() if scale is None else _judged(tables, scale, null, cutoffs or Cutoffs()),
        left_out=tuple(node for node in groups if node not in alike),
        between=one_way([np.nanmean(one, axis=1) for one in tables.values()], size),
        shared=sum(times > 1 for times in seen.values()),
    )


@define
class _Members:
    """Members of one group: the scales they were judged on, and each one's steps by item."""

    scales: set[Scale] = field(factory=set)
    steps: dict[int, dict[int, float]] = field(factory=dict)

    def table(self, items: int) -> Floats:
        """Give a row per member and a column per item."""
        return np.asarray([[one.get(item, np.nan) for item in range(items)] for one in self.steps.values()])


def _scores(result: Rollup, name: str) -> Metric:
    """Give the metric whose scores members have."""
    metric = result.metric(name)
    inner = metric.inner if isinstance(metric, Staged) else metric
    if not (isinstance(inner, Metric) and issubclass(inner.state, Mean) and inner.state.RULE is Rule.SCORE):
        raise InvalidValue("metric", name, "is no mean of scores on a scale", "such as kirkpatrick.behaviour")
    return inner


def _members(result: Rollup, items: Sequence[Metric], period: int) -> dict[int, _Members]:
    """Give, by node, the members with a mean of their own, in steps above the scale's minimum."""
    memory, size = result.memory, len(result.nodes)
    members: dict[int, _Members] = {}
    for item, metric in enumerate(items):
        found = memory.subjects(metric, NodeKind.LEARNER)
        known = (found.values(memory.plan, metric).reason == 0) & (found.target // size == period)
        for place in np.flatnonzero(known).tolist():
            scale = memory.plan.context.scale(int(found.state["scale_low"][place]))
            if scale is None:
                raise InvalidValue("metric", metric.name, "has scores without a scale", "declare the scale of scores")
            group = members.setdefault(int(found.target[place]) % size, _Members())
            group.scales.add(scale)
            steps = int(found.state["total"][place]) / int(found.state["n"][place])
            group.steps.setdefault(int(found.subject[place]), {})[item] = steps
    return members


def _judged(tables: Mapping[str, Floats], scale: Scale, null: Null, cutoffs: Cutoffs) -> tuple[GroupAgreement, ...]:
    """Work the indexes of groups out; a table has a row per member and a column per item, in steps."""
    options = scale.top + 1
    found = []
    for node, table in tables.items():
        agreed, deviation, relative = rwg_j(table, options, null), average_deviation(table), a_wg(table, 0, scale.top)
        mean = float(np.nanmean(table, axis=1).mean())
        found.append(
            GroupAgreement(
                node=node,
                n=len(table),
                mean=float(scale.minimum) + float(scale.step) * mean,
                rwg=agreed,
                r_star=r_star_wg_j(table, options, null),
                deviation=deviation,
                deviation_from_median=average_deviation(table, "median"),
                a_wg=relative,
                verdict=cutoffs.of(agreed, deviation, relative, average_deviation_cutoff(options)),
            )
        )
    return tuple(found)


def _row(one: GroupAgreement, language: str) -> tuple[str, ...]:
    numbers = (one.mean, one.rwg, one.r_star, one.deviation, one.deviation_from_median, one.a_wg)
    cells = ("-" if number is None else f"{number:.2f}" for number in numbers)
    return one.node, str(one.n), *cells, one.verdict.label(language)
