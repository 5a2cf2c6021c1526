"""Which tests reach which lines, and how long each takes."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

from attrs import Factory, define

from quality.mutants import Mutant

NEIGHBOURS_FIRST = 3.0


@define
class Reach:
    """Tests by module and line, and the seconds of each."""

    tests: dict[str, dict[int, set[str]]] = Factory(lambda: defaultdict(lambda: defaultdict(set)))
    seconds: dict[str, float] = Factory(dict)

    @classmethod
    def read(cls, folder: Path) -> Reach:
        """Read what was measured; a test that failed in a fork is as if it were not there."""
        reach = cls()
        for file in sorted(folder.glob("*.json")):
            for test, passed, seconds, lines in json.loads(file.read_text()):
                if passed:
                    reach.seconds[test] = seconds
                    for path, hit in lines.items():
                        for line in hit:
                            reach.tests[path][line].add(test)
        return reach

    def files(self, mutants: Iterable[Mutant]) -> list[str]:
        """Give the files of the tests that reach mutants."""
        hit = (
            self.tests.get(one.path, {}).get(line, ())
            for one in mutants
            for line in range(one.lines[0], one.lines[1] + 1)
        )
        return sorted({test.split("::")[0] for tests in hit for test in tests})

    def of(self, mutant: Mutant, budget: float, caught: Mapping[str, int]) -> list[str]:
        """Give the tests that reach a mutant, as many as take `budget` seconds.

        What caught a neighbour comes first, unless it is slow, then the quickest.
        """
        lines = self.tests.get(mutant.path, {})
        tests = {test for line in range(mutant.lines[0], mutant.lines[1] + 1) for test in lines.get(line, ())}
        seconds = self.seconds
        ordered = sorted(
            tests,
            key=lambda test: (-caught.get(test, 0) if seconds[test] < NEIGHBOURS_FIRST else 0, seconds[test], test),
        )
        chosen: list[str] = []
        spent = 0.0
        for test in ordered:
            spent += seconds[test]
            if spent > budget and chosen:
                break
            chosen.append(test)
        return chosen


def catchers() -> dict[str, Counter[str]]:
    """Give a count, to be filled, of which tests caught mutants of which function."""
    return defaultdict(Counter)
