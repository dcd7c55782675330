"""What a number format lets a person see of a number or a day that a cell holds.

Most formats show all of it. Those that do not are told here: a month without its day, a
day without its year, a number with words around it or with zeros before it.
"""

import re
from datetime import date
from typing import Any, NamedTuple

# Formats that stand in no workbook, by their numbers, as Chinese programs show them
# (ECMA-376 part 1, 18.8.30); only those that leave something of a day out.
_MONTH, _DAY = 'yyyy"年"m"月"', 'm"月"d"日"'
BUILT_IN = (
    {16: "d-mmm", 17: "mmm-yy"}
    | dict.fromkeys((27, 36, 50, 52, 57), _MONTH)
    | dict.fromkeys((28, 29, 51, 53, 54, 58), _DAY)
)
LONGEST = 255  # characters of a format
BARE = " -/()〔〕"  # signs that stand for themselves
HELD = 15  # digits of a number that a spreadsheet holds
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|\\(?P<escaped>.)|(?P<clock>AM/PM|A/P|上午/下午|[hs]+|\[[hms]+\])'
    r"|(?P<nothing>[_*].|\[[^\]]*\]|;.*)|(?P<whole>General|G/通用格式)"
    r"|(?P<year>[ye]+|b+)|(?P<month>m+)|(?P<day>d+|a{3,})|(?P<figures>[0#?]+)|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)


class Look(NamedTuple):
    """What is seen: which parts of a day, or else a number of so many digits between words."""

    year: bool = False
    month: bool = False
    day: bool = False
    before: str = ""
    digits: int = 1
    after: str = ""

    @property
    def dated(self) -> bool:
        return self.year or self.month or self.day


def look(code: str) -> Look | None:
    """What a format shows where that is not all that the cell holds; else nothing."""
    tokens = [(found.lastgroup or "", found[0]) for found in _TOKEN.finditer(code[:LONGEST])]
    kinds = [kind for kind, _text in tokens]
    if {"year", "month", "day"}.intersection(kinds):
        return _day_look(tokens)
    if "clock" in kinds:
        return None
    return _number_look(code)


def _day_look(tokens: list[tuple[str, str]]) -> Look | None:
    told = [one for one in tokens if one[0] in {"year", "month", "day", "clock"}]
    seen = {kind for place, (kind, _text) in enumerate(told) if _is_of_a_day(told, place)}
    if not seen or len(seen) == 3:
        return None
    return Look("year" in seen, "month" in seen, "day" in seen)


def _is_of_a_day(told: list[tuple[str, str]], place: int) -> bool:
    """Whether a part of a format tells of a day: no hour, no minute, no day of the week."""
    kind, text = told[place]
    if kind == "month":
        before = "".join(one[1] for one in told[max(place - 1, 0) : place]).strip("[").lower()
        after = "".join(one[1] for one in told[place + 1 : place + 2]).strip("[").lower()
        return not before.startswith("h") and not after.startswith("s")
    return kind == "year" or (kind == "day" and len(text) <= 2)


def _number_look(code: str) -> Look | None:
    """A run of figures with words on its sides, or with zeros that are shown before it."""
    said, figures = ["", ""], ""
    for found in _TOKEN.finditer(code[:LONGEST]):
        kind, text = found.lastgroup or "", found[0]
        if kind in {"figures", "whole"} and not figures:
            figures = text
        elif kind in {"quoted", "escaped"} or text in BARE:
            said[bool(figures)] += found[kind]
        elif kind != "nothing":
            return None
    digits = figures.count("0") or 1
    if not figures or (digits == 1 and not "".join(said).strip()):
        return None
    return Look(before=said[0], digits=digits, after=said[1])


def shown(seen: Look, held: Any) -> str:
    """What is seen of a day or a whole number; nothing where the format does not fit it."""
    if isinstance(held, date) and seen.dated:
        parts = ((seen.year, held.year, "年"), (seen.month, held.month, "月"))
        text = "".join(f"{part}{sign}" for told, part, sign in parts if told)
        return text + (f"{held.day}日" if seen.day else "")
    if isinstance(held, bool | date) or not isinstance(held, int | float) or seen.dated:
        return ""
    if held < 0 or held >= 10**HELD or held != int(held):
        return ""
    return f"{seen.before}{int(held):0{seen.digits}d}{seen.after}"
