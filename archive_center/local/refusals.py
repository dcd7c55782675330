"""How a start is refused: one sentence for the person at the terminal."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class CannotStart(SystemExit):
    """Ends the program with exit code 1 and one sentence; there is nothing to debug."""


SENTENCES = {
    errno.ENOSPC: "The disk is full (磁盘已满): free some space for {path} and start again.",
    errno.EDQUOT: "The disk quota is used up (磁盘配额已满): free some space for {path}.",
    errno.EACCES: "{path} may not be read or written by this user (权限不足): "
    "run as its owner or give the directory to this user.",
    errno.EPERM: "{path} may not be changed by this user (权限不足): "
    "run as its owner or give the directory to this user.",
    errno.EROFS: "{path} is on a read-only file system (只读文件系统): "
    "set VAR_DIR to a writable place.",
}

SIGNS = {
    "No space left on device": errno.ENOSPC,
    "Disk quota exceeded": errno.EDQUOT,
    "Permission denied": errno.EACCES,
    "Operation not permitted": errno.EPERM,
    "Read-only file system": errno.EROFS,
}


@contextmanager
def told_plainly(place: Path) -> Iterator[None]:
    """Turn a full disk or a missing right below `place` into its sentence."""
    try:
        yield
    except OSError as error:
        sentence = SENTENCES.get(error.errno or 0)
        if sentence is None:
            raise
        raise CannotStart(sentence.format(path=error.filename or place)) from error


def recognised(output: str, place: Path) -> CannotStart | None:
    """The sentence for what the system refused a program, if its words tell."""
    for sign, number in SIGNS.items():
        if sign in output:
            return CannotStart(SENTENCES[number].format(path=place))
    return None


def explained(server: str, output: str, place: Path) -> CannotStart:
    """The sentence for a server that would not start, from what it printed."""
    if sentence := recognised(output, place):
        return CannotStart(f"{server}: {sentence}")
    lines = [line for line in output.splitlines() if line.strip()]
    last = next((line for line in reversed(lines) if "FATAL" in line or "rror" in line), "")
    return CannotStart(
        f"{server} did not start (未能启动): {last or (lines or ['no message'])[-1]} (see {place})"
    )
