"""Builds a transfer package: a BagIt bag around the structure of DA/T 93-2022.

All work is done in `.<name>.work` beside the final place. Each record's directory is filled,
then told to the journal; the tag files are written and the bag gets its name when
everything else is there. Killed at any point, the next build keeps what is finished and
equal, and makes the rest.
"""

import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from records.jobs.rules import Progress
from records.rules import Refused
from records.sentences import gettext as _
from transfers.packages.bags import faults_of_bag, root_of_files, write_manifests, write_tags
from transfers.packages.directories import pack_all
from transfers.packages.files import Written, barred, no_room, write
from transfers.packages.listings import readme, self_test, write_listing
from transfers.packages.metadata import Item
from transfers.packages.rules import LISTING, OTHERS, README, SELF_TEST, Fault, Order, Root
from transfers.packages.verification import structure
from transfers.packages.workplace import Journal, Packed, Workplace


@dataclass(frozen=True)
class Contents:
    """What is in the package before its papers are written: they are made from this."""

    packed: list[Packed]
    root: Root
    size: int

    @property
    def paper_only(self) -> int:
        return sum(packed.paper_only for packed in self.packed)


@dataclass(frozen=True)
class Built:
    """A finished package: where it lies and what is in it."""

    path: Path
    contents: Contents
    files: int
    size: int
    root: Root


Papers = Callable[[Contents], Iterable[tuple[str, bytes]]]


def build(
    order: Order, items: Iterable[Item], papers: Papers, *, parent: Path, on: date, tell: Progress
) -> Built:
    """Build the package under `parent`; afterwards `Workplace.close` clears the workplace.

    Refused, with the record named: a copy whose bytes are missing or differ, a code that
    cannot be a directory, a full disk. Nothing stands at the final place then.
    """
    work = Workplace(parent, order.name)
    try:
        with work.opened():
            resumed = work.journal.exists()
            journal = Journal(work.journal)
            packed = pack_all(order, items, work, journal, tell)
            contents, payload = _open(order, packed, work)
            tell(order.total, order.total, OTHERS)
            with ThreadPoolExecutor(2) as aside:  # while the papers are set
                aside.submit(os.sync)
                structured = aside.submit(list, structure(work.data))
                payload += _others(order, contents, papers, work)
            built = _close(order, contents, payload, work, on)
            _prove(work, structured.result(), digests=resumed)
            os.sync()
            work.publish()
    except OSError as error:
        raise _refusal(error, parent) from error
    return built


def _refusal(error: OSError, place: Path) -> Exception:
    """What the person can mend, said in a sentence; any other fault as it is."""
    if no_room(error):
        return Refused(
            _(
                "The disk under %(place)s is full. Make room and make the package again: it goes"
                " on from where it stopped."
            )
            % {"place": place}
        )
    if barred(error):
        return Refused(
            _("“%(path)s” cannot be used: %(why)s. Choose another directory or give the right.")
            % {"path": error.filename, "why": error.strerror}
        )
    return error


def _open(order: Order, packed: list[Packed], work: Workplace) -> tuple[Contents, list[Written]]:
    """The two opening files, and with them the root digests."""
    payload = [file for record in packed for file in record.files]
    size = sum(file.size for file in payload)
    about = readme(
        order,
        first=packed[0].row["档号"],
        last=packed[-1].row["档号"],
        paper_only=sum(record.paper_only for record in packed),
        size=size,
    )
    write_listing(work.data / LISTING, (record.row for record in packed))
    payload.append(write(work.data, README, about.encode()))
    payload.append(write(work.data, LISTING, (work.data / LISTING).read_bytes()))
    return Contents(packed, root_of_files(payload), size), payload


def _others(order: Order, contents: Contents, papers: Papers, work: Workplace) -> Iterator[Written]:
    others = work.data / OTHERS
    shutil.rmtree(others, ignore_errors=True)
    others.mkdir()
    yield write(work.data, f"{OTHERS}/{SELF_TEST}", self_test(order, contents.root).encode())
    for name, content in papers(contents):
        yield write(work.data, f"{OTHERS}/{name}", content)


def _close(
    order: Order, contents: Contents, payload: list[Written], work: Workplace, on: date
) -> Built:
    """The manifests and the tag files, over all that is in the package."""
    files, size = write_manifests(work.bag, payload)
    write_tags(
        work.bag,
        order,
        contents.root,
        files=files,
        size=size,
        paper_only=contents.paper_only,
        on=on,
    )
    return Built(work.final, contents, files, size, contents.root)


def _prove(work: Workplace, structured: list[Fault], *, digests: bool) -> None:
    """Verify the bag before it gets its name; after an interruption, byte by byte.

    `structured` are the faults of what lay there before the papers did.
    """
    faults = [*faults_of_bag(work.bag, digests=digests), *structured]
    if faults:
        work.close()
        raise Refused(
            _("The package does not verify: %(faults)s. Make it again; it begins anew.")
            % {"faults": "; ".join(str(fault) for fault in faults[:5])}
        )
