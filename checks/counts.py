"""Count the tests there are, by what they are: read off the source, a test that runs over many cases counting once.

python checks/counts.py
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
# each test belongs to the first kind whose place it stands in; the others are tests of one module each
PLACES = {
    "Bad inputs": ("bad_inputs",),
    "Wrong numbers seen before": ("soundness",),
    "Security": ("security",),
    "In a browser": ("report/test_browser",),
    "Pages and repository": ("test_docs", "test_repository", "test_import", "test_domain_map", "test_bench"),
}
WHAT = {
    "Examples in the documentation of the code": "run as they stand there",
    "Laws (property tests)": "drawn organizations, evidence, states and edits; the naive twin is the oracle",
    "Bad inputs": "each row of a list of what arrives in real life, by the library and by files",
    "Wrong numbers seen before": "each once wrong somewhere, ours or others'",
    "Security": "what the library may not do, by its source and while it runs",
    "In a browser": "the report, by mouse, by keyboard and on a phone",
    "Pages and repository": "the pages' code runs, their commands exist, versions and names agree",
    "Of one module": "published examples and cases worked out by hand",
}


def main() -> int:
    """Print the table."""
    counts = dict.fromkeys(WHAT, 0)
    counts["Examples in the documentation of the code"] = sum(map(_examples, (ROOT / "src").rglob("*.py")))
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        for test in _tests(path):
            counts[_kind(path, test)] += 1
    print("| Tests | Number | What they hold |", "| --- | --- | --- |", sep="\n")
    for kind, count in counts.items():
        print(f"| {kind} | {count} | {WHAT[kind]} |")
    print(f"| All | {sum(counts.values())} | |")
    return 0


def _kind(path: Path, test: ast.FunctionDef) -> str:
    place = path.relative_to(ROOT / "tests").as_posix()
    by_place = next((kind for kind, starts in PLACES.items() if place.startswith(starts)), None)
    if by_place is not None:
        return by_place
    names = {getattr(one, "id", getattr(one, "attr", "")) for mark in test.decorator_list for one in ast.walk(mark)}
    return "Laws (property tests)" if "given" in names else "Of one module"


def _tests(path: Path) -> Iterator[ast.FunctionDef]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"), path)):
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            yield node


def _examples(path: Path) -> int:
    """Count what is documented with an example."""
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef)
    nodes = [node for node in ast.walk(ast.parse(path.read_text("utf-8"), path)) if isinstance(node, documented)]
    return sum(">>> " in (ast.get_docstring(node) or "") for node in nodes)


if __name__ == "__main__":
    sys.exit(main())
