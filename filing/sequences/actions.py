"""What a department says of its numbers: which sequences are its own, what is missing and why."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from filing.sequences.models import MissingNumbers, NumberSequence, sequences
from filing.sequences.rules import LAST_NUMBER, NEEDS_REASON, Sequence
from records.audit.actions import note
from records.organisation.models import Fonds, User
from records.organisation.rules import DESCRIBES
from records.rules import Refused
from records.sentences import gettext as _
from records.values.marks import refuse_secrets
from records.values.page_ranges import Ranges


def _ours(fonds: Fonds, by: User) -> None:
    if by.role not in DESCRIBES or not Fonds.objects.visible_to(by).filter(pk=fonds.pk).exists():
        raise Refused(_("Only the department's filing officers and the archivists may say this."))


def sequence_of(fonds: Fonds, year: int, sign: str) -> Sequence:
    """The sequence of one sign. Refused where the files of the fonds know no such sign."""
    found = next((one for one in sequences(fonds, year) if one.sign == sign), None)
    if found is None:
        raise Refused(
            _("No record of %(fonds)s has a number of %(sign)s〔%(year)d〕.")
            % {"fonds": fonds, "sign": sign, "year": year}
        )
    return found


@transaction.atomic
def tell_sequence(
    fonds: Fonds,
    *,
    year: int,
    sign: str,
    is_own: bool,
    last: int | None = None,
    by: User,
    at: datetime,
) -> None:
    """Say whether the department keeps a sequence itself, and its last number of the year.

    Without a last number the greatest that is filed counts as the last.
    """
    _ours(fonds, by)
    known = sequence_of(fonds, year, sign)
    if last is not None and known.filed and not known.filed[-1] <= last <= LAST_NUMBER:
        raise Refused(
            _("%(prefix)s%(last)d号 is filed: the last number issued is not before it.")
            % {"prefix": known.prefix, "last": known.filed[-1]}
        )
    key: dict[str, Any] = {"fonds": fonds, "year": year, "sign": sign}
    told: dict[str, Any] = {"is_own": is_own, "last": last}
    before = NumberSequence.objects.filter(**key).values(*told).first() or {}
    if before == told:
        return
    defaults = {**told, "by": by, "at": at}
    row, _made = NumberSequence.objects.update_or_create(defaults, **key)
    note("tell sequence", row, by=by, at=at, before=before, after=told)


@transaction.atomic
def answer(
    fonds: Fonds,
    *,
    year: int,
    sign: str,
    numbers: Ranges,
    answer: str,
    reason: str = "",
    by: User,
    at: datetime,
) -> None:
    """Say what became of missing numbers: found, never issued, or not in the filing scope.

    Refused without a reason where nothing will be filed, for a number that is filed, one
    behind the last, and one that was answered for already.
    """
    _ours(fonds, by)
    refuse_secrets(reason)
    if answer in NEEDS_REASON and not reason:
        raise Refused(_("Say why nothing is filed of these numbers."))
    known = sequence_of(fonds, year, sign)
    for first, last in numbers.spans:
        _refuse_known(known, first, last)
        row = MissingNumbers(
            fonds=fonds,
            year=year,
            sign=sign,
            first=first,
            last=last,
            answer=answer,
            reason=reason,
            by=by,
            at=at,
        )
        _keep(row)
        after = {"first": first, "last": last, "answer": answer, "reason": reason}
        note("answer for numbers", row, by=by, at=at, after=after)


def _refuse_known(known: Sequence, first: int, last: int) -> None:
    if last > known.last:
        raise Refused(
            _("%(prefix)s goes to %(last)d. Enter its last number first.")
            % {"prefix": known.prefix, "last": known.last}
        )
    filed = next((number for number in known.filed if first <= number <= last), None)
    if filed is not None:
        raise Refused(
            _("%(prefix)s%(number)d号 is filed: nothing is missing there.")
            % {"prefix": known.prefix, "number": filed}
        )
    if said := next((one for one in known.said if one.first <= last and one.last >= first), None):
        raise Refused(
            _("Of %(first)d to %(last)d something was said already: take that back first.")
            % {"first": said.first, "last": said.last}
        )


def _keep(row: MissingNumbers) -> None:
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as taken:  # by somebody else, in this moment
        raise Refused(
            _("Somebody else has just answered for these numbers. Load the page again.")
        ) from taken


@transaction.atomic
def take_back(row: MissingNumbers, *, by: User, at: datetime) -> None:
    """Take back what was said of numbers; the trail keeps it."""
    _ours(row.fonds, by)
    held = MissingNumbers.objects.select_for_update().filter(pk=row.pk).first()
    if held is None:
        return
    before = {name: getattr(held, name) for name in ("first", "last", "answer", "reason")}
    note("take back answer", held, by=by, at=at, before=before)
    held.delete()
