"""The text of pages, brought by the file or recognised: searched, and marked where it stands."""

from collections.abc import Iterator
from functools import lru_cache, partial
from itertools import accumulate
from typing import Any, NamedTuple, TypeAlias

from django.conf import settings
from django.utils import timezone

from records.confined.process import run
from records.copies import work
from records.copies.contents import layer
from records.copies.models import DigitalCopy, PageText, PageTextQuerySet
from records.copies.rules import TextOrigin
from records.rules import Refused
from records.sentences import gettext as _
from records.values.text import normal, tidy
from records.viewer.images import SENTENCES, remembered

MOST_HITS = 100  # pages that are listed
AROUND = 16  # characters beside what was found
Box: TypeAlias = list[int]
_form = lru_cache(maxsize=20_000)(normal)


class Hit(NamedTuple):
    """A page that says it: so many times, and first in these words."""

    number: int
    times: int
    before: str
    found: str
    after: str


def has_text(copy: DigitalCopy) -> bool:
    """Whether it may say something that is searched."""
    return copy.has_pages


def hits(copy: DigitalCopy, text: str) -> list[Hit]:
    """The first pages that say the text, in the normal form of search.

    Refused: a copy of which no text is known.
    """
    pages, wanted = _pages(copy), normal(text)
    if not pages.exists():
        raise Refused(_no_text(copy))
    found = pages.filter(normal_text__contains=wanted).told() if wanted else pages.none()
    return [_hit(page, wanted, text) for page in found[:MOST_HITS]]


def _no_text(copy: DigitalCopy) -> str:
    if copy.recognised_at:
        return _("No text was found on the pages of this copy.")
    if settings.RECOGNITION:
        return _("This copy is a scan whose text is not recognised yet: it cannot be searched.")
    return _("This copy brings no text with it that could be searched: it is a scan.")


def _hit(page: PageText, wanted: str, text: str) -> Hit:
    line, _was_broken = tidy(page.text)
    start, end = next(_places(line, text), (0, 0))
    before, after = line[max(0, start - AROUND) : start], line[end : end + AROUND]
    times = page.normal_text.count(wanted)
    return Hit(page.number, times, before, line[start:end], after)


def _places(page: str, text: str) -> Iterator[tuple[int, int]]:
    """Where the text begins and ends in the page's own writing."""
    form = [(one, at) for at, sign in enumerate(page) for one in _form(sign)]
    whole, wanted = "".join(one for one, _at in form), "".join(map(_form, text))
    start = whole.find(wanted) if wanted else -1
    while start >= 0:
        end = start + len(wanted)
        yield form[start][1], form[end - 1][1] + 1
        start = whole.find(wanted, end)


def page_text(copy: DigitalCopy, number: int) -> PageText | None:
    """What a page says, and where that comes from; None where it says nothing."""
    return _pages(copy).select_related("corrected_by").filter(number=number).first()


def _pages(copy: DigitalCopy) -> PageTextQuerySet:
    """What is kept of its pages; of a copy that was stored just now it is read first."""
    work.read_text(copy, at=timezone.now())
    return copy.texts.all()


def marks(copy: DigitalCopy, number: int, text: str) -> list[Box]:
    """Where on a page the text stands, line by line: left, top, right, bottom (`layer.UNIT`)."""
    said = page_text(copy, number)
    if said is None:
        return []
    signs = (
        remembered(copy, f"{number}.letters", partial(_letters, number=number))
        if said.origin == TextOrigin.LAYER
        else list(_recognised(said))
    )
    page = "".join(sign for sign, _box in signs)
    places = _places(page, text)
    return [box for start, end in places for box in _lines(signs[start:end])]


def _letters(file: Any, *, number: int) -> list[tuple[str, Box]]:
    seconds = settings.PAGE_SECONDS
    found = run(layer.letters, file, number, sentences=SENTENCES, seconds=seconds)
    return [_sign(one) for one in found or ()]


def _sign(told: Any) -> tuple[str, Box]:
    """A sign and its place; the child is not trusted to say it in good form."""
    match told:
        case [str(sign), int(left), int(top), int(right), int(bottom)] if len(sign) == 1:
            return sign, [left, top, right, bottom]
    return " ", [0, 0, 0, 0]


def _recognised(page: PageText) -> Iterator[tuple[str, Box]]:
    """The signs of recognised lines: each has its share of its line's box."""
    for line, box in zip(page.text.splitlines(), page.boxes or (), strict=False):
        left, top, right, bottom = box
        wide = [1 if sign.isascii() else 2 for sign in line]
        ends = [left + (right - left) * end // sum(wide) for end in accumulate(wide, initial=0)]
        for sign, start, end in zip(line, ends, ends[1:], strict=False):
            yield sign, [start, top, end, bottom]


def _lines(signs: list[tuple[str, Box]]) -> Iterator[Box]:
    """The boxes of signs, those of a line together."""
    line: Box = []
    for _letter, box in signs:
        if box[2] <= box[0] or box[3] <= box[1]:
            continue  # a space
        if line and line[1] < (box[1] + box[3]) / 2 < line[3]:
            line = [min(line[0], box[0]), min(line[1], box[1]), *map(max, line[2:], box[2:])]
            continue
        if line:
            yield line
        line = box
    if line:
        yield line
