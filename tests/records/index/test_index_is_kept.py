"""The index stands beside the database: it is mended, and holds no more than it needs."""

import time

import pytest
from django.urls import reverse

from records.catalogue import figures
from records.catalogue.filters import read_again
from records.copies.actions import keep_texts
from records.holdings.models import Record
from records.holdings.rules import Access, Stage
from records.index import engine, folders, work
from records.index.models import IndexMark, RecordChange
from tests import make
from tests.records.index.truth import LAYER, paged, pending
from tests.records.viewer.test_single_pages import released

pytestmark = pytest.mark.django_db(transaction=True)


def test_single_records_are_reached_besides_the_own_and_what_others_share(filled, fonds):
    reading = engine.reading()
    hidden = Record.objects.filter(access=Access.DEPARTMENT).exclude(fonds=fonds[0])
    own = Record.objects.filter(fonds=fonds[0])
    reach = engine.Reach(frozenset({fonds[0].pk}), granted=frozenset({hidden[0].pk}))

    assert reading
    found = reading.search(engine.Asked(reach), engine.Turn(100))
    assert found
    assert set(found.records) == {hidden[0].pk, *own.values_list("pk", flat=True)}


def test_pages_that_are_not_open_are_not_searched_where_single_ones_are(
    filled, fonds, readers, client
):
    record = Record.objects.filter(fonds=fonds[1], access=Access.DEPARTMENT, stage=Stage.ACCEPTED)[
        0
    ]
    by = readers[1]
    keep_texts(paged(record, readers[0]), {1: "涵洞", 2: "隧道"}, LAYER)
    filled.step()
    client.force_login(by)
    for pages, found in (("2", []), ("", [record.pk])):
        released(record, pages, by)
        for _ in range(2):  # by the index, then without it
            told = client.get(reverse("records:record-list"), {"q": "涵洞"}).context
            assert [hit.record.pk for hit in told["hits"]] == found
            folders.spoil(folders.current())
        assert work.build()
    filled.close()


def test_without_a_sound_index_the_scan_answers_and_the_worker_mends_it(filled, client, readers):
    client.force_login(readers[0])
    url = reverse("records:record-list")

    def page():
        response = client.get(url, {"q": "办公"})
        return response.context["figures"]

    right = read_again("q=办公", readers[0]).found.count()
    assert isinstance(page(), figures.Indexed)
    assert page().total == right

    name = folders.current()
    folders._open.clear()
    for file in folders.folder(name).glob("*"):
        if file.suffix in {".idx", ".pos", ".term", ".fast", ".json"}:
            file.write_bytes(b"torn")
    assert not isinstance(page(), figures.Indexed)
    for _ in range(work.PATIENCE + 1):
        filled.step_or_wait()
    assert folders.current() != name
    assert page().total == right

    IndexMark.objects.update(database="another")  # as after a restore
    assert not isinstance(page(), figures.Indexed)
    filled.step()
    assert isinstance(page(), figures.Indexed)
    assert page().total == right
    client.force_login(make.supervisor())
    with folders.alone("follow"):  # as the process does
        overview = client.get(reverse("admin:index")).content.decode()
    assert "up to date" in overview
    assert "nobody follows" in client.get(reverse("admin:index")).content.decode()
    filled.close()


@pytest.mark.parametrize("how", ["torn", "emptied", "gone", "rotten"])
def test_whatever_has_become_of_its_files_a_page_is_answered_and_the_index_made_anew(
    filled, client, readers, how
):
    client.force_login(readers[0])
    name = folders.current()
    folders._open.clear()
    for file in folders.folder(name).glob("*.*"):
        if file.name.startswith("."):
            continue
        if how == "gone" and file.suffix == ".idx":
            file.unlink()
        elif file.suffix != ".json":
            told = {"torn": b"torn", "emptied": b"", "rotten": b"\xa5" * file.stat().st_size}
            file.write_bytes(told.get(how, file.read_bytes()))

    for _ in range(2):  # what is asked first may find out
        page = client.get(reverse("records:record-list"), {"q": "办公"})
        assert page.status_code == 200
    assert not isinstance(page.context["figures"], figures.Indexed)
    assert not folders.current()
    assert work.state().name == ""
    for _ in range(work.PATIENCE + 1):
        filled.step_or_wait()
    assert folders.current() not in ("", name)
    assert isinstance(
        client.get(reverse("records:record-list"), {"q": "办公"}).context["figures"],
        figures.Indexed,
    )
    filled.close()


def test_a_large_catalogue_is_not_divided_where_nothing_narrows_it_down(
    filled, readers, monkeypatch
):
    archivist, reader = readers
    assert figures.figures(read_again("", archivist)).exact

    monkeypatch.setattr(figures, "LARGE", 20)

    assert not figures.figures(read_again("", archivist)).exact
    assert figures.figures(read_again("year_from=2000", archivist)).exact
    own = read_again("", reader)
    monkeypatch.setattr(figures, "CAP", own.visible.count())
    assert figures.figures(own).exact
    monkeypatch.setattr(figures, "CAP", own.visible.filter(fonds__in=own.scope.own).count() - 1)
    assert not figures.figures(own).exact
    assert figures.figures(own).total == figures.CAP
    filled.close()


def test_only_what_the_index_holds_is_noted_and_what_all_have_taken_over_is_forgotten(filled):
    Record.objects.update(described_at=make.NOW, genre="not searched")
    assert filled.step() == 0

    record = Record.objects.filter(stage=Stage.DRAFT)[0]
    Record.objects.filter(pk=record.pk).update(year=1999)
    assert [one.record for one in RecordChange.objects.filter(record=record.pk)] == [record.pk]
    assert filled.step() == 1
    until = time.monotonic() + 90  # a transaction elsewhere on the server may keep it for a while
    while RecordChange.objects.filter(record=record.pk).exists():
        assert time.monotonic() < until
        IndexMark.objects.forward(folders.current(), pending().snapshot)
        IndexMark.objects.prune(1000)
    filled.close()
