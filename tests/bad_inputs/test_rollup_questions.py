"""Bad inputs 12, 15-17, 59 and 61 in a rollup: what counts where nothing fits, and metrics that misbehave."""

from datetime import date
from typing import Any, cast

import pytest
from attrs import frozen

import learnperf as lp

from .table import Way, shows

API = Way.API
DAY = date(2026, 6, 30)


@pytest.fixture
def office() -> lp.Organization:
    return lp.Organization.of(
        units=[lp.Unit("MOF"), lp.Unit("DJP")],
        teams=[lp.Team("red"), lp.Team("green"), lp.Team("blue")],
        learners=[lp.Learner("ani"), lp.Learner("budi")],
        ties=[
            lp.Reporting("DJP", "MOF"),
            *(lp.Membership("budi", team, share="0.333333") for team in ("red", "green", "blue")),
            *(lp.Sponsorship(team, "DJP") for team in ("red", "green", "blue")),
            lp.Placement("ani", "DJP", since=date(2024, 1, 1), until=date(2025, 1, 1)),
            lp.Placement("ani", "DJP", since=date(2026, 1, 1), until=date(2026, 7, 1)),
        ],
    )


def _ideas(learner: str, *days: date) -> lp.Evidence:
    return lp.Evidence.of(lp.Innovation(f"i{day}", contributors=[learner], on=day) for day in days)


@shows(12, "three shares of a third", way=API)
def test_three_times_a_third_leaves_one_millionth_that_is_reported(office: lp.Organization) -> None:
    result = lp.rollup(office, _ideas("budi", DAY), lp.catalogue("innovation.count"), counting="fractional")
    assert result.unallocated == {"budi": 1}
    assert result["DJP", "innovation.count"].value == 0.999999
    assert result["budi", "innovation.count"].value == 1


@shows(15, "gap and return", way=API)
@shows(16, "evidence before ties", "evidence in a gap", way=API)
def test_a_gap_and_a_return_and_what_lies_outside_them(office: lp.Organization) -> None:
    before, inside, gap, back = date(2023, 12, 31), date(2024, 1, 1), date(2025, 1, 1), date(2026, 1, 1)
    result = lp.rollup(office, _ideas("ani", before, inside, gap, back), lp.catalogue("innovation.count"))
    assert [one.evidence for one in result.contributions("MOF", "innovation.count")] == [f"i{inside}", f"i{back}"]
    assert result.accounting.unattached_ids == (f"i{before}", f"i{gap}")
    assert result["ani", "innovation.count"].n == 4


@shows(17, "evidence on the day until", way=API)
def test_evidence_on_the_until_day_of_a_tie_or_a_period_is_outside(office: lp.Organization) -> None:
    ends = date(2026, 7, 1)
    result = lp.rollup(office, _ideas("ani", DAY, ends), lp.catalogue("innovation.count"))
    assert (result["DJP", "innovation.count"].n, result["ani", "innovation.count"].n) == (1, 2)
    assert result.accounting.unattached_ids == (f"i{ends}",)
    cut = lp.rollup(office, _ideas("ani", DAY, ends), lp.catalogue("innovation.count"), until=ends)
    assert (cut.accounting.outside, cut["ani", "innovation.count"].n) == (1, 1)


@frozen
class Greedy(lp.Count):
    """A state of somebody else's metric."""


def _raises(record: lp.Innovation) -> lp.Count:
    raise ZeroDivisionError(record.id)


def _mutates(record: lp.Innovation) -> lp.Count:
    record.id = "stolen"  # type: ignore[misc]  # the point of the test
    return lp.Count(1)


def _mutates_contributors(record: lp.Innovation) -> lp.Count:
    record.contributors["ani"] = 2  # type: ignore[index]  # the point of the test
    return lp.Count(1)


MISBEHAVING: dict[str, tuple[Any, str]] = {
    "raises": (_raises, "ZeroDivisionError"),
    "gives_a_number": (lambda _: 1, "gave int"),
    "gives_text": (lambda _: "1", "gave str"),
    "gives_another_state": (lambda _: lp.Sum(1), "gave Sum"),
    "gives_a_state_that_reads_otherwise": (lambda _: Greedy(1), "gave Greedy"),
    "gives_not_a_number": (lambda _: lp.Count(float("nan")), "is not a whole number"),  # type: ignore[arg-type]
    "mutates_its_input": (_mutates, "FrozenInstanceError"),
    "mutates_what_its_input_holds": (_mutates_contributors, "TypeError"),
}


