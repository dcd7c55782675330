"""What the vendored fonts can draw; everything else becomes 〓 and is told of."""

import json
import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from records.printing.press import FONTS

GETA = "〓"  # the printers' sign for a character that is not in the case
DROPPED = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff]")
ESCAPED = re.compile(r"\\[bfrtu]")  # how JSON writes control characters but the end of a line


@cache
def _outside() -> re.Pattern[str]:
    runs = (line.split("-") for line in (FONTS / "coverage.txt").read_text().split())
    drawn = "".join(f"\\U{int(first, 16):08x}-\\U{int(last, 16):08x}" for first, last in runs)
    return re.compile(f"[^\n{drawn}]")


def filled(form: Mapping[str, Any]) -> dict[str, Any]:
    """What a form says as the fonts can draw it; `missing` lists what they cannot.

    Mostly they can draw all: that is seen in one look at the whole, not text by text.
    """
    told = as_json(form)
    if not (_outside().search(told) or ESCAPED.search(told)):
        return {**form, "missing": []}
    missing: set[str] = set()
    drawn = legible(json.loads(told), missing)
    return {**drawn, "missing": sorted(missing)}


def as_json(form: Mapping[str, Any]) -> str:
    return json.dumps(form, cls=DjangoJSONEncoder, ensure_ascii=False)


def legible(value: Any, missing: set[str]) -> Any:
    """The same JSON value with each character that no font can draw replaced by 〓.

    Invisible marks of direction and joining are dropped, tabs and other control
    characters become spaces. What was replaced is added to `missing` as U+XXXX.
    """
    if isinstance(value, str):
        return _drawn(value, missing)
    if isinstance(value, dict):
        return {key: legible(inner, missing) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [legible(inner, missing) for inner in value]
    return value


def _drawn(text: str, missing: set[str]) -> str:
    def replaced(found: re.Match[str]) -> str:
        code = ord(found.group())
        if code < ord(" "):
            return " "
        missing.add(f"U+{code:04X}")
        return GETA

    return _outside().sub(replaced, DROPPED.sub("", text))
