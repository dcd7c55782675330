"""What the search index must still take over, and how far each index has come.

A writer notes each record that it changes, with its transaction, by triggers; so a change
becomes known when it is committed, whatever the order. An index that has taken over what
one snapshot shows keeps this snapshot as its mark: what the mark does not show is pending.
"""

from typing import Any, NamedTuple

from django.db import connection, models

from records.sentences import gettext_lazy as _

PENDING_MOST = 1000  # beyond, asking PostgreSQL for each of them is no help

# The transactions of another cluster, of another life of this one or of a copied database are
# not ours: what an index knows of them is worth nothing.
DATABASE = """
    SELECT concat_ws('/', system_identifier, timeline_id, oid)
    FROM pg_control_system(), pg_control_checkpoint(), pg_database
    WHERE datname = current_database()
"""
SINCE = """
    txid >= pg_snapshot_xmin(mark.snapshot::pg_snapshot)
    AND NOT pg_visible_in_snapshot(txid, mark.snapshot::pg_snapshot)
"""
HOLDS = f"""
    mark.database = ({DATABASE})
    AND pg_snapshot_xmax(mark.snapshot::pg_snapshot) <= pg_snapshot_xmax(pg_current_snapshot())
"""
PENDING = f"""
    SELECT mark.snapshot, pg_current_snapshot()::text, ARRAY(
        SELECT record_id FROM records_recordchange WHERE {SINCE} LIMIT %s)
    FROM records_indexmark mark WHERE mark.name = %s AND {HOLDS}
"""  # noqa: S608
BEGIN = f"""
    INSERT INTO records_indexmark (name, machine, database, snapshot, at)
    VALUES (%s, %s, ({DATABASE}), pg_current_snapshot(), now())
"""  # noqa: S608
# A writer that is at such a row keeps it; whoever comes to it meanwhile waits for nobody.
PRUNE = """
    DELETE FROM records_recordchange WHERE record_id IN (
        SELECT record_id FROM records_recordchange
        WHERE txid < (SELECT min(pg_snapshot_xmin(snapshot::pg_snapshot)) FROM records_indexmark)
        LIMIT %s FOR UPDATE SKIP LOCKED)
"""


class TransactionNumber(models.BigIntegerField):  # type: ignore[type-arg]
    """PostgreSQL's number of a transaction, which is never given twice."""

    def db_type(self, connection: Any) -> str:
        return "xid8"


class RecordChange(models.Model):
    """That a record was added, changed or deleted, and by which transaction the last time."""

    record = models.BigIntegerField(_("record"), primary_key=True, db_column="record_id")
    txid = TransactionNumber(_("transaction"), db_index=True)

    class Meta:
        verbose_name = _("change for the search index")
        verbose_name_plural = _("changes for the search index")

    def __str__(self) -> str:
        return f"{self.record}: {self.txid}"


class Pending(NamedTuple):
    """The mark of an index, the snapshot that this was read in, and what the mark lacks."""

    mark: str
    snapshot: str
    records: list[int]


class IndexMarkQuerySet(models.QuerySet["IndexMark"]):
    def begin(self, name: str, machine: str) -> None:
        """An index that takes over what is there from now on."""
        with connection.cursor() as cursor:
            cursor.execute(BEGIN, [name, machine])

    def pending(self, name: str, most: int | None = PENDING_MOST + 1) -> Pending | None:
        """What the index lacks, at most so many; None where its mark is not of this database."""
        with connection.cursor() as cursor:
            cursor.execute(PENDING, [most, name])
            found = cursor.fetchone()
        return Pending(*found) if found else None

    def forward(self, name: str, snapshot: str) -> None:
        """The index has taken over, and kept, all that the snapshot shows."""
        self.filter(name=name).update(snapshot=snapshot, at=models.functions.Now())

    def prune(self, most: int) -> int:
        """Forget changes that every index has taken over; returns how many."""
        with connection.cursor() as cursor:
            cursor.execute(PRUNE, [most])
            return int(cursor.rowcount)


class IndexMark(models.Model):
    """How far one search index has come, of which each machine that answers has its own."""

    name = models.CharField(_("name"), max_length=60, primary_key=True)
    machine = models.CharField(_("machine"), max_length=200)
    database = models.CharField(_("database"), max_length=60)
    snapshot = models.TextField(_("snapshot"))
    at = models.DateTimeField(_("time"))

    objects = IndexMarkQuerySet.as_manager()

    class Meta:
        verbose_name = _("mark of a search index")
        verbose_name_plural = _("marks of search indexes")

    def __str__(self) -> str:
        return f"{self.name}: {self.snapshot}"
