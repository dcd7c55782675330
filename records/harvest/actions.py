"""Changes of the open catalogue get the date by which harvesters ask for them."""

from datetime import datetime

from django.db import transaction

from records.holdings.models import OpenRecord
from records.locks import Lock, wait_for


def date_changes() -> datetime:
    """Date what has been committed; returns a time behind which all that is missing will lie.

    Whoever asks waits for another's dates, so that none is kept that is older than an answer.
    """
    at, some = OpenRecord.objects.undated()
    if some:
        with transaction.atomic():
            wait_for(Lock.DATES)
            OpenRecord.objects.date()
    return at
