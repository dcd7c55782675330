"""The worker's part of a list: its file is made and kept, its drafts come into custody."""

from datetime import datetime, timedelta

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from records.catalogue.actions import rights, take
from records.catalogue.filters import read_again
from records.catalogue.query import Query
from records.holdings import actions as holdings
from records.holdings.models import RecordQuerySet
from records.holdings.rules import Stage
from records.jobs.rules import Progress
from records.organisation.models import User
from records.rules import Refused
from records.sentences import gettext as _

FOLDER = "exports"
KEPT = timedelta(days=7)


def export(*, progress: Progress, by: User, query: str, file: str, made_for: str) -> str:
    """What the person may see when the worker runs, as asked for. May run twice."""
    at = timezone.now()
    forget(at=at)
    asked = read_again(query, by)
    if not asked.is_legible or made_for != rights(by):
        raise Refused(_("The conditions of the list no longer fit. Ask for it anew."))
    total = asked.found.count()
    progress(0, total)
    with take(asked, by=by, at=at, progress=progress) as made:
        default_storage.delete(stored(file))
        default_storage.save(stored(file), File(made))
    progress(total, total)
    return _("The list with %(count)d records is ready. It is kept for %(days)d days.") % {
        "count": total,
        "days": KEPT.days,
    }


def stored(name: str) -> str:
    return f"{FOLDER}/{name}.xlsx"


def forget(*, at: datetime) -> None:
    """Remove made lists after their days."""
    if not default_storage.exists(FOLDER):
        return
    for name in default_storage.listdir(FOLDER)[1]:
        path = f"{FOLDER}/{name}"
        if default_storage.get_modified_time(path) < at - KEPT:
            default_storage.delete(path)


def drafts(query: Query) -> RecordQuerySet:
    """What of a list is still a draft."""
    return query.found.filter(stage=Stage.DRAFT)


@transaction.atomic
def accept(*, progress: Progress, by: User, query: str, count: int) -> str:
    """Accept those with a complete description, all or none of them. May run twice.

    Refused where they are more or fewer than the person was shown.
    """
    chosen = drafts(read_again(query, by)).complete()
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
