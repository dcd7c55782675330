"""The records of a package: a directory each, finished once the journal names it."""

import json
import os
import shutil
from collections.abc import Generator, Iterable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import closing, contextmanager
from functools import partial
from hashlib import sha256
from itertools import islice, tee
from pathlib import Path
from typing import Any, NamedTuple

from records.confined.twin import shared
from records.days import day
from records.jobs.rules import Progress
from records.printing.lines import measured
from records.printing.sheets import rendered_each
from records.rules import Refused
from records.sentences import gettext as _
from transfers.packages.files import Made, Way, copied, stream_all, write
from transfers.packages.listings import row
from transfers.packages.metadata import Item, metadata
from transfers.packages.rules import METADATA, Order, Unpackable, record_directory
from transfers.packages.workplace import Journal, Packed, Workplace

TOGETHER = 16  # records in a row whose sheets are set together: quicker, and each a little larger
SHEET = (32, 128)  # mm, the columns of `description.typ`


def pack_all(
    order: Order, items: Iterable[Item], work: Workplace, journal: Journal, tell: Progress
) -> list[Packed]:
    """Every record in the bag, in order; what a former build finished is kept if still equal.

    Of the records that come next a twin streams the copies, and other threads set the sheets.
    """
    finished = {packed.row["档号"]: packed for packed in journal}
    _sweep(work, {one.directory for one in finished.values()})
    packed: list[Packed] = []
    with _helpers() as pool:
        rows = (_begin(some, order, finished, work, pool) for some in _in_rows(items))
        with closing(_with_files(rows, work)) as begun:
            for one, made in begun:
                if not (done := one.before):
                    done = _pack(one, made, work)
                    journal.add(done)
                packed.append(done)
                tell(len(packed), order.total, done.row["档号"])
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

    @property
    def code(self) -> str:
        return self.directory.rpartition("/")[2]

    @property
    def is_bare(self) -> bool:
        """Whether there is no copy of it, so that its sheet stands for the content."""
        return not self.item.contents

    @property
    def sheet(self) -> str:
        return f"{self.directory}/{self.code}_著录单.PDF"

    @property
    def ways(self) -> list[Way]:
        """Those of its copies."""
        return [
            Way(content.copy.path, f"{self.directory}/{content.name}", content.copy.size)
            for content in self.item.contents
        ]


class Row(NamedTuple):
    """Some records in a row, and the sheets of those of them that are on their way."""

    records: list[Begun]
    sheets: "Future[Made]"

    @property
    def ways(self) -> list[Way]:
        """Those of the copies that do not lie there yet."""
        return [way for one in self.records if not one.before for way in one.ways]


def _in_rows(items: Iterable[Item]) -> Iterator[list[Item]]:
    """So many at a time, and the same ones in every build of the same records."""
    left = iter(items)
    while some := list(islice(left, TOGETHER)):
        yield some


def _begin(
    items: list[Item], order: Order, finished: dict[str, Packed], work: Workplace, pool: Executor
) -> Row:
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
    return Row(begun, pool.submit(_set, told, begun, order, work.data))


def _taken_up(one: Begun, finished: dict[str, Packed], work: Workplace) -> Begun:
    """A record as a former build left it, or with its directory, which is empty."""
    before = finished.get(one.line["档号"])
    if before and _holds(before, one, work):
        return one._replace(before=before)
    _make(work.data / one.directory)
    return one


def _with_files(rows: Iterable[Row], work: Workplace) -> Generator[tuple[Begun, Made], None, None]:
    """Each record with the copies and sheets that were made of its row.

    The copies by a process of its own: a thread beside one that describes records waits for
    the interpreter's lock at each call, and both take more of the processor.
    """
    begun, ahead = tee(rows)
    asked = (row.ways for row in ahead)
    with closing(shared(partial(stream_all, work.data), asked)) as answers:
        for row, (_ways, copies) in zip(begun, answers, strict=True):
            made = copies | row.sheets.result()
            yield from ((one, made) for one in row.records)


def _set(told: dict[int, dict[str, Any]], row: list[Begun], order: Order, data: Path) -> Made:
    """The 著录单 of some records in a row, set together; those that are missing are written."""
    missing = [one for one in row if one.is_bare and not one.before]
    if not missing:
        return {}
    printed = rendered_each("description", [*told.values()], at=order.approved_at)
    sheets = dict(zip(told, printed, strict=True))
    return {one.sheet: write(data, one.sheet, sheets[one.item.position]) for one in missing}


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


def _pack(one: Begun, made: Made, work: Workplace) -> Packed:
    """One record's directory, filled."""
    files = [write(work.data, f"{one.directory}/{METADATA}", one.description)]
    if one.is_bare:
        files.append(made[one.sheet])
    for way, content in zip(one.ways, one.item.contents, strict=True):
        files.append(copied(made.get(way.target), content.copy, one.code))
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
