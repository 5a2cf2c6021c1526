import base64
import hashlib
import importlib.util
import json
import re
import sys
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import learnperf as lp
from learnperf.errors import InvalidValue, MissingExtra
from learnperf.report import ReadReport, island, page
from learnperf.report.page import own_script, page_of, policy_for, safe_json
from learnperf.report.words import ASKED, FACTS, FRAME, PAGE


class _Page(HTMLParser):
    """Reads a page the way a browser would: its scripts, its text, and everything that points elsewhere."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.scripts: list[tuple[dict[str, str | None], str]] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self._script: dict[str, str | None] | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag == "script":
            self._script = dict(attrs)
            self.scripts.append((self._script, ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "script":
            self._script = None

    def handle_data(self, data: str) -> None:
        if self._script is not None:
            attributes, text = self.scripts[-1]
            self.scripts[-1] = (attributes, text + data)
        else:
            self.text.append(data)


def _html(result: lp.Rollup, read: ReadReport | None = None, *, title: str | None = None, language: str = "en") -> str:
    return "".join(page_of(result, read, title=title, language=language))


def test_a_page_holds_three_scripts_and_points_nowhere(result: lp.Rollup, read: ReadReport) -> None:
    found = _Page(_html(result, read))
    assert [attributes.get("type") for attributes, _ in found.scripts] == ["application/json", None, None]
    pointing = {"src", "href", "action", "srcset", "data", "poster"}
    targets = [attributes[name] for _, attributes in found.tags for name in pointing & set(attributes)]
    assert sorted(str(target) for target in targets) == ["#explore", "data:,"]
    assert "url(" not in _html(result).split("<style>")[1].split("</style>")[0]


def test_names_are_text_wherever_they_stand(result: lp.Rollup, read: ReadReport) -> None:
    html = _html(result, read)
    found = _Page(html)
    assert "<script>alert" not in html.replace(found.scripts[1][1], "")
    nodes = json.loads(found.scripts[0][1])["nodes"]
    assert "<script>alert(1)</script>" in nodes["name"]
    assert "<script>alert(1)</script>" in found.text


@given(st.recursive(st.text(max_size=9), lambda inner: st.lists(inner, max_size=3), max_leaves=5))
def test_json_in_a_page_is_the_same_and_cannot_end_its_element(value: object) -> None:
    text = safe_json({"value": value, "worst": "</script><!--\u2028\u2029]]>&"})
    assert json.loads(text)["value"] == value
    assert not re.search("[<>&\u2028\u2029]", text)
    assert text.isascii()


def test_only_these_very_scripts_may_run(result: lp.Rollup) -> None:
    found = _Page(_html(result))
    policy = next(one["content"] for tag, one in found.tags if tag == "meta" and "http-equiv" in one)
    assert policy is not None
    for _, script in found.scripts[1:]:
        digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    script_rule = policy.split(";")[1]
    assert "unsafe" not in script_rule


def test_a_script_that_would_end_its_element_is_mended(result: lp.Rollup, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page, "get_plotlyjs", lambda: 'x = "</script>";\r\ny = "<!--";\r')
    found = _Page(_html(result))
    assert found.scripts[1][1] == 'x = "<\\/script>";\ny = "<\\!--";\n'


def test_the_title_is_the_organizations_unless_another_is_given(result: lp.Rollup) -> None:
    assert "<h1>Ministry</h1>" in _html(result)
    assert "<h1>A &amp; B</h1>" in _html(result, title="A & B")


def test_a_page_opens_in_the_language_asked_for(result: lp.Rollup) -> None:
    html = _html(result, language="id")
    assert '<html lang="id">' in html
    assert ">Jelajahi organisasi</span>" in html
    assert ">Kinerja setelah pembelajaran</span>" in html
    with pytest.raises(InvalidValue, match="one of en, id"):
        _html(result, language="fr")


def test_everything_set_aside_is_counted_though_only_the_first_are_shown(
    result: lp.Rollup, read: ReadReport, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("learnperf.report.frame._MOST_REJECTED", 1)
    html = _html(result, read)
    assert "nearest known ids: budi" not in html
    assert "Of all reasons, the first" in html
    assert "an extra column &amp; more" in html


def test_files_without_fault_say_so(result: lp.Rollup, read: ReadReport) -> None:
    clean = type(read)(read.tables[:0], (), ())  # type: ignore[call-arg] # the fixture's class
    assert "Every row was kept." in _html(result, clean)


def test_learners_left_out_are_said_in_words(result: lp.Rollup, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "too many for this table" not in _html(result)
    monkeypatch.setattr(island, "MOST_LISTED", 10)
    assert "too many for this table" in _html(result)


def test_what_nobody_takes_has_a_section(ministry: tuple[lp.Organization, lp.Evidence]) -> None:
    html = _html(lp.rollup(*ministry, counting="fractional", metrics=lp.catalogue("kirkpatrick.behaviour")))
    assert '<code>dewi</code> <span data-en="0.6" data-id="0,6">0.6</span>' in html
    # a line of its own, apart from what the pieces are the sum of
    assert '<span class="parts note-of"><span data-en="0.6 pieces unallocated"' in html
    assert "<code>e34</code>" in html


def test_a_result_without_anything_to_read_is_a_page_all_the_same() -> None:
    result = lp.rollup(
        lp.Organization.of(units=[lp.Unit("MOF")], ties=[]), metrics=lp.catalogue("innovation.count"), by="year"
    )
    html = _html(result)
    assert "There is nothing to read" in html
    assert "<h1>Learning performance</h1>" in html


def test_every_word_is_there_in_both_languages() -> None:
    for words in (FRAME, ASKED, FACTS, PAGE):
        for key, pair in words.items():
            assert all(pair), key
            assert re.findall(r"\{\w+\}", pair[0]) == re.findall(r"\{\w+\}", pair[1]), key


def test_every_word_the_code_says_exists() -> None:
    keys = set(re.findall(r'\bt\("([\w.-]+)"', own_script()))
    assert keys <= set(PAGE)
    for column in ("name", "kind", "value", "n", "heads", "due", "coverage", "reason"):
        assert {f"column.{column}", f"column.{column}.hint"} <= set(PAGE)


def test_every_unit_and_family_of_the_catalogue_has_a_word() -> None:
    for metric in lp.catalogue():
        assert f"unit.{metric.unit}" in PAGE, metric.name
        assert f"family.{metric.name.split('.')[0]}" in PAGE, metric.name


def _luminance(colour: str) -> float:
    """Relative luminance [WCAG 2.2]."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_colours_are_told_apart_by_lightness_and_written_on_legibly() -> None:
    script = own_script()
    colours, inks = (
        re.findall("#[0-9a-f]{6}", script.split(f"const {name} = ")[1].split("]")[0]) for name in ("SEQUENCE", "INK_ON")
    )
    light = [_luminance(colour) for colour in colours]
    assert light == sorted(light, reverse=True)
    for before, after in pairwise(light):
        assert (before + 0.05) / (after + 0.05) > 1.25
    for colour, ink in zip(light, map(_luminance, inks), strict=True):
        assert (max(colour, ink) + 0.05) / (min(colour, ink) + 0.05) >= 4.5


def test_a_policy_names_every_script() -> None:
    assert policy_for(["a", "b"]).count("sha256-") == 2


@pytest.mark.parametrize(
    ("module", "absent", "extra"),
    [("page", "jinja2", "report"), ("page", "plotly.offline", "report"), ("readings", "pyarrow", "files")],
)
def test_an_extra_that_is_missing_is_named(
    module: str, absent: str, extra: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, absent, None)
    path = Path(page.__file__).with_name(f"{module}.py")
    specification: Any = importlib.util.spec_from_file_location("absent", path)
    with pytest.raises(MissingExtra, match=rf"pip install 'learnperf\[{extra}\]'"):
        specification.loader.exec_module(importlib.util.module_from_spec(specification))
