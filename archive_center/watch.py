"""What stays of `up` when everything runs: a small process that waits, and has all ended when told.

It imports nothing of ours: for more it becomes `manage.py up` again, or the end of all.
"""

import os
import signal
import sys
import time
from pathlib import Path
from types import FrameType
from typing import NoReturn

PROJECT = Path(__file__).resolve().parents[1]
ENDS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
TOLD: list[int] = []  # the signals to end: no lock, since one may come while another is noted


def interrupt(sign: int, frame: FrameType | None) -> None:
    """A signal to end is treated as Ctrl-C, once: the group may be told by several."""
    TOLD.append(sign)
    for each in ENDS:
        signal.signal(each, signal.SIG_IGN)
    raise KeyboardInterrupt


def listen() -> None:
    """Have signals to end interrupt.

    Ctrl-C itself is asked for, because a script that starts this in the background has its
    children ignore it.
    """
    for sign in ENDS:
        signal.signal(sign, interrupt)


def become(supervisor: int, lock: int) -> NoReturn:
    """Go on as this module, the same process without Django; a signal meanwhile waits."""
    signal.pthread_sigmask(signal.SIG_BLOCK, ENDS)
    if TOLD:  # and what was raised then was dropped, see `stay`
        raise KeyboardInterrupt
    os.set_inheritable(lock, True)  # noqa: FBT003 it has no name
    os.chdir(PROJECT)
    told = [str(supervisor), str(lock), str(PROJECT / "manage.py"), *sys.argv[1:]]
    again("-m", "archive_center.watch", *told)


def again(*command: str) -> NoReturn:
    """Be another program of ours, as the same process."""
    os.execv(sys.executable, [sys.executable, *command])  # noqa: S606 ourselves


def stay(supervisor: int) -> int:
    """Wait until the supervisor ends, with its status; KeyboardInterrupt where a signal came.

    Python drops the one that comes while it closes what nobody holds any more, so it is
    also looked for here.
    """
    while not TOLD:
        pid, status = os.waitpid(supervisor, os.WNOHANG)
        if pid:
            return os.waitstatus_to_exitcode(status)
        time.sleep(1)
    raise KeyboardInterrupt


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main(supervisor: int, lock: int, *start: str) -> None:
    """Stay until told to end; where the supervisor dies, start again as it was started."""
    listen()
    try:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDS)
        died = stay(supervisor) != 0
    except KeyboardInterrupt:
        say("\nStopping … (正在停止)")
        died = False
    if died:
        say("The supervisor died and starts again. (监控进程重新启动)")
        os.close(lock)  # which the start takes
        again(*start)
    again("-m", "archive_center.local.supervisor")


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), *sys.argv[3:])
