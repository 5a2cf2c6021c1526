"""Histories: an organization, its evidence, and what happens to both, one edit after the other.

Edits are drawn for what is there when they happen, and each is tried before it is kept, so that no history is thrown
away; left out, the ones after it still make sense or are left out too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import count, product

from attrs import define, field, frozen
from hypothesis import strategies as st

from learnperf.errors import LearnperfError
from learnperf.model.collection import Evidence
from learnperf.model.nodes import Learner, NodeKind
from learnperf.model.organization import Organization
from learnperf.model.ties import Membership, Placement, Reporting, Sponsorship, Tie
from learnperf.testing.choosing import choose, number
from learnperf.testing.code import Code, as_code, several_lines
from learnperf.testing.edit import (
    AddLearner,
    AddRecord,
    AddTie,
    Edit,
    MergeUnits,
    Pair,
    RemoveRecord,
    RemoveTie,
    Reparent,
    SplitUnit,
    SupersedeRecord,
)
from learnperf.testing.organizations import organizations
from learnperf.testing.pairs import all_records
from learnperf.testing.records import evidence as some_evidence
from learnperf.testing.stories import Story
from learnperf.testing.timeline import CUTS


@frozen(repr=False)
class History(Code):
    """What there was in the beginning, and what happened.

    Attributes
    ----------
    organization, evidence
        As they were in the beginning.
    edits
        What happened, in order; each fits what those before it left.
    """

    organization: Organization
    evidence: Evidence
    edits: tuple[Edit, ...] = field(converter=tuple[Edit, ...])

    def states(self) -> Iterator[Pair]:
        """Give the organization and the evidence as they were in the beginning, and after each edit."""
        now = self.organization, self.evidence
        yield now
        for edit in self.edits:
            now = edit.apply(*now)
            yield now

    def __repr__(self) -> str:
        """Give the code that makes it, a line for each node, tie, record and edit."""
        parts = [as_code(self.organization), as_code(self.evidence), several_lines(list(self.edits))]
        lines = "".join(f"    {part},\n" for part in (*(one.replace("\n", "\n    ") for one in parts[:2]), parts[2]))
        return f"History(\n{lines})"


@define
class _Drawing:
    """Draws edits that may or may not fit."""

    draw: st.DrawFn
    organization: Organization
    evidence: Evidence

    @property
    def story(self) -> Story:
        """A story of which the records so far are told."""
        return Story.about(self.draw, self.organization, all_records(self.evidence))

    def add_record(self) -> Edit:
        """Draw a record."""
        return AddRecord(self.story.record())

    def supersede_record(self) -> Edit:
        """Draw a record that corrects another."""
        return SupersedeRecord(self.story.correction_of(choose(self.draw, all_records(self.evidence))))

    def remove_record(self) -> Edit:
        """Draw a record to take away, whether another one names it or not."""
        return RemoveRecord(choose(self.draw, all_records(self.evidence)).id)

    def add_tie(self) -> Edit:
        """Draw a tie between two nodes that can have one, in a span of the calendar."""
        child = choose(self.draw, self.organization)
        return AddTie(self._tie(child, choose(self.draw, self._parents(child))))

    def remove_tie(self) -> Edit:
        """Draw a tie to take away."""
        return RemoveTie(choose(self.draw, self.organization.ties))

    def reparent(self) -> Edit:
        """Draw a tie, and another parent of the same kind."""
        tie = choose(self.draw, self.organization.ties)
        kind = self.organization.kinds
        parents = [node for node in self.organization if kind[node] is kind[tie.parent] and node != tie.child]
        return Reparent(tie, choose(self.draw, parents), choose(self.draw, (None, *CUTS)))

    def merge_units(self) -> Edit:
        """Draw a unit that goes, and another that it goes into."""
        unit, into = (choose(self.draw, list(self.organization.units)[::step]) for step in (-1, 1))
        return MergeUnits(unit, into, choose(self.draw, CUTS))

    def split_unit(self) -> Edit:
        """Draw a unit and who is in the new one made of it."""
        unit = choose(self.draw, self.organization.units)
        below = dict.fromkeys(tie.child for tie in self.organization.ties if tie.parent == unit)
        moving = [child for child in below if self.draw(_FLAG)]
        return SplitUnit(unit, self._new_id("u", len(self.organization.units)), moving, choose(self.draw, CUTS))

    def add_learner(self) -> Edit:
        """Draw a person who comes, to a unit or to nowhere yet."""
        learner = Learner(self._new_id("l", len(self.organization.learners)))
        unit = choose(self.draw, (*self.organization.units, None))
        return AddLearner(learner, [] if unit is None else [Placement(learner.id, unit, since=choose(self.draw, CUTS))])

    def kinds(self) -> list[Callable[[], Edit]]:
        """Give the kinds of edits there can be now, the plainest first."""
        possible: list[Callable[[], Edit]] = [self.add_record]
        if self.evidence.records:
            possible += [self.supersede_record, self.remove_record]
        if self.organization.ties:
            possible += [self.remove_tie, self.reparent]
        if len(self.organization.units) > 1:
            possible.append(self.merge_units)
        if len(self.organization) > 1:
            possible.append(self.add_tie)
        return [*possible, self.split_unit, self.add_learner]

    def _parents(self, child: str) -> list[str]:
        kind = self.organization.kinds
        known = [node for node in self.organization if node != child and (kind[child], kind[node]) in _TIES]
        return known or list(self.organization.units)

    def _tie(self, child: str, parent: str) -> Tie:
        kind = self.organization.kinds
        since, until = choose(self.draw, _SPANS)
        return _TIES[kind[child], kind[parent]](
            child, parent, since=since, until=until, share=choose(self.draw, _SHARES), primary=self.draw(_FLAG)
        )

    def _new_id(self, letter: str, place: int) -> str:
        return next(name for name in (f"{letter}{one}" for one in count(place)) if name not in self.organization)


@st.composite
def _edits(draw: st.DrawFn, organization: Organization, evidence: Evidence, *, fitting: bool) -> Edit:
    drawing = _Drawing(draw, organization, evidence)
    for _ in range(_TRIES if fitting else 1):
        edit = choose(draw, drawing.kinds())()
        if not fitting or _fits(edit, (organization, evidence)):
            return edit
    # there is always room for one more
    return drawing.add_learner()


def _fits(edit: Edit, now: Pair) -> bool:
    try:
        edit.apply(*now)
    except LearnperfError:
        return False
    return True


@st.composite
def _histories(draw: st.DrawFn, organization: st.SearchStrategy[Organization], most: tuple[int, int]) -> History:
    first = draw(organization)
    known = draw(some_evidence(first, max_records=most[1]))
    now, happened = (first, known), list[Edit]()
    for _ in range(draw(number(0, most[0]))):
        edit = draw(_edits(*now, fitting=True))
        now = edit.apply(*now)
        happened.append(edit)
    return History(first, known, happened)


def edits(organization: Organization, evidence: Evidence, *, fitting: bool = True) -> st.SearchStrategy[Edit]:
    """Give edits of an organization and its evidence, one at a time: what a state machine of yours needs.

    Records and ties come and go, records correct others, nodes move, units are merged and split, people come.

    Parameters
    ----------
    organization, evidence
        What there is when the edit happens.
    fitting
        Whether every edit fits; without, some must be refused: a cycle, an unknown id, an adopted idea that goes.

    Examples
    --------
    >>> from hypothesis import find
    >>> from learnperf.model.nodes import Unit
    >>> alone = Organization.of(units=[Unit("MOF")])
    >>> find(edits(alone, Evidence.of()), lambda edit: isinstance(edit, SplitUnit))
    SplitUnit('MOF', 'u1', [], date(2024, 1, 1))
    """
    return _edits(organization, evidence, fitting=fitting)


def histories(
    organization: st.SearchStrategy[Organization] | None = None, *, max_edits: int = 8, max_records: int = 8
) -> st.SearchStrategy[History]:
    """Give histories: an organization, its evidence, and edits that fit one after the other.

    Parameters
    ----------
    organization
        Strategy for the organization in the beginning, where `organizations` as it comes is not what is wanted.
    max_edits
        Most edits.
    max_records
        Most records in the beginning, superseded ones included.

    Examples
    --------
    Whatever keeps itself current must come to what is counted anew:

    >>> from hypothesis import given, settings
    >>> import learnperf as lp
    >>> metrics = lp.catalogue("kirkpatrick.behaviour", "roster.average_headcount")
    >>> @settings(max_examples=10, deadline=None)
    ... @given(histories())
    ... def test_live_results_stay_current(history):
    ...     live = lp.rollup(history.organization, history.evidence, metrics).live()
    ...     for edit in history.edits:
    ...         edit.change(live)
    ...     *_, (organization, evidence) = history.states()
    ...     for reading in lp.rollup(organization, evidence, metrics):
    ...         assert live[reading.node, reading.metric] == reading
    >>> test_live_results_stay_current()
    """
    return _histories(organizations() if organization is None else organization, (max_edits, max_records))


# how often another edit is drawn where one does not fit
_TRIES = 4
_FLAG = st.booleans()
_SHARES = (None, None, None, Fraction(1, 2), Fraction(1, 3))
_SPANS = [
    (since, until) for since, until in product([None, *CUTS], [None, *CUTS]) if not (since and until and since >= until)
]
_TIES: dict[tuple[NodeKind, NodeKind], type[Tie]] = {
    (NodeKind.LEARNER, NodeKind.TEAM): Membership,
    (NodeKind.LEARNER, NodeKind.UNIT): Placement,
    (NodeKind.TEAM, NodeKind.UNIT): Sponsorship,
    (NodeKind.TEAM, NodeKind.TEAM): Sponsorship,
    (NodeKind.UNIT, NodeKind.UNIT): Reporting,
}
