"""Ids: text that names one thing, kept exactly as written, and when two of them would be taken for one another.

Ids that are the same text in another Unicode form name one thing twice, which is an error; ids that merely look alike
(a Cyrillic letter among Latin letters) may well be meant, which is a warning.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sized
from itertools import islice

from attrs import Attribute

from learnperf.errors import InvalidValue

LONGEST_ID = 200


def check_id(name: str, value: object) -> None:
    """Refuse what cannot be an identifier.

    Raises
    ------
    InvalidValue
        Not text, empty, over 200 characters, with space at an end, or with control or invisible characters.
    """
    if not isinstance(value, str):
        raise InvalidValue(name, value, "is not text", "ids are kept as text exactly as written")
    if not value:
        raise InvalidValue(name, value, "is empty", "every record needs an id")
    if len(value) > LONGEST_ID:
        raise InvalidValue(name, value[:20] + "…", f"is longer than {LONGEST_ID} characters", "use a shorter id")
    if value != value.strip():
        raise InvalidValue(name, value, "starts or ends with a space", "remove the space")
    if not value.isprintable():
        raise InvalidValue(name, value, "has a control or invisible character", "remove it")


def id_field(instance: object, attribute: Attribute[str], value: str) -> None:
    """Validate an identifier (an attrs validator)."""
    del instance
    check_id(attribute.name, value)


def optional_id_field(instance: object, attribute: Attribute[str | None], value: str | None) -> None:
    """Validate an identifier that may be absent (an attrs validator)."""
    del instance
    if value is not None:
        check_id(attribute.name, value)


def ids_in_order(value: Iterable[str]) -> tuple[str, ...]:
    """Read several identifiers, which one text is not (an attrs converter).

    Raises
    ------
    InvalidValue
        A single text, which would fall apart into its letters, or something that cannot be an identifier.
    """
    if isinstance(value, str):
        raise InvalidValue("ids", value, "is one text where several ids belong", f"write [{value!r}]")
    ids = tuple(value)
    for one in ids:
        check_id("ids", one)
    return ids


def ids_at_once(value: Iterable[str]) -> frozenset[str]:
    """Read several identifiers that have no order (an attrs converter)."""
    return frozenset(ids_in_order(value))


def how_many(values: Sized) -> str:
    """Show a collection by its size, so that the repr of what holds it stays short (an attrs repr)."""
    return str(len(values))


def same_ids(ids: Iterable[str]) -> list[tuple[str, str]]:
    r"""Find ids that are one text in two Unicode forms: é as one code point, and as e with an accent.

    Returns
    -------
    list of pairs
        The id met first and the other, in the order met; ids that are equal outright are one id.

    Examples
    --------
    >>> [(len(one), len(other)) for one, other in same_ids(["Andr\u00e9", "Budi", "Andre\u0301"])]
    [(5, 6)]
    """
    return list(_pairs(ids, _one_form))


def lookalike_ids(ids: Iterable[str]) -> list[tuple[str, str]]:
    r"""Find ids that look alike to a reader and are not the same text: Cyrillic or Greek letters, full-width digits.

    A warning, never an error: both may be meant. Upper and lower case are different ids, and so are those that
    `same_ids` finds.

    Returns
    -------
    list of pairs
        The id met first and the one that looks like it, at most 100 pairs.

    Examples
    --------
    >>> [ascii(pair) for pair in lookalike_ids(["ani", "\u0430ni", "Ani"])]
    ["('ani', '\\u0430ni')"]
    """
    alike = _pairs(ids, skeleton)
    return list(islice((pair for pair in alike if _one_form(pair[0]) != _one_form(pair[1])), _MOST_PAIRS))


def skeleton(value: str) -> str:
    r"""Give the text that an id looks like; the same for all ids that look alike.

    Examples
    --------
    >>> skeleton("\u0430ni")
    'ani'
    """
    return unicodedata.normalize("NFKC", value).translate(_LOOKS_LIKE)


def _pairs(ids: Iterable[str], form: Callable[[str], str]) -> Iterator[tuple[str, str]]:
    first: dict[str, str] = {}
    for one in dict.fromkeys(ids):
        # plain ids come out as they are, so they need no looking at
        other = first.setdefault(one if one.isascii() else form(one), one)
        if other != one:
            yield other, one


def _one_form(value: str) -> str:
    return unicodedata.normalize("NFC", value)


_MOST_PAIRS = 100
# letters of Cyrillic and Greek that print as Latin ones, and dashes that print as a hyphen
_LOOKS_LIKE = str.maketrans(
    "аеорсухіјѕһԁԛԝАВЕКМНОРСТУХІЈЅԌԚԜοανιρυΑΒΕΖΗΙΚΜΝΟΡΤΥΧ‐‑‒–—−",  # noqa: RUF001 - looking alike is the point
    "aeopcyxijshdqwABEKMHOPCTYXIJSGQWoavipuABEZHIKMNOPTYX------",
)
