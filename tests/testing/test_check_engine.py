"""Every bad engine of the zoo is caught by the law that names its sin; ours, and a plain walk, keep them all."""

from collections.abc import Sequence
from datetime import date

import pytest
from hypothesis import Phase

import learnperf as lp
from learnperf.testing import LawBroken, check_engine
from learnperf.testing.engine_check import AGREES, ROLLS_UP

from .engine_zoo import METRICS, ZOO, Plain, attended


@pytest.fixture
def as_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make no case smaller: that takes far longer than finding one, and other tests look at small ones."""
    monkeypatch.setattr("learnperf.testing.law._PHASES", (Phase.generate,))


@pytest.mark.usefixtures("as_drawn")
@pytest.mark.parametrize(("engine", "metric", "law"), ZOO, ids=[type(engine).__name__ for engine, *_ in ZOO])
def test_a_bad_engine_is_caught_by_the_law_that_names_its_sin(engine: Plain, metric: lp.Metric, law: str) -> None:
    with pytest.raises(LawBroken) as caught:
        check_engine(engine, [metric], counting=["full"], structure=["as_was"], max_examples=40)
    assert caught.value.law == law, str(caught.value)
    assert caught.value.subject == type(engine).__name__


def test_a_plain_walk_up_keeps_every_law() -> None:
    check_engine(Plain(), METRICS, counting=["full"], structure=["as_was"], max_examples=3)


def test_our_engines_keep_every_law_in_every_counting_and_structure() -> None:
    check_engine(lp.rollup, max_examples=3)
    check_engine(lp.rollup, [attended], structure=[date(2025, 1, 1)], max_examples=3)


@pytest.mark.usefixtures("as_drawn")
def test_an_engine_that_answers_in_floats_is_held_to_nine_digits() -> None:
    def floats(
        organization: lp.Organization, evidence: lp.Evidence, metrics: Sequence[lp.AnyMetric], /, **asked: object
    ) -> dict[tuple[str, str], float | None]:
        result = lp.rollup(organization, evidence, metrics, **asked)  # type: ignore[arg-type]  # as it was asked
        return {(one.node, one.metric): one.value for one in result}

    check_engine(floats, METRICS, max_examples=3)

    def nearly(*given: object, **asked: object) -> dict[tuple[str, str], float | None]:
        found = floats(*given, **asked)  # type: ignore[arg-type]  # as it was given
        return {key: None if value is None else value * 1.001 for key, value in found.items()}

    with pytest.raises(
        LawBroken, match=r"nearly breaks .*: it reads \d\.00\d for desk\.attended at .*, and \d by"
    ) as caught:
        check_engine(nearly, METRICS, max_examples=10)
    assert caught.value.law == AGREES


def test_missing_of_ours_is_no_value() -> None:
    class Empty(dict[tuple[str, str], object]):
        def __missing__(self, key: tuple[str, str]) -> lp.Missing:
            return lp.Missing()

    with pytest.raises(LawBroken, match=r"it reads no value for desk\.attended at u0, and 0 by learnperf"):
        check_engine(lambda *_, **__: Empty(), METRICS, max_examples=1)


def test_an_engine_that_raises_is_told_with_the_case() -> None:
    with pytest.raises(LawBroken, match=r"it raises NotImplementedError: teams; evidence: .*Participation") as caught:
        check_engine(ZOO[6][0], METRICS, counting=["full"], structure=["as_was"])
    assert caught.value.law == ROLLS_UP
