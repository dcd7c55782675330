"""The children of this process that read strangers' bytes, and the process they are forked from."""

import fcntl
import json
import os
import signal
import socket
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from threading import Lock
from typing import IO, Any

from records.confined.wire import ORDER, STATUS

PROJECT = str(Path(__file__).parents[2])
BEGIN = """
import os, socket, sys
os.chdir("/")
sys.path.insert(0, {project!r})
from records.confined.forkserver import serve
serve(socket.socket(fileno=os.dup(0)))
"""
AT_ONCE = 1 << 18  # bytes that the pipe holds


class Child:
    """One that reads: `said` is the descriptor of its answer, `status` how it ended.

    ValueError where the order is too long to be sent; OSError where nothing can be begun.
    """

    status: int | None = None  # negative: the signal that ended it

    def __init__(self, order: dict[str, Any], file: IO[bytes], errors: IO[bytes]) -> None:
        sent = json.dumps(order).encode()
        if len(sent) > ORDER:
            raise ValueError("too long")
        self.said, answer = os.pipe()
        self.asked, theirs = socket.socketpair()
        try:
            fcntl.fcntl(answer, fcntl.F_SETPIPE_SZ, AT_ONCE)
            _SERVER.fork(sent, [file.fileno(), answer, errors.fileno(), theirs.fileno()])
        except BaseException:
            self.close()
            raise
        finally:
            os.close(answer)
            theirs.close()

    def wait(self, seconds: float) -> int | None:
        """How it ended; None where it did not in that time."""
        self.asked.settimeout(seconds)
        with suppress(TimeoutError):
            told = self.asked.recv(STATUS.size)
            self.status = STATUS.unpack(told)[0] if told else -signal.SIGKILL
        return self.status

    def kill(self, seconds: float) -> None:
        """End it, and wait until it is over."""
        if self.status is None:
            with suppress(OSError):
                self.asked.shutdown(socket.SHUT_WR)
            self.wait(seconds)

    def close(self) -> None:
        """Let go of it; where it still reads, that ends it."""
        self.asked.close()
        os.close(self.said)


class _Server:
    """The one that this process has its children forked from, begun when it is first needed.

    A process that was itself forked begins its own.
    """

    pid = 0
    orders: socket.socket | None = None

    def __init__(self) -> None:
        self.lock = Lock()
        os.register_at_fork(after_in_child=self._anew)

    def fork(self, order: bytes, descriptors: Sequence[int]) -> None:
        """Have a child begin; once more with another server where this one is gone."""
        with self.lock:
            try:
                self._send(order, descriptors)
            except ConnectionError:
                self._let_go()
                with suppress(ChildProcessError):
                    os.waitpid(self.pid, os.WNOHANG)
                self._send(order, descriptors)

    def _send(self, order: bytes, descriptors: Sequence[int]) -> None:
        self.orders = self.orders or self._begun()
        socket.send_fds(self.orders, [order], descriptors)

    def _begun(self) -> socket.socket:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self.pid = os.posix_spawn(
                sys.executable,
                [sys.executable, "-IBc", BEGIN.format(project=PROJECT)],
                {},  # no secret of ours is handed on
                file_actions=[
                    (os.POSIX_SPAWN_DUP2, theirs.fileno(), 0),
                    (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0),
                ],
                setsid=True,  # Ctrl-C is for the process that asked
            )
        return ours

    def _let_go(self) -> None:
        if self.orders:
            self.orders.close()
        self.orders = None

    def _anew(self) -> None:
        self.lock = Lock()  # a thread that is not here may have held it
        self._let_go()


_SERVER = _Server()
