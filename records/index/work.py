"""The one process that keeps this machine's index: it makes it, follows what is changed, mends.

It looks for changes a few times a second. Whatever it does may be done again: a record is
taken out and put in as it is now, and the mark moves only when the index is safely written.
"""

import logging
import socket
import time
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime, timedelta
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from django.db import Error, connection
from django.utils import timezone
from tantivy import Index, IndexWriter

from records.confined.twin import apart
from records.copies.models import DigitalCopy, PageText
from records.holdings.models import Record
from records.index import folders
from records.index.models import IndexMark
from records.index.schema import COLUMNS, SORTED_BY, document, schema

LOOKS_EVERY_S = 0.2
WAITS_S = 2  # where the database or the disk does not answer
BATCH = 5000
HEAP, HEAP_TO_BUILD = 20_000_000, 250_000_000
PATIENCE = 3  # failures of the index after which it is taken to be broken
IDLE = timedelta(minutes=10)  # after which a mark moves on though nothing was changed
RESTS = timedelta(seconds=10)  # without a change, after which the memory for writing is let go
FORGOTTEN = timedelta(days=14)  # after which the mark of a machine that is silent goes
_NONE: tuple[int | None, Iterable[Any]] = (None, ())
log = logging.getLogger(__name__)


def machine() -> str:
    return f"{socket.gethostname()}:{folders.root()}"


def build() -> str:
    """Make the index anew beside the one that answers, then let it answer; returns its name.

    Empty where another process is at it. Rows are read after the mark was set: what is
    changed meanwhile is taken over once more.
    """
    with folders.alone("build") as ours:
        if not ours:
            return ""
        name = folders.make()
        try:
            _make(name)
        except BaseException:  # whatever it was, half an index is of no use
            folders.remove(name)
            IndexMark.objects.filter(name=name).delete()
            raise
    return name


def _make(name: str) -> None:
    IndexMark.objects.begin(name, machine())
    index = Index(schema(), str(folders.folder(name)), sort_by_field=SORTED_BY)
    writer = index.writer(HEAP_TO_BUILD)
    _fill(writer)
    writer.commit()
    writer.wait_merging_threads()
    folders.use(name)
    log.info("the search index was made anew")


def _fill(writer: IndexWriter) -> None:
    last, done = 0, 0
    records = Record.objects.order_by("pk").values_list(*COLUMNS)
    while rows := list(records.filter(pk__gt=last)[:BATCH]):
        add(writer, rows)
        last, done = rows[-1][0], done + len(rows)
        if done % (BATCH * 100) == 0:
            log.info("%d records are in the new search index", done)


class Follower:
    """Brings the index that is in use to where the database is, again and again."""

    def __init__(self) -> None:
        self.name = ""
        self.writer: IndexWriter | None = None
        self.moved_at = timezone.now() - IDLE
        self.failures = 0

    def follow(self) -> None:
        """For as long as the process lives."""
        while True:
            time.sleep(LOOKS_EVERY_S if self.step_or_wait() else WAITS_S)

    def step_or_wait(self) -> bool:
        """One step; False where the database or the index failed, and it is tried again."""
        try:
            with folders.as_faults():
                self.step()
        except Error:
            log.exception("the database does not answer")
            connection.close()
            return False
        except (ValueError, OSError):
            log.exception("the search index %s cannot be written", self.name)
            self.fail()
            return False
        self.failures = 0
        return True

    def fail(self) -> None:
        """Begin again; what fails time after time is broken, and made anew."""
        self.failures += 1
        if self.failures >= PATIENCE:
            folders.spoil(folders.current())
        with suppress(ValueError, OSError), folders.as_faults():
            self.close()

    def step(self) -> int:
        """Take over what is pending, or make an index where none is; how many were taken over."""
        name = folders.current()
        pending = IndexMark.objects.pending(name, None) if name else None
        if pending is None:
            self.close()
            connection.close()  # a child has no share in it; what its process grew to goes as well
            apart(build)
            return 0
        if pending.records or name != self.name:
            writer = self.take(name)
            for at in range(0, len(pending.records), BATCH):
                bring(writer, pending.records[at : at + BATCH])
        elif timezone.now() > self.moved_at + RESTS:
            self.close()
        if pending.records or timezone.now() > self.moved_at + IDLE:
            IndexMark.objects.forward(name, pending.snapshot)
            while IndexMark.objects.prune(BATCH) == BATCH:
                pass
            self.moved_at = timezone.now()
        return len(pending.records)

    def take(self, name: str) -> IndexWriter:
        """The writer of the index in use; of another than before, the others are cleared away."""
        if self.writer is None or name != self.name:
            self.close()
            self.writer = Index.open(str(folders.folder(name))).writer(HEAP, 1)
            self.name = name
            clear(name)
        return self.writer

    def close(self) -> None:
        """Let go of the index, so that another may write it."""
        if self.writer is not None:
            writer, self.writer = self.writer, None
            writer.wait_merging_threads()


def bring(writer: IndexWriter, records: list[int]) -> None:
    """Put records into the index as they are now; those that are no more go out of it."""
    for pk in records:
        writer.delete_documents_by_term("id", pk)
    add(writer, list(Record.objects.filter(pk__in=records).order_by("pk").values_list(*COLUMNS)))
    writer.commit()


def add(writer: IndexWriter, rows: list[Any]) -> None:
    """Put records in, whose COLUMNS are given in the order of keys, with the pages of their copies.

    Only one record's pages are held at a time: they may be thousands.
    """
    keys = [row[0] for row in rows]
    copied = DigitalCopy.objects.having(keys)
    found = PageText.objects.in_place().filter(copy__component__record__in=keys)
    told = found.told().values_list("copy__component__record", "normal_text")
    pages = groupby(told.iterator(chunk_size=200), itemgetter(0))
    key, said = next(pages, _NONE)
    for row in rows:
        mine = [text for _record, text in said] if key == row[0] else []
        writer.add_document(document(row, mine, copied=row[0] in copied))
        if key == row[0]:
            key, said = next(pages, _NONE)


def clear(name: str) -> None:
    """Remove what this machine used before, and marks that nobody moves."""
    with folders.alone("build") as ours:
        if not ours:
            return
        for other in folders.others(name):
            folders.remove(other)
        marks = IndexMark.objects.exclude(name=name)
        marks.filter(machine=machine()).delete()
        marks.filter(at__lt=timezone.now() - FORGOTTEN).delete()


class State(NamedTuple):
    """How the index of this machine is."""

    name: str
    records: int = 0
    segments: int = 0
    bytes: int = 0
    at: datetime | None = None
    pending: int | None = None  # None: it is not of this database
    followed: bool = False


def state() -> State:
    """What `manage.py search state` tells; the name is empty where no index can answer."""
    name = folders.current()
    mark = IndexMark.objects.filter(name=name).first()
    with folders.alone("follow") as free:
        followed = not free
    if not name or mark is None:
        return State("", followed=followed)
    pending = IndexMark.objects.pending(name, None)
    try:
        with folders.as_faults():
            searcher = folders.opened(name, mark.snapshot).searcher()
    except (ValueError, OSError):
        return State("", followed=followed)
    return State(
        name,
        searcher.num_docs,
        searcher.num_segments,
        folders.size(name),
        mark.at,
        len(pending.records) if pending else None,
        followed,
    )
