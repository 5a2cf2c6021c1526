from datetime import date

from hypothesis import given, settings

import learnperf as lp
from learnperf import testing
from learnperf.report.structure import structure_of


@settings(max_examples=40, deadline=None)
@given(testing.organization_and_evidence(max_records=4))
def test_the_structure_is_that_of_the_periods_last_day(drawn: tuple[lp.Organization, lp.Evidence]) -> None:
    organization, evidence = drawn
    result = lp.rollup(organization, evidence, metrics=lp.catalogue("innovation.count"), by="year")
    for period in result.periods:
        structure = structure_of(result, period)
        assert structure.day is not None
        graph = organization.graph(on=structure.day, learners=False)
        pairs = zip(structure.child.tolist(), structure.parent.tolist(), strict=True)
        assert {(result.nodes[child], result.nodes[parent]) for child, parent in pairs} == set(graph.edges)
        assert result.nodes[structure.root] == organization.root(on=structure.day)


def test_a_fixed_structure_is_drawn_whatever_the_period(ministry: tuple[lp.Organization, lp.Evidence]) -> None:
    result = lp.rollup(*ministry, metrics=lp.catalogue("innovation.count"), structure=date(2023, 5, 1))
    assert structure_of(result, result.periods[0]).day == date(2023, 5, 1)


def test_an_open_period_is_drawn_on_the_last_day_of_evidence(ministry: tuple[lp.Organization, lp.Evidence]) -> None:
    result = lp.rollup(*ministry)
    structure = structure_of(result, result.periods[0])
    assert structure.day == date(2025, 9, 2)
    people = dict(zip(result.nodes, structure.people.tolist(), strict=False))
    assert people == {"MOF": 0, "DJP": 2, "DJBC": 1, "empty": 0, "closed": 0, "audit-1": 2, "audit-1a": 1}


def test_an_open_period_is_never_drawn_before_its_first_day(ministry: tuple[lp.Organization, lp.Evidence]) -> None:
    result = lp.rollup(*ministry, since=date(2026, 3, 1))
    assert structure_of(result, result.periods[0]).day == date(2026, 3, 1)


def test_without_evidence_the_structure_is_that_after_every_change_and_names_no_day() -> None:
    organization = lp.Organization.of(
        units=[lp.Unit("MOF"), lp.Unit("DJP"), lp.Unit("gone", until=date(2030, 1, 1))],
        ties=[lp.Reporting("DJP", "MOF"), lp.Reporting("gone", "MOF", until=date(2030, 1, 1))],
    )
    result = lp.rollup(organization, metrics=lp.catalogue("innovation.count"))
    structure = structure_of(result, result.periods[0])
    assert structure.day is None
    assert [result.nodes[child] for child in structure.child] == ["DJP"]


def test_the_root_is_the_unit_that_others_report_to() -> None:
    organization = lp.Organization.of(
        units=[lp.Unit("A"), lp.Unit("Z"), lp.Unit("gone", until=date(2020, 1, 1))],
        ties=[lp.Reporting("A", "Z"), lp.Reporting("gone", "Z", until=date(2020, 1, 1))],
    )
    result = lp.rollup(organization, metrics=lp.catalogue("innovation.count"))
    assert result.nodes[structure_of(result, result.periods[0]).root] == "Z"
