"""SHA-256 and SM3 (GB/T 32905) of a stream, worked out together in one reading."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from cryptography.hazmat.primitives.hashes import SM3, Hash

CHUNK = 1 << 20  # bytes read at a time


@dataclass(frozen=True)
class Digests:
    """What identifies bytes: their number and two digests, in hexadecimal."""

    size: int
    sha256: str
    sm3: str


def digest(chunks: Iterable[bytes]) -> Digests:
    """The digests of a stream, of which never more than one chunk is held."""
    size, sha256, sm3 = 0, hashlib.sha256(), Hash(SM3())
    for chunk in chunks:
        size += len(chunk)
        sha256.update(chunk)
        sm3.update(chunk)
    return Digests(size, sha256.hexdigest(), sm3.finalize().hex())
