"""Whether a process that wrote down its id still lives, or its number went to another."""

import os
import signal
import subprocess
import time
from pathlib import Path

from archive_center.embedded.refusal import CannotStart

ENDS_WITHIN_S = 20


def command_of(pid: int) -> str:
    """The command line of a living process; empty for a dead one, a zombie too."""
    if not Path("/proc/self").exists():
        ps = ["/bin/ps", "-p", str(pid), "-o", "command="]
        return subprocess.run(ps, capture_output=True, text=True, check=False).stdout
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace")
    except OSError:
        return ""


def living(pid_file: Path, program: str) -> int | None:
    """The id in a pid file, if that process lives and is this program."""
    try:
        pid = int(pid_file.read_text().splitlines()[0])
    except (FileNotFoundError, ValueError, IndexError):
        return None
    return pid if program in command_of(pid) else None


def end(pid: int, program: str, sign: signal.Signals = signal.SIGTERM) -> None:
    """Ask a process to end and wait until it has."""
    os.kill(pid, sign)
    deadline = time.monotonic() + ENDS_WITHIN_S
    while program in command_of(pid):
        if time.monotonic() > deadline:
            raise CannotStart(f"{program} (process {pid}) does not end (无法停止).")
        time.sleep(0.02)
