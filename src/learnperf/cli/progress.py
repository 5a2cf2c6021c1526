"""Progress on long work: a bar on a terminal, silence anywhere else."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Progress = Callable[[str, int, int | None], None]


@contextmanager
def progress_bar(*, quiet: bool) -> Iterator[Progress]:
    """Give a function that shows progress: what is being done, how far it is, and how far it goes where known."""
    if quiet or not somebody_watches():
        yield _silent
        return
    from rich import console, progress  # noqa: PLC0415 -- piped output needs no bar, and quick commands no import

    columns = (
        progress.TextColumn("{task.description}"),
        progress.BarColumn(),
        progress.MofNCompleteColumn(),
        progress.TimeElapsedColumn(),
    )
    with progress.Progress(*columns, console=console.Console(stderr=True, force_terminal=True), transient=True) as bars:
        task = bars.add_task("")

        def show(part: str, done: int, total: int | None) -> None:
            bars.update(task, description=part, completed=done, total=total)

        yield show


def somebody_watches() -> bool:
    """Whether both streams are a terminal: a piped result has nobody who waits for it."""
    return sys.stdout.isatty() and sys.stderr.isatty()


def _silent(part: str, done: int, total: int | None) -> None:
    del part, done, total
