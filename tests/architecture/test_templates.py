"""Templates: they compile, hold no style or script of their own, and decide nothing by length."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import get_template
from django.urls import URLPattern, get_resolver

from tests.architecture.source import called, files, nodes

FOLDER = Path(settings.BASE_DIR, "templates")
TEMPLATES = sorted(str(path.relative_to(FOLDER)) for path in FOLDER.rglob("*.html"))
INLINE = re.compile(
    r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)|javascript:", re.IGNORECASE
)
# What a tag names is only looked for when the page is made, perhaps by one role in one case.
TEMPLATE = re.compile(r"""{%\s*(?:include|extends)\s+["']([^"'#]+)""")
ADDRESS = re.compile(r"""{%\s*url\s+["']([^"']+)""")


def addresses(resolver, namespace="") -> Iterator[str]:
    """The names of all addresses."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            yield f"{namespace}{pattern.name}"
        else:
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from addresses(pattern, inner)


@pytest.mark.parametrize("name", TEMPLATES)
def test_what_a_template_names_exists(name):
    text = (FOLDER / name).read_text()

    assert set(ADDRESS.findall(text)) <= set(addresses(get_resolver()))
    for other in TEMPLATE.findall(text):
        get_template(other)


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_compiles(name):
    get_template(name)


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_holds_no_style_or_script(name):
    assert not INLINE.findall((FOLDER / name).read_text())


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_is_read_at_a_glance(name):
    assert len((FOLDER / name).read_text().splitlines()) <= 150


ALONE = re.compile(r'{%\s*include\s+"([^"]+)"[^%]*\sonly\s*%}')  # included without the context


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_form_is_not_included_without_its_token(name):
    """`only` leaves the CSRF token behind: every press of the button would be refused."""
    alone = ALONE.findall((FOLDER / name).read_text())

    assert [each for each in alone if "csrf_token" in (FOLDER / each).read_text()] == []


POSTED = re.compile(r'<form[^>]*method="post".*?</form>', re.DOTALL)
# They make nothing; and a link for a password ends the one before, works once, and is shown
# in the answer to the press that made it.
NOTHING_TWICE = (
    "set_language",
    "logout",
    "login.html",
    "sign-in-again",
    "sign_in/link.html",
    "sign_in/by_link.html",
)


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_form_that_writes_does_so_once(name):
    forms = POSTED.findall((FOLDER / name).read_text())
    open_ended = [form for form in forms if not any(one in name + form for one in NOTHING_TWICE)]

    assert [form[:80] for form in open_ended if "{% opened %}" not in form] == []


PART = re.compile(r"{%\s*partialdef\s+(\w+)")
NAMED_PARTS = [
    (template.value, part.value)
    for path in files()
    for call in nodes(path, ast.Call)
    if called(call) in {"page", "render"} and len(call.args) == 4
    for template, part in [(call.args[1], call.args[3])]
    if isinstance(template, ast.Constant) and isinstance(part, ast.Constant)
]


@pytest.mark.parametrize(("name", "part"), NAMED_PARTS)
def test_a_template_has_the_part_that_its_view_names(name, part):
    assert part in PART.findall((FOLDER / name).read_text())


def test_the_search_finds_what_it_looks_for():
    text = "".join((FOLDER / name).read_text() for name in TEMPLATES)

    assert len(TEMPLATES) > 50
    assert len(set(ADDRESS.findall(text))) > 20
    assert len(set(TEMPLATE.findall(text))) > 20
    assert ALONE.search(text)
    assert len(NAMED_PARTS) > 20
    assert len(POSTED.findall(text)) > 20
    assert INLINE.search('<p style="color: red">')
    assert INLINE.search("<script>alert(1)</script>")
    assert not INLINE.search('<script src="house.js"></script>')
