"""Every metric of the catalogue worked by hand on one small organization: learner, team, unit and root.

MOF has two units. DJP sponsors the team audit-1 of ani and budi, who sit in DJP; citra sits in DJBC. All of it is the
first half of 2026.
"""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

import pytest

import learnperf as lp
from learnperf.metrics.kirkpatrick import behaviour_attained, behaviour_realised, realised
from learnperf.model.evidence import Record

F = Fraction
YEAR = F(181 * 4, 1461)
NODES = ("ani", "audit-1", "DJP", "DJBC", "MOF")
# what a reading may be instead of a number
GONE, UNSEEN, NOBODY, ELSEWHERE, PARTS = (
    lp.MissingReason.NO_EVIDENCE,
    lp.MissingReason.NOT_OBSERVED,
    lp.MissingReason.NO_ROSTER,
    lp.MissingReason.NOT_AT_THIS_LEVEL,
    lp.MissingReason.PART_MISSING,
)


def day(text: str) -> date:
    return date.fromisoformat(f"2026-{text}")


def an_organization() -> lp.Organization:
    return lp.Organization.of(
        units=[lp.Unit("MOF"), lp.Unit("DJP"), lp.Unit("DJBC")],
        teams=[lp.Team("audit-1")],
        learners=[lp.Learner("ani"), lp.Learner("budi"), lp.Learner("citra")],
        competencies=[
            lp.Competency("audit", group=lp.CompetencyGroup.TECHNICAL),
            lp.Competency("data", group=lp.CompetencyGroup.MANAGERIAL),
        ],
        positions=[
            lp.Position("auditor", standard=lp.CompetencyStandard({"audit": 3, "data": 2})),
            lp.Position("senior", standard=lp.CompetencyStandard({"audit": 4})),
            lp.Position("adviser"),
        ],
        ties=[
            lp.Reporting("DJP", "MOF"),
            lp.Reporting("DJBC", "MOF"),
            lp.Sponsorship("audit-1", "DJP"),
            lp.Placement("ani", "DJP", position="auditor"),
            lp.Placement("budi", "DJP", position="auditor"),
            lp.Placement("citra", "DJBC"),
            lp.Membership("ani", "audit-1"),
            lp.Membership("budi", "audit-1"),
        ],
    )


ACTIVITIES = [
    lp.LearningActivity("c1", provider=lp.Provider.BPPK, competencies=frozenset({"audit"}), hours=8.0),
    lp.LearningActivity("c2", initiative=lp.Initiative.SELF),
]


def _evaluations() -> Iterator[Record]:
    reaction, learning, behaviour, results = lp.Level
    supervisor, peer = lp.Rater.SUPERVISOR, lp.Rater.PEER
    yield from (
        lp.Evaluation(f"r{place}", learner=who, level=reaction, score=score, on=day("01-20"))
        for place, (who, score) in enumerate([("ani", 5), ("ani", 4), ("budi", 3)])
    )
    for place, (who, score, phase) in enumerate([("ani", 40, "PRE"), ("ani", 80, "POST"), ("budi", 60, "POST")]):
        yield lp.Evaluation(
            f"l{place}", learner=who, level=learning, score=score, scale=lp.PERCENT, on=day("01-20"),
            phase=lp.Phase[phase], activity="c1",
        )  # fmt: skip
    judged = [
        ("b0", "ani", behaviour, 2, "BASELINE", supervisor),
        ("b1", "ani", behaviour, 4, "MONTH_3", supervisor),
        ("b2", "ani", behaviour, 5, "MONTH_3", peer),
        ("b3", "budi", behaviour, 3, "MONTH_3", supervisor),
        ("b4", "citra", behaviour, None, "MONTH_3", supervisor),
        ("b5", "citra", behaviour, 2, "MONTH_6", supervisor),
        ("k0", "ani", results, 3, "BASELINE", supervisor),
        ("k1", "ani", results, 4, "MONTH_6", supervisor),
        ("k2", "budi", results, 5, "MONTH_6", supervisor),
    ]
    for name, who, level, given, wave, rater in judged:
        on = day("01-10" if wave == "BASELINE" else "04-10")
        yield lp.Evaluation(
            name, learner=who, level=level, score=given, wave=lp.Wave[wave], rater=rater, activity="c1", on=on
        )


