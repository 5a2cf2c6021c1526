"""Attribution agrees with a walk along every path, for any organization, counting, subjects and day."""

from datetime import date

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from learnperf.model.organization import Organization
from learnperf.model.ties import WHOLE
from learnperf.rollup.attribution import Attribution, is_attached
from learnperf.rollup.counting import Counting
from learnperf.rollup.entries import Entries
from learnperf.rollup.graph import Graph
from learnperf.rollup.naive_walk import Subjects, Walk
from learnperf.rollup.upward import Upward
from learnperf.rollup.versions import Versions
from learnperf.testing import organizations

Drawn = list[tuple[Subjects, date]]


@st.composite
def questions(draw: st.DrawFn) -> tuple[Organization, Drawn]:
    """Draw an organization, and a few pieces of evidence as subjects with credits and a day."""
    organization = draw(organizations())
    nodes = sorted(organization)
    edges = [day for tie in organization.ties for day in (tie.since, tie.until) if day is not None]
    days = st.sampled_from([*edges, date(2024, 1, 1), date(2025, 6, 1)])
    subjects = st.lists(st.sampled_from(nodes), min_size=1, max_size=3, unique=True)
    pieces = draw(st.lists(st.tuples(subjects, days, st.integers(1, 3)), min_size=1, max_size=4))
    return organization, [(_credited(who, odd), day) for who, day, odd in pieces]


def _credited(who: list[str], odd: int) -> Subjects:
    parts = [WHOLE // (len(who) + odd)] * (len(who) - 1)
    return [*zip(who[1:], parts, strict=True), (who[0], WHOLE - sum(parts))]


def _attribute(organization: Organization, drawn: Drawn, counting: Counting) -> Attribution:
    versions = Versions.of(Graph.of(organization))
    graph = versions.graph
    flat = [(row, graph.number[who], credit, day) for row, (some, day) in enumerate(drawn) for who, credit in some]
    columns = [np.asarray(column, dtype=np.int64) for column in zip(*_numbers(flat), strict=True)]
    row, subject, credit, day = columns
    entries = Entries(len(drawn), row, subject, credit, day, versions.at(subject, day))
    return Attribution(Upward(versions), counting, entries)


def _numbers(flat: list[tuple[int, int, int, date]]) -> list[tuple[int, int, int, int]]:
    return [(row, who, credit, day.toordinal()) for row, who, credit, day in flat]


def _weights(attribution: Attribution, row: int) -> dict[str, int]:
    here = attribution.row == row
    nodes, weights = attribution.node[here].tolist(), attribution.weight[here].tolist()
    return {attribution.graph.ids[node]: weight for node, weight in zip(nodes, weights, strict=True)}


@given(questions(), st.sampled_from(Counting))
def test_agrees_with_a_deliberately_naive_walk(question: tuple[Organization, Drawn], counting: Counting) -> None:
    organization, drawn = question
    attribution = _attribute(organization, drawn, counting)
    walk = Walk(organization, counting)
    for row, (subjects, day) in enumerate(drawn):
        assert _weights(attribution, row) == walk.weights(subjects, day)


@given(questions())
def test_fractional_is_conserved_over_the_cut_of_everything(question: tuple[Organization, Drawn]) -> None:
    organization, drawn = question
    attribution = _attribute(organization, drawn, Counting.FRACTIONAL)
    kept_row, _, kept = attribution.weights.kept
    for row, (_, day) in enumerate(drawn):
        weights = _weights(attribution, row)
        at_the_top = sum(weight for node, weight in weights.items() if not organization.parents(node, on=day))
        assert at_the_top + int(kept[kept_row == row].sum()) == WHOLE


@given(questions())
def test_fractional_weights_pass_on_exactly_what_arrives(question: tuple[Organization, Drawn]) -> None:
    organization, drawn = question
    attribution = _attribute(organization, drawn, Counting.FRACTIONAL)
    row, child, _, amount = attribution.weights.edges
    kept_row, kept_node, kept = attribution.weights.kept
    for place, (_, day) in enumerate(drawn):
        for node, weight in _weights(attribution, place).items():
            number = attribution.graph.number[node]
            passed = int(amount[(row == place) & (child == number)].sum())
            stayed = int(kept[(kept_row == place) & (kept_node == number)].sum())
            assert passed + stayed == (weight if organization.parents(node, on=day) else 0)


@given(questions())
def test_primary_is_one_line(question: tuple[Organization, Drawn]) -> None:
    organization, drawn = question
    attribution = _attribute(organization, drawn, Counting.PRIMARY)
    for row, (subjects, day) in enumerate(drawn):
        weights = _weights(attribution, row)
        assert set(weights.values()) == {1}
        assert subjects[0][0] in weights
        tops = [node for node in weights if not set(organization.parents(node, on=day)) & set(weights)]
        assert len(tops) == 1


@given(questions(), st.sampled_from(Counting))
def test_what_is_passed_to_a_node_and_its_own_make_its_rows(
    question: tuple[Organization, Drawn], counting: Counting
) -> None:
    organization, drawn = question
    attribution = _attribute(organization, drawn, counting)
    for node in organization:
        number = attribution.graph.number[node]
        row, child, amount = attribution.passed_to(number)
        below = {organization.kind(attribution.graph.ids[one]) for one in child.tolist()}
        assert node not in organization.learners or not below
        assert (amount > 0).all()
        firsts = [subjects[:1] if counting is Counting.PRIMARY else subjects for subjects, _ in drawn]
        own = {place for place, subjects in enumerate(firsts) if node in dict(subjects)}
        assert own | set(row.tolist()) == set(attribution.row[attribution.node == number].tolist())


@given(questions())
def test_attached_means_tied_on_the_day(question: tuple[Organization, Drawn]) -> None:
    organization, drawn = question
    attribution = _attribute(organization, drawn, Counting.FULL)
    walk = Walk(organization, Counting.FULL)
    entries = attribution.entries
    attached = is_attached(attribution.graph, entries.row, entries.subject, entries.day, entries.rows)
    expected = [any(walk.is_present(who, day) for who, _ in subjects) for subjects, day in drawn]
    assert attached.tolist() == expected


@given(questions())
def test_people_are_subjects_and_members_of_subject_teams(question: tuple[Organization, Drawn]) -> None:
    organization, drawn = question
    attribution = _attribute(organization, drawn, Counting.FULL)
    walk = Walk(organization, Counting.FULL)
    nodes, people, rows = attribution.people
    ids = attribution.graph.ids
    found = {(ids[node], ids[who], row) for node, who, row in zip(nodes, people, rows, strict=True)}
    expected = {
        (node, person, row)
        for row, (subjects, day) in enumerate(drawn)
        for subject, _ in subjects
        for node in walk.reached(subject, day)
        for person in walk.people(subject, day)
    }
    assert found == expected
