"""Certified copies (复制件证明): numbered without gaps, printed, believed by their code."""

from datetime import datetime
from hmac import compare_digest
from secrets import choice

from django.db import transaction
from django.db.models import Max
from django.utils.timezone import localdate

from records.audit.actions import note
from records.locks import Lock, wait_for
from records.organisation.models import User
from records.rules import Refused
from records.sentences import gettext as _
from records.sentences import ngettext_lazy
from records.values.page_ranges import read_ranges
from records.visits.models import Certificate, Visit
from records.visits.proof_sheet import PROOF, proof_sheet
from records.visits.rules import CODE_LENGTH, FLOW, LETTERS
from records.workflow.acts import does


def nothing_copied(visit: Visit, by: User) -> str:
    """Certified is what was copied."""
    if visit.items.filter(copied__gt=0).exists():
        return ""
    return _("No copy was made: say first of which records how many pages were copied.")


@does(FLOW, "certify", unless=[nothing_copied])
def certify(
    visit: Visit, *, item: int, pages: str, sets: int, by: User, at: datetime
) -> Certificate:
    """Certify that the copy of a record agrees with the original; gets the next number of the year.

    `pages` are those of the original, like “1-3, 7”. Refused: more of them than were copied
    in this use, and what lies behind the record's last page.
    """
    chosen = visit.items.select_related("record").filter(pk=item, copied__gt=0).first()
    if chosen is None:
        raise Refused(_("Of this record no copy was made in this use."))
    ranges = read_ranges(pages, most=chosen.record.pages)
    if ranges.total * sets > chosen.copied:
        raise Refused(
            ngettext_lazy(
                "%(count)d page in %(sets)d sets is more than the %(copied)d that were copied.",
                "%(count)d pages in %(sets)d sets are more than the %(copied)d that were copied.",
            )
            % {"count": ranges.total, "sets": sets, "copied": chosen.copied}
        )
    made = Certificate.objects.create(
        **_next_number(localdate(at).year),
        visit=visit,
        record=chosen.record,
        archival_code=chosen.record.archival_code or "",
        title=chosen.record.title,
        pages=str(ranges),
        count=ranges.total,
        sets=sets,
        made_by=by,
        made_at=at,
    )
    told = {"certificate": str(made), "pages": made.pages, "sets": sets}
    note("certify", visit, by=by, at=at, after={**told, "record": made.archival_code})
    note("certify", chosen.record, by=by, at=at, after=told)
    return made


def _next_number(year: int) -> dict[str, int | str]:
    """The year's next number, with a code that nobody can guess; one after the other."""
    wait_for(Lock.CERTIFICATE, year)
    last = Certificate.objects.filter(year=year).aggregate(last=Max("number"))["last"] or 0
    code = "".join(choice(LETTERS) for _place in range(CODE_LENGTH))
    return {"year": year, "number": last + 1, "check_code": code}


@transaction.atomic
def take(certificate: Certificate, *, by: User, at: datetime) -> bytes:
    """The certificate as a PDF/A, to print and seal; the same bytes each time."""
    note("print", certificate.visit, by=by, at=at, after={"paper": f"{PROOF} {certificate}"})
    return proof_sheet(certificate)


@transaction.atomic
def find(*, year: int, number: int, code: str, by: User, at: datetime) -> Certificate:
    """The certificate that a paper is, by its number and its check code.

    Refused in one sentence where there is none, or the code is another's: nobody learns by
    trying which numbers there are.
    """
    found = Certificate.objects.filter(year=year, number=number).select_related("made_by").first()
    typed = code.replace(" ", "").upper()
    if found is None or not compare_digest(found.check_code.encode(), typed.encode()):
        raise Refused(
            _("No certificate has this number and this code. Compare both with the paper.")
        )
    note("check certificate", found.visit, by=by, at=at, after={"certificate": str(found)})
    return found
