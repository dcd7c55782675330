"""What the index answers is what a plain scan answers, whatever was done to records and index."""

import os
import subprocess
import sys
import time
from random import Random

import psycopg
import pytest

from archive_center.local.provision import PROJECT
from records.catalogue import figures
from records.catalogue.filters import read_again
from records.holdings.models import Record
from records.holdings.rules import Access, Stage
from records.index import folders, work
from records.index.models import IndexMark
from tests.database import application
from tests.records.index.truth import QUERIES, change, check, leave, paged, pending, told
from tests.records.viewer.test_single_pages import released

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_index_answers_as_a_scan_does(filled, fonds, readers):
    chance = Random(8)
    check(readers)

    change(fonds, readers, chance)
    assert len(pending().records) > 10
    check(readers, QUERIES[:8])  # before anybody followed
    assert filled.step() > 10
    assert pending().records == []
    check(readers)

    former = folders.current()
    assert work.build() != former
    check(readers, QUERIES[::4])
    change(fonds, readers, chance)
    filled.step()
    check(readers, QUERIES[::3])
    assert [path.name for path in folders.root().glob("v*")] == [folders.current()]
    assert IndexMark.objects.count() == 1
    filled.close()


@pytest.mark.parametrize("address", ["", "access=granted", "copies=with", "q=办&access=shared"])
def test_access_and_copies_divide_a_list_alike_by_index_and_by_scan(
    filled, fonds, readers, monkeypatch, address
):
    by = readers[1]
    monkeypatch.setattr(figures, "CAP", 500)
    whole, single, other = Record.objects.filter(
        fonds=fonds[1], access=Access.DEPARTMENT, stage=Stage.ACCEPTED
    )[:3]
    paged(whole, readers[0])
    released(whole, "", by)
    released(single, "2", by)

    def counted():
        query = read_again(address, by)
        answers = figures.figures(query), figures.Figures(query)
        assert isinstance(answers[0], figures.Indexed)
        assert not isinstance(answers[1], figures.Indexed)
        for name in ("access", "copies"):
            assert answers[0].counts[name] == answers[1].counts[name]
        assert answers[0].total == answers[1].total
        return answers[1].counts

    former = counted()  # before anybody followed
    assert filled.step() > 0
    assert counted() == former
    granted = {"copies=with": 1, "q=办&access=shared": 0}
    assert former["access"]["granted"] == granted.get(address, 2)

    # copies come off, what was shared is shared no more, another is released
    draft = Record.objects.filter(fonds=fonds[0], stage=Stage.DRAFT)[0]
    leave(*draft.components.all())
    released(other, "", by)
    shared = Record.objects.filter(fonds__in=fonds[1:], access=Access.SHARED)
    shared.update(access=Access.DEPARTMENT)
    now = counted()
    assert now != former
    filled.step()
    assert counted() == now
    filled.close()


def test_who_commits_late_is_not_forgotten(filled, fonds, readers):
    first, second = Record.objects.filter(stage=Stage.DRAFT).order_by("pk")[:2]
    with psycopg.connect(application()) as late:
        text = "UPDATE records_record SET normal_text = '迟来的办公用房\n\n' WHERE id = %s"
        late.execute(text, [first.pk])
        Record.objects.filter(pk=second.pk).update(normal_text="早到的办公用房\n\n")
        assert filled.step() == 1
        told("q=早到", readers[0])
        late.commit()

    assert pending().records == [first.pk]
    told("q=迟来", readers[0])
    assert filled.step() == 1
    told("q=迟来", readers[0])
    told("q=办公用房", readers[1])
    filled.step()
    filled.close()


def test_a_killed_worker_leaves_nothing_out(filled, fonds, readers):
    command = [sys.executable, "-m", "django", "search", "follow"]
    given = os.environ | {
        "DATABASE_URL": application(),
        "DJANGO_SETTINGS_MODULE": "archive_center.settings",
    }
    process = subprocess.Popen(command, cwd=PROJECT, env=given, stderr=subprocess.DEVNULL)
    chance, mark = Random(3), IndexMark.objects.get().snapshot
    deadline = time.monotonic() + 60
    try:
        while IndexMark.objects.get().snapshot == mark:
            change(fonds, readers, chance)
            assert time.monotonic() < deadline
            time.sleep(0.1)
        change(fonds, readers, chance)
    finally:
        process.kill()
        process.wait()

    check(readers, QUERIES[::5])
    filled.step()
    check(readers, QUERIES[::5])
    filled.close()
