"""How many searches are kept of a person, and how often a saved one is looked at anew."""

from datetime import datetime, timedelta

from django.db.models import TextChoices

from records.sentences import gettext_lazy as _

MOST = 50  # saved searches of one person
LAST = 10  # last searches that are kept
TYPED_WITHIN = timedelta(minutes=1)  # words that go on from each other are one search
FRESH = 100  # new hits that are remembered, the latest first
NAME_LENGTH = 60
PAUSE = timedelta(minutes=30)  # that a search rests between two looks at the least


class Telling(TextChoices):
    """When a person is told of what a saved search finds anew."""

    NEVER = "", _("not at all")
    DAILY = "daily", _("each morning")
    HOURLY = "hourly", _("every hour")


def last_morning(at: datetime, hour: int) -> datetime:
    """The latest time up to `at`, in its time zone, at which the daily searches were to be told."""
    morning = at.replace(hour=hour, minute=0, second=0, microsecond=0)
    return morning if morning <= at else morning - timedelta(days=1)
