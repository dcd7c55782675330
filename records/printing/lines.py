"""Which rows of a printed table surely need one line only.

A row of which that is known gets its height from the start: typst then sets each of its
cells once, not twice. Without it, a list of a thousand records takes nearly twice as long.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Any

POINTS = 72 / 25.4  # a millimetre
FULL = 1.0  # em, of a Chinese character
WIDEST = 1.16  # of any other, № before all
# What the rest of the vendored fonts' characters are at most, most of them by their kind.
ADVANCES = {
    0.37: " !'(),-./:;[]|·\\ijlt",
    0.58: "0123456789#$*+<=>?_~^acefgrsvxyzIJS",
    0.77: "bdhknopquABCDEFGKLOPQRTVXYZ",
}
_advance = {character: em for em, some in ADVANCES.items() for character in some}
_full = re.compile("[\u2e80-\U0010ffff]+")


def room(text: str) -> float:
    """The most room that a text takes in one line of the vendored fonts, in em, unkerned."""
    rest = _full.sub("", text)
    return (len(text) - len(rest)) * FULL + sum(_advance.get(one, WIDEST) for one in rest)


def measured(
    rows: Iterable[Sequence[str]], widths: Sequence[float], *, size: float, pad: float
) -> dict[str, Any]:
    """What a template needs to set these rows: `widths` of the columns in mm, and `short`.

    `short` says of each row whether each of its values surely fits into one line of its
    column at `size` with `pad` at either side, both in points. Where that is not sure, it
    is no: the row is then as high as it turns out to be.
    """
    rooms = [(width * POINTS - 2 * pad) / size for width in widths]
    sure = [room / WIDEST for room in rooms]
    short = [
        all(
            "\n" not in value and (len(value) <= least or room(value) <= most)
            for value, least, most in zip(row, sure, rooms, strict=True)
        )
        for row in rows
    ]
    return {"widths": [*widths], "short": short}
