"""The native tables that say who there is and who belongs where."""

from __future__ import annotations

from learnperf.io.fields import PREFIX, Field, FieldType, Table
from learnperf.io.lines import PositionLine, StandardLine
from learnperf.model.nodes import Competency, CompetencyGroup, Learner, Team, Unit
from learnperf.model.ties import Membership, Placement, Reporting, Sponsorship


def _id(example: str) -> Field:
    return Field("id", FieldType.ID, "Identifier, kept as text exactly as written", example, required=True)


def _name(example: str) -> Field:
    return Field("name", FieldType.TEXT, "Name shown to people", example)


def _end(name: str, description: str, example: str, *refers: str, attribute: str | None = None) -> Field:
    """Declare one end of a tie."""
    return Field(name, FieldType.ID, description, example, required=True, refers=refers, attribute=attribute or name)


_SINCE = Field("since", FieldType.DATE, "First day; empty where open to the past", "2026-01-01")
_UNTIL = Field("until", FieldType.DATE, "First day outside; empty where still open", "2026-07-01")
_VALIDITY = (
    _SINCE,
    _UNTIL,
    Field("share", FieldType.SHARE, "Part of the child that this tie takes; empty shares equally", "0.6"),
    Field("primary", FieldType.BOOLEAN, "Whether this is the primary of several ties", "true"),
)

ATTRIBUTES = Field(
    "attributes",
    FieldType.NAMED,
    f"Whatever else is known, by name: in files a column for each, called {PREFIX}NAME",
    '{"generation": "z"}',
)
NODE_TABLES = ("units", "teams", "learners")
TIE_TABLES = ("reporting", "sponsorships", "placements", "memberships")

ORGANIZATION_TABLES = (
    Table(
        "units",
        Unit,
        "Nodes of the organization's own structure (unit kerja)",
        (_id("DJP"), _name("Directorate General of Taxes"), _SINCE, _UNTIL),
    ),
    Table("teams", Team, "People with a shared task or project (tim kerja)", (_id("audit-1"), _name("Audit team 1"))),
    Table("learners", Learner, "People who learn (pembelajar, pegawai)", (_id("ani"), _name("Ani"), ATTRIBUTES)),
    Table(
        "competencies",
        Competency,
        "What a person can be proficient in (kompetensi)",
        (
            _id("audit"),
            _name("Audit"),
            Field("group", FieldType.WORD, "Group of competencies", "technical", words=CompetencyGroup),
        ),
    ),
    Table(
        "positions",
        PositionLine,
        "Jobs (jabatan) and their place in a career pattern",
        (
            _id("auditor-2"),
            _name("Senior auditor"),
            Field("career_pattern", FieldType.ID, "Career line the job belongs to (pola karier)", "audit"),
            Field("grade", FieldType.WHOLE, "Place on the career line, higher is further", "2", least=-(10**9)),
            Field(
                "has_standard",
                FieldType.BOOLEAN,
                "Whether a competency standard is set; empty: where the table standards has one",
                "true",
            ),
        ),
    ),
    Table(
        "standards",
        StandardLine,
        "Proficiency a position requires, one row per competency (standar kompetensi jabatan)",
        (
            _end("position", "The position", "auditor-2", "positions"),
            _end("competency", "The competency", "audit", "competencies"),
            Field("level", FieldType.WHOLE, "Required proficiency level", "3", required=True, most=100),
        ),
    ),
    Table(
        "reporting",
        Reporting,
        "Which unit is under which",
        (
            _end("unit", "The lower unit", "DJP", "units"),
            _end("parent", "The upper unit", "MOF", "units", attribute="parent_unit"),
            *_VALIDITY,
        ),
    ),
    Table(
        "sponsorships",
        Sponsorship,
        "Which unit sponsors a team, or which larger team it is a part of",
        (
            _end("team", "The team", "audit-1", "teams"),
            _end("sponsor", "The unit or larger team", "DJP", "units", "teams"),
            *_VALIDITY,
        ),
    ),
    Table(
        "placements",
        Placement,
        "Who is placed in which unit, in which position (penempatan)",
        (
            _end("learner", "The learner", "ani", "learners"),
            _end("unit", "The unit", "DJP", "units"),
            Field("position", FieldType.ID, "The position held there", "auditor-2", refers=("positions",)),
            *_VALIDITY,
        ),
    ),
    Table(
        "memberships",
        Membership,
        "Who is in which team (keanggotaan tim)",
        (_end("learner", "The learner", "ani", "learners"), _end("team", "The team", "audit-1", "teams"), *_VALIDITY),
    ),
)
