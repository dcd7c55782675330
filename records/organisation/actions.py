"""The bodies that make records, their fonds, and how these are classified.

Only supervisors change them. A code or number that stands in archival codes already
given is never changed: codes are fixed once (DA/T 13-2022).
"""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Model, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from records.audit.actions import note_all
from records.organisation.keeping import add, change, supervisors_only
from records.organisation.models import (
    Category,
    Department,
    Fonds,
    ReceivingArchive,
    Unit,
    User,
)
from records.workflow.rules import Refused


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


@transaction.atomic
def open_fonds(
    *,
    number: str,
    name: str,
    department: Department,
    archive: ReceivingArchive,
    code_pattern: str,
    number_width: int,
    unit_width: int,
    by: User,
    at: datetime,
) -> Fonds:
    """Open a fonds under the number that the receiving archive gave."""
    supervisors_only(by)
    fonds = Fonds(
        number=number,
        name=name,
        department=department,
        archive=archive,
        code_pattern=code_pattern,
        number_width=number_width,
        unit_width=unit_width,
    )
    return add(fonds, "open fonds", by=by, at=at)


@transaction.atomic
def edit_fonds(
    fonds: Fonds,
    *,
    number: str,
    name: str,
    department: Department,
    archive: ReceivingArchive,
    code_pattern: str,
    number_width: int,
    unit_width: int,
    by: User,
    at: datetime,
) -> None:
    """Change a fonds. Its number stays once archival codes with it have been given.

    The pattern and the widths may change (a centre goes over to DA/T 13-2022): they
    count for codes that are given from then on.
    """
    supervisors_only(by)
    row = Fonds.objects.select_for_update().get(pk=fonds.pk)  # as it is, not as it was read
    if row.number != number:
        _no_codes_with(row, row.records, _("The number stays; it was given by the archive."))
    if row.department_id != department.pk and row.records.exists():
        raise Refused(
            _("%(fonds)s holds records of %(old)s. A body that was renamed or merged is followed.")
            % {"fonds": row, "old": row.department}
        )
    change(
        row,
        "edit fonds",
        by=by,
        at=at,
        number=number,
        name=name,
        department=department,
        archive=archive,
        code_pattern=code_pattern,
        number_width=number_width,
        unit_width=unit_width,
    )


@transaction.atomic
def add_unit(fonds: Fonds, *, code: str, name: str, by: User, at: datetime) -> Unit:
    """Add an office or a matter by which the fonds is classified."""
    supervisors_only(by)
    return add(Unit(fonds=fonds, code=code, name=name), "add unit", by=by, at=at)


@transaction.atomic
def edit_unit(unit: Unit, *, code: str, name: str, by: User, at: datetime) -> None:
    """Change an office or matter that stands in no archival code yet."""
    supervisors_only(by)
    row = Unit.objects.select_for_update().get(pk=unit.pk)
    if (row.code, row.name) != (code, name):
        _no_codes_with(row, row.record_set, _("Add a new office or matter for new records."))
    change(row, "edit unit", by=by, at=at, code=code, name=name)


@transaction.atomic
def add_category(*, code: str, name: str, by_volume: bool, by: User, at: datetime) -> Category:
    """Add a kind of archives, with its code of DA/T 13-2022."""
    supervisors_only(by)
    category = Category(code=code, name=name, by_volume=by_volume)
    return add(category, "add category", by=by, at=at)


@transaction.atomic
def edit_category(
    category: Category, *, code: str, name: str, by_volume: bool, by: User, at: datetime
) -> None:
    """Change a category; its code and arrangement stay once archival codes have been given."""
    supervisors_only(by)
    row = Category.objects.select_for_update().get(pk=category.pk)
    if (row.code, row.by_volume) != (code, by_volume):
        _no_codes_with(row, row.record_set, _("Add a new category for new records."))
    change(row, "edit category", by=by, at=at, code=code, name=name, by_volume=by_volume)


@transaction.atomic
def add_archive(*, name: str, code: str, by: User, at: datetime) -> ReceivingArchive:
    """Add a public archive that receives from the centre."""
    supervisors_only(by)
    return add(ReceivingArchive(name=name, code=code), "add archive", by=by, at=at)


@transaction.atomic
def edit_archive(
    archive: ReceivingArchive, *, name: str, code: str, by: User, at: datetime
) -> None:
    """Change a public archive's name or code."""
    supervisors_only(by)
    change(archive, "edit archive", by=by, at=at, name=name, code=code)


def _no_codes_with(row: Model, records: Any, remedy: str) -> None:
    """Refuse when archival codes that name the row have been given."""
    if records.filter(archival_code__isnull=False).exists():
        raise Refused(
            _("Archival codes with “%(row)s” have been given. %(remedy)s")
            % {"row": row, "remedy": remedy}
        )
