"""The process from which those are forked that read a stranger's bytes.

A fresh Python with the readers' imports takes some ten times as long to begin as a fork of
one that has them. Each process that has something read starts one, once. It reads no byte of
a file itself, knows no secret of ours, and ends with the process that started it, or where
for some seconds nothing was to be read.

An order is one message with four descriptors: the file, what takes the answer, what takes
the last words, and a socket for the child's end. What hangs up there has the child ended;
when it is over, its exit status is written there. Nothing of Django is imported here.
"""

import json
import os
import selectors
import signal
import socket
import sys
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any

from records.confined.child import load_codecs, main
from records.confined.wire import ORDER, STATUS

DESCRIPTORS = 4
IDLE_S = 20  # without a child, after which it ends to give its memory back


def serve(orders: socket.socket) -> None:
    """Fork a child for each order, and tell its end; until nobody orders any more."""
    load_codecs()
    resting = False
    with selectors.DefaultSelector() as ready:
        ready.register(orders, selectors.EVENT_READ)
        while ready.get_map():
            heard = ready.select(IDLE_S)
            if not heard and list(ready.get_map()) == [orders.fileno()]:
                # Who orders from now on is refused, and begins another; what was sent is done.
                orders.shutdown(socket.SHUT_RD)
                resting = True
            for key, _events in heard:
                if key.data:
                    key.data()
                    continue
                order, descriptors, *_rest = socket.recv_fds(orders, ORDER, DESCRIPTORS)
                if order:
                    _Child(ready, json.loads(order), descriptors)
                elif resting:
                    ready.unregister(orders)
                else:
                    return  # those who still read end with this process


class _Child:
    """One child, watched from its beginning until its status was told."""

    awaited = True

    def __init__(
        self, ready: selectors.BaseSelector, order: dict[str, Any], descriptors: list[int]
    ) -> None:
        if not order["late"]:
            with suppress(Exception):  # what does not load is said by the child
                import_module(order["module"])
        parent = os.getpid()
        pid = os.fork()
        if not pid:
            _become(order, descriptors[:3], parent)
        for one in descriptors[:3]:
            os.close(one)
        self.ready, self.pid, self.handle = ready, pid, os.pidfd_open(pid)
        self.asked = socket.socket(fileno=descriptors[3])
        self._watch(self.handle, self.over)
        self._watch(self.asked, self.end)

    def _watch(self, what: int | socket.socket, act: Callable[[], None]) -> None:
        self.ready.register(what, selectors.EVENT_READ, act)

    def end(self) -> None:
        """Nobody waits for it any more."""
        if self._unasked():
            signal.pidfd_send_signal(self.handle, signal.SIGKILL)

    def over(self) -> None:
        """Its status, negative where a signal ended it, for whoever waits."""
        _pid, status = os.waitpid(self.pid, 0)
        with suppress(OSError):
            self.asked.send(STATUS.pack(os.waitstatus_to_exitcode(status)))
        self._unasked()
        self.ready.unregister(self.handle)
        self.asked.close()
        os.close(self.handle)

    def _unasked(self) -> bool:
        """Whether its end was still to be heard of; both may be told in one moment."""
        heard, self.awaited = self.awaited, False
        if heard:
            self.ready.unregister(self.asked)
        return heard


def _become(order: dict[str, Any], descriptors: list[int], parent: int) -> None:
    """Be the child: with its three descriptors and no other, read and end."""
    code = 1
    try:
        for number, one in enumerate(descriptors):
            os.dup2(one, number)
        for other in list(Path("/proc/self/fd").iterdir()):
            if int(other.name) >= len(descriptors):
                with suppress(OSError):  # the one by which they were listed
                    os.close(int(other.name))
        reader = getattr(import_module(order["module"]), order["name"])
        main(reader, order, parent)
        code = 0
    except BaseException:  # noqa: BLE001 - a parser in another language throws what it likes
        sys.excepthook(*sys.exc_info())
    finally:
        sys.stderr.flush()
        os._exit(code)
