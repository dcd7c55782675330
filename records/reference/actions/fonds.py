"""The fonds of the bodies, and how these are classified.

Only supervisors change them. A code or number that stands in archival codes already
given is never changed: codes are fixed once (DA/T 13-2022). So a change waits until
those who are giving codes are done, and they for it.
"""

import re
from datetime import datetime
from typing import Any, TypedDict, Unpack

from django.db import transaction
from django.db.models import Model

from records.locks import Lock, wait_for
from records.organisation.models import (
    Category,
    Department,
    Fonds,
    ReceivingArchive,
    Unit,
    User,
)
from records.organisation.rules import OFFICE_13, OFFICE_22, CodePattern
from records.reference.edits import Row, add, change, supervisors_only
from records.rules import Refused
from records.sentences import gettext as _
from records.sentences import ngettext_lazy


class FondsAs(TypedDict):
    """What is said of a fonds."""

    number: str
    name: str
    department: Department
    archive: ReceivingArchive
    code_pattern: str
    number_width: int
    unit_width: int


@transaction.atomic
def open_fonds(*, by: User, at: datetime, **said: Unpack[FondsAs]) -> Fonds:
    """Open a fonds under the number that the receiving archive gave."""
    supervisors_only(by)
    return add(Fonds(**said), "open fonds", by=by, at=at)


@transaction.atomic
def edit_fonds(fonds: Fonds, *, by: User, at: datetime, **said: Unpack[FondsAs]) -> None:
    """Change a fonds. Its number stays once archival codes with it have been given.

    The pattern and the widths may change (a centre goes over to DA/T 13-2022): they
    count for codes that are given from then on.
    """
    supervisors_only(by)
    row = _held(fonds)
    if row.number != said["number"]:
        _no_codes_with(row, row.records, _("The number stays; it was given by the archive."))
    if row.department_id != said["department"].pk:
        _no_records_in(row)
    change(row, "edit fonds", by=by, at=at, **said)


@transaction.atomic
def add_unit(fonds: Fonds, *, code: str, name: str, by: User, at: datetime) -> Unit:
    """Add an office or a matter by which the fonds is classified.

    Refused: a code that could stand in no archival code of the fonds.
    """
    supervisors_only(by)
    _fits_the_codes(fonds, code)
    return add(Unit(fonds=fonds, code=code, name=name), "add unit", by=by, at=at)


@transaction.atomic
def edit_unit(unit: Unit, *, code: str, name: str, by: User, at: datetime) -> None:
    """Change an office or matter that stands in no archival code yet."""
    supervisors_only(by)
    row = _held(unit)
    if row.code != code:
        _fits_the_codes(row.fonds, code)
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
    row = _held(category)
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


def _held(row: Row) -> Row:
    """The row as it is, not as it was read; no code is given before this transaction ends."""
    wait_for(Lock.CODES)
    return type(row)._default_manager.select_for_update().get(pk=row.pk)


def _fits_the_codes(fonds: Fonds, code: str) -> None:
    if fonds.code_pattern == CodePattern.DAT13 and not re.fullmatch(OFFICE_13, code):
        raise Refused(_("The code of an office has capitals, digits or Chinese characters only."))
    width = fonds.unit_width
    if fonds.code_pattern == CodePattern.DAT22 and not re.fullmatch(OFFICE_22 % width, code):
        raise Refused(
            ngettext_lazy(
                "In the codes of fonds %(number)s an office has %(width)d capital or digit.",
                "In the codes of fonds %(number)s an office has %(width)d capitals or digits.",
                "width",
            )
            % {"number": fonds.number, "width": width}
        )


def _no_records_in(fonds: Fonds) -> None:
    if fonds.records.exists():
        raise Refused(
            _("%(fonds)s holds records of %(old)s. A body that was renamed or merged is followed.")
            % {"fonds": fonds, "old": fonds.department}
        )


def _no_codes_with(row: Model, records: Any, remedy: str) -> None:
    """Refuse when archival codes that name the row have been given."""
    if records.filter(archival_code__isnull=False).exists():
        raise Refused(
            _("Archival codes with “%(row)s” have been given. %(remedy)s")
            % {"row": row, "remedy": remedy}
        )
