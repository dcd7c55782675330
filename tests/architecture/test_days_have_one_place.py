"""How days and moments are shown stands in one module, archive dates beside it."""

import ast
import re
from pathlib import Path

from django.conf import settings

from tests.architecture import source

THE_PLACE = Path("records/days.py")
OTHERS = {
    Path("records/values/dates.py"),  # dates of documents: YYYYMMDD (DA/T 18-2022)
    Path("records/confined/wire.py"),  # values as they go between two of our own processes
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


def test_no_other_module_says_how_a_day_is_shown():
    assert source.breaking(formatting).keys() == {str(path) for path in (THE_PLACE, *OTHERS)}


def test_no_template_says_how_a_day_is_shown():
    texts = {path.name: path.read_text() for path in TEMPLATES}

    assert [name for name, text in texts.items() if FILTER.search(text)] == []
    assert [name for name, text in texts.items() if "<time" in text] == ["time.html"]


def test_the_search_finds_what_it_looks_for():
    assert formatting(THE_PLACE)
    assert formatting(Path("records/values/dates.py"))
    assert all((Path(settings.BASE_DIR) / path).is_file() for path in OTHERS)
    assert len(TEMPLATES) > 50
    assert FILTER.search('{{ at|date:"c" }}')
