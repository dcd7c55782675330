"""Processes that wrote down their ids: whether they live, or the number went to another."""

import fcntl
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from archive_center.local.refusals import CannotStart

ENDS_WITHIN_S = 20
START_ENDS_WITHIN_S = 60


def command_of(pid: int) -> str:
    """The command line of a living process; empty for a dead one, a zombie too."""
    if not Path("/proc/self").exists():
        ps = ["/bin/ps", "-p", str(pid), "-o", "command="]
        return subprocess.run(ps, capture_output=True, text=True, check=False).stdout
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace")
    except OSError:
        return ""


def noted(pid_file: Path) -> int | None:
    """The id in a pid file, whoever has that number by now."""
    try:
        return int(pid_file.read_text().splitlines()[0])
    except (FileNotFoundError, ValueError, IndexError):
        return None


def living(pid_file: Path, program: str) -> int | None:
    """The id in a pid file, if that process lives and is this program."""
    pid = noted(pid_file)
    return pid if pid is not None and program in command_of(pid) else None


def ended(pid: int) -> bool:
    """Whether a process is dead to its last open file; its command line is gone before."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] in "ZX"
    except OSError:
        return not command_of(pid)


def left_of_session(leader: int, program: Path) -> list[int]:
    """Processes of this program that outlived the leader of their session."""
    if command_of(leader):
        return []
    living = (int(path.name) for path in Path("/proc").glob("[0-9]*"))
    return [pid for pid in living if session_of(pid) == leader and program_of(pid) == program]


def program_of(pid: int) -> Path | None:
    """What a process runs; its command line may be a title that it gave itself."""
    try:
        return Path(f"/proc/{pid}/exe").resolve(strict=True)
    except OSError:
        return None


def session_of(pid: int) -> int | None:
    try:
        return os.getsid(pid)
    except OSError:
        return None


def end(pid: int, program: str, sign: signal.Signals = signal.SIGTERM) -> None:
    """Ask a process to end and wait until it has."""
    os.kill(pid, sign)
    deadline = time.monotonic() + ENDS_WITHIN_S
    while not ended(pid):
        if time.monotonic() > deadline:
            raise CannotStart(f"{program} (process {pid}) does not end (无法停止).")
        time.sleep(0.02)


@contextmanager
def alone(var: Path) -> Iterator[int]:
    """Be the only one, or be refused with the process that is; gives the lock's descriptor."""
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
        yield lock.fileno()


def holder(var: Path) -> int | None:
    """The process id of the `up` that runs, if one does."""
    path = var / "up.lock"
    if not path.exists():
        return None
    with path.open() as lock:
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                if written := lock.read():
                    return int(written)
                time.sleep(0.01)  # it has just got the lock, and writes its number next
            else:
                return None


def end_holder(var: Path) -> None:
    """Ask the `up` that runs to end and wait until it has, whatever it is at; quiet without one."""
    pid = holder(var)
    if not pid:
        return
    os.kill(pid, signal.SIGTERM)
    deadline = time.monotonic() + START_ENDS_WITHIN_S
    while holder(var) == pid:
        if time.monotonic() > deadline:
            raise CannotStart(f"The start (process {pid}) does not end: see {var / 'log'}.")
        time.sleep(0.05)
