"""Laws of lifting: what a metric may make of one record, and what it may look at."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from copy import deepcopy
from itertools import count
from types import FrameType
from typing import Any, cast

from learnperf.metrics.algebra import State
from learnperf.metrics.metric import AnyMetric, Metric, Opaque
from learnperf.model.collection import Evidence
from learnperf.model.evidence import (
    Assignment,
    ConditionJudgement,
    Evaluation,
    Participation,
    Record,
)
from learnperf.model.scales import LIKERT_5, PERCENT, Scale
from learnperf.model.vocabulary import Fulfilment
from learnperf.testing.law import Case, Law, LawBroken
from learnperf.testing.pairs import changed, renamed
from learnperf.testing.pieces import READABLE, has_states, lift_case

# what can be missing from a record that is there, and some of what it may be
MEASURED: Mapping[type[Record], tuple[str, tuple[object, ...]]] = {
    Evaluation: ("score", (1, 2, 3, 4, 5)),
    Assignment: ("quality", (1, 2, 3, 4, 5)),
    Participation: ("hours", (0, 1, 8)),
    ConditionJudgement: ("fulfilment", (Fulfilment.NOT_MET, Fulfilment.PARTLY, Fulfilment.MET)),
}
_NUMBERS = count()
# calls of C that answer otherwise another time
_OUTSIDE = {
    **dict.fromkeys(("date.today", "datetime.now", "datetime.utcnow", "datetime.today"), "the clock"),
    **dict.fromkeys(("time", "time_ns", "monotonic", "perf_counter", "localtime", "gmtime"), "the clock"),
    **dict.fromkeys(("Random.random", "Random.getrandbits", "Random.seed", "urandom"), "chance"),
    **dict.fromkeys(("open", "listdir", "scandir"), "files"),
}


def _asks_the_evidence_alone(metric: AnyMetric, case: Case) -> None:
    law = ASKS_THE_EVIDENCE_ALONE
    function = _function_of(metric)
    for given in _questions(metric, case):
        with _watched() as asked:
            _call(metric, function, given)
        if asked:
            what, name = asked[0]
            raise LawBroken(law, metric.name, f"it asks {what} ({name}), so the same evidence reads otherwise later")


def _answers_alike(metric: AnyMetric, case: Case) -> None:
    law = ANSWERS_ALIKE
    function = _function_of(metric)
    # nodes nobody has seen yet: a function that remembers may know the others from an earlier case
    names = {node: f"{node}-{next(_NUMBERS)}" for node in case.organization}
    several = list(_questions(metric, Case(*renamed(case.organization, case.evidence, names))))
    first = [_call(metric, function, one) for one in several]
    again = [_call(metric, function, one) for one in reversed(several)][::-1]
    for given, before, after in zip(several, first, again, strict=True):
        if before != after:
            who = given.id if isinstance(given, Record) else f"{len(given)} records"
            message = f"asked about {who} it gives {before} first and {after} later, after other records"
            raise LawBroken(law, metric.name, message)


def _leaves_records_alone(metric: AnyMetric, case: Case) -> None:
    law = LEAVES_RECORDS_ALONE
    function = _function_of(metric)
    for given in deepcopy(list(_questions(metric, case))):
        before: object = deepcopy(given)
        _call(metric, function, given)
        if given != before:
            what = given.id if isinstance(given, Record) else "the list of records"
            raise LawBroken(law, metric.name, f"it changes {what}, which it is only lent")


def _reads_no_missing_value(metric: AnyMetric, case: Case) -> None:
    leaf = cast("Metric", metric)
    name, values = MEASURED[cast("type[Record]", leaf.evidence)]
    for record in case.evidence:
        if isinstance(record, leaf.evidence):
            plain = _variant(record, name, values[0], LIKERT_5)
            missing, *given = _states_of(leaf, case, plain, name, (None, *values))
            if missing is not None and not _all_alike(given):
                message = f"{record.id} without {name} counts as {_columns(missing)}, as if it had been given"
                raise LawBroken(MISSING_IS_NEVER_NOUGHT, metric.name, f"{message}: give Missing()")


def _keeps_scales_apart(metric: AnyMetric, case: Case) -> None:
    leaf = cast("Metric", metric)
    name, values = MEASURED[cast("type[Record]", leaf.evidence)]
    for record in case.evidence:
        if isinstance(record, leaf.evidence):
            plain = _variant(record, name, values[0], LIKERT_5)
            other = _variant(record, name, values[0], PERCENT)
            here = _states_of(leaf, case, plain, name, values)
            if _all_alike(here):
                return
            scores, steps = values, tuple(cast("int", value) - 1 for value in values)
            for alike, given in (("scores", scores), ("steps", steps)):
                if _states_of(leaf, case, other, name, given) == here:
                    message = (
                        f"{record.id} counts alike on a scale of 1 to 5 and on one of 0 to 100 where the {alike} are "
                        "the same: 5 of 5 is not 5 of 100; keep the scale in the state (Mean.of_one(steps, scale))"
                    )
                    raise LawBroken(SCALES_ARE_KEPT_APART, metric.name, message)


def _states_of(metric: Metric, case: Case, record: Record, name: str, values: tuple[object, ...]) -> list[State | None]:
    """Lift variants of a record that differ in one value; None where the metric observes nothing."""
    variants = [changed(record, {"id": f"v{place}", name: value}) for place, value in enumerate(values)]
    # activities are left out: what a record does not say, such as hours, may be known of its activity
    pieces, _ = lift_case(metric, Case(case.organization, Evidence.of(variants)))
    states = {piece.id: piece.state for piece in pieces}
    return [states.get(variant.id) for variant in variants]


def _variant(record: Record, name: str, value: object, scale: Scale) -> Record:
    """Give a record that stands alone, with a value on a scale where its kind has scales."""
    scaled = {"scale": scale} if isinstance(record, Evaluation | Assignment) else {}
    # a judgement is in words or on a scale, never both
    others = {"score": None} if isinstance(record, ConditionJudgement) else {}
    return changed(record, {"supersedes": None, **scaled, **others, name: value})


def _all_alike(states: Sequence[object]) -> bool:
    return all(state == states[0] for state in states)


def _columns(state: State) -> str:
    return ", ".join(f"{one.name} {getattr(state, one.name)}" for one in state.COLUMNS if "scale" not in one.name)


def _questions(metric: AnyMetric, case: Case) -> Iterator[Any]:
    """Iterate over what the metric's function is called with: one record, or for an opaque metric all of them."""
    kind = cast("Metric | Opaque", metric).evidence
    records = [record for record in case.evidence if isinstance(record, kind)]
    if isinstance(metric, Metric):
        yield from records
    elif records:
        yield records


