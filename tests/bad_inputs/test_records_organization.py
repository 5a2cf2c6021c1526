"""Bad nodes and ties through the Python API; the numbers are the rows of the catalogue of bad inputs."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

import learnperf as lp
from learnperf.model.checks import organization_problems
from learnperf.model.ids import lookalike_ids

from .table import Way, case, shows

API = Way.API
Y20, Y21, Y22 = (date(year, 1, 1) for year in (2020, 2021, 2022))
UNITS = ("MOF", "DJP", "DJBC")
TEAMS = ("audit-1", "audit-2")
LEARNERS = ("ani", "budi")
SOUND: tuple[lp.Tie, ...] = (lp.Reporting("DJP", "MOF"), lp.Reporting("DJBC", "MOF"))


def organization(*ties: lp.Tie, sound: tuple[lp.Tie, ...] = SOUND) -> lp.Organization:
    return lp.Organization.of(
        units=map(lp.Unit, UNITS), teams=map(lp.Team, TEAMS), learners=map(lp.Learner, LEARNERS), ties=[*sound, *ties]
    )


def of_nodes(*nodes: lp.Unit | lp.Team | lp.Learner) -> lp.Organization:
    return lp.Organization.of(
        units=[lp.Unit("MOF"), *(node for node in nodes if isinstance(node, lp.Unit))],
        teams=[node for node in nodes if isinstance(node, lp.Team)],
        learners=[node for node in nodes if isinstance(node, lp.Learner)],
    )


def in_team(
    share: float | str | None = None, *, team: str = "audit-1", since: date | None = None, until: date | None = None
) -> lp.Membership:
    return lp.Membership("ani", team, share=share, since=since, until=until)


ERRORS = [
    case(
        API,
        1,
        "cycle on some dates",
        lambda: organization(
            sound=(
                lp.Reporting("DJBC", "MOF"),
                lp.Reporting("DJP", "MOF", until=Y20),
                lp.Reporting("DJP", "DJBC", since=Y20),
                lp.Reporting("DJBC", "DJP", since=Y21, until=Y22),
            )
        ),
        "cycle DJBC -> DJP -> DJBC from 2021-01-01 until 2022-01-01",
    ),
    case(
        API,
        1,
        "cycle of teams",
        lambda: organization(lp.Sponsorship("audit-1", "audit-2"), lp.Sponsorship("audit-2", "audit-1")),
        "cycle audit-1 -> audit-2 -> audit-1 on every day",
    ),
    case(
        API,
        2,
        "node tied to itself",
        lambda: organization(lp.Sponsorship("audit-1", "audit-1")),
        "audit-1 is tied to itself",
    ),
    case(API, 3, "two roots", lambda: organization(sound=SOUND[:1]), "several roots on every day: DJBC, MOF"),
    case(API, 3, "no root", lambda: lp.Organization.of(units=[]), "there is no unit"),
    case(
        API,
        3,
        "no root",
        lambda: organization(lp.Reporting("MOF", "DJP", since=Y20, until=Y21), lp.Reporting("MOF", "DJBC", until=Y20)),
        "no root",
        note="on some dates",
    ),
    case(
        API,
        3,
        "two roots on some dates",
        lambda: organization(
            sound=(SOUND[0], lp.Reporting("DJBC", "MOF", until=Y20), lp.Reporting("DJBC", "MOF", since=Y21))
        ),
        "several roots from 2020-01-01 until 2021-01-01: DJBC, MOF",
    ),
    case(
        API,
        4,
        "tie to an unknown id",
        lambda: organization(lp.Membership("annie", "audit-1")),
        "nearest known ids: ani",
    ),
    case(
        API,
        5,
        "team tied to a learner",
        lambda: organization(lp.Sponsorship("audit-1", "ani")),
        "to a unit or to a larger team",
    ),
    case(
        API,
        5,
        "unit under a team",
        lambda: organization(lp.Reporting("DJP", "audit-1")),
        "a reporting tie ties a unit to a unit",
    ),
    case(
        API,
        5,
        "learner as parent",
        lambda: organization(lp.Membership("ani", "budi")),
        "a membership ties a learner to a team",
    ),
    case(
        API,
        6,
        "one id for a learner and a unit",
        lambda: of_nodes(lp.Learner("MOF")),
        "id MOF is used twice.*unit and learner",
    ),
    case(API, 8, "one id for two learners", lambda: of_nodes(lp.Team("a"), lp.Team("a", "A")), "id a is used twice"),
    case(
        API,
        9,
        "one pair tied twice at once",
        lambda: organization(in_team(until=Y21), in_team(since=Y20, until=Y22)),
        "ani -> audit-1 is tied twice from 2020-01-01 until 2021-01-01",
    ),
    case(
        API,
        10,
        "shares over 1 on a day",
        lambda: organization(in_team(0.6), in_team(0.5, team="audit-2", since=Y20)),
        "shares of ani on 2020-01-01 sum to 1.1: audit-1, audit-2",
    ),
    case(API, 11, "share 0", lambda: in_team(0), "share"),
    case(API, 11, "share below 0", lambda: in_team(-0.5), "share"),
    case(API, 11, "share over 1", lambda: in_team(1.1), "share"),
    case(API, 11, "share NaN", lambda: in_team(float("nan")), "share"),
    case(API, 11, "share infinite", lambda: in_team(float("inf")), "share"),
    case(API, 11, "share 60%", lambda: in_team("60%"), "write 0.6 for 60%"),
    case(API, 13, "since after until", lambda: in_team(since=Y21, until=Y20), "ends before it begins"),
    case(API, 13, "since is until", lambda: in_team(since=Y21, until=Y21), "empty interval"),
    case(
        API,
        14,
        "open interval and a later one",
        lambda: organization(in_team(since=Y20), in_team(since=Y21)),
        "ani -> audit-1 is tied twice from 2021-01-01 on",
    ),
    case(
        API,
        18,
        "timestamp with zone",
        lambda: in_team(since=datetime(2026, 1, 1, tzinfo=UTC)),
        "choose the day",
        note="of a tie",
    ),
    case(API, 42, "control character in an id", lambda: lp.Learner("a\x07i"), "control"),
    case(API, 43, "leading space", lambda: lp.Learner(" ani"), "remove the space"),
    case(API, 43, "trailing space", lambda: lp.Learner("ani "), "remove the space"),
    case(API, 43, "empty id", lambda: lp.Learner(""), "is empty"),
    case(API, 43, "id of 10,000 characters", lambda: lp.Learner("x" * 10_000), "longer than 200 characters"),
    case(API, 42, "NUL in an id", lambda: lp.Learner("a\x00i"), "control"),
    case(
        API,
        44,
        "two Unicode forms of one id",
        lambda: of_nodes(lp.Learner("Andr\u00e9"), lp.Learner("Andre\u0301")),
        r"'Andr\\xe9' and 'Andre\\u0301' are the same text",
    ),
    case(API, 57, "subnormal", lambda: in_team(5e-324), "ordinary size", note="share"),
    case(API, 57, "10^300", lambda: in_team(10.0**300), "ordinary size", note="share"),
    case(API, 57, "-0.0", lambda: in_team(-0.0), "not above 0", note="share"),
]


@pytest.mark.parametrize(("make", "said"), ERRORS)
def test_it_is_refused_in_words_of_ours(make: Callable[[], object], said: str) -> None:
    with pytest.raises(lp.LearnperfError) as caught:
        make()
    assert re.search(said, str(caught.value))
    assert len(str(caught.value)) < 1_000


ACCEPTED = [
    case(API, 7, "the same tie twice", lambda: organization(in_team(0.6), in_team(0.6))),
    case(API, 7, "the same node twice", lambda: of_nodes(lp.Learner("ani"), lp.Learner("ani"))),
    case(API, 12, "three shares of a third", lambda: organization(in_team(0.33), in_team(0.333333, team="audit-2"))),
    case(API, 15, "gap and return", lambda: organization(in_team(until=Y20), in_team(since=Y21))),
    case(API, 19, "year 0001", lambda: organization(in_team(since=date.min, until=date.max)), note="and year 9999"),
    case(API, 44, "ids that look alike", lambda: of_nodes(lp.Learner("ani"), lp.Learner("\u0430ni"))),
    case(API, 45, "007 and 7", lambda: of_nodes(*map(lp.Learner, ("007", "7", "1e5", "TRUE"))), note="and 1e5, TRUE"),
    case(API, 56, "one node and nobody", of_nodes),
]


@pytest.mark.parametrize("make", ACCEPTED)
def test_it_is_accepted(make: Callable[[], lp.Organization]) -> None:
    found = make()
    assert found.root(on=Y20) == "MOF"
    assert len(set(found.ties)) == len(found.ties)
    assert len(set(found)) == len(found)


@shows(44, "ids that look alike", way=API)
def test_look_alikes_can_be_warned_of() -> None:
    assert lookalike_ids(of_nodes(lp.Learner("ani"), lp.Learner("\u0430ni"))) == [("ani", "\u0430ni")]


@shows(7, "the same tie twice", way=API)
def test_a_tie_given_twice_counts_once() -> None:
    assert organization(in_team(0.6), in_team(0.6)).ties == organization(in_team(0.6)).ties


@shows(10, "shares over 1 on a day", way=API)
def test_names_child_day_ties_and_sum() -> None:
    with pytest.raises(lp.OrganizationError) as caught:
        organization(in_team(0.6), in_team(0.5, team="audit-2", since=Y20))
    (problem,) = caught.value.problems
    assert problem.ids == ("ani", "audit-1", "audit-2")


def evaluation(name: str, on: date) -> lp.Evaluation:
    return lp.Evaluation(name, on=on, learner="ani", level=lp.Level.BEHAVIOUR, score=4)


BEHAVIOUR = lp.catalogue("kirkpatrick.behaviour")


@shows(12, "three shares of a third", way=API)
def test_what_shares_leave_is_unallocated_and_reported() -> None:
    thirds = organization(
        in_team("0.333333"),
        in_team(0.33, team="audit-2"),
        lp.Sponsorship("audit-1", "DJP"),
        lp.Sponsorship("audit-2", "DJP"),
    )
    result = lp.rollup(thirds, lp.Evidence.of([evaluation("e1", Y20)]), metrics=BEHAVIOUR, counting="fractional")
    assert dict(result.unallocated) == {"ani": 1_000_000 - 333_333 - 330_000}


@pytest.mark.parametrize(
    ("on", "counted"),
    [
        case(API, 16, "evidence before ties", date(2019, 12, 31), 0),
        case(API, 17, "evidence on the day until", Y20, 1, note="and on the day since"),
        case(API, 17, "evidence on the day until", date(2020, 12, 31), 1, note="and the day before"),
        case(API, 17, "evidence on the day until", Y21, 0),
        case(API, 16, "evidence in a gap", date(2021, 6, 1), 0),
        case(API, 15, "gap and return", Y22, 1),
        case(API, 16, "evidence after ties", date(2023, 1, 1), 0),
    ],
)
def test_evidence_counts_above_only_while_a_tie_holds(on: date, counted: int) -> None:
    tied = organization(
        in_team(since=Y20, until=Y21), in_team(since=Y22, until=date(2023, 1, 1)), lp.Sponsorship("audit-1", "DJP")
    )
    result = lp.rollup(tied, lp.Evidence.of([evaluation("e1", on)]), metrics=BEHAVIOUR)
    assert result.accounting.unattached == 1 - counted
    assert result.accounting.placed + result.accounting.unattached == result.accounting.given == 1
    assert result["ani", "kirkpatrick.behaviour"].n == 1
    assert result["MOF", "kirkpatrick.behaviour"].n == counted


@shows(53, "chain of 10,000 units", way=API)
def test_a_chain_of_ten_thousand_units() -> None:
    names = [f"u{place}" for place in range(10_000)]
    chain = lp.Organization.of(
        units=map(lp.Unit, names), ties=[lp.Reporting(f"u{place}", f"u{place - 1}") for place in range(1, 10_000)]
    )
    assert len(chain.ancestors("u9999", on=Y20)) == 9_999
    assert len(chain.descendants("u0", on=Y20)) == 9_999


@shows(1, "cycle of units", way=API)
def test_a_ring_of_ten_thousand_units_is_refused_in_short() -> None:
    units = [lp.Unit(f"u{place}") for place in range(10_000)]
    ties = [lp.Reporting(f"u{place}", f"u{place - 1}") for place in range(1, 10_000)]
    found = organization_problems(units, [*ties, lp.Reporting("u0", "u9999")])
    cycle = next(problem for problem, _ in found if problem.rule == "cycle")
    assert len(cycle.ids) == 10_000
    assert len(cycle.message) < 1_000


@shows(54, "very many learners in one team", "one learner in 10,000 teams", way=API)
def test_ten_thousand_learners_in_one_team_and_one_in_ten_thousand_teams() -> None:
    many = range(10_000)
    busy = lp.Organization.of(
        units=[lp.Unit("MOF")],
        teams=[lp.Team(f"t{place}") for place in many],
        learners=[lp.Learner(f"l{place}") for place in many],
        ties=[
            *(lp.Sponsorship(f"t{place}", "MOF") for place in many),
            *(lp.Membership(f"l{place}", "t0") for place in many[1:]),
            *(lp.Membership("l0", f"t{place}") for place in many),
        ],
    )
    assert len(busy.roster("t0", on=Y20)) == 10_000
    assert len(busy.ancestors("l0", on=Y20)) == 10_001


@shows(55, "60 diamonds in a row", way=API)
def test_sixty_diamonds_in_a_row() -> None:
    ties = [
        tie
        for place in range(60)
        for side in "lr"
        for tie in (lp.Reporting(f"{side}{place}", f"top{place}"), lp.Reporting(f"top{place + 1}", f"{side}{place}"))
    ]
    units = map(lp.Unit, dict.fromkeys(end for tie in ties for end in (tie.child, tie.parent)))
    stack = lp.Organization.of(units=units, ties=ties)
    assert len(stack.ancestors("top60", on=Y20)) == 180
    assert len(stack.descendants("top0", on=Y20)) == 180
