"""A whole set becomes digital copies, or none of it does; what nobody goes on with is put aside."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db import transaction
from django.db.models import F, OuterRef
from django.db.models.functions import JSONObject

from records.audit.actions import note_all
from records.copies.models import DigitalCopy
from records.copies.store import put_whole
from records.holdings.models import Component, Record
from records.holdings.rules import Part
from records.jobs.rules import Progress
from records.organisation.models import User
from records.rules import Refused
from records.sentences import gettext as _
from records.sentences import gettext_lazy, ngettext_lazy
from records.uploads import spool
from records.uploads.models import Upload, UploadFile
from records.uploads.rules import FLOW, State
from records.values.readers import LONGEST_COMPONENT
from records.workflow.actions import advance
from records.workflow.acts import asks, does, works


def not_whole(upload: Upload, by: User) -> str:
    """What is still coming is waited for, or left out."""
    left = upload.files.filter(state=State.SENDING).count()
    if not left:
        return ""
    told = {"count": left}
    return (
        ngettext_lazy(
            "%(count)d file is not whole yet: send it again, or leave it out.",
            "%(count)d files are not whole yet: send them again, or leave them out.",
        )
        % told
    )


def not_placed(upload: Upload, by: User) -> str:
    """Each file that is here has its record, and there is one at least."""
    left = upload.files.waiting().count()
    if left:
        told = {"count": left}
        return (
            ngettext_lazy(
                "%(count)d file has no record yet: place it, or leave it out.",
                "%(count)d files have no record yet: place them, or leave them out.",
            )
            % told
        )
    return "" if upload.files.placed().exists() else _("There is no file that could be attached.")


def not_free(upload: Upload, by: User) -> str:
    """Nothing is added to what is held, nor to what the person does not describe any more."""
    placed = Record.objects.filter(pk__in=upload.files.placed().values("record"))
    first = placed.exclude(pk__in=upload.reached_by(by).free().values("pk")).order_by("pk").first()
    if first is None:
        return ""
    return _(
        "%(record)s takes no copies now: it is held, or is not yours to describe any more. Place"
        " its files elsewhere, leave them out, or wait."
    ) % {"record": first}


NOT_YET = (not_whole, not_placed, not_free)


@asks(
    FLOW,
    "attach",
    task="records.attach_upload",
    title=gettext_lazy("Attachment of %(row)s"),
    unless=NOT_YET,
)
def attach_later(upload: Upload, *, by: User, at: datetime) -> None:
    """Queue that the set is attached, once each of its files has its place."""


def _told(upload: Upload, **_asked: Any) -> str:
    spool.forget(upload.pk)
    return ngettext_lazy(
        "%(count)d digital copy was attached.", "%(count)d digital copies were attached."
    ) % {"count": upload.attached}


@works(Upload, "attach", already=_told, related=("fonds", "job"))
def attach(upload: Upload, *, by: User, at: datetime, progress: Progress) -> str:
    """Attach the whole set: bytes first, then all rows in one transaction, one act of the trail.

    What a component has already is left as it is. A second run, after a worker was killed,
    finds bytes that lie where they belong and rows of which there are none, or all.
    """
    total = upload.files.placed().count()
    for done, file in enumerate(upload.files.placed().iterator(), start=1):
        put_whole(spool.path(upload.pk, file.pk), DigitalCopy(sha256=file.sha256).path)
        progress(done, total)
    _attach(upload, by=by, at=at)
    upload.refresh_from_db()
    return _told(upload)


@transaction.atomic
def _attach(upload: Upload, *, by: User, at: datetime) -> None:
    held = upload.held()
    placed = held.files.placed()
    records = Record.objects.filter(pk__in=placed.values("record"))
    list(records.select_for_update(of=("self",)).order_by("pk").values_list("pk"))
    if why := next(filter(None, (ask(held, by) for ask in NOT_YET)), ""):
        raise Refused(why)
    _make_originals(held, records)
    copies = DigitalCopy.objects.bulk_create(_copies(placed, by, at), batch_size=1_000)
    told = JSONObject(name=F("name"), sha256=F("sha256"))
    new = DigitalCopy.objects.filter(pk__in=[copy.pk for copy in copies])
    of_each = new.filter(component__record=OuterRef("pk")).order_by("pk").values(one=told)
    each = JSONObject(copies=ArraySubquery(of_each))
    changed = Record.objects.filter(components__copies__in=new).distinct()
    changed = Record.objects.filter(pk__in=changed.order_by().values("pk"))
    note_all("store copies", changed, label="title", by=by, at=at, each=each)
    Upload.objects.filter(pk=held.pk).update(attached=len(copies))
    advance(held, "attach", by=by, at=at, copies=len(copies))


def _make_originals(upload: Upload, records: Iterable[Record]) -> None:
    """A record without components gets its original (正本), called as the record is."""
    waiting = upload.files.placed().filter(component=None)
    bare = Record.objects.filter(pk__in=waiting.values("record"), components=None)
    Component.objects.bulk_create(
        Component(
            record=record, position=1, part=Part.ORIGINAL, title=record.title[:LONGEST_COMPONENT]
        )
        for record in bare
    )
    whole = Component.objects.filter(record=OuterRef("record")).order_by("position")
    waiting.update(component=whole.values("pk")[:1])


def _copies(placed: Any, by: User, at: datetime) -> list[DigitalCopy]:
    """What is not there yet, each once for its component, in the order of the names."""
    known = set(
        DigitalCopy.objects.filter(component__in=placed.values("component")).values_list(
            "component", "sha256"
        )
    )
    new: dict[tuple[Any, str], UploadFile] = {}
    for file in placed.order_by("name"):
        new.setdefault((file.component_id, file.sha256), file)
    return [
        DigitalCopy(
            component_id=key[0],
            name=file.name.rpartition("/")[2][-200:],
            format=file.format,
            size=file.size,
            sha256=file.sha256,
            sm3=file.sm3,
            stored_by=by,
            stored_at=at,
        )
        for key, file in new.items()
        if key not in known
    ]


@does(FLOW, "discard")
def discard(upload: Upload, *, by: User, at: datetime) -> None:
    """Put a set aside: its files go, the note that it was begun stays."""
    advance(upload, "discard", by=by, at=at)
    forget(upload)


def forget(upload: Upload) -> None:
    """Delete what has come of a set, its bytes once this transaction is committed."""
    upload.files.all().delete()
    spool.forget_later(upload.pk)


def expire(*, at: datetime) -> int:
    """Put aside what nobody has gone on with for a term; returns how many sets.

    Done twice it is done once.
    """
    until = at - timedelta(days=settings.UPLOAD_DAYS)
    waiting = Upload.objects.filter(stage__in=FLOW["expire"].sources, made_at__lt=until)
    return sum(_expire(upload, until, at) for upload in waiting.order_by("pk"))


@transaction.atomic
def _expire(upload: Upload, until: datetime, at: datetime) -> bool:
    held = upload.held()
    if held.stage not in FLOW["expire"].sources or held.at_work or held.touched_at >= until:
        return False
    advance(held, "expire", by=None, at=at)
    forget(held)
    return True
