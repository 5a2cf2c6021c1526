"""Histories told by chance: records, ties and units change, and between changes everything is asked, saved and copied.

A live result is changed along with a plain organization and evidence, of which the naive twin reads everything anew.
`test_histories.py` tells a few short ones; this tells as many as asked, and says of what they were made:

    python -m tests.rollup.histories [--histories 500] [--steps 40] [--seed 0]
"""

from __future__ import annotations

import argparse
import copy
import pickle
import re
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any, ClassVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import seed as seeded
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

import learnperf as lp
from learnperf.rollup.tidy import Backend
from learnperf.testing import History, edits, histories, organizations
from learnperf.testing.pairs import all_records

from .asking import METRICS, QUESTIONS, WINDOWS, Drawn, agree

Question = dict[str, Any]
Saved = tuple[list[lp.AnyMetric], lp.SavedStates, Drawn, Question]
FIRST = histories(organizations(max_units=4, max_teams=2, max_learners=3), max_edits=0)
# by name, which is what a person wants to read of a metric
KNOWN = {metric.name: metric for metric in METRICS}
SOME_NAMES = st.lists(st.sampled_from(list(KNOWN)), min_size=2, max_size=6, unique=True)
CONTINUABLE = [metric.name for metric in lp.continuable(METRICS)]


