"""A copy of this process that does a share of its work, so that both processors are busy.

It is this process's own code on what this process gives it: unlike the children that read a
stranger's bytes it is trusted, so that what passes is pickled. Of files and connections that
were open it has none.
"""

import os
import signal
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager, suppress
from itertools import chain, islice
from multiprocessing import Pipe, get_context
from multiprocessing.connection import Connection
from typing import Any, Generic, NoReturn, TypeVar

from records.confined.child import stay_with

Given = TypeVar("Given")
Made = TypeVar("Made")


def shared(
    work: Callable[[Given], Made], pieces: Iterable[Given]
) -> Generator[tuple[Given, Made], None, None]:
    """Each piece with what the work makes of it, in their order, every second one made by a twin.

    The work depends on its piece alone. Where there is but one processor, or the twin ends
    early, this process does it all; a piece that is the only one, too.
    """
    todo = iter(pieces)
    first = list(islice(todo, 2))
    if len(first) < 2:
        yield from ((piece, work(piece)) for piece in first)
        return
    todo = chain(first, todo)
    with _begun(work) as twin:
        theirs = twin.ask(todo)
        while (mine := next(todo, None)) is not None:
            made = work(mine)
            answered = list(twin.answer(theirs))
            theirs = twin.ask(todo)  # before what was made is used
            yield from answered
            yield mine, made
        yield from twin.answer(theirs)


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
        if len(os.sched_getaffinity(0)) < 2:
            return
        self.pipe, far = Pipe()
        parent = os.getpid()
        self.pid = os.fork()
        if not self.pid:
            self.pipe.close()
            _serve(far, work, parent)
        far.close()

    def ask(self, todo: Iterator[Given]) -> list[Given]:
        """Give it the next piece, if there is one; it is taken whole before it is worked on."""
        piece = next(todo, None) if self.pid else None
        if piece is None:
            return []
        with suppress(OSError):
            self.pipe.send(piece)
        return [piece]

    def answer(self, asked: list[Given]) -> Iterator[tuple[Given, Made]]:
        """The piece that it was given with what it made of it."""
        for piece in asked:
            try:
                made: Made = self.pipe.recv()
            except (EOFError, OSError):
                self.end()
                made = self.work(piece)
            yield piece, made

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
        while True:
            pipe.send(work(pipe.recv()))
    os._exit(0)
