"""Measure every figure that learnperf has set itself, and say which of them it reaches.

    python -m bench.figures [--learners 1000000] [--runs 3] [--only PART ...] [--json] [--write-docs]

Each figure is one number over another, both of one run of one benchmark, whose contestants run in turns, each in a
process of its own. With `--quick` everything is so small that it only shows that it works.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable

from attrs import frozen

from bench import chunks, importing, parquet, rollup
from bench.contestants import in_turns
from bench.measuring import Figures, apart, megabytes, table, write_into_page


@frozen
class Sizes:
    """How large the organizations are that figures are measured with.

    Attributes
    ----------
    learners
        Of the large one; growth is measured against one with a tenth.
    with_many_metrics
        Learners of the one that many metrics are read of.
    metrics
        How many those are; a tenth as many come before.
    chunked, each
        Learners whose evaluations come in chunks, and how many each has in the smaller number.
    """

    learners: int = 1_000_000
    runs: int = 3
    with_many_metrics: int = 10_000
    metrics: int = 1_000
    chunked: int = chunks.LEARNERS
    each: int = chunks.EACH
    imports: int = 15


QUICK = Sizes(1_000, 1, 100, 200, 100, 2, 1)


@frozen
class Row:
    """One figure: one number over another, and what that shall be.

    Attributes
    ----------
    part, over, under
        In which part both were measured, and under which names.
    bound
        What the quotient shall be at most, or else at least.
    """

    what: str
    part: str
    over: str
    under: str
    bound: float
    at_least: bool = False

    def cells(self, figures: Figures) -> list[str]:
        """Give a row of the table."""
        over, under = figures[self.over], figures[self.under]
        ratio = over / under
        met = ratio >= self.bound if self.at_least else ratio <= self.bound
        target = f"at {'least' if self.at_least else 'most'} {self.bound:,g}"
        said = f"{_said(self.over, over)} over {_said(self.under, under)}"
        return [self.what, target, f"{ratio:,.3g}", "yes" if met else "no", said]


def main() -> None:
    """Measure, and print the table of figures."""
    options = _options()
    sizes = QUICK if options.quick else Sizes(options.learners, options.runs)
    figures = {part: PARTS[part](sizes) for part in options.only or PARTS}
    if options.write_docs:
        write_into_page("bench.figures", _shown(sizes, figures))
    print(json.dumps(figures, indent=2) if options.json else _shown(sizes, figures))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--learners", type=int, default=Sizes().learners, help="of the large organization")
    parser.add_argument("--runs", type=int, default=Sizes().runs, help="how often everything is measured")
    parser.add_argument("--only", nargs="+", choices=PARTS, help="some of the figures")
    parser.add_argument("--quick", action="store_true", help="small sizes, to see that it works")
    parser.add_argument("--json", action="store_true", help="print all that was measured as JSON instead of a table")
    parser.add_argument("--write-docs", action="store_true", help="put the table into docs/performance.md")
    return parser.parse_args()


def _tables(sizes: Sizes) -> Figures:
    return rollup.measured(sizes.learners, sizes.runs)


def _growth(sizes: Sizes) -> Figures:
    large, small = (in_turns(["ours"], learners, sizes.runs)[0] for learners in (sizes.learners, sizes.learners // 10))
    return {"large_s": large["ours_s"], "small_s": small["ours_s"]}


def _files(sizes: Sizes) -> Figures:
    return parquet.measured(sizes.learners, sizes.runs)


def _questions(sizes: Sizes) -> Figures:
    return in_turns(["ours", "ours_as_is", "ours_fractional"], sizes.learners, sizes.runs)[0]


def _metrics(sizes: Sizes) -> Figures:
    few, many = (f"ours_{count}_metrics" for count in (sizes.metrics // 10, sizes.metrics))
    figures, _ = in_turns([few, many], sizes.with_many_metrics, sizes.runs)
    return {"few_s": figures[f"{few}_s"], "many_s": figures[f"{many}_s"]}


def _live(sizes: Sizes) -> Figures:
    return apart("bench.live", "--learners", str(sizes.learners), "--json")


def _chunks(sizes: Sizes) -> Figures:
    return chunks.measured(sizes.chunked, sizes.each)


def _imports(sizes: Sizes) -> Figures:
    return importing.measured(sizes.imports)


PARTS: dict[str, Callable[[Sizes], Figures]] = {
    "tables": _tables,
    "files": _files,
    "growth": _growth,
    "live": _live,
    "chunks": _chunks,
    "questions": _questions,
    "metrics": _metrics,
    "import": _imports,
}
ROWS = (
    Row("from tables: the faster of polars and DuckDB over learnperf", "tables", "best_s", "ours_s", 10, at_least=True),
    Row("from Parquet with text for ids: the same", "files", "best_s", "ours_s", 2, at_least=True),
    Row("the same, where they check the file too", "files", "best_checked_s", "ours_s", 2, at_least=True),
    Row("from tables, over counting one column once", "tables", "ours_s", "floor_s", 6),
    Row("ten times as many learners", "growth", "large_s", "small_s", 11),
    Row("memory for the work over the bytes of the input", "tables", "ours_beyond_bytes", "input_bytes", 1),
    Row("the same over that of polars or DuckDB", "tables", "ours_beyond_bytes", "best_beyond_bytes", 1),
    Row("everything anew over one live update", "live", "full_s", "add_s", 10_000, at_least=True),
    Row("ten times as many evaluations in chunks: peak memory", "chunks", "many_peak_bytes", "few_peak_bytes", 1.1),
    Row("fractional and as was over full and as is", "questions", "ours_fractional_s", "ours_as_is_s", 2),
    Row("fractional over full, both as was", "questions", "ours_fractional_s", "ours_s", 2),
    Row("as was over as is, both full", "questions", "ours_s", "ours_as_is_s", 2),
    Row("ten times as many metrics", "metrics", "many_s", "few_s", 11),
    Row("import learnperf over import networkx", "import", "import_s", "networkx_s", 1.3),
    Row("the same, with the first use of a name", "import", "use_s", "networkx_s", 1.3),
)


def _said(name: str, value: float) -> str:
    return f"{megabytes(int(value))} MB" if name.endswith("_bytes") else f"{value:.3g} s"


def _shown(sizes: Sizes, figures: dict[str, Figures]) -> str:
    rows = [row.cells(figures[row.part]) for row in ROWS if row.part in figures]
    title = f"Of {sizes.learners:,} learners with ten evaluations each. Runs: {sizes.runs}."
    return f"{title}\n\n{table(['', 'shall be', 'is', 'met', ''], rows)}"


if __name__ == "__main__":
    main()
