"""What a volume (案卷; GB/T 9705-2008) says of itself, worked out of the items that lie in it."""

from collections.abc import Iterable
from typing import NamedTuple

from records.rules import Refused
from records.sentences import gettext as _

MOST = 2000  # items that are moved in one act
SPINES = (10, 15, 20)  # millimetres (GB/T 9705-2008)
USUAL_SPINE = 15
MOST_PRINTED = 5000  # lines of a register
# What items share with their volume.
OF_THE_CLASS = ("fonds_id", "category_id", "year", "period", "unit_id")


class Lying(NamedTuple):
    """What is known of an item in its volume: its pages and its date (YYYYMMDD, YYYYMM, YYYY)."""

    title: str
    pages: int | None
    date: str


def page_numbers(items: Iterable[Lying]) -> list[str]:
    """On which pages of the volume each item stands, counted through: 1-4, 5, 6-9.

    Refused where an item does not say how many pages it has.
    """
    told, last = [], 0
    for item in items:
        if not item.pages:
            raise Refused(
                _("“%(title)s” does not say how many pages it has: enter them first.")
                % {"title": item.title[:60]}
            )
        first, last = last + 1, last + item.pages
        told.append(f"{first}-{last}" if last > first else str(first))
    return told


class Whole(NamedTuple):
    """What a volume says of itself, by the names of its columns."""

    date_text: str
    until: str
    item_count: int
    pages: int | None


def whole(items: Iterable[Lying]) -> Whole:
    """First and last date, items and pages; no pages where an item does not say its own.

    A date of which only the year or the month is known is the first as well as the last of it:
    2019 lies before 201902 as the first, and behind 201911 as the last.
    """
    found = list(items)
    dates = [item.date for item in found if item.date]
    pages = [item.pages or 0 for item in found]
    return Whole(
        min(dates, key=lambda date: date.ljust(8, "0"), default=""),
        max(dates, key=lambda date: date.ljust(8, "9"), default=""),
        len(found),
        sum(pages) if found and all(pages) else None,
    )
