"""A worker that is killed on the way leaves nothing half-done; the next one does it once."""

import psycopg
import pytest
from django.conf import settings
from django.utils import timezone

from records.audit.models import Entry
from records.holdings.models import NumberSeries, Record
from records.imports import actions
from records.imports.models import Import, ImportRow
from records.imports.rules import Stage
from records.jobs import actions as jobs
from records.jobs.rules import State
from tests import catalogues, make
from tests.database import address_of, application
from tests.records.imports import making

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
ROWS = 300
WAITING = """
    SELECT 1 FROM pg_stat_activity
    WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE %s"""


class Gate:
    """A table that nobody can write to while the gate is shut: whoever tries, waits."""

    def __init__(self, table: str) -> None:
        self.table = table
        self.holder = psycopg.connect(address_of(settings.OWNER))
        self.watcher = psycopg.connect(application(), autocommit=True)
        self.holder.execute(f"LOCK TABLE {table} IN SHARE MODE")

    def reached(self) -> bool:
        return bool(self.watcher.execute(WAITING, [f"%INSERT INTO%{self.table}%"]).fetchone())

    def open(self) -> None:
        self.holder.close()
        self.watcher.close()


@pytest.fixture
def source(tmp_path):
    path = catalogues.write_xlsx(tmp_path / "a.xlsx", catalogues.rows(ROWS))
    return making.sent_path(path, fonds=make.fonds("J026"))


def fields(source):
    return {one["letter"]: one["field"] for one in source.columns}


def killed_at(worker, table, ask):
    """Ask for work, kill the worker where it writes to `table`, and start another."""
    gate = Gate(table)
    ask()
    worker.until(gate.reached)
    worker.kill()
    gate.open()
    worker.start()
    worker.until(lambda: jobs.resume(at=timezone.now()) == 1)


def test_a_worker_killed_during_the_check_loses_and_doubles_nothing(worker, source):
    def ask():
        actions.check_later(
            source,
            fields=fields(source),
            year=None,
            period="",
            by=source.made_by,
            at=timezone.now(),
        )

    killed_at(worker, "records_importstep", ask)
    worker.until(Import.objects.filter(pk=source.pk, job__state=State.DONE).exists)

    done = Import.objects.get(pk=source.pk)
    assert done.stage == Stage.CHECKED
    assert done.read == ROWS == ImportRow.objects.count()
    assert done.steps.count() == 1


def test_a_worker_killed_during_the_import_loses_and_doubles_nothing(worker, source):
    source = making.checked(source)

    def ask():
        actions.commit_later(
            source, whole=False, typed=source.fonds.number, by=source.made_by, at=timezone.now()
        )

    killed_at(worker, "records_audit_entry", ask)
    worker.until(Import.objects.filter(pk=source.pk, job__state=State.DONE).exists)

    done = Import.objects.get(pk=source.pk)
    assert done.stage == Stage.COMMITTED
    assert done.committed == source.good == Record.objects.count()
    assert Entry.objects.filter(verb="import").count() == source.good
    assert Entry.objects.filter(verb="receive").count() == source.good
    # numbers without a gap: the killed attempt has used none up
    assert sum(NumberSeries.objects.values_list("last", flat=True)) == source.good
    assert done.steps.filter(name="commit").count() == 1


def test_an_import_that_is_stopped_while_it_waits_writes_nothing(worker, source):
    source = making.checked(source)
    worker.kill()
    actions.commit_later(
        source, whole=False, typed=source.fonds.number, by=source.made_by, at=timezone.now()
    )
    source.refresh_from_db()

    jobs.cancel(source.job, by=source.made_by, at=timezone.now())
    worker.start()
    worker.until(lambda: "succeeded" in worker.log.read_text())

    assert not Record.objects.exists()
    assert Import.objects.get(pk=source.pk).stage == Stage.CHECKED
