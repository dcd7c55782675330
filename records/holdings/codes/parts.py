"""The parts of an archival code, what each of them may say, and the code made of them."""

import re
from dataclasses import dataclass

from records.organisation.rules import (
    CATEGORY_CODE,
    FONDS_NUMBER,
    OFFICE_13,
    OFFICE_22,
    CodePattern,
)
from records.retention.rules import LAST_LEGACY_YEAR, PERIOD_CODE
from records.sentences import gettext as _
from records.sentences import ngettext_lazy
from records.values.rules import Level

YEAR = r"(?:19|20)[0-9]{2}"
CATALOGUE = r"[0-9]{3,}"  # 目录号, in place of the category: legacy files by volume only
LEAST_DIGITS, MOST_DIGITS = 3, 6  # of a number of a volume, and of any under DA/T 13
PERIODS_OF_TEXT_FILES = ("Y", "D30", "D10")  # 文书, since Order 8 of 2006


class CodeError(ValueError):
    """A text that is no archival code; the message says what is wrong and what would be right."""


@dataclass(frozen=True)
class Widths:
    """How many digits or characters the parts of a fonds's codes have."""

    number: int = 4
    unit: int = 3
    volume: int = 3


@dataclass(frozen=True)
class ArchivalCode:
    """What an archival code says. A volume has no `number`, an item outside volumes no `volume`.

    `year` and `period` are missing only in legacy files by volume.
    """

    fonds: str
    category: str
    year: int | None
    period: str
    unit: str = ""
    volume: int | None = None
    number: int | None = None

    @property
    def level(self) -> Level:
        return Level.VOLUME if self.number is None else Level.ITEM


def build(code: ArchivalCode, pattern: str, widths: Widths | None = None) -> str:
    """Write a code down. Refused (CodeError) where its parts break the pattern.

    Under an office of digits a volume and an item inside a volume look alike (001-1000): the
    number of the volume gets one more zero where it has as many digits as that of an item.
    """
    widths = widths or Widths()
    check(code, pattern, widths)
    check_room(code.number or 0, widths.number)
    held = [code.category, str(code.year or "")]
    numbers = [_volume(code, pattern, widths), _padded(code.number, widths.number)]
    if pattern == CodePattern.DAT22:
        levels = [code.fonds, _joined("·", held), code.period, code.unit, *numbers]
    else:
        levels = [code.fonds, _joined("·", [*held, code.period, code.unit]), *numbers]
    return _joined("-", levels)


def _volume(code: ArchivalCode, pattern: str, widths: Widths) -> str:
    written = _padded(code.volume, widths.volume)
    doubtful = pattern == CodePattern.DAT22 and code.number is None and code.unit.isdigit()
    if doubtful and len(written) == widths.number:
        written = f"0{written}"
    if len(written) > MOST_DIGITS:
        raise CodeError(no_room(str(code.volume), MOST_DIGITS))
    return written


def _joined(joiner: str, parts: list[str]) -> str:
    return joiner.join(part for part in parts if part)


def _padded(number: int | None, width: int) -> str:
    return "" if number is None else f"{number:0{width}d}"


def check(code: ArchivalCode, pattern: str, widths: Widths) -> None:
    """Refuse what no code of the pattern may say, whether it is written or read."""
    catalogued = code.volume is not None and re.fullmatch(CATALOGUE, code.category)
    fonds_number(code.fonds, CodePattern.DAT22 if catalogued else pattern)
    if not catalogued and not re.fullmatch(CATEGORY_CODE, code.category):
        raise CodeError(
            _("“%(part)s” is not a category: write two capital letters, as in WS or KJ·JJ.")
            % {"part": code.category}
        )
    if code.volume is None or pattern == CodePattern.DAT22 or code.period:
        _check_year_and_period(code, pattern)
    if code.unit:
        _check_unit(code.unit, pattern, widths)
    if code.volume is None and code.number is None:
        raise CodeError(_("The number is missing at the end, as in -0001."))
    if code.volume == 0 or code.number == 0:
        raise CodeError(_("Numbers begin at %(first)s.") % {"first": f"{1:0{widths.number}d}"})


def check_room(number: int, width: int) -> None:
    """Refuse a running number that has no room in the digits of its fonds."""
    if number >= 10**width:
        raise CodeError(no_room(str(number), width))


def no_room(number: str, width: int) -> str:
    return ngettext_lazy(
        "Number %(number)s has no room in %(width)d digit: have the supervisor set more digits"
        " for the fonds.",
        "Number %(number)s has no room in %(width)d digits: have the supervisor set more"
        " digits for the fonds.",
        "width",
    ) % {"number": number if len(number) <= 20 else f"{number[:20]}…", "width": width}


def fonds_number(text: str, pattern: str) -> str:
    """A fonds number; DA/T 13 wants its letter, DA/T 22 also allows four digits."""
    if pattern == CodePattern.DAT13 and not re.fullmatch("[A-Z][0-9]{3}", text):
        raise CodeError(
            _("“%(part)s” is not a fonds number: write one capital letter and three digits (Z109).")
            % {"part": text}
        )
    if not re.fullmatch(FONDS_NUMBER.strip("^$"), text):
        raise CodeError(
            _(
                "“%(part)s” is not a fonds number: write one capital letter and three digits"
                " (Z109), or four digits."
            )
            % {"part": text}
        )
    return text


def _check_year_and_period(code: ArchivalCode, pattern: str) -> None:
    if code.year is None:
        raise CodeError(_("The year is missing: write four digits after the category, as in 2011."))
    if not re.fullmatch(YEAR, str(code.year)):
        raise CodeError(not_a_year(str(code.year)))
    legacy = code.period in {"C", "D"}
    if not re.fullmatch(PERIOD_CODE.strip("^$"), code.period):
        raise CodeError(_not_a_period(code.period))
    if legacy and code.year > LAST_LEGACY_YEAR:
        raise CodeError(
            _("“%(part)s” was abolished by Order 8 of 2006: a file of %(year)d has Y, D30 or D10.")
            % {"part": code.period, "year": code.year}
        )
    of_text_files = pattern == CodePattern.DAT22 and code.category == "WS" and not legacy
    if of_text_files and code.period not in PERIODS_OF_TEXT_FILES:
        raise CodeError(
            _("“%(part)s” is no period of text files (WS): write Y, D30 or D10.")
            % {"part": code.period}
        )


def not_a_year(part: str) -> str:
    return _("“%(part)s” is no year of a code: write one from 1900 to 2099, as in 2011.") % {
        "part": part
    }


def _not_a_period(part: str) -> str:
    if re.fullmatch("[1-9][0-9]?", part):
        return _("“%(part)s” is no retention period: write D%(part)s.") % {"part": part}
    return _("“%(part)s” is no retention period: write Y, D30 or D10.") % {"part": part}


def _check_unit(unit: str, pattern: str, widths: Widths) -> None:
    if pattern == CodePattern.DAT13:
        if not re.fullmatch(OFFICE_13, unit):
            raise CodeError(
                _("“%(part)s” is no office code: write capitals, digits or Chinese characters.")
                % {"part": unit}
            )
    elif not re.fullmatch(OFFICE_22 % widths.unit, unit):
        raise CodeError(
            ngettext_lazy(
                "“%(part)s” is no office code of this fonds: write %(width)d capital or digit.",
                "“%(part)s” is no office code of this fonds: write %(width)d capitals or digits.",
                "width",
            )
            % {"part": unit, "width": widths.unit}
        )
