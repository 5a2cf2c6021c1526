"""The pages do what they say: their Python runs and prints what they show, and their words exist."""

from __future__ import annotations

import contextlib
import io
import re
from enum import Enum
from pathlib import Path

import pytest

import learnperf
from learnperf.model import vocabulary
from learnperf.model.evidence import RECORD_KINDS

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
BLOCK = re.compile(
    r"^```(?P<language>\w+)(?: title=\"(?P<title>[^\"]+)\")?\n(?P<body>.*?)^```$", re.DOTALL | re.MULTILINE
)
SHOWN = re.compile(r"^\s*print\(.*\)  # (.*)$", re.MULTILINE)


def _named(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def _with(language: str) -> list[Path]:
    return [page for page in PAGES if f"\n```{language}\n" in page.read_text("utf-8")]


def _write_files(page: Path, folder: Path) -> None:
    """Write the page's blocks that have a file's name for a title."""
    for block in BLOCK.finditer(page.read_text("utf-8")):
        if block["title"]:
            target = folder / block["title"]
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(block["body"], "utf-8")


@pytest.mark.parametrize("page", _with("python"), ids=_named)
def test_python_on_a_page_prints_what_the_page_shows(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Blocks of a page share their names; the comment after a print is what it printed, lines parted by |."""
    monkeypatch.chdir(tmp_path)
    _write_files(page, tmp_path)
    text = page.read_text("utf-8")
    names: dict[str, object] = {"__name__": "page"}
    for block in BLOCK.finditer(text):
        if block["language"] == "python":
            above = "\n" * text[: block.start("body")].count("\n")
            printed = io.StringIO()
            with contextlib.redirect_stdout(printed):
                exec(compile(above + block["body"], str(page), "exec"), names)  # noqa: S102 -- our own pages
            shown = [line for lines in SHOWN.findall(block["body"]) for line in lines.split(" | ")]
            assert printed.getvalue().splitlines() == shown


def test_the_glossary_has_every_kind_of_node_tie_and_evidence() -> None:
    """A term of the domain that has a class has a line with its Indonesian name."""
    text = (ROOT / "docs" / "glossary.md").read_text("utf-8")
    kinds = [one.__name__ for one in (*_RECORDS, *_NODES, *_TIES)]
    assert [name for name in kinds if f"`{name}` |" not in text] == []


def test_the_glossary_has_all_eighteen_conditions() -> None:
    """Ids and groups are the framework's."""
    text = (ROOT / "docs" / "glossary.md").read_text("utf-8")
    for condition in vocabulary.Condition:
        group = condition.group
        row = f"| {condition.value} | {vocabulary.label(group)} ({vocabulary.label(group, 'id')}) |"
        assert row in text, row


def test_every_closed_list_has_labels_in_both_languages() -> None:
    """The glossary's lists are made from the vocabulary, so each word must have a label there."""
    lists = [one for one in vars(vocabulary).values() if isinstance(one, type) and issubclass(one, Enum)]
    for words in lists:
        for word in words:
            assert vocabulary.label(word)
            assert vocabulary.label(word, "id")


@pytest.mark.parametrize("page", PAGES, ids=_named)
def test_prose_is_within_the_line_length(page: Path) -> None:
    """Lines outside tables, code and pictures stay readable in a diff."""
    text = BLOCK.sub("", page.read_text("utf-8"))
    long = [line for line in text.splitlines() if len(line) > 120 and not line.startswith(("|", "!", "[!"))]
    assert long == []


_RECORDS = RECORD_KINDS
_NODES = (learnperf.Learner, learnperf.Team, learnperf.Unit, learnperf.Position, learnperf.Competency)
_TIES = (learnperf.Membership, learnperf.Placement, learnperf.Sponsorship, learnperf.Reporting)
