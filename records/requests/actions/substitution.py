"""Who answers for a filing officer who is away (代办人): named, told, ended."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.timezone import localdate

from records.audit.actions import note
from records.days import day, machine
from records.notices.actions import tell
from records.organisation.models import Substitute, User
from records.organisation.rules import OF_A_DEPARTMENT, Role
from records.requests.actions.ask import LIST
from records.requests.rules import MOST_DAYS
from records.rules import Refused
from records.sentences import gettext as _


@transaction.atomic
def name_substitute(*, stand_in: User, until: date, by: User, at: datetime) -> Substitute:
    """Let a colleague of the department answer requests for its files, up to a day.

    Who stood in until now does so no longer. The officer goes on answering, too. Refused: one
    of another department, and a day that is over or too far away.
    """
    if by.role != Role.FILING_OFFICER:
        raise Refused(_("Only a filing officer names a substitute."))
    officer = User.objects.select_for_update().get(pk=by.pk)
    fits = stand_in.is_active and stand_in.role in OF_A_DEPARTMENT
    if stand_in == officer or not fits or stand_in.department_id != officer.department_id:
        raise Refused(_("A substitute is a colleague of your own department."))
    today = localdate(at)
    if not today <= until <= today + timedelta(days=MOST_DAYS):
        raise Refused(
            _("The last day lies between today and %(day)s.")
            % {"day": day(today + timedelta(days=MOST_DAYS))}
        )
    _relieve(officer, at, but=stand_in)
    made = Substitute.objects.create(officer=officer, stand_in=stand_in, until=until, named_at=at)
    told = {"substitute": str(stand_in), "until": machine(until)}
    note("name substitute", officer, by=by, at=at, after=told)
    said = _("You stand in for %(officer)s until %(day)s: answer the requests for your files.") % {
        "officer": officer,
        "day": day(until),
    }
    tell([stand_in], said, at=at, to=(LIST, None))
    return made


@transaction.atomic
def end_substitute(*, by: User, at: datetime) -> None:
    """Let nobody stand in any more; refused where nobody does."""
    officer = User.objects.select_for_update().get(pk=by.pk)
    relieved = _relieve(officer, at)
    if not relieved:
        raise Refused(_("Nobody stands in for you."))
    note("end substitute", officer, by=by, at=at, before={"substitute": str(relieved[0])})


def _relieve(officer: User, at: datetime, *, but: User | None = None) -> list[User]:
    """End that somebody stands in for the officer, and tell whom that surprises; who it was."""
    now = Substitute.objects.now(localdate(at)).filter(officer=officer)
    relieved = list(User.objects.filter(stands_in_for__in=now))
    Substitute.objects.filter(officer=officer, ended_at=None).update(ended_at=at)
    said = _("You stand in for %(officer)s no longer.") % {"officer": officer}
    tell([one for one in relieved if one != but], said, at=at, to=(LIST, None))
    return relieved
