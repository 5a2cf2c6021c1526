"""What the command says: counts that add up, problems, headline readings, and where to look."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

import learnperf as lp
from learnperf.metrics.registry import Registry

_HEADLINES = (
    "roster.learners",
    "learning.continuity",
    "kirkpatrick.behaviour",
    "kirkpatrick.behaviour.change",
    "innovation.innovator_rate",
    "career.linked_moves",
    "correction.learning_happened",
)


def say_read(report: lp.ReadReport) -> None:
    """Say what became of the rows of every table."""
    for line in report.lines():
        click.echo(line)


def say_failures(known: Registry) -> None:
    """Say which packages' metrics could not be loaded."""
    for failure in known.failures:
        click.echo(f"warning: {failure}", err=True)


def say_headlines(result: lp.Rollup) -> None:
    """Say a few readings at the top of the organization, in the last period."""
    root = next(node for node in result.nodes if not result.organization.ties_of.get(node))
    for name in _HEADLINES:
        reading, metric = result.reading(root, name, result.periods[-1].label), result.metric(name)
        value = reading.missing.label() if reading.value is None else f"{reading.value:,.4g}"
        what = f"{root} {reading.period}: {metric.titles[0]}"
        click.echo(f"{what}: {value} {metric.unit} (n={reading.n}, people={reading.heads})")


def say_written(written: Sequence[Path]) -> None:
    """Say where the files are."""
    for path in written:
        click.echo(f"written: {path}")
