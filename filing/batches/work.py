"""What workers and the clock do for yearly batches: take them in, remind of the deadline."""

from datetime import date, datetime

from django.db import transaction

from filing.batches.actions.answer import officers_of
from filing.batches.models import FilingBatch
from filing.batches.models.expected import ended_before, filed_otherwise
from filing.batches.rules import Stage, deadline, is_reminded
from records.days import day
from records.holdings.actions import accept as accept_records
from records.holdings.actions import release
from records.jobs.rules import Progress
from records.notices.actions import tell
from records.notices.models import Notice
from records.organisation.models import Fonds, User
from records.sentences import gettext as _
from records.sentences import gettext_lazy, ngettext_lazy
from records.workflow.actions import advance
from records.workflow.acts import works

WHERE = "filing:batch-list"


@works(
    FilingBatch,
    "accept",
    already=gettext_lazy("This was taken in already."),
    related=("fonds__department", "handed_in_by"),
)
def accept(batch: FilingBatch, *, by: User, at: datetime, progress: Progress) -> str:
    """Take a batch in: all its files get their numbers and codes at once, with its step, or none.

    Numbers run on in each lowest class by date (DA/T 22-2015 5.3, 5.4), gap-free, whoever
    else takes files in at the same time.
    """
    with transaction.atomic():
        count = accept_records(batch.records, by=by, at=at, progress=progress)
        FilingBatch.objects.filter(pk=batch.pk).update(accepted_by=by, accepted_at=at)
        advance(batch, "accept", by=by, at=at, records=count)
        release(batch, at=at)
        said = _("%(batch)s was taken in; its receipt can be printed.") % {"batch": batch.called}
        tell(officers_of(batch.fonds), said, at=at, to=("filing:batch", batch.pk))
    return ngettext_lazy(
        "%(count)d file is in custody with its archival code.",
        "%(count)d files are in custody with their archival codes.",
    ) % {"count": count}


def remind(*, today: date, at: datetime) -> int:
    """Remind the officers of fonds that have not handed their last year in; returns how many.

    On some days before the deadline and every two weeks after it; twice a day nobody is told.
    """
    year = today.year - 1
    until = deadline(year)
    if not is_reminded(today, until):
        return 0
    done = FilingBatch.objects.filter(
        year=year, stage__in=[Stage.HANDED_IN, Stage.ACCEPTED]
    ).values("fonds")
    before = Notice.objects.filter(view=WHERE, told_at__date=today).values_list("person", flat=True)
    known = set(before)
    told = 0
    awaited = Fonds.objects.exclude(pk__in=done).exclude(filed_otherwise(year))
    for fonds in awaited.select_related("department__heir"):
        if ended_before(fonds, year):
            continue
        people = [one for one in officers_of(fonds) if one.pk not in known]
        told += tell(people, _said(fonds, year, until, today), at=at, to=(WHERE, None))
    return told


def _said(fonds: Fonds, year: int, until: date, today: date) -> str:
    text = (
        _("The files of %(year)d of %(fonds)s were due on %(until)s and are not handed in.")
        if until < today
        else _("The files of %(year)d of %(fonds)s are to be handed in by %(until)s.")
    )
    return text % {"year": year, "fonds": fonds, "until": day(until)}
