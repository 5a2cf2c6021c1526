"""The report as people meet it: in a browser, without a network, by mouse, by keyboard and on a phone."""

import re
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

import learnperf as lp
from learnperf.report import ReadReport, write_report

pytest.importorskip("selenium", reason="selenium, which drives the browser, is not installed")
from selenium.webdriver import ActionChains, Chrome, ChromeOptions, Keys
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import Select, WebDriverWait

_BROWSER = shutil.which("chromium") or shutil.which("google-chrome")
_DRIVER = shutil.which("chromedriver")
pytestmark = pytest.mark.skipif(
    _BROWSER is None or _DRIVER is None, reason="Chromium and chromedriver are not both installed"
)

_HOSTILE = "<script>document.title = 'taken'</script><img src=x onerror=\"document.title='taken'\">"
_LABELS = dict(zip(("en", "id"), lp.catalogue("kirkpatrick.behaviour")[0].label, strict=True))
_FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    options = ChromeOptions()
    options.binary_location = _BROWSER or ""
    for flag in (*_FLAGS, f"--user-data-dir={tmp_path_factory.mktemp('profile')}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = Chrome(options=options, service=Service(_DRIVER))
    yield driver
    driver.quit()


def _matrix() -> lp.Rollup:
    """Two offices that share a team, 60 learners, a unit and a learner with hostile names, two years."""
    people = [f"p{number:02}" for number in range(60)]
    organization = lp.Organization.of(
        units=[
            lp.Unit("ministry", "Ministry"),
            lp.Unit("tax", "Tax"),
            lp.Unit("customs", "Customs"),
            lp.Unit("odd", _HOSTILE),
        ],
        teams=[lp.Team("audit", "Audit team"), lp.Team("idle", "Idle team")],
        learners=[lp.Learner(one, _HOSTILE if one == "p00" else None) for one in people],
        ties=[
            *(lp.Reporting(unit, "ministry") for unit in ("tax", "customs", "odd")),
            *(lp.Sponsorship("audit", unit) for unit in ("tax", "customs")),
            lp.Sponsorship("idle", "odd"),
            *(lp.Placement(one, ("tax", "customs", "odd")[place % 3]) for place, one in enumerate(people)),
            *(lp.Membership(one, "audit") for one in people[:10]),
        ],
    )
    evidence = lp.Evidence.of(
        lp.Evaluation(
            f"{year}-{one}",
            learner=one,
            level=lp.Level.BEHAVIOUR,
            score=1 + (place + year) % 5,
            on=date(year, 3, 1),
        )
        for year in (2024, 2025)
        for place, one in enumerate(people)
    )
    metrics = lp.catalogue("kirkpatrick.behaviour", "innovation.innovator_rate", "learning.hours")
    return lp.rollup(organization, evidence, metrics=metrics, by="year")


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory, read: ReadReport) -> Path:
    return write_report(_matrix(), tmp_path_factory.mktemp("report") / "report.html", read=read)[0]


@pytest.fixture
def page(browser: Chrome, report: Path) -> Chrome:
    _open(browser, report, 1280, 900)
    return browser


def _open(browser: Chrome, report: Path, width: int, height: int) -> None:
    size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    # a page that scrolls smoothly is still on its way when the next click comes
    features = [{"name": "prefers-reduced-motion", "value": "reduce"}]
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
    browser.get(report.as_uri())
    WebDriverWait(browser, 20).until(lambda page: page.find_elements(By.CSS_SELECTOR, "#plot g.slice path.surface"))


def _text(page: Chrome, selector: str) -> str:
    return page.find_element(By.CSS_SELECTOR, selector).text


def _sector(page: Chrome, name: str) -> WebElement:
    """The area of the map with a name written on it."""
    for group in page.find_elements(By.CSS_SELECTOR, "#plot g.slice"):
        if name in group.text:
            return group.find_element(By.CSS_SELECTOR, "path.surface")
    raise AssertionError(f"no area {name}")


def _choose_metric(page: Chrome, label: str) -> None:
    Select(page.find_element(By.ID, "metric")).select_by_visible_text(label)