def _innovations() -> Iterator[Record]:
    yield lp.Innovation(
        "i1", on=day("02-01"), contributors=["ani", "audit-1"], stages={lp.Stage.IMPLEMENTED: day("03-01")}
    )
    yield lp.Innovation(
        "i2",
        on=day("03-01"),
        contributors=["citra"],
        stages={lp.Stage.PILOT: day("04-01"), lp.Stage.IDEA: day("05-01")},
    )
    yield lp.Innovation("i3", on=day("04-01"), contributors=["DJP"])
    yield lp.Adoption("a1", on=day("05-02"), unit="DJBC", innovation="i1")


def _learning() -> Iterator[Record]:
    yield lp.Participation("p1", on=day("01-20"), learner="ani", activity="c1")
    yield lp.Participation("p2", on=day("02-20"), learner="budi", activity="c2", hours=2.5)
    yield lp.Participation("p3", on=day("02-21"), learner="budi", activity="c1", completed=False)
    yield lp.Participation("p4", on=day("03-05"), team="audit-1", activity="c1", hours=4)
    levels = [("ani", "audit", 2, "01-05"), ("ani", "data", 1, "01-05"), ("budi", "audit", 1, "02-01")]
    for place, (who, competency, level, on) in enumerate([*levels, ("ani", "audit", 3, "06-01")]):
        yield lp.ProficiencyAssessment(f"s{place}", on=day(on), learner=who, competency=competency, level=level)


def _careers() -> Iterator[Record]:
    both = [lp.MoveMark.PROMOTION, lp.MoveMark.TRANSFER]
    yield lp.CareerMove("m1", on=day("05-01"), learner="ani", marks=both, to_position="senior")
    yield lp.CareerMove("m2", on=day("05-15"), learner="citra", marks=[lp.MoveMark.ROTATION], to_position="adviser")


def _assignments() -> Iterator[Record]:
    # name: given, due, completed, cancelled, size, quality
    table = {
        "early": ("01-10", "03-01", "02-20", None, 2, 4),
        "late": ("02-01", "04-01", "04-15", None, 1, None),
        "overdue": ("03-01", "05-01", None, None, 1, None),
        "not-yet-due": ("06-01", "12-01", None, None, 3, None),
        "called-off": ("06-01", "06-20", None, "06-10", 1, None),
        "done-before-due": ("06-01", "12-01", "06-10", None, 1, 5),
        "without-a-date": ("06-01", None, "06-15", None, 1, 3),
    }
    for name, (given, due, completed, cancelled, size, quality) in table.items():
        due_on, done, off = (None if text is None else day(text) for text in (due, completed, cancelled))
        yield lp.Assignment(
            name, team="audit-1", on=day(given), due=due_on, completed=done, cancelled=off, weight=size, quality=quality
        )


def _units() -> Iterator[Record]:
    yield lp.Correction("x1", on=day("03-01"), unit="DJP", because_of=["c1"])
    yield lp.Correction("x2", on=day("03-01"), unit="DJBC")
    yield lp.Publication("n1", on=day("03-01"), unit="DJP")
    met, partly, unmet, exempt = lp.Fulfilment.MET, lp.Fulfilment.PARTLY, lp.Fulfilment.NOT_MET, lp.Fulfilment(-1)
    judged = [
        ("ani", "E1.1", met, "01-05"),
        ("ani", "E1.1", unmet, "06-01"),
        ("budi", "E1.2", partly, "01-05"),
        ("audit-1", "E2.1", met, "01-05"),
        ("audit-1", "E2.2", exempt, "01-05"),
        ("DJP", "E3.1", partly, "01-05"),
        ("DJP", "E4.1", met, "01-05"),
        ("DJBC", "E5.1", met, "01-05"),
        ("DJBC", "E6.1", unmet, "01-05"),
        ("DJBC", "E6.2", None, "01-05"),
    ]
    for place, (subject, condition, fulfilment, on) in enumerate(judged):
        yield lp.ConditionJudgement(
            f"c{place}", on=day(on), subject=subject, condition=condition, fulfilment=fulfilment
        )


@pytest.fixture(scope="module")
def result() -> lp.Rollup:
    records = [*_evaluations(), *_innovations(), *_learning(), *_careers(), *_assignments(), *_units()]
    evidence = lp.Evidence.of(records, activities=ACTIVITIES)
    return lp.rollup(an_organization(), evidence, since=day("01-01"), until=day("07-01"))


