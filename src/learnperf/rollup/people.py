"""People: what is known of whom a piece of evidence is about on its day, beside what the evidence says."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

import numpy as np

from learnperf.metrics.arguments import split_name
from learnperf.metrics.expressions import Column, Row
from learnperf.metrics.literals import text_code
from learnperf.model.organization import Organization
from learnperf.rollup.arrays import Ints
from learnperf.rollup.learned import window_of

# columns that positions have a say in
HELD = ("position", "job_family", "grade")
OF_PEOPLE = (*HELD, "attribute")


def of_person(organization: Organization, name: str, node: str, on: date) -> int | None:
    """Work out a column about whoever a node is; None where it is nobody, or nothing is known.

    Parameters
    ----------
    name
        A column of `OF_PEOPLE`, with its arguments.
    """
    learner = organization.learners.get(node)
    if learner is None:
        return None
    base, arguments = split_name(name)
    if base == "attribute":
        text = learner.attributes.get(str(arguments[0]))
        return None if text is None else text_code(text)
    position = organization.position_of(node, on=on)
    if position is None:
        return None
    if base == "grade":
        return position.grade
    text = position.id if base == "position" else position.career_pattern
    return None if text is None else text_code(text)


class Stay(dict[str, int | None]):
    """The columns of one stay on the roster; those about people are worked out when they are looked at."""

    def __init__(
        self,
        known: Row,
        node: str,
        on: date,
        organization: Callable[[], Organization],
        learned: Callable[[int, int], int],
    ) -> None:
        """Keep who stays, and where to ask about people, and about days on which they had learned."""
        super().__init__(known)
        self._of = node, on
        self._organization = organization
        self._learned = learned

    def __missing__(self, name: str) -> int | None:
        """Work a column out."""
        base, arguments = split_name(name)
        if base == "learned_days":
            days = None if self["days"] is None else self._learned(*window_of(arguments))
            self[name] = days
            return days
        found = self[name] = of_person(self._organization(), name, *self._of)
        return found


def column_of_people(organization: Organization, name: str, nodes: Iterable[str], days: Ints) -> Column:
    """Work a column out about many nodes, each on a day."""
    # the stay of all time begins before the first day there is
    several = zip(nodes, np.maximum(days, 1).tolist(), strict=True)
    cells = [of_person(organization, name, node, date.fromordinal(day)) for node, day in several]
    present = np.fromiter((cell is not None for cell in cells), dtype=np.bool_, count=len(cells))
    return Column(np.fromiter((cell or 0 for cell in cells), dtype=np.int64, count=len(cells)), present)
