"""A package as one uncompressed tar, made while it is sent (DA/T 93-2022: no compression)."""

import tarfile
from collections.abc import Iterator
from pathlib import Path

BLOCK = 1 << 20


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
            while block := file.read(BLOCK):
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
