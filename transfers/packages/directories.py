"""The records of a package: a directory each, finished once the journal names it."""

import json
import os
import shutil
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
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

Sheets = dict[int, Written]  # by the position of the record


def pack_all(
    order: Order, items: Iterable[Item], work: Workplace, journal: Journal, tell: Progress
) -> list[Packed]:
    """Every record in the bag, in order; what a former build finished is kept if still equal.

    Other threads set sheets and write the files of the records that come next.
    """
    finished = {packed.row["档号"]: packed for packed in journal}
    _sweep(work, {one.directory for one in finished.values()})
    packed: list[Packed] = []
    with _helpers() as pool:
        rows = (_begin(some, order, finished, work, pool) for some in _in_rows(items))
        for one in _ahead(chain.from_iterable(rows), AHEAD):
            if not (made := one.before):
                made = _pack(one)
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
    files: Sequence[Callable[[], Written]] = ()

    @property
    def code(self) -> str:
        return self.directory.rpartition("/")[2]

    @property
    def is_bare(self) -> bool:
        """Whether there is no copy of it, so that its sheet stands for the content."""
        return not self.item.contents


def _in_rows(items: Iterable[Item]) -> Iterator[list[Item]]:
    """So many at a time, and the same ones in every build of the same records."""
    left = iter(items)
    while some := list(islice(left, TOGETHER)):
        yield some


def _begin(
    items: list[Item], order: Order, finished: dict[str, Packed], work: Workplace, pool: Executor
) -> list[Begun]:
    """Some records in a row; what of them does not lie there yet is on its way."""
    lines = [row(item.record, item.position, item.inside) for item in items]
    described = list(zip(items, lines, strict=True))
    told = {
        item.position: _sheet(item, line, order) for item, line in described if not item.contents
    }
    together = sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()
    begun = []
    for item, line in described:
        beside = "" if item.contents else together
        one = Begun(item, line, metadata(item, order), _directory(item, order), beside)
        begun.append(_taken_up(one, finished, work))
    sheets = pool.submit(_set, told, [one for one in begun if not one.before], order, work.data)
    return [one if one.before else _on_its_way(one, sheets, work.data, pool) for one in begun]


def _taken_up(one: Begun, finished: dict[str, Packed], work: Workplace) -> Begun:
    """A record as a former build left it, or with its directory, which is empty."""
    before = finished.get(one.line["档号"])
    if before and _holds(before, one, work):
        return one._replace(before=before)
    _make(work.data / one.directory)
    return one


def _on_its_way(one: Begun, sheets: "Future[Sheets]", data: Path, pool: Executor) -> Begun:
    """A record of which other threads write the files."""
    described = pool.submit(write, data, f"{one.directory}/{METADATA}", one.description)
    if one.is_bare:
        return one._replace(files=[described.result, lambda: sheets.result()[one.item.position]])
    copies = [
        (pool.submit(stream, content.copy.path, data, f"{one.directory}/{content.name}"), content)
        for content in one.item.contents
    ]
    checked = (partial(copied, streamed, content.copy, one.code) for streamed, content in copies)
    return one._replace(files=[described.result, *checked])


def _set(told: dict[int, dict[str, Any]], missing: list[Begun], order: Order, data: Path) -> Sheets:
    """The 著录单 of some records in a row, set together; those that are missing are written."""
    bare = [one for one in missing if one.is_bare]
    if not bare:
        return {}
    printed = rendered_each("description", [*told.values()], at=order.approved_at)
    sheets = dict(zip(told, printed, strict=True))
    return {
        one.item.position: write(
            data, f"{one.directory}/{one.code}_著录单.PDF", sheets[one.item.position]
        )
        for one in bare
    }


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


def _pack(one: Begun) -> Packed:
    """One record's directory, filled."""
    files = [file() for file in one.files]
    return Packed(one.directory, one.line, one.is_bare, files, one.beside)


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
