"""The drafts of a list come into custody together: the worker's part."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from records.catalogue.filters import RecordFilter, asked_again
from records.holdings import actions as holdings
from records.holdings.models import RecordQuerySet
from records.holdings.rules import Stage
from records.jobs.actions import Progress
from records.organisation.models import User
from records.rules import Refused


def drafts(found: RecordFilter) -> RecordQuerySet:
    """What of a list is still a draft; nothing of a list that was asked for wrongly."""
    records: RecordQuerySet = found.qs if found.is_valid() else found.queryset.none()
    return records.filter(stage=Stage.DRAFT)


@transaction.atomic
def accept(*, progress: Progress, by: User, query: str, count: int) -> str:
    """Accept those with a complete description, all or none of them. May run twice.

    Refused where they are more or fewer than the person was shown.
    """
    chosen = drafts(asked_again(query, by)).complete()
    found = chosen.count()
    if not found:
        return _("There is no complete draft left to accept.")
    if found != count:
        raise Refused(
            _("The list holds %(found)d complete drafts now, not %(count)d: look at it again.")
            % {"found": found, "count": count}
        )
    made = holdings.accept(chosen, by=by, at=timezone.now(), progress=progress)
    return _("%(count)d records are in custody, and their codes are fixed.") % {"count": made}
