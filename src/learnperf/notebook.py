"""What a notebook shows of a value: one small table, as HTML or Markdown, with every text escaped."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence

from attrs import field, frozen

# more than fits on a screen is counted instead
ROWS_SHOWN = 12


@frozen
class Card:
    r"""A caption, a header and rows of text; those beyond a screenful are counted, not shown.

    Parameters
    ----------
    caption
        What the table is of.
    header
        Names of the columns; the first cell of each row is its heading.
    rows
        Cells, as many in each row as the header has.
    left_out
        What else there is, in words; empty where all is shown.

    Examples
    --------
    >>> print(Card("Units", ("unit", "people"), [("DJP", "4"), ("a|b", "1")]).markdown())
    **Units**
    <BLANKLINE>
    | unit | people |
    | --- | --- |
    | DJP | 4 |
    | a\|b | 1 |
    """

    caption: str
    header: Sequence[str]
    rows: Sequence[Sequence[str]]
    left_out: str = field(default="", kw_only=True)

    def html(self) -> str:
        """Give an HTML table, without colours of its own so that light and dark pages both suit it."""
        head = "".join(f'<th scope="col">{html.escape(name)}</th>' for name in self.header)
        body = "".join(f"<tr>{_cells(row)}</tr>" for row in self.rows)
        rest = f"<p>{html.escape(self.left_out)}</p>" if self.left_out else ""
        caption = html.escape(self.caption)
        return f"<table><caption>{caption}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{rest}"

    def markdown(self) -> str:
        """Give a Markdown table."""
        lines = [f"**{_plain(self.caption)}**", ""]
        marks = _line(["---"] * len(self.header))
        lines += [_line(_plainly(self.header)), marks, *(_line(_plainly(row)) for row in self.rows)]
        return "\n".join([*lines, *(["", _plain(self.left_out)] if self.left_out else [])])


class Shown:
    """Something that a notebook shows as a `Card`."""

    __slots__ = ()

    def card(self) -> Card:
        """Give what a notebook shows."""
        raise NotImplementedError

    def _repr_html_(self) -> str:
        return self.card().html()

    def _repr_markdown_(self) -> str:
        return self.card().markdown()


def number(value: float) -> str:
    """Write a number for people: at most two decimals, thousands apart.

    Examples
    --------
    >>> number(4.0), number(0.125), number(12345.678)
    ('4', '0.12', '12,345.68')
    """
    return f"{value:,.2f}".rstrip("0").rstrip(".")


def _cells(row: Sequence[str]) -> str:
    first, *others = row
    return f'<th scope="row">{html.escape(first)}</th>' + "".join(f"<td>{html.escape(cell)}</td>" for cell in others)


def _plainly(row: Iterable[str]) -> list[str]:
    return [_plain(cell) for cell in row]


def _plain(text: str) -> str:
    # what Markdown would take for a mark of its own, HTML included
    return re.sub(r"([\\`*_{}\[\]<>|~$])", r"\\\1", text.replace("\n", " "))


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"
