"""Requests for access between departments: one waits for consent, one for release, one is open."""

from datetime import datetime, timedelta

from records.holdings.models import Record
from records.holdings.rules import Access, Stage
from records.organisation.models import Department, User
from records.requests import actions
from records.requests.models import AccessRequest

DAYS = 30


def ask_for_access(*, now: datetime) -> int:
    """Make them through the acts that people make them by; returns how many."""
    people = {person.username: person for person in User.objects.select_related("department")}
    released = _ask(people["shaoanqi"], "J014", "编制供水工程竣工决算", now, 6, download=True)
    _consent(released, people["fangruoning"], now - timedelta(days=5))
    released.refresh_from_db()
    actions.release(released, by=people["shenyanqiu"], at=now - timedelta(days=4))
    waiting = _ask(people["duanyu"], "J014", "专项资金审计取证", now, 4)
    _consent(waiting, people["fangruoning"], now - timedelta(days=2))
    _ask(people["linshuyan"], "J026", "核对水利建设资金拨付依据", now, 8, "关于防汛抢险经费的请示")
    return AccessRequest.objects.count()


def _ask(
    by: User, fonds: str, purpose: str, now: datetime, ago: int, *more: str, download: bool = False
) -> AccessRequest:
    """For the two newest files that the department keeps to itself, and what is said in words."""
    kept = Record.objects.filter(fonds__number=fonds, stage=Stage.ACCEPTED)
    own = kept.filter(access=Access.DEPARTMENT, level="item").order_by("-dated_on", "pk")
    codes = [str(code) for code in own.values_list("archival_code", flat=True)[:2]]
    at = now - timedelta(days=ago)
    return actions.ask(
        wanted=[*codes, *more],
        of=Department.objects.get(fonds__number=fonds),
        purpose=purpose,
        until=at.date() + timedelta(days=DAYS),
        may_download=download,
        may_print=False,
        by=by,
        at=at,
    )


def _consent(request: AccessRequest, by: User, at: datetime) -> None:
    items = list(request.items.values_list("pk", flat=True))
    actions.consent(request, items=items, may_download=True, by=by, at=at)
