"""Pages of an original or a copy, as people write them: “1-3, 7”."""

import re
from dataclasses import dataclass
from typing import Self

from records.rules import Refused
from records.sentences import gettext as _
from records.values.rules import MOST_PAGES
from records.values.text import LOOK_ALIKES

MOST_RANGES = 50
LONGEST = 100  # characters of the shortest form, in which they are kept
BETWEEN = re.compile(r"[,，、;；\s]+")
RANGE = re.compile(r"([0-9]{1,6})(?:-([0-9]{1,6}))?")
JOINER = re.compile(rf"\s*(?:——|[-{LOOK_ALIKES['-']}至到])\s*")


@dataclass(frozen=True)
class Ranges:
    """First and last page of each stretch, in order, apart from each other."""

    spans: tuple[tuple[int, int], ...]

    @classmethod
    def of(cls, spans: list[tuple[int, int]]) -> Self:
        """The same pages in their shortest form."""
        merged: list[tuple[int, int]] = []
        for first, last in sorted(spans):
            if merged and first <= merged[-1][1] + 1:
                merged[-1] = (merged[-1][0], max(last, merged[-1][1]))
            else:
                merged.append((first, last))
        return cls(tuple(merged))

    def __str__(self) -> str:
        return ", ".join(f"{a}-{b}" if a != b else str(a) for a, b in self.spans)

    def __contains__(self, page: int) -> bool:
        return any(a <= page <= b for a, b in self.spans)

    @property
    def total(self) -> int:
        """How many pages these are."""
        return sum(b - a + 1 for a, b in self.spans)

    @property
    def last(self) -> int:
        return max((b for _a, b in self.spans), default=0)


def read_ranges(written: str, *, most: int | None = None) -> Ranges:
    """Pages as they are written, in their shortest form: “7, 1-2，3” is 1-3, 7.

    Full-width digits, any dash and Chinese signs are understood. Refused: what is no page, page 0,
    a range that runs backwards, a page behind the last one (`most`, if that is known), and
    more stretches than there is room for.
    """
    text = JOINER.sub("-", written.translate(_HALF))
    parts = [part for part in BETWEEN.split(text) if part]
    if not parts or len(parts) > MOST_RANGES:
        raise _unreadable(written)
    found = Ranges.of([_span(part, written) for part in parts])
    if found.last > (most or MOST_PAGES):
        told = {"page": found.last, "most": most or MOST_PAGES}
        raise Refused(_("There is no page %(page)d: the last one is %(most)d.") % told)
    if len(str(found)) > LONGEST:
        raise Refused(_("These are too many single pages: write fewer stretches, like “1-30”."))
    return found


def _span(part: str, written: str) -> tuple[int, int]:
    told = RANGE.fullmatch(part)
    first, last = (int(told[1]), int(told[2] or told[1])) if told else (0, 0)
    if not 0 < first <= last:
        raise _unreadable(written)
    return first, last


def _unreadable(written: str) -> Refused:
    return Refused(
        _("“%(written)s” are no pages. Write them like “1-3, 7”.") % {"written": written[:40]}
    )


_HALF = str.maketrans("０１２３４５６７８９", "0123456789")
