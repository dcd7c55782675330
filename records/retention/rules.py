"""Retention periods as values, and the arithmetic of what falls due when."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache

from django.conf import settings
from django.db.models import TextChoices
from django.utils.translation import override

from records.rules import Unreadable
from records.sentences import gettext as _
from records.sentences import gettext_lazy, npgettext
from records.values.numerals import number_in

PERIOD_CODE = r"^(Y|C|D|D[1-9][0-9]?)$"
ANY_YEARS = "Dn"  # in a rule: every period that is a number of years
PERIOD_OF_RULE = r"^(Y|C|D|Dn|D[1-9][0-9]?)$"
MOST_YEARS = 200  # of a term; beyond any schedule, and well within the calendar
LAST_LEGACY_YEAR = 2006  # Order 8 of 2006 replaced 长期 and 短期 by numbers of years


class Duty(TextChoices):
    TRANSFER = "transfer", gettext_lazy("transfer to the public archive")
    APPRAISE = "appraise", gettext_lazy("appraisal at expiry")


class Evidence(TextChoices):
    """How it is known that a rule holds: law is cited as law, the rest is a local setting."""

    LAW = "law", gettext_lazy("text of the law")
    COMMENTARY = "commentary", gettext_lazy("commentary or a local rule")
    PRACTICE = "practice", gettext_lazy("practice of the field")


class UnknownPeriod(Unreadable):
    """A text that is not a retention period; the message says what would be."""

    def __init__(self, text: str) -> None:
        super().__init__(
            _("“%(text)s” is not a retention period.") % {"text": text},
            _("Write 永久, 30年 or 10年 (Y, D30, D10)."),
        )


@dataclass(frozen=True)
class Period:
    """How long a record is kept (保管期限): for ever, a number of years, or a legacy class.

    Codes as in DA/T 13-2022 and DA/T 22-2015: `Y`, `D30`, `D10`, `D`+years. Before
    Order 8 of 2006: `C` (长期, 16 to 50 years) and `D` (短期, up to 15 years), which
    name no number of years.
    """

    code: str

    def __post_init__(self) -> None:
        if not re.fullmatch(PERIOD_CODE, self.code):
            raise UnknownPeriod(self.code)

    @property
    def permanent(self) -> bool:
        return self.code == "Y"

    @property
    def legacy(self) -> bool:
        return self.code in {"C", "D"}

    @property
    def years(self) -> int | None:
        """The number of years; None for ever and for the legacy classes."""
        return None if self.permanent or self.legacy else int(self.code[1:])

    def __str__(self) -> str:
        if self.code == "Y":
            return _("permanent")
        if self.legacy:
            return _("long-term") if self.code == "C" else _("short-term")
        years = self.years or 0
        return npgettext("retention period", "%(years)d year", "%(years)d years", years) % {
            "years": years
        }


WORDS = {"Y": "永久", "C": "长期", "D": "短期"}
NAMED = {word: code for code, word in WORDS.items()} | {"永": "Y"}
WRITTEN_YEARS = re.compile(r"(?:定期)?\(?(?:D?([0-9]{1,2})年?|(.{1,4})年)\)?")


def period_word(code: str) -> str:
    """永久, 30年 … for a period's code, as papers write it; nothing where none is known."""
    return WORDS.get(code) or (f"{code[1:]}年" if code else "")


def read_period(text: str, year: int | None) -> Period:
    """The period that people write as 永久, 30年, 三十年, 定期30年, 30, D30, Y, 长期, 短期.

    What our own pages and exports call it is read, too, in each of their languages.

    `year` is the record's: 长期 and 短期 (C, D) ended with Order 8 of 2006 and are
    refused for later years, and where the year is not known.
    """
    period = _written_period(text)
    if period.legacy and (year is None or year > LAST_LEGACY_YEAR):
        raise Unreadable(
            _("%(period)s was a period up to %(last)d only.")
            % {"period": WORDS[period.code], "last": LAST_LEGACY_YEAR},
            _("Give it a period of the schedule: 永久, 30年 or 10年."),
        )
    return period


@cache
def _said() -> dict[str, str]:
    """The code of each period by what people are told, in every language, and by its word."""
    codes = [*WORDS, *(f"D{years}" for years in range(1, 100))]
    known: dict[str, str] = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            known |= {_plainly(str(Period(code))): code for code in codes}
    return known | NAMED


def _plainly(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split()).upper()


@lru_cache(maxsize=1024)
def _written_period(text: str) -> Period:
    tidy = _plainly(text)
    if tidy in _said():
        return Period(_said()[tidy])
    found = WRITTEN_YEARS.fullmatch(tidy)
    years = (number_in(found[1] or found[2]) if found else None) or 0
    try:
        return Period(f"D{years}" if found else tidy)
    except UnknownPeriod:
        raise UnknownPeriod(text) from None