def test_the_page_opens_without_complaint_and_without_a_network(page: Chrome) -> None:
    assert [entry["message"] for entry in page.get_log("browser")] == []  # type: ignore[no-untyped-call] # selenium
    asked = page.execute_script("return performance.getEntriesByType('resource').map((one) => one.name)")
    assert [name for name in asked if not name.startswith(("data:", "blob:"))] == []
    assert page.title == "Ministry"


def test_clicking_a_unit_in_the_map_shows_its_explanation(page: Chrome) -> None:
    _sector(page, "Customs").click()
    assert _text(page, "#detail-name") == "Customs"
    lines = _text(page, "#explanation table")
    assert "Audit team" in lines
    assert "equals the node's own state" in lines
    assert _text(page, "#rows tr.chosen .node") == "Customs"
    assert "Customs (customs), unit" in _text(page, "#said")


def test_clicking_again_zooms_in_and_the_crumbs_lead_back(page: Chrome) -> None:
    _sector(page, "Tax").click()
    _sector(page, "Tax").click()
    assert [crumb.text for crumb in page.find_elements(By.CSS_SELECTOR, ".crumb")] == ["Ministry", "Tax"]
    page.find_element(By.CSS_SELECTOR, ".crumb").click()
    assert [crumb.text for crumb in page.find_elements(By.CSS_SELECTOR, ".crumb")] == ["Ministry"]


def test_a_shared_team_stands_under_each_of_its_sponsors(page: Chrome) -> None:
    groups = [group.text for group in page.find_elements(By.CSS_SELECTOR, "#plot g.slice")]
    assert len([text for text in groups if text.strip().startswith("Audit team †")]) == 2
    _sector(page, "Audit team").click()
    assert "Part of several: Customs, Tax" in _text(page, "#detail")


def test_arrow_keys_walk_the_organization(page: Chrome) -> None:
    page.find_element(By.ID, "map").send_keys(Keys.ARROW_RIGHT)
    first = _text(page, "#detail-name")
    page.find_element(By.ID, "map").send_keys(Keys.ARROW_DOWN)
    second = _text(page, "#detail-name")
    assert first != second
    assert {first, second} <= {"Tax", "Customs", _HOSTILE}
    page.find_element(By.ID, "map").send_keys(Keys.ARROW_UP, Keys.ARROW_LEFT)
    assert _text(page, "#detail-name") == "Ministry"
    page.find_element(By.ID, "map").send_keys(Keys.ARROW_RIGHT, Keys.ENTER)
    assert len(page.find_elements(By.CSS_SELECTOR, ".crumb")) == 2
    page.find_element(By.ID, "map").send_keys(Keys.BACKSPACE)
    assert len(page.find_elements(By.CSS_SELECTOR, ".crumb")) == 1


def test_everything_can_be_reached_and_used_by_keyboard(page: Chrome) -> None:
    page.find_element(By.CSS_SELECTOR, "#kinds input[data-key='kind-0']").click()
    page.find_element(By.TAG_NAME, "h1").click()
    reached = []
    for _ in range(90):
        page.switch_to.active_element.send_keys(Keys.TAB)
        element = page.switch_to.active_element
        if element.tag_name == "body":
            break
        reached.append(element.get_attribute("id") or element.get_attribute("data-key") or element.tag_name)
        outline = element.value_of_css_property("outline-style")
        assert outline != "none", reached[-1]
    expected = {"metric", "period", "width", "map", "filter", "sort-name", "sort-value", "page-after"}
    assert expected <= set(reached)
    assert any(one.startswith("row-") for one in reached)
    # a row of the table, chosen with the space bar, keeps the keyboard's place
    row = page.find_elements(By.CSS_SELECTOR, "#rows .node")[3]
    row.send_keys(Keys.SPACE)
    chosen = page.switch_to.active_element
    assert chosen.text == _text(page, "#detail-name")
    assert chosen.get_attribute("aria-pressed") == "true"


def test_the_skip_link_leads_to_the_map(page: Chrome) -> None:
    page.find_element(By.TAG_NAME, "body").send_keys(Keys.TAB)
    skip = page.switch_to.active_element
    assert skip.text == "Skip to the map"
    skip.send_keys(Keys.ENTER)
    assert page.switch_to.active_element.get_attribute("id") == "explore"


