"""The scorecard as people meet it: in a browser, in both languages, by mouse, by keyboard and on a phone."""

import re
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

import learnperf as lp
from learnperf.report import write_report

pytest.importorskip("selenium", reason="selenium, which drives the browser, is not installed")
from selenium.webdriver import Chrome, ChromeOptions, Keys
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import Select, WebDriverWait

_BROWSER = shutil.which("chromium") or shutil.which("google-chrome")
_DRIVER = shutil.which("chromedriver")
pytestmark = pytest.mark.skipif(
    _BROWSER is None or _DRIVER is None, reason="Chromium and chromedriver are not both installed"
)

_HOSTILE = "<img src=x onerror=\"document.title='taken'\">"


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    options = ChromeOptions()
    options.binary_location = _BROWSER or ""
    profile = f"--user-data-dir={tmp_path_factory.mktemp('profile')}"
    for flag in ("--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", profile):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = Chrome(options=options, service=Service(_DRIVER))
    yield driver
    driver.quit()


def _result() -> lp.Rollup:
    """A ministry of two offices in two years: tax falls short, customs goes beyond, and nobody looked at the third."""
    organization = lp.Organization.of(
        units=[lp.Unit("ministry", "Ministry"), lp.Unit("tax", "Tax"), lp.Unit("customs", "Customs"), lp.Unit("idle")],
        teams=[lp.Team("audit", _HOSTILE)],
        learners=[lp.Learner("ani"), lp.Learner("budi")],
        ties=[
            *(lp.Reporting(unit, "ministry") for unit in ("tax", "customs", "idle")),
            lp.Sponsorship("audit", "tax"),
            lp.Placement("ani", "tax"),
            lp.Placement("budi", "customs"),
        ],
    )
    records: list[lp.Record] = [
        lp.Evaluation(f"{year}-{who}", learner=who, level=lp.Level.BEHAVIOUR, score=score, on=date(year, 3, 1))
        for year in (2024, 2025)
        for who, score in (("ani", 3), ("budi", 5))
    ]
    records += [
        lp.Publication(f"{unit}{place}", unit=unit, channel=lp.Channel.FORMAL, on=date(2025, 5, 1))
        for unit, times in (("tax", 1), ("customs", 3))
        for place in range(times)
    ]
    return lp.rollup(organization, lp.Evidence.of(records), by="year")


def _card() -> lp.Scorecard:
    bands = lp.Bands([lp.Band(None, 90, 0, label=("Short", "Kurang")), lp.Band(90, None, 0, label=("Fine", "Baik"))])
    return lp.Scorecard(
        "card",
        label=("Our card", "Kartu kami"),
        source=("Set by nobody.", "Tidak ditetapkan siapa pun."),
        bands=bands,
        perspectives=[
            lp.Perspective("main", label=("Main work", "Kerja utama")),
            lp.Perspective("extra", label=("Extra work", "Kerja tambahan"), role="added", most=5),
            lp.Perspective("conditions", label=("Conditions", "Kondisi"), role="beside"),
        ],
        indicators=[
            lp.Indicator("kirkpatrick.behaviour", target=4, cap=120, weight=60, perspective="main"),
            lp.Indicator("assignment.on_time", target="0.9", weight=40, perspective="main"),
            lp.Indicator("publication.count", target=1, weight=3, perspective="extra"),
            lp.Indicator("conditions.overall", target=["0.7", "0.8"], perspective="conditions"),
        ],
    )


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_report(_result(), tmp_path_factory.mktemp("report") / "report.html", scorecard=_card())[0]


def _open(browser: Chrome, report: Path, width: int = 1280) -> None:
    size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 600}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    features = [{"name": "prefers-reduced-motion", "value": "reduce"}]
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
    browser.get(report.as_uri())
    WebDriverWait(browser, 20).until(lambda page: page.find_elements(By.CSS_SELECTOR, "#plot g.slice path.surface"))


