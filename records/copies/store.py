"""Bytes in the storage: under a temporary name first, then renamed to their digest."""

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4

from django.core.files import File
from django.core.files.storage import default_storage

from records.copies.digests import CHUNK

INCOMING = "copies/incoming"


def chunks(file: BinaryIO) -> Iterator[bytes]:
    """The file from its beginning, a chunk at a time."""
    file.seek(0)
    while chunk := file.read(CHUNK):
        yield chunk


def put(file: BinaryIO, path: str) -> None:
    """Lay bytes under their content's name; a power cut leaves no half file there.

    Nor does it take the name back. A storage without local paths (an object store) shows an
    object only when it is whole, so it needs no temporary name. What lies there already is
    the same bytes.
    """
    if _lies_there(path):
        return
    file.seek(0)
    try:
        target = Path(default_storage.path(path))
    except NotImplementedError:
        default_storage.save(path, File(file))
        return
    _make_folder(target.parent)
    written = Path(default_storage.path(default_storage.save(f"{INCOMING}/{uuid4()}", File(file))))
    with written.open("rb") as whole:
        os.fsync(whole.fileno())
    written.replace(target)
    keep_name(target)


def put_whole(whole: Path, path: str) -> None:
    """The same of a file of our own that is whole and on the disk: linked where that can be.

    The file stays where it is, so that nothing is lost where this comes to be undone.
    """
    if _lies_there(path):
        return
    try:
        target = Path(default_storage.path(path))
        _make_folder(target.parent)
        with suppress(FileExistsError):  # the same bytes, by somebody who was faster
            target.hardlink_to(whole)
        keep_name(target)
    except (NotImplementedError, OSError):  # no disk of ours, or another one
        with whole.open("rb") as file:
            put(file, path)


def keep_name(path: Path) -> None:
    """See that no power cut takes back the name that a file or a folder was given."""
    parent = os.open(path.parent, os.O_DIRECTORY)
    try:
        os.fsync(parent)
    finally:
        os.close(parent)


def _lies_there(path: str) -> bool:
    """Who laid it there may have been killed before its name was kept."""
    there = default_storage.exists(path)
    with suppress(NotImplementedError):
        if there:
            keep_name(Path(default_storage.path(path)))
    return there


def _make_folder(folder: Path) -> None:
    new = [one for one in (folder, *folder.parents) if not one.exists()]
    folder.mkdir(0o700, parents=True, exist_ok=True)
    for one in new:
        keep_name(one)