# what each metric reads at ani, audit-1, DJP, DJBC and MOF
WORKED: dict[str, tuple[object, object, object, object, object]] = {
    "kirkpatrick.reaction": (F(9, 2), 4, 4, GONE, 4),
    "kirkpatrick.reaction.mean_of_learners": (F(9, 2), F(15, 4), F(15, 4), GONE, F(15, 4)),
    "kirkpatrick.learning": (80, 70, 70, GONE, 70),
    "kirkpatrick.learning.mean_of_learners": (80, 70, 70, GONE, 70),
    # after learning ani has 4 and 5, budi 3, citra 2; the baseline of 2 is in no mean
    "kirkpatrick.behaviour": (F(9, 2), 4, 4, 2, F(14, 4)),
    "kirkpatrick.behaviour.mean_of_learners": (F(9, 2), F(15, 4), F(15, 4), 2, F(19, 6)),
    # only the supervisor's 4 has a baseline, of 2
    "kirkpatrick.behaviour.change": (2, 2, 2, UNSEEN, 2),
    "kirkpatrick.behaviour.attained": (F(7, 8), F(3, 4), F(3, 4), F(1, 4), F(5, 8)),
    "kirkpatrick.behaviour.realised": (ELSEWHERE, F(1, 2), F(1, 2), 0, F(1, 3)),
    "kirkpatrick.behaviour.lowest_learner": (ELSEWHERE, 3, 3, 2, 2),
    "kirkpatrick.results": (4, F(9, 2), F(9, 2), GONE, F(9, 2)),
    "kirkpatrick.results.mean_of_learners": (4, F(9, 2), F(9, 2), GONE, F(9, 2)),
    "kirkpatrick.results.change": (1, 1, 1, GONE, 1),
    "kirkpatrick.results.attained": (F(3, 4), F(7, 8), F(7, 8), GONE, F(7, 8)),
    "kirkpatrick.results.realised": (ELSEWHERE, 1, 1, GONE, 1),
    "innovation.present": (1, 1, 1, 1, 1),
    # i1 is ani's and the team's and is one
    "innovation.count": (1, 1, 2, 1, 3),
    "innovation.implemented": (1, 1, 1, 0, 1),
    "innovation.weighted": (3, 3, 4, 1, 5),
    "innovation.innovators": (1, 1, 1, 1, 2),
    "innovation.innovating_teams": (0, 1, 1, 0, 1),
    "innovation.innovator_rate": (1, F(1, 2), F(1, 2), 1, F(2, 3)),
    "innovation.team_rate": (ELSEWHERE, 1, 1, NOBODY, 1),
    "innovation.went_back": (0, 0, 0, 1, 1),
    "adoption.share": (1, 1, F(1, 2), 0, F(1, 3)),
    "adoption.count": (ELSEWHERE, ELSEWHERE, 0, 1, 1),
    "adoption.from_elsewhere": (ELSEWHERE, ELSEWHERE, 0, 1, 1),
    "adoption.days": (ELSEWHERE, ELSEWHERE, GONE, 90, 90),
    # one event with two marks, and a rotation
    "career.moves": (1, 1, 1, 1, 2),
    "career.promotions": (1, 1, 1, 0, 1),
    "career.demotions": (0, 0, 0, 0, 0),
    "career.rotations": (0, 0, 0, 1, 1),
    "career.transfers": (1, 1, 1, 0, 1),
    "career.people_promoted": (1, 1, 1, 0, 1),
    "career.people_demoted": (0, 0, 0, 0, 0),
    "career.people_rotated": (0, 0, 0, 1, 1),
    "career.people_transferred": (1, 1, 1, 0, 1),
    "career.promotion_rate.at_start": (1, F(1, 2), F(1, 2), 0, F(1, 3)),
    "career.demotion_rate.at_start": (0, 0, 0, 0, 0),
    "career.rotation_rate.at_start": (0, 0, 0, 1, F(1, 3)),
    "career.transfer_rate.at_start": (1, F(1, 2), F(1, 2), 0, F(1, 3)),
    "career.move_rate.average.events": (1, F(1, 2), F(1, 2), 1, F(2, 3)),
    "career.promotion_rate.average.events": (1, F(1, 2), F(1, 2), 0, F(1, 3)),
    "career.demotion_rate.average.events": (0, 0, 0, 0, 0),
    "career.rotation_rate.average.events": (0, 0, 0, 1, F(1, 3)),
    "career.transfer_rate.average.events": (1, F(1, 2), F(1, 2), 0, F(1, 3)),
    # half a year of 181 days
    "career.promotion_rate.person_year.events": (1 / YEAR, F(1, 2) / YEAR, F(1, 2) / YEAR, 0, F(1, 3) / YEAR),
    "career.demotion_rate.person_year.events": (0, 0, 0, 0, 0),
    "career.rotation_rate.person_year.events": (0, 0, 0, 1 / YEAR, F(1, 3) / YEAR),
    "career.transfer_rate.person_year.events": (1 / YEAR, F(1, 2) / YEAR, F(1, 2) / YEAR, 0, F(1, 3) / YEAR),
    # an adviser has no standard, so nobody can say whether citra's move is linked
    "career.linked_moves": (1, 1, 1, UNSEEN, 1),
    "career.linked_moves.promotion": (1, 1, 1, GONE, 1),
    "career.moves_after_learning": (1, 1, 1, 0, F(1, 2)),
    # ani for 161 days after learning, budi for 130, of 181 each
    "career.time_after_learning": (F(161, 181), F(291, 362), F(291, 362), 0, F(291, 543)),
    "career.rate_with_learning": (F(1461, 4 * 161), F(1461, 4 * 291), F(1461, 4 * 291), NOBODY, F(1461, 4 * 291)),
    "career.rate_without_learning": (0, 0, 0, 1 / YEAR, F(1461, 4 * 252)),
    "career.rate_ratio": (NOBODY, NOBODY, NOBODY, PARTS, F(252, 291)),
    "career.movers": (1, 1, 1, 1, 2),
    "career.mover_rate": (1, F(1, 2), F(1, 2), 1, F(2, 3)),
    "career.mover_rate_learned": (1, F(1, 2), F(1, 2), NOBODY, F(1, 2)),
    "career.mover_rate_others": (NOBODY, NOBODY, NOBODY, 1, 1),
    "learning.completed": (1, 3, 3, 0, 3),
    "learning.hours": (8, F(29, 2), F(29, 2), 0, F(29, 2)),
    "learning.self_initiated": (0, F(1, 3), F(1, 3), GONE, F(1, 3)),
    # c2 is mapped to nothing, and a team holds no position: due and not observed
    "learning.learners_active": (1, 2, 2, 0, 2),
    "learning.teams_active": (ELSEWHERE, 1, 1, 0, 1),
    "learning.continuity": (1, 1, 1, 0, F(2, 3)),
    "learning.team_continuity": (ELSEWHERE, 1, 1, NOBODY, 1),
    # four of six are done; one was called off
    "learning.relevance": (1, 1, 1, GONE, 1),
    "learning.relevance.by_hours": (1, 1, 1, GONE, 1),
    "learning.in_standard": (1, 1, 1, GONE, 1),
    "learning.mapped": (1, F(2, 3), F(2, 3), GONE, F(2, 3)),
    "competency.gap": (F(1, 5), F(3, 8), F(3, 8), GONE, F(3, 8)),
    "competency.fit": (F(1, 2), F(1, 3), F(1, 3), GONE, F(1, 3)),
    # ani has all of audit and half of data; budi a third of audit and nothing else assessed
    "competency.match.50_50": (F(3, 4), F(7, 12), F(7, 12), GONE, F(7, 12)),
    "competency.match.50_50.mean_of_learners": (F(3, 4), F(3, 4), F(3, 4), GONE, F(3, 4)),
    "competency.match.50_50.meets": (0, 0, 0, GONE, 0),
    "competency.match.50_50.passes": (1, 1, 1, GONE, 1),
    "competency.with_standard": (1, 1, 1, 0, F(2, 3)),
    "competency.with_standard_and_pattern": (0, 0, 0, 0, 0),
    "assignment.completion": (ELSEWHERE, F(4, 6), F(4, 6), GONE, F(4, 6)),
    "assignment.weighted_completion": (ELSEWHERE, F(5, 9), F(5, 9), GONE, F(5, 9)),
    # due by the end of June: one early, one late, one overdue
    "assignment.on_time": (ELSEWHERE, F(1, 3), F(1, 3), GONE, F(1, 3)),
    "assignment.quality": (ELSEWHERE, 4, 4, GONE, 4),
    "assignment.cancelled": (ELSEWHERE, 1, 1, 0, 1),
    "roster.learners": (1, 2, 2, 1, 3),
    "roster.teams": (ELSEWHERE, 1, 1, 0, 1),
    "correction.count": (ELSEWHERE, ELSEWHERE, 1, 1, 2),
    "correction.learning_happened": (ELSEWHERE, ELSEWHERE, 1, 1, 1),
    "correction.explained": (ELSEWHERE, ELSEWHERE, 1, 0, F(1, 2)),
    "publication.count": (ELSEWHERE, ELSEWHERE, 1, 0, 1),
    "roster.learners_at_start": (1, 2, 2, 1, 3),
    "roster.average_headcount": (1, 2, 2, 1, 3),
    "roster.person_years": (YEAR, 2 * YEAR, 2 * YEAR, YEAR, 3 * YEAR),
    # only the latest judgement of each condition counts, and what does not apply is in no base
    "conditions.individual": (0, F(1, 4), F(1, 4), GONE, F(1, 4)),
    "conditions.team": (GONE, 1, 1, GONE, 1),
    "conditions.organization": (GONE, GONE, F(1, 2), GONE, F(1, 2)),
    "conditions.publication": (GONE, GONE, 1, GONE, 1),
    "conditions.technical_team": (GONE, GONE, GONE, 1, 1),
    "conditions.learning_media": (GONE, GONE, GONE, 0, 0),
    "conditions.overall": (0, F(5, 8), F(11, 16), F(1, 2), F(5, 8)),
}


