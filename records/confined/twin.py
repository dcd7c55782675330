"""A copy of this process that does a share of its work, so that both processors are busy.

It is this process's own code on what this process gives it: unlike the children that read a
stranger's bytes it is trusted, so that what passes is pickled. Of files and connections that
were open it has none.
"""

import gc
import os
import signal
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager, suppress
from itertools import chain, islice
from multiprocessing import Pipe, get_context
from multiprocessing.connection import Connection
from queue import SimpleQueue
from threading import Thread
from typing import Any, Generic, NoReturn, TypeVar

from records.confined.child import stay_with

Given = TypeVar("Given")
Made = TypeVar("Made")
FEWER = 100_000  # things made, after which a twin looks for garbage: nearly all go by themselves
AHEAD = 2  # pieces that the twin has before the first of them is waited for


def shared(
    work: Callable[[Given], Made], pieces: Iterable[Given]
) -> Generator[tuple[Given, Made], None, None]:
    """Each piece with what a twin makes of it, in their order, while this process brings the next.

    The work depends on its piece alone. Where there is but one processor, or the twin ends
    early, this process does it; a piece that is the only one, too, or empty: without another
    there is no twin.
    """
    todo = iter(pieces)
    first = list(islice(todo, 2))
    if len(first) < 2:
        yield from ((piece, work(piece)) for piece in first)
        return
    asked: deque[Given] = deque()
    with _begun(work) as twin:
        for piece in chain(first, todo):
            twin.ask(piece)
            asked.append(piece)
            if len(asked) > AHEAD:
                yield twin.answer(asked.popleft())
        for piece in asked:
            yield twin.answer(piece)


def apart(work: Callable[[], object]) -> None:
    """Have work done by a twin that ends with it, so that the memory it took is given back.

    Of connections that were open the twin must use none. Refused: `ChildProcessError` where it
    failed, which the twin has told in the log.
    """
    parent = os.getpid()
    twin = get_context("fork").Process(target=_alone, args=(work, parent))
    twin.start()
    twin.join()
    if twin.exitcode:
        raise ChildProcessError(f"the twin ended with {twin.exitcode}")


def _alone(work: Callable[[], object], parent: int) -> None:
    stay_with(parent)
    work()


class _Twin(Generic[Given, Made]):
    """The other end; `pid` is 0 where there is none."""

    def __init__(self, work: Callable[[Given], Made]) -> None:
        self.work, self.pid = work, 0
        self.wanted = len(os.sched_getaffinity(0)) > 1

    def _begin(self) -> None:
        self.wanted = False
        self.pipe, far = Pipe()
        parent = os.getpid()
        self.pid = os.fork()
        if not self.pid:
            self.pipe.close()
            _serve(far, self.work, parent)
        far.close()

    def ask(self, piece: Given) -> None:
        """Give it a piece; it is taken whole at once, whatever is worked on."""
        if not piece:
            return
        if self.wanted:
            self._begin()
        if self.pid:
            with suppress(OSError):
                self.pipe.send(piece)

    def answer(self, piece: Given) -> tuple[Given, Made]:
        """The first piece that it was given and has not answered for, with what it made of it."""
        if self.pid and piece:
            try:
                made: Made = self.pipe.recv()
            except (EOFError, OSError):
                self.end()
            else:
                return piece, made
        return piece, self.work(piece)

    def end(self) -> None:
        if self.pid:
            self.pipe.close()
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
            self.pid = 0


@contextmanager
def _begun(work: Callable[[Given], Made]) -> Iterator[_Twin[Given, Made]]:
    twin = _Twin(work)
    try:
        yield twin
    finally:
        twin.end()


def _serve(pipe: "Connection[Any, Any]", work: Callable[[Any], Any], parent: int) -> NoReturn:
    """Work on what comes, until none does; what goes wrong goes so once more where it is seen."""
    with suppress(BaseException):
        for sign in (signal.SIGTERM, signal.SIGINT, signal.SIGQUIT):
            signal.signal(sign, signal.SIG_DFL)
        stay_with(parent)
        os.closerange(3, pipe.fileno())
        os.closerange(pipe.fileno() + 1, os.sysconf("SC_OPEN_MAX"))
        gc.freeze()  # what was there before need not be looked through again and again
        gc.set_threshold(FEWER)
        given: SimpleQueue[list[Any]] = SimpleQueue()
        Thread(target=_take, args=(pipe, given), daemon=True).start()
        while piece := given.get():
            pipe.send(work(*piece))
    os._exit(0)


def _take(pipe: "Connection[Any, Any]", given: "SimpleQueue[list[Any]]") -> None:
    """Take what comes while something is worked on: else each end could wait for the other."""
    with suppress(BaseException):
        while True:
            given.put([pipe.recv()])
    given.put([])