def _call(metric: AnyMetric, function: Callable[[Any], object], given: object) -> object:
    try:
        return function(given)
    except Exception as error:
        which = given.id if isinstance(given, Record) else "the records of a node"
        raise LawBroken(READABLE, metric.name, f"{which} makes it raise {type(error).__name__}: {error}") from error


@contextmanager
def _watched() -> Iterator[list[tuple[str, str]]]:
    """Note every call that asks something outside: the clock, chance, files."""
    asked: list[tuple[str, str]] = []

    # no cover: while Python runs this function it measures nothing
    def note(frame: FrameType, event: str, called: Any) -> None:  # noqa: ANN401 # pragma: no cover -- given anything
        # the machinery that draws the cases looks at the clock now and then
        if event == "c_call" and not str(frame.f_globals.get("__name__")).startswith("hypothesis"):
            for name in (getattr(called, "__qualname__", ""), getattr(called, "__name__", "")):
                if name in _OUTSIDE and (name != "open" or called is open):
                    asked.append((_OUTSIDE[name], name))
                    return

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        yield asked
    finally:
        sys.setprofile(before)


def _function_of(metric: AnyMetric) -> Callable[[Any], object]:
    return cast("Callable[[Any], object]", cast("Metric | Opaque", metric).function)


def _is_a_function(metric: AnyMetric) -> bool:
    return isinstance(metric, Opaque) or (isinstance(metric, Metric) and metric.function is not None)


def _reads_what_may_be_missing(metric: AnyMetric) -> bool:
    return has_states(metric) and cast("Metric", metric).evidence in MEASURED


def _reads_scores(metric: AnyMetric) -> bool:
    return has_states(metric) and cast("Metric", metric).evidence in {Evaluation, Assignment}


ASKS_THE_EVIDENCE_ALONE = "a metric asks the evidence alone"
ANSWERS_ALIKE = "the same evidence, the same answer"
LEAVES_RECORDS_ALONE = "lift leaves records alone"
MISSING_IS_NEVER_NOUGHT = "missing is never read as nought"
SCALES_ARE_KEPT_APART = "scores of two scales are kept apart"

LAWS: tuple[Law, ...] = (
    Law(LEAVES_RECORDS_ALONE, _leaves_records_alone, _is_a_function),
    Law(ASKS_THE_EVIDENCE_ALONE, _asks_the_evidence_alone, _is_a_function),
    Law(ANSWERS_ALIKE, _answers_alike, _is_a_function),
    Law(MISSING_IS_NEVER_NOUGHT, _reads_no_missing_value, _reads_what_may_be_missing),
    Law(SCALES_ARE_KEPT_APART, _keeps_scales_apart, _reads_scores),
)
