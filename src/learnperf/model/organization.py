"""Organization: nodes and ties as one graph, checked whole.

The structure (teams, units and their ties) lives in networkx; learners, who may be a million, hang off it by
dictionaries and join the graph on request.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import cached_property, lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from attrs import field, frozen

from learnperf.errors import InvalidValue, OrganizationError, UnknownName
from learnperf.model.checks import each_once, organization_problems
from learnperf.model.copies import Remade, in_parts
from learnperf.model.ids import how_many
from learnperf.model.nodes import Competency, Learner, Node, NodeKind, Position, Team, Unit
from learnperf.model.roots import root_stretches
from learnperf.model.ties import STRUCTURAL, Tie, held
from learnperf.notebook import Card, Shown

if TYPE_CHECKING:
    import networkx as nx


@frozen(slots=False, eq=False)
class Organization(Shown):
    """Learners, teams and units with the dated ties between them; immutable.

    Build one with `Organization.of`, which finds all problems at once. On every date the ties form a directed acyclic
    graph with one root unit; matrix structures (several parents at once) are normal.

    Examples
    --------
    >>> from learnperf.model.ties import Placement, Reporting
    >>> organization = Organization.of(
    ...     units=[Unit("MOF"), Unit("DJP")],
    ...     learners=[Learner("ani")],
    ...     ties=[Reporting("DJP", "MOF"), Placement("ani", "DJP")],
    ... )
    >>> sorted(organization.ancestors("ani", on=date(2026, 1, 1)))
    ['DJP', 'MOF']
    """

    units: Mapping[str, Unit] = field(repr=how_many)
    teams: Mapping[str, Team] = field(repr=how_many)
    learners: Mapping[str, Learner] = field(repr=how_many)
    positions: Mapping[str, Position] = field(repr=how_many)
    competencies: Mapping[str, Competency] = field(repr=how_many)
    ties: tuple[Tie, ...] = field(repr=how_many)

    @classmethod
    def of(
        cls,
        *,
        units: Iterable[Unit],
        teams: Iterable[Team] = (),
        learners: Iterable[Learner] = (),
        positions: Iterable[Position] = (),
        competencies: Iterable[Competency] = (),
        ties: Iterable[Tie] = (),
    ) -> Organization:
        """Check nodes and ties and make an organization of them.

        Raises
        ------
        OrganizationError
            With every problem there is: unknown ids, ids used twice, ties between the wrong kinds, cycles with their
            dates, no root or several, overlapping ties, shares over 1. The same record given twice is taken once.
        """
        nodes: list[Node] = [*units, *teams, *learners]
        jobs, skills, all_ties = list(positions), list(competencies), list(ties)
        problems = organization_problems(nodes, all_ties, jobs, skills)
        if problems:
            raise OrganizationError([problem for problem, _ in problems])
        return cls.trusted(nodes, jobs, skills, all_ties)

    @classmethod
    def trusted(
        cls,
        nodes: Iterable[Node],
        positions: Iterable[Position],
        competencies: Iterable[Competency],
        ties: Iterable[Tie],
    ) -> Organization:
        """Make an organization of parts that `organization_problems` has already passed."""
        known = list(nodes)
        return cls(
            units=MappingProxyType({node.id: node for node in known if isinstance(node, Unit)}),
            teams=MappingProxyType({node.id: node for node in known if isinstance(node, Team)}),
            learners=MappingProxyType({node.id: node for node in known if isinstance(node, Learner)}),
            positions=MappingProxyType({position.id: position for position in positions}),
            competencies=MappingProxyType({competency.id: competency for competency in competencies}),
            ties=each_once(list(ties)),
        )

    def __reduce__(self) -> Remade:
        """Travel between processes, and be copied, in parts."""
        return in_parts(self)

    def card(self) -> Card:
        """Give what a notebook shows: how many there are of everything."""
        kinds = {"units": self.units, "teams": self.teams, "learners": self.learners, "ties": self.ties}
        kinds |= {"positions": self.positions, "competencies": self.competencies}
        return Card("Organization", ("what", "how many"), [(name, f"{len(all_):,}") for name, all_ in kinds.items()])

    def __contains__(self, node: object) -> bool:
        """Whether a node id is known."""
        return node in self.units or node in self.teams or node in self.learners

    def __iter__(self) -> Iterator[str]:
        """Iterate over all node ids: units, teams, learners."""
        yield from self.units
        yield from self.teams
        yield from self.learners

    def __len__(self) -> int:
        """Count the nodes."""
        return len(self.units) + len(self.teams) + len(self.learners)

    def node(self, node: str) -> Node:
        """Give a node by its id.

        Raises
        ------
        UnknownName
            With the nearest known ids.
        """
        found = self.units.get(node) or self.teams.get(node) or self.learners.get(node)
        if found is None:
            raise UnknownName("node", node, self)
        return found

    def kind(self, node: str) -> NodeKind:
        """Give the kind of a node."""
        found = self.kinds.get(node)
        if found is None:
            raise UnknownName("node", node, self)
        return found

    @cached_property
    def kinds(self) -> Mapping[str, NodeKind]:
        """The kind of every node, by id: units, teams, learners."""
        kinds = dict.fromkeys(self.units, NodeKind.UNIT)
        kinds.update(dict.fromkeys(self.teams, NodeKind.TEAM))
        kinds.update(dict.fromkeys(self.learners, NodeKind.LEARNER))
        return MappingProxyType(kinds)

    @cached_property
    def structure(self) -> nx.MultiDiGraph[str]:
        """Teams and units with all their ties over all time, edges from child to parent carrying the ``tie``."""
        import networkx as nx  # noqa: PLC0415 -- slow to import, and only who asks for a graph needs it

        graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
        graph.add_nodes_from(self.units)
        graph.add_nodes_from(self.teams)
        for tie in self.ties:
            if isinstance(tie, STRUCTURAL):
                graph.add_edge(tie.child, tie.parent, tie=tie)
        nx.freeze(graph)
        return graph

    @cached_property
    def ties_of(self) -> Mapping[str, tuple[Tie, ...]]:
        """Upward ties of each node that has any, over all time."""
        return _grouped((tie.child, tie) for tie in self.ties)

    @cached_property
    def ties_to(self) -> Mapping[str, tuple[Tie, ...]]:
        """Downward ties of each node that has any, over all time."""
        return _grouped((tie.parent, tie) for tie in self.ties)

    @cached_property
    def change_dates(self) -> tuple[date, ...]:
        """Days on which a tie of the structure (team or unit) begins or ends, in order."""
        days = set[date]()
        for tie in self.ties:
            if isinstance(tie, STRUCTURAL):
                days.update(day for day in (tie.since, tie.until) if day is not None)
        return tuple(sorted(days))

    def graph(self, *, on: date, learners: bool = True) -> nx.DiGraph[str]:
        """Give the graph in force on a day, frozen: nodes with ``kind``, edges child to parent with ``tie``.

        Every node is in it, tied or not. The graphs asked for last are kept, so asking again costs nothing.
        """
        return self._graphs(on, learners)

    def parents(self, node: str, *, on: date) -> tuple[str, ...]:
        """Give the direct parents of a node on a day, by id."""
        self.node(node)
        return tuple(sorted(self._above(node, on)))

    def children(self, node: str, *, on: date) -> tuple[str, ...]:
        """Give the direct children of a node on a day, by id."""
        self.node(node)
        return tuple(sorted(self._below(node, on)))

    def ancestors(self, node: str, *, on: date) -> frozenset[str]:
        """Give every node reached upward from a node on a day, itself left out."""
        return self._reached(node, on, self._above)

    def descendants(self, node: str, *, on: date) -> frozenset[str]:
        """Give every node that reaches a node on a day, itself left out."""
        return self._reached(node, on, self._below)

    def roster(self, node: str, *, on: date) -> frozenset[str]:
        """Give the learners who belong to a node on a day, each once however many ways lead there."""
        return frozenset(one for one in self.descendants(node, on=on) | {node} if one in self.learners)

    def root(self, *, on: date) -> str:
        """Give the one unit that reports to nobody on a day.

        Raises
        ------
        InvalidValue
            No unit exists on that day.
        """
        place = bisect_right(self._roots, on, key=lambda stretch: stretch[0])
        if place:
            _, until, unit = self._roots[place - 1]
            if until is None or on < until:
                return unit
        raise InvalidValue("on", on.isoformat(), "is a day on which no unit exists", "ask for another day")

    def position_of(self, learner: str, *, on: date) -> Position | None:
        """Give the position a learner holds on a day; of several placements the primary one, else the first by unit.

        None where there is no placement with a position, or the position is not among those declared.
        """
        self.node(learner)
        return self.positions.get(held(self.ties_of.get(learner, ()), on) or "")

    @cached_property
    def _graphs(self) -> Callable[[date, bool], nx.DiGraph[str]]:
        """The making of graphs, with a memory of the last few."""
        return lru_cache(maxsize=_GRAPHS_KEPT)(self._graph)

    def _graph(self, on: date, learners: bool) -> nx.DiGraph[str]:  # noqa: FBT001 - a key of the memory above
        import networkx as nx  # noqa: PLC0415 -- slow to import, and only who asks for a graph needs it

        graph: nx.DiGraph[str] = nx.DiGraph()
        graph.add_nodes_from(self.units, kind=NodeKind.UNIT)
        graph.add_nodes_from(self.teams, kind=NodeKind.TEAM)
        if learners:
            graph.add_nodes_from(self.learners, kind=NodeKind.LEARNER)
        for tie in self.ties:
            if tie.in_force(on) and (learners or isinstance(tie, STRUCTURAL)):
                graph.add_edge(tie.child, tie.parent, tie=tie)
        nx.freeze(graph)
        return graph

    @cached_property
    def _roots(self) -> list[tuple[date, date | None, str]]:
        return root_stretches(self.units.values(), self.ties)

    def _above(self, node: str, on: date) -> Iterator[str]:
        return (tie.parent for tie in self.ties_of.get(node, ()) if tie.in_force(on))

    def _below(self, node: str, on: date) -> Iterator[str]:
        return (tie.child for tie in self.ties_to.get(node, ()) if tie.in_force(on))

    def _reached(self, node: str, on: date, step: Callable[[str, date], Iterable[str]]) -> frozenset[str]:
        self.node(node)
        found: set[str] = set()
        waiting = [node]
        while waiting:
            new = set(step(waiting.pop(), on)) - found
            found |= new
            waiting.extend(new)
        return frozenset(found)


def _grouped(pairs: Iterable[tuple[str, Tie]]) -> Mapping[str, tuple[Tie, ...]]:
    groups: dict[str, list[Tie]] = defaultdict(list)
    for key, tie in pairs:
        groups[key].append(tie)
    return {key: tuple(ties) for key, ties in groups.items()}


_GRAPHS_KEPT = 8
