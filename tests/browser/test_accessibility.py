"""WCAG 2.2 AA: axe finds nothing on any page, light and dark, at the desk and on a phone.

The pages are those of the access matrix that answer a person with HTML, each as the first
role that may open it. A page is seen at the desk by day and on a phone by night; the pages
that people spend their day on, and those before signing in, in all four combinations.
"""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse

from records.holdings.rules import Stage
from tests import make
from tests.access import world
from tests.access.matrix import PAGES, PEOPLE
from tests.browsing import DESKTOP, PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
WIDER = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
TWO = ((DESKTOP, "light"), (PHONE, "dark"))
FOUR = (*TWO, (DESKTOP, "dark"), (PHONE, "light"))
SEEN_MOST = {"desk", "records:record-list", "records:record", "records:import"}
ROLES = ("archivist", "supervisor", "auditor", "officer", "reader")
PARTS = 3


def faults(live, path, ways=TWO):
    """What is wrong with a page, for each width and theme."""
    page = live.open(path)
    for size, theme in ways:
        page.set_viewport_size(size)
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        page.wait_for_selector(f"html[data-bs-theme={theme}]")
        where = f"{path} {size['width']} {theme}"
        if page.evaluate(WIDER):
            yield f"{where}: the page scrolls sideways"
        for broken in Axe().run(page, options=RULES).response["violations"]:
            targets = [node["target"] for node in broken["nodes"]][:3]
            yield f"{where}: {broken['help']} {targets}"


def check(live, *paths):
    """Nothing is wrong with any of these pages."""
    found = [fault for path in paths for fault in faults(live, path)]
    assert not found, "\n".join(found)


def pages(of):
    """The pages of the matrix with the first role that gets HTML from them."""
    for line in PAGES:
        for role in ROLES:
            if line.method != "GET" or line.answers.split()[PEOPLE.index(role)] != "200":
                continue
            path = reverse(line.name, args=of.arguments(line.about, "own"))
            if is_page(of.clients[role].get(path)):
                yield role, path, FOUR if line.name in SEEN_MOST else TWO
            break


def is_page(response):
    kind = response.headers["Content-Type"]
    ours = not response.request["PATH_INFO"].startswith("/admin/")
    return ours and kind.startswith("text/html") and b"<main" in response.content


@pytest.mark.parametrize("part", range(PARTS))
def test_every_page_of_the_matrix(live, part):
    seen = world.build()
    found = []
    for role, path, ways in list(pages(seen))[part::PARTS]:
        live.sign_in(seen.people[role])
        found += faults(live, path, ways)

    assert not found, "\n".join(found)


def test_pages_before_signing_in_and_of_refusals(live):
    found = [*faults(live, reverse("login"), FOUR)]
    live.sign_in(make.archivist())
    found += faults(live, "/there-is-no-such-page/")
    found += faults(live, reverse("trail"))

    assert not found, "\n".join(found)


def test_empty_pages_and_pages_with_many_rows(live):
    live.sign_in(make.archivist())
    records, imports, handovers = "records:record-list", "records:import-list", "transfers:due-list"
    empty = ["desk", records, imports, handovers, "transfers:handover-list", "records:job-list"]
    found = [fault for name in empty for fault in faults(live, reverse(name))]
    for _ in range(25):
        make.record(Stage.ACCEPTED, document_number="清财办〔2005〕27号", responsible="财政局")
    for query in ("?q=通知&year=2005", "?q=没有的"):
        found += faults(live, reverse(records) + query)

    assert not found, "\n".join(found)
