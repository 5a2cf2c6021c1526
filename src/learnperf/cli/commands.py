"""What the command does: each sub-command reads files, says what became of every row, and writes whole files."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TypeVar

import click

import learnperf as lp
from learnperf.atomic import finish_writing, made_folder, write_atomically, write_together
from learnperf.cli.metric_lists import metric_details, metric_table, row_details, row_table
from learnperf.cli.progress import Progress, progress_bar
from learnperf.cli.saying import say_failures, say_headlines, say_read, say_written
from learnperf.io.escapes import escaped
from learnperf.metrics.headlines import headlines
from learnperf.metrics.registry import registry

_Command = TypeVar("_Command", bound=Callable[..., object])
_SHOWN = 50
_ALL = "all"
_WHICH_METRICS = (
    "A metric or family; may be given again. 'all' is the whole catalogue; left out, what people ask first: a few for "
    "each subject, those of the scorecard, and those of installed packages."
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(lp.__version__, prog_name="learnperf")
@click.option("--debug", is_flag=True, help="Show where an unexpected error came from.")
def learnperf(*, debug: bool) -> None:
    """After the learning: what changed, for whom, and how sure are we?"""
    del debug


class _Day(click.ParamType[date]):
    """A date as YYYY-MM-DD."""

    name = "YYYY-MM-DD"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Read the date."""
        try:
            return datetime.strptime(str(value), "%Y-%m-%d").date()  # noqa: DTZ007 -- a day has no time zone
        except ValueError:
            self.fail(f"{value!r} is not a date such as 2026-01-31", param, ctx)


class _WhichStructure(click.ParamType["str | date"]):
    """The ties of each day, those of today, or those of a date."""

    name = "structure"

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        """Say the words as they are written."""
        del param, ctx
        return "as_was|as_is|YYYY-MM-DD"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> str | date:
        """Read the choice."""
        word = str(value).casefold()
        if word in {one.value for one in lp.Structure}:
            return word
        try:
            return date.fromisoformat(word)
        except ValueError:
            self.fail(f"{value!r} is neither as_was nor as_is nor a date such as 2026-01-31", param, ctx)


def _reading_options(command: _Command) -> _Command:
    mapping = click.option(
        "--mapping",
        type=click.Path(path_type=Path),
        help="File that says what the tables mean; FOLDER/learnperf.toml where there is one.",
    )
    strict = click.option("--strict", is_flag=True, help="Exit with 1 if any row was set aside.")
    quiet = click.option("--quiet", "-q", is_flag=True, help="No progress, and nothing but problems.")
    folder = click.argument("folder", type=click.Path(path_type=Path))
    return folder(mapping(strict(quiet(command))))


@learnperf.command()
@click.option(
    "--into", type=click.Path(path_type=Path), default=Path("demo"), show_default=True, help="Folder to fill."
)
@click.option("--learners", type=click.IntRange(min=200), default=2000, show_default=True)
@click.option("--seed", type=int, default=1, show_default=True, help="Another seed invents another ministry.")
@click.option("--quiet", "-q", is_flag=True, help="No progress, and nothing but problems.")
def demo(*, into: Path, learners: int, seed: int, quiet: bool) -> int:
    """Invent a ministry with two years of evidence, some of it bad on purpose, and report on it."""
    from learnperf.demo import refuse_other_files, write_demo  # noqa: PLC0415 -- only this command needs it

    with progress_bar(quiet=quiet) as progress, made_folder(into):
        refuse_other_files(into)
        # the report takes its place with the tables that it is of
        with write_together(into) as files:
            write_demo(files, seed=seed, learners=learners, progress=progress)
            data = lp.load(files, progress=progress)
            progress("rolling up", 0, None)
            card = _scorecard_of(files, None)
            # its targets are for a year
            result = lp.rollup(data, metrics=_read_metrics((), card), by="year")
            with made_folder(files / "report") as folder:
                pages = _write(
                    result, folder / "report.html", data.report, "An invented ministry", "en", progress, card
                )
        written = [into / page.relative_to(files) for page in pages]
    if not quiet:
        say_read(data.report)
        say_headlines(result)
        say_written(written)
    return 0


