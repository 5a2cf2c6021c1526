"""The same input for everyone: an organization and its evaluations as tables of whole numbers, kept in a folder.

Who is timed from tables reads them from here, each column as narrow as holds it, and no contestant's memory holds the
records or files that others start from.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np
from attrs import evolve, field, frozen
from numpy.typing import NDArray

import learnperf as lp
from bench.generate import FIRST, LAST, Columns, Made, Sizes
from bench.records import names
from learnperf.metrics.algebra import scale_code
from learnperf.metrics.expressions import Column
from learnperf.model.ties import WHOLE
from learnperf.rollup.facts import FactTable
from learnperf.rollup.graph import AFTER_LAST_DAY, FIRST_DAY, KIND_CODES, Graph, Ties
from learnperf.rollup.plan import Plan, plan_of

# that of evaluations which name none
SCALE = lp.LIKERT_5
LINEAR = ("n", "total", "squares")


def variances(since: int | None = None) -> list[lp.Metric]:
    """Give the metrics that everyone computes: how far scores of each of the four levels spread.

    Each is a state of three columns that add up, so there are twelve of them.

    Parameters
    ----------
    since
        A day number before which evaluations do not count; the names then say it, so that there can be many.
    """
    return [
        lp.Metric(
            f"spread.{level.name.lower()}{'' if since is None else f'.since_{since}'}",
            label=f"Spread of {level.name.lower()} scores",
            unit="score squared",
            evidence=lp.Evaluation,
            state=lp.Variance,
            where=(lp.col("level") == level) if since is None else (lp.col("level") == level) & (lp.col("on") >= since),
            lift={
                "n": 1,
                "total": lp.col("score"),
                "squares": lp.col("score") * lp.col("score"),
                "scale_low": lp.col("scale"),
                "scale_high": lp.col("scale"),
            },
        )
        for level in lp.Level
    ]


METRICS = tuple(metric.name for metric in variances())


@frozen(eq=False)
class Encoded:
    """Ties and evaluations as named columns, without ids.

    Attributes
    ----------
    structure, belonging, evaluations
        As in `bench.generate.Made`.
    """

    sizes: Sizes
    structure: Columns = field(repr=False)
    belonging: Columns = field(repr=False)
    evaluations: Columns = field(repr=False)

    @classmethod
    def of(cls, made: Made) -> Encoded:
        """Take what the metrics read out of what was generated."""
        return cls(made.sizes, made.structure, made.belonging, made.evaluations)

    @classmethod
    def load(cls, folder: Path) -> Encoded:
        """Read what was saved."""
        tables = {
            table: {path.stem: np.load(path) for path in sorted((folder / table).glob("*.npy"))} for table in _TABLES
        }
        return cls(Sizes(int((folder / "learners").read_text("utf-8"))), **tables)

    def save(self, folder: Path) -> None:
        """Write a file for each column."""
        (folder / "learners").write_text(str(self.sizes.learners), "utf-8")
        for table in _TABLES:
            (folder / table).mkdir()
            columns: Columns = getattr(self, table)
            for name, values in columns.items():
                np.save(folder / table / f"{name}.npy", values)

    @property
    def input_bytes(self) -> int:
        """How large all columns are together."""
        columns = [one for table in _TABLES for one in getattr(self, table).values()]
        return sum(one.nbytes for one in columns)

    def prepared(
        self, metrics: Sequence[lp.Metric], counting: str = "full", structure: str = "as_was"
    ) -> Callable[[], Plan]:
        """Prepare what a rollup of the records would have encoded; the plan itself is part of what is timed."""
        like = _small_plan(metrics, counting, structure)
        table = self._fact_table()
        facts = evolve(like.facts, tables={**like.facts.tables, lp.Evaluation: table})
        days = int(table.on.min()), int(table.on.max())
        graph = self.graph()
        return lambda: plan_of(like.organization, like.evidence, graph, facts, days, metrics, like.question)

    def _fact_table(self) -> FactTable:
        count = len(self.evaluations["on"])
        present: NDArray[np.bool_] = np.broadcast_to(np.True_, count)
        scale = np.broadcast_to(np.int64(scale_code(SCALE)), count)
        named: Mapping[str, NDArray[np.signedinteger]] = {
            "on": self.evaluations["on"],
            "level": self.evaluations["level"],
            "score": self.evaluations["steps"],
            "scale": scale,
        }
        return FactTable(
            kind=lp.Evaluation,
            columns={name: Column(values, present) for name, values in named.items()},
            offsets=np.arange(count + 1, dtype=np.int64),
            subject=self.evaluations["learner"],
            credit=np.broadcast_to(np.int64(WHOLE), count),
            kinds=self._kinds(),
            ids=(),
        )

    def _kinds(self) -> NDArray[np.int64]:
        counts = (self.sizes.units, self.sizes.teams, self.sizes.learners)
        codes = [KIND_CODES[kind] for kind in (lp.NodeKind.UNIT, lp.NodeKind.TEAM, lp.NodeKind.LEARNER)]
        return np.repeat(np.asarray(codes, dtype=np.int64), counts)

    def graph(self) -> Graph:
        """Lay the ties out as `Graph.of` does for an organization of records."""
        sizes = self.sizes
        # ids of learners come before those of teams, and those before units
        learners, teams = sizes.learners, sizes.learners + sizes.teams
        rank = np.concatenate([np.arange(teams, sizes.nodes), np.arange(learners, teams), np.arange(learners)])
        structure = {name: values.astype(np.int64) for name, values in self.structure.items()}
        ties = {name: values.astype(np.int64) for name, values in self.belonging.items()}
        always = np.full(len(structure["child"]), FIRST_DAY, dtype=np.int64)
        forever = np.full(len(always), AFTER_LAST_DAY, dtype=np.int64)
        undivided = np.full(len(always), -1, dtype=np.int64)
        unmarked, unplaced = np.zeros(len(ties["child"]), dtype=np.bool_), np.zeros(len(always), dtype=np.bool_)
        belonging = Ties(**ties, primary=unmarked, placement=ties["share"] < 0)
        return Graph(
            ids=tuple(names(sizes)),
            kinds=self._kinds(),
            structure_size=sizes.structure,
            rank=rank,
            structure=Ties(
                **structure, since=always, until=forever, share=undivided, primary=unplaced, placement=unplaced
            ),
            belonging=belonging.take(np.lexsort((rank[belonging.parent], belonging.child))),
        )


_TABLES = ("structure", "belonging", "evaluations")


def _small_plan(metrics: Sequence[lp.Metric], counting: str, structure: str) -> Plan:
    """Make a plan of the same question over one learner, which has all that does not depend on the data."""
    organization = lp.Organization.of(units=[lp.Unit("u")], learners=[lp.Learner("l")], ties=[lp.Placement("l", "u")])
    evidence = lp.Evidence.of([lp.Evaluation("e", learner="l", level=lp.Level.REACTION, score=3, on=FIRST)])
    return lp.rollup(organization, evidence, metrics, counting=counting, structure=structure, today=LAST).plan
