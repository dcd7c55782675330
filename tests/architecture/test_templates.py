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
TEXTS = {name: (FOLDER / name).read_text() for name in TEMPLATES}
INLINE = re.compile(
    r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)|javascript:", re.IGNORECASE
)
# What a tag names is only looked for when the page is made, perhaps by one role in one case.
TEMPLATE = re.compile(r"""{%\s*(?:include|extends)\s+["']([^"'#]+)""")
HEAD = re.compile(
    r"""<th(?=[^>]*col)([^>]*)>(?:<span[^>]*>)?{% translate "([^"]+)"(?: context "([^"]+)")?"""
)
LABEL = re.compile(r"""data-l="{% translate '([^']+)'(?: context '([^']+)')?""")
ADDRESS = re.compile(r"""{%\s*url\s+["']([^"']+)""")


def breaking(rule) -> dict[str, object]:
    """The templates in whose text a rule finds something, and what it finds."""
    found = {name: rule(text) for name, text in TEXTS.items()}
    return {name: what for name, what in found.items() if what}


def addresses(resolver, namespace="") -> Iterator[str]:
    """The names of all addresses."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            yield f"{namespace}{pattern.name}"
        else:
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from addresses(pattern, inner)


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_compiles(name):
    get_template(name)


def test_what_a_template_names_exists():
    known = set(addresses(get_resolver()))

    assert breaking(lambda text: set(ADDRESS.findall(text)) - known) == {}
    for other in {name for text in TEXTS.values() for name in TEMPLATE.findall(text)}:
        get_template(other)


def test_a_template_holds_no_style_or_script():
    assert breaking(INLINE.findall) == {}


def test_a_cell_bears_the_label_of_its_column():
    """On the phone a table's head is gone, and each value stands behind its label."""

    def unlike_its_head(text: str) -> set[tuple[str, str]]:
        heads = {(said, context) for _start, said, context in HEAD.findall(text)}
        return set(LABEL.findall(text)) - heads if heads else set()

    assert breaking(unlike_its_head) == {}


def test_a_template_is_read_at_a_glance():
    assert breaking(lambda text: len(text.splitlines()) > 150) == {}


ALONE = re.compile(r'{%\s*include\s+"([^"]+)"[^%]*\sonly\s*%}')  # included without the context


def test_a_form_is_not_included_without_its_token():
    """`only` leaves the CSRF token behind: every press of the button would be refused."""
    with_token = {name for name, text in TEXTS.items() if "csrf_token" in text}

    assert breaking(lambda text: with_token.intersection(ALONE.findall(text))) == {}


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


def test_a_form_that_writes_does_so_once():
    forms = [(name, form) for name, text in TEXTS.items() for form in POSTED.findall(text)]
    those = [(name, form) for name, form in forms if "{% opened %}" not in form]

    assert [(n, f[:80]) for n, f in those if not any(one in n + f for one in NOTHING_TWICE)] == []


PART = re.compile(r"{%\s*partialdef\s+(\w+)")


def named_parts() -> set[tuple[str, str]]:
    """The parts of templates that views name."""
    calls = [call for path in files() for call in nodes(path, ast.Call)]
    named = [call.args for call in calls if called(call) in {"page", "render"}]
    return {
        (args[1].value, args[3].value)
        for args in named
        if len(args) == 4 and all(isinstance(args[at], ast.Constant) for at in (1, 3))
    }


def test_a_template_has_the_part_that_its_view_names():
    parts = {(name, part) for name, text in TEXTS.items() for part in PART.findall(text)}

    assert named_parts() - parts == set()


def test_the_search_finds_what_it_looks_for():
    text = "".join(TEXTS.values())

    assert len(TEMPLATES) > 50
    assert len(set(ADDRESS.findall(text))) > 20
    assert len(set(TEMPLATE.findall(text))) > 20
    assert ALONE.search(text)
    assert len(named_parts()) > 20
    assert len(POSTED.findall(text)) > 20
    assert INLINE.search('<p style="color: red">')
    assert INLINE.search("<script>alert(1)</script>")
    assert not INLINE.search('<script src="house.js"></script>')
