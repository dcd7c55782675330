"""Bytes on their way into a package, digested as they are read, and out of it as one tar.

The tar is not compressed (DA/T 93-2022) and made while it is sent.
"""

import errno
import hashlib
import tarfile
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from os import cpu_count
from pathlib import Path
from typing import NamedTuple

from django.core.files import File
from django.core.files.storage import default_storage

from records.copies.digests import CHUNK
from records.copies.models import DigitalCopy
from records.rules import Refused
from records.sentences import gettext as _

MANY = 8 * CHUNK  # bytes of which each processor copies a share


class Written(NamedTuple):
    """One file of the payload: its path below `data/`, bytes and digests."""

    path: str
    size: int
    sha256: str
    sha512: str


Made = dict[str, Written]  # by their path


class Way(NamedTuple):
    """From where in the store to where below `data/` so many bytes of a copy go."""

    source: str
    target: str
    size: int


def write(base: Path, path: str, content: bytes) -> Written:
    """Write a small file that was made in memory."""
    with open(f"{base}/{path}", "wb") as file:  # noqa: PTH123 - a `Path` each takes as long
        file.write(content)
    return Written(
        path,
        len(content),
        hashlib.sha256(content).hexdigest(),
        hashlib.sha512(content).hexdigest(),
    )


def stream_all(base: Path, ways: Sequence[Way]) -> Made:
    """Copy bytes of the store; what is not there is left out.

    Many bytes are copied by as many threads as there are processors; with few, each would
    wait for the other.
    """
    many = sum(way.size for way in ways) > MANY
    shares = (cpu_count() or 1) if many else 1
    with ThreadPoolExecutor(shares) as pool:
        made = pool.map(partial(_stream, base), (ways[one::shares] for one in range(shares)))
        return {written.path: written for share in made for written in share}


def _stream(base: Path, ways: Iterable[Way]) -> list[Written]:
    room = memoryview(bytearray(CHUNK))
    found = []
    for way in ways:
        with suppress(FileNotFoundError), default_storage.open(way.source, "rb") as stored:
            found.append(_copy(stored, base, way.target, room))
    return found


def _copy(stored: "File[bytes]", base: Path, path: str, room: memoryview) -> Written:
    """Copy a stream, with `room` for its blocks, and work out both digests on the way."""
    sha256, sha512, size = hashlib.sha256(), hashlib.sha512(), 0
    with open(f"{base}/{path}", "wb") as target:  # noqa: PTH123 - as above
        while count := stored.readinto(room):
            block = room[:count]
            sha256.update(block)
            sha512.update(block)
            target.write(block)
            size += count
    return Written(path, size, sha256.hexdigest(), sha512.hexdigest())


def copied(written: Written | None, copy: DigitalCopy, code: str) -> Written:
    """A digital copy that was streamed; refused if it is not what was stored."""
    if written is None:
        raise Refused(
            _(
                "The bytes of “%(name)s” of %(code)s are not in the store. Bring them back from"
                " the backup or attach the copy anew, then make the package again."
            )
            % {"name": copy.name, "code": code}
        )
    if (written.size, written.sha256) != (copy.size, copy.sha256):
        raise Refused(
            _(
                "“%(name)s” of %(code)s is not what was stored: its digest differs. Bring it back"
                " from the backup or attach it anew, then make the package again."
            )
            % {"name": copy.name, "code": code}
        )
    return written


def no_room(error: OSError) -> bool:
    """Whether a fault means that the disk, or the share of it, is full."""
    return error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


def barred(error: OSError) -> bool:
    """Whether a fault means that there is no way or no right to a place."""
    return error.errno in {errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR, errno.EEXIST}


def tar_size(package: Path) -> int:
    """How many bytes `tar` will give."""
    total = 0
    for path, name in _files(package):
        total += len(_header(path, name)) + _padded(path.stat().st_size)
    return total + 2 * tarfile.BLOCKSIZE


def tar(package: Path) -> Iterator[bytes]:
    """The blocks of the tar, one file after the other; memory stays at one block."""
    for path, name in _files(package):
        yield _header(path, name)
        size = path.stat().st_size
        with path.open("rb") as file:
            while block := file.read(CHUNK):
                yield block
        yield b"\0" * (_padded(size) - size)
    yield b"\0" * (2 * tarfile.BLOCKSIZE)


def _files(package: Path) -> Iterator[tuple[Path, str]]:
    for path in sorted(package.rglob("*")):
        if path.is_file():
            yield path, f"{package.name}/{path.relative_to(package)}"


def _header(path: Path, name: str) -> bytes:
    entry = tarfile.TarInfo(name)
    lying = path.stat()
    entry.size, entry.mtime = lying.st_size, int(lying.st_mtime)
    return entry.tobuf(tarfile.PAX_FORMAT, "utf-8")


def _padded(size: int) -> int:
    return -(-size // tarfile.BLOCKSIZE) * tarfile.BLOCKSIZE
