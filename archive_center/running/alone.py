"""One `up` in a checkout: its lock ends with its process, however that dies."""

import fcntl
import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from archive_center.embedded.refusal import CannotStart

ENDS_WITHIN_S = 60


@contextmanager
def alone(var: Path) -> Iterator[None]:
    """Be the only one, or be refused with the process that is."""
    var.mkdir(parents=True, exist_ok=True)
    with (var / "up.lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as held:
            raise CannotStart(
                f"This checkout runs already (process {holder(var)}, 已在运行): "
                "stop it with `make down`."
            ) from held
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield


def holder(var: Path) -> int | None:
    """The process id of the `up` that runs, if one does."""
    path = var / "up.lock"
    if not path.exists():
        return None
    with path.open() as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return int(lock.read() or 0)
    return None


def end(var: Path) -> None:
    """Ask the `up` that runs to end and wait until it has, whatever it is at; quiet without one."""
    pid = holder(var)
    if not pid:
        return
    os.kill(pid, signal.SIGTERM)
    deadline = time.monotonic() + ENDS_WITHIN_S
    while holder(var) == pid:
        if time.monotonic() > deadline:
            raise CannotStart(f"The start (process {pid}) does not end: see {var / 'log'}.")
        time.sleep(0.05)
