"""The site of the pages builds without a warning, and reading it fetches nothing from elsewhere."""

from __future__ import annotations

import inspect
import re
import subprocess
import sys
from pathlib import Path

import pytest

import learnperf

ROOT = Path(__file__).parents[1]
FETCHED = re.compile(r"<(?:script|img|iframe|source|video)\b[^>]*\bsrc=[\"']?(?:https?:)?//[^>]*>", re.IGNORECASE)
LINKED = re.compile(r"<link\b[^>]*\bhref=[\"']?(?:https?:)?//[^>]*>", re.IGNORECASE)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the site strictly, as it is published."""
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(folder)]
    done = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True, timeout=300)  # noqa: S603 -- ours
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


def test_reading_the_site_fetches_nothing_from_elsewhere(site: Path) -> None:
    """No fonts, scripts, styles or pictures of other hosts, on any page."""
    pages = sorted(site.rglob("*.html"))
    assert pages
    for page in pages:
        text = page.read_text("utf-8")
        assert FETCHED.findall(text) == [], page
        assert [link for link in LINKED.findall(text) if 'rel="canonical"' not in link] == [], page
    for style in site.rglob("*.css"):
        assert not re.search(r"@import|url\([\"']?(?:https?:)?//", style.read_text("utf-8")), style


def test_every_page_is_on_the_site(site: Path) -> None:
    """A page that the navigation forgot would be found by nobody."""
    docs = ROOT / "docs"
    for page in docs.rglob("*.md"):
        place = page.relative_to(docs).with_suffix("")
        folder = place.parent if place.name == "index" else place
        assert (site / folder / "index.html").is_file(), page


def test_every_public_name_has_an_entry_in_the_reference(site: Path) -> None:
    """Whoever meets a class or function of the public face can read what it is."""
    reference = "".join(page.read_text("utf-8") for page in (site / "reference").rglob("*.html"))
    things = [getattr(learnperf, name) for name in learnperf.__all__]
    paths = [f"{one.__module__}.{one.__name__}" for one in things if inspect.isclass(one) or inspect.isfunction(one)]
    assert [path for path in paths if f'id="{path}"' not in reference] == []


def test_generated_tables_are_filled_in(site: Path) -> None:
    """The catalogue, the native tables, the closed lists and the commands come from the code."""
    expected = {
        "metrics": "kirkpatrick.behaviour",
        "metrics/kirkpatrick": "kirkpatrick.behaviour",
        "files": "placements",
        "glossary": "perilaku",
        "reference/cli": "--out",
    }
    for page, word in expected.items():
        text = (site / page / "index.html").read_text("utf-8")
        assert word in text, page
        assert "generated:" not in text, page


def test_every_family_of_metrics_has_a_page_and_every_metric_an_entry(site: Path) -> None:
    """A metric that is on no page would be found by nobody."""
    pages = "".join(page.read_text("utf-8") for page in (site / "metrics").rglob("index.html"))
    assert [one.name for one in learnperf.catalogue() if f'id="{one.name.replace(".", "-")}"' not in pages] == []
