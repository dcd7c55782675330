"""100,000 rows from a table to committed, indexed records, beside a bare COPY of the same rows.

    python -m benchmarks.import_catalogue [ROWS] [--clean | --table PATH]

The catalogue is dirty: every third row has a fault, something to be looked at or something
that is put right; the shares are chosen, not counted in real ones. With `--clean` one row
in fifteen has some dirt and none a fault; `--table` takes a table that is there.

“End to end” runs from opening the file to the commit of records with their trail,
numbers and codes, by the actions that the browser's buttons call. The marked copy of a long
table is made by a job of its own, which nobody waits for: it is told, and not counted. A
small table goes first, so that what runs is what runs in a worker that has worked before.
"""

import argparse
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from io import StringIO
from pathlib import Path

from django.core.management import call_command
from django.db import connection
from django.db.models import Model

from benchmarks import database
from tests import catalogues

SMALL = 50  # rows


@contextmanager
def timed(name: str, rows: int, spent: dict[str, float]) -> Iterator[None]:
    begun = time.perf_counter()
    yield
    spent[name] = time.perf_counter() - begun
    print(f"  {name:<34}{spent[name]:8.2f} s{rows / spent[name]:12,.0f} rows/s")


def import_whole(path: Path, rows: int, fonds: str) -> tuple[dict[str, float], int]:
    """The seconds that each part took, and how many records were made."""
    from django.core.files.base import File
    from django.utils import timezone

    from records.imports import arrival, work
    from records.imports.actions import start
    from records.imports.models import Import
    from records.jobs.rules import silent
    from records.organisation.models import Category
    from tests import make

    spent: dict[str, float] = {}
    by, at = make.archivist(), timezone.now()
    into, category = make.fonds(fonds, number_width=5), Category.objects.get(code="WS")
    with timed("open the file, find the header", rows, spent), path.open("rb") as stream:
        held = File(stream, name=path.name)
        source = start(fonds=into, category=category, file=held, by=by, at=at)
    with timed("read, check", rows, spent):
        work.check(row=source.pk, by=by, at=at, progress=silent)
    with timed("commit: records, trail, codes", rows, spent):
        arrival.commit(row=source.pk, whole=False, by=by, at=at, progress=silent)
    source = Import.objects.get(pk=source.pk)
    if source.marking:  # which a worker does meanwhile
        with timed("beside it: the marked copy", rows, {}):
            work.make_copy(**source.marking.arguments, by=by, progress=silent)
    print(
        f"  read={source.read} ok={source.ok} warned={source.warned}"
        f" rejected={source.rejected} duplicate={source.duplicate} records={source.committed}"
    )
    return spent, source.committed


def copy_out(path: Path, model: type[Model]) -> str:
    """Write a table to a file, empty it with its indexes, and name table and columns."""
    fields = [field for field in model._meta.concrete_fields if not field.generated]
    columns = ", ".join(f'"{field.column}"' for field in fields)
    table = model._meta.db_table
    with connection.cursor() as cursor:
        statement = f"COPY (SELECT {columns} FROM {table} ORDER BY id) TO STDOUT"
        with path.open("wb") as out, cursor.copy(statement) as copy:
            for data in copy:
                out.write(data)
    database.emptied(table)
    return f"{table} ({columns})"


def copy_in(path: Path, table: str) -> None:
    with (
        connection.cursor() as cursor,
        path.open("rb") as held,
        cursor.copy(f"COPY {table} FROM STDIN") as copy,
    ):
        while part := held.read(1 << 20):
            copy.write(part)


def compare(folder: Path, path: Path, rows: int) -> None:
    from records.audit.models import Entry
    from records.holdings.models import Record

    small = catalogues.write_xlsx(folder / "small.xlsx", catalogues.rows(SMALL))
    with redirect_stdout(StringIO()):
        import_whole(small, SMALL, "J025")
    print(f"{rows:,} rows, {path.stat().st_size / 1e6:.1f} MB")
    spent, records = import_whole(path, rows, "J026")
    whole = sum(spent.values())
    print(f"  {'end to end':<34}{whole:8.2f} s{rows / whole:12,.0f} rows/s")
    trail = copy_out(folder / "trail.copy", Entry)
    table = copy_out(folder / "records.copy", Record)
    with timed("bare COPY of the same records", records, spent):
        copy_in(folder / "records.copy", table)
    with timed("bare COPY of their trail", records, spent):
        copy_in(folder / "trail.copy", trail)
    copied = spent["bare COPY of the same records"]
    both = copied + spent["bare COPY of their trail"]
    print(f"  {'end to end / bare COPY, by row':<34}{whole / rows / copied * records:8.2f}")
    print(f"  {'… of records and trail':<34}{whole / rows / both * records:8.2f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rows", nargs="?", type=int, default=100_000)
    parser.add_argument("--clean", action="store_true")
    parser.add_argument("--table", type=Path)
    asked = parser.parse_args()
    database.use("archive_center_import_benchmark", fresh=True)
    call_command("migrate", verbosity=0)
    with tempfile.TemporaryDirectory() as held:
        folder = Path(held)
        made = catalogues.rows(asked.rows, faults=not asked.clean)
        path = asked.table or catalogues.write_xlsx(folder / "catalogue.xlsx", made)
        compare(folder, path, asked.rows)


if __name__ == "__main__":
    main()
