"""Bytes that are not whole yet: one private file each, until they are attached or left out."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.db import transaction

PIECE = 1 << 18  # bytes held at a time


def path(upload: int, file: int) -> Path:
    """Where the bytes of a file lie."""
    return Path(settings.UPLOAD_DIR, str(upload), str(file))


def room() -> int:
    """How many bytes can still be taken in."""
    root = Path(settings.UPLOAD_DIR)
    root.mkdir(mode=0o700, parents=True, exist_ok=True)
    return shutil.disk_usage(root).free


def add(place: Path, stream: BinaryIO, *, offset: int, most: int) -> int:
    """Write what comes behind the first `offset` bytes; returns how many are here now.

    Where the connection breaks, what came before that is kept. Of more than `most` bytes
    the rest is not read.
    """
    _make(place)
    with place.open("r+b") as file:
        file.truncate(offset)
        file.seek(offset)
        for piece in _pieces(stream, most - offset):
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())
        return file.tell()


def _pieces(stream: BinaryIO, left: int) -> Iterator[bytes]:
    """What a stream gives, until it ends or breaks."""
    while left > 0:
        try:
            piece = stream.read(min(PIECE, left))
        except OSError:  # the other side is gone
            return
        if not piece:
            return
        left -= len(piece)
        yield piece


def _make(place: Path) -> None:
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    place.touch(0o600)


@contextmanager
def opened(place: Path) -> Iterator[BinaryIO]:
    """The bytes for reading; an empty file was never written."""
    _make(place)
    with place.open("rb") as file:
        yield file


def held(place: Path) -> int:
    """How many bytes of a file are here."""
    return place.stat().st_size if place.exists() else 0


def forget_later(upload: int, file: int | None = None) -> None:
    """The same as `forget`, once this transaction is committed."""
    transaction.on_commit(partial(forget, upload, file))


def forget(upload: int, file: int | None = None) -> None:
    """Delete the bytes of a file, or of a whole set."""
    if file is not None:
        path(upload, file).unlink(missing_ok=True)
    else:
        shutil.rmtree(path(upload, 0).parent, ignore_errors=True)
