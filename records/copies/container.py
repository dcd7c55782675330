"""What a ZIP package holds; a reader for the confined child process, without Django."""

import zipfile
from typing import BinaryIO

from records.confined.wire import Fault


def holds(file: BinaryIO, beginning: str) -> bool:
    """Whether a member's name begins so, in small letters. Encrypted packages are a fault."""
    try:
        with zipfile.ZipFile(file) as package:
            inside = package.infolist()
    except zipfile.BadZipFile:
        return False
    if any(entry.flag_bits & 1 for entry in inside):
        raise Fault("encrypted")
    return any(entry.filename.lower().startswith(beginning) for entry in inside)
