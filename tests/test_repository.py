"""The repository holds together: one version, pinned hashes, no foreign hosts, and a README that tells the truth."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

import learnperf

ROOT = Path(__file__).parents[1]
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
REQUIREMENTS = sorted((ROOT / "requirements").glob("*.txt"))
FIRST_SCREEN = 60

# split, so that this file does not hold what it looks for
REGISTRY_HOSTS = tuple(
    ".".join(parts)
    for parts in (
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("pypi", "python", "org"),
        ("anaconda", "org"),
        ("npmjs", "org"),
        ("npmjs", "com"),
        ("yarnpkg", "com"),
        ("crates", "io"),
        ("rubygems", "org"),
        ("proxy", "golang", "org"),
    )
)


def _text(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def _files() -> Iterator[Path]:
    """Iterate over the repository's own files: not what tools and runs leave behind."""
    left_behind = {ROOT / name for name in ("build", "dist", "site", "demo", "report")}
    waiting = [ROOT]
    while waiting:
        for path in sorted(waiting.pop().iterdir()):
            hidden = path.name.startswith(".") and path.name not in {".ci", ".gitignore"}
            if path.is_file() and not hidden:
                yield path
            elif path.is_dir() and not (hidden or path.name == "__pycache__" or path in left_behind):
                waiting.append(path)


def _requirements(path: Path) -> list[str]:
    """Give each requirement as one line, its continuation lines joined."""
    joined = path.read_text("utf-8").replace("\\\n", " ")
    return [line for line in joined.splitlines() if line.strip() and not line.startswith("#")]


def _shell_blocks(text: str) -> list[str]:
    return [block.strip() for block in re.findall(r"^```sh\n(.*?)^```", text, re.DOTALL | re.MULTILINE)]


def _tests_step() -> str:
    """Give the command of the step "tests" in .ci/run, with the venv where the README puts it."""
    after = _text(".ci/run").split('step "tests"\n', 1)[1]
    return after.splitlines()[0].replace('"$venv"', ".venv")


def test_the_version_is_one_everywhere() -> None:
    """So that a reader of any of these files knows which code it speaks of."""
    version = PYPROJECT["project"]["version"]
    assert learnperf.__version__ == version
    assert re.findall(r"^version: (\S+)$", _text("CITATION.cff"), re.MULTILINE) == [version]
    assert re.findall(r"^## \[(\d[^]]*)]", _text("CHANGELOG.md"), re.MULTILINE)[0] == version


def test_the_changelog_keeps_its_form() -> None:
    """Versions newest first under Unreleased, with known headings, none of them empty."""
    text = _text("CHANGELOG.md")
    headings = re.findall(r"^## \[([^]]+)]", text, re.MULTILINE)
    assert headings[0] == "Unreleased"
    versions = [tuple(int(part) for part in heading.split(".")) for heading in headings[1:]]
    assert versions == sorted(versions, reverse=True)
    kinds = {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}
    assert set(re.findall(r"^### (.+)$", text, re.MULTILINE)) <= kinds


def test_the_citation_has_what_the_format_asks_for() -> None:
    """The keys that the Citation File Format 1.2.0 requires, and the licence of the project."""
    text = _text("CITATION.cff")
    for key in (
        "cff-version: 1.2.0",
        "message: ",
        "title: ",
        "authors:",
        f"license: {PYPROJECT['project']['license']}",
    ):
        assert re.search(f"^{re.escape(key)}", text, re.MULTILINE), key


@pytest.mark.parametrize("path", REQUIREMENTS, ids=lambda path: str(path.name))
def test_every_requirement_is_pinned_with_hashes_and_names_no_address(path: Path) -> None:
    """Installing with --require-hashes gives the same bytes from any index, and the file decides for none."""
    lines = _requirements(path)
    assert lines
    for line in lines:
        assert re.match(r"[A-Za-z0-9._\[\],-]+==\S+ ", line), line
        assert "--hash=sha256:" in line, line
        assert "://" not in line, line
        assert not re.search(r"(^|\s)(-i|-f|--index-url|--extra-index-url|--find-links)\b", line), line


def test_every_dependency_is_pinned_for_ci() -> None:
    """What pyproject.toml asks for is what CI installs."""
    files = [ROOT / "requirements" / name for name in ("ci.txt", "fuzz.txt")]
    pinned = {re.split(r"[=\[ ]", line)[0].lower() for path in files for line in _requirements(path)}
    groups = PYPROJECT["dependency-groups"]
    in_ci = [group for name, group in groups.items() if name != "mutation"]  # a long run of its own
    wanted = [one for group in in_ci for one in group if isinstance(one, str)]
    wanted += PYPROJECT["project"]["dependencies"]
    for extra in PYPROJECT["project"]["optional-dependencies"].values():
        wanted += [one for one in extra if not one.startswith("learnperf[")]
    assert {re.split(r"[><=\[ ]", one)[0].lower() for one in wanted} <= pinned


