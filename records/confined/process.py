"""Whatever parses a stranger's bytes does it in a child process with limits.

A parser that panics, aborts, hangs or swells is then one sentence on the page, and
nobody else notices: not the web server, not the worker, not the next file. Limits are
memory, processor time, the time that one waits, and how much comes out
(`CONFINED_…` in the settings).
"""

import logging
import os
import select
import shutil
import signal
import tempfile
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from time import monotonic
from typing import IO, Any, NamedTuple, TypeAlias

from django.conf import settings
from django.utils.functional import Promise

from records.confined.children import AT_ONCE, Child
from records.confined.wire import MOST_FRAME, NO_MEMORY, SIZE, Fault, received
from records.rules import Refused
from records.sentences import gettext_lazy as _

log = logging.getLogger(__name__)

Sentences: TypeAlias = Mapping[str, str | Promise]
SENTENCES: Sentences = {
    "memory": _("The file needs more memory to be read than a file may need."),
    "time": _("The file takes longer to be read than a file may take."),
    "size": _("The file holds more than can be taken from one file."),
    "broken": _("The file cannot be read: it is damaged, or of another kind than it says."),
}
LONGEST_WORD = 200  # characters of what a sentence tells
LAST_WORDS = 2_000  # bytes of a child's errors that go into the log


class Late(NamedTuple):
    """A reader by its names, whose module is loaded by its child alone, for what it takes."""

    module: str
    name: str


Reader: TypeAlias = Callable[..., Any] | Late


def run(
    reader: Reader,
    file: IO[bytes],
    *args: Any,
    sentences: Sentences = SENTENCES,
    seconds: int | None = None,
) -> Any:
    """What the reader finds in the file, as JSON has it; Refused as in `stream`."""
    with closing(stream(reader, file, *args, sentences=sentences, seconds=seconds)) as found:
        return next(found, None)


def stream(
    reader: Reader,
    file: IO[bytes],
    *args: Any,
    sentences: Sentences = SENTENCES,
    most: int | None = None,
    seconds: int | None = None,
    memory: int | None = None,
    keep: IO[bytes] | None = None,
) -> Generator[Any, None, None]:
    """What the reader yields, value by value, while it reads; closed early, it ends early.

    The reader is a function of a module that imports nothing of Django. It gets the file,
    opened for reading, and `args`; what it yields has to fit into JSON. It says what is
    wrong by a `Fault` with a key of `sentences`. Refused with such a sentence, also where
    it ended by itself, took too long (`seconds`) or too much (`memory`, in bytes), or said more
    than `most` bytes.
    What it yields is written to `keep` as well, for `again`.
    """
    try:
        longest = seconds or settings.CONFINED_SECONDS
        order = _order(reader, args) | {"seconds": longest}
        order["memory"] = memory or settings.CONFINED_MEMORY_BYTES
        with _started(order, file) as child:
            yield from _said(child, longest, most or settings.CONFINED_OUTPUT_BYTES, keep)
    except Fault as fault:
        raise _refused(fault, sentences) from None


def refusal(said: dict[str, Any], sentences: Sentences) -> Refused:
    """The sentence of a fault that a reader told as a value, and went on."""
    return _refused(_fault(said), sentences)


def again(kept: IO[bytes]) -> Generator[Any, None, None]:
    """What a reader yielded, from where `stream` kept it: no process is started."""
    kept.seek(0)
    while size := kept.read(SIZE):
        yield received(kept.read(int.from_bytes(size, "big")))["value"]


def _order(reader: Reader, args: Any) -> dict[str, Any]:
    late = isinstance(reader, Late)
    module, name = reader if isinstance(reader, Late) else (reader.__module__, reader.__name__)
    return {"module": module, "name": name, "args": args, "late": late}


@contextmanager
def _started(order: dict[str, Any], file: IO[bytes]) -> Iterator[Child]:
    with (
        on_disk(file) as held,
        tempfile.TemporaryFile() as errors,
        closing(_forked(order, held, errors)) as child,
    ):
        try:
            yield child
        except (_Ended, NotBegun) as ended:
            child.kill(settings.CONFINED_SECONDS)
            _write_down(order, child, errors, ended)
            raise


