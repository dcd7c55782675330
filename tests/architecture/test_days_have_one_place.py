"""How days and moments are shown stands in one module, archive dates beside it."""

import ast
import re
from pathlib import Path

import pytest
from django.conf import settings

from tests.architecture import source

THE_PLACE = Path("records/days.py")
OTHERS = {
    Path("records/values/dates.py"),  # dates of documents: YYYYMMDD (DA/T 18-2022)
    Path("records/confined/wire.py"),  # values as they go between two of our own processes
    Path("archive_center/formats/en/formats.py"),  # what Django's own forms and admin take
    Path("archive_center/formats/zh_Hans/formats.py"),
}
HOW = re.compile(r"%[YmdHMSBbAajyFTDx]")  # a directive of strftime
CALLS = {"strftime", "isoformat", "date_format", "time_format", "ctime"}
TEMPLATES = sorted(Path(settings.BASE_DIR, "templates").rglob("*.html"))
FILTER = re.compile(r"\|\s*(?:date|time)\b|{%\s*now\b")


def formatting(path: Path) -> list[int]:
    """The lines on which a file says how a date is written: %Y and the like, or a call."""
    made = [n.lineno for n in source.nodes(path, ast.Call) if source.called(n) in CALLS]
    specs = [
        value
        for joined in source.nodes(path, ast.FormattedValue)
        if joined.format_spec
        for value in ast.walk(joined.format_spec)
        if isinstance(value, ast.Constant)
    ]
    return made + [value.lineno for value in specs if HOW.search(str(value.value))]


@pytest.mark.parametrize("path", [p for p in source.files() if p != THE_PLACE], ids=str)
def test_no_other_module_says_how_a_day_is_shown(path):
    assert path in OTHERS or not formatting(path)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_template_says_how_a_day_is_shown(path):
    text = path.read_text()

    assert not FILTER.search(text)
    assert "<time" not in text or path.name == "time.html"


def test_the_search_finds_what_it_looks_for():
    assert formatting(THE_PLACE)
    assert formatting(Path("records/values/dates.py"))
    assert all((Path(settings.BASE_DIR) / path).is_file() for path in OTHERS)
    assert len(TEMPLATES) > 50
    assert FILTER.search('{{ at|date:"c" }}')
