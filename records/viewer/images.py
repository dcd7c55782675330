"""Pictures of a copy's pages: drawn in the confined child process, and kept for a while."""

import json
from base64 import b64decode
from binascii import Error
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from io import BytesIO
from threading import BoundedSemaphore
from typing import Any, TypeVar

from django.conf import settings
from PIL import Image

from records.confined.process import Sentences, run, stream
from records.copies.actions import refuse_damaged, stored
from records.copies.contents import raster
from records.copies.contents.ofd.ink import LACKS
from records.copies.contents.page_sizes import MOST_PAGES, Size
from records.copies.models import DigitalCopy
from records.rules import Refused
from records.sentences import gettext as _
from records.sentences import gettext_lazy, keep, say
from records.viewer import cache
from records.viewer.rules import DRAWN_ANEW, DRAWN_AT_ONCE, MOST_PIXELS, REFUSED_FOR

Made = TypeVar("Made")
SENTENCES: Sentences = {
    "broken": gettext_lazy(
        "The file is damaged, so that its pages cannot be shown. Verify the copy; the file itself"
        " can be downloaded."
    ),
    "page": gettext_lazy("This page is damaged and cannot be shown."),
    "pages": gettext_lazy(
        "The file says that it has %(count)d pages, more than the %(most)d that are shown."
    ),
    "password": gettext_lazy("The file has a password, so that its pages cannot be shown."),
    "pixels": gettext_lazy(
        "The page has %(width)d × %(height)d pixels, more than the %(most)d that are shown."
    ),
    "memory": gettext_lazy("The page needs more memory to be shown than a page may need."),
    "time": gettext_lazy("The page takes longer to be shown than a page may take."),
}
MODES = {"L", "RGB"}
QUALITY = 92  # of what is kept; what is sent is made of it
_places = BoundedSemaphore(DRAWN_AT_ONCE)


def sizes(copy: DigitalCopy) -> list[Size]:
    """Width and height of each page, in any unit; noughts for one that is damaged.

    Refused: a format of which no pages can be shown, bytes that are not in the storage, and
    what cannot be opened within the limits.
    """
    refuse_damaged(copy)
    name = f"{copy.sha256}/sizes.json"
    if held := cache.kept(name):
        return [(width, height) for width, height in json.loads(held)]
    found = remembered(copy, 0, _sizes)
    cache.keep(name, json.dumps(found).encode())
    return found


def plain(copy: DigitalCopy, page: int, width: int) -> Image.Image:
    """The picture of a page that `sizes` names, without any mark; refused as there."""
    if held := kept(copy, page, width):
        return held
    made = remembered(copy, page, lambda file: _drawn(file, page, width))
    file = BytesIO()
    made.save(file, "JPEG", quality=QUALITY)
    cache.keep(_name(copy, page, width), file.getvalue())
    return made


def kept(copy: DigitalCopy, page: int, width: int) -> Image.Image | None:
    """The same, if it was drawn before and is kept still."""
    held = cache.kept(_name(copy, page, width))
    return Image.open(BytesIO(held), formats=("JPEG",)) if held else None


def _name(copy: DigitalCopy, page: int, width: int) -> str:
    return f"{copy.sha256}/{page}-{width}{DRAWN_ANEW.get(copy.format, '')}.jpg"


def remembered(copy: DigitalCopy, page: int | str, draw: Callable[[Any], Made]) -> Made:
    """What is made of the bytes; a refusal is told again for a while without a second try."""
    if not copy.has_pages:
        told = {"format": copy.format}
        raise Refused(_("Of the format %(format)s no pages can be shown here.") % told)
    name = f"{copy.sha256}/{page}.refused"
    if held := cache.kept(name, seconds=REFUSED_FOR.total_seconds()):
        raise Refused(say(json.loads(held)))
    with stored(copy) as file, _place():
        try:
            return draw(file)
        except Refused as refusal:
            cache.keep(name, json.dumps(keep(refusal.args[0])).encode())
            raise


@contextmanager
def _place() -> Iterator[None]:
    """Few pages are drawn at once, so that memory stays bounded."""
    if not _places.acquire(timeout=settings.PAGE_SECONDS):
        raise Refused(_("Many pages are drawn just now. Try again in a moment."))
    try:
        yield
    finally:
        _places.release()


def _sizes(file: Any) -> list[Size]:
    found = run(raster.sizes, file, sentences=SENTENCES, seconds=settings.PAGE_SECONDS)
    match found:
        case [*pages] if 0 < len(pages) <= MOST_PAGES and all(map(_is_size, pages)):
            return [(width, height) for width, height in pages]
    raise _broken()


def _is_size(told: Any) -> bool:
    match told:
        case [int() | float() as width, int() | float() as height]:
            return bool(width >= 0 and height >= 0)
    return False


def _drawn(file: Any, page: int, width: int) -> Image.Image:
    told = stream(
        *(raster.draw, file, page, width, MOST_PIXELS),
        sentences=SENTENCES,
        most=MOST_PIXELS * 5,
        seconds=settings.PAGE_SECONDS,
    )
    with closing(told):
        match next(told, None):
            case [str(mode), int(across), int(down), [*lacks]] if (
                mode in MODES and across <= width and across * down <= MOST_PIXELS
            ):
                size = (across, down)
            case _:
                raise _broken()
        try:
            pixels = b"".join(map(b64decode, told))
            made = Image.frombytes(mode, size, pixels)
        except (Error, TypeError, ValueError):
            raise _broken() from None
    made.info["comment"] = " ".join(lack for lack in LACKS if lack in lacks).encode()
    return made


def lacks(picture: Image.Image) -> list[str]:
    """What of the page is left out of a picture that `plain` gave."""
    said = picture.info.get("comment", b"").decode("ascii", "replace").split()
    return [lack for lack in LACKS if lack in said]


def _broken() -> Refused:
    return Refused(str(SENTENCES["broken"]))
