"""Put tables made from the code where a page asks for them, so that the pages cannot fall behind the code.

A page asks with a comment of its own line: ``<!-- generated: metrics -->``. mkdocs calls `on_page_markdown` for every
page; tests call `filled` too.
"""
# ruff: noqa: INP001 -- mkdocs runs this file by its path

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from enum import Enum
from typing import Any

import click

import learnperf
from learnperf.cli.commands import learnperf as command_line
from learnperf.model import vocabulary

_MARK = re.compile(r"^<!-- generated: (\w+) -->$", re.MULTILINE)
_CLOSED_LISTS = (
    vocabulary.Level,
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
)


def on_page_markdown(markdown: str, **_: object) -> str:
    """Fill a page in; the name and the arguments are what mkdocs calls."""
    return filled(markdown)


def filled(markdown: str) -> str:
    """Replace every request for a table by the table."""
    return _MARK.sub(lambda mark: "\n".join(_MAKERS[mark[1]]()), markdown)


def native_tables() -> Iterator[str]:
    """Write the native tables and their columns, from the Data Package descriptor."""
    package: dict[str, Any] = learnperf.data_package()
    for table in package["resources"]:
        yield from (f"### {table['name']}", "", f"{table['description']}.", "")
        yield from _table(("Column", "Type", "Required", "Meaning", "Example"), map(_field, table["schema"]["fields"]))


def metrics() -> Iterator[str]:
    """Write the catalogue, family by family."""
    family = ""
    for metric in learnperf.catalogue():
        if metric.name.split(".", 1)[0] != family:
            family = metric.name.split(".", 1)[0]
            yield from (f"## {family.replace('_', ' ').capitalize()}", "")
        yield from (f"### `{metric.name}`", "", f"**{metric.label[0]}** · *{metric.label[1]}*", "", metric.meaning, "")
        yield from (f"- {name}: {fact}" for name, fact in _facts(metric) if fact)
        yield ""


def _facts(metric: learnperf.AnyMetric) -> Iterator[tuple[str, str]]:
    low, high = ("any" if one is None else f"{float(one):g}" for one in metric.bounds)
    yield "unit", f"{metric.unit}, from {low} to {high}" if metric.bounds != (None, None) else metric.unit
    yield "better", "near a target" if metric.direction is learnperf.Direction.TARGET else metric.direction.value
    yield "goes up as", metric.kind.value
    yield "read at", ", ".join(kind.value for kind in learnperf.NodeKind if kind in metric.levels)
    yield (
        "without evidence",
        metric.missing.value.removeprefix("empty is ") if isinstance(metric, learnperf.Metric) else "",
    )
    yield "version", str(metric.version)
    yield "source", metric.source


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


_MAKERS = {"tables": native_tables, "metrics": metrics, "words": words, "commands": commands}
