"""The trail as a spreadsheet."""

from collections.abc import Iterable
from io import BytesIO

import xlsxwriter
from django.apps import apps
from django.utils.translation import gettext as _

from records.audit.models import Entry
from records.audit.pages import differences
from records.audit.rules import words
from records.days import written


def workbook(entries: Iterable[Entry]) -> bytes:
    """One line an entry; text stays text, whatever it begins with."""
    made = BytesIO()
    book = xlsxwriter.Workbook(
        made, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    sheet = book.add_worksheet(_("Trail"))
    bold = book.add_format({"bold": True, "bottom": 1})
    sheet.freeze_panes(1, 0)
    for column, (head, width) in enumerate(_heads()):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, head, bold)
    for line, entry in enumerate(entries, start=1):
        sheet.write_row(line, 0, _cells(entry))
    book.close()
    return made.getvalue()


def _heads() -> list[tuple[str, int]]:
    return [
        (_("No."), 10),
        (_("At"), 20),
        (_("Who"), 12),
        (_("From address"), 16),
        (_("Act"), 14),
        (_("Kind"), 14),
        (_("Called"), 50),
        (_("Before"), 50),
        (_("After"), 50),
    ]


def _cells(entry: Entry) -> list[str | int]:
    model = apps.get_model(entry.table)
    changed = [one for one in differences(entry) if one.changed]
    return [
        entry.pk,
        written(entry.at),
        str(entry.by or _("the system")),
        entry.address or "",
        str(words(entry.verb, model)),
        str(model._meta.verbose_name),
        entry.label,
        "\n".join(f"{one.name}: {one.before}" for one in changed if one.before),
        "\n".join(f"{one.name}: {one.after}" for one in changed if one.after),
    ]
