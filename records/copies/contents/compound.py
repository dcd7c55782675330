"""Old office files (OLE); a reader for the confined child process, without Django."""

from struct import error, unpack_from
from typing import BinaryIO

from records.confined.wire import Fault
from records.copies.contents.signs import refuse_other_faces
from records.tables.workbook import is_locked

ROOT = "Root Entry".encode("utf-16-le")
WORD, WORD_FLAGS, ENCRYPTED = b"\xec\xa5", 0x0A, 0x0100  # the head of a text ([MS-DOC] 2.5.2)
SECTOR, HEAD = 512, 1 << 20


def read(file: BinaryIO) -> list[str]:
    """Nothing: what it says cannot be read cheaply. A fault where it is locked or damaged."""
    refuse_other_faces(file, package=True, markup=True)
    head = file.read(HEAD)
    if is_locked(head) or _text_is_locked(head):
        raise Fault("password")
    size = file.seek(0, 2)
    try:
        shift = unpack_from("<H", head, 30)[0]
        begin = (unpack_from("<I", head, 48)[0] + 1) << shift
    except error:
        raise Fault("broken") from None
    if shift not in {9, 12} or begin + len(ROOT) > size:
        raise Fault("broken")
    file.seek(begin)
    if file.read(len(ROOT)) != ROOT:
        raise Fault("broken")
    return []


def _text_is_locked(head: bytes) -> bool:
    starts = range(SECTOR, len(head) - SECTOR, SECTOR)
    return any(
        unpack_from("<H", head, start + WORD_FLAGS)[0] & ENCRYPTED
        for start in starts
        if head[start : start + 2] == WORD
    )
