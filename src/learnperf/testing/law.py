"""A law: something that holds for every metric, tried on drawn cases, and told in words where it is broken.

Each law is tried alone, and the smallest case that breaks it is what is reported: a few people and records that can be
drawn on paper.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from random import Random

from attrs import field, frozen
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.errors import FlakyFailure

from learnperf.errors import LearnperfError
from learnperf.metrics.definition import parts_of
from learnperf.metrics.metric import AnyMetric, Metric, Opaque
from learnperf.model.collection import Evidence
from learnperf.model.evidence import RECORD_KINDS, Record
from learnperf.model.organization import Organization
from learnperf.testing.records import organization_and_evidence


class LawBroken(LearnperfError, AssertionError):
    """A metric, engine or importer breaks a law: carries the law's name and the smallest counter-example in words."""

    def __init__(self, law: str, subject: str, message: str) -> None:
        """Say whose fault it is, which law, and what happened."""
        self.law = law
        self.subject = subject
        self.message = message
        super().__init__(f"{subject} breaks the law {law!r}: {message}")

    def __reduce__(self) -> tuple[type, tuple[str, str, str]]:
        """Travel between processes in parts."""
        return type(self), (self.law, self.subject, self.message)


@frozen(eq=False)
class Case:
    """What a law is tried on: an organization, evidence about it, and a number that decides what is left to chance."""

    organization: Organization
    evidence: Evidence
    seed: int = 0

    @property
    def random(self) -> Random:
        """A source of chance that gives the same each time."""
        return Random(self.seed)  # noqa: S311 -- a law needs the same chance again, not a secret

    @property
    def told(self) -> str:
        """The records and the ties in a line each, as a person would note them down."""
        nodes = ", ".join(f"{tie.child} in {tie.parent}{_stay(tie.since, tie.until)}" for tie in self.organization.ties)
        records = ", ".join(f"{record.id} ({type(record).__name__} on {record.on})" for record in self.evidence)
        return f"evidence: {records or 'none'}; ties: {nodes or 'none'}"


def _stay(since: object, until: object) -> str:
    return "" if since is None and until is None else f" {since or '...'} to {until or '...'}"


@frozen
class Law:
    """One law.

    Parameters
    ----------
    name
        What it is called, as in "the law 'commutativity'".
    holds
        Tries one metric on one case; raises `LawBroken`.
    concerns
        Whether the law says anything about a metric.
    """

    name: str
    holds: Callable[[AnyMetric, Case], None] = field(repr=False)
    concerns: Callable[[AnyMetric], bool] = field(repr=False)


def try_law(law: Law, metric: AnyMetric, max_examples: int) -> None:
    """Try one law on drawn cases, the same ones each time.

    Raises
    ------
    LawBroken
        Of the smallest case found that breaks it.
    """
    kinds = kinds_read(metric)
    for case in drawn_cases(kinds, max_examples):
        try:
            law.holds(metric, case)
        except LawBroken as broken:
            found = _smallest(law, metric, kinds, max_examples) or broken
            raise LawBroken(found.law, found.subject, found.message) from None


@cache
def drawn_cases(kinds: tuple[type[Record], ...], count: int) -> tuple[Case, ...]:
    """Draw some cases with much evidence of some kinds, once for all laws and metrics."""
    found: list[Case] = []
    explore(_cases(kinds), count, found.append)
    return tuple(found)


def _smallest(law: Law, metric: AnyMetric, kinds: tuple[type[Record], ...], count: int) -> LawBroken | None:
    """Draw the same cases again, and let Hypothesis make the first that breaks the law smaller."""
    try:
        explore(_cases(kinds), count, lambda case: law.holds(metric, case))
    except LawBroken as broken:
        return broken
    except FlakyFailure as flaky:
        once = [one.message for one in flaky.exceptions if isinstance(one, LawBroken)]
        message = "; once, ".join(["asked twice about the very same evidence it does not answer alike", *once])
        return LawBroken("the same evidence, the same answer", metric.name, message)
    return None


def _cases(kinds: tuple[type[Record], ...]) -> st.SearchStrategy[Case]:
    drawn = organization_and_evidence(max_records=8, prefer=kinds)
    return st.builds(lambda pair, seed: Case(pair[0], pair[1], seed), drawn, st.integers(0, 99))


def explore(cases: st.SearchStrategy[Case], count: int, look: Callable[[Case], None]) -> None:
    """Look at drawn cases, the same every time, and at smaller and smaller ones from where the first raises."""

    # chance comes from this function's own text, so that what is looked at does not change what is drawn
    @settings(
        max_examples=count,
        database=None,
        derandomize=True,
        deadline=None,
        phases=_PHASES,
        report_multiple_bugs=False,
        print_blob=False,
        suppress_health_check=list(HealthCheck),
    )
    @given(cases)
    def seen(case: Case) -> None:
        look(case)

    seen()


def kinds_read(metric: AnyMetric) -> tuple[type[Record], ...]:
    """Give the kinds of evidence a metric and its parts read; the roster is read from ties, which are always there."""
    read = {part.evidence for part in parts_of(metric) if isinstance(part, Metric | Opaque)}
    return tuple(kind for kind in RECORD_KINDS if kind in read)


# explaining which lines differ costs more than finding the case, and says little to its reader
_PHASES = (Phase.generate, Phase.shrink)
