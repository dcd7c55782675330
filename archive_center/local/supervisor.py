"""Web, worker, clock, search index and keeper under one supervisord, which restarts what dies."""

import os
import shlex
import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from archive_center.local import servers
from archive_center.local.ports import EVERYWHERE, allowed_hosts, bracketed
from archive_center.local.processes import (
    command_of,
    end_holder,
    ended,
    left_of_session,
    living,
    noted,
)
from archive_center.local.provision import PROJECT, all_from_outside, var_dir
from archive_center.local.refusals import CannotStart

ANSWERS_WITHIN_S = 90
ENDS_WITHIN_S = 40
# What a page or an image needed goes back to the machine at once (mallopt(3), bytes).
MALLOC = {
    "MALLOC_ARENA_MAX": "2",
    "MALLOC_MMAP_THRESHOLD_": "262144",
    "MALLOC_TRIM_THRESHOLD_": "262144",
}
HEAD = """\
[supervisord]
nodaemon = true
umask = 077
silent = true
{user}pidfile = {var}/supervisord.pid
logfile = {log}/supervisord.log
logfile_maxbytes = 10MB
logfile_backups = 3
childlogdir = {log}
"""
# Groups end one after the other: what works together, then the keeper.
GROUP = """
[group:center]
programs = {names}
priority = 10
"""
PROGRAM = """
[program:{name}]
command = {command}
{user}directory = {project}
priority = {priority}
autorestart = true
startsecs = 2
startretries = 1000
stopasgroup = {as_group}
killasgroup = true
stopwaitsecs = {patience}
redirect_stderr = true
stdout_logfile = {output}
stdout_logfile_maxbytes = 10MB
stdout_logfile_backups = 5
"""


def programs(var: Path, host: str, port: int) -> dict[str, list[str]]:
    """The commands of all that runs."""
    python = sys.executable
    bind = f"{bracketed(host)}:{port}"
    cores = os.cpu_count() or 2
    pages = f"--preload --workers {min(cores, 8)} --threads 4 --timeout 120 --graceful-timeout 10"
    # Pages come before jobs where both want the processor.
    nice = [found, "-n", "5"] if (found := shutil.which("nice")) else []
    celery, told = [*nice, python, "-m", "celery", "-A"], ["--loglevel=INFO"]
    clock = ["--schedule", str(clock_folder(var) / "schedule"), "--pidfile="]
    settings = ["--settings", "archive_center.settings"]
    web = [*pages.split(), "--no-control-socket", "--access-logfile", "-"]
    commands = {
        "web": [python, "-m", "gunicorn", "archive_center.wsgi", "--bind", bind, *web],
        "worker": [*celery, "archive_center", "worker", *told, f"--concurrency={min(cores, 4)}"],
        "beat": [*celery, "archive_center.clock", "beat", *told, *clock],
        "search": [*nice, python, "-m", "django", "search", "follow", *settings],
    }
    if not all_from_outside():
        commands["keeper"] = [python, "-m", "archive_center.local.servers"]
    return commands


def clock_folder(var: Path) -> Path:
    """Where the clock keeps when it did what; whoever runs it writes there."""
    return var / "clock"


def configuration(var: Path, commands: dict[str, list[str]], runs_as: str = "") -> str:
    """The supervisor's file; `%` has a meaning in it.

    With `runs_as` all run as this user but the keeper, which starts servers as root does.
    """
    log = written(var / "log")
    user = "user = root\n" if os.geteuid() == 0 else ""
    sections = [HEAD.format(user=user, var=written(var), log=log)]
    for name, command in commands.items():
        sections.append(
            PROGRAM.format(
                name=name,
                command=shlex.join(command).replace("%", "%%"),
                user=f"user = {runs_as}\n" if runs_as and name != "keeper" else "",
                project=written(PROJECT),
                # The keeper starts first and ends last. A worker's pool is told by its parent.
                priority=1 if name == "keeper" else 10,
                as_group="false" if name in {"web", "worker"} else "true",
                patience=15 if name == "worker" else 12,
                # This one setting is read twice.
                output=written(written(var / "log" / f"{name}.log")),
            )
        )
    together = ",".join(name for name in commands if name != "keeper")
    return "".join([*sections, GROUP.format(names=together)])


