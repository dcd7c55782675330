"""What the columns of a catalogue are called, and which element each one fills.

The names stand in the table of elements. Spaces, line breaks, asterisks and whatever
stands in brackets after a name do not count, and traditional characters are the same as
simplified ones.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import zip_longest

from django.conf import settings
from django.utils.translation import override

from records.holdings import elements
from records.sentences import gettext_lazy as _
from records.values.element import Element
from records.values.rules import Level
from records.values.text import normal
from records.values.volume_elements import VOLUME_TITLES

LOOKED_AT = 40  # rows among which the header is sought
LONGEST_NAME = 20  # characters of a column's name, spaced as people like
_ASIDE = re.compile(r"\(.*?\)|[*:.]")
_TOTAL = re.compile(r"(?:本页|本卷|全卷)?(?:合计|总计|小计|共计|累计)[0-9]*[件页卷盒份]?")


TITLES = frozenset(elements.element("title").names.split())
DATES = frozenset(elements.element("date").names.split())
_VOLUME_TITLES = frozenset(VOLUME_TITLES.split())
IGNORED = frozenset({"序号", "顺序号", "编号", "no"})

# a date may stand in three columns, each under its sign
DATE_PARTS = {"年": "date.year", "月": "date.month", "日": "date.day"}
YEAR_OF_DATE = DATE_PARTS["年"]
SPAN = "date.span"  # the first and the last date in one cell
SPANS = frozenset({"起止日期", "起止时间", "起止年月", "起止年月日", "起讫日期", "起迄日期"})
OF_DATE = frozenset({*DATE_PARTS.values(), SPAN})
# Only in catalogues of volumes and of what lies in them.
OF_VOLUMES = frozenset({SPAN, "until", "item_count", "page_numbers", "volume", "number"})
_PART = re.compile(r"(?P<of>.*?)\(?(?P<sign>[年月日])份?\)?")
_PART_LABELS = {
    "date.year": _("year of the date"),
    "date.month": _("month of the date"),
    "date.day": _("day of the date"),
    SPAN: _("first and last date"),
}


def fields() -> list[Element]:
    """The elements that a column can fill."""
    return [one for one in elements.ELEMENTS if one.names]


def choices() -> list[tuple[str, str]]:
    """What a column can fill: the elements, and behind the date its parts."""
    found = [(one.key, label(one.key)) for one in fields()]
    place = next(place for place, (key, _label) in enumerate(found) if key == "date") + 1
    return found[:place] + [(key, label(key)) for key in _PART_LABELS] + found[place:]


def label(key: str) -> str:
    """What the element is called on pages; nothing where no column fills it."""
    if key in _PART_LABELS:
        return str(_PART_LABELS[key])
    return next((str(one.field.verbose_name) for one in fields() if one.key == key), "")


def by_name() -> dict[str, str]:
    """The element that each name of a column stands for; what our own exports call it, too."""
    return _by_name(tuple((one.key, one.names) for one in fields()))


@cache
def _by_name(named: tuple[tuple[str, str], ...]) -> dict[str, str]:
    known: dict[str, str] = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            known |= {plain(elements.element(key).label): key for key, _names in named}
    known |= dict.fromkeys(SPANS, SPAN)
    return known | {name: key for key, names in named for name in names.split()}


def plain(name: object) -> str:
    """A header as it is compared: in search's normal form, without asides."""
    return _ASIDE.sub("", _normal(str(name)))


_normal = lru_cache(maxsize=1 << 12)(normal)  # a head is looked at row by row, and with the next


def is_total(cell: object) -> bool:
    """Whether a cell begins a line of totals, as printed catalogues have them: 本页合计 12 件."""
    return len(str(cell)) <= LONGEST_NAME and bool(_TOTAL.fullmatch(plain(cell)))


def is_title_name(cell: object) -> bool:
    """Whether a cell is the title column's name: the header is printed on every page."""
    return len(str(cell)) <= LONGEST_NAME and plain(cell) in TITLES


