"""The records of a package: a directory each, made whole or not at all, and kept when equal."""

import shutil
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from os import cpu_count
from typing import Any, NamedTuple

from records.days import day
from records.jobs.rules import Progress
from records.printing.pdf import rendered
from records.rules import Refused
from records.sentences import gettext as _
from transfers.packages.files import Written, copy_in, write
from transfers.packages.listings import row
from transfers.packages.metadata import Item, metadata
from transfers.packages.rules import (
    METADATA,
    Order,
    Unpackable,
    record_directory,
)
from transfers.packages.workplace import Journal, Packed, Workplace

AHEAD = 16  # sheets that may be in the making


def pack_all(
    order: Order, items: Iterable[Item], work: Workplace, journal: Journal, tell: Progress
) -> list[Packed]:
    """Every record in the bag, in order; what a former build finished is kept if still equal.

    Sheets are set by other threads while the records before them are written.
    """
    finished = {packed.row["档号"]: packed for packed in journal}
    packed: list[Packed] = []
    with ThreadPoolExecutor(cpu_count()) as pool:
        wanted = (_wanted(item, order, finished, work, pool) for item in items)
        for one in _ahead(wanted, AHEAD):
            if not (made := one.before):
                made = _pack(one, order, work)
                journal.add(made)
            packed.append(made)
            tell(len(packed), order.total, str(one.item.record.archival_code))
    if finished:
        journal.rewrite(packed)
        _sweep(work, {one.directory for one in packed})
    journal.close()
    return packed


class Wanted(NamedTuple):
    """A record on its way into the package: as it lies there already, or with its sheet to come."""

    item: Item
    description: bytes
    before: Packed | None
    sheet: "Future[bytes] | None"


def _wanted(
    item: Item, order: Order, finished: dict[str, Packed], work: Workplace, pool: Executor
) -> Wanted:
    description = metadata(item, order)
    before = finished.get(str(item.record.archival_code))
    if before and _holds(before, item, description, work):
        return Wanted(item, description, before, None)
    sheet = None if item.contents else pool.submit(_sheet, item, _line(item), order)
    return Wanted(item, description, None, sheet)


def _ahead(steps: Iterable[Wanted], count: int) -> Iterator[Wanted]:
    """The steps in their order, so many of them begun before they are taken."""
    begun: deque[Wanted] = deque()
    for step in steps:
        begun.append(step)
        if len(begun) > count:
            yield begun.popleft()
    yield from begun


def _holds(before: Packed, item: Item, description: bytes, work: Workplace) -> bool:
    """Whether a finished record still is what the database says and the disk holds."""
    directory = work.data / before.directory
    told = {file.path.rpartition("/")[2]: file for file in before.files}
    if before.row != _line(item) or not directory.is_dir():
        return False
    lying = {entry.name: entry.stat().st_size for entry in directory.iterdir()}
    if lying != {name: file.size for name, file in told.items()}:
        return False
    wanted = {content.name: content.copy.sha256 for content in item.contents}
    if any(name not in told or told[name].sha256 != digest for name, digest in wanted.items()):
        return False
    return (directory / METADATA).read_bytes() == description


def _pack(wanted: Wanted, order: Order, work: Workplace) -> Packed:
    """One record's directory, made under a temporary name and renamed."""
    item = wanted.item
    directory = _directory(item, order)
    code = directory.rpartition("/")[2]
    shutil.rmtree(work.staging, ignore_errors=True)
    work.staging.mkdir()
    files = [write(work.staging, METADATA, wanted.description)]
    files += [copy_in(work.staging, one.name, one.copy, code) for one in item.contents]
    if wanted.sheet:
        files.append(write(work.staging, f"{code}_著录单.PDF", wanted.sheet.result()))
    target = work.data / directory
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.exists():
        shutil.rmtree(target)
    work.staging.rename(target)
    lying = [
        Written(f"{directory}/{file.path}", file.size, file.sha256, file.sha512) for file in files
    ]
    return Packed(directory, _line(item), not item.contents, lying)


def _line(item: Item) -> dict[str, Any]:
    return row(item.record, item.position, item.inside)


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


def _sheet(item: Item, line: dict[str, Any], order: Order) -> bytes:
    """The 著录单 that stands for the content of a record of which there is no digital copy."""
    return rendered(
        "description",
        {
            "title": line["题名"],
            "rows": [(name, value) for name, value in line.items() if name != "顺序号"],
            "note": f"本件没有数字副本。载体形态：{item.record.medium or '未著录'}。",
            "sender": order.sender,
            "on": day(order.approved_at),
        },
        at=order.approved_at,
    )


def _sweep(work: Workplace, wanted: set[str]) -> None:
    """Remove what an interrupted build left and this one does not list."""
    for description in list(work.data.rglob(METADATA)):
        directory = description.parent
        if str(directory.relative_to(work.data)) not in wanted:
            shutil.rmtree(directory)
