"""Where the index of this machine lies: one directory for each that was built, one is in use.

A file names the one in use; it is exchanged whole. A build that another format of this
code made is none. What cannot be read is marked as spoiled, and the worker makes it anew.
"""

import fcntl
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from uuid import uuid4

from django.conf import settings
from tantivy import Index

from records.index.schema import FORMAT

_BEGINS = f"v{FORMAT}-"
_opening = Lock()
_open: dict[Path, tuple[Index, str]] = {}  # the one in use, and the mark that it was read at


def root() -> Path:
    return Path(settings.SEARCH_DIR)


def folder(name: str) -> Path:
    return root() / name


def current() -> str:
    """The name of the index in use; empty where there is none."""
    try:
        name = (root() / "current").read_text()
    except OSError:
        return ""
    usable = name.startswith(_BEGINS) and not (folder(name) / "spoiled").exists()
    return name if usable else ""


def make() -> str:
    """A new directory beside the others, which is not in use yet."""
    name = f"{_BEGINS}{uuid4().hex}"
    folder(name).mkdir(parents=True)
    return name


def use(name: str) -> None:
    """From now on this one answers."""
    named = root() / f"current.{name}"
    named.write_text(name)
    named.rename(root() / "current")


def spoil(name: str) -> None:
    """Nobody reads it any more."""
    if folder(name).exists():
        (folder(name) / "spoiled").touch()


def opened(name: str, mark: str) -> Index:
    """The index, with all that was in it when it got this mark.

    A process has one open; looking whether there is something new costs more than the mark.
    """
    path = folder(name)
    with _opening:
        index, known = _open.get(path, (None, ""))
        if index is None:
            _open.clear()
            index = Index.open(str(path))
        if known != mark:
            index.reload()
        _open[path] = index, mark
        return index


@contextmanager
def as_faults() -> Iterator[None]:
    """What the library panics over becomes an OSError: as it comes, it would end the process."""
    try:
        yield
    except BaseException as panic:
        if type(panic).__module__ != "pyo3_runtime":
            raise
        raise OSError(str(panic)) from panic


def others(name: str) -> list[str]:
    """All but one that lie there."""
    return [path.name for path in root().glob("v*-*") if path.name != name]


def remove(name: str) -> None:
    shutil.rmtree(folder(name), ignore_errors=True)


def size(name: str) -> int:
    """Of an index, in bytes."""
    return sum(path.stat().st_size for path in folder(name).glob("*"))


@contextmanager
def alone(what: str) -> Iterator[bool]:
    """Be the only process of this machine that does it, if none is; says whether."""
    root().mkdir(parents=True, exist_ok=True)
    with (root() / f"{what}.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
