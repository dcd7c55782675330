"""Signs of another file inside a file; for the confined child process, without Django."""

import zipfile
from collections.abc import Iterator, Mapping
from typing import IO, BinaryIO

from records.confined.wire import Fault

BLOCK = 1 << 20
# The file by which virus scanners are tried, in two parts so that none finds it here.
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!"
VIRUS = {EICAR: "virus"}  # each sign with the fault that it is
ARCHIVES = {b"Rar!\x1a\x07": "two", b"7z\xbc\xaf\x27\x1c": "two"}  # opened wherever they begin
HEAD = 1024  # bytes in which PDF readers and browsers look for a beginning
RUN = (b"<script", b"<html", b"<svg", b"<?php", b"<!doctype html")
PACKAGE_END, END_SIZE, MOST_COMMENT = b"PK\x05\x06", 22, 0xFFFF


def is_package(file: BinaryIO) -> bool:
    """Whether it begins as a ZIP does."""
    file.seek(0)
    found = file.read(2) == b"PK"
    file.seek(0)
    return found


def searched(file: IO[bytes], signs: Mapping[bytes, str]) -> Iterator[bytes]:
    """The file block by block; a fault where it holds one of the signs, on a seam too."""
    held, longest = b"", max(map(len, signs))
    while block := file.read(BLOCK):
        there = held + block
        for sign, fault in signs.items():
            if sign in there:
                raise Fault(fault)
        held = there[-longest:]
        yield block


def refuse_other_faces(file: BinaryIO, *, package: bool, markup: bool) -> None:
    """A fault where the bytes are another kind of file, too: a program could take it as that.

    `package` is whether it may be a ZIP and hold what it likes, `markup` whether it may begin
    like a web page.
    """
    file.seek(0)
    for _block in searched(file, VIRUS if package else VIRUS | ARCHIVES):
        pass
    file.seek(0)
    head = file.read(HEAD)
    if b"%PDF-" in head[1:]:
        raise Fault("two")
    if not markup and any(sign in head.lower() for sign in RUN):
        raise Fault("two")
    if not package and _ends_as_package(file):
        raise Fault("two")
    file.seek(0)


def _ends_as_package(file: BinaryIO) -> bool:
    """Whether a ZIP ends where the file ends, wherever it begins."""
    size = file.seek(0, 2)
    file.seek(max(size - END_SIZE - MOST_COMMENT, 0))
    tail = file.read()
    place = tail.rfind(PACKAGE_END)
    if place < 0 or len(tail) - place < END_SIZE:
        return False
    comment = int.from_bytes(tail[place + 20 : place + 22], "little")
    if place + END_SIZE + comment > len(tail):
        return False
    try:
        with zipfile.ZipFile(file) as inside:
            return bool(inside.namelist())
    except (zipfile.BadZipFile, ValueError):
        return False
