"""Records are held as they are, and released: sets of any size, in one statement each."""

from collections.abc import Iterable
from datetime import datetime

from django.db import connection, transaction
from django.db.models import QuerySet

from records.holdings.models import Hold, Record
from records.holdings.models.holds import Holder, held_for
from records.jobs.models import Job
from records.organisation.models import User
from records.rules import Refused

# Changes of the records, and of what lies in them, that are under way end first.
# By the keys, gathered once: a join of a batch that was just filled is planned as if it were empty.
WAIT = """
    WITH chosen AS MATERIALIZED (SELECT array_agg(id) AS ids FROM ({chosen}) AS found (id))
    SELECT count(*) FROM (
        SELECT FROM records_record
        WHERE id = ANY((SELECT ids FROM chosen)::bigint[])
            OR volume_id = ANY((SELECT ids FROM chosen)::bigint[])
        ORDER BY id FOR NO KEY UPDATE) AS waited_for
"""
PLACE = """
    INSERT INTO records_hold (record_id, kind, "of", reason, by_id, at, job_id)
    SELECT found.id, %s, %s, %s, %s, %s, %s FROM ({chosen}) AS found (id)
    ON CONFLICT (record_id, kind, "of") WHERE released_at IS NULL DO UPDATE
    SET job_id = excluded.job_id WHERE records_hold.job_id IS DISTINCT FROM excluded.job_id
"""


@transaction.atomic
def hold(
    records: QuerySet[Record], holder: Holder, *, by: User, at: datetime, job: Job | None = None
) -> int:
    """Hold a set of records for a row, until it releases them or as long as a job is open.

    Done twice it is done once; what was held for a job and is held without one now stays
    held when the job ends. Returns how many holds were placed or changed.
    """
    chosen, parameters = records.order_by().values("pk").query.sql_with_params()
    told = [holder._meta.label, holder.pk, str(holder), by.pk, at, job and job.pk]
    with connection.cursor() as cursor:
        cursor.execute(WAIT.format(chosen=chosen), parameters)
        cursor.execute(PLACE.format(chosen=chosen), [*told, *parameters])
        return int(cursor.rowcount)


@transaction.atomic
def release(holder: Holder, *, at: datetime, records: QuerySet[Record] | None = None) -> int:
    """Free all that is held for a row, or some of it; returns how many records."""
    held = Hold.objects.placed_for(holder).filter(released_at=None)
    if records is not None:
        held = held.filter(record__in=records.order_by().values("pk"))
    return held.update(released_at=at)


def why_held(record: Record, by: User | None = None) -> str:
    """What holds the record, or the volume that it lies in, and who can release it.

    A sentence; empty where nothing does.
    """
    return why_first(held_for(by or User(), record.pk, record.volume_id or 0))


def why_first(held: Iterable[Hold]) -> str:
    """Why the first of some holds is one; empty where there is none."""
    return next((one.why for one in held), "")


def refuse_held(record: Record) -> None:
    """Nothing of a held record is changed until what holds it ends."""
    if why := why_held(record):
        raise Refused(why)