@pytest.fixture
def page(browser: Chrome, report: Path) -> Chrome:
    _open(browser, report)
    return browser


def _text(page: Chrome, selector: str) -> str:
    return page.find_element(By.CSS_SELECTOR, selector).text


def _choose(page: Chrome, name: str) -> None:
    page.find_element(By.XPATH, f"//*[@id='card-below']//button[text()='{name}']").click()


def test_the_page_opens_with_the_card_of_the_top_and_without_complaint(page: Chrome) -> None:
    assert [entry["message"] for entry in page.get_log("browser")] == []  # type: ignore[no-untyped-call] # selenium
    assert page.title == "Ministry"
    assert _text(page, "#card-title") == "Our card"
    assert "Set by nobody." in _text(page, ".scorecard .lead")
    assert _text(page, "#card-name").startswith("Ministry")
    assert _text(page, "#card-node .big") == "105.0Fine"
    assert "covers 60% of the weight" in _text(page, "#card-node")
    assert "Without a score: Assignments on time (no evidence)" in _text(page, "#card-node")


def test_each_indicator_shows_value_target_attainment_and_what_it_adds(page: Chrome) -> None:
    table = _text(page, "#card-table")
    for said in ("Main work", "added on top, 5.0 at most", "beside the composite", "left out: no evidence"):
        assert said in table
    (behaviour,) = page.find_elements(By.XPATH, "//*[@data-key='card-0']/ancestor::tr")
    cells = [cell.text for cell in behaviour.find_elements(By.TAG_NAME, "td")]
    assert cells == ["4\n1 \u2013 5", "≥ 4", "100.0% on target", "100.0", "60", "100.0", "2\n100%"]
    assert "Beyond the limit, taken back -7.0" in table.replace("\n", " ")
    assert "Composite: what is added, in sum 105.0" in table.replace("\n", " ")


def test_a_reading_that_chance_may_have_kept_from_its_target_says_so(browser: Chrome, tmp_path: Path) -> None:
    card = lp.Scorecard("card", indicators=[lp.Indicator("kirkpatrick.behaviour", target="4.5")])
    _open(browser, write_report(_result(), tmp_path / "report.html", scorecard=card)[0])
    assert "88.9% short of target · its margin includes the target" in _text(browser, "#card-table")
    _choose(browser, "Tax")
    assert "66.7% short of target" in _text(browser, "#card-table")
    assert "margin" not in _text(browser, "#card-table")


def test_what_is_added_makes_the_composite(page: Chrome) -> None:
    for name in ("Customs", "Tax"):
        cells = page.find_elements(By.CSS_SELECTOR, "#card-table td.adds, #card-table .overlap td.number")
        adds = [cell.text for cell in cells]
        numbers = [float(text) for text in adds if re.fullmatch(r"-?[\d.]+", text)]
        whole = page.find_element(By.CSS_SELECTOR, "#card-node .big").text
        assert sum(numbers) == pytest.approx(float(re.findall(r"[\d.]+", whole)[0]), abs=0.15)
        if page.find_elements(By.XPATH, f"//*[@id='card-below']//button[text()='{name}']"):
            _choose(page, name)


def test_the_card_follows_the_node_chosen_and_says_what_was_capped(page: Chrome) -> None:
    _choose(page, "Customs")
    assert _text(page, "#card-name").startswith("Customs")
    assert _text(page, "#detail-name") == "Customs"
    assert "120.0% beyond target · capped, 125.0% uncapped" in _text(page, "#card-table")
    assert page.find_elements(By.CSS_SELECTOR, "#card-below table") == []
    page.find_element(By.CSS_SELECTOR, "#card-node .parents .link").click()
    _choose(page, "Tax")
    assert "75.0% short of target" in _text(page, "#card-table")
    assert _text(page, "#card-node .big") == "78.0Short"


