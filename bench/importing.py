"""Time `import learnperf` against `import networkx` alone.

    python -m bench.importing [--runs 15] [--json]

Each import happens in a fresh interpreter, in turns, and only the statement is timed. `use` goes on to the first use of
a name, which is when what stands behind it is read.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from statistics import median

from bench.measuring import ROOT, Figures, table

_STATEMENTS = {
    "networkx": "import networkx",
    "import": "import learnperf",
    "use": "import learnperf; learnperf.Organization",
}


def main() -> None:
    """Print medians and ratios."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=15, help="how often everything is measured")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    options = parser.parse_args()
    figures = measured(options.runs)
    print(json.dumps(figures, indent=2) if options.json else _shown(figures))


def measured(runs: int) -> Figures:
    """Give seconds by name, and how many times that of networkx the others are."""
    # once more than asked for: the first run of each fills the caches of the disk
    each = [{name: _seconds(statement) for name, statement in _STATEMENTS.items()} for _ in range(runs + 1)][1:]
    figures: Figures = {f"{name}_s": median(run[name] for run in each) for name in _STATEMENTS}
    for name in ("import", "use"):
        figures[f"{name}_over_networkx"] = figures[f"{name}_s"] / figures["networkx_s"]
    return figures


def _seconds(statement: str) -> float:
    """Time one statement in a fresh interpreter, which has read nothing but its clock."""
    program = f"import time\nbegin = time.perf_counter()\n{statement}\nprint(time.perf_counter() - begin)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=ROOT, check=True)  # noqa: S603 -- our own words
    return float(done.stdout)


def _shown(figures: Figures) -> str:
    rows = [
        [statement, f"{figures[f'{name}_s']:.3f}", f"{figures[f'{name}_s'] / figures['networkx_s']:.2f}"]
        for name, statement in _STATEMENTS.items()
    ]
    return table(["", "seconds", "times networkx"], rows)


if __name__ == "__main__":
    main()