def test_what_is_worked_by_hand_here_is_in_the_catalogue() -> None:
    assert set(WORKED) <= {metric.name for metric in lp.catalogue()}


@pytest.mark.parametrize("name", WORKED)
def test_a_metric_reads_what_was_worked_by_hand(result: lp.Rollup, name: str) -> None:
    readings = [result[node, name] for node in NODES]
    assert [one.missing or one.exact for one in readings] == list(WORKED[name])


@pytest.mark.parametrize(
    ("name", "n", "due", "heads"),
    [
        ("kirkpatrick.behaviour", 4, 5, 3),
        ("kirkpatrick.behaviour.change", 1, 5, 1),
        ("learning.relevance", 1, 3, 1),
        ("learning.hours", 3, 3, 2),
        ("career.linked_moves", 1, 2, 1),
        ("assignment.quality", 3, 4, 2),
        ("assignment.on_time", 3, 3, 2),
        ("conditions.learning_media", 1, 2, 0),
        ("innovation.innovator_rate", 3, 3, 3),
    ],
)
def test_a_reading_says_how_much_of_what_was_due_it_rests_on(
    result: lp.Rollup, name: str, n: int, due: int, heads: int
) -> None:
    reading = result["MOF", name]
    assert (reading.n, reading.due, reading.heads) == (n, due, heads)


