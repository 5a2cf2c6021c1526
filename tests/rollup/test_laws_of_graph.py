"""Laws of the graph: what may change in an organization, or in how it is written down, without changing a reading."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from random import Random
from typing import TypeVar

import pytest
from attrs import evolve
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import learnperf as lp
from learnperf.metrics.definition import parts_of
from learnperf.testing import organization_and_evidence, organizations
from learnperf.testing.pairs import about, all_records, changed, with_ends, with_ties

from .forms import one_of_each_form

# laws are after answers: other tests run every line, and following them here would double the time
pytestmark = pytest.mark.no_cover

Drawn = tuple[lp.Organization, lp.Evidence]
# value, why it is missing, pieces of evidence, people, pieces owed
Figures = tuple[object, lp.MissingReason, int, int, int]

Value = TypeVar("Value")

# counts of units change where units come in between or are split; `check_metric` leaves them out for the same reason
METRICS = tuple(
    metric
    for metric in one_of_each_form()
    if lp.NodeKind.UNIT not in {getattr(part, "grain", None) for part in parts_of(metric)}
)
# amounts with states of their own, which add up like counts
AMOUNTS = {"roster.average_headcount", "roster.person_years"}
SOME_DAY = date(2024, 3, 15)
# an adoption is from elsewhere or not by which unit adopts, so a unit that is split in two changes it
WHOLE_UNITS_MATTER = "adoption.from_elsewhere"
UNDATED = organization_and_evidence(organizations(dated=False))
FEW = settings(max_examples=12, deadline=None)


def read(
    organization: lp.Organization, evidence: lp.Evidence, counting: lp.Counting = lp.Counting.FULL
) -> dict[tuple[str, str], Figures]:
    """Read the whole catalogue everywhere."""
    result = lp.rollup(organization, evidence, METRICS, counting=counting)
    return {(one.node, one.metric): (one.exact or 0, one.missing, one.n, one.heads, one.due) for one in result}


def collected(records: Sequence[lp.Record], evidence: lp.Evidence) -> lp.Evidence:
    """Give records as evidence that knows the same activities."""
    return lp.Evidence.of(records, activities=evidence.activities.values())


def with_child(tie: lp.Tie, child: str) -> lp.Tie:
    return with_ends(tie, child, tie.parent)


def with_parent(tie: lp.Tie, parent: str) -> lp.Tie:
    return with_ends(tie, tie.child, parent)


def renamed(organization: lp.Organization, names: Mapping[str, str]) -> lp.Organization:
    """Give the organization with other ids."""
    return lp.Organization.of(
        units=[evolve(node, id=names[node.id]) for node in organization.units.values()],
        teams=[evolve(node, id=names[node.id]) for node in organization.teams.values()],
        learners=[evolve(node, id=names[node.id]) for node in organization.learners.values()],
        positions=organization.positions.values(),
        competencies=organization.competencies.values(),
        ties=[with_parent(with_child(tie, names[tie.child]), names[tie.parent]) for tie in organization.ties],
    )


def same_elsewhere(
    before: Mapping[tuple[str, str], Figures],
    after: Mapping[tuple[str, str], Figures],
    but: Collection[str] = (),
    metrics: Collection[str] = (),
) -> None:
    """Hold every reading to what it was, but at some nodes and of some metrics."""
    for (node, metric), figures in before.items():
        if node not in but and metric not in metrics:
            assert after[node, metric] == figures, (node, metric)


def test_no_metric_of_the_catalogue_is_staged_at_the_grain_of_units() -> None:
    parts = [part for metric in METRICS for part in parts_of(metric) if isinstance(part, lp.Staged)]
    assert lp.NodeKind.UNIT not in {part.grain for part in parts}


@FEW
@given(organization_and_evidence(), st.randoms(use_true_random=False), st.sampled_from(lp.Counting))
def test_order_of_input_changes_nothing(drawn: Drawn, random: Random, counting: lp.Counting) -> None:
    organization, evidence = drawn
    parts: dict[str, list[object]] = {
        "units": list(organization.units.values()),
        "teams": list(organization.teams.values()),
        "learners": list(organization.learners.values()),
        "ties": list(organization.ties),
    }
    records = all_records(evidence)
    for some in parts.values():
        random.shuffle(some)
    random.shuffle(records)
    shuffled = lp.Organization.of(
        **parts,  # type: ignore[arg-type]  # one list for each keyword
        positions=organization.positions.values(),
        competencies=organization.competencies.values(),
    )
    assert read(shuffled, collected(records, evidence), counting) == read(organization, evidence, counting)


@FEW
@given(organization_and_evidence(), st.sampled_from(lp.Counting))
def test_order_preserving_renaming_changes_nothing(drawn: Drawn, counting: lp.Counting) -> None:
    organization, evidence = drawn
    names = {node: f"n{place:03}" for place, node in enumerate(sorted(organization))}
    after = read(
        renamed(organization, names),
        collected([about(record, names) for record in all_records(evidence)], evidence),
        counting,
    )
    before = read(organization, evidence, counting)
    assert after == {(names[node], metric): figures for (node, metric), figures in before.items()}


@FEW
@given(organization_and_evidence(), st.data())
def test_any_renaming_changes_nothing_in_full_counting(drawn: Drawn, data: st.DataObject) -> None:
    organization, evidence = drawn
    names = {node: f"n{place:03}" for place, node in enumerate(data.draw(st.permutations(list(organization))))}
    records = collected([about(record, names) for record in all_records(evidence)], evidence)
    before = read(organization, evidence)
    assert read(renamed(organization, names), records) == {
        (names[node], metric): figures for (node, metric), figures in before.items()
    }


@FEW
@given(organization_and_evidence(organizations(matrix=False)), st.data(), st.sampled_from(lp.Counting))
def test_any_renaming_changes_nothing_where_no_id_breaks_a_tie(
    drawn: Drawn, data: st.DataObject, counting: lp.Counting
) -> None:
    # in a matrix the primary line falls back on ids where nothing else decides, so there ids are part of the input
    organization, evidence = drawn
    names = {node: f"n{place:03}" for place, node in enumerate(data.draw(st.permutations(list(organization))))}
    records = collected([about(record, names) for record in all_records(evidence)], evidence)
    before = read(organization, evidence, counting)
    assert read(renamed(organization, names), records, counting) == {
        (names[node], metric): figures for (node, metric), figures in before.items()
    }


@FEW
@given(organization_and_evidence(), st.data(), st.sampled_from(lp.Counting))
def test_any_renaming_of_learners_changes_nothing(drawn: Drawn, data: st.DataObject, counting: lp.Counting) -> None:
    organization, evidence = drawn
    learners = list(organization.learners)
    names = {node: node for node in organization} | {
        learner: f"n{place:03}"
        for learner, place in zip(learners, data.draw(st.permutations(range(len(learners)))), strict=True)
    }
    records = collected([about(record, names) for record in all_records(evidence)], evidence)
    before = read(organization, evidence, counting)
    assert read(renamed(organization, names), records, counting) == {
        (names[node], metric): figures for (node, metric), figures in before.items()
    }


def _names(record: lp.Adoption | lp.Correction) -> bool:
    """Whether a record names other evidence or learning."""
    return isinstance(record, lp.Adoption) or bool(record.because_of)


def _first(ties: list[lp.Reporting]) -> date | None:
    begins = [tie.since for tie in ties if tie.since is not None]
    return min(begins) if len(begins) == len(ties) else None


def _last(ties: list[lp.Reporting]) -> date | None:
    ends = [tie.until for tie in ties if tie.until is not None]
    return max(ends) if len(ends) == len(ties) else None


@FEW
@given(organization_and_evidence(), st.data(), st.sampled_from(lp.Counting))
def test_a_pass_through_unit_changes_no_reading(drawn: Drawn, data: st.DataObject, counting: lp.Counting) -> None:
    organization, evidence = drawn
    reporting = [tie for tie in organization.ties if isinstance(tie, lp.Reporting)]
    assume(reporting)
    chosen = data.draw(st.sampled_from(reporting))
    # an id that takes the parent's place in the order of ids
    between = lp.Unit(f"{chosen.parent}!")
    pair = [tie for tie in reporting if (tie.child, tie.parent) == (chosen.child, chosen.parent)]
    ties = [
        *(tie for tie in organization.ties if tie not in pair),
        *(with_parent(tie, between.id) for tie in pair),
        # over gaps too: a unit that reports to nobody for a while would be a second root
        lp.Reporting(between.id, chosen.parent, since=_first(pair), until=_last(pair)),
    ]
    after = read(with_ties(organization, ties, [between]), evidence, counting)
    same_elsewhere(read(organization, evidence, counting), after)


@FEW
@given(organization_and_evidence(organizations(matrix=False, dated=False)), st.data(), st.sampled_from(lp.Counting))
def test_a_pass_through_unit_equals_its_child(drawn: Drawn, data: st.DataObject, counting: lp.Counting) -> None:
    organization, evidence = drawn
    reporting = [tie for tie in organization.ties if isinstance(tie, lp.Reporting)]
    assume(reporting)
    chosen = data.draw(st.sampled_from(reporting))
    ties = [*organization.ties, lp.Reporting("between", chosen.parent), with_parent(chosen, "between")]
    ties.remove(chosen)
    after = read(with_ties(organization, ties, [lp.Unit("between")]), evidence, counting)
    for metric in METRICS:
        assert after["between", metric.name] == after[chosen.child, metric.name], metric.name


@FEW
@given(organization_and_evidence(), st.data(), st.sampled_from(lp.Counting))
def test_splitting_a_unit_in_two_changes_nothing_elsewhere(
    drawn: Drawn, data: st.DataObject, counting: lp.Counting
) -> None:
    organization, evidence = drawn
    units = sorted({tie.child for tie in organization.ties if isinstance(tie, lp.Reporting)})
    assume(units)
    unit = data.draw(st.sampled_from(units))
    upward = organization.ties_of[unit]
    if counting is lp.Counting.FRACTIONAL:
        # two halves round apart what one whole would have rounded together, unless all of it goes to one parent
        assume(all(tie.share is None for tie in upward) and len({tie.parent for tie in upward}) == 1)
    other = lp.Unit(f"{unit}!", since=organization.units[unit].since, until=organization.units[unit].until)
    children = sorted({tie.child for tie in organization.ties_to.get(unit, ())})
    moved = data.draw(st.sets(st.sampled_from(children))) if children else set[str]()
    ties = [
        with_parent(tie, other.id) if tie.parent == unit and tie.child in moved else tie for tie in organization.ties
    ]
    split = with_ties(organization, [*ties, *(with_child(tie, other.id) for tie in upward)], [other])
    before, after = read(organization, evidence, counting), read(split, evidence, counting)
    same_elsewhere(before, after, but=[unit], metrics=[WHOLE_UNITS_MATTER])


@FEW
@given(UNDATED, st.data(), st.sampled_from(lp.Counting))
def test_moving_a_sub_tree_changes_old_and_new_ancestors_only(
    drawn: Drawn, data: st.DataObject, counting: lp.Counting
) -> None:
    organization, evidence = drawn
    structure = [tie for tie in organization.ties if isinstance(tie, lp.Reporting | lp.Sponsorship)]
    assume(structure)
    tie = data.draw(st.sampled_from(structure))
    below = organization.descendants(tie.child, on=SOME_DAY)
    taken = {tie.child, *below, *organization.parents(tie.child, on=SOME_DAY)}
    there = sorted(set(organization.units) - taken)
    assume(there)
    goal = data.draw(st.sampled_from(there))
    moved = with_ties(organization, [one for one in organization.ties if one != tie] + [with_parent(tie, goal)])
    touched = organization.ancestors(tie.child, on=SOME_DAY) | moved.ancestors(tie.child, on=SOME_DAY)
    same_elsewhere(read(organization, evidence, counting), read(moved, evidence, counting), but=touched)


@FEW
@given(organization_and_evidence(), st.sampled_from(lp.Counting))
def test_two_copies_under_one_root_double_counts_and_keep_means(drawn: Drawn, counting: lp.Counting) -> None:
    organization, evidence = drawn
    root = next(iter(organization.units))
    copies = [{node: f"{copy}-{node}" for node in organization} for copy in "ab"]
    several = [renamed(organization, names) for names in copies]
    both = lp.Organization.of(
        units=[lp.Unit("top"), *(unit for one in several for unit in one.units.values())],
        teams=[team for one in several for team in one.teams.values()],
        learners=[learner for one in several for learner in one.learners.values()],
        positions=organization.positions.values(),
        competencies=organization.competencies.values(),
        ties=[tie for one in several for tie in one.ties] + [lp.Reporting(names[root], "top") for names in copies],
    )
    records = [
        _copied(about(record, names), copy, evidence.activities)
        for copy, names in zip("ab", copies, strict=True)
        for record in all_records(evidence)
    ]
    before, after = read(organization, evidence, counting), read(both, collected(records, evidence), counting)
    for metric in METRICS:
        # what divides by n - 1 is another number where everything is there twice
        if any(word in metric.name for word in ("spread", ".d_", ".g_", "agreement.", "consensus")):
            continue
        value, missing, n, heads, due = before[root, metric.name]
        adds_up = metric.name in AMOUNTS or metric.name.startswith("phillips.")
        counted = isinstance(metric, lp.Metric) and (
            adds_up or issubclass(metric.state, lp.Count | lp.Sum | lp.Distinct)
        )
        doubled = value * 2 if counted else value  # type: ignore[operator]  # a fraction
        assert after["top", metric.name] == (doubled, missing, n * 2, heads * 2, due * 2), metric.name


def _copied(record: lp.Record, copy: str, activities: Collection[str]) -> lp.Record:
    ids = {name: getattr(record, name, None) for name in ("id", "supersedes", "innovation")}
    copied = changed(record, {name: f"{copy}-{value}" for name, value in ids.items() if value is not None})
    if isinstance(copied, lp.Correction):
        because_of = [name if name in activities else f"{copy}-{name}" for name in copied.because_of]
        return evolve(copied, because_of=because_of)
    return copied


@given(st.integers(1, 6), st.sampled_from([lp.Counting.FULL, lp.Counting.FRACTIONAL]))
def test_a_diamond_counts_once(arms: int, counting: lp.Counting) -> None:
    middle = [f"m{arm}" for arm in range(arms)]
    organization = lp.Organization.of(
        units=[lp.Unit(unit) for unit in ("top", "low", *middle)],
        learners=[lp.Learner("ani")],
        ties=[
            lp.Placement("ani", "low"),
            *(lp.Reporting("low", unit) for unit in middle),
            *(lp.Reporting(unit, "top") for unit in middle),
        ],
    )
    evidence = lp.Evidence.of([lp.Innovation("i1", on=SOME_DAY, contributors=["ani"])])
    reading = lp.rollup(organization, evidence, lp.catalogue("innovation.count"), counting=counting)[
        "top", "innovation.count"
    ]
    assert (reading.value, reading.n, reading.heads) == (1, 1, 1)


@FEW
@given(organization_and_evidence(), st.data(), st.sampled_from(lp.Counting))
def test_order_of_merging_changes_nothing(drawn: Drawn, data: st.DataObject, counting: lp.Counting) -> None:
    """Evidence may be rolled up in parts: the states of the parts merge into the state of all of it."""
    organization, evidence = drawn
    metrics = lp.catalogue(
        "kirkpatrick.behaviour", "innovation.count", "innovation.weighted", "correction", "learning.hours"
    )
    # what looks at other evidence is not the sum of its parts, and what names other evidence cannot be without it
    alone = [metric for metric in lp.continuable(metrics) if isinstance(metric, lp.Metric)]
    apart = (one for one in evidence if not isinstance(one, lp.Adoption | lp.Correction) or not _names(one))
    records = [evolve(one, supersedes=None) for one in apart]
    in_first = data.draw(st.lists(st.booleans(), min_size=len(records), max_size=len(records)))
    parts = [[one for one, first in zip(records, in_first, strict=True) if first is side] for side in (True, False)]
    results = [
        lp.rollup(organization, collected(some, evidence), alone, counting=counting) for some in (*parts, records)
    ]
    for metric in alone:
        states = [result.outcomes[metric.name].state for result in results]
        for column in metric.state.COLUMNS:
            left, right, whole = (state[column.name].tolist() for state in states)
            assert [column.merge.of(one, other) for one, other in zip(left, right, strict=True)] == whole, (
                metric.name,
                column,
            )
