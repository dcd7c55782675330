"""What the pages of an OFD say."""

from collections.abc import Iterator
from typing import BinaryIO

from records.confined.wire import Fault
from records.copies.contents.ofd.package import Document, all_of, children, deltas, number, placed
from records.copies.contents.portable import MOST_TEXT

SPACE, LINE = 0.6, 0.5  # of a letter's size: what parts words, and what parts lines


def texts(file: BinaryIO) -> Iterator[str]:
    """What the pages say, of long documents the beginning."""
    document, left = Document(file), MOST_TEXT
    for index in range(len(document.pages)):
        try:
            text = _text(document, index)[:left]
        except Fault:
            text = ""
        left -= len(text)
        yield text


def _text(document: Document, index: int) -> str:
    """The words of a page in the order of the file; a line ends where the next lies lower."""
    said, across, down = "", 0.0, 0.0
    for layer in document.layers(index):
        for thing in all_of(layer, "TextObject"):
            place, size = placed(thing), number(thing, "Size", 1)
            for code in children(thing, "TextCode"):
                x, y = place.x + number(code, "X", 0), place.y + number(code, "Y", 0)
                if said:
                    said += (
                        "\n" if abs(y - down) > LINE * size else " " * (x - across > SPACE * size)
                    )
                written = code.text or ""
                said, down = said + written, y
                steps = deltas(code.get("DeltaX"))
                across = x + sum(steps) + size * max(len(written) - len(steps), 0)
    return said
