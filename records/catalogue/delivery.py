"""The worker's part of an export: made, stored under a name nobody can guess, removed in time."""

from datetime import datetime, timedelta

from django.core.files import File
from django.core.files.storage import default_storage
from django.utils import timezone
from django.utils.translation import gettext as _

from records.catalogue.actions import rights, take
from records.catalogue.filters import asked_again
from records.jobs.actions import Progress
from records.organisation.models import User
from records.rules import Refused

FOLDER = "exports"
KEPT = timedelta(days=7)


def make(*, progress: Progress, by: User, query: str, order: str, file: str, made_for: str) -> str:
    """What the person may see when the worker runs, as asked for. May run twice."""
    at = timezone.now()
    forget(at=at)
    found = asked_again(query, by)
    if not found.is_valid() or made_for != rights(by):
        raise Refused(_("The conditions of the list no longer fit. Ask for it anew."))
    total = found.qs.order_by().count()
    progress(0, total)
    with take(found.qs, order, query=query, by=by, at=at, told=progress) as made:
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
