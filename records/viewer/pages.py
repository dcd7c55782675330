"""A copy as the viewer shows it: its pages in sheaves, each in the widths it can be had in."""

from collections.abc import Iterator
from itertools import accumulate, groupby, islice
from typing import NamedTuple

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from records.amendments.models import Amendment
from records.copies.contents.ofd.ink import PART, SEAL
from records.copies.contents.page_sizes import Size
from records.copies.contents.raster import scale_of
from records.copies.models import DigitalCopy
from records.holdings.models import Record
from records.holdings.models.grants import Released
from records.holdings.pages import open_pages
from records.organisation.models import User
from records.organisation.questions import question
from records.rules import Refused
from records.viewer import images
from records.viewer.rules import MOST_PIXELS, THUMB, WIDTHS

OF_RECORD = "component__record__fonds__department"
SHEAF = 50  # pages that are listed together
SHOWN = 24  # thumbnails on a record's own page
COPIES = 12  # whose pages are shown there
GROW = ("OFD", "PDF")  # is drawn as large as it is asked for; a picture has the pixels that it has


class Leaf(NamedTuple):
    """One page of a copy; width and height are those of its largest picture, 0 if it is damaged.

    `picture` is the address of its thumbnail where that comes with the page.
    """

    copy: DigitalCopy
    number: int
    width: int
    height: int
    picture: str = ""

    @property
    def thumb(self) -> tuple[int, int]:
        """Its size on a list of pages; a damaged one has the form of a usual page."""
        width, height = (self.width, self.height) if self.width else (210, 297)
        return THUMB, max(1, round(height * THUMB / width))

    @property
    def size(self) -> str:
        """Width and height, for the script."""
        return f"{self.width} {self.height}" if self.width else ""

    @property
    def widths(self) -> str:
        """The widths to be read in that give another picture, for the script."""
        given = [one for one in WIDTHS[1:] if one // 2 < self.width]
        return " ".join(map(str, given or WIDTHS[1:2]))


class Opened(NamedTuple):
    """A copy that is read at one of its pages.

    The pages before and behind, and the last one of the sheaf before and the first of the
    sheaf behind, are 0 where there is none that is open to the reader.
    """

    total: int
    here: Leaf
    leaves: list[Leaf]
    before: int
    after: int
    sheaf_before: int
    sheaf_after: int


@question
def seen(user: User, key: int) -> QuerySet[DigitalCopy]:
    """The copy, if the person may see its record."""
    return DigitalCopy.objects.visible_to(user).filter(pk=key).select_related(OF_RECORD)


def readable(record: Record, user: User) -> list[DigitalCopy]:
    """The record's copies of which pages can be shown, in the order of its components."""
    copies = DigitalCopy.objects.visible_to(user).filter(component__record=record)
    placed = copies.in_place().select_related(OF_RECORD)
    return [copy for copy in placed.order_by("component__position", "pk") if copy.has_pages]


def open_of(copy: DigitalCopy, user: User) -> list[int]:
    """The pages of a copy that the person may see, by their numbers in it.

    Refused as in `images.sizes`.
    """
    total, record = len(images.sizes(copy)), copy.component.record
    single = open_pages(record, user)
    if single is None:
        return list(range(1, total + 1))
    copies = readable(record, user)
    found = {page for told in single for page in _released(told, copy, copies)}
    return [page for page in range(1, total + 1) if page in found]


def _released(told: Released, copy: DigitalCopy, copies: list[DigitalCopy]) -> Iterator[int]:
    """The pages of a copy among single ones of its record, as they were when consented to.

    They are counted through the record's components (`_first`). What was stored since is not
    among them, but where there was no copy yet; and nothing is where components were put
    elsewhere since: nobody consented to what stands there now.
    """
    record, since = copy.component.record, told.consented_at
    known = [one for one in copies if one.stored_at <= since] or copies
    if copy not in known or Amendment.objects.moved_since(record, since).exists():
        return
    before = _first(copy, known)
    last = before + len(images.sizes(copy))
    yield from (page - before for page in range(before + 1, last + 1) if page in told.pages)


def _first(copy: DigitalCopy, copies: list[DigitalCopy]) -> int:
    """How many pages of the record come before those of one of its copies.

    Copies of a component in one format follow one another (a TIFF a page), unless each has all
    of its pages; in another format they are the same pages once more, and the longest counts.
    """
    before = 0
    for _part, beside in groupby(copies, key=lambda one: one.component_id):
        formats: dict[str, list[DigitalCopy]] = {}
        for one in beside:
            formats.setdefault(one.format, []).append(one)
        counted = [_counted(of) for of in formats.values()]
        place = next((places[copy.pk] for places, _all in counted if copy.pk in places), None)
        if place is not None:
            return before + place
        before += max(pages for _places, pages in counted)
    return before


def _counted(copies: list[DigitalCopy]) -> tuple[dict[int, int], int]:
    """At which page of their component copies of one format begin, and how many these are."""
    pages = [one.page_count or len(images.sizes(one)) for one in copies]
    if set(pages) == {copies[0].component.pages}:
        return dict.fromkeys((one.pk for one in copies), 0), pages[0]
    begins = accumulate(pages, initial=0)
    return {one.pk: begin for one, begin in zip(copies, begins, strict=False)}, sum(pages)


def opened(copy: DigitalCopy, number: int, user: User) -> Opened | None:
    """The copy at a page; None where no such page is open. Refused as in `images.sizes`."""
    found, pages = images.sizes(copy), open_of(copy, user)
    if number not in pages:
        return None
    here = pages.index(number)
    first = here // SHEAF * SHEAF
    around = [0, *pages, 0]
    sheaf = pages[first : first + SHEAF]
    leaves = [leaf(copy, one, found[one - 1]) for one in sheaf]
    return Opened(
        *(len(found), leaves[here - first], leaves),
        before=around[here],
        after=around[here + 2],
        sheaf_before=around[first],
        sheaf_after=around[first + len(sheaf) + 1],
    )


def leaf(copy: DigitalCopy, number: int, size: Size) -> Leaf:
    """A page by its number and its own size; a picture is never larger than it is."""
    if not all(size):
        return Leaf(copy, number, 0, 0)
    scale = scale_of(size, WIDTHS[-1], MOST_PIXELS)
    scale = scale if copy.format in GROW else min(scale, 1)
    width, height = (max(1, round(side * scale)) for side in size)
    return Leaf(copy, number, width, height)


class Thumbnails(NamedTuple):
    """The first pages of a record's copies, how many there are, and why some are not shown."""

    leaves: list[Leaf]
    total: int
    refused: list[tuple[DigitalCopy, str]]


def thumbnails(copies: list[DigitalCopy], user: User) -> Thumbnails:
    """What a record's own page shows of the pages that its copies have."""
    sizes: list[tuple[DigitalCopy, list[tuple[int, Size]]]] = []
    refused = []
    for copy in copies[:COPIES]:
        try:
            found = images.sizes(copy)
            sizes.append((copy, [(page, found[page - 1]) for page in open_of(copy, user)]))
        except Refused as refusal:
            refused.append((copy, str(refusal)))
    every = (leaf(copy, number, size) for copy, shown in sizes for number, size in shown)
    total = sum(len(shown) for _copy, shown in sizes)
    return Thumbnails(list(islice(every, SHOWN)), total, refused)


def acts() -> list[tuple[str, str, str]]:
    """What can be done with the picture of a page: its name for the script, its icon, its label."""
    return [
        ("out", "zoom-out", _("Zoom out")),
        ("in", "zoom-in", _("Zoom in")),
        ("whole", "maximize", _("Whole page")),
        ("rotate", "rotate-clockwise", _("Rotate")),
    ]


class Lack(NamedTuple):
    """What may be left out of a page: its name for the script, in words, and whether it is."""

    name: str
    said: str
    is_lacking: bool


def lacking(copy: DigitalCopy, lacks: list[str]) -> list[Lack]:
    """What is said of a page that is not drawn whole; only an OFD may lack something."""
    said = {
        PART: _("A part of this page could not be drawn. An OFD program may show more of it."),
        SEAL: _("A seal stands on this page that could not be drawn."),
    }
    own = copy.format == "OFD"
    return [Lack(name, text, name in lacks) for name, text in said.items() if own]
