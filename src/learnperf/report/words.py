"""Every word of the page, in English and Indonesian, read from words.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from importlib import resources
from types import MappingProxyType

Pair = tuple[str, str]
LANGUAGES = ("en", "id")


def both(text: str) -> Pair:
    """Give a text that is the same in both languages."""
    return text, text


def filled(pair: Pair, **parts: object) -> Pair:
    """Fill names in braces in both languages.

    Examples
    --------
    >>> filled(("on {day}", "pada {day}"), day="2026-01-01")
    ('on 2026-01-01', 'pada 2026-01-01')
    """
    english, indonesian = (text.format(**parts) for text in pair)
    return english, indonesian


def _words(section: str) -> Mapping[str, Pair]:
    words: dict[str, tuple[str, str]] = {key: (pair[0], pair[1]) for key, pair in _ALL[section].items()}
    return MappingProxyType(words)


_ALL = tomllib.loads(resources.files("learnperf.report").joinpath("words.toml").read_text(encoding="utf-8"))
# what the server writes into the page's frame
FRAME = _words("frame")
# what the header says of the question and of what became of everything given
ASKED = _words("asked")
# facts of a metric's definition
FACTS = _words("facts")
# what the page's own code says
PAGE = _words("page")
