"""Files find their records: by what their names say, or by hand; or they are left out."""

from datetime import datetime

from django.db import transaction

from records.holdings.models import Component, Record
from records.organisation.models import User
from records.rules import Refused
from records.sentences import gettext as _
from records.uploads import matches_sql, spool
from records.uploads.models import Upload, UploadFile
from records.uploads.rules import How, Stage, State
from records.workflow.acts import hold_at


@transaction.atomic
def match(upload: Upload, *, by: User, at: datetime) -> None:
    """Lead all files to the records that they name; what was placed by hand stays there."""
    matches_sql.match(hold_at(upload, Stage.OPEN), upload.reached_by(by))


@transaction.atomic
def place(
    file: UploadFile, record: Record, component: Component | None = None, *, by: User, at: datetime
) -> None:
    """Place a file by hand: with a record, and where that has several, with a component of it."""
    upload = hold_at(file.upload, Stage.OPEN)
    held = _held(file)
    if not upload.reached_by(by).filter(pk=record.pk).exists():
        raise Refused(_("This record does not take copies from you: choose another one."))
    if component is None:
        parts = list(record.components.all()[:2])
        if len(parts) > 1:
            raise Refused(_("The record has several components: choose one of them."))
        component = parts[0] if parts else None
    elif component.record_id != record.pk:
        raise Refused(_("The component is of another record. Reload the page."))
    held.record, held.component, held.how, held.found = record, component, How.HAND, 1
    held.save(update_fields=["record", "component", "how", "found"])


@transaction.atomic
def drop(upload: Upload, files: list[int] | None = None, *, by: User, at: datetime) -> int:
    """Leave files out of the set: those that are named, or all that have no place yet.

    What has not come whole and what was refused is left out as well; it can be sent again.
    Returns how many.
    """
    held = hold_at(upload, Stage.OPEN)
    placed = held.files.placed().values("pk")
    chosen = held.files.exclude(pk__in=placed) if files is None else held.files.filter(pk__in=files)
    keys = list(chosen.values_list("pk", flat=True))
    for key in keys:
        spool.forget_later(held.pk, key)
    return held.files.filter(pk__in=keys).delete()[0]


def _held(file: UploadFile) -> UploadFile:
    held = UploadFile.objects.select_for_update(of=("self",)).filter(pk=file.pk).first()
    if held is None or held.state != State.TAKEN:
        raise Refused(_("This file is not here any more, or is not whole. Reload the page."))
    return held
