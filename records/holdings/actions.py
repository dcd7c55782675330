"""What is done with records: described, accepted, shared, corrected, discarded."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max, ProtectedError, QuerySet
from django.utils.translation import gettext as _

from records.audit.actions import note
from records.holdings import describing, numbering
from records.holdings.codes import CodeError, Widths, recognise
from records.holdings.models import Component, Record
from records.holdings.numbers import CodeAlias
from records.holdings.rules import Access, Part, Stage
from records.holdings.security import refuse_secrets
from records.jobs.rules import Progress, silent
from records.organisation.models import Category, User
from records.organisation.rules import Role
from records.rules import Refused
from records.workflow.actions import advance_all


@transaction.atomic
def describe(*, by: User, at: datetime, **fields: Any) -> Record:
    """Make a draft from the fields of its description (DA/T 18-2022, file level).

    Refused for another department's fonds, for state secrets, and for an item that
    differs from its volume.
    """
    describing.refuse_foreign(fields["fonds"], by)
    record = Record(described_by=by, described_at=at)
    describing.put(record, fields)
    record.save(force_insert=True)
    note("describe", record, by=by, at=at, after=describing.filled(record))
    return record


@transaction.atomic
def edit(record: Record, *, by: User, at: datetime, seen: str = "", **fields: Any) -> None:
    """Change a description; the trail keeps what each changed field was and is.

    `seen` is the fingerprint of the description that the changes were made to; where it
    is given, a description that somebody else changed meanwhile is not written over.

    What the code is made of stays once the record is accepted (DA/T 13-2022). A draft
    that brought its code from a catalogue loses it when a part of it is changed.
    """
    stored = _locked(record)
    describing.refuse_uneditable(stored, by)
    describing.refuse_changed(stored, seen)
    before = describing.snapshot(stored)
    describing.put(stored, fields)
    _keep_code_true(stored, before)
    describing.refuse_foreign(stored.fonds, by)
    was, now = describing.differences(before, describing.snapshot(stored))
    if was or now:
        stored.save(force_update=True)
        note("edit", stored, by=by, at=at, before=was, after=now)
    record.refresh_from_db()


def _keep_code_true(record: Record, before: dict[str, Any]) -> None:
    """A code never says what its record does not."""
    changed = [name for name in describing.CLASS if describing.told(record, name) != before[name]]
    if not changed:
        return
    if record.stage != Stage.DRAFT:
        names = ", ".join(str(describing.field(name).verbose_name) for name in changed)
        raise Refused(
            _(
                "%(code)s is fixed, and with it its %(parts)s. Where the code is wrong, log a"
                " correction of the code instead."
            )
            % {"code": record.archival_code, "parts": names}
        )
    if any(before[name] not in (None, "") for name in changed):
        record.archival_code = record.number = None


@transaction.atomic
def add_component(
    record: Record, *, part: Part, title: str, pages: int | None = None, by: User, at: datetime
) -> Component:
    """Add a part (正本, 附件, 定稿 …) behind those that the item has."""
    stored = _locked(record)
    describing.refuse_uneditable(stored, by)
    refuse_secrets(title)
    last = stored.components.aggregate(last=Max("position"))["last"] or 0
    made = stored.components.create(position=last + 1, part=part, title=title, pages=pages)
    after = {"position": made.position, "part": Part(part).label, "title": title, "pages": pages}
    note("add component", stored, by=by, at=at, after=after)
    return made


@transaction.atomic
def discard(record: Record, *, by: User, at: datetime) -> None:
    """Throw a draft away; the trail keeps its description. An accepted record stays."""
    stored = _locked(record)
    if stored.stage != Stage.DRAFT:
        raise Refused(_("The record is accepted: it can only be destroyed by appraisal."))
    describing.refuse_uneditable(stored, by)
    note("discard", stored, by=by, at=at, before=describing.filled(stored))
    try:
        stored.delete()
    except ProtectedError as error:
        raise Refused(_("The draft has items or digital copies: discard those first.")) from error


@transaction.atomic
def share(record: Record, *, by: User, at: datetime) -> None:
    """Let all departments read an accepted record; its own department and the centre may say so."""
    _open_to(record, Access.SHARED, "share", by=by, at=at)


@transaction.atomic
def unshare(record: Record, *, by: User, at: datetime) -> None:
    """Close a shared record to other departments again."""
    _open_to(record, Access.DEPARTMENT, "unshare", by=by, at=at)


def _open_to(record: Record, access: Access, verb: str, *, by: User, at: datetime) -> None:
    stored = _locked(record)
    describing.refuse_foreign(stored.fonds, by)
    if stored.stage == Stage.DRAFT:
        raise Refused(_("A draft is not shared: have it accepted first."))
    if stored.access == access:
        return
    before, stored.access = stored.access, access
    stored.save(update_fields=["access"])
    note(verb, stored, by=by, at=at, before={"access": before}, after={"access": access})
    record.access = access


@transaction.atomic
def correct_code(record: Record, *, code: str, reason: str, by: User, at: datetime) -> CodeAlias:
    """Log the code that the record should bear as an alias that leads to it.

    The code itself is never changed (DA/T 13-2022, stability). Refused where the text is
    no code by either pattern, and where it belongs to a record already.
    """
    if by.role != Role.ARCHIVIST:
        raise Refused(_("Codes are corrected by the centre's archivists."))
    numbering.hold_codes()
    stored = _locked(record)
    if stored.stage == Stage.DRAFT:
        raise Refused(_("The draft has no fixed code yet: change its description instead."))
    tidy = _read_code(code, stored)
    if Record.objects.filter(archival_code=tidy).exists():
        raise Refused(_("%(code)s is the code of a record already.") % {"code": tidy})
    if CodeAlias.objects.filter(code=tidy).exists():
        raise Refused(_("%(code)s leads to a record already.") % {"code": tidy})
    alias = CodeAlias.objects.create(record=stored, code=tidy, reason=reason, by=by, at=at)
    note("correct code", stored, by=by, at=at, after={"code": tidy, "reason": reason})
    return alias


def _read_code(text: str, record: Record) -> str:
    """The code in its right writing, by the fonds's own pattern or else by the other."""
    widths = Widths(number=record.fonds.number_width, unit=record.fonds.unit_width)
    by_volume = Category.objects.filter(by_volume=True).values_list("code", flat=True)
    try:
        return recognise(text, record.fonds.code_pattern, widths, list(by_volume))
    except CodeError as error:
        raise Refused(str(error)) from error


def _locked(record: Record) -> Record:
    """The record as it stands, locked until the transaction ends."""
    return Record.objects.select_for_update().get(pk=record.pk)


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
