"""The same input for everyone: an organization and its evaluations as tables of whole numbers, kept in a folder.

Who is timed from tables reads them from here, so that no contestant's memory holds the records they were made of.
"""

from __future__ import annotations

from pathlib import Path
from typing import Self

import numpy as np
from attrs import evolve, frozen
from numpy.typing import NDArray

import learnperf as lp
from bench.generate import FIRST
from learnperf.metrics.expressions import Column
from learnperf.rollup.facts import FactTable
from learnperf.rollup.graph import Graph, Ties
from learnperf.rollup.plan import Plan
from learnperf.rollup.pooling import Placed

METRICS = ("kirkpatrick.reaction", "kirkpatrick.learning", "kirkpatrick.behaviour", "kirkpatrick.results")

# what the metrics read of an evaluation
_COLUMNS = ("on", "level", "is_baseline", "score", "scale")
_TIE_NUMBERS = ("child", "parent", "since", "until", "share")
_TIE_MARKS = ("primary", "placement")

Tables = dict[str, NDArray[np.int64]]


def chosen_metrics() -> list[lp.AnyMetric]:
    """Give the metrics that everyone computes: the mean score of each of the four levels."""
    return [metric for metric in lp.catalogue(*METRICS) if metric.name in METRICS]


@frozen(eq=False)
class Encoded:
    """Nodes, ties and evaluations as integer arrays by name."""

    tables: Tables

    @classmethod
    def of(cls, plan: Plan) -> Self:
        """Take the arrays out of a plan that was made from records."""
        graph, facts = plan.graph, plan.facts.tables[lp.Evaluation]
        tables = {"kinds": graph.kinds, "rank": graph.rank, "structure_size": np.asarray([graph.structure_size])}
        for name, ties in (("structure", graph.structure), ("belonging", graph.belonging)):
            tables |= {f"{name}.{one}": getattr(ties, one) for one in (*_TIE_NUMBERS, *_TIE_MARKS)}
        tables |= {f"evaluation.{name}": facts.columns[name].values for name in _COLUMNS}
        return cls({**tables, "evaluation.learner": facts.subject})

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read what was saved."""
        return cls({path.stem: np.load(path) for path in sorted(folder.glob("*.npy"))})

    def save(self, folder: Path) -> None:
        """Write a file for each array."""
        for name, values in self.tables.items():
            np.save(folder / f"{name}.npy", values)

    def __getitem__(self, name: str) -> NDArray[np.int64]:
        """Give one array."""
        return self.tables[name]

    @property
    def size(self) -> int:
        """How many nodes there are, learners included."""
        return len(self["kinds"])

    @property
    def structure_size(self) -> int:
        """How many units and teams there are."""
        return int(self["structure_size"][0])

    def plan(self) -> Plan:
        """Make the plan that a rollup of the records would have made, without the records."""
        like = _small_plan()
        place = np.arange(len(self["evaluation.on"]), dtype=np.int64)
        ones = np.ones(len(place), dtype=np.bool_)
        table = FactTable(
            kind=lp.Evaluation,
            columns={name: Column(self[f"evaluation.{name}"], ones) for name in _COLUMNS},
            offsets=np.arange(len(place) + 1, dtype=np.int64),
            subject=self["evaluation.learner"],
            credit=np.full(len(place), 1_000_000, dtype=np.int64),
            kinds=self["kinds"],
            ids=(),
        )
        placed = Placed(table=table, place=place, day=table.on, period=np.zeros(len(place), dtype=np.int64))
        return evolve(like, graph=self._graph(), placed=dict.fromkeys(like.placed, placed))

    def _graph(self) -> Graph:
        structure, belonging = self._ties("structure"), self._ties("belonging")
        ids = tuple(map(str, range(self.size)))
        return Graph(ids, self["kinds"], self.structure_size, self["rank"], structure, belonging)

    def _ties(self, name: str) -> Ties:
        child, parent, since, until, share = (self[f"{name}.{one}"] for one in _TIE_NUMBERS)
        primary, placement = (self[f"{name}.{one}"].astype(np.bool_) for one in _TIE_MARKS)
        return Ties(child, parent, since, until, share, primary, placement)


def _small_plan() -> Plan:
    """Make a plan of the same question over one learner, which has all that does not depend on the data."""
    organization = lp.Organization.of(units=[lp.Unit("u")], learners=[lp.Learner("l")], ties=[lp.Placement("l", "u")])
    evidence = lp.Evidence.of([lp.Evaluation("e", learner="l", level=lp.Level.REACTION, score=3, on=FIRST)])
    return lp.rollup(organization, evidence, chosen_metrics()).plan