class Histories(RuleBasedStateMachine):
    """A live result, and beside it the organization and the evidence that it must always be a result of."""

    told: ClassVar[Counter[str]] = Counter()

    @initialize(data=st.data(), first=FIRST, question=QUESTIONS, names=SOME_NAMES)
    def begin(self, data: st.DataObject, first: History, question: Question, names: list[str]) -> None:
        """Begin with an organization, evidence, metrics and a question."""
        self.told["histories"] += 1
        self.now: Drawn = first.organization, first.evidence
        self.metrics = [KNOWN[name] for name in names]
        self.saved: Saved | None = None
        self.ask(question, data.draw(WINDOWS))

    def ask(self, question: Question, window: Any) -> None:  # noqa: ANN401 -- any way to say a window
        """Ask anew."""
        self.question = question | {"window": window if question["by"] else lp.Window.EACH}
        self.live = self.rolled_up().live()
        self.checked = False

    def rolled_up(self, engine: str = "memory") -> lp.Rollup:
        """Roll up what there is now."""
        return lp.rollup(*self.now, self.metrics, **self.question, engine=engine)

    @rule(data=st.data())
    def edit(self, data: st.DataObject) -> None:
        """Let something happen."""
        edit = data.draw(edits(*self.now))
        self.told[type(edit).__name__] += 1
        edit.change(self.live)
        self.now = edit.apply(*self.now)
        self.checked = False

    @rule(data=st.data())
    def edit_at_random(self, data: st.DataObject) -> None:
        """Let something happen that may not fit; then it is refused for the same reason, and changes nothing."""
        edit = data.draw(edits(*self.now, fitting=False))
        try:
            after = edit.apply(*self.now)
        except lp.LearnperfError as error:
            self.told[f"{type(edit).__name__} refused"] += 1
            with pytest.raises(type(error), match=re.escape(str(error))):
                edit.change(self.live)
        else:
            self.told[type(edit).__name__] += 1
            edit.change(self.live)
            self.now = after
        self.checked = False

    @rule(data=st.data(), way=st.sampled_from(["explain", "table", "save", "go on", "copy", "ask otherwise"]))
    def look(self, data: st.DataObject, way: str) -> None:
        """Ask, save, load or copy: what is changed by no question."""
        self.told[way] += 1
        looking: dict[str, Callable[[st.DataObject], None]] = {
            "explain": self.explain,
            "table": self.to_frame,
            "save": self.save,
            "go on": self.go_on,
            "copy": self.begin_a_copy,
            "ask otherwise": self.ask_otherwise,
        }
        looking[way](data)

    def ask_otherwise(self, data: st.DataObject) -> None:
        """Go on with a live result of another question."""
        self.ask(data.draw(QUESTIONS), data.draw(WINDOWS))

    def begin_a_copy(self, data: st.DataObject) -> None:
        """Go on with a copy."""
        ways: list[Callable[[lp.Live], lp.Live]] = [copy.copy, copy.deepcopy, pickled]
        way = data.draw(st.sampled_from(ways))
        self.live = way(self.live)
        self.checked = False

    def explain(self, data: st.DataObject) -> None:
        """Explain a reading: the lines add up to it."""
        result = self.live.result()
        names = [metric.name for metric in self.metrics]
        metric, node = data.draw(st.sampled_from(names)), data.draw(st.sampled_from(result.nodes))
        if not result.periods:
            return
        period = data.draw(st.sampled_from([period.label for period in result.periods]))
        explanation = result.explain(node, metric, period)
        assert explanation.reading == self.live[node, metric, period]
        if not explanation.parts:
            assert sum(line.n for line in explanation.lines) == explanation.reading.n

    def to_frame(self, data: st.DataObject) -> None:
        """Look at all readings as a table."""
        backends: tuple[Backend, ...] = ("polars", "pandas", "pyarrow")
        backend = data.draw(st.sampled_from(backends))
        result = self.live.result()
        frame = result.to_frame(backend, only_values=True)
        assert len(frame) == sum(reading.value is not None for reading in result)

    def save(self, data: st.DataObject) -> None:
        """Save the states of some metrics, for later evidence to be added to."""
        names = data.draw(st.lists(st.sampled_from(CONTINUABLE), min_size=1, max_size=4, unique=True))
        metrics = [KNOWN[name] for name in names]
        with TemporaryDirectory() as folder:
            lp.rollup(*self.now, metrics, **self.question).save(Path(folder) / "states")
            self.saved = metrics, lp.load_states(Path(folder) / "states"), self.now, self.question

    def go_on(self, _data: st.DataObject) -> None:
        """Go on from saved states with the evidence since, where nothing else has happened to what was saved."""
        if self.saved is None:
            return
        metrics, states, before, question = self.saved
        old, new = ({record.id: record for record in all_records(drawn[1])} for drawn in (before, self.now))
        if any(new.get(name) != record for name, record in old.items()):
            return
        since = [record for name, record in new.items() if name not in old]
        try:
            later = lp.Evidence.of(since, activities=self.now[1].activities.values())
        except lp.EvidenceError:
            # it corrects or names what is in the states
            return
        try:
            result = lp.rollup(self.now[0], later, metrics, **self.question, onto=states)
        except lp.StateError:
            self.told["loads refused"] += 1
            assert self.now[0] is not before[0] or self.question != question, "nothing but evidence is new"
            return
        self.told["loads"] += 1
        agree(result, lp.rollup(*self.now, metrics, **self.question, engine="naive"))

    @invariant()
    def reads_what_the_twin_reads(self) -> None:
        """Compare every reading after whatever changed something."""
        if not self.checked:
            twin = self.rolled_up("naive")
            self.told["readings compared"] += len(twin.metrics) * len(twin.nodes) * len(twin.periods)
            assert self.live.periods == twin.periods
            for reading in twin:
                assert self.live[reading.node, reading.metric, reading.period] == reading
            self.checked = True


def pickled(live: lp.Live) -> lp.Live:
    """Send a live result to another process and back."""
    back = pickle.loads(pickle.dumps(live))  # noqa: S301 -- our own bytes
    assert isinstance(back, lp.Live)
    return back


def main() -> None:
    """Tell histories, and count what happened in them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--histories", type=int, default=500, help="how many")
    parser.add_argument("--steps", type=int, default=40, help="how long each is at most")
    parser.add_argument("--seed", type=int, default=0, help="which ones")
    options = parser.parse_args()
    begin = perf_counter()
    run_state_machine_as_test(
        seeded(options.seed)(Histories),
        settings=settings(
            max_examples=options.histories,
            stateful_step_count=options.steps,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    told = Histories.told
    seconds = perf_counter() - begin
    sys.stdout.write("".join(f"{told[name]:>9,} {name}\n" for name in sorted(told)) + f"{seconds:>9,.0f} seconds\n")


if __name__ == "__main__":
    main()
