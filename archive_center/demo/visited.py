"""Readers at the centre in the demonstration, with copies and effects; last year's, too."""

from datetime import datetime, timedelta

from django.utils.timezone import localdate

from records.holdings.models import Record
from records.holdings.rules import Stage
from records.organisation.models import Department, User
from records.visits import actions
from records.visits.models import Visit
from records.visits.rules import Wanted

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


def receive(*, archivist: User, now: datetime) -> int:
    """Register them through the acts that people register them by; returns how many."""
    department = Department.objects.get(fonds__number="J014")
    kept = Record.objects.filter(fonds__number="J014", stage=Stage.ACCEPTED, pages__gte=2)
    chosen = list(kept.order_by("-year", "pk").values_list("pk", flat=True)[:6])
    for line in reversed(CAME):
        _one(line, department, chosen, archivist, now)
    actions.ask_for_effects(today=localdate(now), at=now)
    return Visit.objects.count()


def _one(
    line: tuple[int, str, str, str, str, str, int, int, str],
    department: Department,
    chosen: list[int],
    archivist: User,
    now: datetime,
) -> None:
    days, name, unit, paper, kind, purpose, records, copied, effect = line
    at = now - timedelta(days=days)
    visit = actions.register(
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
    actions.bring(visit, wanted=wanted, by=archivist, at=at)
    if copied > 2:
        item = visit.items.get(record=chosen[0])
        actions.certify(visit, item=item.pk, pages="1-2", sets=1, by=archivist, at=at)
    if days:
        actions.leave(visit, by=archivist, at=at)
    if effect:
        left = Visit.objects.get(pk=visit.pk)
        told = {"benefit": "social", "effect": effect}
        actions.tell_effect(left, **told, by=archivist, at=at + timedelta(days=14))
