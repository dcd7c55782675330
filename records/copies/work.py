"""What a worker does with copies: the text that a file brings with it is kept, to be found."""

import logging
from contextlib import closing
from datetime import datetime
from time import monotonic

from django.conf import settings
from django.db import transaction

from records.confined.process import stream
from records.copies.actions import keep_texts, stored
from records.copies.contents import layer, portable
from records.copies.models import DigitalCopy
from records.copies.rules import SENTENCES, TextOrigin
from records.rules import Refused

LONGEST_S = 20  # of one call, so that whatever else waits for the worker comes to its turn
log = logging.getLogger(__name__)


def read_text(copy: DigitalCopy, *, at: datetime) -> None:
    """Keep what the pages of a copy say by themselves.

    Done twice, or by two at once, it is done once. What cannot be read says nothing; the log
    has the reason.
    """
    if not copy.may_bring_text or copy.text_read_at:
        return
    try:
        pages = _brought(copy)
    except Refused as refusal:
        log.warning("the text of copy %s cannot be read: %s", copy.pk, refusal)
        pages = []
    with transaction.atomic():
        if DigitalCopy.objects.unread().filter(pk=copy.pk).update(text_read_at=at):
            keep_texts(copy, dict(enumerate(pages, start=1)), TextOrigin.LAYER)
    copy.text_read_at = at


def _brought(copy: DigitalCopy) -> list[str]:
    """The text layer of each page; a confined child reads it."""
    with stored(copy) as file:
        told = stream(
            *(layer.texts, file),
            sentences=SENTENCES,
            most=portable.MOST_TEXT * 8,
            seconds=settings.PAGE_SECONDS,
        )
        with closing(told):
            return [text if isinstance(text, str) else "" for text in told]


def read_texts(*, at: datetime) -> int:
    """Take up what was not looked through yet, for a while; says how many copies that were."""
    begun, done = monotonic(), 0
    for copy in DigitalCopy.objects.unread().order_by("id").iterator():
        if monotonic() - begun > LONGEST_S:
            break
        read_text(copy, at=at)
        done += 1
    return done
