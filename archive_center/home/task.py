"""A line of what waits for a person."""

from datetime import date, datetime
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

SOON = 7  # days before its day at which a task is told to be near it
YEAR = 365


class Task(NamedTuple):
    """One line of “waits for me”: the kind of its badge, and of how many records it is.

    `left` is the number of days until its last day `until`, less than 0 behind it.
    """

    meaning: str
    fact: str | Promise
    kind: str | Promise
    title: str
    url: str
    whom: str
    records: int | None
    since: datetime
    until: date | None = None
    left: int | None = None

    @property
    def is_late(self) -> bool:
        return self.left is not None and self.left < 0

    @property
    def is_near(self) -> bool:
        return self.left is not None and 0 <= self.left <= SOON

    @property
    def time_left(self) -> str:
        """How far behind its last day it is, or how near to it."""
        if self.left is None:
            return ""
        if self.left < -YEAR:
            years = -self.left // YEAR
            return ngettext("overdue by %(years)d year", "overdue by %(years)d years", years) % {
                "years": years
            }
        if self.left < 0:
            return ngettext("overdue by %(days)d day", "overdue by %(days)d days", -self.left) % {
                "days": -self.left
            }
        if self.left == 0:
            return _("due today")
        return ngettext("%(days)d day left", "%(days)d days left", self.left) % {"days": self.left}
