"""The work in pandas: evaluations added up by stint, and stints joined to everything above them."""

from __future__ import annotations

import numpy as np
import pandas as pd

from bench.encoded import Encoded
from bench.measuring import Measuring
from bench.peers.answers import COUNTS, EACH_LEVEL, HEADS, SUMS, Answer, answers_of
from learnperf.rollup.graph import AFTER_LAST_DAY, FIRST_DAY


def from_tables(encoded: Encoded) -> tuple[Measuring, list[Answer]]:
    """Start from tables of whole numbers."""
    evaluations = pd.DataFrame(encoded.evaluations, copy=False)
    ties = pd.DataFrame(encoded.belonging).rename(columns={"child": "learner"})
    reporting = pd.DataFrame(encoded.structure).rename(columns={"child": "above", "parent": "higher"})
    with Measuring() as measured:
        read = _readings(evaluations, ties, reporting, encoded.sizes.structure)
    return measured, answers_of(encoded.sizes.nodes, {name: read[name].to_numpy() for name in read.columns})


def _readings(evaluations: pd.DataFrame, ties: pd.DataFrame, reporting: pd.DataFrame, structure: int) -> pd.DataFrame:
    stints = _stints(ties)
    pooled = _pooled(evaluations, stints)
    places = _places(stints, ties, _closure(reporting, structure), structure)
    single = pooled[list(COUNTS)].gt(0).mul(~pooled["several"], axis=0).astype(np.int64)
    marked = pd.concat([pooled, single.set_axis(HEADS, axis=1)], axis=1)
    columns = [*SUMS, *HEADS]
    above = places.merge(marked, on="stint")[["node", *columns]].groupby("node")[columns].sum()
    some = places.merge(pooled.loc[pooled["several"], ["stint", "learner", *COUNTS]], on="stint")
    people = some.groupby(["node", "learner"], sort=False)[list(COUNTS)].sum().gt(0)
    counted = people.groupby(level="node").sum().set_axis(HEADS, axis=1)
    above[list(HEADS)] += counted.reindex(above.index, fill_value=0)
    own = pooled.groupby("learner")[list(SUMS)].sum()
    own[list(HEADS)] = own[list(COUNTS)].gt(0).astype(np.int64).to_numpy()
    read = pd.concat([above, own.rename_axis("node")]).reset_index()
    for level in EACH_LEVEL:
        n, s, q = (read[f"{name}{level}"] for name in "nsq")
        read[f"v{level}"] = ((q * n - s * s) / (n * (n - 1))).where(n > 1)
    return read


def _closure(reporting: pd.DataFrame, structure: int) -> pd.DataFrame:
    nodes = np.arange(structure, dtype=np.int32)
    steps = [pd.DataFrame({"parent": nodes, "above": nodes})]
    while len(steps[-1]):
        upper = steps[-1].merge(reporting, on="above")
        steps.append(upper[["parent", "higher"]].rename(columns={"higher": "above"}))
    return pd.concat(steps)


def _stints(ties: pd.DataFrame) -> pd.DataFrame:
    bounds = [ties[["learner", bound]].rename(columns={bound: "begin"}) for bound in ("since", "until")]
    stints = pd.concat(bounds)
    stints = stints[stints["begin"] < AFTER_LAST_DAY].drop_duplicates().sort_values(["learner", "begin"])
    same = stints["learner"].eq(stints["learner"].shift(-1))
    stints["end"] = stints["begin"].shift(-1).where(same, AFTER_LAST_DAY).astype(np.int32)
    stints["several"] = (stints["begin"] > FIRST_DAY) | (stints["end"] < AFTER_LAST_DAY)
    return stints.reset_index(drop=True).rename_axis("stint").reset_index()


def _pooled(evaluations: pd.DataFrame, stints: pd.DataFrame) -> pd.DataFrame:
    joined = evaluations.merge(stints[["stint", "learner", "begin", "end"]], on="learner")
    joined = joined[(joined["begin"] <= joined["on"]) & (joined["on"] < joined["end"])]
    steps = joined["steps"].astype(np.int64)
    pieces = pd.DataFrame({"stint": joined["stint"], "level": joined["level"], "n": 1, "s": steps, "q": steps * steps})
    pooled = stints[["stint", "learner", "several"]].set_index("stint")
    by_level = pieces.groupby(["level", "stint"], sort=False).sum()
    for level in EACH_LEVEL:
        pooled[[f"{name}{level}" for name in "nsq"]] = by_level.loc[level].reindex(pooled.index, fill_value=0)
    return pooled.reset_index()


def _places(stints: pd.DataFrame, ties: pd.DataFrame, up: pd.DataFrame, structure: int) -> pd.DataFrame:
    direct = stints[["stint", "learner", "begin"]].merge(ties[["learner", "parent", "since", "until"]], on="learner")
    direct = direct.loc[(direct["since"] <= direct["begin"]) & (direct["begin"] < direct["until"]), ["stint", "parent"]]
    reached = direct.merge(up, on="parent")
    # one number for both is told apart faster than two columns are
    pair = (reached["stint"] * structure + reached["above"]).drop_duplicates()
    return pd.DataFrame({"stint": pair // structure, "node": pair % structure})
