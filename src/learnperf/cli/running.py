"""Running the command: whatever happens, a sentence and an exit code, never a traceback."""

from __future__ import annotations

import signal
import sys
import traceback
from collections.abc import Sequence

from learnperf.errors import LearnperfError, MissingExtra

try:
    import click
except ImportError:
    raise MissingExtra("the command line", "cli") from None

from learnperf.cli.commands import learnperf
from learnperf.cli.stopping import Stopped

DONE, CANNOT_RUN = 0, 2


def run(arguments: Sequence[str]) -> int:
    """Run the command with arguments and give its exit code."""
    _survive_any_terminal()
    try:
        result = learnperf.main(list(arguments), prog_name="learnperf", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except click.Abort:
        # what click makes of an interrupt, where the caller has not turned signals into `Stopped`
        return Stopped(signal.SIGINT).said()
    except LearnperfError as error:
        click.echo(f"error: {error}", err=True)
        return CANNOT_RUN
    except Exception as error:  # noqa: BLE001 -- people get a line, developers ask for more with --debug
        return _unexpected(error, arguments)
    return int(result or DONE)


def _unexpected(error: Exception, arguments: Sequence[str]) -> int:
    if "--debug" in arguments:
        traceback.print_exception(error)
    else:
        click.echo(f"error: unexpected {type(error).__name__}: {error} (--debug shows where)", err=True)
    return CANNOT_RUN


def _survive_any_terminal() -> None:
    """Write what a terminal cannot show as escapes, instead of failing half-way."""
    for stream in (sys.stdout, sys.stderr):
        # a test's or notebook's stream may be anything that has `write`
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
