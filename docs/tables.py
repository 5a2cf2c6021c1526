"""Put tables made from the code where a page asks for them, so that the pages cannot fall behind the code.

A page asks with a comment of its own line: ``<!-- generated: metrics -->``. mkdocs calls `on_page_markdown` for every
page; tests call `filled` too.
"""
# ruff: noqa: INP001 -- mkdocs runs this file by its path

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Any

import click

import learnperf
from learnperf.cli.commands import learnperf as command_line
from learnperf.demo.small import SINCE, UNTIL, small_demo
from learnperf.metrics.domain import ROWS
from learnperf.metrics.measures import measure_type
from learnperf.metrics.needs import evidence_needed, missing_rule
from learnperf.metrics.registry import built_in
from learnperf.model import vocabulary

_MARK = re.compile(r"^<!-- generated: (\w+)((?: \w+)*) -->$", re.MULTILINE)
_NODE = "ministry"
_CLOSED_LISTS = (
    vocabulary.Level,
    vocabulary.Aspect,
    vocabulary.Tier,
    vocabulary.Rater,
    vocabulary.Wave,
    vocabulary.Phase,
    vocabulary.Provider,
    vocabulary.Mode,
    vocabulary.Initiative,
    vocabulary.InnovationKind,
    vocabulary.Stage,
    vocabulary.Novelty,
    vocabulary.Significance,
    vocabulary.MoveMark,
    vocabulary.Change,
    vocabulary.Channel,
    vocabulary.Fulfilment,
    vocabulary.CostCategory,
    vocabulary.Resource,
)


def on_page_markdown(markdown: str, **_: object) -> str:
    """Fill a page in; the name and the arguments are what mkdocs calls."""
    return filled(markdown)


def filled(markdown: str) -> str:
    """Replace every request for a table by the table."""
    return _MARK.sub(lambda mark: "\n".join(_MAKERS[mark[1]](*mark[2].split())), markdown)


def native_tables() -> Iterator[str]:
    """Write the native tables and their columns, from the Data Package descriptor."""
    package: dict[str, Any] = learnperf.data_package()
    for table in package["resources"]:
        yield from (f"### {table['name']}", "", f"{table['description']}.", "")
        yield from _table(("Column", "Type", "Required", "Meaning", "Example"), map(_field, table["schema"]["fields"]))


def rows() -> Iterator[str]:
    """Write every row of the domain with the metrics that serve it and the test that shows it."""
    ours = tuple(built_in())
    yield from _table(
        ("Row", "It says", "Metrics that serve it", "Shown by"),
        (
            (
                row.id,
                f"{row.label[0]}<br>*{row.label[1]}*" + (f"<br>{row.how}" if row.how else ""),
                ", ".join(_linked(metric) for metric in ours if row.id in metric.rows),
                f"`{row.shown_by.removeprefix('tests/domain/')}`",
            )
            for row in ROWS.values()
        ),
    )


def families() -> Iterator[str]:
    """Write every metric with the page it is on, what it answers and where it reads."""
    for page, names in pages().items():
        yield from (f"### [{page.replace('-', ' ').capitalize()}](metrics/{page}.md)", "")
        yield from _table(
            ("Metric", "Question", "Read at", "Rows"),
            (
                (_linked(metric), metric.question[0] or metric.label[0], _read_at(metric), ", ".join(metric.rows))
                for metric in built_in()
                if _family(metric) in names
            ),
        )


def family(*names: str) -> Iterator[str]:
    """Write all there is to say about each metric of some families, with what it reads in the small organization."""
    for metric in built_in():
        if _family(metric) in names:
            english, indonesian = metric.titles
            yield from (f"## `{metric.name}` {{ #{_anchor(metric)} }}", "", f"**{english}** · *{indonesian}*", "")
            if metric.formula:
                yield from (f"{metric.question[0]} *{metric.question[1]}*", "")
            yield from (metric.meaning, "")
            yield from (f"- {name}: {fact}" for name, fact in _facts(metric) if fact)
            yield from ("", "```python", _read(metric), "```", "")


def pages() -> dict[str, tuple[str, ...]]:
    """Give the pages of metrics, each with the families that it asks for."""
    found = {}
    for page in sorted(Path(__file__).with_name("metrics").glob("*.md")):
        marks = _MARK.findall(page.read_text("utf-8"))
        found[page.stem] = tuple(name for maker, names in marks if maker == "family" for name in names.split())
    return found


