"""How large a picture is; a reader for the confined child process, without Django.

Sizes are read from the headers and the picture itself is not unpacked, so that none can
be too large to be looked at.
"""

from collections.abc import Iterator
from struct import error, unpack, unpack_from
from typing import BinaryIO

from records.confined.wire import Fault
from records.copies.contents.signs import refuse_other_faces

PNG, PNG_END = b"\x89PNG\r\n\x1a\n", b"\x00\x00\x00\x00IEND\xaeB`\x82"
JPEG, JPEG_END = b"\xff\xd8", b"\xff\xd9"
WITHOUT_LENGTH = {0x01, *range(0xD0, 0xD8)}  # segments of a JPEG
FRAMES = set(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}  # those that say the size
WIDTH, HEIGHT = 256, 257  # tags of a TIFF
MOST_PAGES = 10_000


def read(file: BinaryIO, most: int) -> list[str]:
    """Nothing: a picture says no text. A fault where it cannot be opened or has too many pixels.

    `most` counts the pixels of one page.
    """
    refuse_other_faces(file, package=False, markup=False)
    head = file.read(8)
    try:
        for width, height in _sizes(file, head):
            if width * height > most:
                raise Fault("pixels", width=width, height=height, most=most)
            if not width * height:
                raise Fault("broken")
    except (error, ValueError, OverflowError):
        raise Fault("broken") from None
    return []


def _sizes(file: BinaryIO, head: bytes) -> Iterator[tuple[int, int]]:
    if head == PNG:
        yield _png(file)
    elif head.startswith(JPEG):
        yield _jpeg(file)
    else:
        yield from _tiff(file, head)


def _png(file: BinaryIO) -> tuple[int, int]:
    file.seek(8)
    _length, kind, width, height = unpack(">I4sII", file.read(16))
    file.seek(-len(PNG_END), 2)
    if kind != b"IHDR" or file.read() != PNG_END:
        raise Fault("broken")  # cut off, or something stands behind the end
    return width, height


def _jpeg(file: BinaryIO) -> tuple[int, int]:
    found = (0, 0)
    file.seek(2)
    while True:
        mark, kind = file.read(2)
        if mark != 0xFF:
            raise Fault("broken")
        if kind == 0xFF:
            file.seek(-1, 1)
        elif kind not in WITHOUT_LENGTH:
            (length,) = unpack(">H", file.read(2))
            if kind in FRAMES:
                _bits, height, width = unpack(">BHH", file.read(5))
                found = (width, height)
                file.seek(-5, 1)
            if kind == 0xDA:  # the picture itself follows
                break
            file.seek(max(length, 2) - 2, 1)
    if JPEG_END not in file.read():
        raise Fault("broken")  # cut off
    return found


def _tiff(file: BinaryIO, head: bytes) -> Iterator[tuple[int, int]]:
    order = "<" if head.startswith(b"II") else ">"
    big = unpack_from(order + "H", head, 2)[0] == 43
    count_form, entry_form, place_form = ("Q", "HHQ", "Q") if big else ("H", "HHI", "I")
    file.seek(8 if big else 4)
    place, seen = _next(file, order + place_form), 0
    while place and seen < MOST_PAGES:
        file.seek(place)
        (count,) = unpack(order + count_form, file.read(8 if big else 2))
        tags = {}
        for _entry in range(min(count, 4096)):
            entry = file.read(20 if big else 12)
            tag, kind, _many = unpack_from(order + entry_form, entry)
            form = {1: "B", 3: "H", 4: "I", 16: "Q"}.get(kind)
            if form and tag in {WIDTH, HEIGHT}:
                tags[tag] = unpack_from(order + form, entry, 12 if big else 8)[0]
        yield tags.get(WIDTH, 0), tags.get(HEIGHT, 0)
        place, seen = _next(file, order + place_form), seen + 1
    if not seen:
        raise Fault("broken")


def _next(file: BinaryIO, form: str) -> int:
    size = 8 if form.endswith("Q") else 4
    place: int = unpack(form, file.read(size))[0]
    return place