def test_no_file_names_a_package_registry() -> None:
    """Where packages come from is the business of whoever installs them."""
    for path in _files():
        content = path.read_bytes().lower()
        for host in REGISTRY_HOSTS:
            assert host.encode() not in content, f"{path.relative_to(ROOT)} names {host}"


def test_the_readme_runs_the_tests_the_way_ci_does() -> None:
    """One line to paste, and it is the line that must pass before anything lands."""
    assert _tests_step() in _shell_blocks(_text("README.md"))
    assert _tests_step() in _shell_blocks(_text("CONTRIBUTING.md"))


def test_the_readmes_commands_use_files_that_exist() -> None:
    """A renamed requirements file would break the first thing a newcomer does."""
    for block in _shell_blocks(_text("README.md")):
        for name in re.findall(r"-r (\S+)", block):
            assert (ROOT / name).is_file(), name


def test_the_readmes_first_screen_shows_what_a_newcomer_needs() -> None:
    """Both commands, the code and the picture, before any scrolling."""
    screen = "\n".join(_text("README.md").splitlines()[:FIRST_SCREEN])
    assert "learnperf demo" in screen
    assert _tests_step() in screen
    assert "```python\n" in screen
    assert "](docs/images/report.png)" in screen


def test_the_readmes_code_is_ten_lines() -> None:
    """Short enough to read in one go."""
    block = re.findall(r"```python\n(.*?)```", _text("README.md"), re.DOTALL)[0]
    assert len([line for line in block.splitlines() if line.strip()]) == 10


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"])
def test_links_between_files_lead_somewhere(page: str) -> None:
    """A reader who follows a link to a file of the repository finds it."""
    targets = re.findall(r"]\(([^)#\s]+)[^)]*\)", _text(page))
    for target in targets:
        assert (ROOT / target).exists(), target


def test_the_public_face_is_the_one_the_reference_lists() -> None:
    """Names are a contract: the table in the reference is the list, and adding or losing a name changes it too."""
    table = _text("docs/reference/index.md").split("## The public face", 1)[1]
    rows = re.findall(r"^\| (`.+?`) \|", table, re.MULTILINE)
    listed = [name for row in rows for name in re.findall(r"`(\w+)`", row)]
    assert len(listed) == len(set(listed))
    assert set(listed) == set(learnperf.__all__)


def test_every_public_name_can_be_had() -> None:
    """Nothing in the list is missing from the module, and it is in order."""
    assert [name for name in learnperf.__all__ if not hasattr(learnperf, name)] == []
    assert sorted(learnperf.__all__) == sorted(set(learnperf.__all__))


def test_every_room_has_a_page_in_the_reference() -> None:
    """A package or module beside the others that no page documents would be a secret."""
    rooms = {path.stem for path in (ROOT / "src" / "learnperf").iterdir() if not path.name.startswith(("_", "."))}
    pages = "\n".join(path.read_text("utf-8") for path in (ROOT / "docs" / "reference").glob("*.md"))
    assert rooms - {"py"} <= set(re.findall(r"^::: learnperf\.(\w+)", pages, re.MULTILINE))


def test_every_dependency_is_explained() -> None:
    """docs/dependencies.md says why each is there; pyproject.toml points to it."""
    text = _text("docs/dependencies.md")
    project = PYPROJECT["project"]
    wanted = list(project["dependencies"])
    for name, extra in project["optional-dependencies"].items():
        assert f"`{name}`" in text
        wanted += [one for one in extra if not one.startswith("learnperf[")]
    for one in wanted:
        assert f"`{re.split(r'[><=[]', one)[0]}`" in text, one


def test_the_core_has_as_few_dependencies_as_the_pages_say() -> None:
    """The README and the page of dependencies both say six."""
    assert len(PYPROJECT["project"]["dependencies"]) == 6
    assert "needs six packages" in _text("README.md")
    assert "six dependencies" in " ".join(_text("docs/dependencies.md").split())


def test_the_ci_script_can_be_run() -> None:
    """A file that lost its executable bit stops every check at once."""
    assert (ROOT / ".ci" / "run").stat().st_mode & 0o111
