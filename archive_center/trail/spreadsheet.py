"""The trail as a spreadsheet."""

from collections.abc import Iterable
from io import BytesIO

from django.utils.translation import gettext as _

from archive_center.trail.conditions import told
from records.audit.models import Entry
from records.audit.rules import words
from records.days import clock
from records.organisation.models import User
from records.tables.writer import write_table


def workbook(entries: Iterable[Entry], reader: User) -> bytes:
    """One line an entry, with what its reader may be told of it."""
    made = BytesIO()
    lines = (_cells(entry, reader) for entry in entries)
    write_table(made, _("Trail"), _heads(), lines)
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


def _cells(entry: Entry, reader: User) -> list[str | int]:
    changed = [one for one in told(entry, reader) if one.changed]
    return [
        entry.pk,
        clock(entry.at),
        entry.who,
        entry.address or "",
        str(words(entry.verb, entry.model)),
        entry.kind,
        entry.label,
        "\n".join(f"{one.name}: {one.before}" for one in changed if one.before),
        "\n".join(f"{one.name}: {one.after}" for one in changed if one.after),
    ]
