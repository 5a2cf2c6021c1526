"""The frame: what the server writes into the page itself, in both languages, for the template to fill in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice

from attrs import frozen

from learnperf.metrics.metric import AnyMetric, Metric
from learnperf.model.nodes import NodeKind
from learnperf.report.island import listed_nodes
from learnperf.report.reading import ReadReport, Rejected, TableCount
from learnperf.report.words import ASKED, FACTS, PAGE, Pair, both, filled
from learnperf.rollup.counting import Counting
from learnperf.rollup.request import Asked, Rolling, Window
from learnperf.rollup.result import Rollup

_MOST_REJECTED = 1_000
_MOST_IDS = 100
_MILLION = 1_000_000
_LEAST = 0.001


@frozen
class Part:
    """One addend of a line of the ledger."""

    count: int
    label: Pair


@frozen
class LedgerLine:
    """A total and what it is the sum of; ``attention`` where something did not go in."""

    label: Pair
    total: int
    parts: tuple[Part, ...]
    note: Pair | None = None
    attention: bool = False


@frozen
class RowsRead:
    """What became of the rows read, cut to what a page can show."""

    tables: Sequence[TableCount]
    rejected: Sequence[Rejected]
    reasons: int
    rejected_count: int
    warnings: Sequence[str]


@frozen
class Cut:
    """The first of many entries, how many there are, and how many more that is than shown."""

    entries: Sequence[tuple[str, Pair]]
    count: Pair
    more: int


@frozen
class Family:
    """Metrics of one family with their facts."""

    label: Pair
    metrics: tuple[Described, ...]


@frozen
class Described:
    """A metric as the page describes it."""

    name: str
    label: Pair
    meaning: str
    facts: tuple[tuple[Pair, Pair], ...]


def frame_of(result: Rollup, read: ReadReport | None) -> dict[str, object]:
    """Give everything the template writes about a result."""
    return {
        "asked": asked_of(result),
        "ledger": ledger_of(result, read),
        "rows": None if read is None else rows_read(read),
        "unattached": unattached_of(result),
        "unallocated": unallocated_of(result),
        "learners_left_out": result.plan.graph.size - listed_nodes(result),
        "families": families_of(result),
        "empty": not (result.periods and result.metrics),
    }


def asked_of(result: Rollup) -> list[tuple[Pair, Pair, Pair | None]]:
    """Say what was asked: label, answer and what that means."""
    question = result.asked
    counting = question.counting.value
    day = question.structure_date
    structure = ASKED["as_was"] if day is None else filled(ASKED["as_is"], day=day)
    ends = {"since": question.since, "until": question.until}
    key = {(False, False): "all", (True, False): "from", (False, True): "until", (True, True): "span"}
    span = filled(ASKED[f"period.{key[question.since is not None, question.until is not None]}"], **ends)
    return [
        (ASKED["counting"], ASKED[counting], ASKED[f"{counting}.hint"]),
        (ASKED["structure"], structure, None),
        (ASKED["period"], span, _cut_into(question)),
    ]


def _cut_into(question: Asked) -> Pair | None:
    """Say which periods there are and how many of them each reading covers; None for one period."""
    if question.by is None:
        return None
    by = ASKED["by.given" if isinstance(question.by, tuple) else f"by.{question.by.value}"]
    if question.window is Window.EACH:
        return by
    window = ASKED["to_date"]
    if isinstance(question.window, Rolling):
        window = filled(ASKED["rolling"], periods=question.window.periods)
    return f"{by[0]}, {window[0]}", f"{by[1]}, {window[1]}"


def ledger_of(result: Rollup, read: ReadReport | None) -> list[LedgerLine]:
    """Account for rows, evidence and nodes: each total with what it is the sum of."""
    accounting, organization = result.accounting, result.organization
    evidence = {"placed": accounting.placed, "unattached": accounting.unattached, "outside": accounting.outside}
    nodes = {"units": organization.units, "teams": organization.teams, "learners": organization.learners}
    lines = [
        LedgerLine(
            ASKED["evidence"],
            accounting.given,
            _parts(evidence),
            _unallocated_note(result),
            attention=accounting.unattached > 0,
        ),
        LedgerLine(
            ASKED["organization"], len(organization), _parts({name: len(several) for name, several in nodes.items()})
        ),
    ]
    if read is None:
        return lines
    rows = _parts({"kept": read.kept, "rejected": read.rejected_count})
    return [LedgerLine(ASKED["rows"], read.read, rows, attention=read.rejected_count > 0), *lines]


def rows_read(read: ReadReport) -> RowsRead:
    """Cut what became of the rows to what a page can show."""
    return RowsRead(
        tables=read.tables,
        rejected=list(islice(read.rejected, _MOST_REJECTED)),
        reasons=len(read.rejected),
        rejected_count=read.rejected_count,
        warnings=[str(warning) for warning in read.warnings],
    )


def unattached_of(result: Rollup) -> Cut | None:
    """Give the evidence that belonged nowhere on its day."""
    ids = result.accounting.unattached_ids
    return _cut([(one, both("")) for one in ids], _number(len(ids)))


def unallocated_of(result: Rollup) -> Cut | None:
    """Give the nodes at which evidence stayed, with how much."""
    entries = [(node, _number(amount / _MILLION)) for node, amount in result.unallocated.items()]
    return _cut(entries, _number(sum(result.unallocated.values()) / _MILLION))


def families_of(result: Rollup) -> list[Family]:
    """Describe every metric, by family."""
    families: dict[str, list[Described]] = {}
    for metric in result.metrics:
        described = Described(metric.name, metric.titles, metric.meaning, tuple(_facts(metric)))
        families.setdefault(metric.name.split(".")[0], []).append(described)
    return [Family(PAGE.get(f"family.{name}", both(name)), tuple(metrics)) for name, metrics in families.items()]


def _facts(metric: AnyMetric) -> list[tuple[Pair, Pair]]:
    facts: dict[str, Pair] = {
        "unit": PAGE.get(f"unit.{metric.unit}", both(metric.unit)),
        "direction": FACTS[metric.direction.value],
        "levels": _listed([PAGE[f"kinds.{kind.value}"] for kind in reversed(NodeKind) if kind in metric.levels]),
        "kind": FACTS[metric.kind.value],
    }
    if metric.bounds != (None, None):
        facts["bounds"] = _bounds(metric)
    if metric.parts:
        facts["parts"] = _listed([part.titles for part in metric.parts])
    if isinstance(metric, Metric) and metric.state.COLUMNS:
        names = [one.name for one in metric.state.COLUMNS if not one.name.startswith("scale_")]
        facts["columns"] = both(", ".join(names))
    facts |= {"source": both(metric.source)} if metric.source else {}
    facts["version"] = both(str(metric.version))
    return [(FACTS[name], value) for name, value in facts.items()]


def _bounds(metric: AnyMetric) -> Pair:
    low, high = ("" if bound is None else f"{float(bound):g}" for bound in metric.bounds)
    return filled(FACTS["span" if low and high else "least" if low else "most"], low=low, high=high)


def _listed(pairs: Sequence[Pair]) -> Pair:
    return ", ".join(english for english, _ in pairs), ", ".join(indonesian for _, indonesian in pairs)


def _parts(counts: Mapping[str, int]) -> tuple[Part, ...]:
    return tuple(Part(count, ASKED[name]) for name, count in counts.items())


def _cut(entries: Sequence[tuple[str, Pair]], count: Pair) -> Cut | None:
    return Cut(entries[:_MOST_IDS], count, max(len(entries) - _MOST_IDS, 0)) if entries else None


def _unallocated_note(result: Rollup) -> Pair | None:
    """Say how much stayed for want of a taker, where evidence is split at all."""
    total = sum(result.unallocated.values())
    if result.asked.counting is Counting.FULL:
        return None
    if not total:
        return ASKED["unallocated"]
    pairs = zip(ASKED["unallocated.some"], _number(total / _MILLION), strict=True)
    english, indonesian = (text.format(pieces=pieces) for text, pieces in pairs)
    return english, indonesian


def _number(value: float) -> Pair:
    """Write a number as each language does, to the thousandth; what is less never looks like nothing."""
    if 0 < value < _LEAST:
        return ASKED["few"]
    english = f"{value:,.3f}".rstrip("0").rstrip(".")
    return english, english.translate(_SWAPPED)


_SWAPPED = str.maketrans(",.", ".,")
