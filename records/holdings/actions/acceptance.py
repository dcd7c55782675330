"""Drafts are taken into custody, with their numbers and codes."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from records.holdings import numbering
from records.holdings.codes import is_of
from records.holdings.models import Record
from records.holdings.rules import FLOW, Stage
from records.jobs.rules import Progress, silent
from records.organisation.models import Category, User
from records.sentences import gettext as _
from records.sentences import pgettext
from records.values.rules import Level
from records.workflow.actions import advance_all
from records.workflow.acts import does


@transaction.atomic
def accept(
    records: QuerySet[Record],
    *,
    by: User,
    at: datetime,
    progress: Progress = silent,
) -> int:
    """Take drafts into custody: each gets its number and its code, which never change again.

    Numbers run on in each lowest class, by date and then by the order of description
    (DA/T 22-2015 5.3, 5.4). A draft that brings its code from a catalogue keeps it.
    All or none: refused where a year or period is missing, where a code is taken or
    cannot be made, and where some are no longer drafts. Returns how many.
    """
    total = records.count()
    progress(0, total, text=_("Locking the number series"))
    with numbering.chosen(records) as drafts:
        numbering.refuse_incomplete()
        numbering.lock_series()
        progress(total // 4, text=_("Giving numbers and codes"))
        given = numbering.give_numbers()
        progress(total // 2, text=_("Taking into custody"))
        advance_all(drafts, "accept", label="archival_code", by=by, at=at, also=given)
    progress(total)
    return total


def incomplete(record: Record, by: User) -> str:
    """What acceptance demands (必著 of DA/T 18-2022) and the record does not say."""
    if lacking := record.lacking:
        return _("It lacks: %(lacking)s. Complete its description first.") % {
            "lacking": pgettext("between words", ", ").join(lacking)
        }
    if record.volume and record.volume.stage == Stage.DRAFT:
        return _("Its volume is not accepted yet: accept that first.")
    return _loose(record)


def _loose(record: Record) -> str:
    """Why an item is numbered alone in no category that is kept by volume."""
    if record.level != Level.ITEM or record.volume_id or record.archival_code:
        return ""
    by_volume = Category.objects.filter(by_volume=True).values_list("code", flat=True)
    if not record.category_id or not is_of(record.category.code, list(by_volume)):
        return ""
    return _(
        "%(category)s is kept by volume: describe it as a volume, choose another category, or"
        " import it with the number of its volume."
    ) % {"category": record.category}


@does(FLOW, "accept", unless=[incomplete])
def accept_one(record: Record, *, by: User, at: datetime) -> None:
    """Take one draft into custody."""
    accept(Record.objects.filter(pk=record.pk), by=by, at=at)
