"""WCAG 2.2 AA on the main pages: axe finds nothing, light and dark, at the desk and on a phone."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse

from records.audit.actions import note
from records.holdings.rules import Stage
from tests import make
from tests.browsing import DESKTOP, PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
WIDER = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


def faults(live, path):
    """What is wrong with a page, for each theme and width."""
    page = live.open(path)
    for size in (DESKTOP, PHONE):
        page.set_viewport_size(size)
        if page.evaluate(WIDER):
            yield f"{path} {size['width']}: the page scrolls sideways"
        for theme in ("light", "dark"):
            page.emulate_media(color_scheme=theme, reduced_motion="reduce")
            page.wait_for_selector(f"html[data-bs-theme={theme}]")
            for broken in Axe().run(page, options=RULES).response["violations"]:
                targets = [node["target"] for node in broken["nodes"]][:3]
                yield f"{path} {size['width']} {theme}: {broken['help']} {targets}"


def check(live, *paths):
    found = [fault for path in paths for fault in faults(live, path)]
    assert not found, "\n".join(found)


def test_pages_before_signing_in(live):
    check(live, reverse("login"))


def test_pages_of_an_auditor(live):
    person = make.auditor()
    entry = note(
        "edit", person, by=person, at=make.NOW, before={"name": "甲"}, after={"name": "乙"}
    )
    live.sign_in(person)

    check(
        live,
        reverse("desk"),
        reverse("trail"),
        reverse("trail") + "?verb=stop",
        reverse("trail-entry", args=[entry.pk]),
        reverse("password_change"),
        "/there-is-no-such-page/",
    )


def test_pages_of_an_archivist(live):
    live.sign_in(make.archivist())
    check(live, reverse("desk"), reverse("records:job-list"))


def test_search_pages(live):
    live.sign_in(make.archivist())
    found = reverse("records:record-list")
    check(live, found)
    for _ in range(3):
        make.record(
            Stage.ACCEPTED, document_number="清财办〔2005〕27号", responsible="清岚市财政局"
        )

    check(live, f"{found}?q=通知&year=2005", f"{found}?q=没有的", reverse("records:record-print"))
