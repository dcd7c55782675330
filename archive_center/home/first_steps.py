"""What an empty centre needs before the first catalogue can come in, step by step."""

from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from records.holdings.models import Record
from records.organisation.models import Department, Fonds, ReceivingArchive, User
from records.organisation.questions import Asked, question
from records.organisation.rules import DESCRIBES


class Beginning(NamedTuple):
    """One step: what to enter, what it is for, where, and whether it is done."""

    name: str | Promise
    purpose: str | Promise
    url: str
    label: str | Promise
    is_done: bool
    is_next: bool = False


@question
def any_record(user: User) -> QuerySet[Record, Any]:
    """One record, where there is any."""
    return Record.objects.visible_to(user).order_by().values_list("pk")[:1]


def steps(user: User, known: Asked[Any] | None = None) -> list[Beginning]:
    """The first steps, for a supervisor, until there is a record."""
    if not user.supervises or (any_record(user) if known is None else known):
        return []
    found, past = [], True
    for step in _steps(user):
        found.append(step._replace(is_next=past and not step.is_done))
        past = past and step.is_done
    return found


def _steps(user: User) -> list[Beginning]:
    people = User.objects.visible_to(user).filter(role__in=DESCRIBES, is_active=True)
    return [
        Beginning(
            _("Receiving archive"),
            _("the public archive that takes the files in when their term is up"),
            reverse("admin:records_receivingarchive_add"),
            _("Enter the archive"),
            ReceivingArchive.objects.exists(),
        ),
        Beginning(
            _("Departments"),
            _("the bodies whose files are kept here, by their names of today"),
            reverse("admin:records_department_add"),
            _("Enter a department"),
            Department.objects.visible_to(user).exists(),
        ),
        Beginning(
            _("Fonds"),
            _("one for each department, by the number that the archive gave"),
            reverse("admin:records_fonds_add"),
            _("Enter a fonds"),
            Fonds.objects.visible_to(user).exists(),
        ),
        Beginning(
            _("People"),
            _("archivists of the centre, filing officers of the departments"),
            reverse("admin:records_user_add"),
            _("Open an account"),
            people.exists(),
        ),
        Beginning(
            _("First catalogue"),
            _("an archivist or a filing officer signs in and sends the table under Imports"),
            reverse("records:import-list"),
            _("To the imports"),
            is_done=False,
        ),
    ]
