"""The worker's part of a list: its file is made, its drafts are accepted, new hits are told."""

import logging
from datetime import datetime, timedelta
from pathlib import PurePath

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from records.catalogue.actions import EXPORT, rights, take
from records.catalogue.export import KINDS, XLSX
from records.catalogue.figures import CAP, known
from records.catalogue.filters import read_again
from records.catalogue.query import Query
from records.holdings import actions as holdings
from records.holdings.models import RecordQuerySet
from records.holdings.rules import Stage
from records.jobs.models import Job
from records.jobs.rules import Progress
from records.notices.actions import tell
from records.organisation.models import User
from records.rules import Refused
from records.searches.models import SavedSearch
from records.searches.rules import FRESH, Telling
from records.sentences import Sentence, ngettext_lazy
from records.sentences import gettext as _

log = logging.getLogger(__name__)

FOLDER = "exports"
KEPT = timedelta(days=7)


def export(
    *, progress: Progress, by: User, query: str, file: str, made_for: str, kind: str = XLSX
) -> str:
    """What the person may see when the worker runs, as asked for. Done whole, with its job."""
    at = timezone.now()
    forget(at=at)
    asked = read_again(query, by)
    if not asked.is_legible or made_for != rights(by):
        raise Refused(_("The conditions of the list no longer fit. Ask for it anew."))
    total = asked.found.count()
    progress(0, total)
    with take(asked, by=by, at=at, kind=kind, progress=progress) as made:
        default_storage.delete(stored(file, kind))
        default_storage.save(stored(file, kind), File(made))
    progress(total, total)
    return ngettext_lazy(
        "The list with %(count)d record is ready. It is kept for %(days)d days.",
        "The list with %(count)d records is ready. It is kept for %(days)d days.",
    ) % {
        "count": total,
        "days": KEPT.days,
    }


def stored(name: str, kind: str = XLSX) -> str:
    return f"{FOLDER}/{name}.{KINDS[kind].suffix}"


def forget(*, at: datetime) -> None:
    """Remove made lists after their days; their jobs lead nowhere then."""
    if not default_storage.exists(FOLDER):
        return
    gone = []
    for name in default_storage.listdir(FOLDER)[1]:
        path = f"{FOLDER}/{name}"
        if default_storage.get_modified_time(path) < at - KEPT:
            default_storage.delete(path)
            gone.append(PurePath(name).stem)
    Job.objects.filter(task=EXPORT, arguments__file__in=gone).update(link="")


def drafts(query: Query) -> RecordQuerySet:
    """What of a list is still a draft."""
    return query.found.filter(stage=Stage.DRAFT)


@transaction.atomic
def accept(*, progress: Progress, by: User, query: str, count: int) -> str:
    """Accept those with a complete description, all or none of them. Done whole, with its job.

    Refused where they are more or fewer than the person was shown.
    """
    chosen = drafts(read_again(query, by)).complete()
    found = chosen.count()
    if not found:
        return _("There is no complete draft left to accept.")
    if found != count:
        raise Refused(
            ngettext_lazy(
                "The list holds %(found)d complete draft now, not %(count)d: look at it again.",
                "The list holds %(found)d complete drafts now, not %(count)d: look at it again.",
                "found",
            )
            % {"found": found, "count": count}
        )
    made = holdings.accept(chosen, by=by, at=timezone.now(), progress=progress)
    return ngettext_lazy(
        "%(count)d record is in custody, and its code is fixed.",
        "%(count)d records are in custody, and their codes are fixed.",
    ) % {"count": made}


def look(*, at: datetime) -> int:
    """Look at each saved search whose time has come; returns how many found something new.

    What was found is compared with what was found the last time, so a second run finds
    nothing new, and whatever made a record come within sight counts: that it was taken in,
    described anew, shared or released to the person. One that fails is logged, stops none
    behind it, and is looked at again the next time.
    """
    due = list(SavedSearch.objects.due(at).values_list("pk", flat=True))
    return sum(_tried(key, at) for key in due)


def _tried(key: int, at: datetime) -> bool:
    try:
        return _look(key, at)
    except Exception:
        log.exception("the saved search %d cannot be looked at", key)
        return False


@transaction.atomic
def _look(key: int, at: datetime) -> bool:
    """Look at one, unless another worker does or has; its notice and its state go together."""
    waiting = SavedSearch.objects.due(at).select_for_update(skip_locked=True, of=("self",))
    search = waiting.select_related("person__department").filter(pk=key).first()
    if search is None:
        return False
    query = read_again(search.address, search.person)
    if not query.is_legible:  # a fonds that nobody shares now: what was known stays
        SavedSearch.objects.filter(pk=key).update(looked_at=at)
        return False
    found = known(query)
    if found is None:
        _give_up(search, at)
        return False
    new = sorted(set(found) - set(search.known), reverse=True)
    search.looked_at, search.known = at, found
    if new:
        search.fresh, search.fresh_at = [*new, *search.fresh][:FRESH], at
        _tell(search, _("Your saved search “%(name)s” has new hits: %(count)d."), len(new), at)
    search.save(update_fields=["looked_at", "known", "fresh", "fresh_at"])
    return bool(new)


def _give_up(search: SavedSearch, at: datetime) -> None:
    """It finds more than is compared: the person is told once, and it rests."""
    search.told, search.known, search.looked_at = Telling.NEVER, [], at
    search.save(update_fields=["told", "known", "looked_at"])
    text = _(
        "Your saved search “%(name)s” finds more than %(count)d records now. New ones are told no"
        " more until you narrow it down."
    )
    _tell(search, text, CAP, at)


def _tell(search: SavedSearch, said: Sentence, count: int, at: datetime) -> None:
    named = said % {"name": search.name, "count": count}
    tell([search.person], named, at=at, to=("records:search", search.pk))
