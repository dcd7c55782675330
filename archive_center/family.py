"""The supervisor as the parent of all that it runs: each is a fork of it that has our code.

Web, workers, clock, search index and keeper are told as commands, `python -m …`, that could
be given by hand as well. Here Python, Django and the project are read once, and what nobody
writes to afterwards lies in memory once.
"""

import atexit
import ctypes
import gc
import os
import re
import runpy
import signal
import sys
import traceback
from pathlib import Path
from typing import NoReturn

from celery.apps import beat, worker  # noqa: F401 read here for those that are forked
from celery.bin import celery  # noqa: F401
from celery.concurrency import prefork  # noqa: F401
from celery.worker import consumer  # noqa: F401
from django.conf import settings
from django.template import Engine
from django.template.loader import get_template
from django.urls import get_resolver
from django.utils import translation
from kombu.transport import redis  # noqa: F401
from supervisor import options, supervisord

from archive_center import wsgi  # noqa: F401
from archive_center.celery import app as queue
from archive_center.clock import app as clock

NICE = "nice"
PR_SET_NAME = 15  # prctl(2)
MADV_DONTNEED = 4  # madvise(2)
HANDLED = signal.valid_signals() - {signal.SIGKILL, signal.SIGSTOP}
# A stretch of a file that is not written to, nor was (proc_pid_smaps(5)).
MAPPING = re.compile(
    r"^(?P<first>[0-9a-f]+)-(?P<last>[0-9a-f]+) r-[x-]p \S+ \S+ \S+ +/.*\n"
    r"(?:[A-Z]\w+:.*\n)*?Anonymous: +0 kB$",
    re.MULTILINE,
)


class Options(options.ServerOptions):  # type: ignore[misc]
    """As the supervisor's own, but that a command of our Python is not begun from nothing."""

    def execve(self, filename: str, argv: list[str], env: dict[str, str]) -> None:
        """Be the command; this child has its user, its directory and its output already."""
        if Path(filename).name == NICE:
            os.nice(int(argv[2]))
            filename, argv = argv[3], argv[3:]
        if filename != sys.executable or argv[1] != "-m":
            os.execve(filename, argv, env)  # noqa: S606 what the configuration names
        os.environ.update(env)
        become(env["SUPERVISOR_PROCESS_NAME"], argv[2:])


def become(name: str, command: list[str]) -> NoReturn:
    """Run a module as `python -m` does, and end as Python ends; the system shows the name."""
    code = 1
    try:
        for sign in HANDLED:
            signal.signal(sign, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        signal.signal(signal.SIGPIPE, signal.SIG_IGN)
        ctypes.CDLL(None).prctl(PR_SET_NAME, name.encode())
        sys.argv = command
        runpy.run_module(command[0], run_name="__main__", alter_sys=True)
        code = 0
    except SystemExit as end:
        code = status(end)
    except BaseException:  # noqa: BLE001 what Python does at its top
        traceback.print_exc()
    finally:
        atexit._run_exitfuncs()
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def status(end: SystemExit) -> int:
    """What a process ends with that ended so; words are written down."""
    if end.code is None or isinstance(end.code, int):
        return end.code or 0
    sys.stderr.write(f"{end.code}\n")
    return 1


def load() -> None:
    """Make what each that is forked would make for itself, and leave it in one place.

    What is here then is not looked through for garbage, which would write to it.
    """
    queue.loader.import_default_modules()
    for app in (queue, clock):
        app.finalize()
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            get_resolver()._populate()
    for folder in map(Path, Engine.get_default().dirs):
        for path in sorted(folder.rglob("*.html")):
            get_template(str(path.relative_to(folder)))
    gc.collect()
    gc.freeze()
    put_away()


def put_away() -> None:
    """Have the machine take back what was read of libraries while they were loaded.

    Whoever needs a page of them has it read again; those that were written to stay.
    """
    libc, place = ctypes.CDLL(None), Path("/proc/self/smaps")
    for said in MAPPING.finditer(place.read_text() if place.exists() else ""):
        first, last = (int(end, 16) for end in said.group("first", "last"))
        libc.madvise(ctypes.c_void_p(first), ctypes.c_size_t(last - first), MADV_DONTNEED)


if __name__ == "__main__":
    load()
    supervisord.ServerOptions = Options
    supervisord.main()
