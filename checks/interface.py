"""Pin the public interface: every public name, its members and their signatures, one a line.

    python checks/interface.py              compare what the code says with checks/interface.txt: prints the difference,
                                            and fails where there is one
    python checks/interface.py --write      make checks/interface.txt anew
    python checks/interface.py --since REF  say which changes since a tag or commit break code that uses learnperf

A change of the interface is so a change of a file, which whoever reads the change sees.
"""

from __future__ import annotations

import argparse
import difflib
import sys
from collections.abc import Iterator
from pathlib import Path

import griffe

ROOT = Path(__file__).parents[1]
PINNED = ROOT / "checks" / "interface.txt"
# what is promised: these names on `learnperf`, and what each of the rooms that need an extra lists
PUBLIC = ("learnperf", "learnperf.demo", "learnperf.report", "learnperf.testing")
# modules that share their name with the function in them: the function is what is meant
FUNCTIONS = {
    "learnperf.rollup": "learnperf.rollup.result.rollup",
    "learnperf.testing.evidence": "learnperf.testing.records.evidence",
    "learnperf.testing.organizations": "learnperf.testing.organizations.organizations",
}
SHOWN_SPECIALS = ("__init__", "__getitem__", "__contains__", "__iter__", "__len__", "__add__", "__or__", "__enter__")


def main() -> int:
    """Do what is asked for, and say whether all is well."""
    parser = argparse.ArgumentParser(description="Pin the public interface.")
    parser.add_argument("--write", action="store_true", help=f"make {PINNED.name} anew")
    parser.add_argument("--since", metavar="REF", help="list changes since a tag or commit that break users' code")
    asked = parser.parse_args()
    if asked.since:
        return _since(asked.since)
    lines = interface()
    if asked.write:
        PINNED.write_text("".join(lines), "utf-8")
        return 0
    pinned = PINNED.read_text("utf-8").splitlines(keepends=True)
    changes = list(difflib.unified_diff(pinned, lines, "pinned", "in the code", n=0))
    if changes:
        print("".join(changes) + f"{PINNED.name} is stale: if this change is meant, run checks/interface.py --write")
    return 1 if changes else 0


def interface() -> list[str]:
    """Give the lines of the interface, in order."""
    package = _loaded()
    found = {line for home in PUBLIC for name in _exports(package, home) for line in _lines(package, home, name)}
    return [f"{line}\n" for line in sorted(found, key=lambda line: line.removeprefix("class "))]


def _loaded() -> griffe.Module:
    # the reference teaches griffe the signatures that attrs writes
    extensions = griffe.load_extensions(str(ROOT / "docs" / "signatures.py"))
    loader = griffe.GriffeLoader(search_paths=[ROOT / "src"], extensions=extensions)
    package = loader.load("learnperf")
    loader.resolve_aliases(external=False)
    if not isinstance(package, griffe.Module):
        raise TypeError(f"learnperf is {package.kind}, not a package")
    return package


def _exports(package: griffe.Module, home: str) -> list[str]:
    return [str(one) for one in _at(package, home).exports or ()]


def _at(package: griffe.Module, path: str) -> griffe.Object | griffe.Alias:
    inside = path.removeprefix("learnperf").removeprefix(".")
    return package[inside] if inside else package


def _lines(package: griffe.Module, home: str, name: str) -> Iterator[str]:
    path = f"{home}.{name}"
    yield from _described(_at(package, FUNCTIONS.get(path, path)), path)


def _described(named: griffe.Object | griffe.Alias, path: str) -> Iterator[str]:
    """Give the lines of a name and of its members."""
    one = named.final_target if isinstance(named, griffe.Alias) else named
    if isinstance(one, griffe.Function):
        yield f"{path}{_signature(one)}"
    elif isinstance(one, griffe.Class):
        yield f"class {path}({', '.join(map(str, one.bases))})"
        for name, member in one.all_members.items():
            if not name.startswith("_") or name in SHOWN_SPECIALS:
                yield from _described(member, f"{path}.{name}")
    elif isinstance(one, griffe.Attribute):
        yield f"{path} = {one.value}" if one.annotation is None else f"{path}: {one.annotation}"


def _signature(one: griffe.Function) -> str:
    parts: list[str] = []
    keywords = False
    for each in one.parameters:
        if each.kind is griffe.ParameterKind.keyword_only and not keywords:
            parts.append("*")
        keywords |= each.kind in {griffe.ParameterKind.keyword_only, griffe.ParameterKind.var_positional}
        parts.append(_parameter(each))
    return f"({', '.join(parts)}) -> {one.returns}"


def _parameter(one: griffe.Parameter) -> str:
    stars = {griffe.ParameterKind.var_positional: "*", griffe.ParameterKind.var_keyword: "**"}
    name = stars.get(one.kind, "") + one.name if one.kind is not None else one.name
    annotation = "" if one.annotation is None else f": {one.annotation}"
    default = "" if one.default is None or one.kind in stars else f" = {one.default}"
    return name + annotation + default


def _since(ref: str) -> int:
    """List what breaks; a list is not a failure, for before 1.0 things may change."""
    old = griffe.load_git("learnperf", ref=ref, repo=ROOT, search_paths=["src"])
    new = griffe.load("learnperf", search_paths=[ROOT / "src"])
    for one in griffe.find_breaking_changes(old, new):
        print(one.explain(griffe.ExplanationStyle.ONE_LINE))
    return 0


if __name__ == "__main__":
    sys.exit(main())
