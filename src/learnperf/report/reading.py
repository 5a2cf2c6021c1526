"""What the report needs to know of reading the files; `learnperf.ReadReport` offers it, and so may anything else."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol


class TableCount(Protocol):
    """Rows of one table: ``read == kept + rejected``; ``duplicates`` are among those kept."""

    @property
    def table(self) -> str:
        """Name of the table."""
        ...

    @property
    def file(self) -> str | None:
        """Name of its file, if it has one."""
        ...

    @property
    def read(self) -> int:
        """Rows read."""
        ...

    @property
    def kept(self) -> int:
        """Rows kept."""
        ...

    @property
    def rejected(self) -> int:
        """Rows set aside."""
        ...

    @property
    def duplicates(self) -> int:
        """Rows that repeat another exactly."""
        ...


class Rejected(Protocol):
    """One reason why a row was set aside."""

    @property
    def file(self) -> str | None:
        """Name of the file."""
        ...

    @property
    def row(self) -> int:
        """Line of the file."""
        ...

    @property
    def field(self) -> str:
        """Column concerned."""
        ...

    @property
    def value(self) -> str:
        """What was there."""
        ...

    @property
    def rule(self) -> str:
        """What is wrong."""
        ...

    @property
    def hint(self) -> str:
        """What to do."""
        ...


class ReadReport(Protocol):
    """What became of all rows read."""

    @property
    def tables(self) -> Sequence[TableCount]:
        """Counts per table."""
        ...

    @property
    def rejected(self) -> Sequence[Rejected]:
        """Reasons for which rows were set aside; a row may have several."""
        ...

    @property
    def warnings(self) -> Sequence[object]:
        """What was accepted and should be known; shown as text."""
        ...

    @property
    def read(self) -> int:
        """Rows read in all."""
        ...

    @property
    def kept(self) -> int:
        """Rows kept in all."""
        ...

    @property
    def rejected_count(self) -> int:
        """Rows set aside in all."""
        ...
