"""WCAG 2.2 AA: axe finds nothing on any page, light and dark, at the desk and on a phone.

The pages are those of the access matrix that answer a person with HTML, each as the first
role that may open it; where all that a page is made of was seen on others, it is left out.
Axe sees a page by all its rules in Chinese at the desk by day, and by those that hang on
width, colours and language in English on a phone by night; the pages that people spend their
day on, and those before signing in, by all rules and also the other way round. How a page is
laid out is looked at in both languages at both widths.
"""

import pytest
from django.urls import reverse

from records.holdings.rules import Stage
from tests import make
from tests.access import world
from tests.access.matrix import PAGES, PEOPLE
from tests.browsing import DESKTOP, PHONE, violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],  # what is right is not listed, which is most of its work
    # It reads all styles anew, which are the same on each page: see TURNED.
    "rules": {"css-orientation-lock": {"enabled": False}},
    "preload": False,
}
TURNED = {"runOnly": ["css-orientation-lock"]}
OF_THE_LOOK = {
    "runOnly": [
        "color-contrast",
        "label-content-name-mismatch",
        "link-in-text-block",
        "scrollable-region-focusable",
        "target-size",
    ],
    "resultTypes": ["violations"],
    "preload": False,
}
LANGUAGES = ("zh-hans", "en")
TWO = ((DESKTOP, "light", "zh-hans"), (PHONE, "dark", "en"))
FOUR = (*TWO, (DESKTOP, "dark", "en"), (PHONE, "light", "zh-hans"))
LAYOUT = """() => {
  const root = document.documentElement, found = [];
  const shown = (css) => [...document.querySelectorAll(css)].filter((e) => e.offsetHeight);
  if (root.scrollWidth > root.clientWidth) found.push("the page scrolls sideways");
  for (const e of shown(".btn, select, .card-header a, .who a"))
    if (e.getBoundingClientRect().height < 23.5) found.push("lower than 24 px: " + e.outerHTML);
  const first = shown(".btn-primary").map((e) => e.textContent.trim());
  if (first.length > 1) found.push("more than one primary act: " + first.join(", "));
  return found;
}"""
# What axe lets pass and HTML_CodeSniffer does not: H32.2, F77, H91, H71 and H63.
UNNAMED = """() => {
  const all = (css) => [...document.querySelectorAll(css)], ids = all("[id]").map((e) => e.id);
  const named = (e) => e.title || e.ariaLabel || e.getAttribute("aria-labelledby");
  const told = (what, list) => list.map((e) => what + (e.outerHTML || e).slice(0, 120));
  return [
    ...told("nothing sends the form: ",
      [...document.forms].filter((f) => ![...f.elements].some((e) => e.type === "submit"))),
    ...told("an id twice: ", ids.filter((id, n) => ids.indexOf(id) !== n)),
    ...told("only a placeholder names: ", all("input:not([type=hidden]), select, textarea")
      .filter((e) => !e.labels.length && !named(e))),
    ...told("a group without a legend: ", all("fieldset:not(:has(> legend))")),
    ...told("a heading of nothing: ", all("th:not([scope])").filter((e) => e.offsetHeight)),
  ];
}"""
SEEN_MOST = {"desk", "records:record-list", "records:record", "records:import"}
ROLES = ("archivist", "supervisor", "auditor", "officer", "reader")


def faults(live, path, ways=TWO):
    """What is wrong with a page, for each language, width and theme."""
    for language in LANGUAGES:
        live.read_in(language)
        page = live.open(path)
        yield from (f"{path}: {fault}" for fault in page.evaluate(UNNAMED))
        for size in (DESKTOP, PHONE):
            page.set_viewport_size(size)
            where = f"{path} {language} {size['width']}"
            yield from (f"{where}: {fault}" for fault in page.evaluate(LAYOUT))
            for theme in [way[1] for way in ways if (way[0], way[2]) == (size, language)]:
                rules = RULES if ways == FOUR or size == DESKTOP else OF_THE_LOOK
                yield from (f"{where} {theme}: {fault}" for fault in barriers(page, theme, rules))


def barriers(page, theme, rules=RULES):
    """What axe finds in a theme."""
    page.emulate_media(color_scheme=theme, reduced_motion="reduce")
    page.wait_for_selector(f"html[data-bs-theme={theme}]")
    for broken in violations(page, rules):
        yield f"{broken['help']} {[node['target'] for node in broken['nodes']][:3]}"


def check(live, *paths):
    """Nothing is wrong with any of these pages."""
    found = [fault for path in paths for fault in faults(live, path)]
    assert not found, "\n".join(found)


def pages(of):
    """The pages of the matrix with the first role that gets HTML from them."""
    seen: set[str | None] = set()
    for line in sorted(PAGES, key=lambda line: line.name not in SEEN_MOST):
        for role in ROLES:
            if line.method != "GET" or line.answers.split()[PEOPLE.index(role)] != "200":
                continue
            path = reverse(line.name, args=of.arguments(line.about, "own"))
            response = of.clients[role].get(path)
            made_of = {template.name for template in response.templates}
            if is_page(response) and not made_of <= seen:
                seen |= made_of
                yield role, path, FOUR if line.name in SEEN_MOST else TWO
            break


def is_page(response):
    kind = response.headers["Content-Type"]
    ours = not response.request["PATH_INFO"].startswith("/admin/")
    return ours and kind.startswith("text/html") and b"<main" in response.content


def test_every_page_of_the_matrix(live):
    seen = world.build()
    found = []
    for role, path, ways in pages(seen):
        live.page.goto("about:blank")  # the page of another person no longer asks for news
        live.sign_in(seen.people[role])
        found += faults(live, path, ways)

    assert not found, "\n".join(found)


def test_pages_before_signing_in_and_of_refusals(live):
    found = [*faults(live, reverse("login"), FOUR), *barriers(live.page, "light", TURNED)]
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
