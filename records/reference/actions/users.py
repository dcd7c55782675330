"""The people who sign in: who they are, what they may, and their coming and going.

Only supervisors change them, one after the other, and nobody changes the own role or closes
the own account: who is still a supervisor when the turn comes stays one, so that there is
always one left. What a person did stays in the trail, so an account is closed, never deleted.
"""

from datetime import datetime

from axes.utils import reset
from django.db import transaction

from records.audit.actions import note
from records.locks import Lock, wait_for
from records.organisation.models import Department, PasswordLink, User
from records.organisation.rules import OF_A_DEPARTMENT, Role
from records.reference.edits import add, change, supervisors_only
from records.rules import Refused
from records.sentences import gettext as _


@transaction.atomic
def add_user(
    *,
    username: str,
    name: str,
    role: str,
    department: Department | None,
    by: User | None,
    at: datetime,
) -> User:
    """Let a person in; the first password, too, is the person's own choice, by a link.

    `by` is None only on the command line, which makes the first supervisor.
    """
    in_turn(by)
    _fits(role, department)
    _refuse_alike(username)
    person = User(username=username, name=name, role=role, department=department)
    person.set_unusable_password()
    return add(person, "add user", by=by, at=at)


@transaction.atomic
def correct_user(person: User, *, username: str, name: str, by: User, at: datetime) -> None:
    """Correct a person's staff number or name."""
    in_turn(by)
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
    in_turn(by)
    refuse_own(person, by)
    _fits(role, department)
    change(person, "change role", by=by, at=at, role=role, department=department)


@transaction.atomic
def move_user(person: User, *, department: Department, by: User, at: datetime) -> None:
    """Move a person to another department; the role stays."""
    in_turn(by)
    _fits(person.role, department)
    change(person, "move", by=by, at=at, department=department)


@transaction.atomic
def deactivate_user(person: User, *, by: User, at: datetime) -> None:
    """Close an account; whoever is signed in with it is out at once and for good."""
    in_turn(by)
    refuse_own(person, by)
    PasswordLink.objects.open(at).filter(person=person).update(expires_at=at)
    change(person, "deactivate", by=by, at=at, is_active=False)
    _without_password(person)


@transaction.atomic
def reactivate_user(person: User, *, by: User, at: datetime) -> None:
    """Open a closed account again; its person chooses a new password, by a link."""
    in_turn(by)
    change(person, "reactivate", by=by, at=at, is_active=True)
    _without_password(person)


@transaction.atomic
def unlock(username: str, *, by: User, at: datetime) -> int:
    """Let somebody who gave too many wrong passwords try again; returns the tries forgotten."""
    in_turn(by)
    forgotten: int = reset(username=username)
    if forgotten:
        person = User.objects.filter(username=username).first()
        told = {"username": username, "tries": forgotten}
        note("unlock", person or by, by=by, at=at, after=told)
    return forgotten


def in_turn(by: User | None) -> None:
    """Wait for other changes of people; refuse who is no supervisor any more after them."""
    wait_for(Lock.PEOPLE)
    supervisors_only(by)


def _without_password(person: User) -> None:
    """No old password opens the account, and no old session: these hang on the password."""
    person.set_unusable_password()
    person.save(update_fields=["password"])


def refuse_own(person: User, by: User) -> None:
    """Nobody does to the own account what gives or takes rights."""
    if person.pk == by.pk:
        raise Refused(_("This is your own account. Another supervisor can change it for you."))


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
