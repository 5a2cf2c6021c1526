"""Every bad importer is caught by the law that names what it loses; a plain one, and our own reading, lose nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from fractions import Fraction

import pytest
from attrs import evolve
from hypothesis import Phase

import learnperf as lp
from learnperf.testing import LawBroken, check_organization, organization_check, organizations

Parts = dict[str, list[object]]
DAY = timedelta(days=1)


def taken_apart(organization: lp.Organization) -> Parts:
    """Give an organization as somebody's tables would have it."""
    return {
        "units": list(organization.units.values()),
        "teams": list(organization.teams.values()),
        "learners": list(organization.learners.values()),
        "positions": list(organization.positions.values()),
        "competencies": list(organization.competencies.values()),
        "ties": list(organization.ties),
    }


def read(parts: Parts) -> lp.Organization:
    return lp.Organization.of(**parts)  # type: ignore[arg-type]  # one list for each keyword


def with_ties(change: Callable[[list[lp.Tie]], Iterable[lp.Tie]]) -> Callable[[Parts], lp.Organization]:
    return lambda parts: read({**parts, "ties": list(change(parts["ties"]))})  # type: ignore[arg-type]  # the ties


def only_people_with_ties(parts: Parts) -> lp.Organization:
    tied = {tie.child for tie in parts["ties"]}  # type: ignore[attr-defined]  # ties
    return read({**parts, "learners": [one for one in parts["learners"] if one.id in tied]})  # type: ignore[attr-defined]


def in_ascii(parts: Parts) -> lp.Organization:
    from learnperf.testing.pairs import renamed  # noqa: PLC0415

    organization = read(parts)
    names = {node: node.encode("ascii", "replace").decode().replace("?", "x") for node in organization}
    return renamed(organization, lp.Evidence.of(), names)[0]


def one_tie_each(ties: list[lp.Tie]) -> list[lp.Tie]:
    """Keep the last row of each person."""
    people = {tie.child: tie for tie in ties if isinstance(tie, lp.Placement | lp.Membership)}
    return [tie for tie in ties if not isinstance(tie, lp.Placement | lp.Membership)] + list(people.values())


def no_sub_teams(ties: list[lp.Tie]) -> list[lp.Tie]:
    return [tie for tie in ties if not isinstance(tie, lp.Sponsorship)]


def until_inside(ties: list[lp.Tie]) -> list[lp.Tie]:
    """Take the end for the last day inside."""
    return [
        evolve(tie, until=tie.until + DAY) if isinstance(tie, lp.Placement) and tie.until == date(2026, 1, 1) else tie
        for tie in ties
    ]


def in_percent(ties: list[lp.Tie]) -> list[lp.Tie]:
    return [
        tie if tie.share is None else evolve(tie, share=Fraction(max(1, int(tie.share * 100)), 100)) for tie in ties
    ]


def nothing_is_primary(ties: list[lp.Tie]) -> list[lp.Tie]:
    return [evolve(tie, primary=False) for tie in ties]


def a_stranger(parts: Parts) -> lp.Organization:
    return read({**parts, "learners": [*parts["learners"], lp.Learner("stranger")]})


def refuses_teams(parts: Parts) -> lp.Organization:
    if parts["teams"]:
        raise LookupError("no column for teams")
    return read(parts)


ZOO: list[tuple[str, Callable[[Parts], object], str, str]] = [
    ("people without ties", only_people_with_ties, organization_check.EVERY_NODE, "does not arrive; nodes: unit"),
    ("ids in ASCII", in_ascii, organization_check.EVERY_NODE, "does not arrive, but"),
    ("a stranger", a_stranger, organization_check.EVERY_NODE, "'stranger' arrives and is from nowhere"),
    ("the last row wins", with_ties(one_tie_each), organization_check.ANY_ORDER, "in another order"),
    ("no sub-teams", with_ties(no_sub_teams), organization_check.EVERY_TIE, "Sponsorship of '"),
    ("until inside", with_ties(until_inside), organization_check.HALF_OPEN, ", and arrives as from"),
    ("percent", with_ties(in_percent), organization_check.SHARES, "millionths and arrives as"),
    ("no primary", with_ties(nothing_is_primary), organization_check.DETAILS, "primary True, and arrives with"),
    ("no teams", refuses_teams, organization_check.IMPORTS, "it raises LookupError: no column for teams"),
    ("another type", lambda parts: parts, organization_check.IMPORTS, "it gives dict, not an Organization"),
]  # fmt: skip


@pytest.mark.parametrize(("importer", "law", "said"), [row[1:] for row in ZOO], ids=[row[0] for row in ZOO])
def test_a_bad_importer_is_caught_by_the_law_that_names_what_it_loses(
    importer: Callable[[Parts], lp.Organization], law: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # making a case smaller takes far longer than finding one
    monkeypatch.setattr("learnperf.testing.law._PHASES", (Phase.generate,))
    with pytest.raises(LawBroken) as caught:
        check_organization(importer, taken_apart)
    assert caught.value.law == law, str(caught.value)
    assert said in str(caught.value)


def test_the_smallest_organization_is_told() -> None:
    with pytest.raises(LawBroken) as caught:
        check_organization(only_people_with_ties, taken_apart)
    assert str(caught.value) == (
        "only_people_with_ties breaks the law 'every node arrives, ids as they are': 'l0' does not arrive; "
        "nodes: unit 'u0', learner 'l0'; ties: none"
    )


def test_an_importer_that_loses_nothing_passes_though_it_cuts_stays_in_two() -> None:
    def cut(ties: list[lp.Tie]) -> Iterable[lp.Tie]:
        day = date(2024, 5, 1)
        for tie in ties:
            if tie.in_force(day) and tie.in_force(day - DAY):
                yield from (evolve(tie, until=day), evolve(tie, since=day))
            else:
                yield tie

    check_organization(read, taken_apart, max_examples=20)
    check_organization(with_ties(cut), taken_apart, max_examples=20)


def test_what_a_source_cannot_say_is_not_asked_of_its_importer() -> None:
    def without_details(ties: list[lp.Tie]) -> list[lp.Tie]:
        return [
            evolve(tie, position=None, primary=False) if isinstance(tie, lp.Placement) else evolve(tie, primary=False)
            for tie in in_percent(ties)
        ]

    check_organization(
        with_ties(without_details), taken_apart, without=("share", "position", "primary"), max_examples=20
    )
    check_organization(with_ties(one_tie_each), taken_apart, max_examples=20, organizations=organizations(
        matrix=False, dated=False, max_teams=0
    ))  # fmt: skip
