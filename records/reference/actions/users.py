"""The people who sign in: who they are, what they may, and their coming and going.

Only supervisors change them, one after the other, and nobody changes the own role or closes
the own account: who is still a supervisor when the turn comes stays one, so that there is
always one left. What a person did stays in the trail, so an account is closed, never deleted.
"""

from datetime import datetime

from axes.utils import reset
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from records.audit.actions import note
from records.locks import Lock, wait_for
from records.organisation.models import Department, User
from records.organisation.rules import OF_A_DEPARTMENT, Role
from records.reference.edits import add, change, supervisors_only
from records.rules import Refused


@transaction.atomic
def add_user(
    *,
    username: str,
    name: str,
    role: str,
    department: Department | None,
    password: str,
    by: User | None,
    at: datetime,
) -> User:
    """Let a person in, with a password that has to be changed at the first sign-in.

    `by` is None only on the command line, which makes the first supervisor.
    """
    _in_turn(by)
    _fits(role, department)
    _refuse_alike(username)
    person = User(
        username=username,
        name=name,
        role=role,
        department=department,
        must_change_password=by is not None,
    )
    _set_password(person, password)
    return add(person, "add user", by=by, at=at)


@transaction.atomic
def correct_user(person: User, *, username: str, name: str, by: User, at: datetime) -> None:
    """Correct a person's staff number or name."""
    _in_turn(by)
    _refuse_alike(username, person.pk)
    change(person, "correct", by=by, at=at, username=username, name=name)


def _refuse_alike(username: str, own: int = 0) -> None:
    """Two staff numbers that differ in capitals only would be taken for one person's."""
    taken = User.objects.filter(username__iexact=username).exclude(pk=own).first()
    if taken is not None:
        raise Refused(
            _("The staff number %(number)s is %(name)s's already.")
            % {"number": taken.username, "name": taken.name}
        )


@transaction.atomic
def change_role(
    person: User, *, role: str, department: Department | None, by: User, at: datetime
) -> None:
    """Give another role; one of a department comes with the department, others with none."""
    _in_turn(by)
    _another(person, by)
    _fits(role, department)
    change(person, "change role", by=by, at=at, role=role, department=department)


@transaction.atomic
def move_user(person: User, *, department: Department, by: User, at: datetime) -> None:
    """Move a person to another department; the role stays."""
    _in_turn(by)
    _fits(person.role, department)
    change(person, "move", by=by, at=at, department=department)


@transaction.atomic
def deactivate_user(person: User, *, by: User, at: datetime) -> None:
    """Close an account; whoever is signed in with it is out at once."""
    _in_turn(by)
    _another(person, by)
    change(person, "deactivate", by=by, at=at, is_active=False)


@transaction.atomic
def reactivate_user(person: User, *, by: User, at: datetime) -> None:
    """Open a closed account again."""
    _in_turn(by)
    change(person, "reactivate", by=by, at=at, is_active=True)


@transaction.atomic
def set_temporary_password(person: User, *, password: str, by: User, at: datetime) -> None:
    """Give a password that its owner has to change at the next sign-in; sessions end."""
    _in_turn(by)
    _set_password(person, password)
    person.must_change_password = True
    person.save(update_fields=["password", "must_change_password"])
    note("set temporary password", person, by=by, at=at)


@transaction.atomic
def unlock(username: str, *, by: User, at: datetime) -> int:
    """Let somebody who gave too many wrong passwords try again; returns the tries forgotten."""
    _in_turn(by)
    forgotten: int = reset(username=username)
    if forgotten:
        person = User.objects.filter(username=username).first()
        told = {"username": username, "tries": forgotten}
        note("unlock", person or by, by=by, at=at, after=told)
    return forgotten


def _in_turn(by: User | None) -> None:
    """Wait for other changes of people; refuse who is no supervisor any more after them."""
    wait_for(Lock.PEOPLE)
    supervisors_only(by)


def _set_password(person: User, password: str) -> None:
    try:
        validate_password(password, person)
    except ValidationError as wrong:
        raise Refused(" ".join(wrong.messages)) from wrong
    person.set_password(password)


def _another(person: User, by: User) -> None:
    """Of two supervisors who close each other's account at once, one stays."""
    if person.pk == by.pk:
        raise Refused(_("This is your own account. Another supervisor can change it for you."))
    both = User.objects.select_for_update(of=("self",)).filter(pk__in=[person.pk, by.pk])
    held = {one.pk: one for one in both.order_by("pk")}[by.pk]
    supervisors_only(held)
    if not held.is_active:
        raise Refused(_("Your own account was closed meanwhile. Nothing was changed."))


def _fits(role: str, department: Department | None) -> None:
    named = Role(role).label
    if role in OF_A_DEPARTMENT and department is None:
        raise Refused(_("A %(role)s belongs to a department. Name it.") % {"role": named})
    if role not in OF_A_DEPARTMENT and department is not None:
        raise Refused(
            _("A %(role)s belongs to the centre. Leave the department empty.") % {"role": named}
        )
    if department is not None:
        _stands(Department.objects.select_related("heir", "successor").get(pk=department.pk))


def _stands(department: Department) -> None:
    if department.successor_id:
        raise Refused(
            _("%(old)s was followed by %(new)s. Take that department.")
            % {"old": department, "new": department.heir or department.successor}
        )
