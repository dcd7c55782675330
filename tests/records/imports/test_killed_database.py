"""PostgreSQL is killed in the middle of an import: after its restart nothing is lost or doubled."""

import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager

import psycopg
import pytest

from archive_center.local.provision import PROJECT
from tests.platform.starting import House

pytestmark = pytest.mark.slow
WITHIN_S = 90
PREPARE = """
import sys
from pathlib import Path
from django.utils import timezone
from records.imports import actions
from tests import catalogues, make
from tests.records.imports import making
path = catalogues.write_csv(Path({path!r}), catalogues.rows(300), encoding="utf-8")
source = making.checked(making.sent_path(path, fonds=make.fonds("J026")))
{then}
print("good", source.good)
"""
ASK = (
    "actions.commit_later(source, whole=False, typed=source.fonds.number,"
    " by=source.made_by, at=timezone.now())"
)
RESUME = """
from django.utils import timezone
from records.jobs import actions
print("sent", actions.resume(at=timezone.now()))
"""
BLOCKED = """
    SELECT 1 FROM pg_stat_activity
    WHERE wait_event_type = 'Lock' AND query LIKE '%INSERT INTO%records_audit_entry%'"""


@pytest.fixture
def house():
    made = House()
    started = made.ensure()
    assert started.returncode == 0, started.stderr
    migrated = made.run("manage.py", "migrate", "--verbosity=0")
    assert migrated.returncode == 0, migrated.stderr
    yield made
    made.leave()


def until(condition):
    deadline = time.monotonic() + WITHIN_S
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def ask(house, question):
    with psycopg.connect(house.addresses.database_url, autocommit=True) as connection:
        (answer,) = connection.execute(question).fetchone() or (None,)
        return answer


def shell(house, script):
    done = house.run("manage.py", "shell", "--no-imports", "-c", script)
    assert done.returncode == 0, done.stderr
    return done.stdout


@contextmanager
def worker(house, log):
    command = [sys.executable, "-m", "celery", "-A", "archive_center", "worker"]
    with log.open("w") as out:
        process = subprocess.Popen(
            [*command, "--concurrency=1", "--loglevel=INFO"],
            cwd=PROJECT,
            env=house.told_where,
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        yield process
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def kill_postgresql(house):
    """SIGKILL to the server and to the processes that serve its connections."""
    head = house.pid("postgresql/postmaster.pid")
    found = subprocess.run(["pgrep", "-P", str(head)], capture_output=True, text=True, check=False)
    for pid in [head, *map(int, found.stdout.split())]:
        os.kill(pid, signal.SIGKILL)


def test_postgresql_killed_during_the_import_loses_and_doubles_nothing(house, tmp_path):
    prepared = shell(house, PREPARE.format(path=str(tmp_path / "a.csv"), then=ASK))
    good = int(prepared.split("good")[1])
    gate = psycopg.connect(house.addresses.owner_url)
    gate.execute("LOCK TABLE records_audit_entry IN SHARE MODE")
    watcher = psycopg.connect(house.addresses.database_url, autocommit=True)

    with worker(house, tmp_path / "worker.log"):
        until(lambda: watcher.execute(BLOCKED).fetchone())
        kill_postgresql(house)
        assert house.ensure().returncode == 0
        assert ask(house, "SELECT count(*) FROM records_record") == 0
        assert ask(house, "SELECT stage FROM records_import") == "checked"
        until(lambda: "sent 1" in shell(house, RESUME))
        until(lambda: ask(house, "SELECT state FROM records_job") == "done")

    assert ask(house, "SELECT stage FROM records_import") == "committed"
    assert ask(house, "SELECT count(*) FROM records_record WHERE stage = 'accepted'") == good
    assert ask(house, "SELECT count(DISTINCT archival_code) FROM records_record") == good
    assert ask(house, "SELECT sum(last) FROM records_numberseries") == good
    entries = "SELECT count(*) FROM records_audit_entry WHERE verb = '{}'"
    assert ask(house, entries.format("import")) == good
    assert ask(house, entries.format("receive")) == good
