"""Text as the index holds it: every two neighbouring characters, and every character.

A text of Chinese has no words, and any part of it may be looked for. So each pair of
neighbours is a term with its place, and a longer part is a phrase of pairs; single
characters are terms of their own.
"""

import re
from collections.abc import Callable

# The index cuts at whitespace, so this becomes signs of the private areas, which the normal
# form of no query has: what is looked for reaches from no line into the next.
_LINE, _SPACE = "\ue000", "\ue001"
_WHITESPACE = re.compile(r"\s")
Offset = tuple[int, str]


def _written(text: str) -> str:
    return _WHITESPACE.sub(_SPACE, text.replace("\n", _LINE))


def pairs(text: str) -> str:
    """Every two neighbours, one pair after the other."""
    signs = _written(text)
    return " ".join(map(str.__add__, signs, signs[1:]))


def singles(text: str) -> str:
    """Every character, once."""
    return " ".join(set(_written(text)))


def cover(form: str, frequency: Callable[[str], int]) -> list[Offset]:
    """The pairs, with their places, that say the whole form and stand in the fewest texts.

    `form` has two characters or more. Each character lies in a pair that is taken: the first
    and the last pair are, and of two neighbours at least one.
    """
    signs = _written(form)
    two = [signs[at : at + 2] for at in range(len(signs) - 1)]
    often = {pair: frequency(pair) for pair in set(two)}
    ways: list[tuple[int, list[int]]] = []  # the cheapest way that ends with each pair
    for at, pair in enumerate(two):
        before = min(ways[max(at - 2, 0) :], default=(0, []), key=lambda way: way[0])
        ways.append((before[0] + often[pair], [*before[1], at]))
    return [(at, two[at]) for at in ways[-1][1]]
