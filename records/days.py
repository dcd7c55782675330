"""Days and moments: typed in one way, shown in one way, in every language the same."""

from datetime import date, datetime, time

from django import forms
from django.utils import timezone


class DayInput(forms.DateInput):
    """The browser's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def bounds(day: date) -> tuple[datetime, datetime]:
    """The first and the last moment of a day at the centre."""
    first, last = (datetime.combine(day, of_day) for of_day in (time.min, time.max))
    return timezone.make_aware(first), timezone.make_aware(last)


def written(at: datetime) -> str:
    """A moment as the centre's clock shows it, to the second: 2026-11-29 09:00:00."""
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M:%S}"
