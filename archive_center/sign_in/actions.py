"""Coming, going and the password: acts that the trail keeps like any other."""

from datetime import datetime

from axes.utils import reset
from django.db import transaction
from django.utils.translation import gettext as _

from records.audit.actions import note
from records.organisation.models import PasswordLink, User
from records.rules import Refused


def note_wrong_password(name: str, *, locked: bool, at: datetime) -> None:
    """Keep in the trail that a password was wrong: whose, if it is an account, and from where.

    `name` is the staff number as it is kept (`door.kept_name`); `locked`, that it was the last
    try for now. Nobody is known to have done it.
    """
    person = User.objects.filter(username=name).first() or User(username=name)
    told = {"locked": True} if locked else {}
    note("wrong password", person, by=None, at=at, after=told)


@transaction.atomic
def choose_password(code: str, *, new: str, at: datetime) -> User:
    """Set the first or a new password by a link, which is used up by it; sessions end.

    Wrong passwords that were given for the account are forgotten. Refused: a link that was
    used, has ended, or was replaced.
    """
    link = PasswordLink.objects.select_for_update(of=("self",)).open(at).of(code).first()
    if link is None:
        raise Refused(_("This link was used or has ended. Ask a supervisor for a new one."))
    person = link.person
    person.set_password(new)
    person.must_change_password = False
    person.save(update_fields=["password", "must_change_password"])
    link.used_at = at
    link.save(update_fields=["used_at"])
    reset(username=person.username)
    note("choose password", person, by=person, at=at)
    return person


@transaction.atomic
def change_password(person: User, *, new: str, at: datetime) -> None:
    """Set the password that the person chose; the duty to choose one ends with it.

    Refused: the one in force, which whoever gave it as a temporary one knows too.
    """
    if person.check_password(new):
        raise Refused(_("This is the password that you have. Choose another one."))
    person.set_password(new)
    person.must_change_password = False
    person.save(update_fields=["password", "must_change_password"])
    note("change password", person, by=person, at=at)
