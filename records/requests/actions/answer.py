"""The records that are meant are named, and those who answer for them consent or refuse."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from records.audit.actions import note
from records.holdings.models import Record, RecordQuerySet
from records.notices.actions import tell
from records.organisation.models import Fonds, User
from records.organisation.rules import SEES_ALL_RECORDS
from records.requests.actions.ask import PAGE, ask_for_answers, kept, lead
from records.requests.models import AccessItem, AccessRequest
from records.requests.rules import FLOW, Answer
from records.rules import Refused
from records.sentences import Sentence, Several, ngettext_lazy
from records.sentences import gettext as _
from records.values.page_ranges import read_ranges
from records.values.rules import Level
from records.workflow.actions import advance
from records.workflow.acts import does


def for_another(request: AccessRequest, by: User) -> str:
    return "" if request.asker != by else _("You asked for it yourself.")


def nothing_to_answer(request: AccessRequest, by: User) -> str:
    """Whose answer is not awaited."""
    own = request.items.to_be_answered_by(by)
    return "" if own.exists() else _("Nothing here waits for your answer.")


def nothing_found(request: AccessRequest, by: User) -> str:
    """Only to what is known can one consent."""
    own = request.items.to_be_answered_by(by)
    if own.filter(record__isnull=False).exists():
        return ""
    return _("No record is named yet: name the records that are meant, or refuse.")


@does(FLOW, "match", only=[for_another, nothing_to_answer])
def match(request: AccessRequest, *, codes: Mapping[int, str], by: User, at: datetime) -> None:
    """Name the records that are meant, by their archival codes.

    A filing officer finds those of the own department, an archivist all. Refused, with the
    line, where a code leads to none of these.
    """
    waiting = request.items.to_be_answered_by(by)
    named, fresh = [], []
    for item in waiting.filter(pk__in=[pk for pk, code in codes.items() if code]):
        record, was = kept(_own(by), codes[item.pk]), item.department_id
        if record is None:
            raise Refused(
                _("“%(wanted)s”: %(code)s is the code of no record that you may name.")
                % {"wanted": item.wanted, "code": codes[item.pk]}
            )
        named.append(lead(item, record))
        fresh += [item.pk] if item.department_id != was else []
    AccessItem.objects.bulk_update(named, ["record", "department"])
    note("match", request, by=by, at=at, after={"records": len(named)})
    if fresh:
        ask_for_answers(request, request.items.filter(pk__in=fresh), at)


def _own(by: User) -> RecordQuerySet:
    seen = Record.objects.visible_to(by)
    return seen if by.sees_all_records else seen.filter(fonds__in=Fonds.objects.owned_by(by))


@does(FLOW, "consent", only=[for_another, nothing_to_answer], unless=[nothing_found])
def consent(
    request: AccessRequest,
    *,
    items: Mapping[int, int | None],
    reason: str = "",
    pages: str = "",
    may_download: bool = False,
    may_print: bool = False,
    by: User,
    at: datetime,
) -> None:
    """Consent to some of the records, or to single pages of one; no more than was asked for.

    `items` are keys, each with the record that was seen for it: refused where another one has
    been named since. What is open by single pages is read, and never downloaded. Refused:
    pages that cannot be read, of more than one record at a time, and of a volume.
    """
    chosen = _chosen(request, items, by).filter(record__isnull=False)
    single = _single(chosen, pages) if pages.strip() else ""
    allowed: dict[str, Any] = {
        "pages": single,
        "may_download": may_download and request.may_download and not single,
        "may_print": may_print and request.may_print,
    }
    _answer(request, chosen, Answer.CONSENTED, reason=reason, by=by, at=at, **allowed)


def _single(chosen: QuerySet[AccessItem], pages: str) -> str:
    """The pages in their shortest form."""
    found = list(chosen.select_related("record"))
    if len(found) > 1:
        raise Refused(_("Consent to single pages of one record at a time."))
    if any(item.record and item.record.level == Level.VOLUME for item in found):
        raise Refused(_("A volume has no single pages: name the item in it."))
    return str(read_ranges(pages))


@does(FLOW, "refuse", only=[for_another, nothing_to_answer])
def refuse(
    request: AccessRequest,
    *,
    items: Mapping[int, int | None],
    reason: str,
    by: User,
    at: datetime,
) -> None:
    """Refuse some of the records, as they were seen, with the reason; also what nobody finds."""
    _answer(request, _chosen(request, items, by), Answer.REFUSED, reason=reason, by=by, at=at)


def _chosen(
    request: AccessRequest, items: Mapping[int, int | None], by: User
) -> QuerySet[AccessItem]:
    waiting: QuerySet[AccessItem] = request.items.to_be_answered_by(by)
    chosen = waiting.filter(pk__in=list(items))
    for item in chosen.order_by("pk"):
        if item.record_id != items[item.pk]:
            raise Refused(
                _("“%(wanted)s”: another record has been named for it meanwhile. Look at it again.")
                % {"wanted": item.wanted}
            )
    return chosen


def _answer(
    request: AccessRequest,
    chosen: QuerySet[AccessItem],
    answer: Answer,
    *,
    reason: str,
    by: User,
    at: datetime,
    **allowed: Any,
) -> None:
    keys = list(chosen.values_list("pk", flat=True))
    if not keys:
        raise Refused(_("Choose the records that you answer for."))
    told = {"answer": answer, "reason": reason, **allowed}
    AccessItem.objects.filter(pk__in=keys).update(**told, answered_by=by, answered_at=at)
    verb = "consent" if answer == Answer.CONSENTED else "refuse"
    single = {"pages": allowed["pages"]} if allowed.get("pages") else {}
    note(verb, request, by=by, at=at, after={"reason": reason, "records": len(keys), **single})
    said = (
        _("%(request)s: consent is given to %(count)d of the records.")
        if answer == Answer.CONSENTED
        else ngettext_lazy(
            "%(request)s: %(count)d of the records is refused: %(reason)s",
            "%(request)s: %(count)d of the records are refused: %(reason)s",
        )
    )
    tell_asker(request, said, at, count=len(keys), reason=reason)
    _settle(request, by, at)


def _settle(request: AccessRequest, by: User, at: datetime) -> None:
    """Once all is answered it goes on to the centre, or has ended."""
    answers = set(request.items.values_list("answer", flat=True))
    if Answer.WAITING in answers:
        return
    if Answer.CONSENTED not in answers:
        advance(request, "turn_down", by=by, at=at)
        return
    advance(request, "pass_on", by=by, at=at)
    centre = User.objects.filter(role__in=SEES_ALL_RECORDS, is_active=True).exclude(pk=by.pk)
    said = _("%(request)s of %(who)s waits to be released.") % {
        "request": request.called,
        "who": request.asker,
    }
    tell(centre, said, at=at, to=(PAGE, request.pk))


def tell_asker(
    request: AccessRequest, said: Sentence | Several, at: datetime, **given: Any
) -> None:
    told = {"request": request.called, **given}
    tell([request.asker], said % told, at=at, to=(PAGE, request.pk))