@shows(
    59,
    "lift that raises",
    "lift of another type",
    "lift that gives NaN",
    "lift that changes its input",
    way=API,
)
@pytest.mark.parametrize("engine", ["memory", "naive"])
@pytest.mark.parametrize("name", MISBEHAVING)
def test_a_metric_that_misbehaves_is_named_with_the_evidence(office: lp.Organization, name: str, engine: str) -> None:
    function, said = MISBEHAVING[name]
    metric = lp.Metric(
        f"mine.{name}", label=name, unit="ideas", evidence=lp.Innovation, state=lp.Count, function=function
    )
    evidence = _ideas("ani", DAY)
    with pytest.raises(lp.MetricFailed, match=rf"mine\.{name} .*i2026-06-30.*{said}|mine\.{name} {said}.*i2026-06-30"):
        lp.rollup(office, evidence, [metric], engine=engine)
    # nothing was changed, and the others can still be read
    assert lp.rollup(office, evidence, lp.catalogue("innovation.count"))["MOF", "innovation.count"].value == 1


@pytest.mark.parametrize("engine", ["memory", "naive"])
@pytest.mark.parametrize(
    ("answer", "said"), [(float("nan"), "NaN"), (float("inf"), "Infinity"), ("4", "gave str"), (None, "gave NoneType")]
)
def test_an_opaque_metric_that_gives_no_number_is_named_with_its_evidence(
    office: lp.Organization,
    answer: object,
    said: str,
    engine: str,
) -> None:
    metric = lp.Opaque(
        "mine.odd", label="odd", unit="ideas", evidence=lp.Innovation, function=lambda _: cast("int", answer)
    )
    with pytest.raises(lp.MetricFailed, match=rf"mine\.odd .*1 pieces? of evidence.* i2026-06-30.*{said}"):
        lp.rollup(office, _ideas("ani", DAY), [metric], engine=engine)


@pytest.mark.parametrize("engine", ["memory", "naive"])
def test_an_opaque_metric_gets_a_list_of_its_own(office: lp.Organization, engine: str) -> None:
    def count_and_clear(records: Any) -> int:  # noqa: ANN401 -- it takes what it gets as a list, which is the point
        size = len(records)
        records.clear()
        return size

    metric = lp.Opaque("mine.clears", label="clears", unit="ideas", evidence=lp.Innovation, function=count_and_clear)
    result = lp.rollup(office, _ideas("ani", DAY), [metric], engine=engine)
    assert [result[node, "mine.clears"].value for node in ("ani", "DJP", "MOF")] == [1, 1, 1]


@shows(60, "one name registered twice", way=API)
def test_two_metrics_of_one_name_in_one_rollup_are_refused_even_as_parts(office: lp.Organization) -> None:
    def named(state: type[lp.State], lift: dict[str, int]) -> lp.Metric:
        return lp.Metric("mine.same", label="same", unit="ideas", evidence=lp.Innovation, state=state, lift=lift)

    one, other = named(lp.Count, {"count": 1}), named(lp.Sum, {"total": 2})
    (people,) = lp.catalogue("roster.learners")
    rate = lp.RatioOf("mine.rate", label="rate", unit="ideas", numerator=other, denominator=people)
    asked: list[list[lp.AnyMetric]] = [[one, other], [one, rate]]
    for several in asked:
        with pytest.raises(lp.MetricDefinitionError, match=r"mine\.same is the name of two metrics"):
            lp.rollup(office, metrics=several)
    assert lp.rollup(office, metrics=[other, rate])["MOF", "mine.rate"].value == 0


@shows(61, "unknown metric", "unknown node", way=API)
def test_unknown_names_are_answered_with_the_nearest(office: lp.Organization) -> None:
    result = lp.rollup(office, metrics=lp.catalogue("kirkpatrick"))
    with pytest.raises(lp.UnknownName, match="unknown node 'DPJ'; nearest: DJP"):
        result["DPJ", "kirkpatrick.behaviour"]
    with pytest.raises(lp.UnknownName, match=r"unknown metric 'kirkpatrick.behavior'; nearest: kirkpatrick\.behaviour"):
        result["DJP", "kirkpatrick.behavior"]
    with pytest.raises(lp.UnknownName, match=r"nearest: kirkpatrick\.behaviour"):
        lp.catalogue("kirkpatrick.behavior")
