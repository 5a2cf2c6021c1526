"""Columns that are worked out when a metric first asks for them: most metrics read few."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from learnperf.metrics.expressions import Column


class OnDemand(Mapping[str, Column]):
    """Columns by name, each worked out once, when it is first asked for.

    Parameters
    ----------
    names
        Those that can be listed; some that can be asked for take arguments, and cannot.
    work_out
        Gives the column of a name.
    """

    def __init__(self, names: Sequence[str], work_out: Callable[[str], Column]) -> None:
        """Keep what columns are worked out from."""
        self._names = names
        self._work_out = work_out
        self._known: dict[str, Column] = {}

    def __getitem__(self, name: str) -> Column:
        """Give a column."""
        if name not in self._known:
            self._known[name] = self._work_out(name)
        return self._known[name]

    def __iter__(self) -> Iterator[str]:
        """Iterate over the names."""
        return iter(self._names)

    def __len__(self) -> int:
        """Count the names."""
        return len(self._names)