def _forked(order: dict[str, Any], file: IO[bytes], errors: IO[bytes]) -> Child:
    try:
        return Child(order, file, errors)
    except ValueError:
        raise Fault("size") from None
    except OSError as refused:
        raise NotBegun("No confined process can be begun.") from refused


@contextmanager
def on_disk(file: IO[bytes]) -> Iterator[IO[bytes]]:
    """The file, opened anew at its beginning, so that it can only be read."""
    file.seek(0)
    with ExitStack() as opened:
        try:
            number = file.fileno()
        except (AttributeError, OSError):
            held = opened.enter_context(tempfile.TemporaryFile())
            shutil.copyfileobj(file, held)
            held.flush()
            number = held.fileno()
        yield opened.enter_context(Path(f"/proc/self/fd/{number}").open("rb"))


class NotBegun(RuntimeError):
    """The child ended before it read one byte: a fault of the installation, not of the file."""


class _Ended(Fault):
    """The child did not come to an end of its own."""


def _said(child: Child, seconds: int, most: int, keep: IO[bytes] | None) -> Iterator[Any]:
    ready = False
    for body in _frames(child.said, seconds, most):
        try:
            said = received(body)
        except ValueError:
            raise _Ended("broken") from None
        ready = ready or "ready" in said
        if "fault" in said:
            raise _fault(said)
        if "end" in said:
            return
        if "value" in said:
            if keep:
                keep.write(len(body).to_bytes(SIZE, "big") + body)
            yield said["value"]
    if not ready:
        raise NotBegun("A confined process did not come to its reader; the log has its words.")
    raise _Ended(_why(child))


def _frames(pipe: int, seconds: float, most: int) -> Iterator[bytes]:
    """What comes out of the pipe, frame by frame; only the time that is waited here counts."""
    ready, held, left = select.poll(), bytearray(), seconds
    ready.register(pipe, select.POLLIN)
    while True:
        begun = monotonic()
        if not ready.poll(max(left, 0) * 1000):
            raise _Ended("time")
        left -= monotonic() - begun
        part = os.read(pipe, AT_ONCE)
        most -= len(part)
        held += part
        if not part:
            return
        while len(held) >= SIZE:
            end = SIZE + int.from_bytes(held[:SIZE], "big")
            if end > MOST_FRAME or most < 0:
                raise _Ended("size")
            if len(held) < end:
                break
            yield bytes(held[SIZE:end])
            del held[:end]


def _fault(said: dict[str, Any]) -> Fault:
    """What the reader found wrong; the child is not trusted to say it in good form."""
    told = said.get("told")
    fault = Fault(str(said["fault"]))
    for name, word in told.items() if isinstance(told, dict) else ():
        if isinstance(word, int | str):
            fault.told[name] = word if isinstance(word, int) else word[:LONGEST_WORD]
    return fault


def _why(child: Child) -> str:
    """By which limit a child ended that said no last word."""
    status = child.wait(settings.CONFINED_SECONDS)
    if status is None or status == -signal.SIGXCPU:
        return "time"
    return "memory" if status in {NO_MEMORY, -signal.SIGKILL, -signal.SIGABRT} else "broken"


def _write_down(order: dict[str, Any], child: Child, errors: IO[bytes], ended: Exception) -> None:
    """The child's last words are for whoever keeps the system, not for the page."""
    errors.seek(max(errors.seek(0, os.SEEK_END) - LAST_WORDS, 0))
    words = errors.read().decode(errors="replace")
    name = f"{order['module']}.{order['name']}"
    log.warning("%s ended (%s, %s): %s", name, ended, child.status, words)


def _refused(fault: Fault, sentences: Sentences) -> Refused:
    known = {**SENTENCES, **sentences}
    try:
        return Refused(str(known[fault.key]) % fault.told)
    except (KeyError, TypeError, ValueError):
        return Refused(str(known["broken"]))
