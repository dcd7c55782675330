"""What the index answers is what a plain scan answers, whatever was done to records and index."""

import os
import subprocess
import sys
import time
from dataclasses import replace
from datetime import date
from itertools import count
from random import Random

import psycopg
import pytest
from django.urls import reverse

from archive_center.local.provision import PROJECT
from records.catalogue import figures
from records.catalogue.filters import read_again
from records.catalogue.query import ORDERS
from records.holdings.models import Record
from records.holdings.rules import Access, Stage
from records.index import engine, folders, work
from records.index.models import IndexMark, Pending, RecordChange
from records.pagination import Place, turn
from records.values.rules import Level
from records.values.text import normal_description
from tests import make
from tests.database import application

pytestmark = pytest.mark.django_db(transaction=True)
NEXT = count(1000)
PARTS = (
    "关于做好",
    "關於",
    "2023年度",
    "办公用房",
    "维修（二期）",
    "𠮷林街",
    "——",
    "100%_",
    "的通知",
)
QUERIES = (
    *(
        "q=关于",
        "q=関",
        "q=𠮷",
        "q=林街的",
        "q=用房 维修",
        "q=(二",
        "q=%",
        "q=2",
        "q=没有的词",
        "q=年度办公用房",
    ),
    *(
        "q=清发〔2023〕1",
        "q=清发[2023]12号",
        "q=清發(2023)3号",
        "q=J001-WS·2",
        "q=-y",
        "q=局",
        "q=-",
    ),
    *(
        "year=2001&q=关",
        "year=none",
        "year_to=2002",
        "year_from=2003&year_to=2001&q=办",
        "period=none&q=通知",
    ),
    *(
        "dated_from=2001-01-01&dated_to=2001-06-30",
        "stage=draft&q=办",
        "access=shared",
        "level=volume&q=号",
    ),
    *(
        "",
        "order=oldest",
        "order=oldest&q=办公",
        "order=year&q=办公",
        "order=code&q=办公",
        "order=relevance&q=办公用房",
    ),
)


@pytest.fixture
def fonds(monkeypatch):
    monkeypatch.setattr(figures, "CAP", 12)
    monkeypatch.setattr(figures, "SHOWN", 7)
    return [make.fonds(f"J00{n}") for n in range(1, 6)]


@pytest.fixture
def readers(fonds):
    return make.archivist(), make.reader(fonds[0].department)


def described(n: int, fonds, by) -> Record:
    """They differ in all that is searched, filtered and ordered; the same n, the same record."""
    chance = Random(n)
    title = "".join(chance.choices(PARTS, k=5))
    number = f"清发〔2023〕{n}号" if n % 3 else ""
    stage = Stage.ACCEPTED if n % 4 else Stage.DRAFT
    year = None if n % 11 == 0 else 2000 + chance.randrange(5)
    return Record(
        fonds=chance.choice(fonds),
        category=make.category(),
        level=Level.VOLUME if n % 7 == 0 else Level.ITEM,
        title=title,
        document_number=number,
        responsible="清岚市第一局",
        normal_text=normal_description(
            title=title, document_number=number, responsible="清岚市第一局"
        ),
        year=year,
        period=chance.choice(["Y", "D30", "D10", ""]),
        dated_on=None if n % 5 == 0 else date(2001, 1 + n % 12, 1 + chance.randrange(3)),
        access=Access.SHARED if n % 6 == 0 else Access.DEPARTMENT,
        stage=stage,
        archival_code=f"J001-WS·{n}-Y" if stage == Stage.ACCEPTED else None,
        described_by=by,
        described_at=make.NOW,
    )


@pytest.fixture
def filled(fonds, readers):
    Record.objects.bulk_create(described(n, fonds, readers[0]) for n in range(1, 61))
    for folder in folders.root().glob("v*"):
        folders.remove(folder.name)
    assert work.build()
    return work.Follower()


