"""Reading an archival code, and putting right what only looks right."""

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import NamedTuple

from records.holdings.codes.parts import (
    LEAST_DIGITS,
    MOST_DIGITS,
    ArchivalCode,
    CodeError,
    Widths,
    check,
)
from records.holdings.codes.patterns import of_other_digits, read_13, read_22
from records.organisation.rules import CodePattern
from records.sentences import gettext as _
from records.values.rules import Level
from records.values.text import INVISIBLE, LOOK_ALIKES

_HYPHENS = LOOK_ALIKES["-"].translate(dict.fromkeys(map(ord, "~～〜∼")))  # 0001～0010 is no code
_DOTS = (LOOK_ALIKES["."] + ".").replace("·", "")
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF10, 0xFF5B)}
# Everything before the year is fonds and category, whatever the pattern of the code.
FONDS_AND_CATEGORY = re.compile(r"^.*?·(?=[0-9]{4}[·-])")
_LOOK_ALIKES = dict.fromkeys(map(ord, _HYPHENS), "-") | dict.fromkeys(map(ord, _DOTS), "·")
LEVELS_WITHOUT_OFFICE = 4  # fonds, category and year, period, number
LONGEST_OFFICE = 10
_TO_BE_PUT_RIGHT = re.compile(
    f"[ {re.escape(''.join(map(chr, {*_LOOK_ALIKES, *_FULL_WIDTH})))}]|--"
)


@dataclass(frozen=True)
class Normalised:
    """A text with look-alikes put right, and a sentence for each thing that was changed."""

    text: str
    changes: list[str]


def normalise(text: str) -> Normalised:
    """Put right what only looks right: hyphens, dots, full-width letters, spaces, lower case."""
    changes: list[str] = []
    if text.isprintable() and text.upper() == text and not _TO_BE_PUT_RIGHT.search(text):
        return Normalised(text, changes)
    tidy = text.translate(INVISIBLE)
    if tidy != text:
        changes.append(_("spaces and invisible characters were dropped"))
    changes += [
        _("“%(wrong)s” became “%(right)s”") % {"wrong": sign, "right": _LOOK_ALIKES[ord(sign)]}
        for sign in dict.fromkeys(tidy)
        if ord(sign) in _LOOK_ALIKES
    ]
    tidy = re.sub("-+", "-", tidy.translate(_LOOK_ALIKES))
    half = tidy.translate(_FULL_WIDTH)
    if half != tidy:
        changes.append(_("full-width letters and digits became half-width"))
    if half.upper() != half:
        changes.append(_("small letters became capitals"))
    return Normalised(half.upper(), changes)


def parse(
    text: str, pattern: str, widths: Widths | None = None, by_volume: Collection[str] = ()
) -> ArchivalCode:
    """Read a code. `by_volume` names the categories that are arranged by volume.

    Raises CodeError with what is wrong and what would be right. Look-alikes are errors
    here; whoever may put them right calls `normalise` first and shows what it changed.
    """
    widths = widths or Widths()
    tidy = normalise(text)
    if tidy.text != text:
        raise CodeError(
            _("“%(text)s” only looks like a code: %(changes)s. Write %(right)s.")
            % {
                "text": text,
                "changes": _(", ").join(tidy.changes) or _("“-” is doubled"),
                "right": tidy.text,
            }
        )
    read = read_22 if pattern == CodePattern.DAT22 else read_13
    code = read(text.split("-"), widths, by_volume)
    check(code, pattern, widths)
    return code


class Given(NamedTuple):
    """A code as it was read, if it was, and what keeps it from being given today."""

    code: ArchivalCode | None
    fault: str = ""


def read_given(
    text: str,
    pattern: str,
    widths: Widths,
    by_volume: Collection[str] = (),
    *,
    level: Level | None = None,
) -> Given:
    """Read a code that may have been given when its fonds had other digits or another pattern.

    `level`: of what it is the code, if that is known, as `001-0001` may be read as both.
    """
    fault, today = "", None
    try:
        today = parse(text, pattern, widths, by_volume)
    except CodeError as error:
        fault = str(error)
    if today and level in {None, today.level}:
        return Given(today)
    levels = text.split("-")
    digits = min(max(len(levels[-1]), LEAST_DIGITS), MOST_DIGITS)
    office = len(levels[3]) if len(levels) > LEVELS_WITHOUT_OFFICE else widths.unit
    then = replace(widths, number=digits, unit=min(office, LONGEST_OFFICE))
    for other in (pattern, *(one for one in CodePattern if one != pattern)):
        code = _read_by(text, other, then, by_volume)
        if code and level in {None, code.level}:
            return Given(code, fault or of_other_digits(levels[-1], widths.number))
    return Given(today, fault)


def recognise(text: str, pattern: str, widths: Widths, by_volume: Collection[str] = ()) -> str:
    """A code in its right writing, read by `pattern` or else by any other pattern alive.

    Raises the CodeError of `pattern` where none can read it.
    """
    tidy = normalise(text).text
    try:
        parse(tidy, pattern, widths, by_volume)
    except CodeError:
        others = [other for other in CodePattern if other != pattern]
        if not any(_read_by(tidy, other, Widths(), by_volume) for other in others):
            raise
    return tidy


def _read_by(
    text: str, pattern: str, widths: Widths, by_volume: Collection[str]
) -> ArchivalCode | None:
    try:
        return parse(text, pattern, widths, by_volume)
    except CodeError:
        return None


class Shown(NamedTuple):
    """An archival code as pages show it: fonds and category, the middle, and the last segment."""

    head: str
    middle: str
    last: str


def shown(code: str) -> Shown:
    """The code in three parts; joined, they are the code again."""
    found = FONDS_AND_CATEGORY.match(code)
    head = found.group() if found else ""
    middle, dash, last = code[len(head) :].rpartition("-")
    return Shown(head, middle + dash, last)
