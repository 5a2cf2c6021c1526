"""One target for each way in: tables of CSV, tables of JSON lines, and wide tables with a mapping file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from fuzz.folders import SOUND, files_of
from fuzz.invariants import check
from learnperf.io.mapping import MAPPING_NAME
from learnperf.io.tables import TABLES

CSV_FILES = frozenset(f"{table}.csv" for table in TABLES)
JSONL_FILES = frozenset(f"{table}.jsonl" for table in TABLES)
MAPPED_FILES = frozenset({MAPPING_NAME, "people.csv", "people.jsonl", "others.csv", *CSV_FILES})


def of_csv(data: bytes) -> bool:
    """Read bytes as tables of CSV."""
    return check({**SOUND, **files_of(data, CSV_FILES, "evaluations.csv")}, "csv")


def of_jsonl(data: bytes) -> bool:
    """Read bytes as tables of JSON lines, beside sound tables of CSV."""
    files = files_of(data, JSONL_FILES, "evaluations.jsonl")
    given = {name.removesuffix(".jsonl") for name in files}
    beside = {name: content for name, content in SOUND.items() if name.removesuffix(".csv") not in given}
    return check({**beside, **files}, "jsonl")


def of_mapping(data: bytes) -> bool:
    """Read bytes as a mapping file and the wide tables that it speaks of."""
    return check(files_of(data, MAPPED_FILES, "people.csv"), "csv")


TARGETS: Mapping[str, Callable[[bytes], bool]] = MappingProxyType(
    {"csv": of_csv, "jsonl": of_jsonl, "mapping": of_mapping}
)
