"""Units of the invented ministry, and the reorganization of 1 January 2025."""

from __future__ import annotations

from datetime import date

from attrs import frozen

from learnperf.demo.calendar import END, REORGANIZED
from learnperf.demo.words import DIRECTORATES, GENERALS, OFFICES, SECTIONS
from learnperf.model.nodes import Unit
from learnperf.model.ties import Reporting

ROOT = "MOF"
SPLIT = "TRE-2"
SPLIT_INTO = ("TRE-2A", "TRE-2B")
_MOVED = "REG-3"
_MOVED_TO = "LRN"
_SECOND_LINE = "AUD-3"
_NOBODY_YET = "LRN-4"


@frozen
class Structure:
    """Units with their reporting ties, and the units people work in, before and after the reorganization."""

    units: tuple[Unit, ...]
    reporting: tuple[Reporting, ...]
    workplaces: tuple[str, ...]


def structure() -> Structure:
    """Give the ministry's units, five deep, with one that moves, one that is split and one with a dotted line."""
    units = [Unit(ROOT, "Ministry of Finance (invented)")]
    ties: list[Reporting] = []
    workplaces: list[str] = []
    offices = iter(OFFICES)
    for code, name in GENERALS:
        units.append(Unit(code, name))
        ties.append(Reporting(code, ROOT))
        for number, directorate in enumerate(DIRECTORATES[code], start=1):
            place = f"{code}-{number}"
            units.append(Unit(place, f"Directorate of {directorate}"))
            ties.extend(_lines(place, code))
            workplaces.append(place)
            if number < len(DIRECTORATES[code]) or code in {"REV", "CUS"}:
                below = _office(place, next(offices, ""), sections=number == 1)
                units.extend(unit for unit, _ in below)
                ties.extend(tie for _, tie in below)
                workplaces.extend(unit.id for unit, _ in below)
    ties = [tie for tie in ties if SPLIT not in {tie.unit, tie.parent_unit}]
    units.extend(Unit(part, f"Directorate of State Accounting {part[-1]}") for part in SPLIT_INTO)
    ties.extend(_split_lines())
    # founded with the reorganization, and nobody has been placed there yet
    units.append(Unit(_NOBODY_YET, "Future Skills Laboratory"))
    ties.append(Reporting(_NOBODY_YET, "LRN", since=REORGANIZED))
    return Structure(tuple(units), tuple(ties), tuple(workplaces))


def general_of(unit: str) -> str:
    """Give the directorate general a unit was founded in, whatever it reports to later."""
    return unit.partition("-")[0]


def place_on(place: str, rank: int, day: date) -> str:
    """Give where a workplace is on a day: what was in the split unit goes to its two parts in turn."""
    return SPLIT_INTO[rank % 2] if place == SPLIT and day >= REORGANIZED else place


def whereabouts(place: str, rank: int, since: date, until: date | None) -> list[tuple[str, date, date | None]]:
    """Give a stay at a workplace as the units it was in, each with its days; the split unit's are cut in two."""
    before, after = place_on(place, rank, since), place_on(place, rank, until or END)
    if before == after or until == REORGANIZED:
        return [(before, since, until)]
    return [(before, since, REORGANIZED), (after, REORGANIZED, until)]


def _office(directorate: str, name: str, *, sections: bool) -> list[tuple[Unit, Reporting]]:
    office = f"{directorate}-1"
    below = [(Unit(office, name), Reporting(office, directorate))]
    if sections:
        for letter, section in zip("ab", SECTIONS[:2], strict=True):
            place = f"{office}{letter}"
            below.append((Unit(place, f"{section} Section, {name}"), Reporting(place, office)))
    return below


def _lines(directorate: str, general: str) -> list[Reporting]:
    if directorate == _MOVED:
        return [
            Reporting(directorate, general, until=REORGANIZED),
            Reporting(directorate, _MOVED_TO, since=REORGANIZED),
        ]
    if directorate == _SECOND_LINE:
        # a dotted line: systems auditors also answer to treasury
        return [Reporting(directorate, general, share=0.7, primary=True), Reporting(directorate, "TRE", share=0.3)]
    return [Reporting(directorate, general)]


def _split_lines() -> list[Reporting]:
    first, second = SPLIT_INTO
    return [
        Reporting(SPLIT, "TRE", until=REORGANIZED),
        Reporting(first, "TRE", since=REORGANIZED),
        Reporting(second, "TRE", since=REORGANIZED),
        Reporting(f"{SPLIT}-1", SPLIT, until=REORGANIZED),
        Reporting(f"{SPLIT}-1", first, since=REORGANIZED),
    ]
