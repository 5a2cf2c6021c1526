"""May it be aggregated: agreement in every group with its verdict, and whether groups differ."""

from collections.abc import Mapping, Sequence
from datetime import date

import pytest
from attrs import frozen
from hypothesis import given, settings

import learnperf as lp
from learnperf.testing import organization_and_evidence

BEHAVIOUR, RESULTS = "kirkpatrick.behaviour", "kirkpatrick.results"
TEAMS = {"audit": [4, 4, 5, 3], "tax": [2, 3, 2], "data": [5, 5, 4, 5, 4]}


def teamed(
    teams: Mapping[str, Sequence[int]], scale: Mapping[str, lp.Scale] | None = None, **also: str
) -> tuple[lp.Organization, lp.Evidence]:
    """Make teams of learners with a score each; ``also`` puts learners, by id, into another team."""
    people = {f"{team}{at}": (team, score) for team, scores in teams.items() for at, score in enumerate(scores)}
    organization = lp.Organization.of(
        units=[lp.Unit("MOF")],
        teams=map(lp.Team, teams),
        learners=map(lp.Learner, people),
        ties=[
            *(lp.Sponsorship(team, "MOF") for team in teams),
            *(lp.Membership(who, team) for who, (team, _) in people.items()),
            *(lp.Membership(who, team) for who, team in also.items()),
        ],
    )
    evidence = lp.Evidence.of(
        lp.Evaluation(
            who,
            learner=who,
            level=lp.Level.BEHAVIOUR,
            score=score,
            scale=(scale or {}).get(team, lp.LIKERT_5),
            on=date(2026, 6, 30),
        )
        for who, (team, score) in people.items()
    )
    return organization, evidence


def judged(
    teams: Mapping[str, Sequence[int]], scale: Mapping[str, lp.Scale] | None = None, **also: str
) -> lp.Aggregation:
    return lp.may_aggregate(lp.rollup(*teamed(teams, scale, **also), lp.catalogue(BEHAVIOUR)), BEHAVIOUR)


def test_every_team_has_the_figures_worked_out_for_it() -> None:
    found = judged(TEAMS)
    assert [one.node for one in found] == ["audit", "data", "tax"]
    assert [one.n for one in found] == [4, 5, 3]
    assert [one.mean for one in found] == pytest.approx([4, 4.6, 7 / 3])
    assert [one.rwg for one in found] == pytest.approx([2 / 3, 0.85, 5 / 6])
    assert [one.deviation for one in found] == pytest.approx([0.5, 0.48, 4 / 9])
    assert [one.deviation_from_median for one in found] == pytest.approx([0.5, 0.4, 1 / 3])
    assert found["data"].a_wg is None
    assert found.between is not None
    assert found.between.icc1 == pytest.approx(0.7223219629, abs=1e-10)
    assert found.between.icc2 == pytest.approx(0.9123204837, abs=1e-10)
    assert (found.options, found.shared, found.left_out, len(found)) == (5, 0, (), 3)


def test_unequal_groups_have_the_convention_asked_for() -> None:
    result = lp.rollup(*teamed(TEAMS), lp.catalogue(BEHAVIOUR))
    found = lp.may_aggregate(result, BEHAVIOUR, size=lp.GroupSize.K0)
    assert found.between is not None
    assert found.between.icc1 == pytest.approx(0.7265248796, abs=1e-10)


def test_indexes_that_contradict_one_another_are_said_to() -> None:
    verdicts = {one.node: one.verdict for one in judged({**TEAMS, "split": [1, 5, 1, 5], "alone": [3]})}
    assert verdicts == {
        "audit": lp.Verdict.CONTRADICT,
        "data": lp.Verdict.AGREE,
        "tax": lp.Verdict.AGREE,
        "split": lp.Verdict.DISAGREE,
        "alone": lp.Verdict.UNKNOWN,
    }


def test_nothing_is_withheld_where_members_disagree() -> None:
    (found,) = judged({"split": [1, 5, 1, 5]})
    assert (found.mean, found.rwg, found.n) == (3, 0, 4)
    assert found.r_star == pytest.approx(1 - (16 / 3) / 2)


def test_cutoffs_are_the_users() -> None:
    data = teamed({"audit": [4, 4, 5, 3]})
    result = lp.rollup(*data, lp.catalogue(BEHAVIOUR))
    easy = lp.Cutoffs(rwg=0.6, a_wg=0.6)
    assert lp.may_aggregate(result, BEHAVIOUR, cutoffs=easy)["audit"].verdict is lp.Verdict.AGREE
    hard = lp.Cutoffs(average_deviation=0.4)
    assert lp.may_aggregate(result, BEHAVIOUR, cutoffs=hard)["audit"].verdict is lp.Verdict.DISAGREE


def test_it_prints_as_a_table_with_advice_in_both_languages() -> None:
    found = judged({**TEAMS, "alone": [3]})
    text = str(found)
    assert "ICC(1)" in text
    assert "1 of 4: indexes contradict one another" in text
    assert "one alone agrees with nobody" in text
    indonesian = found.said("id")
    assert "rata-rata dapat mewakili kelompok" in indonesian
    assert "dapat dibedakan" in indonesian
    assert len(text.splitlines()) == len(indonesian.splitlines()) == 2 + 4 + 3 + 1
    for verdict in lp.Verdict:
        assert verdict.label() != verdict.label("id")
        assert verdict.advice() != verdict.advice("id")