def test_names_that_look_like_code_are_text(page: Chrome) -> None:
    assert page.title == "Ministry"
    assert page.find_elements(By.CSS_SELECTOR, "main img") == []
    page.find_element(By.ID, "map").send_keys(Keys.ARROW_RIGHT)
    names = set()
    for _ in range(3):
        names.add(_text(page, "#detail-name"))
        page.find_element(By.ID, "map").send_keys(Keys.ARROW_DOWN)
    assert _HOSTILE in names
    assert any("<script>" in group.text for group in page.find_elements(By.CSS_SELECTOR, "#plot g.slice"))
    ActionChains(page).move_to_element(_sector(page, "<script>")).perform()
    assert page.title == "Ministry"


def test_sorting_is_said_and_missing_comes_last(page: Chrome) -> None:
    by_value = page.find_element(By.CSS_SELECTOR, "[data-key='sort-value']")
    assert page.find_elements(By.CSS_SELECTOR, "th[aria-sort=descending]") == [
        by_value.find_element(By.XPATH, "./parent::th")
    ]
    for order in ("ascending", "descending"):
        page.find_element(By.CSS_SELECTOR, "[data-key='sort-value']").click()
        assert f"Sorted by Value, {order}" in _text(page, "#said")
        assert page.switch_to.active_element.get_attribute("data-key") == "sort-value"
        last = page.find_elements(By.CSS_SELECTOR, "#rows tr")[-1]
        assert "no evidence" in last.text
        assert last.find_element(By.CSS_SELECTOR, "td.value").text == "—"


def test_the_table_filters_by_text_and_kind_and_turns_pages(page: Chrome) -> None:
    page.find_element(By.CSS_SELECTOR, "#kinds input[data-key='kind-0']").click()
    assert _text(page, "#table-count") == "1 - 25 of 66"
    assert len(page.find_elements(By.CSS_SELECTOR, "#rows tr")) == 25
    page.find_element(By.ID, "page-after").click()
    page.find_element(By.ID, "page-after").click()
    assert _text(page, "#table-count") == "51 - 66 of 66"
    assert not page.find_element(By.ID, "page-after").is_enabled()
    page.find_element(By.ID, "filter").send_keys("p1")
    WebDriverWait(page, 5).until(lambda one: _text(one, "#table-count") == "1 - 10 of 10")
    page.find_element(By.ID, "filter").send_keys("nobody")
    WebDriverWait(page, 5).until(lambda one: _text(one, "#table-count") == "Nothing matches.")


def test_choosing_a_metric_and_a_period_changes_every_part(page: Chrome) -> None:
    before = _text(page, "#detail .big")
    Select(page.find_element(By.ID, "period")).select_by_visible_text("2024")
    assert _text(page, "#detail .big") != before or "2024" in _text(page, "#detail")
    assert _text(page, "#table-caption") == f"{_LABELS['en']}, 2024"
    _choose_metric(page, "Innovativeness rate of people")
    assert _text(page, "#table-caption") == "Innovativeness rate of people, 2024"
    # a ratio shows its two parts, each with lines of its own
    parts = [part.text.splitlines()[0] for part in page.find_elements(By.CSS_SELECTOR, "#explanation .part")]
    assert parts == ["People who innovate 0", "People 60"]


def test_a_reading_can_be_checked_by_hand(page: Chrome) -> None:
    heads = [one.text for one in page.find_elements(By.CSS_SELECTOR, "#explanation thead th")]
    assert heads == ["From", "Pieces", "Reads alone", "Weight of pieces", "Points above the lowest score"]
    pieces, total = (one.text for one in page.find_elements(By.CSS_SELECTOR, "#explanation tfoot .state"))
    value = _text(page, "#detail .big").removesuffix("score")
    said = f"Together the lines read: lowest score 1 + {total} ÷ {pieces} = {value}."
    assert _text(page, "#explanation .formula") == said
    assert f"{1 + int(total) / int(pieces):.2f}" == value
    page.find_element(By.CSS_SELECTOR, "[data-language=id]").click()
    heads = [one.text for one in page.find_elements(By.CSS_SELECTOR, "#explanation thead .state")]
    assert heads == ["Bobot butir", "Poin di atas skor terendah"]
    assert "skor terendah 1 + " in _text(page, "#explanation .formula")