def written(path: Path | str) -> str:
    return str(path).replace("%", "%%")


def start(var: Path, host: str, port: int, runs_as: str = "") -> "subprocess.Popen[bytes]":
    """Start the supervisor apart from the terminal, so that only its starter tells it to stop."""
    (var / "log").mkdir(exist_ok=True)
    clock_folder(var).mkdir(exist_ok=True)
    file = var / "supervisord.conf"
    file.write_text(configuration(var, programs(var, host, port), runs_as))
    return subprocess.Popen(
        [sys.executable, "-m", "archive_center.family", "-n", "-c", str(file)],
        cwd=PROJECT,
        env=_environment(var, host),
        stdin=subprocess.DEVNULL,
        start_new_session=True,
    )


def _environment(var: Path, host: str) -> dict[str, str]:
    """What all that runs is told; the owner's address is not for it."""
    owner = ("MIGRATION_DATABASE_URL", "MIGRATION_DATABASE_URL_FILE")
    told = {name: value for name, value in os.environ.items() if name not in owner}
    return told | {
        "VAR_DIR": str(var),
        "ALLOWED_HOSTS": allowed_hosts(host),
        "DJANGO_SETTINGS_MODULE": "archive_center.settings",
        "CELERY_SKIP_CHECKS": "1",  # whose answers the worker drops, and which touch all models
        **MALLOC,
    }


def wait_for_web(supervisor: "subprocess.Popen[bytes]", var: Path, host: str, port: int) -> None:
    """Until a page is answered."""
    deadline = time.monotonic() + ANSWERS_WITHIN_S
    while not answered(host, port):
        if supervisor.poll() is not None or time.monotonic() > deadline:
            log = var / "log/web.log"
            lines = log.read_text(errors="replace").splitlines() if log.exists() else []
            raise CannotStart(
                f"The web server did not start (网站未能启动): {(lines or ['?'])[-1]} (see {log})"
            )
        time.sleep(0.1)


def answered(host: str, port: int) -> bool:
    """Whether the first page can be had."""
    web = HTTPConnection("127.0.0.1" if host in EVERYWHERE else host, port, timeout=10)
    try:
        web.request("GET", "/")
        return web.getresponse().status < 500
    except (OSError, HTTPException):
        return False
    finally:
        web.close()


def running(var: Path) -> int | None:
    """The process id of this checkout's supervisor, if it lives."""
    pid = living(var / "supervisord.pid", "supervisord")
    return pid if pid is None or str(var) in command_of(pid) else None


def stop(var: Path) -> None:
    """End the supervisor and all that it runs; quiet where it does not run."""
    pid = running(var)
    if pid is not None:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGTERM)
        await_supervisor(var, pid)
    # It may have been dying of a kill when it was asked to end.
    end_orphans(var)


def end(var: Path) -> None:
    """End all that was started for this directory, an `up` that is still at it included."""
    end_holder(var)
    stop(var)
    servers.stop()


def await_supervisor(var: Path, pid: int) -> None:
    """Wait until the supervisor has ended what it runs and itself."""
    deadline = time.monotonic() + ENDS_WITHIN_S
    while running(var) == pid:
        if time.monotonic() > deadline:
            raise CannotStart(f"The supervisor (process {pid}) does not end: see {var / 'log'}.")
        time.sleep(0.05)


def end_orphans(var: Path) -> None:
    """Kill what a killed supervisor left: whatever it did is taken up again, its port is wanted."""
    supervisor, python = noted(var / "supervisord.pid"), Path(sys.executable).resolve()
    while supervisor and (orphans := left_of_session(supervisor, python)):
        for pid in orphans:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        while not all(map(ended, orphans)):
            time.sleep(0.05)


if __name__ == "__main__":  # the end of what `up` started, by who holds its lock
    stop(var_dir())
    servers.stop()
    sys.stdout.write("Stopped. (已停止)\n")
