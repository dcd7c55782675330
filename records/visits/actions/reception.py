"""Who reads at the centre is registered, with the records and the copies made of them."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from records.audit.actions import note
from records.days import day, machine
from records.holdings.models import Record
from records.holdings.rules import Access
from records.holdings.rules import Stage as Filing
from records.organisation.models import User
from records.rules import Refused
from records.sentences import gettext as _
from records.sentences import labelled, ngettext_lazy
from records.values.rules import MOST_PAGES, Opening
from records.visits.models import Certificate, Visit, VisitItem
from records.visits.rules import FLOW, LATEST_ENTRY, MOST, Wanted, read_identity
from records.workflow.acts import does, plainly

KEPT = ("name", "unit", "letter", "purpose_kind", "purpose", "manner", "consent", "note")


@transaction.atomic
def register(*, by: User, at: datetime, **said: Any) -> Visit:
    """Write somebody into the register of use, with the paper that was shown.

    `said` are the fields of the entry. Refused: other roles than the table's, a day that is to
    come or long over, an identity card whose number cannot be right, and nobody's unit.
    """
    if by.role not in FLOW["register"].roles:
        raise Refused(_("Readers are registered by archivists."))
    given = _checked(said, localdate(at))
    visit = Visit.objects.create(**given, registered_by=by, registered_at=at)
    note("register", visit, by=by, at=at, after=_told(given))
    return visit


@does(FLOW, "put_right")
def put_right(visit: Visit, /, *, by: User, at: datetime, **said: Any) -> None:
    """Correct the entry while the reader is here; the same is refused as at the registration."""
    given = _checked(said, localdate(at))
    before = {name: getattr(visit, name) for name in given}
    Visit.objects.filter(pk=visit.pk).update(**given)
    note("put right", visit, by=by, at=at, before=_told(before), after=_told(given))


def _checked(said: Mapping[str, Any], today: date) -> dict[str, Any]:
    given = {**said}
    given["identity_number"] = read_identity(given["identity_kind"], given["identity_number"])
    first = today - timedelta(days=LATEST_ENTRY)
    if not first <= given["used_on"] <= today:
        raise Refused(_("The day of use lies between %(first)s and today.") % {"first": day(first)})
    if not given.get("unit") and given.get("department") is None:
        raise Refused(_("Say of which unit the reader is; who comes alone is “individual” (个人)."))
    return given


def _told(given: Mapping[str, Any]) -> dict[str, Any]:
    """What the trail keeps of an entry for ever: nothing by which a person is found elsewhere."""
    told = {name: str(given[name]) for name in KEPT if given.get(name)}
    return {**told, "used_on": machine(given["used_on"])}


def ended_elsewhere(visit: Visit, by: User) -> str:
    """A certificate stands for the use that it was made in."""
    if not visit.certificates.exists():
        return ""
    return _("Copies were certified in this use, so the entry stays.")


@does(FLOW, "bring")
def bring(visit: Visit, *, wanted: Sequence[Wanted], by: User, at: datetime) -> None:
    """Keep which records the reader sees, and how many pages of each were copied.

    The whole list replaces the one before. Refused: more than 200, what is not in custody,
    records of others without the consent of their department, more copied pages than a record
    can have, and to take out what a certificate was made of, or fewer pages of it.
    """
    if len(wanted) > MOST:
        raise Refused(_("At most %(most)d records in one use.") % {"most": MOST})
    copied = dict(wanted)
    chosen = Record.objects.filter(pk__in=copied).select_related("fonds__department")
    for record in chosen.order_by("pk"):
        if why := why_not_read(visit, record) or _why_not_so_many(record, copied[record.pk]):
            raise Refused(labelled(record.archival_code or record.title, why))
    _keep(visit, copied)
    codes = {str(record.archival_code): copied[record.pk] for record in chosen}
    note("bring", visit, by=by, at=at, after={"records": codes})


def why_not_read(visit: Visit, record: Record) -> str:
    """Why the reader of a use does not see a record: its stage, or a consent that is missing.

    Own files and what is open need none; of what is shared in the building the people of the
    building; all else the consent of the originating department (条例 34), by its letter.
    """
    if record.stage != Filing.ACCEPTED:
        return _("Only what is in the centre's custody is read here.")
    if visit.consent or record.opening == Opening.OPEN:
        return ""
    of = visit.department_id
    whose = record.fonds.department
    own = of is not None and of in (whose.pk, whose.heir_id)
    if own or (of is not None and record.access == Access.SHARED):
        return ""
    return _(
        "The record is of %(department)s. Put the entry right first: by which letter the"
        " department agrees."
    ) % {"department": whose}


def _why_not_so_many(record: Record, copied: int) -> str:
    most = MOST_PAGES
    if 0 <= copied <= most:
        return ""
    return ngettext_lazy(
        "%(copied)d page cannot be copied of it: look at the figure.",
        "%(copied)d pages cannot be copied of it: look at the figure.",
        "copied",
    ) % {"copied": copied}


def _keep(visit: Visit, copied: Mapping[int, int]) -> None:
    """The list becomes that one: what is no longer on it goes, what is new comes."""
    for certified in visit.certificates.order_by("pk"):
        _refuse_fewer(certified, copied.get(certified.record_id))
    visit.items.exclude(record__in=copied).delete()
    VisitItem.objects.bulk_create(
        (VisitItem(visit=visit, record_id=pk, copied=pages) for pk, pages in copied.items()),
        update_conflicts=True,
        unique_fields=["visit", "record"],
        update_fields=["copied"],
    )


def _refuse_fewer(certified: Certificate, copied: int | None) -> None:
    """What a certificate was made of stays: the record, and as many copied pages."""
    pages = certified.count * certified.sets
    told = {"code": certified.archival_code, "pages": pages}
    if copied is None:
        raise Refused(
            _("A copy of %(code)s was certified in this use, so it stays on the list.") % told
        )
    if copied < pages:
        raise Refused(
            ngettext_lazy(
                "%(code)s: %(pages)d copied page was certified, so no fewer are noted.",
                "%(code)s: %(pages)d copied pages were certified, so no fewer are noted.",
                "pages",
            )
            % told
        )


def nothing_read(visit: Visit, by: User) -> str:
    """A use without a record is none."""
    if visit.items.exists():
        return ""
    return _("Nothing was read: name the records, or make the entry void.")


leave = plainly(FLOW, "leave", unless=[nothing_read])
cancel = plainly(FLOW, "cancel", unless=[ended_elsewhere])