def _family(metric: learnperf.AnyMetric) -> str:
    return metric.name.split(".", 1)[0]


def _anchor(metric: learnperf.AnyMetric) -> str:
    return metric.name.replace(".", "-")


def _linked(metric: learnperf.AnyMetric) -> str:
    page = next(page for page, names in pages().items() if _family(metric) in names)
    return f"[`{metric.name}`](metrics/{page}.md#{_anchor(metric)})"


def _facts(metric: learnperf.AnyMetric) -> Iterator[tuple[str, str]]:
    low, high = ("any" if one is None else f"{float(one):g}" for one in metric.bounds)
    yield "formula", f"`{metric.formula}`" if metric.formula else ""
    yield "worked example", metric.example
    yield "unit", f"{metric.unit}, from {low} to {high}" if metric.bounds != (None, None) else metric.unit
    yield "better", "near a target" if metric.direction is learnperf.Direction.TARGET else metric.direction.value
    yield "goes up as", metric.kind.value
    measures = measure_type(metric)
    yield "measure of", measures.value if measures else ""
    yield "composition model", metric.model.label() if isinstance(metric, learnperf.Staged) else ""
    yield "made of", ", ".join(f"`{part.name}`" for part in metric.parts)
    yield "read at", _read_at(metric)
    yield "needs", "; ".join(_needed(metric))
    yield "where evidence is missing", missing_rule(metric)
    yield "claim", metric.claim.label()
    yield "rows", ", ".join(metric.rows)
    yield "version", str(metric.version)
    yield "source", metric.source


def _needed(metric: learnperf.AnyMetric) -> Iterator[str]:
    for kind, columns in evidence_needed(metric).items():
        yield f"{kind} (`{', '.join(columns)}`)" if columns else kind


def _read_at(metric: learnperf.AnyMetric) -> str:
    return ", ".join(kind.value for kind in learnperf.NodeKind if kind in metric.levels)


def _read(metric: learnperf.AnyMetric) -> str:
    """Write the line that reads a metric in the small organization, and what it gives."""
    name, reading = "result", _small(detailed=False)[_NODE, metric.name]
    if reading.value is None:
        name, reading = "detailed", _small(detailed=True)[_NODE, metric.name]
    value = reading.missing.label() if reading.value is None else f"{reading.value:.6g}"
    return f'{name}["{_NODE}", "{metric.name}"].value  # {value}, n {reading.n} of {reading.due}'


@cache
def _small(*, detailed: bool) -> learnperf.Rollup:
    return learnperf.rollup(small_demo(detailed=detailed), metrics=built_in(), since=SINCE, until=UNTIL)


def words() -> Iterator[str]:
    """Write the closed lists of the vocabulary in both languages."""
    for words_of_list in _CLOSED_LISTS:
        meaning = (words_of_list.__doc__ or "").split("\n", 1)[0]
        yield from (f"### {_spaced(words_of_list.__name__)}", "", meaning, "")
        yield from _table(("English", "Indonesian"), map(_labels, words_of_list))


def commands() -> Iterator[str]:
    """Write the commands with their arguments and options."""
    with click.Context(command_line, info_name="learnperf") as above:
        for name, command in command_line.commands.items():
            context = click.Context(command, info_name=name, parent=above)
            yield from (f"## learnperf {name}", "", "```text", command.get_help(context), "```", "")


def _field(column: dict[str, Any]) -> tuple[str, ...]:
    required = "yes" if column.get("constraints", {}).get("required") else ""
    return (f"`{column['name']}`", column["type"], required, column["description"], f"`{column['example']}`")


def _labels(word: Enum) -> tuple[str, str]:
    return vocabulary.label(word), vocabulary.label(word, "id")


def _spaced(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).capitalize()


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield "|" + " --- |" * len(head)
    for row in rows:
        yield f"| {' | '.join(cell.replace('|', '&#124;') for cell in row)} |"
    yield ""


_MAKERS = {
    "tables": native_tables,
    "rows": rows,
    "families": families,
    "family": family,
    "words": words,
    "commands": commands,
}
