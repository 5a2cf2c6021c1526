"""Slips: rows as people get them wrong, which reading must set aside with a reason while it keeps all the others."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import frozen


@frozen(eq=False)
class Slip:
    """One row that somebody got wrong.

    Parameters
    ----------
    table
        The table it stands in.
    why
        What is wrong with it, in a few words.
    cells
        Its cells by column; the others are empty.
    like_first
        Whether the other cells are those of the table's first row.
    fields
        After how many fields the line breaks off, where it does.
    is_set_aside
        Whether reading sets the row aside; a row given twice is kept, and counted once.
    """

    table: str
    why: str
    cells: Mapping[str, str]
    like_first: bool = False
    fields: int | None = None
    is_set_aside: bool = True

    def row(self, columns: list[str], first: Mapping[str, str]) -> list[str]:
        """Give the fields of the row in a table of some columns."""
        unknown = set(self.cells) - set(columns)
        if unknown:
            raise KeyError(*sorted(unknown))
        others = first if self.like_first else {}
        return [self.cells.get(column, others.get(column, "")) for column in columns][: self.fields]


_EVALUATION = {"on": "2025-05-05", "learner": "L00020", "level": "behaviour", "score": "4", "rater": "peer"}
_TEST = {"on": "2025-05-05", "learner": "L00021", "level": "learning", "scale": "percent", "rater": "test"}
_PARTICIPATION = {"on": "2025-05-05", "learner": "L00022", "activity": "course-audit"}
_MEMBERSHIP = {"learner": "L00023", "team": "T0003", "since": "2024-02-01"}
_MOVE = {"on": "2025-04-01", "learner": "L00024"}


def _evaluation(number: int, why: str, **cells: str) -> Slip:
    return Slip("evaluations", why, {"id": f"evaluation-slip-{number}", **_EVALUATION, **cells})


def _participation(number: int, why: str, **cells: str) -> Slip:
    return Slip("participations", why, {"id": f"learning-slip-{number}", **_PARTICIPATION, **cells})


SLIPS: tuple[Slip, ...] = (
    Slip("learners", "no id", {"name": "Sari Nugraheni"}),
    Slip("reporting", "a unit under itself", {"unit": "BUD", "parent": "BUD"}),
    Slip("sponsorships", "a share over 1", {"team": "T0003", "sponsor": "BUD", "share": "1.5"}),
    Slip(
        "placements", "a learner where a unit belongs", {"learner": "L00025", "unit": "L00026", "since": "2024-02-01"}
    ),
    Slip("memberships", "a share in percent", {**_MEMBERSHIP, "share": "60%"}),
    Slip("memberships", "ends before it begins", {**_MEMBERSHIP, "until": "2023-02-01"}),
    Slip("memberships", "ends on the day it begins", {**_MEMBERSHIP, "until": "2024-02-01"}),
    _participation(1, "a date written day first", on="24/11/2025"),
    _participation(2, "nobody took part", learner=""),
    _participation(3, "an activity misspelt", activity="course-audti"),
    Slip("participations", "the first row once more", {}, like_first=True, is_set_aside=False),
    _evaluation(1, "a letter O in the learner's id", learner="L0002O"),
    _evaluation(2, "31 February", on="2025-02-31"),
    _evaluation(3, "a score off the scale", score="6"),
    _evaluation(4, "a score between two steps", score="3.5"),
    _evaluation(5, "a decimal comma", score="4,5"),
    _evaluation(6, "a rater nobody knows", rater="boss"),
    _evaluation(7, "a fifth level", level="5"),
    Slip("evaluations", "over a hundred points", {"id": "evaluation-slip-8", **_TEST, "score": "104"}),
    Slip("evaluations", "the first row's id, and another day", {"on": "2025-12-31"}, like_first=True),
    Slip(
        "proficiency",
        "a level in letters",
        {"id": "assessment-slip", "on": "2025-10-10", "learner": "L00027", "competency": "audit", "level": "III"},
    ),
    Slip("innovations", "credits that sum to 0.9", {"id": "innovation-slip", "on": "2025-03-03"}),
    Slip(
        "contributors",
        "of the idea with credits of 0.9",
        {"innovation": "innovation-slip", "node": "L00028", "credit": "0.6"},
    ),
    Slip(
        "contributors",
        "of the idea with credits of 0.9",
        {"innovation": "innovation-slip", "node": "L00029", "credit": "0.3"},
    ),
    Slip("stages", "a stage nobody knows", {"innovation": "innovation-00002", "stage": "piloted", "on": "2025-08-01"}),
    Slip("career_moves", "up and down at once", {"id": "move-slip-1", **_MOVE, "marks": "promotion; demotion"}),
    Slip("career_moves", "a move nobody knows", {"id": "move-slip-2", **_MOVE, "marks": "sideways"}),
    Slip(
        "assignments",
        "completed before it was given",
        {"id": "assignment-slip", "on": "2025-03-10", "team": "T0003", "completed": "2025-02-10"},
    ),
    Slip(
        "adoptions",
        "before the idea",
        {"id": "adoption-slip-1", "on": "2023-12-01", "unit": "BUD", "innovation": "innovation-00002"},
    ),
    Slip(
        "adoptions",
        "an innovation that does not exist",
        {"id": "adoption-slip-2", "on": "2025-12-01", "unit": "BUD", "innovation": "inovation-00002"},
    ),
    Slip("corrections", "a month without a day", {"id": "correction-slip", "on": "2025-11", "unit": "REV"}),
    Slip(
        "judgements",
        "a condition that does not exist",
        {"id": "judgement-slip", "on": "2025-06-01", "subject": "REV", "condition": "E7.1", "fulfilment": "met"},
    ),
    Slip("publications", "a line that breaks off", {"id": "publication-slip", "on": "2025-06-01"}, fields=2),
)
