"""The text of a settings file (TOML), read within limits: a file of a few kilobytes may not take minutes."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path

from learnperf.errors import InputError

LARGEST = 2**20
MOST_DOTS = 200


def settings_in(path: Path, text: str, parse_float: Callable[[str], object] = float) -> dict[str, object]:
    r"""Read TOML, and refuse what no settings of ours need.

    Parameters
    ----------
    path
        Where the text is from, for the error.
    text
        At most `LARGEST` characters, with at most `MOST_DOTS` dots in a line.
    parse_float
        Makes numbers with a decimal point.

    Raises
    ------
    InputError
        Too large, too many dots in a line, or nested too deeply: names the file.
    ValueError
        Not TOML.

    Examples
    --------
    >>> settings_in(Path("learnperf.toml"), "[root]\nid = 'MOF'")
    {'root': {'id': 'MOF'}}
    """
    if len(text) > LARGEST:
        raise InputError(f"{path} has more than {LARGEST} characters: settings are written by hand")
    # a key of many parts takes the reader time that grows with the square of their number
    for number, line in enumerate(text.splitlines(), 1):
        if line.count(".") > MOST_DOTS:
            raise InputError(f"{path} has more than {MOST_DOTS} dots in line {number}: write it on several lines")
    try:
        return tomllib.loads(text, parse_float=parse_float)
    except RecursionError as error:
        raise InputError(f"{path} is nested too deeply: write it by hand") from error
