"""WCAG 2.2 AA: axe finds nothing on any page, light and dark, at the desk and on a phone.

The pages are those of the access matrix that answer a person with HTML, each as the first
role that may open it; where all that a page is made of was seen on others, it is left out.
Axe sees a page by all its rules in Chinese at the desk by day, and by those that hang on
width, colours and language in English on a phone by night; the pages that people spend their
day on, and those before signing in, by all rules and also at the other width. How a page is
laid out is looked at in both languages at both widths. Of texts that look alike on the same
ground the contrast is judged at the first, on whichever page it stands.
"""

from itertools import groupby
from operator import itemgetter

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
# A page is loaded once in each language: by day at the desk first, by night on a phone first.
WAYS = (("zh-hans", "light", (DESKTOP, PHONE)), ("en", "dark", (PHONE, DESKTOP)))
LAYOUT = """() => {
  const root = document.documentElement, found = [];
  const shown = (css) => [...document.querySelectorAll(css)].filter((e) => e.offsetHeight);
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  if (dark !== (root.dataset.bsTheme === "dark")) found.push("not the theme that is asked for");
  if (root.scrollWidth > root.clientWidth) found.push("the page scrolls sideways");
  for (const e of shown(".btn, select, .card-header a, .who a"))
    if (e.getBoundingClientRect().height < 23.5) found.push("lower than 24 px: " + e.outerHTML);
  const right = (e) => e.getBoundingClientRect().right;
  for (const e of shown(".st"))
    if (right(e) > right(e.closest(".card, td, main")) + 1)
      found.push("runs past its column: " + e.textContent.trim());
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


def faults(judged, path, *, most=False):
    """What is wrong with a page, for each language with its theme and for each width.

    Axe sees each page in two ways, those that are seen `most` in four and by all rules.
    """
    page = judged.page
    for language, theme, sizes in WAYS:
        judged.read_in(language)
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        judged.open(path)
        for size in sizes:
            if page.viewport_size != size:
                page.set_viewport_size(size)
            where = f"{path} {language} {size['width']} {theme}"
            yield from (f"{where}: {fault}" for fault in page.evaluate(LAYOUT))
            if most or size == sizes[0]:
                rules = RULES if most or size == DESKTOP else OF_THE_LOOK
                yield from (f"{where}: {fault}" for fault in barriers(judged, rules))
    yield from (f"{path}: {fault}" for fault in page.evaluate(UNNAMED))


def barriers(judged, rules):
    """What axe finds."""
    for broken in violations(judged, rules):
        yield f"{broken['help']} {[node['target'] for node in broken['nodes']][:3]}"


def check(judged, *paths):
    """Nothing is wrong with any of these pages."""
    found = [fault for path in paths for fault in faults(judged, path)]
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
                yield role, path, line.name in SEEN_MOST
            break


def is_page(response):
    kind = response.headers["Content-Type"]
    ours = not response.request["PATH_INFO"].startswith("/admin/")
    return ours and kind.startswith("text/html") and b"<main" in response.content


def test_every_page_of_the_matrix(judged):
    seen = world.build()
    found = []
    for role, of_role in groupby(sorted(pages(seen)), key=itemgetter(0)):
        judged.page.goto("about:blank")  # the page of another person no longer asks for news
        judged.sign_in(seen.people[role])
        for _, path, most in of_role:
            found += faults(judged, path, most=most)

    assert not found, "\n".join(found)


def test_pages_before_signing_in_and_of_refusals(judged):
    found = [*faults(judged, reverse("login"), most=True), *barriers(judged, TURNED)]
    judged.sign_in(make.archivist())
    found += faults(judged, "/there-is-no-such-page/")
    found += faults(judged, reverse("trail"))

    assert not found, "\n".join(found)


def test_empty_pages_and_pages_with_many_rows(judged):
    judged.sign_in(make.archivist())
    records, imports, handovers = "records:record-list", "records:import-list", "transfers:due-list"
    empty = ["desk", records, imports, handovers, "transfers:handover-list", "records:job-list"]
    found = [fault for name in empty for fault in faults(judged, reverse(name))]
    for _ in range(25):
        make.record(Stage.ACCEPTED, document_number="清财办〔2005〕27号", responsible="财政局")
    for query in ("?q=通知&year=2005", "?q=没有的"):
        found += faults(judged, reverse(records) + query)

    assert not found, "\n".join(found)


def test_an_open_page_follows_the_theme_of_the_system(live):
    page = live.open(reverse("login"))

    for theme in ("dark", "light"):
        page.emulate_media(color_scheme=theme)
        page.wait_for_selector(f"html[data-bs-theme={theme}]", timeout=10_000)
