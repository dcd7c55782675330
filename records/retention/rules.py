"""Retention periods as values, and the arithmetic of what falls due when."""

import re
from dataclasses import dataclass
from datetime import date

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

PERIOD_CODE = r"^(Y|C|D|D[1-9][0-9]?)$"
LAST_LEGACY_YEAR = 2006  # Order 8 of 2006 replaced 长期 and 短期 by numbers of years


class Duty(TextChoices):
    TRANSFER = "transfer", gettext_lazy("transfer to the public archive")
    APPRAISE = "appraise", gettext_lazy("appraisal at expiry")


class UnknownPeriod(ValueError):
    """A text that is not a retention period; the message says what would be."""


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
            raise UnknownPeriod(
                _("“%(text)s” is not a retention period. Write 永久, 30年 or 10年 (Y, D30, D10).")
                % {"text": self.code}
            )

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
        named = {"Y": _("permanent"), "C": _("long-term"), "D": _("short-term")}
        return named.get(self.code) or _("%(years)d years") % {"years": self.years}


def end_of_term(year: int, years: int) -> date:
    """The last day of a term of full years that begins on 1 January after the year of formation.

    Regulations for implementing the Archives Law, art. 20(2): twenty full years. That
    whole years are counted is practice, not text; see the decision notes.
    """
    return date(year + years, 12, 31)
