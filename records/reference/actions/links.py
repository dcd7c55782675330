"""Links by which people choose their passwords: a supervisor makes one and never a password."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.crypto import get_random_string

from records.audit.actions import note
from records.organisation.models import PasswordLink, User
from records.organisation.models.links import digest
from records.reference.actions.users import in_turn, refuse_own
from records.rules import Refused
from records.sentences import gettext as _

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is taken for another
GROUPS, OF = 4, 5  # 31^20: a hundred bits


@transaction.atomic
def make_link(person: User, *, by: User | None, at: datetime) -> str:
    """Make a link for a person and give back its code, which is shown once and not kept.

    Earlier links of the person end; the password, if there is one, stays until the link is
    used. Refused: for oneself, and for a closed account. `by` is None on the command line.
    """
    in_turn(by)
    if by is not None:
        refuse_own(person, by)
    if not User.objects.filter(pk=person.pk, is_active=True).exists():
        raise Refused(_("The account is closed. Open it again first."))
    PasswordLink.objects.open(at).filter(person=person).update(expires_at=at)
    code = "-".join(get_random_string(OF, LETTERS) for _group in range(GROUPS))
    until = at + timedelta(hours=settings.PASSWORD_LINK_HOURS)
    PasswordLink.objects.create(
        person=person, digest=digest(code), made_by=by, made_at=at, expires_at=until
    )
    note("make password link", person, by=by, at=at, after={"until": until})
    return code
