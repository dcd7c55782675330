"""The bodies that make records: founded, corrected, followed by another."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from records.audit.actions import note_all
from records.locks import Lock, wait_for
from records.organisation.models import Department, User
from records.reference.edits import add, change, supervisors_only
from records.rules import Refused
from records.sentences import gettext as _


@transaction.atomic
def found_department(
    *, name: str, short_name: str, valid_from: date, by: User, at: datetime
) -> Department:
    """Enter a body that makes records, from its first day."""
    supervisors_only(by)
    department = Department(name=name, short_name=short_name, valid_from=valid_from)
    return add(department, "found", by=by, at=at)


@transaction.atomic
def correct_department(
    department: Department,
    *,
    name: str,
    short_name: str,
    valid_from: date,
    by: User,
    at: datetime,
) -> None:
    """Correct what was entered wrongly. A new name of the body is a succession, not this."""
    supervisors_only(by)
    change(
        department,
        "correct",
        by=by,
        at=at,
        name=name,
        short_name=short_name,
        valid_from=valid_from,
    )


@transaction.atomic
def succeed(
    department: Department, *, successor: Department, on: date, by: User, at: datetime
) -> None:
    """Let another body follow this one from the day `on` (renamed, merged or divided).

    The old body's last day is the day before. Its people go over to the body that
    answers for its files today, the end of the chain; its fonds keep its name. Refused:
    a day to come, as rights go over at once; a second successor, a successor that does
    not exist on that day, and a circle.
    """
    wait_for(Lock.PEOPLE)  # nobody joins the old body while its people go over
    supervisors_only(by)
    if on > timezone.localdate(at):
        raise Refused(
            _("%(day)s is still to come, and people and files go over at once. Enter it that day.")
            % {"day": on}
        )
    # all of them are locked: two successions at a time could close a circle
    rows = {row.pk: row for row in Department.objects.select_for_update().order_by("pk")}
    old, new = rows[department.pk], rows[successor.pk]
    heir = rows[new.heir_id or new.pk]
    _may_follow(old, new, heir, on)
    change(old, "succeed", by=by, at=at, successor=new, valid_until=on - timedelta(days=1))
    Department.objects.filter(Q(pk=old.pk) | Q(heir=old)).update(heir=heir)
    people = User.objects.filter(department=old)
    moved = list(people.values_list("pk", flat=True))
    people.update(department=heir)
    note_all(
        "move",
        User.objects.filter(pk__in=moved),
        label="name",
        by=by,
        at=at,
        before={"department": old.name},
        after={"department": heir.name},
    )


def _may_follow(old: Department, new: Department, heir: Department, on: date) -> None:
    if heir.pk == old.pk:
        raise Refused(
            _("%(old)s cannot be followed by %(new)s: that body leads back to it.")
            % {"old": old, "new": new}
        )
    if old.successor_id:
        raise Refused(
            _("%(old)s was already followed by %(new)s. Let that body be followed instead.")
            % {"old": old, "new": old.successor}
        )
    if on <= old.valid_from:
        raise Refused(
            _("%(old)s began on %(begin)s; it can be followed from the day after.")
            % {"old": old, "begin": old.valid_from}
        )
    if new.valid_from > on or (new.valid_until and new.valid_until < on):
        raise Refused(
            _("%(new)s does not exist on %(day)s. Enter the body, or take its first day.")
            % {"new": new, "day": on}
        )
