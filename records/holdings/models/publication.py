"""Which records stand in the open part of the catalogue, and since when: kept by triggers."""

# Every statement is made of names of our own, none of what people type.
# ruff: noqa: S608

from datetime import datetime
from typing import Any, ClassVar

import pgtrigger
from django.db import connection, models

from records.organisation.models import Fonds
from records.sentences import gettext_lazy as _
from records.triggers import Trigger

# Reviewed and open (开放), in custody, without a mark; and shared by its department, so that
# nobody outside is told of what a colleague would have to ask for.
OPEN = (
    "opening = 'open' AND access = 'shared' AND stage <> 'draft' AND security = ''"
    " AND disclosure <> 'withheld'"
)
TOLD = (  # what the open catalogue says of a record
    *("fonds_id", "level", "archival_code", "document_number", "title", "responsible"),
    *("date_text", "until", "keywords", "genre", "language", "medium", "pages"),
)

UNDATED = """
    SELECT pg_catalog.clock_timestamp(),
        EXISTS (SELECT FROM records_openrecord WHERE NOT dated)
"""
DATE = """
    UPDATE records_openrecord AS entry SET dated = true, changed_at = known.at
    FROM (SELECT id, pg_catalog.clock_timestamp() AS at FROM records_openrecord
        WHERE NOT dated ORDER BY id FOR UPDATE SKIP LOCKED) AS known
    WHERE entry.id = known.id
"""


class Published(Trigger):
    """Notes what a statement opened, what of the open it changed, and what it closed again."""

    when = pgtrigger.After
    level = pgtrigger.Statement
    found: ClassVar[str]  # the rows that count: id, fonds_id and whether they are open now

    def get_func(self, model: Any) -> str:
        return (
            "INSERT INTO records_openrecord (record_id, fonds_id, is_open, changed_at, dated)"
            " SELECT id, fonds_id, is_open, pg_catalog.clock_timestamp(), false"
            f" FROM ({self.found}) AS found ORDER BY id ON CONFLICT (record_id) DO UPDATE SET"
            " fonds_id = EXCLUDED.fonds_id, is_open = EXCLUDED.is_open,"
            " changed_at = EXCLUDED.changed_at, dated = false; RETURN NULL;"
        )


class PublishedIn(Published):
    operation = pgtrigger.Insert
    referencing = pgtrigger.Referencing(new="added")  # type: ignore[no-untyped-call]
    found = f"SELECT id, fonds_id, true AS is_open FROM added WHERE {OPEN}"


class PublishedAnew(Published):
    operation = pgtrigger.Update
    referencing = pgtrigger.Referencing(old="gone", new="added")  # type: ignore[no-untyped-call]
    was, now = (", ".join(f"{row}.{name}" for name in TOLD) for row in ("was", "now"))
    found = (
        "SELECT id, coalesce(now.fonds_id, was.fonds_id) AS fonds_id,"
        " now.fonds_id IS NOT NULL AS is_open"
        f" FROM (SELECT * FROM gone WHERE {OPEN}) AS was"
        f" FULL JOIN (SELECT * FROM added WHERE {OPEN}) AS now USING (id)"
        f" WHERE ({was}) IS DISTINCT FROM ({now})"
    )


def published() -> list[Published]:
    """The triggers that keep the open part of the catalogue, whoever writes records."""
    return [PublishedIn(name="published_in"), PublishedAnew(name="published_anew")]


class OpenRecordQuerySet(models.QuerySet["OpenRecord"]):
    def undated(self) -> tuple[datetime, bool]:
        """The database's time, and whether a change that it shows has no date yet."""
        with connection.cursor() as cursor:
            cursor.execute(UNDATED)
            at, some = cursor.fetchone()
        return at, some

    def date(self) -> None:
        """Give what has been committed its date; a row that a writer holds gets it after that."""
        with connection.cursor() as cursor:
            cursor.execute(DATE)


class OpenRecord(models.Model):
    """A record that is open to all, or once was: who harvests is told that it is closed again.

    `changed_at` is, once it is `dated`, a time of the database at which the change was known to
    all: a statement's own time may be long past when its transaction is committed, and whoever
    harvested meanwhile would never be told.
    """

    record = models.OneToOneField(
        "records.Record", models.PROTECT, related_name="+", verbose_name=_("record")
    )
    fonds = models.ForeignKey(
        Fonds, models.PROTECT, related_name="+", verbose_name=_("fonds"), db_index=False
    )
    is_open = models.BooleanField(_("is open"))
    changed_at = models.DateTimeField(_("changed at"))
    dated = models.BooleanField(_("is dated"), default=True)

    objects = OpenRecordQuerySet.as_manager()

    class Meta:
        verbose_name = _("record of the open catalogue")
        verbose_name_plural = _("records of the open catalogue")
        indexes = [
            models.Index(fields=["changed_at", "id"], name="open_by_change"),
            models.Index(fields=["fonds", "changed_at", "id"], name="open_of_fonds"),
            models.Index(fields=["id"], name="open_undated", condition=models.Q(dated=False)),
        ]

    def __str__(self) -> str:
        return f"{self.record_id}: {self.is_open}"
