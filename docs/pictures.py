"""Take the pictures on the pages anew, of the report on the invented ministry: ``python docs/pictures.py``.

Needs Chromium, its driver and the dependencies of the tests.
"""
# ruff: noqa: INP001 -- a script, run by its path

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

from learnperf.cli.running import run

IMAGES = Path(__file__).parent / "images"
# of the page's column of text, and what a reader sees of it at once
WIDTH, HEIGHT = 1360, 900
PARTS = {"report": "explore", "scorecard": "card-title"}


def take(report: Path) -> None:
    """Take a picture of each part of a report."""
    options = ChromeOptions()
    options.binary_location = shutil.which("chromium") or shutil.which("google-chrome") or ""
    size = f"--window-size={WIDTH},{HEIGHT}"
    for flag in ("--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", size):
        options.add_argument(flag)
    browser = Chrome(options=options, service=Service(shutil.which("chromedriver")))
    try:
        view = {"width": WIDTH, "height": HEIGHT, "deviceScaleFactor": 1, "mobile": False}
        browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", view)
        # without it the page is still gliding when the picture is taken
        still = [{"name": "prefers-reduced-motion", "value": "reduce"}]
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": still})
        browser.get(report.as_uri())
        WebDriverWait(browser, 60).until(lambda page: page.find_elements(By.CSS_SELECTOR, "#plot g.slice path.surface"))
        for name, part in PARTS.items():
            browser.execute_script("document.getElementById(arguments[0]).scrollIntoView({behavior: 'instant'})", part)
            browser.save_screenshot(str(IMAGES / f"{name}.png"))
    finally:
        browser.quit()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        run(["demo", "--into", folder, "--quiet"])
        take(Path(folder) / "report" / "report.html")
