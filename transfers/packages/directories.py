"""The records of a package: a directory each, finished once the journal names it."""

import json
import os
import shutil
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime
from functools import cached_property
from hashlib import sha256
from itertools import chain, islice
from pathlib import Path
from typing import Any, NamedTuple

from records.days import day
from records.jobs.rules import Progress
from records.printing.lines import measured
from records.printing.sheets import rendered_each
from records.rules import Refused
from records.sentences import gettext as _
from transfers.packages.files import Written, copied, stream, write
from transfers.packages.listings import row
from transfers.packages.metadata import Item, metadata
from transfers.packages.rules import (
    METADATA,
    Order,
    Unpackable,
    record_directory,
)
from transfers.packages.workplace import Journal, Packed, Workplace

TOGETHER = 16  # records in a row whose sheets are set together: quicker, and each a little larger
SHEET = (32, 128)  # mm, the columns of `description.typ`
AHEAD = 2 * TOGETHER  # records that may be in the making


def pack_all(
    order: Order, items: Iterable[Item], work: Workplace, journal: Journal, tell: Progress
) -> list[Packed]:
    """Every record in the bag, in order; what a former build finished is kept if still equal.

    Other threads copy and set sheets for the records that come next.
    """
    finished = {packed.row["档号"]: packed for packed in journal}
    _sweep(work, {one.directory for one in finished.values()})
    packed: list[Packed] = []
    with _helpers() as pool:
        rows = (_begin(some, order, finished, work, pool) for some in _in_rows(items))
        for one in _ahead(chain.from_iterable(rows), AHEAD):
            if not (made := one.before):
                made = _pack(one, work)
                journal.add(made)
            packed.append(made)
            tell(len(packed), order.total, made.row["档号"])
    if finished:
        journal.rewrite(packed)
        _sweep(work, {one.directory for one in packed})
    journal.close()
    return packed


@contextmanager
def _helpers() -> Iterator[Executor]:
    """Threads, one a processor; of who stops, nothing is waited for that is not begun."""
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        try:
            yield pool
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


class Begun(NamedTuple):
    """A record on its way into the package: as it lies there already, or with what is to come.

    `beside` says with which others its sheet is set: the bytes of that depend on them.
    """

    item: Item
    line: dict[str, Any]
    description: bytes
    directory: str
    beside: str
    before: Packed | None = None
    copies: "Sequence[Future[Written]]" = ()
    sheet: Callable[[], bytes] | None = None


class Sheets:
    """The 著录单 of some records in a row, set together once one of them is asked for."""

    def __init__(self, told: dict[int, dict[str, Any]], at: datetime, pool: Executor) -> None:
        self.told, self.at, self.pool = told, at, pool
        self.beside = sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()

    @cached_property
    def _printed(self) -> "Future[list[bytes]]":
        return self.pool.submit(rendered_each, "description", [*self.told.values()], at=self.at)

    def asked(self, position: int) -> Callable[[], bytes]:
        """What gives the sheet of one record when it is set."""
        printed, place = self._printed, list(self.told).index(position)
        return lambda: printed.result()[place]


def _in_rows(items: Iterable[Item]) -> Iterator[list[Item]]:
    """So many at a time, and the same ones in every build of the same records."""
    left = iter(items)
    while some := list(islice(left, TOGETHER)):
        yield some


def _begin(
    items: list[Item], order: Order, finished: dict[str, Packed], work: Workplace, pool: Executor
) -> Iterator[Begun]:
    """Some records in a row; what of them does not lie there yet is on its way."""
    lines = [row(item.record, item.position, item.inside) for item in items]
    described = list(zip(items, lines, strict=True))
    told = {
        item.position: _sheet(item, line, order) for item, line in described if not item.contents
    }
    sheets = Sheets(told, order.approved_at, pool)
    for item, line in described:
        beside = "" if item.contents else sheets.beside
        one = Begun(item, line, metadata(item, order), _directory(item, order), beside)
        before = finished.get(line["档号"])
        if before and _holds(before, one, work):
            yield one._replace(before=before)
            continue
        _make(work.data / one.directory)
        yield one._replace(
            copies=[
                pool.submit(stream, content.copy.path, work.data, f"{one.directory}/{content.name}")
                for content in item.contents
            ],
            sheet=None if item.contents else sheets.asked(item.position),
        )


def _ahead(steps: Iterable[Begun], count: int) -> Iterator[Begun]:
    """The steps in their order, so many of them begun before they are taken."""
    begun: deque[Begun] = deque()
    for step in steps:
        begun.append(step)
        if len(begun) > count:
            yield begun.popleft()
    yield from begun


def _holds(before: Packed, now: Begun, work: Workplace) -> bool:
    """Whether a finished record still is what the database says and the disk holds."""
    directory = work.data / before.directory
    told = {file.path.rpartition("/")[2]: file for file in before.files}
    if (before.row, before.beside) != (now.line, now.beside) or not directory.is_dir():
        return False
    lying = {entry.name: entry.stat().st_size for entry in directory.iterdir()}
    if lying != {name: file.size for name, file in told.items()}:
        return False
    wanted = {content.name: content.copy.sha256 for content in now.item.contents}
    if any(name not in told or told[name].sha256 != digest for name, digest in wanted.items()):
        return False
    return (directory / METADATA).read_bytes() == now.description


def _make(directory: Path) -> None:
    """The empty directory of a record."""
    try:
        directory.mkdir()
    except FileNotFoundError:
        directory.mkdir(parents=True)
    except FileExistsError:
        shutil.rmtree(directory)
        directory.mkdir()


def _pack(one: Begun, work: Workplace) -> Packed:
    """One record's directory, filled."""
    code = one.directory.rpartition("/")[2]
    files = [write(work.data, f"{one.directory}/{METADATA}", one.description)]
    for content, streamed in zip(one.item.contents, one.copies, strict=True):
        files.append(copied(streamed, content.copy, code))
    if one.sheet:
        files.append(write(work.data, f"{one.directory}/{code}_著录单.PDF", one.sheet()))
    return Packed(one.directory, one.line, one.sheet is not None, files, one.beside)


def _directory(item: Item, order: Order) -> str:
    record = item.record
    code = str(record.archival_code or "")
    try:
        return record_directory(order.fonds_number, record.category.code, record.year, code)
    except Unpackable as unpackable:
        raise Refused(
            _("The archival code “%(code)s” cannot be the name of a directory: correct it first.")
            % {"code": unpackable}
        ) from None


def _sheet(item: Item, line: dict[str, Any], order: Order) -> dict[str, Any]:
    """The 著录单 that stands for the content of a record of which there is no digital copy."""
    rows = [
        (name, "" if value is None else str(value))
        for name, value in line.items()
        if name != "顺序号"
    ]
    return {
        "title": line["题名"],
        "rows": rows,
        "short": measured(rows, SHEET, size=10.5, pad=8)["short"],
        "note": f"本件没有数字副本。载体形态：{item.record.medium or '未著录'}。",
        "sender": order.sender,
        "on": day(order.approved_at),
    }


def _sweep(work: Workplace, wanted: set[str]) -> None:
    """Remove every directory but those that are wanted and those above them."""
    above = (str(parent) for one in wanted for parent in Path(one).parents)
    kept = {str(work.data / one) for one in (*wanted, *above)}
    for place, below, _files in os.walk(work.data):
        for name in list(below):
            if (path := os.path.join(place, name)) not in kept:  # noqa: PTH118
                shutil.rmtree(path)
                below.remove(name)
