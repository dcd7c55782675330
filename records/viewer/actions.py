"""A page is looked at: what is sent bears the reader's mark, and the trail has who saw it."""

from datetime import datetime

from django.conf import settings
from django.db import transaction

from records.audit.actions import note
from records.audit.models import Entry
from records.copies.models import DigitalCopy
from records.days import moment
from records.locks import Lock, wait_for
from records.organisation.models import User
from records.viewer import images
from records.viewer.rules import READING, THUMB
from records.viewer.watermark import burnt

OPENED, TURNED = "open pages", "read page"


def look(copy: DigitalCopy, page: int, width: int, *, by: User, at: datetime) -> bytes:
    """The picture of a page for one reader, as JPEG; the trail has each page that was seen.

    The caller has chosen the copy among those that the person may see, and a page of it. A
    thumbnail is too small to be read and leaves no entry. Refused as in `images.sizes`.
    """
    picture = images.plain(copy, page, width)
    if width != THUMB and page not in _seen(copy, by=by, at=at):
        _note(copy, page, by=by, at=at)
    place = by.department or settings.CENTRE_NAME
    return burnt(picture, [f"{by} {place}", moment(at)])


@transaction.atomic
def _note(copy: DigitalCopy, page: int, *, by: User, at: datetime) -> None:
    """One entry a page and reading, whatever its size and however often it is asked for."""
    wait_for(Lock.READER, by.pk)
    seen = _seen(copy, by=by, at=at)
    if page not in seen:
        after = {"name": copy.name, "sha256": copy.sha256, "page": page}
        verb = TURNED if seen else OPENED
        note(verb, copy.component.record, by=by, at=at, after=after)


def _seen(copy: DigitalCopy, *, by: User, at: datetime) -> set[int]:
    """The pages of the copy that the person saw in this reading."""
    lately = Entry.objects.about(copy.component.record).filter(by=by, at__gte=at - READING)
    seen = lately.filter(verb__in=(OPENED, TURNED), after__sha256=copy.sha256)
    return set(seen.order_by().values_list("after__page", flat=True))
