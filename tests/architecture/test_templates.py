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