def test_scores_are_marks_on_an_axis_of_their_range_and_shares_bars_from_zero(page: Chrome) -> None:
    def drawn() -> tuple[list[float], float]:
        ends = [one.text for one in page.find_elements(By.CSS_SELECTOR, ".trend .axis span")]
        tallest = max(
            float(one.get_attribute("height") or 0) for one in page.find_elements(By.CSS_SELECTOR, ".trend rect")
        )
        return [float(end.rstrip("%")) for end in ends], tallest

    (high, low), tallest = drawn()
    value = float(_text(page, "#detail .big").removesuffix("score"))
    assert 0 < low < value < high
    assert tallest == 4
    _choose_metric(page, "Innovativeness rate of people")
    assert drawn()[0][1] == 0


def test_where_all_readings_are_alike_no_colour_shouts(page: Chrome) -> None:
    assert _text(page, "#direction") == "Darker is better (higher)"
    _choose_metric(page, "Innovativeness rate of people")
    assert _text(page, "#direction") == "All readings are alike"
    swatches = page.find_elements(By.CSS_SELECTOR, "#legend .swatch:not(.missing)")
    channels = [int(part) for part in re.findall(r"\d+", swatches[0].value_of_css_property("background-color"))[:3]]
    assert len(swatches) == 1
    assert min(channels) > 200


@pytest.mark.parametrize("width", [1280, 360])
def test_without_evidence_the_page_shows_the_people_and_names_no_day(
    browser: Chrome, tmp_path: Path, width: int
) -> None:
    result = lp.rollup(_matrix().organization)
    _open(browser, write_report(result, tmp_path / "report.html")[0], width, 800)
    assert _text(browser, "#table-caption") == "People"
    assert _text(browser, "#detail .big") == "60people"
    assert _text(browser, "#direction") == "Darker is higher"
    said = "Structure after the last change known: every tie without an end."
    assert _text(browser, "#map-notes").startswith(said)
    browser.find_element(By.CSS_SELECTOR, "[data-language=id]").click()
    assert _text(browser, "#map-notes").startswith("Struktur setelah perubahan terakhir yang diketahui")
    assert "9999" not in _text(browser, "body")


@pytest.mark.parametrize("width", [1280, 360])
def test_what_nobody_takes_stands_on_a_line_of_its_own(browser: Chrome, tmp_path: Path, width: int) -> None:
    organization = lp.Organization.of(
        units=[lp.Unit("MOF")],
        teams=[lp.Team("audit")],
        learners=[lp.Learner("ani")],
        ties=[lp.Sponsorship("audit", "MOF"), lp.Membership("ani", "audit", share=0.123456)],
    )
    evidence = lp.Evidence.of(
        [lp.Evaluation("e1", learner="ani", level=lp.Level.BEHAVIOUR, score=4, on=date(2026, 1, 1))]
    )
    result = lp.rollup(organization, evidence, metrics=lp.catalogue("kirkpatrick.behaviour"), counting="fractional")
    _open(browser, write_report(result, tmp_path / "report.html", language="id")[0], width, 800)
    parts, note = browser.find_elements(By.CSS_SELECTOR, ".ledger div:first-child .parts")
    assert note.text == "0,877 butir tidak teralokasi"
    assert note.rect["y"] >= parts.rect["y"] + parts.rect["height"] - 1
    assert _text(browser, "#explanation tfoot .state") == "0,123"


def test_missing_is_said_and_never_zero(page: Chrome) -> None:
    Select(page.find_element(By.ID, "width")).select_by_visible_text("All alike")
    _sector(page, "Idle team").click()
    assert "no reading" in _sector(page, "Idle team").find_element(By.XPATH, "..").text
    assert _text(page, "#detail .big") == "No reading"
    assert "no evidence" in _text(page, "#detail .because")


def test_the_language_can_be_switched(page: Chrome) -> None:
    _sector(page, "Tax").click()
    page.find_element(By.CSS_SELECTOR, "[data-language=id]").click()
    assert page.find_element(By.TAG_NAME, "html").get_attribute("lang") == "id"
    assert _text(page, "#table-title") == "Semua simpul"
    assert _text(page, "#detail .overline").lower() == "unit kerja · tax"
    assert Select(page.find_element(By.ID, "metric")).first_selected_option.text == _LABELS["id"]
    assert "," in _text(page, "#detail .big")
    assert page.find_element(By.ID, "map").get_attribute("aria-label") == "Peta organisasi"
    page.find_element(By.CSS_SELECTOR, "[data-key='row-5']").click()
    assert "tidak ada bukti" in _text(page, "#detail .because")
    page.find_element(By.CSS_SELECTOR, "[data-language=en]").click()
    assert page.find_element(By.TAG_NAME, "html").get_attribute("lang") == "en"
    assert _text(page, "#table-title") == "All nodes"