def test_pooled_and_mean_of_means_differ_and_are_both_there(result: lp.Rollup) -> None:
    pooled, by_learner = (result["MOF", f"kirkpatrick.behaviour{kind}"].exact for kind in ("", ".mean_of_learners"))
    assert (pooled, by_learner) == (F(7, 2), F(19, 6))


def test_a_rule_of_ones_own_has_a_name_of_its_own() -> None:
    half = realised(behaviour_attained, lp.Level.BEHAVIOUR, F(1, 2), "mine.half_way")
    readings = lp.rollup(an_organization(), lp.Evidence.of(_evaluations()), [half, behaviour_realised])
    assert readings["MOF", "mine.half_way"].exact == F(2, 3)
    assert readings["MOF", "kirkpatrick.behaviour.realised"].exact == F(1, 3)
    assert half.label[0].endswith("share of evaluated members at 50% of the scale or above")


def test_nothing_due_yet_is_not_read_as_never_on_time() -> None:
    given = lp.Assignment("t1", team="audit-1", on=day("06-01"), due=day("12-01"))
    done = lp.Assignment("t2", team="audit-1", on=day("06-01"), due=day("12-01"), completed=day("06-02"))
    readings = lp.rollup(an_organization(), lp.Evidence.of([given, done]), until=day("07-01"))
    assert readings["audit-1", "assignment.on_time"].missing is GONE
    assert readings["audit-1", "assignment.completion"].exact == F(1, 2)


