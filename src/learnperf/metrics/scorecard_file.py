"""Scorecard files: TOML read into a scorecard, with every mistake said at once, each with its table and key."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from attrs import define, field

from learnperf.errors import InputError, InvalidValue, Problem, ScorecardError, UnknownName, nearest
from learnperf.metrics.attainment import Target, cap_of, direction_of
from learnperf.metrics.bands import Band, Bands, gaps_of
from learnperf.metrics.composite import positive, rule_of, share_of_one
from learnperf.metrics.indicator import Indicator, TargetFor, both_languages, metric_of
from learnperf.metrics.scorecard import Perspective, Scorecard, role_of
from learnperf.model.scales import exact
from learnperf.model.settings_text import settings_in

_Made = TypeVar("_Made")
# what a key's value may be is what TOML can hold: its reader refuses what it cannot use
Reader = Callable[[Any], object]


def read_scorecard(path: str | os.PathLike[str]) -> Scorecard:
    """Read a scorecard from a TOML file.

    Raises
    ------
    InputError
        The file cannot be read, or is no TOML.
    ScorecardError
        All that is wrong in it.
    """
    file = Path(path)
    try:
        # a decimal number stays what is written, not the double nearest to it
        given = settings_in(file, file.read_text(encoding="utf-8"), parse_float=Decimal)
    except OSError as error:
        raise InputError(f"{file}: cannot be read: {error.strerror}") from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InputError(f"{file}: is no TOML text: {error}") from error
    return _File(file.name, file.stem).scorecard(given)


@define
class _File:
    """Reads the tables of one file, and collects what is wrong with them."""

    name: str
    stem: str
    problems: list[Problem] = field(factory=list)
    tables_of_bands: dict[str, Bands] = field(factory=dict)
    # tables of bands that are there and wrong: whoever uses one has done nothing wrong
    wrong_tables: set[str] = field(factory=set)

    def scorecard(self, given: Mapping[str, Any]) -> Scorecard:
        """Read everything, and refuse it with all problems if there are any."""
        self.read_bands(given.get("bands", {}))
        plain = {key: value for key, value in given.items() if key not in _TABLES}
        fields = self.fields("", plain, {**_SCORECARD, "composite_bands": self.bands_named})
        perspectives = [self.perspective(*table) for table in self.tables("", "perspective", given)]
        indicators = [self.indicator(*table) for table in self.tables("", "indicator", given)]
        if fields is not None and not self.problems:
            given_fields = {"name": self.stem, **fields}
            given_fields |= {"bands": given_fields.pop("composite_bands", None), "indicators": indicators}
            given_fields |= {"perspectives": perspectives} if perspectives else {}
            made = self.made("", lambda: Scorecard(**given_fields))
            if made is not None:
                return made
        raise ScorecardError(self.problems)

    def perspective(self, place: str, table: Mapping[str, Any]) -> Perspective | None:
        """Read a [[perspective]]."""
        fields = self.fields(place, table, _PERSPECTIVE, needed=("name",))
        return None if fields is None else self.made(place, lambda: Perspective(**fields))

    def indicator(self, place: str, table: Mapping[str, Any]) -> Indicator | None:
        """Read an [[indicator]] with its targets."""
        if "metric" in table:
            place = f"{place} ({table['metric']})"
        before = len(self.problems)
        plain = {key: value for key, value in table.items() if key != "targets"}
        fields = self.fields(place, plain, {**_INDICATOR, "bands": self.bands_named}, needed=("metric",))
        targets = [self.target(*one) for one in self.tables(place, "targets", table)]
        if fields is None or len(self.problems) > before:
            return None
        read = [one for one in targets if one is not None]
        return self.made(place, lambda: Indicator(**fields, targets=read))

    def target(self, place: str, table: Mapping[str, Any]) -> TargetFor | None:
        """Read one of an indicator's targets."""
        fields = self.fields(place, table, _TARGET, needed=("target",))
        return None if fields is None else self.made(place, lambda: TargetFor(**fields))

    def read_bands(self, given: object) -> None:
        """Read the named tables of bands, [bands.NAME]."""
        if not isinstance(given, dict):
            self.say("", "bands is no table", "write [bands.NAME] and [[bands.NAME.band]], and bands = NAME where used")
            return
        for name, table in given.items():
            place = f"bands.{name}"
            made = self.table_of_bands(place, table) if isinstance(table, dict) else None
            if made is not None:
                self.tables_of_bands[name] = made
            else:
                self.wrong_tables.add(name)
                if not isinstance(table, dict):
                    self.say(place, "is no table", f"write [[bands.{name}.band]]")

    def table_of_bands(self, place: str, table: Mapping[str, Any]) -> Bands | None:
        """Read bands and what gaps between them take."""
        before = len(self.problems)
        fields = self.fields(place, {key: value for key, value in table.items() if key != "band"}, {"gaps": gaps_of})
        several = [self.band(*one) for one in self.tables(place, "band", table)]
        if fields is None or len(self.problems) > before:
            return None
        return self.made(place, lambda: Bands([one for one in several if one is not None], **fields))

    def bands_named(self, name: object) -> Bands | None:
        """Give a table of bands; None, with nothing more to say, for one that is wrong itself."""
        known = {**self.tables_of_bands, **dict.fromkeys(self.wrong_tables)}
        if not isinstance(name, str) or name not in known:
            meant = ", ".join(nearest(str(name), known)) or ", ".join(known) or "none is declared: write [bands.NAME]"
            raise InvalidValue("bands", name, "is no table of bands", f"nearest: {meant}")
        return known[name]

    def band(self, place: str, table: Mapping[str, Any]) -> Band | None:
        """Read a band."""
        fields = self.fields(place, table, _BAND, needed=("points",))
        if fields is None:
            return None
        points = fields.pop("points")
        low, high = points if isinstance(points, tuple) else (points, points)
        ends = {"low": None, "high": None, "at_low": low, "at_high": high}
        return self.made(place, lambda: Band(**{**ends, **fields}))

    def tables(self, place: str, key: str, given: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
        """Iterate over an array of tables, each with where it stands."""
        several = given.get(key, [])
        if not isinstance(several, list) or not all(isinstance(one, dict) for one in several):
            self.say(place, f"{key} is no list of tables", _WRITTEN.get(key, f"write [[{key}]]"))
            return
        for number, table in enumerate(several, start=1):
            yield f"{place}, {key} {number}" if place else f"{key} {number}", table

    def fields(
        self, place: str, table: Mapping[str, Any], readers: Mapping[str, Reader], needed: tuple[str, ...] = ()
    ) -> dict[str, Any] | None:
        """Read every key of a table; None where one of them is wrong, missing or not known."""
        before = len(self.problems)
        for key in needed:
            if key not in table:
                self.say(place, f"has no {key}", "add it")
        found: dict[str, Any] = {}
        for key, value in table.items():
            if key in readers:
                found[key] = self.made(place, partial(readers[key], value), key)
            else:
                meant = ", ".join(nearest(key, readers)) or ", ".join(readers)
                self.say(place, f"the key {key} is not known", f"nearest: {meant}")
        return found if len(self.problems) == before else None

    def made(self, place: str, make: Callable[[], _Made], key: str = "") -> _Made | None:
        """Make something; where that fails, keep why and where."""
        try:
            return make()
        except ScorecardError as error:
            for one in error.problems:
                self.say(place, one.message, one.hint)
        except UnknownName as error:
            self.say(place, str(error), "learnperf metrics lists them all")
        except InvalidValue as error:
            self.say(place, str(error) if not key or error.field == key else f"{key}: {error}", "")
        return None

    def say(self, place: str, message: str, hint: str) -> None:
        """Keep a problem, with the file and the table it is in."""
        where = f"{self.name}, {place}" if place else self.name
        self.problems.append(Problem("scorecard file", f"{where}: {message}", (), hint))


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise InvalidValue("text", value, "is no text", 'write it in quotes: "DJP"')
    return value


def _points(value: object) -> object:
    """Read points: one number for the whole band, or one at each end."""
    if isinstance(value, list):
        if len(value) != _ENDS:
            raise InvalidValue("points", value, "are not one number or two", "such as [70, 89]")
        return tuple(exact("points", one) for one in value)
    return exact("points", value)  # type: ignore[arg-type]  # whatever is no number is refused there


_ENDS = 2
_WRITTEN = {
    "targets": 'write targets = [{ node = "DJP", target = 4.2 }]',
    "band": "write [[bands.NAME.band]]",
}
_TABLES = {"bands", "perspective", "indicator"}
_SCORECARD: Mapping[str, Reader] = {
    "name": _text,
    "label": both_languages,
    "missing": rule_of,
    "least_coverage": lambda value: share_of_one("least_coverage", value),
    "weights_sum": lambda value: exact("weights_sum", value),
    "source": both_languages,
}
_PERSPECTIVE: Mapping[str, Reader] = {
    "name": _text,
    "label": both_languages,
    "role": role_of,
    "most": lambda value: exact("most", value),
}
_INDICATOR: Mapping[str, Reader] = {
    "metric": metric_of,
    "target": Target.of,
    "direction": direction_of,
    "weight": lambda value: positive("weight", value),
    "perspective": _text,
    "cap": cap_of,
    "missing": rule_of,
    "name": _text,
    "label": both_languages,
}
_TARGET: Mapping[str, Reader] = {"target": Target.of, "node": _text, "period": _text}
_BAND: Mapping[str, Reader] = {
    "low": lambda value: exact("low", value),
    "high": lambda value: exact("high", value),
    "points": _points,
    "label": both_languages,
}
