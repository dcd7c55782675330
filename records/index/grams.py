"""Text as the index holds it: every character, and every two and three neighbours.

A text of Chinese has no words, and any part of it may be looked for. So each character, each
pair and each three neighbours are terms, the threes with their places: a longer part is a
phrase of them.
"""

import re
from collections.abc import Callable

# The index cuts at whitespace, so this becomes signs of the private areas, which the normal
# form of no query has: what is looked for reaches from no line into the next.
_LINE, _SPACE = "\ue000", "\ue001"
_WHITESPACE = re.compile(r"\s")
LONGEST = 3  # characters of a term
Offset = tuple[int, str]


def _written(text: str) -> str:
    return _WHITESPACE.sub(_SPACE, text.replace("\n", _LINE))


def singles(text: str) -> str:
    """Every character, once."""
    return " ".join(set(_written(text)))


def pairs(text: str) -> str:
    """Every two neighbours, once."""
    signs = _written(text)
    return " ".join(set(map(str.__add__, signs, signs[1:])))


def triples(text: str) -> str:
    """Every three neighbours, in their order."""
    return " ".join(_triples(_written(text)))


def _triples(signs: str) -> list[str]:
    return list(map("".join, zip(signs, signs[1:], signs[2:], strict=False)))


def cover(form: str, frequency: Callable[[str], int]) -> list[Offset]:
    """The terms, with their places, that say the whole form and stand in the fewest texts.

    A form of up to LONGEST characters is one itself. Of a longer one each character lies in
    a term that is taken: the first and the last are, and of so many neighbours at least one.
    """
    signs = _written(form)
    if len(signs) <= LONGEST:
        return [(0, signs)]
    terms = _triples(signs)
    often = {term: frequency(term) for term in set(terms)}
    ways: list[tuple[int, list[int]]] = []  # the cheapest way that ends with each term
    for at, term in enumerate(terms):
        before = min(ways[max(at - LONGEST, 0) :], default=(0, []), key=lambda way: way[0])
        ways.append((before[0] + often[term], [*before[1], at]))
    return [(at, terms[at]) for at in ways[-1][1]]
