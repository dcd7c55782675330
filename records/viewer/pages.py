"""A copy as the viewer shows it: its pages in sheaves, each in the widths it can be had in."""

from itertools import islice
from typing import NamedTuple

from django.utils.translation import gettext as _

from records.copies.contents.raster import Size, scale_of
from records.copies.models import DigitalCopy
from records.holdings.models import Record
from records.organisation.models import User
from records.rules import Refused
from records.viewer import images
from records.viewer.rules import MOST_PIXELS, THUMB, WIDTHS

SHEAF = 50  # pages that are listed together
SHOWN = 24  # thumbnails on a record's own page
COPIES = 12  # whose pages are shown there
GROWS = "PDF"  # is drawn as large as it is asked for; a picture has the pixels that it has


class Leaf(NamedTuple):
    """One page of a copy; width and height are those of its largest picture, 0 if it is damaged."""

    copy: DigitalCopy
    number: int
    width: int
    height: int

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
    """A copy that is read at one of its pages."""

    total: int
    here: Leaf
    leaves: list[Leaf]

    @property
    def before(self) -> int:
        """The page before; 0 where there is none."""
        return self.here.number - 1

    @property
    def after(self) -> int:
        """The page behind; 0 where there is none."""
        return (self.here.number + 1) % (self.total + 1)

    @property
    def sheaf_before(self) -> int:
        """The last page of the sheaf before; 0 where there is none."""
        return self.leaves[0].number - 1

    @property
    def sheaf_after(self) -> int:
        """The first page of the sheaf behind; 0 where there is none."""
        return (self.leaves[-1].number + 1) % (self.total + 1)


def readable(record: Record, user: User) -> list[DigitalCopy]:
    """The record's copies of which pages can be shown, in the order of its components."""
    copies = DigitalCopy.objects.visible_to(user).filter(component__record=record)
    placed = copies.filter(component__position__isnull=False).select_related("component")
    return [copy for copy in placed.order_by("component__position", "pk") if copy.has_pages]


def opened(copy: DigitalCopy, number: int) -> Opened | None:
    """The copy at a page; None where it has no such page. Refused as in `images.sizes`."""
    found = images.sizes(copy)
    if not 0 < number <= len(found):
        return None
    first = (number - 1) // SHEAF * SHEAF
    sheaf = enumerate(found[first : first + SHEAF], start=first + 1)
    leaves = [leaf(copy, one, size) for one, size in sheaf]
    return Opened(len(found), leaves[number - 1 - first], leaves)


def leaf(copy: DigitalCopy, number: int, size: Size) -> Leaf:
    """A page by its number and its own size; a picture is never larger than it is."""
    if not all(size):
        return Leaf(copy, number, 0, 0)
    scale = scale_of(size, WIDTHS[-1], MOST_PIXELS)
    scale = scale if copy.format == GROWS else min(scale, 1)
    width, height = (max(1, round(side * scale)) for side in size)
    return Leaf(copy, number, width, height)


class Thumbnails(NamedTuple):
    """The first pages of a record's copies, how many there are, and why some are not shown."""

    leaves: list[Leaf]
    total: int
    refused: list[tuple[DigitalCopy, str]]


def thumbnails(copies: list[DigitalCopy]) -> Thumbnails:
    """What a record's own page shows of the pages that its copies have."""
    sizes: list[tuple[DigitalCopy, list[Size]]] = []
    refused = []
    for copy in copies[:COPIES]:
        try:
            sizes.append((copy, images.sizes(copy)))
        except Refused as refusal:
            refused.append((copy, str(refusal)))
    every = (
        leaf(copy, number, size)
        for copy, found in sizes
        for number, size in enumerate(found, start=1)
    )
    total = sum(len(found) for _copy, found in sizes)
    return Thumbnails(list(islice(every, SHOWN)), total, refused)


def acts() -> list[tuple[str, str, str]]:
    """What can be done with the picture of a page: its name for the script, its icon, its label."""
    return [
        ("out", "zoom-out", _("Zoom out")),
        ("in", "zoom-in", _("Zoom in")),
        ("whole", "maximize", _("Whole page")),
        ("rotate", "rotate-clockwise", _("Rotate")),
    ]