@learnperf.command()
@_reading_options
@click.option("--rejects", type=click.Path(path_type=Path), help="Write every row set aside, with reasons, as CSV.")
def check(*, folder: Path, mapping: Path | None, strict: bool, quiet: bool, rejects: Path | None) -> int:
    """Read FOLDER and say what became of every row, and why."""
    with progress_bar(quiet=quiet) as progress:
        report = lp.load(folder, mapping=mapping, progress=progress).report
    if rejects is not None:
        _write_rejects(report, rejects)
    if not quiet:
        say_read(report)
    for one in report.rejected[:_SHOWN]:
        click.echo(f"set aside: {one}")
    if len(report.rejected) > _SHOWN:
        click.echo(f"... and {len(report.rejected) - _SHOWN} more: --rejects FILE.csv writes them all")
    return int(strict and report.rejected_count > 0)


@learnperf.command()
@_reading_options
@click.option("--out", type=click.Path(path_type=Path), default=Path("report.html"), show_default=True)
@click.option("--counting", type=click.Choice([one.value for one in lp.Counting]), default="full", show_default=True)
@click.option("--structure", type=_WhichStructure(), default="as_was", show_default=True)
@click.option("--by", type=click.Choice([one.value for one in lp.By]), help="One reading for each of these.")
@click.option("--since", type=_Day(), help="First day of the period.")
@click.option("--until", type=_Day(), help="First day after the period.")
@click.option("--metric", "metrics", multiple=True, help=_WHICH_METRICS)
@click.option("--cut", metavar="COLUMN", help="Also read the metrics by this: provider, mode, rater, job_family, ...")
@click.option("--language", type=click.Choice(["en", "id"]), default="en", show_default=True)
@click.option("--title", help="Heading of the page; the root unit's name, if left out.")
@click.option(
    "--scorecard",
    type=click.Path(path_type=Path),
    help="File of a scorecard to show for each unit and team; FOLDER/scorecard.toml where there is one.",
)
def report(  # noqa: PLR0913 -- one parameter for each option
    *,
    folder: Path,
    mapping: Path | None,
    strict: bool,
    quiet: bool,
    out: Path,
    counting: str,
    structure: str | date,
    by: str | None,
    since: date | None,
    until: date | None,
    metrics: tuple[str, ...],
    cut: str | None,
    language: str,
    title: str | None,
    scorecard: Path | None,
) -> int:
    """Read FOLDER, roll it up, and write a page that shows and explains it, with its readings as files beside it."""
    # a target that cannot be written is better known before the work than after
    with progress_bar(quiet=quiet) as progress, made_folder(out.parent):
        card = _scorecard_of(folder, scorecard)
        chosen = _read_metrics(metrics, card)
        data = lp.load(folder, mapping=mapping, progress=progress)
        progress("rolling up", 0, None)
        if cut is not None:
            chosen = tuple(dict.fromkeys((*chosen, *lp.cut_every(data, cut, chosen))))
        result = lp.rollup(
            data, metrics=chosen, counting=counting, structure=structure, by=by, since=since, until=until
        )
        written = _write(result, out, data.report, title, language, progress, card)
    if not quiet:
        say_read(data.report)
        accounting = result.accounting
        click.echo(
            f"evidence: {accounting.given} given = {accounting.placed} placed + {accounting.unattached} unattached "
            f"+ {accounting.outside} outside the period"
        )
        say_written(written)
    return int(strict and data.report.rejected_count > 0)


@learnperf.command()
@_reading_options
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--node", "nodes", multiple=True, help="The whole scorecard of a node; may be given again.")
@click.option("--level", type=click.Choice(["unit", "team"]), default="unit", show_default=True, help="For whom.")
@click.option("--by", type=click.Choice([one.value for one in lp.By]), help="One scorecard for each of these.")
@click.option("--since", type=_Day(), help="First day of the period.")
@click.option("--until", type=_Day(), help="First day after the period.")
@click.option("--language", type=click.Choice(["en", "id"]), default="en", show_default=True)
@click.option("--out", type=click.Path(path_type=Path), help="Also write every indicator of every node as CSV.")
def scorecard(  # noqa: PLR0913 -- one parameter for each option
    *,
    folder: Path,
    file: Path,
    mapping: Path | None,
    strict: bool,
    quiet: bool,
    nodes: tuple[str, ...],
    level: str,
    by: str | None,
    since: date | None,
    until: date | None,
    language: str,
    out: Path | None,
) -> int:
    """Read FOLDER, hold it against the scorecard in FILE, and print a line for each unit, or all of some nodes'."""
    with progress_bar(quiet=quiet) as progress:
        card = lp.Scorecard.from_toml(file)
        data = lp.load(folder, mapping=mapping, progress=progress)
        progress("rolling up", 0, None)
        result = lp.rollup(data, metrics=card.metrics, by=by, since=since, until=until)
        cards = lp.scorecards(result, card, levels=[level])
    if nodes:
        several = [cards[node, period.label] for node in nodes for period in result.periods]
        click.echo("\n\n".join(one.text(language) for one in several))
    else:
        click.echo(cards.text(language))
    if out is not None:
        columns = cards.columns()
        _write_rows(out, list(columns), zip(*columns.values(), strict=True))
    return int(strict and data.report.rejected_count > 0)


