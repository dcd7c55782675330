"""What was drawn is kept in private files, as much as the setting allows; the oldest go.

All of it can be drawn anew: it is in no backup, and each machine has its own.
"""

import os
import shutil
from pathlib import Path
from tempfile import NamedTemporaryFile
from time import time
from typing import NamedTuple

from django.conf import settings

SHARE = 20  # the files are counted each time that this part of what is allowed was added
LEFT = 0.9  # of what is allowed, once the oldest were taken away


class _File(NamedTuple):
    used: float
    size: int
    path: Path


_added: dict[str, int] = {}  # bytes since the files were counted; a new process counts at once


def kept(name: str, *, seconds: float | None = None) -> bytes | None:
    """What was kept under a name, if it is not older than that; it counts as used now."""
    path = _path(name)
    try:
        if seconds is not None and path.stat().st_mtime < time() - seconds:
            return None
        content = path.read_bytes()
        if seconds is None:
            os.utime(path)
    except OSError:
        return None
    return content


def keep(name: str, content: bytes) -> None:
    """Keep it under a name, whole or not at all."""
    path, root = _path(name), str(settings.PAGE_CACHE_DIR)
    Path(root).parent.mkdir(parents=True, exist_ok=True)
    for folder in (Path(root), path.parent.parent, path.parent):  # parents get the usual mode
        folder.mkdir(0o700, exist_ok=True)
    with NamedTemporaryFile(dir=path.parent, delete=False) as file:
        file.write(content)
    Path(file.name).replace(path)
    share = settings.PAGE_CACHE_BYTES // SHARE
    _added[root] = _added.get(root, share) + len(content)
    if _added[root] >= share:
        _added[root] = 0
        _thin_out(Path(root), settings.PAGE_CACHE_BYTES)


def forget(digest: str) -> None:
    """Forget all that was made of some bytes."""
    shutil.rmtree(_path(digest), ignore_errors=True)


def _path(name: str) -> Path:
    return Path(settings.PAGE_CACHE_DIR, name[:2], name)


def _thin_out(root: Path, most: int) -> None:
    """Take the oldest away where there is more than is allowed."""
    files = sorted(_files(root))
    over = sum(file.size for file in files) - most
    if over <= 0:
        return
    over += int(most * (1 - LEFT))
    for file in files:
        if over <= 0:
            return
        file.path.unlink(missing_ok=True)
        over -= file.size


def _files(root: Path) -> list[_File]:
    found = []
    for folder, _folders, names in os.walk(root):
        for name in names:
            path = Path(folder, name)
            try:
                told = path.stat()
            except OSError:  # another process took it away
                continue
            found.append(_File(told.st_mtime, told.st_size, path))
    return found
