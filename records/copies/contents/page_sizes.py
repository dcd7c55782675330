"""How many pages a file may have, and how large one can be; pure."""

from collections.abc import Iterable, Iterator
from math import isfinite
from typing import TypeAlias

from records.confined.wire import Fault

Size: TypeAlias = tuple[float, float]
MOST_PAGES = 10_000
SLIMMEST = 10_000  # by which a side is longer than the other; what is more is no page


def page(width: float, height: float) -> Size:
    """A page's size; noughts where none can be so large: endless, nothing, or a line."""
    is_real = isfinite(width) and isfinite(height) and width > 0 and height > 0
    is_page = is_real and max(width, height) <= SLIMMEST * min(width, height)
    return (width, height) if is_page else (0, 0)


def refuse_number(pages: int) -> None:
    """A fault where there is no page, or more than can be shown."""
    if not pages:
        raise Fault("broken")
    if pages > MOST_PAGES:
        raise Fault("pages", count=pages, most=MOST_PAGES)


def of_all(number: int, sizes: Iterable[Size]) -> Iterator[Size]:
    """The sizes of so many pages; a fault as in `refuse_number`."""
    refuse_number(number)
    return (page(*size) for size in sizes)


def refuse_lost(sizes: Iterable[Size]) -> None:
    """A fault where one of the pages is not there."""
    for number, size in enumerate(sizes, start=1):
        if not all(size):
            raise Fault("page", number=number)
