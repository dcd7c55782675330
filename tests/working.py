"""A real Celery worker on the test's database and queue, that a test may kill."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from redis import Redis

from archive_center.local.provision import PROJECT
from records.jobs.models import Job
from records.jobs.rules import State
from tests.database import application

STARTS_WITHIN_S = 60
SETTINGS = {"DJANGO_SETTINGS_MODULE": "archive_center.settings"}


def once_more(job: Job) -> Job:
    """The same job as if its worker had died before its last word, whatever came of it."""
    job.pk, job.state, job.message = None, State.RUNNING, ""
    job.save(force_insert=True)
    return job


class Worker:
    """One worker process that takes one job at a time."""

    def __init__(self, log: Path) -> None:
        self.log = log
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it and wait until it takes jobs."""
        command = "-A archive_center worker --concurrency=1 --loglevel=INFO"
        quiet = "--without-gossip --without-mingle"
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "celery", *command.split(), *quiet.split()],
                cwd=PROJECT,
                env=os.environ | {"DATABASE_URL": application(), **SETTINGS},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self.until(lambda: " ready." in self.log.read_text(), within=STARTS_WITHIN_S)

    def until(self, condition, *, within: float = 30) -> None:
        """Wait for what the worker is to bring about."""
        deadline = time.monotonic() + within
        while not condition():
            died = self.process is not None and self.process.poll() is not None
            if died or time.monotonic() > deadline:
                raise AssertionError(f"The worker did not get there:\n{self.log.read_text()}")
            time.sleep(0.02)

    def kill(self) -> None:
        """Take the worker's life without warning, its pool's too."""
        self.end(signal.SIGKILL)

    def stop(self) -> None:
        """Let it finish what it does, then end it."""
        self.end(signal.SIGTERM)

    def end(self, sign: signal.Signals) -> None:
        if self.process is None:
            return
        if sign == signal.SIGKILL:
            os.killpg(self.process.pid, sign)
        else:
            self.process.send_signal(sign)
        try:
            self.process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        self.process = None


@pytest.fixture
def worker(transactional_db, tmp_path):
    """A running worker; jobs that a former test left are forgotten."""
    Redis.from_url(os.environ["REDIS_URL"]).flushdb()
    made = Worker(tmp_path / "worker.log")
    made.start()
    yield made
    made.stop()