def test_nobody_looked_is_said_and_is_not_0(page: Chrome) -> None:
    row = page.find_element(By.XPATH, "//*[@id='card-below']//button[text()='idle']/ancestor::tr")
    assert row.text.split() == ["idle", "a", "part", "is", "missing", "—", "0%"]
    _choose(page, "idle")
    assert _text(page, "#card-node .big") == "No composite"


def test_a_learner_has_no_card_and_is_told_who_has(page: Chrome) -> None:
    page.find_element(By.CSS_SELECTOR, "#kinds input[data-key='kind-0']").click()
    page.find_element(By.XPATH, "//*[@id='rows']//button[text()='ani']").click()
    assert "Scorecards are read for units and teams" in _text(page, "#card-node")
    assert _text(page, "#card-table") == ""
    page.find_element(By.XPATH, "//*[@id='rows']//button[text()='Tax']").click()
    assert _text(page, "#card-name").startswith("Tax")


def test_an_indicator_leads_to_its_map_and_explanation_by_keyboard(page: Chrome) -> None:
    page.find_element(By.CSS_SELECTOR, "[data-key='card-2']").send_keys(Keys.ENTER)
    assert Select(page.find_element(By.ID, "metric")).first_selected_option.text == "Publications"
    assert page.switch_to.active_element.get_attribute("id") == "explore"
    assert _text(page, "#table-caption").startswith("Publications")


def test_another_period_has_its_own_card(page: Chrome) -> None:
    Select(page.find_element(By.ID, "period")).select_by_visible_text("2024")
    assert "2024" in _text(page, "#card-name")
    assert _text(page, "#card-node .big") == "100.0Fine"


def test_the_card_speaks_indonesian(page: Chrome) -> None:
    page.find_element(By.CSS_SELECTOR, "[data-language=id]").click()
    assert _text(page, "#card-title") == "Kartu kami"
    assert "Tidak ditetapkan siapa pun." in _text(page, ".scorecard .lead")
    assert _text(page, "#card-node .big") == "105,0Baik"
    for said in ("Kerja utama", "sesuai target", "dikecualikan: tidak ada bukti", "di luar komposit"):
        assert said in _text(page, "#card-table")


def test_names_that_look_like_code_are_text(page: Chrome) -> None:
    _choose(page, "Tax")
    assert _HOSTILE in _text(page, "#card-below")
    assert page.title == "Ministry"
    assert page.find_elements(By.CSS_SELECTOR, "main img") == []


@pytest.mark.parametrize("language", ["en", "id"])
def test_on_a_phone_nothing_is_wider_than_the_screen(browser: Chrome, report: Path, language: str) -> None:
    _open(browser, report, 360)
    browser.find_element(By.CSS_SELECTOR, f"[data-language={language}]").click()
    assert browser.execute_script("return document.scrollingElement.scrollWidth") == 360
    rows = browser.find_elements(By.CSS_SELECTOR, "#card-table tr, #card-below tr")
    assert len(rows) > 8
    assert all(row.rect["width"] <= 360 for row in rows)


@pytest.mark.parametrize("width", [700, 1024, 1216, 1280, 1600])
@pytest.mark.parametrize("language", ["en", "id"])
def test_on_a_screen_the_whole_table_is_seen(browser: Chrome, report: Path, width: int, language: str) -> None:
    _open(browser, report, width)
    browser.find_element(By.CSS_SELECTOR, f"[data-language={language}]").click()
    region = browser.find_element(By.ID, "card-table")
    over = browser.execute_script("const [one] = arguments; return one.scrollWidth - one.clientWidth", region)
    assert over == 0


def test_early_periods_without_cards_say_so(browser: Chrome, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("learnperf.report.scorecard_island.MOST_CARDS", 1)
    _open(browser, write_report(_result(), tmp_path / "report.html", scorecard=_card())[0])
    assert _text(browser, "#card-node .big") == "105.0Fine"
    Select(browser.find_element(By.ID, "period")).select_by_visible_text("2024")
    assert "only later periods have scorecards" in _text(browser, "#card-node")
    assert _text(browser, "#card-table") == ""
