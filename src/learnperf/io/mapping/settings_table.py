"""One TOML table while it is read: every slip is noted with its place, none stops the reading."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from attrs import field, frozen

from learnperf.errors import nearest
from learnperf.io.mapping.settings import constant, written


@frozen
class SettingsTable:
    """A TOML table with its place in the file and the list that all slips go to.

    Examples
    --------
    >>> table = SettingsTable("table 1", {"fiel": "people.csv"})
    >>> table.allow(["file"])
    >>> table.slips
    ["table 1: unknown key 'fiel' (nearest: file; allowed: file)"]
    """

    place: str
    given: dict[str, object]
    slips: list[str] = field(factory=list)

    def __contains__(self, key: str) -> bool:
        """Whether a key is given."""
        return key in self.given

    def slip(self, sentence: str) -> None:
        """Note what is wrong here."""
        self.slips.append(f"{self.place}: {sentence}" if self.place else sentence)

    def inside(self, key: str) -> str:
        """Give the place of what stands under a key."""
        return f"{self.place}, {key}" if self.place else key

    def wrong(self, key: str, expected: str) -> None:
        """Note a key whose value is not what belongs there."""
        self.slip(f"{key} = {shown(self.given[key])} is not {expected}")

    def allow(self, keys: Collection[str]) -> None:
        """Note every key that has no meaning here."""
        for key in self.given:
            if key not in keys:
                close = nearest(key, keys)
                meant = f"nearest: {', '.join(close)}; " if close else ""
                self.slip(f"unknown key {key!r} ({meant}allowed: {', '.join(keys)})")

    def text(self, key: str) -> str | None:
        """Give a text, or None where there is none."""
        value = self.given.get(key)
        if value is None or (isinstance(value, str) and value):
            return value
        self.wrong(key, "a text")
        return None

    def required_text(self, key: str, meaning: str) -> str:
        """Give a text that must be there."""
        if key not in self:
            self.slip(f"{key} is missing: {meaning}")
        return self.text(key) or ""

    def texts(self, key: str) -> frozenset[str]:
        """Give a list of words; numbers among them are compared by how they are written."""
        value = self.given.get(key, [])
        if isinstance(value, list) and all(constant(word) is not None for word in value):
            return frozenset(written(word) for word in value)
        self.wrong(key, "a list of words")
        return frozenset()

    def table(self, key: str) -> SettingsTable:
        """Give the table under a key, empty where there is none."""
        value = self.given.get(key, {})
        if not isinstance(value, dict):
            self.wrong(key, "a table")
            value = {}
        return SettingsTable(self.inside(key), value, self.slips)

    def tables(self, key: str) -> Iterator[SettingsTable]:
        """Give the tables under a key, numbered from 1; one alone may stand without the double brackets."""
        value = self.given.get(key, [])
        several = [value] if isinstance(value, dict) else value
        if not isinstance(several, list) or not all(isinstance(one, dict) for one in several):
            self.wrong(key, f"one or more tables: write [[...{key}]]")
            return
        for number, one in enumerate(several, start=1):
            number_shown = f" {number}" if len(several) > 1 else ""
            yield SettingsTable(self.inside(f"{key}{number_shown}"), one, self.slips)


def shown(value: object) -> str:
    """Give a TOML value, shortened, for a message."""
    text = repr(value)
    return text if len(text) <= _LONGEST_SHOWN else text[: _LONGEST_SHOWN - 1] + "…"


_LONGEST_SHOWN = 60