def test_groups_that_differ_by_chance_are_not_to_be_ranked() -> None:
    for team in ([2, 4, 3], [3, 4, 4]):
        assert "do not rank groups" in str(judged({"a": team, "b": [3, 4, 2, 3]}))
    assert "ICC" not in str(judged({"a": [3, 3], "b": [3, 3]}))


def test_members_of_several_groups_are_counted() -> None:
    found = judged(TEAMS, audit0="tax")
    assert (found.shared, found["tax"].n) == (1, 4)
    assert "1 members belong to several groups" in str(found)


def test_groups_judged_on_another_scale_are_left_out_and_named() -> None:
    found = judged(TEAMS, {"tax": lp.LIKERT_7})
    assert (found.left_out, len(found)) == (("tax",), 2)
    assert "1 groups left out" in str(found)


def test_scores_on_another_scale_are_in_its_units() -> None:
    quarters = lp.Scale(0, 10, "2.5")
    organization, evidence = teamed({"audit": [4, 4, 5, 3]})
    rescaled = lp.Evidence.of(
        lp.Evaluation(
            one.id, learner=one.learner, level=one.level, score=2.5 * (one.steps or 0), scale=quarters, on=one.on
        )
        for one in evidence.of_kind(lp.Evaluation)
    )
    found = lp.may_aggregate(lp.rollup(organization, rescaled, lp.catalogue(BEHAVIOUR)), BEHAVIOUR)["audit"]
    assert (found.mean, found.deviation) == (7.5, 0.5)
    assert found.rwg == pytest.approx(2 / 3)


def test_several_metrics_are_items() -> None:
    organization, evidence = teamed({"audit": [4, 4, 5, 3]})
    more = [
        lp.Evaluation(f"r{at}", learner=f"audit{at}", level=lp.Level.RESULTS, score=score, on=date(2026, 6, 30))
        for at, score in enumerate([3, 5, 4])
    ]
    result = lp.rollup(organization, lp.Evidence.of([*evidence, *more]), lp.catalogue("kirkpatrick"))
    found = lp.may_aggregate(result, [BEHAVIOUR, RESULTS])
    table: list[list[float | None]] = [[4, 3], [4, 5], [5, 4], [3, None]]
    assert found.metrics == (BEHAVIOUR, RESULTS)
    assert found["audit"].rwg == pytest.approx(lp.rwg_j(table, 5))
    assert found["audit"].mean == pytest.approx((3.5 + 4.5 + 4.5 + 3) / 4)


@frozen
class Kept:
    """An organization with its evidence, as a loaded folder holds them."""

    organization: lp.Organization
    evidence: lp.Evidence


def test_data_are_rolled_up_where_there_is_no_result_yet() -> None:
    assert lp.may_aggregate(Kept(*teamed(TEAMS)), BEHAVIOUR, "team").groups == judged(TEAMS).groups


def test_units_and_staged_means_and_periods_can_be_asked() -> None:
    result = lp.rollup(*teamed(TEAMS), lp.catalogue(BEHAVIOUR), by="quarter")
    label = result.periods[0].label
    found = lp.may_aggregate(result, f"{BEHAVIOUR}.mean_of_learners", lp.NodeKind.UNIT, period=label)
    assert (found["MOF"].n, found.between) == (12, None)
    with pytest.raises(lp.UnknownName):
        lp.may_aggregate(result, BEHAVIOUR, period="never")


def test_no_members_make_no_groups() -> None:
    found = lp.may_aggregate(lp.rollup(*teamed({"empty": []}), lp.catalogue(BEHAVIOUR)), BEHAVIOUR)
    assert (len(found), found.options, found.between, found.advice()) == (0, 0, None, ())


def test_what_has_no_members_or_no_scores_is_refused() -> None:
    result = lp.rollup(*teamed(TEAMS), [*lp.catalogue("kirkpatrick"), *lp.catalogue("innovation.count")])
    for metric in ("innovation.count", f"{BEHAVIOUR}.change", f"{BEHAVIOUR}.attained"):
        with pytest.raises(lp.InvalidValue, match="no mean of scores"):
            lp.may_aggregate(result, metric)
    for metrics, level in ((BEHAVIOUR, "learner"), ((), "team")):
        with pytest.raises(lp.InvalidValue, match="no members"):
            lp.may_aggregate(result, metrics, level)


def test_plain_numbers_without_a_scale_are_refused() -> None:
    plain = lp.Metric(
        "mine.plain",
        label="Plain",
        unit="points",
        evidence=lp.Evaluation,
        state=lp.Mean,
        lift={"n": 1, "total": lp.col("level"), "scale_low": 0, "scale_high": 0},
    )
    with pytest.raises(lp.InvalidValue, match="without a scale"):
        lp.may_aggregate(lp.rollup(*teamed(TEAMS), [plain]), "mine.plain")


@settings(max_examples=25, deadline=None)
@given(organization_and_evidence())
def test_every_group_with_a_member_of_value_is_there(drawn: tuple[lp.Organization, lp.Evidence]) -> None:
    result = lp.rollup(*drawn, lp.catalogue(BEHAVIOUR))
    for level in (lp.NodeKind.TEAM, lp.NodeKind.UNIT):
        found = lp.may_aggregate(result, BEHAVIOUR, level)
        for one in found:
            assert one.n > 0
            assert (one.verdict is lp.Verdict.UNKNOWN) == (one.n == 1) == (one.rwg is None)
            reading = result[one.node, f"{BEHAVIOUR}.mean_of_learners"]
            if reading.value is not None:
                assert one.mean == pytest.approx(reading.value)
