"""What is done with a list: it is taken out of the house, its drafts are accepted, it is kept.

A list is taken at once when it is short, by a worker when it is long.
"""

import tempfile
from datetime import datetime
from typing import IO
from uuid import uuid4

from django.db import transaction
from django.urls import reverse

from records.audit.actions import note
from records.audit.models import Entry
from records.catalogue.export import KINDS, XLSX
from records.catalogue.figures import CAP, known
from records.catalogue.query import Query
from records.holdings.models import Grant, Record
from records.holdings.rules import FLOW
from records.jobs.actions import queue
from records.jobs.models import Job
from records.jobs.rules import Progress, silent
from records.organisation.models import User
from records.rules import Refused
from records.searches.models import SavedSearch, SavedSearchQuerySet
from records.searches.rules import MOST
from records.sentences import gettext as _
from records.sentences import ngettext_lazy
from records.values.marks import refuse_secrets

EXPORT = "records.export_records"  # the task that makes a file of a list


@transaction.atomic
def take(
    query: Query, *, by: User, at: datetime, kind: str = XLSX, progress: Progress = silent
) -> IO[bytes]:
    """The list as a temporary file of a kind; the trail keeps who took what, and how many records.

    Refused, as in the other two, where what was asked for bears a mark: it would be kept.
    """
    refuse_secrets(query.typed)
    file = tempfile.TemporaryFile()  # noqa: SIM115 - who takes it closes it
    count = KINDS[kind].write(file, query, progress)
    told = {"records": query.address, "count": count}
    note("export", by, by=by, at=at, after=told if kind == XLSX else told | {"kind": kind})
    file.seek(0)
    return file


def print_list(query: Query, *, count: int, by: User, at: datetime) -> None:
    """Who prints a list takes it out of the house, too: `count` lines of it."""
    refuse_secrets(query.typed)
    note("print", by, by=by, at=at, after={"records": query.address, "count": count})


def rights(person: User) -> str:
    """What a person's list depends on; a file that was made for other rights is not given out."""
    return f"{person.role} {person.department_id or ''}"


@transaction.atomic
def take_made(job: Job, *, by: User, at: datetime) -> None:
    """Give out a list that a worker made; who takes another's is named in the trail.

    Refused: rights that have changed since the person asked, also that something was released
    to the person or shared and is no more, and another's list to who does not see all records.
    """
    if job.by_id == by.pk:
        if job.arguments["made_for"] != rights(by) or _sees_less(by, job.queued_at):
            raise Refused(_("The list was made for other rights. Ask for it anew."))
        return
    if not by.sees_all_records:
        raise Refused(_("This list was made for somebody else."))
    told = {"records": job.arguments["query"], "made_for": str(job.by)}
    note("export", job, by=by, at=at, after=told)


def _sees_less(person: User, at: datetime) -> bool:
    """Whether something that the person could read at a moment was closed to the person since."""
    if Grant.objects.filter(person=person).lost_since(at).exists():
        return True
    closed = Entry.objects.filter(verb="unshare", at__gte=at).rows_of(Record)
    return Record.objects.visible_to(person).filter(pk__in=closed).count() < len(closed)


@transaction.atomic
def accept_later(query: Query, *, count: int, by: User, at: datetime) -> Job:
    """Have a worker take the drafts of a list into custody, as many as the person was shown."""
    move = FLOW["accept"]
    if by.role not in move.roles:
        raise Refused(_("“%(move)s” is not open to your role.") % {"move": move.label})
    refuse_secrets(query.typed)
    return queue(
        "records.accept_records",
        title=ngettext_lazy("Acceptance of %(count)d draft", "Acceptance of %(count)d drafts")
        % {"count": count},
        by=by,
        at=at,
        link=reverse("records:record-list"),
        query=query.address,
        count=count,
    )


@transaction.atomic
def take_later(query: Query, *, by: User, at: datetime, kind: str = XLSX, title: str = "") -> Job:
    """Have a worker make the file; it lies on the job's page for some days.

    Refused where the list is empty.
    """
    refuse_secrets(query.typed)
    if not query.found.exists():
        raise Refused(_("The list is empty: there is nothing to take."))
    name = str(uuid4())
    return queue(
        "records.export_records",
        title=title or _("Export of a list of records"),
        by=by,
        at=at,
        link=reverse("records:record-export-file", args=[name]),
        query=query.address,
        file=name,
        kind=kind,
        made_for=rights(by),
    )


@transaction.atomic
def save_search(query: Query, *, name: str, told: str, by: User, at: datetime) -> SavedSearch:
    """Keep a list under a name; with `told`, what it finds from now on is told (`work.look`).

    Refused: a name that the person has used, one search too many, conditions that bear a
    mark or cannot be read, and to be told of what finds too many records.
    """
    refuse_secrets(query.typed)
    if _own(by).count() >= MOST:
        raise Refused(
            _("You have %(most)d saved searches: remove one that you need no longer.")
            % {"most": MOST}
        )
    search = SavedSearch(person=by, address=query.address, made_at=at, looked_at=at)
    return _kept(search, query, name, told, at)


@transaction.atomic
def change_search(
    search: SavedSearch, query: Query, *, name: str, told: str, by: User, at: datetime
) -> SavedSearch:
    """Give a search another name, or have it told otherwise; refused as in `save_search`.

    And where it was removed meanwhile.
    """
    held = _own(by).select_for_update(of=("self",)).filter(pk=search.pk).first()
    if held is None:
        raise Refused(_("“%(name)s” was removed meanwhile. Save it anew.") % {"name": search.name})
    return _kept(held, query, name, told, at)


def _own(by: User) -> SavedSearchQuerySet:
    """The person's searches; of two changes of them at once one waits."""
    return SavedSearch.objects.visible_to(User.objects.select_for_update().get(pk=by.pk))


def _kept(search: SavedSearch, query: Query, name: str, told: str, at: datetime) -> SavedSearch:
    named = SavedSearch.objects.visible_to(search.person).filter(name=name)
    if named.exclude(pk=search.pk).exists():
        raise Refused(_("You have a search of this name already."))
    if told and not search.told:  # what is there now is not news
        search.known, search.looked_at = _found(query), at
    if not told:
        search.known, search.fresh, search.fresh_at = [], [], None
    search.name, search.told = name, told
    search.save()
    return search


def _found(query: Query) -> list[int]:
    if not query.is_legible:
        raise Refused(_("The conditions of the list no longer fit. Ask for it anew."))
    found = known(query)
    if found is None:
        raise Refused(
            _("More than %(most)d records are found: narrow the list down to be told of new ones.")
            % {"most": CAP}
        )
    return found