def recognise(header: Iterable[object]) -> dict[int, str]:
    """The fields that the columns of a header fill, by position; each field at most once."""
    found: dict[int, str] = {}
    known, names = by_name(), list(header)
    parts, called = _date_parts(names), [plain(name) for name in names]
    keys = {known.get(name) for name in called}
    left = {SPAN} if parts or "date" in keys else {"until"} if SPAN in keys else set()
    aside = _VOLUME_TITLES if TITLES.intersection(called) - _VOLUME_TITLES else frozenset()
    for position, name in enumerate(called):
        key = parts.get(position) or known.get(name)
        if key and key not in {*found.values(), *left} and name not in aside:
            found[position] = key
    return found


def level_of(columns: Sequence[Mapping[str, str]]) -> Level:
    """What the rows of a table with these columns are, as far as its columns tell it."""
    used = {column["field"]: plain(column["name"]) for column in columns if column["field"]}
    if used.get("title") in _VOLUME_TITLES or {SPAN, "until", "item_count"} & used.keys():
        return Level.VOLUME
    inside = {"document_number", "page_numbers", "number"} & used.keys()
    return Level.VOLUME if "volume" in used and not inside else Level.ITEM


def suited(columns: list[dict[str, str]], *, by_volume: bool) -> list[dict[str, str]]:
    """The columns without what only volumes have, where nothing says that there are such."""
    used = {column["field"]: plain(column["name"]) for column in columns}
    if by_volume or "level" in used or used.get("title") in _VOLUME_TITLES:
        return columns
    return [
        column | {"field": "" if column["field"] in OF_VOLUMES else column["field"]}
        for column in columns
    ]


def _date_parts(names: list[object]) -> dict[int, str]:
    """The columns of a date in parts: 日期 over 年, 月, 日, or these three side by side.

    None where the date has a column of its own, or where nothing says the year.
    """
    read = [_PART.fullmatch(_normal(str(name))) for name in names]
    signs = "".join(found["sign"] if found else " " for found in read)
    alone = {position for begin in _places(signs, "年月日") for position in range(begin, begin + 3)}
    parts = {
        position: DATE_PARTS[found["sign"]]
        for position, found in enumerate(read)
        if found and (found["of"] in DATES or (not found["of"] and position in alone))
    }
    whole = any(plain(name) in DATES for at, name in enumerate(names) if at not in parts)
    return {} if whole or YEAR_OF_DATE not in parts.values() else parts


def _places(text: str, part: str) -> Iterator[int]:
    return (found.start() for found in re.finditer(part, text))


def header_row(rows: Sequence[Sequence[object]]) -> int:
    """The number (from 1) of the row that reads most like a header; 0 where none does.

    Of a header of two rows it is the lower one.
    """
    scores = [_score(names_at(rows, number)) for number in range(1, len(rows[:LOOKED_AT]) + 1)]
    best = max(scores, default=0)
    return scores.index(best) + 1 if best >= 2 else 0


def _score(row: Sequence[object]) -> int:
    return len(recognise(row)) + sum(plain(cell) in IGNORED for cell in row)


def names_at(rows: Sequence[Sequence[object]], number: int) -> list[str]:
    """What the columns are called by a row (from 1), together with the one above if both name them.

    日期 over 年, 月, 日 gives 日期年, 日期月, 日期日; a name with nothing below it holds for both.
    """
    if not 0 < number <= len(rows):
        return []
    upper, lower = rows[number - 2] if number > 1 else [], rows[number - 1]
    joined = _joined(list(map(str, upper)), list(map(str, lower)))
    if upper and _score(joined) > max(_score(upper), _score(lower)):
        return joined
    return list(map(str, lower))


def _joined(upper: list[str], lower: list[str]) -> list[str]:
    names, over = [], ""
    for above, below in zip_longest(upper, lower, fillvalue=""):
        over = above.strip() or over
        part = below.strip() in DATE_PARTS and plain(over) in DATES
        names.append(f"{over}{below.strip()}" if part else below or above)
    return names


def same_header(rows: Sequence[Sequence[object]], names: Sequence[str]) -> int:
    """The number of the first row by which the columns are called the same; 0 where there is none.

    Blank columns behind the last name do not count.
    """
    wanted = _names(names)
    numbers = range(1, len(rows) + 1)
    return next((one for one in numbers if _names(names_at(rows, one)) == wanted), 0)


def _names(header: Sequence[str]) -> list[str]:
    names = [plain(name) for name in header]
    while names and not names[-1]:
        names.pop()
    return names


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
