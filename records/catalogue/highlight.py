"""What of a text a query has found, in the text's own writing.

The query and the text meet in the normal form, whose characters are not those of the
text: 〔 became (, a ligature became two letters, a space nothing, two dashes one. So each
piece of the text is brought to normal form by itself, and a hit is carried back by counting.
"""

import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from itertools import accumulate, groupby
from typing import NamedTuple

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

from records.catalogue.search import Word
from records.values.text import normal, tidy
from records.web.drawn import filled, together

BEFORE, AFTER = 20, 60  # characters of a longer text that are shown beside what was found
LOOKED_AT = 400  # characters about the place that counting gives; runs of dashes shift it


class Segment(NamedTuple):
    """A stretch of the text, and whether it was found."""

    text: str
    found: bool


def segments(
    text: str, words: Iterable[Word], to_form: Callable[[str], str] = normal
) -> list[Segment]:
    """The text cut where hits begin and end; joined, the segments are the text again.

    `to_form` brings it to the form in which it is searched: a code has one of its own.
    """
    form = to_form(text)
    found = list(_found(form, words))
    if not found:
        return [Segment(text, found=False)]
    pieces = list(_pieces(text))
    owners = [at for at, piece in enumerate(pieces) for _ in range(_length(piece, to_form))]
    if len(owners) != len(form):  # a sign depends on its neighbours: better no mark
        return [Segment(text, found=False)]
    hit: set[int] = set()
    for start, end in found:
        hit.update(range(owners[start], owners[end - 1] + 1))
    runs = groupby(range(len(pieces)), key=hit.__contains__)
    return [Segment("".join(pieces[at] for at in run), is_hit) for is_hit, run in runs]


def marked(found: Iterable[Segment]) -> SafeString:
    """The text for a page, with marks about what was found."""
    mark = "records/catalogue/mark.html"
    shown = (
        filled(mark, {"text": text}).strip() if is_hit else conditional_escape(text)
        for text, is_hit in found
    )
    return together(shown)


def excerpt(text: str, words: Iterable[Word], rather: Iterable[Word] = ()) -> list[Segment]:
    """The stretch of a longer text in which the query is found first; empty where it is not.

    Where it says one of the words that are wanted `rather`, the stretch about that.
    """
    line, asked = tidy(text)[0], list(words)
    form = normal(line)
    wanted = [word for word in rather if any(one in form for one in word.forms)] or asked
    start = min((start for start, _end in _found(form, wanted)), default=-1)
    if start < 0:
        return []
    ends = list(accumulate(_length(sign, normal) for sign in line))
    at = bisect_right(ends, start)
    first = max(at - LOOKED_AT, 0)
    near, whole = line[first : at + LOOKED_AT], line
    return _around(segments(near, asked), wanted) or _around(segments(whole, asked), wanted)


def _around(made: list[Segment], wanted: list[Word]) -> list[Segment]:
    """What stands about the first stretch that says what is wanted, with … for what is left out."""
    forms = [form for word in wanted for form in word.forms]
    hits = (at for at, (text, is_hit) in enumerate(made) if is_hit and _says(text, forms))
    found = next(hits, None)
    if found is None:
        return []
    before = "".join(segment.text for segment in made[:found])
    shown = [Segment(f"…{before[-BEFORE:]}" if len(before) > BEFORE else before, found=False)]
    left = AFTER + len(made[found].text)
    for text, is_hit in made[found:]:
        shown.append(Segment(text[:left], is_hit))
        left -= len(text)
        if left < 0:
            return [*shown, Segment("…", found=False)]
    return shown


def _says(text: str, forms: list[str]) -> bool:
    said = normal(text)
    return any(form in said for form in forms)


def _found(form: str, words: Iterable[Word]) -> Iterator[tuple[int, int]]:
    """Where in the normal form words begin and end, overlapping ones too."""
    for wanted in {form for word in words for form in word.forms}:
        start = form.find(wanted)
        while start >= 0:
            yield start, start + len(wanted)
            start = form.find(wanted, start + 1)


def _pieces(text: str) -> Iterator[str]:
    """Characters, each with the marks that combine with it; a run of dashes is one."""
    piece = ""
    for character in text:
        dashes = bool(piece) and _is_dash(character) and _is_dash(piece[-1])
        if piece and not dashes and not unicodedata.combining(character):
            yield piece
            piece = ""
        piece += character
    if piece:
        yield piece


@lru_cache(maxsize=20_000)
def _is_dash(character: str) -> bool:
    return normal(character) == "-"


@lru_cache(maxsize=20_000)
def _length(piece: str, to_form: Callable[[str], str]) -> int:
    return len(to_form(piece))
