"""What waits for a person of the yearly filing: batches to be filled, mended or looked through."""

from typing import Any

from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _

from archive_center.home.sources import Source, each
from archive_center.home.task import Task
from filing.batches.models import FilingBatch
from filing.batches.rules import FILLED_AT, Stage
from records.organisation.models import User
from records.organisation.questions import question
from records.organisation.rules import Role


def batches(user: User) -> Source:
    """Yearly batches whose next step is the person's."""
    return each(_batch, _batches(user))


@question
def _batches(user: User) -> QuerySet[FilingBatch]:
    """A department fills and mends its own; the centre looks through what was handed in."""
    stages = (Stage.HANDED_IN,) if user.role == Role.ARCHIVIST else FILLED_AT
    found = FilingBatch.objects.visible_to(user).filter(stage__in=stages)
    if not user.describes:
        found = found.none()
    told = found.annotate(since=Max("steps__at")).sized()
    return told.select_related("fonds").order_by("id")


def _batch(batch: Any) -> Task:
    handed_in = batch.stage == Stage.HANDED_IN
    return Task(
        meaning=batch.meaning,
        fact=batch.get_stage_display(),
        kind=_("Yearly filing"),
        title=batch.called,
        url=batch.get_absolute_url(),
        whom="",
        records=batch.size,
        since=batch.since or batch.opened_at,
        until=None if handed_in or batch.supplement else batch.due,
    )
