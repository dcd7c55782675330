"""The check of a table: every row is read, compared and counted, and no record is written."""

from collections.abc import Iterable
from datetime import datetime

from django.db import connection, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import override

from records.holdings.codes import Widths
from records.imports.actions import forget_table
from records.imports.checking import Sheet
from records.imports.columns import position
from records.imports.comparing import compare, counts, problems_by_column
from records.imports.marking import mark
from records.imports.models import Import, ImportRow
from records.imports.places import Target
from records.imports.reading import read_table
from records.imports.rules import Stage
from records.imports.staging import Tell, stage
from records.organisation.models import Category, Unit, User
from records.workflow.actions import advance


def check(*, progress: Tell, by: User, at: datetime, source: int, language: str) -> str:
    """Check an import, then make the marked copy of its table; done twice it is done once.

    All counts and rows appear together: a worker that dies on the way leaves the
    import as it was. What is wrong is told in `language`.
    """
    with override(language):
        check_rows(source, progress=progress, by=by, at=at)
        checked = Import.objects.get(pk=source)
        try:
            mark(checked, progress=progress)
        finally:
            if checked.tally.get("secret"):
                forget_table(checked)  # it holds state secrets: it may not stay here
        return told(checked)


def told(source: Import) -> str:
    """The counts in one sentence."""
    return _(
        "%(read)d rows: %(good)d can be imported, %(rejected)d have faults,"
        " %(duplicate)d are there already."
    ) % {
        "read": source.read,
        "good": source.good,
        "rejected": source.rejected,
        "duplicate": source.duplicate,
    }


@transaction.atomic
def check_rows(pk: int, *, progress: Tell, by: User, at: datetime) -> None:
    source = (
        Import.objects.select_for_update(of=("self",))
        .select_related("fonds", "category")
        .get(pk=pk)
    )
    if source.stage != Stage.UPLOADED:
        return
    ImportRow.objects.filter(source=source).delete()
    with source.table() as stream:
        table = read_table(stream, source.sheet)
        changes = stage(source, Sheet(_used(source), _target(source, at)), table, progress=progress)
    progress(table.total, text=_("Comparing with the fonds"))
    with connection.cursor() as cursor:
        # only what the comparisons go by: all columns would take five times as long
        compared = 'source_id, "row", outcome, fingerprint, archival_code, document_number'
        cursor.execute(f"ANALYZE records_importrow ({compared})")
    compare(source)
    tally = {"columns": problems_by_column(source), "secret": changes.pop("secret", 0)}
    read = counts(source)
    Import.objects.filter(pk=pk).update(**read, checked_at=at, tally=tally | {"changes": changes})
    advance(source, "check", by=by, at=at, counts=read)


def _used(source: Import) -> list[tuple[int, str, str]]:
    return [
        (position(column["letter"]), column["letter"], column["field"])
        for column in source.columns
        if column["field"]
    ]


def _target(source: Import, at: datetime) -> Target:
    fonds = source.fonds
    categories = list(Category.objects.filter(by_volume=False))
    units = list(Unit.objects.filter(fonds=fonds))
    return Target(
        fonds=fonds.number,
        pattern=fonds.code_pattern,
        widths=Widths(number=fonds.number_width, unit=fonds.unit_width),
        category=source.category.code,
        categories=_words((one.pk, one.code, one.name) for one in categories),
        category_codes={one.pk: one.code for one in categories},
        by_volume=frozenset(Category.objects.filter(by_volume=True).values_list("code", flat=True)),
        units=_words((one.pk, one.code, one.name) for one in units),
        unit_codes={one.pk: one.code for one in units},
        year=source.year,
        period=source.period,
        today=localdate(at),
    )


def _words(rows: Iterable[tuple[int, str, str]]) -> dict[str, int]:
    """Keys by the words that lead to them: the codes first, then the names."""
    known = list(rows)
    return {code: key for key, code, _name in known} | {name: key for key, _code, name in known}