@learnperf.command()
@click.argument("name", required=False)
@click.option("--by-row", is_flag=True, help="Every row of the domain, the metrics that serve it, and its test.")
@click.option("--row", help="Only metrics that serve this row of the domain, such as T1.")
@click.option("--level", help="Only metrics that read at this kind of node: learner, team or unit.")
@click.option("--json", "as_json", is_flag=True, help="As JSON, for programs.")
def metrics(*, name: str | None, by_row: bool, row: str | None, level: str | None, as_json: bool) -> int:
    """List all metrics, or tell everything about NAME: a metric, or a family such as kirkpatrick."""
    known = registry()
    say_failures(known)
    chosen = known.chosen(*([] if name is None else [name]), row=row, level=level)
    if by_row:
        rows = json.dumps(row_details(chosen), ensure_ascii=False, indent=2) if as_json else row_table(chosen)
        click.echo(rows)
    elif as_json:
        click.echo(json.dumps([metric_details(one, known) for one in chosen], ensure_ascii=False, indent=2))
    elif name is None:
        click.echo(metric_table(chosen, known))
    else:
        blocks = (metric_details(one, known).items() for one in chosen)
        click.echo("\n\n".join("\n".join(f"{key + ':':<12}{value}" for key, value in block) for block in blocks))
    return 0


@learnperf.command()
@click.option("--out", type=click.Path(path_type=Path), help="Write to a file instead of the terminal.")
def schema(*, out: Path | None) -> int:
    """Print the tables learnperf reads as a Data Package (Table Schema) descriptor."""
    text = json.dumps(lp.data_package(), ensure_ascii=False, indent=2) + "\n"
    if out is None:
        click.echo(text, nl=False)
    else:
        with write_atomically(out) as file:
            file.write(text.encode())
    return 0


def _read_metrics(names: Sequence[str], card: lp.Scorecard | None) -> tuple[lp.AnyMetric, ...]:
    """Give the metrics asked for and those of a scorecard, each once."""
    return tuple(dict.fromkeys((*_chosen_metrics(names), *(card.metrics if card is not None else ()))))


def _chosen_metrics(names: Sequence[str]) -> tuple[lp.AnyMetric, ...]:
    known = registry()
    say_failures(known)
    if not names:
        return headlines(known.chosen())
    return known.chosen() if _ALL in names else known.chosen(*names)


def _scorecard_of(folder: Path, named: Path | None) -> lp.Scorecard | None:
    """Read the scorecard named, or the one that lies with the tables."""
    beside = folder / "scorecard.toml"
    finish_writing(folder)
    path = named if named is not None or not beside.is_file() else beside
    return None if path is None else lp.Scorecard.from_toml(path)


def _write(
    result: lp.Rollup,
    page: Path,
    read: lp.ReadReport,
    title: str | None,
    language: str,
    progress: Progress,
    card: lp.Scorecard | None,
) -> tuple[Path, ...]:
    from learnperf.report import write_report  # noqa: PLC0415 -- plotting is slow to import and an extra

    progress("writing the report", 0, None)
    return write_report(result, page, read=read, title=title, language=language, scorecard=card)


def _write_rejects(report: lp.ReadReport, path: Path) -> None:
    rows = ((one.file or one.table, one.row, one.field, one.value, one.rule, one.hint) for one in report.rejected)
    _write_rows(path, ["file", "row", "field", "value", "rule", "hint"], rows)


def _write_rows(path: Path, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write a CSV file whose cells no spreadsheet runs as formulas."""
    text = io.StringIO(newline="")
    table = csv.writer(text, lineterminator="\n")
    table.writerow(columns)
    for cells in rows:
        # nothing stays nothing; a text that says so is marked as a text
        table.writerow(["" if cell in {None, ""} else escaped(str(cell)) for cell in cells])
    with write_atomically(path) as file:
        file.write(text.getvalue().encode())
