"""Access is asked for: what each line leads to is kept for those who answer."""

from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localdate

from records.audit.actions import note
from records.days import day
from records.holdings.keeper import keeper, of_code
from records.holdings.models import Record, RecordQuerySet
from records.holdings.rules import Stage as Filing
from records.notices.actions import tell
from records.organisation.models import Department, Substitute, User
from records.organisation.rules import Role
from records.requests.models import AccessItem, AccessItemQuerySet, AccessRequest
from records.requests.rules import FLOW, MOST
from records.rules import Refused
from records.sentences import gettext as _

PAGE, LIST = "records:request", "records:request-list"


@transaction.atomic
def ask(
    *,
    wanted: list[str],
    of: Department | None,
    purpose: str,
    until: date,
    may_download: bool,
    may_print: bool,
    seen: int | None = None,
    by: User,
    at: datetime,
) -> AccessRequest:
    """Ask to read up to 50 records of other departments, for a purpose, up to a day.

    `wanted` says each in the asker's words: an archival code, a document number, a title.
    `seen` is the key of a file of which a page has told the asker whose it is. What is
    found by it is kept for those who answer: to the asker a code that leads nowhere and
    one that leads to a record give the same. Refused without a line, with too many, with a
    day that is over or too far, and for the own department's files.
    """
    if by.role not in FLOW["ask"].roles or by.department is None:
        raise Refused(_("Access is asked for by the people of a department."))
    _refuse_unfit(of, until, by, at)
    items = _items(wanted, of, seen, by)
    besides = {"may_download": may_download, "may_print": may_print}
    said = {"of": of, "purpose": purpose, "until": until, **besides}
    request = AccessRequest.objects.create(asker=by, department=by.department, asked_at=at, **said)
    for item in items:
        item.request = request
    AccessItem.objects.bulk_create(items)
    told = {"purpose": purpose, "until": day(until), "records": len(items)}
    note("ask", request, by=by, at=at, after=told)
    ask_for_answers(request, request.items.all(), at)
    return request


def _refuse_unfit(of: Department | None, until: date, by: User, at: datetime) -> None:
    today, most = localdate(at), settings.REQUEST_LONGEST_DAYS
    if not today <= until <= today + timedelta(days=most):
        raise Refused(
            _("The last day lies between today and %(day)s.")
            % {"day": day(today + timedelta(days=most))}
        )
    if of and Department.objects.inherited_by(by).filter(pk=of.pk).exists():
        raise Refused(_("These are your own department's files: you read them without asking."))


def _items(
    wanted: list[str], of: Department | None, seen: int | None, by: User
) -> list[AccessItem]:
    lines = list(dict.fromkeys(wanted))
    items = [_item(line, of) for line in lines]
    if seen and (told := keeper(by, pk=seen)):
        record = Record.objects.select_related("fonds__department__heir").get(pk=seen)
        items.insert(0, lead(AccessItem(wanted=str(told.fonds)), record))
    if not items:
        raise Refused(_("Say what you ask for: a code, a document number or a title, one a line."))
    if len(items) > MOST:
        raise Refused(_("One request is for at most %(most)d records.") % {"most": MOST})
    return items


def _item(line: str, of: Department | None) -> AccessItem:
    """What a line leads to by its code, if the department is the one that was named."""
    item = AccessItem(wanted=line, department=_today(of) if of else None)
    record = kept(Record.objects.all(), line)
    if record and (of is None or _today(record.fonds.department) == item.department):
        return lead(item, record)
    return item


def kept(records: RecordQuerySet, code: str) -> Record | None:
    """The record that bears or bore a code, of those in custody or transferred."""
    known = records.exclude(stage=Filing.DRAFT).select_related("fonds__department__heir")
    return of_code(known, code).first()


def lead(item: AccessItem, record: Record) -> AccessItem:
    item.record, item.department = record, _today(record.fonds.department)
    return item


def _today(department: Department) -> Department:
    """Who answers today for the files of a department."""
    return department.heir or department


def answering(items: AccessItemQuerySet) -> list[User]:
    """The officers of the departments that answer, and who stands in for one of them."""
    departments = items.values("department")
    theirs = Q(department__in=departments) | Q(department__inherited__in=departments)
    substitutes = Substitute.objects.now().values("stand_in")
    answers = Q(role=Role.FILING_OFFICER) | Q(pk__in=substitutes)
    return list(User.objects.filter(theirs, answers, is_active=True).distinct())


def ask_for_answers(request: AccessRequest, items: AccessItemQuerySet, at: datetime) -> None:
    """Tell everybody who may answer one of the items."""
    people = answering(items)
    archivists = User.objects.filter(role=Role.ARCHIVIST, is_active=True)
    if (first := archivists.first()) and items.to_be_answered_by(first).exists():
        people += archivists
    said = _("%(who)s of %(department)s asks for access to records: answer %(request)s.") % {
        "who": request.asker,
        "department": request.department,
        "request": request.called,
    }
    tell(people, said, at=at, to=(PAGE, request.pk))
