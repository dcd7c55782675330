"""What building a transfer package costs beside copying and digesting the same bytes.

    python -m benchmarks.build_package 1000 [--size 200000] [--rounds 3]

In a database of its own: a handover of that many records, each with one PDF of `size`
bytes. `bare` reads each stored copy once, works out SHA-256 and SHA-512, which the
manifests hold, and writes it into one directory; `bare_sm3` works out SHA-256 and SM3, by which
copies are kept; `bare_tree` does the same into a directory each, with a small file beside it, as
a package has them; `package` is the builder whole: descriptions, lists, papers,
manifests, verification. `paper` packages as many records without copies, each with its
description sheet. All write to the same disk, in turn; what they wrote is removed when all
have been measured, since a file system looks long for room where much was removed a moment
ago: ext4 passes by what was removed in the last five minutes, one by one for each new file.
Prints lines of name=value.
"""

import argparse
import hashlib
import os
import random
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from cryptography.hazmat.primitives.hashes import SM3, Hash
from django.core.management import call_command

from benchmarks import database

if TYPE_CHECKING:
    from transfers.handover.models.handovers import Handover

BLOCK = 1 << 20
DESCRIPTION = bytes(2_000)  # about as long as one


def handover(records: int, size: int) -> "Handover":
    """An approved handover; each record has a copy of `size` bytes, or none if that is 0."""
    from tests import handover_make, make
    from transfers.handover.actions import select
    from transfers.handover.models.handovers import Handover

    fonds, who = make.fonds(), make.archivist()
    for number in range(1, records + 1):
        record = handover_make.due_record(fonds, number, described_by=who)
        if size:
            content = handover_make.PDF + random.Random(number).randbytes(size)
            handover_make.copy(record, content=content)
    made = select.create(fonds, classes=[(2005, "Y")], by=who, at=make.NOW)
    Handover.objects.filter(pk=made.pk).update(approved_at=make.NOW)
    return Handover.objects.select_related("fonds__archive", "fonds__department").get(pk=made.pk)


def stored(of: "Handover") -> list[Path]:
    """Where the copies of a handover lie."""
    from django.core.files.storage import default_storage

    from records.copies.models import DigitalCopy

    copies = DigitalCopy.objects.filter(component__record__handover_items__handover=of)
    return [Path(default_storage.path(copy.path)) for copy in copies]


def copy_all(
    paths: list[Path],
    into: Path,
    *,
    other: Callable[[], Any] = hashlib.sha512,
    tree: bool = False,
) -> None:
    into.mkdir()
    for number, path in enumerate(paths):
        sha256, second = hashlib.sha256(), other()
        place = into / str(number)
        if tree:
            place.mkdir()
            (place / "description").write_bytes(DESCRIPTION)
            place /= "copy"
        with path.open("rb") as source, place.open("wb") as target:
            while block := source.read(BLOCK):
                sha256.update(block)
                second.update(block)
                target.write(block)
    os.sync()


def sm3() -> Hash:
    return Hash(SM3())


def package(of: "Handover", into: Path) -> None:
    from records.jobs.rules import silent
    from tests import make
    from transfers.handover.work import export

    export(of, parent=into, at=make.NOW, tell=silent)


def timed(work: Callable[[], None]) -> tuple[float, float]:
    """Seconds by the clock, and seconds of processor time, those of a twin among them."""
    began, used = time.perf_counter(), sum(os.times()[:4])
    work()
    return time.perf_counter() - began, sum(os.times()[:4]) - used


def measure(records: int, size: int, rounds: int) -> None:
    digital, paper = handover(records, size), handover(records, 0)
    paths = stored(digital)
    kinds = ("bare", "bare_sm3", "bare_tree", "package", "paper")
    took: dict[str, list[tuple[float, float]]] = {kind: [] for kind in kinds}
    with TemporaryDirectory(dir=Path.cwd() / "var") as place:
        for into in (Path(place, str(number)) for number in range(rounds)):
            into.mkdir()
            took["bare"].append(timed(partial(copy_all, paths, into / "bare")))
            with_sm3 = partial(copy_all, paths, into / "bare_sm3", other=sm3)
            took["bare_sm3"].append(timed(with_sm3))
            with_tree = partial(copy_all, paths, into / "bare_tree", other=sm3, tree=True)
            took["bare_tree"].append(timed(with_tree))
            took["package"].append(timed(partial(package, digital, into)))
            took["paper"].append(timed(partial(package, paper, into)))
    for name, spent in took.items():
        clock, used = (median(one[column] for one in spent) for column in (0, 1))
        print(f"records={records} {name}_s={clock:.2f} cpu_s={used:.2f}")
    for beside in ("bare", "bare_sm3", "bare_tree"):
        for column, kind in enumerate(("clock", "cpu")):
            bare, whole = (
                median(one[column] for one in took[name]) for name in (beside, "package")
            )
            ratio = whole / max(bare, 0.01)  # of a few small files it is 0
            print(f"records={records} size={size} ratio_{kind}_to_{beside}={ratio:.2f}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("records", type=int, nargs="?", default=1000)
    parser.add_argument("--size", type=int, default=200_000)
    parser.add_argument("--rounds", type=int, default=3)
    wanted = parser.parse_args()
    database.use("bench_package", fresh=True)
    call_command("migrate", verbosity=0)
    measure(wanted.records, wanted.size, wanted.rounds)
