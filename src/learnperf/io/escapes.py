"""Text that must not be taken for something else: a formula by a spreadsheet, a missing value by a reader.

Such text is written with an apostrophe before it, which reading takes off again. An apostrophe before anything else
is part of the text: ``'t Hart`` stays as it is.
"""

from __future__ import annotations

from learnperf.model.scales import MISSING_WORDS


def escaped(text: str) -> str:
    """Give text as it is written into a file.

    Examples
    --------
    >>> escaped("=1+1"), escaped("NA"), escaped("ani")
    ("'=1+1", "'NA", 'ani')
    """
    return "'" + text if _could_be_taken_for_something_else(text) else text


def unescaped(text: str) -> str:
    """Give text as it was before `escaped`.

    Examples
    --------
    >>> unescaped("'=1+1"), unescaped("'t Hart")
    ('=1+1', "'t Hart")
    """
    return text[1:] if text[:1] == "'" and _could_be_taken_for_something_else(text[1:]) else text


def _could_be_taken_for_something_else(text: str) -> bool:
    # apostrophes in front are those of earlier escapes: what was escaped twice is unescaped twice
    bare = text.lstrip("'")
    return bare[:1] in _FORMULA_STARTS or bare.strip().casefold() in MISSING_WORDS


_FORMULA_STARTS = frozenset("=+-@\t\r")
