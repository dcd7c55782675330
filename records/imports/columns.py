"""What the columns of a catalogue are called, and which element each one fills.

The names stand in the table of elements. Spaces, line breaks, asterisks and whatever
stands in brackets after a name do not count, and traditional characters are the same as
simplified ones.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from django.conf import settings
from django.utils.translation import override

from records.holdings import elements
from records.values.element import Element
from records.values.text import normal

LOOKED_AT = 40  # rows among which the header is sought
LONGEST_NAME = 20  # characters of a column's name, spaced as people like
_ASIDE = re.compile(r"\(.*?\)|[*:.]")
_TOTAL = re.compile(r"(?:本页|本卷|全卷)?(?:合计|总计|小计|共计|累计)[0-9]*[件页卷盒份]?")


TITLES = frozenset(elements.element("title").names.split())
IGNORED = frozenset({"序号", "顺序号", "编号", "no"})


def fields() -> list[Element]:
    """The elements that a column can fill."""
    return [one for one in elements.ELEMENTS if one.names]


def label(key: str) -> str:
    """What the element is called on pages; nothing where no column fills it."""
    return next((str(one.field.verbose_name) for one in fields() if one.key == key), "")


@cache
def by_name() -> dict[str, str]:
    """The element that each name of a column stands for; what our own exports call it, too."""
    known: dict[str, str] = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            known |= {plain(one.label): one.key for one in fields()}
    return known | {name: one.key for one in fields() for name in one.names.split()}


def plain(name: object) -> str:
    """A header as it is compared: in search's normal form, without asides."""
    return _ASIDE.sub("", normal(str(name)))


def is_total(cell: object) -> bool:
    """Whether a cell begins a line of totals, as printed catalogues have them: 本页合计 12 件."""
    return len(str(cell)) <= LONGEST_NAME and bool(_TOTAL.fullmatch(plain(cell)))


def is_title_name(cell: object) -> bool:
    """Whether a cell is the title column's name: the header is printed on every page."""
    return len(str(cell)) <= LONGEST_NAME and plain(cell) in TITLES


def recognise(header: Iterable[object]) -> dict[int, str]:
    """The fields that the columns of a header fill, by position; each field at most once."""
    found: dict[int, str] = {}
    known = by_name()
    for position, name in enumerate(header):
        key = known.get(plain(name))
        if key and key not in found.values():
            found[position] = key
    return found


def header_row(rows: Sequence[Sequence[object]]) -> int:
    """The number (from 1) of the row that reads most like a header; 0 where none does."""
    scores = [
        len(recognise(row)) + sum(plain(cell) in IGNORED for cell in row)
        for row in rows[:LOOKED_AT]
    ]
    best = max(scores, default=0)
    return scores.index(best) + 1 if best >= 2 else 0


def signature(header: Iterable[object]) -> str:
    """What two tables with the same columns have in common."""
    names = "\x1f".join(filter(None, map(plain, header)))
    return hashlib.sha256(names.encode()).hexdigest()


def keys(header: Iterable[object]) -> Iterator[str]:
    """By what each column is remembered: its name, and of several with one name its place."""
    seen: Counter[str] = Counter()
    for name in map(plain, header):
        seen[name] += 1
        yield name if seen[name] == 1 or not name else f"{name} {seen[name]}"
