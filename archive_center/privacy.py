"""What is made at run time is for the account that runs the centre, and for nobody else."""

import os
import stat
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error

OTHERS = stat.S_IRWXG | stat.S_IRWXO  # also the mask of every process that makes files
SHOWN = 5
REMEDY = "Run `chmod -R go-rwx` on it, and give the services UMask=0077: docs/production.md."


def kept() -> list[Path]:
    """Where files of all kinds lie, also what is still being sent, pictures, and the index."""
    places = ("MEDIA_ROOT", "PACKAGE_DIR", "PAGE_CACHE_DIR", "SEARCH_DIR", "UPLOAD_DIR")
    return [Path(getattr(settings, place)) for place in places]


def open_to_others(root: Path) -> Iterator[Path]:
    """The directory and what lies in it that anybody else may read, write or enter."""
    if _is_open(root):
        yield root
    for folder, folders, files in os.walk(root):
        for name in (*folders, *files):
            if _is_open(path := Path(folder, name)):
                yield path


def _is_open(path: Path) -> bool:
    """Whether its own mode lets others in; a link has none, and what vanished is not open."""
    try:
        mode = path.lstat().st_mode
    except OSError:
        return False
    return not stat.S_ISLNK(mode) and bool(mode & OTHERS)


def close(root: Path) -> None:
    """Take everybody else's rights away; quick where the directory itself is closed already.

    The directory comes last, so that a run that was stopped is done again.
    """
    if not _is_open(root):
        return
    for path in (*list(open_to_others(root))[1:], root):
        path.chmod(stat.S_IMODE(path.stat().st_mode) & ~OTHERS)


def files_are_private(**_: Any) -> list[CheckMessage]:
    """One message for each directory in which something is open to other accounts."""
    faults: list[CheckMessage] = []
    for root in kept():
        if found := list(islice(open_to_others(root), SHOWN)):
            names = ", ".join(map(str, found))
            faults.append(Error(f"Open to other accounts: {names}.", REMEDY, id="files.E001"))
    return faults
