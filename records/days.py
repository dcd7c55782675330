"""Days and moments: typed in one way, shown in one way, in every language the same.

Whatever shows one calls these: templates by filters and tags of the same names
(`records.templatetags.house`). Moments are shown as the centre's clock has them; nothing
is shown of what is not there. Archive dates of documents are digits: `records.values.dates`.
"""

from datetime import UTC, date, datetime, time

from django import forms
from django.utils import timezone
from django.utils.formats import date_format


class DayInput(forms.DateInput):
    """The browser's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def bounds(day: date) -> tuple[datetime, datetime]:
    """The first and the last moment of a day at the centre."""
    first, last = (datetime.combine(day, of_day) for of_day in (time.min, time.max))
    return timezone.make_aware(first), timezone.make_aware(last)


def today() -> date:
    """The day that it is now at the centre."""
    return timezone.localdate()


def day(of: date | None) -> str:
    """A day, or that of a moment: 2026-11-29."""
    return _shown(of, "%Y-%m-%d")


def short_day(of: date | None) -> str:
    """A day of which the year is plain: 11-29."""
    return _shown(of, "%m-%d")


def moment(at: date | None) -> str:
    """A moment, to the minute: 2026-11-29 09:00."""
    return _shown(at, "%Y-%m-%d %H:%M")


def short_moment(at: date | None) -> str:
    """A moment of which the year is plain: 11-29 09:00."""
    return _shown(at, "%m-%d %H:%M")


def clock(at: date | None) -> str:
    """A moment, to the second: 2026-11-29 09:00:00."""
    return _shown(at, "%Y-%m-%d %H:%M:%S")


def weekday(of: date | None) -> str:
    """The day of the week, in the reader's language: Sunday."""
    return date_format(_here(of), "l") if of else ""


def machine(of: date | None) -> str:
    """As programs read it (ISO 8601), a moment with the centre's offset."""
    return _here(of).isoformat() if of else ""


def universal(at: datetime) -> str:
    """A moment as programs elsewhere read it, by the universal clock: 2026-11-29T01:00:00Z."""
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _shown(of: date | None, how: str) -> str:
    return f"{_here(of):{how}}" if of else ""


def _here(of: date) -> date:
    aware = isinstance(of, datetime) and timezone.is_aware(of)
    return timezone.localtime(of) if aware and isinstance(of, datetime) else of
