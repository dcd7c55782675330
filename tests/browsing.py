"""A real browser on a live server, that tolerates no fault in the page."""

import os
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.conf import settings
from django.db import connection
from django.test import Client
from playwright.sync_api import ConsoleMessage, Error, Page, Request, Response, sync_playwright

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
# No frame and no process of its own for the next page of the same server.
SEPARATE = (
    "IsolateOrigins",
    "site-per-process",
    "SpareRendererForSitePerProcess",
    "RenderDocument",
    "ProactivelySwapBrowsingInstance",
)
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-site-isolation-trials",  # all pages are of one server
    f"--disable-features={','.join(SEPARATE)}",
]
DESKTOP, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}


class Live:
    """A page, the server it is on, and everything that went wrong in it."""

    def __init__(self, page: Page, url: str) -> None:
        self.page, self.url = page, url
        self.faults: list[str] = []
        self.looks: list[str] = []  # of texts whose contrast was judged
        page.on("console", self.heard)
        page.on("pageerror", lambda error: self.faults.append(f"script error: {error}"))
        page.on("request", self.asked)
        page.on("response", self.answered)

    def heard(self, message: ConsoleMessage) -> None:
        # A refused form is a 422 and a closed door a 404: `answered` judges these.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.faults.append(f"console: {message.text}")

    def asked(self, request: Request) -> None:
        inside = request.url.startswith((self.url, "data:", "blob:", "about:"))
        if not inside:
            self.faults.append(f"left the server: {request.url}")

    def answered(self, response: Response) -> None:
        part = response.request.resource_type in {"stylesheet", "script", "image", "font"}
        if response.status >= 500 or (part and response.status >= 400):
            self.faults.append(f"{response.status}: {response.url}")

    def open(self, path: str) -> Page:
        """Go to a path of the live server."""
        self.page.goto(self.url + path)
        return self.page

    def sign_in(self, user) -> None:
        """Be this user from now on, without the form."""
        client = Client()
        client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[-1])
        self.keep(settings.SESSION_COOKIE_NAME, client.cookies[settings.SESSION_COOKIE_NAME].value)

    def read_in(self, language: str) -> None:
        """Have the pages in this language from now on."""
        self.keep(settings.LANGUAGE_COOKIE_NAME, language)

    def keep(self, name: str, value: str) -> None:
        self.page.context.add_cookies([{"name": name, "value": value, "url": self.url}])


# Contrast and the size of targets take axe longer than all else together. Of texts of one look,
# which stand on the same grounds in the same ink, size and weight, it sees the first one that a
# test meets; of targets those that are small, for the others are large enough.
LOOKS = """
axe.configure({rules: [
  {id: "color-contrast", selector: "[data-first-of-its-look]"},
  {id: "target-size", selector: "[data-small]"},
]});
self.markLooks = (known) => {
  const grounds = new Map([[document.documentElement, ""]]), seen = new Set(known);
  const written = (e) => e.value || e.placeholder
    || [...e.childNodes].some((n) => n.nodeType === Node.TEXT_NODE && n.data.trim());
  for (const e of document.querySelectorAll("body, body *")) {
    const {width, height} = e.getBoundingClientRect();
    e.toggleAttribute("data-small", width < 24 || height < 24);
    const style = getComputedStyle(e), ground = [style.backgroundColor, style.backgroundImage,
      style.opacity, style.position].join();
    grounds.set(e, `${grounds.get(e.parentElement)}/${ground}`);
    if (!written(e) || !e.checkVisibility()) continue;
    const look = [grounds.get(e), style.color, style.fontSize, style.fontWeight, style.textShadow,
      e.tagName, e.className, e.disabled, e.ariaDisabled].join();
    e.toggleAttribute("data-first-of-its-look", !seen.has(look));
    seen.add(look);
  }
  return [...seen].slice(known.length);
};
"""


AXE = """async ([rules, known]) => {
  const looks = markLooks(known);
  return [(await axe.run(rules)).violations, looks];
}"""


def violations(judged: Live, rules: dict[str, Any]) -> list[dict[str, Any]]:
    """What axe finds by these rules on the page of the fixture `judged`."""
    found: list[dict[str, Any]]
    found, looks = judged.page.evaluate(AXE, [rules, judged.looks])
    judged.looks += looks
    return found


@pytest.fixture(scope="session")
def chromium():
    """Playwright's Chromium: the machine's own, or the one that Playwright has downloaded."""
    with sync_playwright() as playwright:
        yield playwright.chromium
        # Beside this event loop Django keeps a connection of its own, which it forgets with it.
        connection.close()


def started(chromium, *flags: str) -> Iterator[Any]:
    """A browser, or none where there is none to start."""
    found = next((path for path in map(shutil.which, NAMES) if path), None)
    try:
        browser = chromium.launch(executable_path=found, args=[*FLAGS, *flags])
    except Error as error:
        if os.environ.get("CI") == "true":
            pytest.fail(f"There is no browser: {error}")
        browser = None
    yield browser
    if browser:
        browser.close()


@pytest.fixture(scope="session")
def browser(chromium):
    """One browser for all tests of the process."""
    yield from started(chromium)


@pytest.fixture(scope="session")
def still_browser(chromium):
    """A browser that draws nothing until it is asked: for pages that nobody touches."""
    yield from started(chromium, "--disable-threaded-compositing")


def visit(browser, url: str, script: str = "") -> Iterator[Live]:
    """A page in Chinese on a live server; any fault that the page showed fails the test."""
    if browser is None:
        pytest.skip("no browser")
    context = browser.new_context(
        locale="zh-CN", timezone_id="Asia/Shanghai", viewport=DESKTOP, accept_downloads=True
    )
    if script:
        context.add_init_script(script)
    seen = Live(context.new_page(), url)
    seen.read_in("zh-hans")
    yield seen
    context.close()
    assert not seen.faults, "\n".join(seen.faults)


@pytest.fixture
def live(live_server, browser):
    """A page in a browser, for all that people do."""
    yield from visit(browser, live_server.url)


@pytest.fixture
def judged(live_server, still_browser):
    """A page that is only looked at, in which axe stands: less work than `live`."""
    yield from visit(still_browser, live_server.url, AXE_SCRIPT + LOOKS)


def pytest_terminal_summary(terminalreporter) -> None:
    """Name the browser tests that could not run."""
    reports = terminalreporter.stats.get("skipped", [])
    names = [report.nodeid for report in reports if "no browser" in str(report.longrepr)]
    if names:
        terminalreporter.section("NOT RUN: there is no browser")
        for name in names:
            terminalreporter.line(name)
