"""How large a picture is; a reader for the confined child process, without Django.

Sizes are read from the headers and the picture itself is not unpacked, so that none can
be too large to be looked at.
"""

from collections.abc import Iterator
from struct import calcsize, error, unpack, unpack_from
from typing import BinaryIO, NamedTuple
from zlib import crc32

from records.confined.wire import Fault
from records.copies.contents.signs import BLOCK, refuse_other_faces

PNG = b"\x89PNG\r\n\x1a\n"
JPEG, JPEG_END = b"\xff\xd8", b"\xff\xd9"
WITHOUT_LENGTH = {0x01, *range(0xD0, 0xD8)}  # segments of a JPEG
FRAMES = set(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}  # those that say the size
WIDTH, HEIGHT = 256, 257  # tags of a TIFF
PLACES, LENGTHS = {273, 324}, {279, 325}  # where its parts begin, and how long each is
KINDS = {1: "B", 3: "H", 4: "I", 16: "Q"}  # of numbers in a tag
MOST_PARTS = 1 << 20  # of one page
MOST_PAGES = 10_000


class Form(NamedTuple):
    """How a TIFF writes the number of its tags and places, and how many bytes a place takes."""

    number: str
    place: str
    room: int


SMALL, BIG = Form("H", "I", 4), Form("Q", "Q", 8)


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
    """The size; a fault where a part is cut off or changed, or something stands behind the end."""
    file.seek(8)
    kinds: list[bytes] = []
    size = (0, 0)
    while head := file.read(8):
        length, kind = unpack(">I4s", head)
        if not kinds and kind == b"IHDR":
            size = unpack(">II", file.read(8))
            file.seek(-8, 1)
        check = crc32(kind)
        for block in _blocks(file, length):
            check = crc32(block, check)
        if check != unpack(">I", file.read(4))[0]:
            raise Fault("broken")
        kinds.append(kind)
    if kinds[:1] != [b"IHDR"] or b"IDAT" not in kinds or kinds[-1] != b"IEND":
        raise Fault("broken")
    return size


def _blocks(file: BinaryIO, length: int) -> Iterator[bytes]:
    while length and (block := file.read(min(length, BLOCK))):
        length -= len(block)
        yield block


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
    big = BIG if unpack_from(order + "H", head, 2)[0] == 43 else SMALL
    end, seen = file.seek(0, 2), set[int]()
    file.seek(big.room)
    form = order + big.place
    while (place := _next(file, form)) and len(seen) < MOST_PAGES:
        if place in seen:
            raise Fault("broken")  # what follows is what came before
        seen.add(place)
        file.seek(place)
        tags = dict(_tags(file, order, big))
        behind = file.tell()
        _refuse_cut(_numbers(file, tags, PLACES), _numbers(file, tags, LENGTHS), end)
        width, height = (_numbers(file, tags, {tag})[:1] or [0] for tag in (WIDTH, HEIGHT))
        yield width[0], height[0]
        file.seek(behind)
    if not seen:
        raise Fault("broken")


def _tags(file: BinaryIO, order: str, form: Form) -> Iterator[tuple[int, tuple[str, int]]]:
    """Of each tag of numbers how they are written, and where they stand."""
    count = _next(file, order + form.number)
    for _entry in range(min(count, 4096)):
        at, entry = file.tell(), file.read(4 + 2 * form.room)
        tag, kind, many = unpack_from(f"{order}HH{form.place}", entry)
        if kind not in KINDS or many > MOST_PARTS:
            continue
        written, place = f"{order}{many}{KINDS[kind]}", at + 4 + form.room
        if calcsize(written) > form.room:
            (place,) = unpack_from(order + form.place, entry, 4 + form.room)
        yield tag, (written, place)


def _numbers(file: BinaryIO, tags: dict[int, tuple[str, int]], wanted: set[int]) -> list[int]:
    for written, place in (tags[tag] for tag in wanted & set(tags)):
        file.seek(place)
        return list(unpack(written, file.read(calcsize(written))))
    return []


def _refuse_cut(places: list[int], lengths: list[int], end: int) -> None:
    """Each part of the picture lies in the file; some writers leave its only length out."""
    lengths = lengths or [1] * len(places)
    if not places or len(places) != len(lengths):
        raise Fault("broken")
    if any(place + length > end for place, length in zip(places, lengths, strict=True)):
        raise Fault("broken")


def _next(file: BinaryIO, form: str) -> int:
    place: int = unpack(form, file.read(calcsize(form)))[0]
    return place
