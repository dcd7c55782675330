"""What does not come back: an original that is lost, and a borrower who leaves."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from records.audit.actions import note
from records.holdings.actions import release
from records.holdings.models import Record
from records.loans.actions.request import refuse
from records.loans.models import Loan, LoanItem
from records.loans.rules import BEFORE, FLOW, Condition, Stage
from records.notices.actions import tell
from records.organisation.models import User
from records.organisation.rules import Role
from records.reference.actions import deactivate_user
from records.rules import Refused
from records.sentences import gettext as _
from records.workflow.actions import advance
from records.workflow.acts import does


@does(FLOW, "lose")
def lose(loan: Loan, *, item: int, report: str, by: User, at: datetime) -> None:
    """Report an original as lost: its loan ends with the report, its record stays held.

    So nothing is transferred, destroyed or changed of it until it is found. The supervisors
    and the filing officers of its department are told, for a loss is reported to the
    authority (档案法 44). The last original that is out ends the loan.
    """
    out = loan.items.open().select_related("record__fonds__department")
    lost = out.filter(pk=item).first()
    if lost is None:
        raise Refused(_("One of these is back already. Reload the page."))
    told = {"condition": Condition.LOST, "note": report, "taken_by": by}
    LoanItem.objects.filter(pk=lost.pk).update(ended_at=at, **told)
    code = lost.record.archival_code
    note("lose", loan, by=by, at=at, after={"record": code, "report": report})
    note("lose", lost.record, by=by, at=at, after={"loan": loan.called, "report": report})
    said = _("The original of %(code)s was reported as lost (%(loan)s): %(report)s") % {
        "code": code,
        "loan": loan.called,
        "report": report,
    }
    tell(_concerned(lost.record), said, at=at, to=("records:record", lost.record_id))
    if not loan.items.open().exists():
        advance(loan, "close", by=by, at=at)


def _concerned(record: Record) -> list[User]:
    """The supervisors, and who files for the department whose record it is."""
    whose = record.fonds.department
    theirs = Q(role=Role.FILING_OFFICER, department__in=[whose.pk, whose.heir_id or whose.pk])
    return list(User.objects.filter(Q(role=Role.SUPERVISOR) | theirs, is_active=True))


def nothing_lost(loan: Loan, by: User) -> str:
    return "" if loan.items.lost().exists() else _("Nothing of this loan is lost.")


@does(FLOW, "find", only=[nothing_lost])
def find(loan: Loan, *, item: int, report: str, by: User, at: datetime) -> None:
    """Note that a lost original is found: its record is free again, the report stays.

    Those who were told of the loss are told of that, too.
    """
    lost = loan.items.lost().select_related("record__fonds__department")
    found = lost.filter(pk=item).first()
    if found is None:
        raise Refused(_("This original is not lost. Reload the page."))
    release(loan, at=at, records=Record.objects.filter(pk=found.record_id))
    told = {"record": found.record.archival_code, "report": report}
    note("find", loan, by=by, at=at, after=told)
    note("find", found.record, by=by, at=at, after={"loan": loan.called, "report": report})
    said = _("The original of %(code)s is found again (%(loan)s): %(report)s") % {
        "code": found.record.archival_code,
        "loan": loan.called,
        "report": report,
    }
    tell(_concerned(found.record), said, at=at, to=("records:record", found.record_id))


@transaction.atomic
def close_account(person: User, *, by: User, at: datetime) -> None:
    """Close an account; what the person asked for and does not have yet is called off.

    Refused while the person has an original: who leaves brings it back first, in person.
    """
    loans = Loan.objects.filter(borrower=person)
    if out := loans.filter(stage=Stage.OUT).order_by("pk").first():
        raise Refused(
            _("%(person)s still has originals (%(loan)s). Who leaves brings them back first.")
            % {"person": person, "loan": out.called}
        )
    for loan in loans.filter(stage__in=BEFORE).order_by("pk"):
        refuse(loan, reason=_("The borrower's account was closed."), by=by, at=at)
    deactivate_user(person, by=by, at=at)
