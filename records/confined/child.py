"""The child process: it takes its limits upon itself, then reads, and says what it found.

The bytes to read are its standard input. It cannot write, start another process or open
anything once the reader is loaded, not even in place of what it closed, so that no file and
no network is within reach of bytes that take the reader over.
"""

import codecs
import ctypes
import os
import resource
import signal
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any

from records.confined.wire import NO_MEMORY, Fault, send

PR_SET_PDEATHSIG, PR_SET_NO_NEW_PRIVS = 1, 38  # prctl(2)
NOBODY = 65534  # the user who owns nothing
ERRORS = 1 << 16  # bytes of errors that are written down
CODECS = (
    "ascii",
    "cp437",
    "gb18030",
    "utf-16",
    "utf-16-le",
    "utf-8-sig",
)  # cp437 is that of names in a ZIP


def load_codecs() -> None:
    """What Python would open a file for, once it can open none any more."""
    for name in CODECS:
        codecs.lookup(name)


def main(reader: Callable[..., Any], order: dict[str, Any], parent: int) -> None:
    """Read what stands in the standard input, under the limits of the order."""
    sys.excepthook = _fallen
    _limit(order["memory"], order["seconds"])
    Path("/proc/self/oom_score_adj").write_text("1000")  # be the first where memory ends
    _leave_root()
    stay_with(parent)
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))  # what it needs is open
    _answer(reader, order["args"])


def _fallen(kind: type[BaseException], _value: object, trace: TracebackType | None) -> None:
    """Say where the reader fell and over what, without words that may stem from the bytes.

    What is written down here goes into a log, where nothing of a classified file may stand.
    """
    sys.stderr.writelines([*traceback.format_tb(trace), f"{kind.__name__}\n"])


def _leave_root() -> None:
    """The superuser would be bound by no limit on files and processes."""
    with suppress(OSError):  # a container may know no other user: its walls have to do
        if os.geteuid() == 0:
            os.setgroups([])
            os.setresgid(NOBODY, NOBODY, NOBODY)
            os.setresuid(NOBODY, NOBODY, NOBODY)


def stay_with(parent: int) -> None:
    """Die when the process that asked dies, however that is."""
    prctl = ctypes.CDLL(None).prctl
    prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    if os.getppid() != parent:
        os._exit(1)  # it died before the line above


def _limit(memory: int, seconds: int) -> None:
    for what, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_FSIZE, ERRORS),
        (resource.RLIMIT_NPROC, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))
    # the first ends it with a signal that says why, the second if that was blocked
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))


def _answer(reader: Callable[..., Any], args: list[Any]) -> None:
    with open(0, "rb", closefd=False) as file, open(1, "wb", closefd=False) as pipe:
        send(pipe, ready=True)
        try:
            found = reader(file, *args)
            for value in found if isinstance(found, Iterator) else (found,):
                send(pipe, value=value)
            send(pipe, end=True)
        except Fault as fault:
            send(pipe, fault=fault.key, told=fault.told)
        except MemoryError:
            os._exit(NO_MEMORY)
