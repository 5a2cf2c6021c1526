"""The commands on the pages exist, with their options."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import click
import pytest

from learnperf.cli.commands import learnperf as command_line

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
SHELL = re.compile(r"^```sh\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def _named(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def _commands(page: Path) -> list[list[str]]:
    """Give every learnperf command of a page as words, the path to the executable left out."""
    lines = [line for block in SHELL.findall(page.read_text("utf-8")) for line in block.splitlines()]
    parts = [part for line in lines for part in line.split("&&")]
    words = [shlex.split(part, comments=True) for part in parts]
    return [one[1:] for one in words if one and Path(one[0]).name == "learnperf"]


@pytest.mark.parametrize("page", [page for page in PAGES if _commands(page)], ids=_named)
def test_commands_on_a_page_exist_with_their_options(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A command that was renamed, or an option that went away, may not live on in the pages."""
    monkeypatch.chdir(tmp_path)
    for words in _commands(page):
        for word in words:
            if word.endswith("/"):
                Path(word).mkdir(exist_ok=True)
        with click.Context(command_line) as context:
            name, command, rest = command_line.resolve_command(context, list(words))
            assert command is not None
            assert name is not None
            command.make_context(name, rest, parent=context).close()


def test_the_readme_names_every_command() -> None:
    """Nobody finds a command that the README keeps to itself."""
    text = (ROOT / "README.md").read_text("utf-8")
    assert [name for name in command_line.commands if f"`learnperf {name}" not in text] == []