def told(address: str, by) -> None:
    """Total, figures and every page, as the index has them and as a plain scan has them."""
    query = read_again(address, by)
    answered = figures.figures(query)
    assert isinstance(answered, figures.Indexed), address
    rows = list(query.found.values_list(*figures.COLUMNS))
    assert answered.total == len(rows), (address, by.role)
    right = figures._divided(rows)
    if not any(query.chosen(name) for name in ("fonds", "department")):
        right["unit"].clear()  # not offered, so not counted
    assert answered.counts == right, (address, by.role)
    if query.order == "relevance" and not answered.whole:
        return
    ordered = query.ranked(query.found).order_by(*ORDERS[query.order].whole)
    keys = [record.pk for record in ordered]
    if "order" in address:
        assert walked(answered, query) == keys, (address, by.role)
    else:
        page, _before = shown(answered, query, Place())
        assert [row.pk for row in page.rows] == keys[: figures.SHOWN], (address, by.role)


def walked(answered, query) -> list[int]:
    """All pages of a list from the first to the last, and one back again."""
    seen: list[int] = []
    place, former = Place(), []
    while True:
        page, before = shown(answered, query, place)
        assert before in (len(seen), None)
        seen += [row.pk for row in page.rows]
        if not page.next:
            break
        place, former = Place(after=page.next), page.rows
    if page.previous:
        assert shown(answered, query, Place(before=page.previous))[0].rows == former
    return seen


def shown(answered, query, place: Place):
    there = replace(query, place=place)
    page = turn(answered.page(there), there.ordered, place, size=figures.SHOWN)
    return page, answered.before(there, page.rows[0]) if page.rows else None


def pending() -> Pending:
    """What the index in use lacks."""
    found = IndexMark.objects.pending(folders.current())
    assert found
    return found


def check(readers, queries=QUERIES) -> None:
    for by in readers:
        for address in queries:
            told(address, by)


def change(fonds, readers, chance: Random) -> None:
    """Insert, delete, move to another fonds, share and take back, write another title."""
    Record.objects.bulk_create(described(next(NEXT), fonds, readers[0]) for _ in range(6))
    drafts = list(Record.objects.filter(stage=Stage.DRAFT).order_by("pk"))
    chance.shuffle(drafts)
    drafts.pop().delete()
    Record.objects.filter(pk=drafts.pop().pk).update(fonds=fonds[0])
    Record.objects.filter(pk=drafts.pop().pk).update(normal_text="办公用房𠮷\n\n")
    some = chance.sample(list(Record.objects.values_list("pk", flat=True)), 12)
    Record.objects.filter(pk__in=some[:6]).update(access=Access.SHARED)
    Record.objects.filter(pk__in=some[6:]).update(access=Access.DEPARTMENT)


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


def test_single_records_are_reached_besides_the_own_and_what_others_share(filled, fonds):
    reading = engine.reading()
    hidden = Record.objects.filter(access=Access.DEPARTMENT).exclude(fonds=fonds[0])
    own = Record.objects.filter(fonds=fonds[0])
    reach = engine.Reach(frozenset({fonds[0].pk}), granted=frozenset({hidden[0].pk}))

    assert reading
    found = reading.search(engine.Asked(reach), engine.Turn(100))
    assert found
    assert set(found.records) == {hidden[0].pk, *own.values_list("pk", flat=True)}


def test_without_a_sound_index_the_scan_answers_and_the_worker_mends_it(filled, client, readers):
    client.force_login(readers[0])
    url = reverse("records:record-list")

    def page():
        response = client.get(url, {"q": "办公"})
        return response.context["figures"]

    right = Record.objects.filter(search_text__contains="办公").count()
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


def test_a_large_catalogue_is_not_divided_where_nothing_narrows_it_down(
    filled, readers, monkeypatch
):
    archivist, _reader = readers
    assert figures.figures(read_again("", archivist)).exact

    monkeypatch.setattr(figures, "LARGE", 20)

    assert not figures.figures(read_again("", archivist)).exact
    assert figures.figures(read_again("year_from=2000", archivist)).exact
    filled.close()


def test_only_what_the_index_holds_is_noted_and_what_all_have_taken_over_is_forgotten(filled):
    Record.objects.update(described_at=make.NOW, remarks="nothing that is searched")
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
