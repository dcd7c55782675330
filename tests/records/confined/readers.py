"""Readers for the tests of confinement, as a child process finds them: without Django."""

import ctypes
import os
import signal
import socket
from pathlib import Path

from records.confined.wire import Fault


def content(file, *args):
    return [file.read().decode(), *args]


def numbers(file, most):
    yield from range(most)


def faulty(file, key, told):
    yield 1
    fault = Fault(key)
    fault.told = told
    raise fault


def hang(file):
    signal.pause()


def spin(file):
    while True:
        pass


def swell(file):
    return len([bytes(10_000_000) for _n in range(1_000)])


def crash(file):
    ctypes.string_at(0)


def abort(file):
    os.abort()


def panic(file):
    raise BaseException("as a parser in Rust does")  # noqa: TRY002


def talk(file):
    while True:
        yield "a" * 100_000


def bawl(file):
    return "a" * 40_000_000


def babble(file):
    os.write(1, b"\x00\x00\x00\x02[]")


def environment(file):
    return dict(os.environ)


def process(file):
    yield os.getpid()
    signal.pause()


def parent(file):
    return os.getppid()


def escape(file, how):
    """The number of the system's refusal; 0 where it did not refuse."""
    try:
        if how == "network":
            socket.socket().close()
        else:
            Path(how).read_bytes()
    except OSError as refused:
        return refused.errno
    return 0


def replace(file, how):
    """As `escape`, once something that was open is closed."""
    os.close(2)
    return escape(file, how)


def write(file):
    try:
        os.write(0, b"other")
    except OSError as refused:
        return refused.errno
    return 0


def fork(file):
    try:
        if not os.fork():
            os._exit(0)
    except OSError as refused:
        return refused.errno
    return 0


def say(file, words):
    """What a reader that was taken over may say of a table."""
    yield from words
