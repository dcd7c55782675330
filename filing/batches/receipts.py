"""Papers of a yearly batch: 归档移交单, 归档登记表, 归档文件目录; Chinese in every language."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Count, Sum

from filing.batches.models import FilingBatch
from filing.batches.rules import Point
from records.catalogue.export.printout import paper
from records.copies.models import DigitalCopy
from records.days import day
from records.printing.pdf import centre, rendered
from records.retention.rules import period_word

CATALOGUE = ("序号", "档号", "文号", "责任者", "题名", "日期", "密级", "页数", "备注")
POINTS = {
    Point.SAME: "电子与纸质一致",
    Point.COMPLETE: "归档文件齐全完整",
    Point.SIGNED: "签署、用印质量",
    Point.ARRANGED: "整理符合移交标准",
    Point.COUNTED: "数量与移交清册一致",
}
KINDS = {"item": "件", "volume": "卷"}
# 检验项目 of 表A.1 (GB/T 18894-2016), and which of the five points answers it.
TESTS = (
    ("真实性", (Point.SAME, Point.SIGNED)),
    ("可靠性", (Point.SAME, Point.ARRANGED)),
    ("完整性", (Point.COMPLETE, Point.COUNTED)),
    ("可用性", (Point.SAME,)),
)


def _amounts(batch: FilingBatch) -> list[list[str]]:
    """How much there is of each category, period and level, with its pages."""
    found = batch.records.order_by().values_list(
        "category__code", "category__name", "period", "level"
    )
    counted = found.annotate(count=Count("pk"), pages=Sum("pages")).order_by(
        "category__code", "period", "level"
    )
    return [
        [f"{code} {name}", period_word(period), f"{count} {KINDS[level]}", f"{pages or 0} 页"]
        for code, name, period, level, count, pages in counted
    ]


def _common(batch: FilingBatch, by: str, at: datetime) -> dict[str, Any]:
    copies = DigitalCopy.objects.in_place().filter(component__record__batch_items__batch=batch)
    told = copies.aggregate(files=Count("pk"), bytes=Sum("size"))
    return {
        "title": str(batch),
        "fonds": str(batch.fonds),
        "department": batch.fonds.department.name,
        "centre": centre(),
        "year": str(batch.year),
        "supplement": str(batch.supplement or ""),
        "account": batch.account,
        "amounts": _amounts(batch),
        "files": told["files"],
        "bytes": f"{told['bytes'] or 0:,}",
        "handed_in": [str(batch.handed_in_by or ""), _day(batch.handed_in_at)],
        "accepted": [str(batch.accepted_by or ""), _day(batch.accepted_at)],
        "codes": _span(batch),
        "by": by,
    }


def _day(at: datetime | None) -> str:
    return day(at) if at else ""


def _span(batch: FilingBatch) -> str:
    """First and last code of each class, as far as they are given."""
    coded = batch.records.exclude(archival_code=None).filter(volume=None)
    ordered = coded.order_by("code_key").values_list("archival_code", flat=True)
    ends = dict.fromkeys(filter(None, (ordered.first(), ordered.last())))
    return " 至 ".join(ends)


def _points(batch: FilingBatch) -> list[list[str]]:
    answered = {one.point: one for one in batch.points.select_related("by")}
    return [
        [name, _result(answered.get(point)), answered[point].words if point in answered else ""]
        for point, name in POINTS.items()
    ]


def _result(answered: Any) -> str:
    if answered is None:
        return ""
    return "相符" if answered.fits else "不符"


def hand_in_form(batch: FilingBatch, *, by: str, at: datetime) -> bytes:
    """归档移交单: who hands in what, how much of it, and the five points of the check."""
    data = _common(batch, by, at) | {"points": _points(batch)}
    return rendered("filing_hand_in", data, at=at)


def register_form(batch: FilingBatch, *, by: str, at: datetime) -> bytes:
    """电子文件归档登记表 (GB/T 18894-2016 表A.1)."""
    answered = dict(batch.points.values_list("point", "fits"))
    tests = [["载体外观", ""], ["病毒", "接收时逐件查毒" if batch.accepted_at else ""]]
    tests += [[name, _joined(answered, points)] for name, points in TESTS]
    tests += [["技术方法与相关软件说明", "SHA-256、SM3 摘要逐件登记并校验"]]
    data = _common(batch, by, at) | {"tests": tests}
    return rendered("filing_register", data, at=at)


def _joined(answered: dict[str, bool], points: Iterable[Point]) -> str:
    found = [answered.get(point) for point in points]
    if None in found:
        return ""
    return "合格" if all(found) else "不合格"


def catalogue(batch: FilingBatch, *, by: str, at: datetime) -> bytes:
    """归档文件目录 with its cover, in the order of the codes (DA/T 22-2015 5.5)."""
    records = batch.records.order_by("code_key", "dated_on", "pk")
    periods = sorted(set(records.order_by().values_list("period", flat=True)), reverse=True)
    offices = records.exclude(unit=None).order_by("unit__code").values_list("unit__name", flat=True)
    cover = [
        ("全宗号", batch.fonds.number),
        ("全宗名称", batch.fonds.name),
        ("年度", str(batch.year)),
        ("保管期限", "、".join(filter(None, map(period_word, periods)))),
        ("机构（问题）", "、".join(dict.fromkeys(offices))),
    ]
    rows = [
        [
            number,
            record.archival_code,
            record.document_number,
            record.responsible,
            record.title,
            record.written_date.said(""),
            record.get_security_display() if record.security else "",
            record.pages,
            record.remarks,
        ]
        for number, record in enumerate(records.iterator(2000), start=1)
    ]
    return paper("归档文件目录", [one for one in cover if one[1]], CATALOGUE, rows, by)
