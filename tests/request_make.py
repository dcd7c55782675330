"""Requests for access, asked, answered and released by the real actions."""

from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from records.holdings.models import Grant, Record
from records.holdings.rules import Stage
from records.organisation.models import Department, User
from records.requests import actions
from records.requests.forms import SeenItems
from records.requests.models import AccessItem, AccessRequest
from records.requests.rules import Answer
from tests import make


def asked(*records: Record, by: User | None = None, **given: Any) -> AccessRequest:
    """A reader asks by their codes for some records, or for one of its own making."""
    if not records and "wanted" not in given:
        records = (make.record(Stage.ACCEPTED),)
    now = given.pop("at", timezone.now())
    told = {
        "wanted": [record.archival_code or "" for record in records],
        "of": None,
        "purpose": "编写年鉴",
        "until": timezone.localdate(now) + timedelta(days=30),
        "may_download": False,
        "may_print": False,
        **given,
    }
    return actions.ask(**told, by=by or make.reader(), at=now)


def seen(items: QuerySet[AccessItem]) -> dict[int, int | None]:
    """The items, each with its record, as who answers sees them now."""
    return dict(items.values_list("pk", "record"))


def ticked(items: QuerySet[AccessItem]) -> list[str]:
    """The same as the form of who answers sends them."""
    return [SeenItems.value_of(item) for item in items.order_by("pk")]


def officer(department: Department) -> User:
    """Who answers for the department."""
    found = department.people.filter(role="filing_officer").first()
    return found or make.filing_officer(department)


def consented(*records: Record, by: User | None = None, **given: Any) -> AccessRequest:
    """The same, and every department has consented to all of it."""
    records = records or (make.record(Stage.ACCEPTED),)
    for record in records:
        officer(record.fonds.department)
    request = asked(*records, by=by, **given)
    for department in {record.fonds.department for record in records}:
        items = seen(request.items.filter(department=department))
        allowed = {name: getattr(request, name) for name in ("may_download", "may_print")}
        actions.consent(request, items=items, **allowed, by=officer(department), at=timezone.now())
    return AccessRequest.objects.get(pk=request.pk)


def released(*records: Record, by: User | None = None, **given: Any) -> AccessRequest:
    """The same, released by the centre."""
    request = consented(*records, by=by, **given)
    actions.release(request, by=make.archivist(), at=timezone.now())
    return AccessRequest.objects.get(pk=request.pk)


def over(record: Record, by: User) -> AccessRequest:
    """One that was released to a person and of which the last day was yesterday."""
    now = timezone.now()
    yesterday = timezone.localdate(now) - timedelta(days=1)
    told = {"asker": by, "department": by.department, "until": yesterday}
    request = AccessRequest.objects.create(**told, purpose="编写年鉴", asked_at=now)
    answered = {"answer": Answer.CONSENTED, "answered_by": make.archivist(), "answered_at": now}
    department = record.fonds.department
    request.items.create(wanted="某件", record=record, department=department, **answered)
    make.led(request, "released")
    Grant.objects.create(
        record=record,
        person=by,
        department=request.department,
        request=request,
        until=yesterday,
        granted_at=now,
    )
    return request
