"""A year is opened and filled with drafts; what lies in a volume comes and goes with it."""

from collections.abc import Iterable
from datetime import datetime

from django.db import IntegrityError, connection, transaction
from django.db.models import Max, Q, QuerySet
from django.utils import timezone

from filing.batches.models import BatchItem, FilingBatch
from filing.batches.rules import FILLED_AT, Stage
from records.audit.actions import note
from records.holdings.models import Record, RecordQuerySet
from records.holdings.rules import Stage as RecordStage
from records.organisation.models import Fonds, User
from records.rules import Refused
from records.sentences import gettext as _
from records.sentences import ngettext_lazy
from records.values.marks import refuse_secrets
from records.values.readers import FIRST_YEAR
from records.workflow.acts import hold_at

# What lies in a volume comes with it. Who puts the same draft in at the same time waits.
PUT_IN = f"""
INSERT INTO {BatchItem._meta.db_table} (batch_id, record_id, remark, reply, sampled)
SELECT %s, record.id, '', '', false FROM {Record._meta.db_table} record
WHERE record.id IN ({{chosen}}) ORDER BY record.id
ON CONFLICT (record_id) DO NOTHING
"""  # noqa: S608 - tables of our own


def drafts_of(fonds: Fonds, year: int) -> RecordQuerySet:
    """The drafts of a fonds and year that lie in no batch: what may be put into one."""
    found = Record.objects.filter(fonds=fonds, year=year, stage=RecordStage.DRAFT)
    return found.filter(batch_items=None)


def refuse_foreign(fonds: Fonds, by: User) -> None:
    """Departments file their own; archivists help all."""
    if not by.describes or not Fonds.objects.visible_to(by).filter(pk=fonds.pk).exists():
        raise Refused(_("Only the department's filing officers and the archivists file this."))


@transaction.atomic
def open_year(fonds: Fonds, *, year: int, by: User, at: datetime) -> FilingBatch:
    """Open the batch of a year, or the next supplement where the year was taken in already.

    Refused while another one of the year is not finished, and for a year that is still to come.
    """
    refuse_foreign(fonds, by)
    if not FIRST_YEAR <= year <= timezone.localdate(at).year:
        raise Refused(_("%(year)d has not begun, or lies too far back.") % {"year": year})
    of_year = FilingBatch.objects.filter(fonds=fonds, year=year)
    if there := of_year.unfinished().first():
        raise Refused(_("%(batch)s is not finished yet: go on with it.") % {"batch": there.called})
    taken = of_year.filter(stage=Stage.ACCEPTED).aggregate(last=Max("supplement"))["last"]
    batch = FilingBatch(
        fonds=fonds,
        year=year,
        supplement=0 if taken is None else taken + 1,
        opened_by=by,
        opened_at=at,
    )
    try:
        with transaction.atomic():
            batch.save(force_insert=True)
    except IntegrityError as taken_by:
        raise Refused(_("Somebody else has just opened this year. Load the page again.")) from (
            taken_by
        )
    note("open", batch, by=by, at=at, after={"year": year, "supplement": batch.supplement})
    return batch


def filled(batch: FilingBatch, by: User) -> FilingBatch:
    """The batch under lock, where its list may be changed by the person."""
    held = hold_at(batch, *FILLED_AT)
    refuse_foreign(held.fonds, by)
    return held


@transaction.atomic
def put_in(
    batch: FilingBatch, records: QuerySet[Record] | None = None, *, by: User, at: datetime
) -> int:
    """Put drafts of its fonds and year into a batch, all that are there or some; how many.

    Refused where there is nothing to put in. Drafts of other years stay where they are.
    """
    held = filled(batch, by)
    chosen = drafts_of(held.fonds, held.year)
    if records is not None:
        keys = records.order_by().values("pk")
        chosen = chosen.filter(Q(pk__in=keys) | Q(volume__in=keys))
    statement, parameters = chosen.order_by().values("pk").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(PUT_IN.format(chosen=statement), [held.pk, *parameters])
        count = int(cursor.rowcount)
    if not count:
        raise Refused(
            _("There is no draft of %(year)d to put in: describe or import the files first.")
            % {"year": held.year}
        )
    note("put into batch", held, by=by, at=at, after={"records": count})
    return count


@transaction.atomic
def take_out(batch: FilingBatch, items: Iterable[int], *, by: User, at: datetime) -> int:
    """Take drafts out of a batch that is being filled; a volume takes its items along.

    What the centre found in order stays: of a batch that was sent back only what bears a
    remark goes.
    """
    held = filled(batch, by)
    chosen = held.items.filter(pk__in=list(items))
    if held.stage == Stage.RETURNED and held.items.remarked().exists():
        chosen = chosen.remarked()
    volumes = chosen.order_by().values("record")
    leaving = held.items.filter(Q(pk__in=chosen.values("pk")) | Q(record__volume__in=volumes))
    titles = list(leaving.order_by("pk").values_list("record__title", flat=True)[:20])
    count = leaving.count()
    if not count:
        raise Refused(_("Choose files that may still be taken out."))
    BatchItem.objects.filter(pk__in=list(leaving.values_list("pk", flat=True))).delete()
    note("take out of batch", held, by=by, at=at, before={"records": count, "title": titles})
    return count


@transaction.atomic
def tell(batch: FilingBatch, *, account: str, by: User, at: datetime) -> None:
    """Write what the department has to say of the year's files (移交说明)."""
    refuse_secrets(account)
    held = filled(batch, by)
    before = {"account": held.account}
    if before["account"] == account:
        return
    FilingBatch.objects.filter(pk=held.pk).update(account=account)
    note("tell batch", held, by=by, at=at, before=before, after={"account": account})


def put_in_words(count: int) -> str:
    """What the next page says of how many were put in."""
    return str(
        ngettext_lazy(
            "%(count)d file is in the batch.", "%(count)d files are in the batch.", "count"
        )
        % {"count": count}
    )
