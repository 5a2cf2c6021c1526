"""Every bad metric of the zoo is caught by the law that names its fault, and every metric of ours passes."""

import pickle
from datetime import date
from fractions import Fraction
from random import Random

import pytest

import learnperf as lp
from learnperf.errors import InvalidValue
from learnperf.metrics.expressions import col
from learnperf.testing import LawBroken, check_metric, laws_for
from learnperf.testing.law import Case, Law, try_law
from learnperf.testing.lift_laws import LAWS as LIFT_LAWS
from learnperf.testing.pairs import renamed, reordered, root_of, under_a_diamond, with_other_evidence_ids
from learnperf.testing.rollup_laws import LAWS as ROLLUP_LAWS
from learnperf.testing.state_laws import LAWS as STATE_LAWS

from .zoo import ZOO

LAWS = {law.name: law for law in (*LIFT_LAWS, *STATE_LAWS, *ROLLUP_LAWS)}


@pytest.mark.parametrize(("metric", "law"), ZOO, ids=lambda one: one.name if isinstance(one, lp.AnyMetric) else "")
def test_a_bad_metric_is_caught_by_the_law_that_names_its_fault(
    metric: lp.AnyMetric, law: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if "the same evidence" not in law:
        # which law it is shows at once; making the case smaller takes most of the time, and has tests of its own
        monkeypatch.setattr("learnperf.testing.law._smallest", lambda *_: None)
    with pytest.raises(LawBroken) as caught:
        check_metric(metric, max_examples=25)
    assert caught.value.law in law.split(" or "), str(caught.value)
    assert caught.value.subject.startswith("zoo.")


@pytest.mark.no_cover  # what runs here runs in the tests below too, and following it would double the time
@pytest.mark.parametrize("metric", lp.catalogue(), ids=lambda metric: metric.name)
def test_every_metric_of_ours_keeps_every_law(metric: lp.AnyMetric) -> None:
    check_metric(metric, max_examples=2)


def test_the_zoo_shows_every_law_that_says_something_about_a_metrics_own_code() -> None:
    # what the engine alone can break is shown by tests of the engine
    of_the_engine = {"order of input", "a diamond counts once", "the naive twin agrees", "JSON round trip"}
    assert len(ZOO) >= 25
    assert {law for _, laws in ZOO for law in laws.split(" or ")} | of_the_engine | {
        "every valid record can be read"
    } == set(LAWS) | {"every valid record can be read"}


def test_laws_are_named_for_what_they_say_something_about() -> None:
    (mean,) = lp.catalogue("kirkpatrick.behaviour.mean_of_learners")
    assert "the naive twin agrees" in laws_for(mean)
    assert "associativity" not in laws_for(mean)
    assert "associativity" in laws_for(mean.parts[0])
    assert "missing is never read as nought" in laws_for(mean.parts[0])


def test_a_message_tells_the_smallest_case_in_words() -> None:
    metric = next(one for one, _ in ZOO if one.name == "zoo.first_by_id")
    with pytest.raises(LawBroken, match="ids of records") as caught:
        check_metric(metric, max_examples=25)
    assert "e0 (Evaluation on 2024-03-15)" in caught.value.message
    copy = pickle.loads(pickle.dumps(caught.value))  # noqa: S301 -- our own bytes
    assert (copy.law, copy.subject, str(copy)) == (caught.value.law, caught.value.subject, str(caught.value))


def _case(*records: lp.Record) -> Case:
    organization = lp.Organization.of(
        units=[lp.Unit("top"), lp.Unit("arm-0")],
        learners=[lp.Learner("ani")],
        ties=[lp.Reporting("arm-0", "top", since=date(2020, 1, 1)), lp.Placement("ani", "arm-0")],
    )
    return Case(organization, lp.Evidence.of(records))


@pytest.mark.parametrize(
    ("law", "changed"),
    [
        ("order of input", "with records and ties in another order"),
        ("a diamond counts once", "two ways lead up"),
        ("the naive twin agrees", "the plain walk"),
    ],
)
def test_laws_that_only_an_engine_can_break_say_so(law: str, changed: str, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter(range(100))

    class Wrong:
        def __iter__(self) -> object:
            number = Fraction(next(answers))
            return iter([lp.Reading(
                node=node, metric="m", period="all", value=0.0, missing=lp.MissingReason.NONE, exact=number,
                n=1, heads=1, due=1, unit="x", version="1", counting="full", structure="as_was",
            ) for node in ("top", "top+", "arm-0")])  # fmt: skip

    monkeypatch.setattr("learnperf.testing.rollup_laws.rollup", lambda *_, **__: Wrong())
    metric = lp.Metric("m", label="m", unit="x", evidence=lp.Innovation, state=lp.Count, lift={"count": 1})
    if law == "a diamond counts once":
        monkeypatch.setattr("learnperf.testing.rollup_laws._figures", lambda *_: _Rising())
    with pytest.raises(LawBroken, match=changed):
        LAWS[law].holds(metric, _case())


class _Rising(dict[tuple[str, str], tuple[object, int, int, int]]):
    """Figures that differ between the old root and the new one."""

    def __init__(self) -> None:
        super().__init__({("top+", "all"): (lp.Missing(), 1, 1, 1), ("top", "all"): (lp.Missing(), 2, 2, 2)})


def test_a_rollup_that_fails_breaks_the_law_that_asked_for_it() -> None:
    def fails(records: object) -> int:
        raise RuntimeError(f"{records!r:.0}on purpose")

    metric = lp.Opaque("m", label="m", unit="x", evidence=lp.Innovation, function=fails)
    idea = lp.Innovation("i1", contributors=["ani"], on=date(2026, 1, 1))
    with pytest.raises(LawBroken, match="a rollup of valid evidence fails: metric m failed"):
        LAWS["order of input"].holds(metric, _case(idea))


def test_pairs_say_the_same_in_other_words() -> None:
    idea = lp.Innovation("i1", contributors=["ani"], on=date(2026, 1, 1))
    taken = lp.Adoption("a1", on=date(2026, 2, 1), unit="arm-0", innovation="i1")
    mended = lp.Correction("c1", on=date(2026, 2, 1), unit="arm-0", because_of=["i1", "elsewhere"])
    later = lp.Innovation("i2", contributors=["ani"], on=date(2026, 1, 1), supersedes="i1")
    case = _case(idea, taken, mended, later)
    other = with_other_evidence_ids(case.evidence, {"i1": "x", "i2": "y", "a1": "z", "c1": "c"})
    assert {record.id for record in other} == {"y", "z", "c"}
    assert other.records["c"].because_of == ("x", "elsewhere")  # type: ignore[union-attr]  # a correction
    named, about = renamed(case.organization, case.evidence, {"ani": "budi"})
    assert "budi" in named
    assert about.records["i2"].subjects == (("budi", 1_000_000),)
    same, _ = reordered(case.organization, case.evidence, Random(3))  # noqa: S311 -- not a secret
    assert set(same.ties) == set(case.organization.ties)
    larger, root = under_a_diamond(case.organization)
    assert (root, root_of(larger)) == ("top+", "top+")


def test_a_law_broken_now_and_then_is_an_answer_that_changes() -> None:
    calls = iter(range(10_000))

    def holds(metric: lp.AnyMetric, _: Case) -> None:
        if next(calls) in {0, 2}:
            raise LawBroken("now and then", metric.name, "this time it is")

    law = Law("now and then", holds, lambda _: True)
    with pytest.raises(LawBroken, match="does not answer alike; once, this time it is") as caught:
        try_law(law, lp.catalogue("innovation.count")[0], 5)
    assert caught.value.law == "the same evidence, the same answer"


def test_a_law_broken_once_is_told_as_it_was_seen() -> None:
    calls = iter(range(10_000))

    def holds(metric: lp.AnyMetric, _: Case) -> None:
        if next(calls) == 0:
            raise LawBroken("once", metric.name, "never again")

    with pytest.raises(LawBroken, match="never again"):
        try_law(Law("once", holds, lambda _: True), lp.catalogue("innovation.count")[0], 5)


def test_a_state_that_comes_back_from_json_as_another_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("learnperf.testing.state_laws.state_from_json", lambda *_: lp.Count(7))
    with pytest.raises(LawBroken, match=r"Count\(count=0\) comes back from JSON as Count\(count=7\)"):
        LAWS["JSON round trip"].holds(lp.catalogue("innovation.count")[0], _case())


def test_a_root_that_changes_has_nothing_to_be_put_above() -> None:
    day = date(2025, 1, 1)
    organization = lp.Organization.of(
        units=[lp.Unit("old", since=date(2000, 1, 1)), lp.Unit("new", since=date(2000, 1, 1))],
        ties=[lp.Reporting("new", "old", until=day), lp.Reporting("old", "new", since=day)],
    )
    with pytest.raises(InvalidValue, match="one root after the other"):
        under_a_diamond(organization)


def test_a_metric_of_expressions_is_checked_like_one_of_functions() -> None:
    metric = lp.Metric(
        "mine.score_or_one", label="m", unit="x", evidence=lp.Evaluation, state=lp.Ratio,
        lift={"numerator": col("score").is_present(), "denominator": 1},
    )  # fmt: skip
    check_metric(metric, max_examples=5)
