"""Work in threads gives what one thing after the other gives, in the same order, with the same errors."""

from collections.abc import Iterator
from threading import Barrier, Event, active_count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import learnperf as lp
from learnperf.rollup import placing, pooling, threads
from learnperf.rollup.threads import ahead, both
from learnperf.testing import organization_and_evidence

# laws are after answers: other tests run every line, and following them here would double the time
pytestmark = pytest.mark.no_cover


@given(st.lists(st.integers(), max_size=8))
def test_it_gives_what_map_gives(items: list[int]) -> None:
    assert list(ahead(str, items)) == list(map(str, items))


def test_the_next_item_is_made_ready_while_one_is_used() -> None:
    begun = [Event() for _ in range(3)]

    def work(item: int) -> int:
        begun[item].set()
        return item

    several = ahead(work, range(3))
    assert next(several) == 0
    assert begun[1].wait(10)
    assert not begun[2].is_set()
    assert list(several) == [1, 2]


def test_an_error_comes_where_the_item_would() -> None:
    def items() -> Iterator[int]:
        yield 4
        yield 0

    several = ahead(lambda item: 12 // item, items())
    assert next(several) == 3
    with pytest.raises(ZeroDivisionError):
        next(several)


def test_who_stops_early_leaves_no_thread_behind() -> None:
    before = active_count()
    several = ahead(str, range(1000))
    next(several)
    assert isinstance(several, Iterator)
    del several
    assert active_count() == before


@pytest.mark.parametrize("size", [0, threads.WORTHWHILE])
def test_of_two_things_each_gives_its_own(size: int) -> None:
    assert both(size, lambda: "first", lambda: 2) == ("first", 2)


def test_large_things_are_done_side_by_side() -> None:
    met = Barrier(2, timeout=10)
    assert sorted(both(threads.WORTHWHILE, met.wait, met.wait)) == [0, 1]


@pytest.mark.parametrize("size", [0, threads.WORTHWHILE])
def test_an_error_of_either_is_the_answer(size: int) -> None:
    for first, second in ((lambda: 1, lambda: 1 // 0), (lambda: 1 // 0, lambda: 1)):
        with pytest.raises(ZeroDivisionError):
            both(size, first, second)


@settings(max_examples=30, deadline=None)
@given(
    organization_and_evidence(),
    st.integers(1, 3),
    st.sampled_from([None, lp.By.YEAR]),
    st.sampled_from(lp.Counting),
)
def test_evidence_in_blocks_and_threads_gives_the_readings_of_all_at_once(
    drawn: tuple[lp.Organization, lp.Evidence], together: int, by: lp.By | None, counting: lp.Counting
) -> None:
    metrics = lp.catalogue("kirkpatrick.behaviour", "innovation", "learning", "roster")
    whole = lp.rollup(*drawn, metrics, by=by, counting=counting)
    with pytest.MonkeyPatch.context() as patched:
        for module in (placing, pooling):
            patched.setattr(module, "TOGETHER", together)
        patched.setattr(threads, "WORTHWHILE", 0)
        in_blocks = lp.rollup(*drawn, metrics, by=by, counting=counting)
    assert list(in_blocks) == list(whole)
