"""What is put aside, what nobody goes on with and what nobody needs any more is deleted."""

from datetime import datetime, timedelta
from functools import partial

from django.conf import settings
from django.db import transaction
from django.db.models.fields.files import FieldFile

from records.imports.models import Import, ImportCorrection, ImportRow
from records.imports.rules import FLOW, Stage
from records.organisation.models import User
from records.workflow.actions import advance
from records.workflow.acts import does


@does(FLOW, "discard")
def discard(source: Import, *, by: User, at: datetime) -> None:
    """Put a table aside: its rows and its file go, the note that it was sent stays."""
    advance(source, "discard", by=by, at=at)
    forget(source)


def forget_unfinished(*, at: datetime) -> int:
    """Put aside what nobody has gone on with for a term; returns how many tables.

    Each goes with its rows and its file and leaves its entry in the trail, as if a person
    had put it aside. Done twice it is done once.
    """
    until = at - timedelta(days=settings.IMPORT_UNFINISHED_DAYS)
    waiting = Import.objects.filter(stage__in=FLOW["expire"].sources, made_at__lt=until)
    return sum(_expire(source, until, at) for source in waiting.order_by("pk"))


@transaction.atomic
def _expire(source: Import, until: datetime, at: datetime) -> bool:
    held = source.held()
    if held.stage not in FLOW["expire"].sources or held.at_work or held.touched_at >= until:
        return False
    advance(held, "expire", by=None, at=at)
    forget(held)
    return True


def forget(source: Import) -> None:
    """Delete what was read of a table and what was put right in it, and its files."""
    ImportRow.objects.filter(source=source).delete()
    source.corrections.all().delete()
    forget_files(source)


def forget_files(source: Import) -> None:
    """Delete the table and its marked copy once this transaction is committed."""
    forget_table(source)
    forget_copy(source)


def forget_copy(source: Import) -> None:
    """Delete the marked copy, and the cells of which it is to be made, once this is committed."""
    forget_cells(source)
    drop(source.marked)
    Import.objects.filter(pk=source.pk).update(marked="", marking=None)


@transaction.atomic
def forget_table(source: Import) -> None:
    """Delete the table as it was sent; what was read of it stays."""
    drop(source.file)
    Import.objects.filter(pk=source.pk).update(file="")


@transaction.atomic
def forget_ended(*, at: datetime) -> int:
    """Delete what nobody needs of tables that were imported long ago; returns how many rows.

    The rows as they were read and the table as it was sent go; the counts, the marked copy
    with all its cells and the trail stay. Done twice it is done once.
    """
    until = at - timedelta(days=settings.IMPORT_ROWS_DAYS)
    imported = Import.objects.filter(stage__in=[Stage.DRAFTED, Stage.COMMITTED])
    ended = imported.filter(steps__name__in=["draft", "commit"], steps__at__lt=until)
    for source in ended.exclude(file="", cells=""):
        forget_table(source)
        forget_cells(source)
    ImportCorrection.objects.filter(source__in=ended.order_by().values("pk")).delete()
    return ImportRow.objects.filter(source__in=ended.order_by().values("pk")).delete()[0]


def forget_cells(source: Import) -> None:
    """Delete the cells of which a marked copy was to be made."""
    drop(source.cells)
    Import.objects.filter(pk=source.pk).update(cells="")


def drop(held: FieldFile) -> None:
    """Delete a file once this transaction is committed."""
    if held.name:
        transaction.on_commit(partial(held.storage.delete, held.name))
