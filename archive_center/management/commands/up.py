"""Bring everything up on one machine, and take it down again on Ctrl-C."""

import os
import signal
import subprocess
import sys
import time
from argparse import BooleanOptionalAction
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from archive_center import privacy, watch
from archive_center.local import account, ports, preparation, servers, supervisor
from archive_center.local.processes import alone
from archive_center.local.refusals import told_plainly


class Command(BaseCommand):
    help = "Start PostgreSQL, Redis, web, worker and clock; Ctrl-C stops them all."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="where the web listens")
        parser.add_argument("--port", default="8000")
        parser.add_argument(
            "--demo",
            action=BooleanOptionalAction,
            default=True,
            help="fill an empty database with the demonstration's data",
        )

    def handle(self, *, host: str, port: str, demo: bool, **options: Any) -> None:
        number = ports.port_of(port)
        watch.listen()
        var = Path(settings.VAR_DIR)
        with told_plainly(var), alone(var) as lock:
            # What an `up` left that was killed: it may hold the port.
            supervisor.stop(var)
            for folder in (*privacy.kept(), var / "log"):
                privacy.close(folder)
            ports.refuse_unusable(host, number)
            self.run_from_start_to_stop(var, host, number, lock, demo=demo)
        self.stdout.write("Stopped. (已停止)")

    def run_from_start_to_stop(
        self, var: Path, host: str, port: int, lock: int, *, demo: bool
    ) -> None:
        """Whatever ends the start, nothing that it started stays behind; then `watch` has it."""
        try:
            self.prepare(demo=demo)
            watch.become(self.run(var, host, port), lock)
        except KeyboardInterrupt:
            self.stdout.write("\nStopping … (正在停止)")
        finally:
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            supervisor.stop(var)
            servers.stop()

    def prepare(self, *, demo: bool) -> None:
        """All steps before the start, each with its time."""
        self.step("PostgreSQL, Redis", self.start_servers)
        self.step("texts", preparation.compile_texts)
        self.step("tables", preparation.migrate)
        self.step("static files", preparation.collect_static)
        if demo:
            self.step("demonstration data", preparation.fill)

    def step(self, name: str, work: Any) -> None:
        """Do one step and say how long it took."""
        began = time.monotonic()
        with preparation.database_told_plainly(Path(settings.VAR_DIR)):
            work()
        self.stdout.write(f"{name:>20}  {time.monotonic() - began:5.1f} s")
        self.stdout.flush()

    def start_servers(self) -> None:
        """Start what the machine lacks; begin anew where an address had to change."""
        before = dict(os.environ)
        servers.ensure()
        if os.environ != before:
            os.execv(sys.executable, [sys.executable, *sys.argv])  # noqa: S606 ourselves
        preparation.reach()

    def run(self, var: Path, host: str, port: int) -> int:
        """Start the web and the rest, and say where: the supervisor's process id."""
        began = time.monotonic()
        supervisor.stop(var)
        runs_as = self.drop_root(var, port)
        process = supervisor.start(var, host, port, runs_as)
        try:
            supervisor.wait_for_web(process, var, host, port)
        except BaseException:
            process.terminate()
            finish(process)
            raise
        self.stdout.write(f"{'web':>20}  {time.monotonic() - began:5.1f} s\n")
        self.tell(var, host, port)
        return process.pid

    def drop_root(self, var: Path, port: int) -> str:
        """Who runs web, worker and clock where root starts: the account of PostgreSQL, if it can.

        Empty where they run as who starts; of root that is said.
        """
        static = Path(settings.STATIC_ROOT)  # what was compressed has the mask of who made it
        folders = [*privacy.kept(), static, supervisor.clock_folder(var)]
        name, why = account.for_the_center(var, folders)
        if name and port < ports.FIRST_OF_ALL:
            name, why = "", f"port {port} is opened by root alone"
        if why:
            self.stdout.write(
                f"Web and workers run as root (网站和后台以 root 运行): {why}. Put the code and its"
                " Python where every account may read them, /opt for example."
            )
        return name

    def tell(self, var: Path, host: str, port: int) -> None:
        """The address, and the logins that the demonstration left."""
        self.stdout.write(f"\nThe archive center runs (已启动): {ports.url(host, port)}\n")
        logins = var / "demo-logins.txt"
        if logins.exists():
            self.stdout.write(logins.read_text())
        self.stdout.write("Ctrl-C stops it. (按 Ctrl-C 停止)")
        self.stdout.flush()


def finish(process: "subprocess.Popen[bytes]") -> None:
    """Wait for the supervisor's end; a second Ctrl-C does not hurry it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    process.wait(supervisor.ENDS_WITHIN_S)
