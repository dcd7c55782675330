"""kill -9 of the worker in the middle of packaging: nothing is lost, nothing doubled."""

import time
from pathlib import Path

import bagit
import pytest
from django.conf import settings
from django.utils import timezone

from records.jobs import actions as jobs
from records.jobs.rules import State, silent
from tests import handover_make, make
from transfers.handover import work
from transfers.handover.actions import decide
from transfers.handover.rules import Stage
from transfers.packages.models import Package
from transfers.packages.verification import verify

RECORDS = 200  # most on paper, with their sheets: some 4 ms each, so that there is a middle


@pytest.mark.slow
def test_a_killed_worker_is_followed_by_one_that_goes_on(worker, tmp_path):
    drafted = handover_make.draft(records=RECORDS, copies=False)
    for item in drafted.items.all()[::10]:
        handover_make.copy(item.record)
    handover = handover_make.approved(of_draft=drafted)
    whole = work.export(handover, parent=tmp_path, at=timezone.now(), tell=silent)
    job = decide.package(handover, by=make.archivist(), at=timezone.now())
    journal = settings.PACKAGE_DIR / f".{whole.path.name}.work" / "journal.jsonl"
    final = settings.PACKAGE_DIR / whole.path.name
    worker.until(lambda: journal.exists() and lines(journal) >= 10)

    worker.kill()

    done = lines(journal)
    assert 10 <= done < RECORDS
    assert not final.exists()
    assert handover_make.again(handover).stage == Stage.APPROVED
    kept = {path.name: path.stat().st_ino for path in journal.parent.rglob("*-*.PDF")}

    worker.start()
    until(lambda: jobs.resume(at=timezone.now()))
    worker.until(lambda: handover_make.again(handover).stage == Stage.PACKAGED)
    worker.until(lambda: type(job).objects.get(pk=job.pk).state == State.DONE)

    lying = [path.name for path in settings.PACKAGE_DIR.iterdir() if final.name in path.name]
    assert lying == [final.name], "the workplace is cleared"
    assert Package.objects.count() == 1
    assert handover.steps.filter(name="package").count() == 1
    assert bagit.Bag(str(final)).is_valid()
    assert verify(final) == []
    same = "manifest-sha512.txt"
    assert (final / same).read_bytes() == (whole.path / same).read_bytes()
    again = {path.name: path.stat().st_ino for path in final.rglob("*-*.PDF")}
    survived = [name for name, inode in kept.items() if again[name] == inode]
    assert len(survived) >= done


def lines(journal: Path) -> int:
    return journal.read_bytes().count(b"\n")


def until(condition) -> None:
    """The database notices the death of the worker's connection within moments."""
    deadline = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.1)
