"""Imports for tests, at any stage, and the catalogues that they are made of."""

import os
from pathlib import Path

from django.core.files.base import ContentFile, File

from archive_center.local.provision import PROJECT
from records.imports import arrival, work
from records.imports.actions import start
from records.imports.models import Import
from records.organisation.rules import Role
from tests import catalogues, make

REAL = "归档文件目录-4678件"
FULL = catalogues.HEADER
GOOD = [
    "1",
    "2024",
    "永久",
    "清水发〔2024〕17号",
    "清岚市水务局",
    "关于清淤的通知",
    "20240228",
    "",
    "7",
    "",
]


def tell(done: int, total: int | None = None, text: str = "") -> None:
    """Nobody watches."""


def real_data() -> Path | None:
    """The catalogue that may lie beside the checkout; the project never needs it."""
    beside = Path(os.environ.get("ARCHIVE_CENTER_DATA") or PROJECT.parent / "shared" / "data")
    return beside if (beside / f"{REAL}.xlsx").exists() else None


def csv(*rows, header=FULL) -> "ContentFile[bytes]":
    """A catalogue in UTF-8 with the header in line 1."""
    lines = [",".join(map(str, row)) for row in (header, *rows)]
    return ContentFile("\n".join(lines).encode(), name="目录.csv")


def row(**given) -> list[str]:
    """A good row with some cells changed, by the names of their columns."""
    cells = dict(zip(FULL, GOOD, strict=True)) | given
    return [cells[name] for name in FULL]


def sent(file=None, *, fonds=None, by=None, **given) -> Import:
    by = by or make.archivist()
    return start(
        fonds=fonds or make.fonds(),
        category=given.pop("category", None) or make.category(),
        file=file or csv(row()),
        by=by,
        at=make.NOW,
        **given,
    )


def sent_path(path: Path, **given) -> Import:
    with path.open("rb") as stream:
        return sent(File(stream, name=path.name), **given)


def checked(file=None, **given) -> Import:
    source = file if isinstance(file, Import) else sent(file, **given)
    work.check(row=source.pk, by=source.made_by, at=make.NOW, progress=tell)
    return Import.objects.get(pk=source.pk)


def checked_rows(*rows, header=FULL, **given) -> Import:
    return checked(csv(*rows, header=header), **given)


def committed(source: Import, *, whole=False, by=None) -> Import:
    """Imported as who sent it may: into custody by an archivist."""
    by = by or source.made_by
    make_of = arrival.commit if by.role == Role.ARCHIVIST else arrival.draft
    make_of(row=source.pk, whole=whole, by=by, at=make.NOW, progress=tell)
    return Import.objects.get(pk=source.pk)


def drafted(source: Import, *, whole=False) -> Import:
    arrival.draft(row=source.pk, whole=whole, by=source.made_by, at=make.NOW, progress=tell)
    return Import.objects.get(pk=source.pk)


def counts(source: Import) -> tuple[int, ...]:
    """read, ok, warned, rejected, duplicate."""
    return (source.read, source.ok, source.warned, source.rejected, source.duplicate)


def problems(source: Import) -> list[dict[str, str]]:
    return [problem for row in source.rows.order_by("row") for problem in row.problems]