@pytest.mark.parametrize("language", ["en", "id"])
def test_on_a_phone_nothing_is_wider_than_the_screen(browser: Chrome, report: Path, language: str) -> None:
    _open(browser, report, 360, 800)
    browser.find_element(By.CSS_SELECTOR, f"[data-language={language}]").click()
    for fold in browser.find_elements(By.CSS_SELECTOR, "details:not([open]) > summary"):
        fold.click()
    width = browser.execute_script("return document.scrollingElement.scrollWidth")
    assert width == 360
    rows = browser.find_elements(By.CSS_SELECTOR, "#rows tr")
    assert all(row.rect["width"] <= 360 for row in rows)
    assert browser.find_element(By.ID, "map").rect["height"] >= 300
    _sector(browser, "Customs").click()
    assert _text(browser, "#detail-name") == "Customs"


@pytest.mark.parametrize("width", [1280, 360])
def test_the_last_of_many_rows_set_aside_can_be_scrolled_to(browser: Chrome, report: Path, width: int) -> None:
    _open(browser, report, width, 800)
    region = browser.find_element(By.CSS_SELECTOR, "[aria-labelledby=rejected-title] .tall")
    last, end = browser.execute_script(
        "const [region] = arguments, body = region.querySelector('tbody');"
        "for (let copy = 0; copy < 60; copy++) body.append(body.rows[0].cloneNode(true));"
        "region.scrollTop = region.scrollHeight;"
        "return [body.lastElementChild, region].map(one => one.getBoundingClientRect().bottom);",
        region,
    )
    assert last <= end + 1


def test_the_page_follows_a_dark_scheme(page: Chrome) -> None:
    def colour() -> str:
        return str(page.find_element(By.TAG_NAME, "body").value_of_css_property("background-color"))

    light = colour()
    features = {"features": [{"name": "prefers-color-scheme", "value": "dark"}]}
    page.execute_cdp_cmd("Emulation.setEmulatedMedia", features)
    dark = colour()
    page.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})
    assert light != dark


def test_thousands_of_rows_stay_a_page_of_rows(browser: Chrome, tmp_path: Path) -> None:
    units = [lp.Unit("top"), *(lp.Unit(f"u{number}") for number in range(15_000))]
    ties = [lp.Reporting(unit.id, "top" if place < 100 else f"u{place % 100}") for place, unit in enumerate(units[1:])]
    result = lp.rollup(lp.Organization.of(units=units, ties=ties), metrics=lp.catalogue("correction.count"))
    _open(browser, write_report(result, tmp_path / "report.html")[0], 1280, 900)
    assert len(browser.find_elements(By.CSS_SELECTOR, "#rows tr")) == 25
    assert _text(browser, "#table-count") == "1 - 25 of 15,001"
    spent = browser.execute_script(
        "const begin = performance.now();"
        "document.querySelector(\"[data-key='sort-name']\").click();"
        "document.body.offsetHeight;"
        "return performance.now() - begin"
    )
    assert spent < 1_000


def test_sixty_diamonds_are_drawn_at_once(browser: Chrome, tmp_path: Path) -> None:
    # 2 ** 60 ways lead from the lowest unit to the top: none of them is ever listed
    units = [lp.Unit(f"u{level}{side}") for level in range(61) for side in ("a", "b")]
    ties = [lp.Reporting("u0b", "u0a")]
    ties += [
        lp.Reporting(f"u{level}{side}", f"u{level - 1}{above}")
        for level in range(1, 61)
        for side in ("a", "b")
        for above in ("a", "b")
        if level > 1 or above == "a"
    ]
    result = lp.rollup(lp.Organization.of(units=units, ties=ties), metrics=lp.catalogue("correction.count"))
    _open(browser, write_report(result, tmp_path / "report.html")[0], 1280, 900)
    browser.find_element(By.ID, "map").send_keys(*[Keys.ARROW_RIGHT] * 5)
    assert _text(browser, "#detail-name").startswith("u")
