"""Use in the demonstration: loans at each stage, and readers at the centre of two years."""

from datetime import datetime, timedelta

from django.utils.timezone import localdate

from records.holdings.models import Record
from records.holdings.rules import Stage
from records.loans import actions
from records.loans.models import Loan
from records.loans.rules import Condition, Returned
from records.organisation.models import Department, Fonds, User
from records.values.rules import Level
from records.visits import actions as visits
from records.visits.models import Visit
from records.visits.rules import Wanted

TERM = 7
ASKED = ("linshuyan", "续修机关志，核对发文原件的签发意见")
OUT = ("shaoanqi", "教育督导核查，核对原件印章")
OVERDUE = ("yuezhongqi", "办理信访答复，查对原件")
BACK = ("xueqinglan", "编写大事记")

# Days ago, name, department or unit, paper, purpose and its kind, records, pages copied, effect.
CAME = (
    (0, "顾闻笛", "清岚市地方志办公室", "citizen", "chronicle", "续修市志教育篇", 3, 0, ""),
    (9, "贺兰舟", "清岚师范学院", "citizen", "study", "机关发文制度研究", 4, 6, ""),
    (16, "晏如是", "", "staff", "work", "核对历年预算批复", 2, 3, ""),
    (33, "程映雪", "个人", "citizen", "other", "查证工龄", 1, 2, "查到任职文件，办理了退休手续"),
    (61, "陆知微", "", "staff", "work", "办理信访答复", 2, 0, "按原批复答复了来信人"),
    (95, "闻人语", "清岚市城投公司", "citizen", "economy", "管线改造选线", 5, 12, ""),
    (140, "祝长青", "清岚市党史研究室", "staff", "education", "筹办成就展", 6, 18, ""),
    (190, "顾闻笛", "清岚市地方志办公室", "citizen", "chronicle", "续修市志财政篇", 4, 5, ""),
    (370, "苏合香", "", "staff", "work", "资产清查", 3, 4, ""),
    (400, "程映雪", "个人", "citizen", "other", "查证学历", 1, 1, ""),
)
NUMBERS = {"citizen": "11010519491231002X", "staff": "QL-20418"}


def lend(*, archivist: User, supervisor: User, now: datetime) -> int:
    """Make them through the acts that people make them by; returns how many."""
    _ask(*ASKED, at=now - timedelta(hours=3))
    for told, since in ((OUT, timedelta(days=2)), (OVERDUE, timedelta(days=12))):
        _handed_out(told, archivist, supervisor, now - since)
    loan = _handed_out(BACK, archivist, supervisor, now - timedelta(days=20))
    first, *others = loan.items.select_related("record")
    found = [Returned(item.pk, Condition.INTACT, item.record.pages, "") for item in others]
    found.append(
        Returned(first.pk, Condition.DAMAGED, first.record.pages, "首页装订处撕裂，已修补")
    )
    back = now - timedelta(days=15)
    actions.take_back(loan, returned=found, by=archivist, at=back)
    actions.remind(today=localdate(now), at=now)
    actions.ask_for_effects(today=localdate(now), at=now)
    return Loan.objects.count()


def _ask(username: str, purpose: str, *, at: datetime) -> Loan:
    """Two files of the person's own department that nothing else holds."""
    borrower = User.objects.get(username=username)
    own = Record.objects.filter(fonds__in=Fonds.objects.owned_by(borrower), volume=None)
    kept = own.filter(stage=Stage.ACCEPTED, level=Level.ITEM).free().order_by("-year", "pk")
    chosen = Record.objects.filter(pk__in=list(kept.values_list("pk", flat=True)[:2]))
    return actions.ask(chosen, purpose=purpose, days=TERM, by=borrower, at=at)


def _handed_out(told: tuple[str, str], archivist: User, supervisor: User, at: datetime) -> Loan:
    loan = _ask(*told, at=at - timedelta(hours=4))
    actions.approve(loan, by=supervisor, at=at - timedelta(hours=3))
    actions.fetch(Loan.objects.get(pk=loan.pk), by=archivist, at=at - timedelta(hours=1))
    actions.hand_out(Loan.objects.get(pk=loan.pk), by=archivist, at=at)
    return Loan.objects.get(pk=loan.pk)


def receive(*, archivist: User, now: datetime) -> int:
    """Register them through the acts that people register them by; returns how many."""
    department = Department.objects.get(fonds__number="J014")
    kept = Record.objects.filter(fonds__number="J014", stage=Stage.ACCEPTED, pages__gte=2)
    chosen = list(kept.order_by("-year", "pk").values_list("pk", flat=True)[:6])
    for line in reversed(CAME):
        _came(line, department, chosen, archivist, now)
    visits.ask_for_effects(today=localdate(now), at=now)
    return Visit.objects.count()


def _came(
    line: tuple[int, str, str, str, str, str, int, int, str],
    department: Department,
    chosen: list[int],
    archivist: User,
    now: datetime,
) -> None:
    days, name, unit, paper, kind, purpose, records, copied, effect = line
    at = now - timedelta(days=days)
    visit = visits.register(
        used_on=localdate(at),
        name=name,
        unit=unit,
        department=None if unit else department,
        identity_kind=paper,
        identity_number=NUMBERS[paper],
        letter=f"{unit}介绍信" if len(unit) > 2 else "",
        contact="",
        purpose_kind=kind,
        purpose=purpose,
        manner="excerpt" if kind == "chronicle" else "read",
        consent="清财办函〔2026〕7号" if unit else "",
        note="",
        by=archivist,
        at=at,
    )
    wanted = [Wanted(pk, copied if place == 0 else 0) for place, pk in enumerate(chosen[:records])]
    visits.bring(visit, wanted=wanted, by=archivist, at=at)
    if copied > 2:
        item = visit.items.get(record=chosen[0])
        visits.certify(visit, item=item.pk, pages="1-2", sets=1, by=archivist, at=at)
    if days:
        visits.leave(visit, by=archivist, at=at)
    if effect:
        left = Visit.objects.get(pk=visit.pk)
        told = {"benefit": "social", "effect": effect}
        visits.tell_effect(left, **told, by=archivist, at=at + timedelta(days=14))
