"""What passes between a reader of a stranger's bytes and the process that asked for it.

Nothing of Django is imported here: the child process has to begin quickly. The child
is not trusted, so that what it says is JSON in frames of a limited size, never a pickle.
"""

import json
import struct
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any, BinaryIO, TypeAlias

Moment: TypeAlias = date | datetime | time | timedelta
SIZE = 4  # bytes before a frame that say how long it is
MOST_FRAME = 32 * 1024**2
ORDER = 1 << 17  # bytes of an order at most
STATUS = struct.Struct("!i")  # how a child ended
NO_MEMORY = 77  # exit status of a child whose memory came to its limit

_KINDS = {kind.__name__: kind for kind in (datetime, date, time)}


class Fault(Exception):
    """What a reader found wrong: the key of a sentence, and what the sentence tells."""

    def __init__(self, key: str, /, **told: int | str) -> None:
        super().__init__(key)
        self.key, self.told = key, told


def send(pipe: BinaryIO, **said: Any) -> None:
    """Write one frame; dates and times go as [kind, text]."""
    body = _encode(said).encode(errors="replace")
    pipe.write(len(body).to_bytes(SIZE, "big") + body)
    pipe.flush()


def received(body: bytes) -> dict[str, Any]:
    """What a frame says. ValueError where it is no answer of a reader."""
    try:
        said = json.loads(body)
    except RecursionError:
        raise ValueError("nested too deeply") from None
    if not isinstance(said, dict):
        raise ValueError("no answer")
    return said


def moment(tagged: list[Any]) -> Moment:
    """The date or time that was sent as [kind, text]. ValueError where it is none."""
    match tagged:
        case ["timedelta", int(seconds) | float(seconds)]:
            return timedelta(seconds=seconds)
        case [str(kind), str(text)] if kind in _KINDS:
            return _KINDS[kind].fromisoformat(text)
    raise ValueError("no date or time")


def _tagged(value: object) -> list[str | float]:
    if isinstance(value, timedelta):
        return ["timedelta", value.total_seconds()]
    if isinstance(value, date | time):
        return [type(value).__name__, value.isoformat()]
    raise TypeError(type(value))


_encode: Callable[[Any], str] = json.JSONEncoder(
    ensure_ascii=False, separators=(",", ":"), default=_tagged
).encode
