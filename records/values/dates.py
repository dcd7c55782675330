"""Dates of documents as people write them, and the one way they are kept (DA/T 18-2022).

A date is kept as 8 digits; where the day or the month is not known, as 6 or 4. A date
that was worked out rather than read from the document stands in [ ].
"""

import re
import unicodedata
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from records import days
from records.rules import Unreadable
from records.sentences import gettext as _
from records.values.numerals import number_in

FIRST_YEAR, LAST_YEAR = 1800, 2199
LONGEST = 60  # characters of a date, with spaces and a time of day
EXCEL_DAY_ZERO = date(1899, 12, 30)
EXCEL_DAYS = range(18264, 73051)  # 1950 to 2099
FIRST_TYPED = 1900  # a year that somebody may have typed into a cell for days
DAY_ZEROS = (EXCEL_DAY_ZERO, date(1904, 1, 1))  # the second in workbooks of old Macintoshes

_BRACKETS = re.compile(r"[\[\]【】〔〕]")
_TIME = re.compile(r"(?<=\d)[ T]+\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?$")
_DIGITS = re.compile(r"(\d{4})(\d\d|--)?(\d\d|--)?")
_PARTS = re.compile(r"(\d{4})[-./年](\d{1,2}|-{1,2})(?:[-./月](\d{1,2}|-{1,2})日?|月)?")
_YEAR = re.compile(r"(\d{4})年?")
_NUMERALS = re.compile(r"[〇零○一二三四五六七八九十廿卅]+(?=[年月日])")
_EXCEL_DAY = re.compile(r"\d{5}")
_SHORT_OCTOBER = re.compile(r"\d{4}\.1")


@dataclass(frozen=True)
class WrittenDate:
    """A date: `text` is YYYYMMDD, YYYYMM, YYYY or nothing; `inferred`: it stood in [ ]."""

    text: str
    inferred: bool = False

    @property
    def first_day(self) -> date:
        """The first day that the date can mean: what lists are sorted by."""
        return date(int(self.text[:4]), int(self.text[4:6] or 1), int(self.text[6:] or 1))

    @property
    def year(self) -> int:
        return int(self.text[:4])

    def said(self, between: str = "") -> str:
        """The one way to say it: as much as is known, `between` its parts, [ ] around a guess."""
        known = between.join(filter(None, (self.text[:4], self.text[4:6], self.text[6:])))
        return f"[{known}]" if known and self.inferred else known

    def __str__(self) -> str:
        """As catalogues and packages have it (DA/T 18-2022): eight digits, 00 where unknown."""
        full = f"{self.text:0<8}" if self.text else ""
        return f"[{full}]" if full and self.inferred else full


def digits(of: date) -> str:
    """A day as papers and the names of files have it: 20261129."""
    return f"{of:%Y%m%d}"


def typed_year(day: date, today: date) -> int | None:
    """The year that, typed into a cell for days, a spreadsheet makes this day of; else None."""
    counts = ((date(day.year, day.month, day.day) - zero).days for zero in DAY_ZEROS)
    return next((count for count in counts if FIRST_TYPED <= count <= today.year), None)


def read_date(written: str | float | date) -> WrittenDate:
    """The date that a text, a number or a date cell of a spreadsheet means.

    Reads 20080512, 2008-05-12, 2008.5.12, 2008年5月12日 and the same with the day, or
    the month and the day, unknown (2008年5月, 2008, 20080500, 2008----); [ ] around it
    marks it as inferred. Refused are days that do not exist and everything else.
    """
    if isinstance(written, date):
        written = days.machine(written)[:10]
    if isinstance(written, float):
        if _SHORT_OCTOBER.fullmatch(str(written)):
            raise _may_be_october(str(written))
        written = f"{written:.10g}"
    return _read(str(written))


def _in_figures(found: re.Match[str]) -> str:
    number = number_in(found[0])
    return found[0] if number is None else str(number)


@lru_cache(maxsize=1 << 16)
def _read(text: str) -> WrittenDate:
    if len(text) > LONGEST:
        raise _not_a_date(f"{text[:LONGEST].strip()}…", "")
    tidy = bare = text
    if not (text.isascii() and text.isdecimal()):  # as most are written
        plain = unicodedata.normalize("NFKC", text).translate({0x2014: "-", 0x2013: "-"}).strip()
        tidy = "".join(_TIME.sub("", plain).split())
        bare = _NUMERALS.sub(_in_figures, _BRACKETS.sub("", tidy))
    found = _PARTS.fullmatch(bare) or _DIGITS.fullmatch(bare) or _YEAR.fullmatch(bare)
    if found is None:
        raise _not_a_date(text.strip(), bare)
    year, month, day = (int(part or 0) if (part or "0").isdigit() else 0 for part in _three(found))
    _check(text.strip(), year, month, day)
    known = f"{year:04d}" + (f"{month:02d}" if month else "") + (f"{day:02d}" if day else "")
    return WrittenDate(known, inferred=bare != tidy and bool(_BRACKETS.search(tidy)))


def _three(found: re.Match[str]) -> tuple[str | None, ...]:
    return (*found.groups(), None, None)[:3]


def _check(text: str, year: int, month: int, day: int) -> None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Unreadable(
            _("“%(text)s” would be the year %(year)d.") % {"text": text, "year": year},
            _("Write year, month and day as 8 digits: 20080512."),
        )
    if month > 12:
        raise Unreadable(
            _("There is no month %(month)d.") % {"month": month},
            _("Write year, month and day as 8 digits: 20080512."),
        )
    if day and not month:
        raise Unreadable(
            _("“%(text)s” has a day and no month.") % {"text": text},
            _("Write the month too, or the year alone: %(year)d.") % {"year": year},
        )
    if day and day > monthrange(year, month)[1]:
        raise Unreadable(
            _("Month %(month)d of %(year)d has no day %(day)d.")
            % {"month": month, "year": year, "day": day},
            _("Look at the date on the document; if the day is not known, write %(known)s.")
            % {"known": f"{year:04d}{month:02d}"},
        )


def _not_a_date(text: str, bare: str) -> Unreadable:
    if _EXCEL_DAY.fullmatch(bare) and int(bare) in EXCEL_DAYS:
        meant = EXCEL_DAY_ZERO + timedelta(int(bare))
        return Unreadable(
            _("“%(text)s” is a day as Excel counts them.") % {"text": text},
            _("It may be %(day)s: give the column a date format, or write %(digits)s.")
            % {"day": days.day(meant), "digits": digits(meant)},
            right=digits(meant),
        )
    return Unreadable(
        _("“%(text)s” is not one date.") % {"text": text},
        _("Write 20080512; with the day unknown 200805, with the month unknown 2008."),
    )


def _may_be_october(text: str) -> Unreadable:
    return Unreadable(
        _("“%(text)s” may be January or October: the sheet keeps it as a number.") % {"text": text},
        _("Write %(january)s or %(october)s.")
        % {"january": f"{text[:4]}01", "october": f"{text[:4]}10"},
    )
