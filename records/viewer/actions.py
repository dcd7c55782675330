"""A page is looked at: what is sent bears the reader's mark, and the trail has who saw it."""

from base64 import b64encode
from datetime import datetime
from typing import NamedTuple

from django.conf import settings
from django.db import transaction
from PIL import Image

from records.audit.actions import note
from records.audit.models import Entry
from records.copies.models import DigitalCopy, PageText
from records.days import moment
from records.locks import Lock, wait_for
from records.organisation.models import User
from records.viewer import images, text_layer
from records.viewer.pages import SHOWN, Leaf
from records.viewer.rules import READING, THUMB
from records.viewer.watermark import burnt

OPENED, TURNED, SEARCHED = "open pages", "read page", "search pages"


class Look(NamedTuple):
    """The picture of a page for one reader, as JPEG, and what of the page is left out."""

    picture: bytes
    lacks: list[str]


def look(copy: DigitalCopy, page: int, width: int, *, by: User, at: datetime) -> Look:
    """The page as one reader sees it; the trail has each page that was seen.

    The caller has chosen the copy among those that the person may see, and a page of it. A
    thumbnail is too small to be read and leaves no entry. Refused as in `images.sizes`.
    """
    picture = images.plain(copy, page, width)
    if width != THUMB:
        see(copy, page, by=by, at=at)
    return Look(_marked(picture, by=by, at=at), images.lacks(picture))


def small(leaves: list[Leaf], *, by: User, at: datetime) -> list[Leaf]:
    """Pages with their thumbnails, marked as in `look`, of those that were drawn before.

    So a list of pages is one request, as long as it is short; the others are fetched one by one.
    """
    if len(leaves) > SHOWN:
        return leaves
    return [_with_picture(leaf, by=by, at=at) for leaf in leaves]


def _with_picture(leaf: Leaf, *, by: User, at: datetime) -> Leaf:
    held = images.kept(leaf.copy, leaf.number, THUMB)
    if held is None:
        return leaf
    told = b64encode(_marked(held, by=by, at=at)).decode()
    return leaf._replace(picture=f"data:image/jpeg;base64,{told}")


def _marked(picture: Image.Image, *, by: User, at: datetime) -> bytes:
    place = by.department or settings.CENTRE_NAME
    return burnt(picture, [f"{by} {place}", moment(at)])


def see(copy: DigitalCopy, page: int, *, by: User, at: datetime) -> None:
    """Keep in the trail that a page was seen: one entry a page and reading, however often."""
    if page in _seen(copy, by=by, at=at):
        return
    with transaction.atomic():
        wait_for(Lock.READER, by.pk)
        seen = _seen(copy, by=by, at=at) - {None}
        if page not in seen:
            _note(TURNED if seen else OPENED, copy, {"page": page}, by=by, at=at)


def search(copy: DigitalCopy, text: str, *, by: User, at: datetime) -> list[text_layer.Hit]:
    """Where a copy says something; that its text was searched is one entry a reading.

    Refused as in `text_layer.hits`.
    """
    found = text_layer.hits(copy, text)
    _note_search(copy, by=by, at=at)
    return found


def mark(
    copy: DigitalCopy, page: int, text: str, *, by: User, at: datetime
) -> list[text_layer.Box]:
    """Where on a page the text stands; an entry and refused as in `search`."""
    found = text_layer.marks(copy, page, text)
    _note_search(copy, by=by, at=at)
    return found


def say(copy: DigitalCopy, page: int, *, by: User, at: datetime) -> PageText | None:
    """The text of a page: who has it has seen the page."""
    said = text_layer.page_text(copy, page)
    see(copy, page, by=by, at=at)
    return said


def _note_search(copy: DigitalCopy, *, by: User, at: datetime) -> None:
    if None not in _seen(copy, by=by, at=at):
        _note(SEARCHED, copy, {}, by=by, at=at)


def _note(verb: str, copy: DigitalCopy, told: dict[str, int], *, by: User, at: datetime) -> None:
    after = {"name": copy.name, "sha256": copy.sha256, **told}
    note(verb, copy.component.record, by=by, at=at, after=after)


def _seen(copy: DigitalCopy, *, by: User, at: datetime) -> set[int | None]:
    """The pages of the copy that the person saw in this reading; None where it was searched."""
    lately = Entry.objects.about(copy.component.record).filter(by=by, at__gte=at - READING)
    seen = lately.filter(verb__in=(OPENED, TURNED, SEARCHED), after__sha256=copy.sha256)
    return set(seen.order_by().values_list("after__page", flat=True))