def test_an_index_without_a_part_is_missing_unless_it_is_renormalised() -> None:
    parts = lp.catalogue("conditions.individual", "conditions.team")
    whole = lp.Index("mine.whole", label="Whole", unit="share", weights={parts[0]: 3, parts[1]: 1})
    rest = lp.Index("mine.rest", label="Rest", unit="share", weights={parts[0]: 3, parts[1]: 1}, renormalise=True)
    result = lp.rollup(an_organization(), lp.Evidence.of(_units()), [whole, rest])
    assert [result[node, "mine.whole"].exact for node in ("ani", "audit-1")] == [None, F(3 * 1 + 4, 16)]
    assert result["ani", "mine.whole"].missing is PARTS
    assert [result[node, "mine.rest"].exact for node in ("ani", "audit-1")] == [0, F(3 * 1 + 4, 16)]


PUBLISHED_PRE = (6, 9, 7, 7, 2, 13, 7, 10, 4, 7, 9, 8, 8, 8)
PUBLISHED_POST = (7, 12, 13, None, 12, 13, 13, 9, 6, 14, 15, 11, 12, 16)


def test_published_case_o6_a_change_is_of_pairs_and_never_of_unpaired_means() -> None:
    scale = lp.Scale(0, 21)
    pairs = list(zip(PUBLISHED_PRE, PUBLISHED_POST, strict=True))
    everyone = [lp.Learner(f"l{place}") for place in range(len(pairs))]
    organization = lp.Organization.of(
        units=[lp.Unit("course")], learners=everyone, ties=[lp.Placement(one.id, "course") for one in everyone]
    )
    evidence = lp.Evidence.of(
        lp.Evaluation(
            f"{wave.value}-{place}", learner=f"l{place}", level=lp.Level.BEHAVIOUR, score=score, scale=scale,
            activity="c1", wave=wave, on=date(2026, month, 1),
        )
        for place, (before, after) in enumerate(pairs)
        for wave, score, month in ((lp.Wave.BASELINE, before, 1), (lp.Wave.MONTH_3, after, 4))
    )  # fmt: skip
    result = lp.rollup(organization, evidence, lp.catalogue("kirkpatrick.behaviour"))
    change, after = result["course", "kirkpatrick.behaviour.change"], result["course", "kirkpatrick.behaviour"]
    assert (change.exact, change.n, change.due) == (F(55, 13), 13, 14)
    assert change.value == pytest.approx(4.2308, abs=5e-5)
    # the difference of the means of all there were, which is what was printed
    assert (after.exact or 0) - F(sum(PUBLISHED_PRE), 14) == F(153, 13) - F(15, 2) == F(111, 26)


@pytest.fixture(scope="module")
def paper() -> dict[str, lp.Rollup]:
    """One paper by two authors of unit X and one of unit Y, counted in each way."""
    organization = lp.Organization.of(
        units=[lp.Unit("all"), lp.Unit("X"), lp.Unit("Y")],
        learners=[lp.Learner("a"), lp.Learner("b"), lp.Learner("c")],
        ties=[
            lp.Reporting("X", "all"),
            lp.Reporting("Y", "all"),
            lp.Placement("a", "X"),
            lp.Placement("b", "X"),
            lp.Placement("c", "Y"),
        ],
    )
    evidence = lp.Evidence.of([lp.Innovation("paper", on=day("01-01"), contributors=["a", "b", "c"])])
    return {
        counting: lp.rollup(organization, evidence, lp.catalogue("innovation"), counting=counting)
        for counting in ("full", "fractional", "primary")
    }


def test_published_case_o16_full_fractional_and_distinct_counts(paper: dict[str, lp.Rollup]) -> None:
    counts = {
        counting: [result[node, "innovation.count"].exact for node in ("X", "Y", "all")]
        for counting, result in paper.items()
    }
    assert counts["full"] == [1, 1, 1]
    # thirds of a million do not come out even: the first author has the millionth that is over
    assert counts["fractional"] == [F(666_667, 1_000_000), F(333_333, 1_000_000), 1]
    assert counts["primary"] == [1, 0, 1]


def test_published_case_o16_by_units_that_are_the_authors() -> None:
    organization = lp.Organization.of(
        units=[lp.Unit("all"), lp.Unit("X"), lp.Unit("Y")], ties=[lp.Reporting("X", "all"), lp.Reporting("Y", "all")]
    )
    evidence = lp.Evidence.of([lp.Innovation("paper", on=day("01-01"), contributors=["X", "Y"])])
    result = lp.rollup(organization, evidence, lp.catalogue("innovation.count"), counting="fractional")
    assert [result[node, "innovation.count"].exact for node in ("X", "Y", "all")] == [F(1, 2), F(1, 2), 1]
