"""Templates: they compile, hold no style or script of their own, and decide nothing by length."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import get_template

FOLDER = Path(settings.BASE_DIR, "templates")
TEMPLATES = sorted(str(path.relative_to(FOLDER)) for path in FOLDER.rglob("*.html"))
INLINE = re.compile(
    r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)|javascript:", re.IGNORECASE
)


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
