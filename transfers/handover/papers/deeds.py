"""The papers of a handover as PDF/A: 移交清册, 交接文据, 电子档案移交与接收登记表, statements.

Chinese in every language of the interface: they are official forms.
"""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.db.models import Count, Max, Min, Q, Sum

from records.days import day
from records.printing.pdf import rendered
from records.printing.qr import qr
from records.values.rules import Level
from transfers.handover.models.handovers import Handover
from transfers.handover.natures.rules import Nature, Result
from transfers.handover.papers.order import order_of
from transfers.handover.papers.statements import along, statement_papers
from transfers.handover.rules import Carriage
from transfers.packages.builder import Contents
from transfers.packages.rules import Order, Root, spoken_digest

LIST, DEED, REGISTER = "移交清册.PDF", "档案交接文据.PDF", "电子档案移交与接收登记表.PDF"
COLUMNS = ("顺序号", "档号", "文号", "责任者", "题名", "日期", "密级", "页数", "盒号", "备注")
NATURES = {
    Nature.AUTHENTICITY: "准确性检验",
    Nature.COMPLETENESS: "完整性检验",
    Nature.USABILITY: "可用性检验",
    Nature.SAFETY: "安全性检验",
}
CARRIAGE = {
    Carriage.ONLINE: "在线传输",
    Carriage.DISC: "档案级光盘",
    Carriage.HARD_DISK: "硬磁盘",
}


def papers_of(handover: Handover, order: Order, contents: Contents) -> Iterator[tuple[str, bytes]]:
    """The papers that lie in the package, under their names."""
    yield LIST, transfer_list(handover, order, contents)
    yield DEED, deed(handover, order, contents.root)
    yield REGISTER, register(handover, order, contents.root, contents.size)
    yield from statement_papers(handover, order, _common(handover, order, contents.root))


def transfer_list(handover: Handover, order: Order, contents: Contents) -> bytes:
    """移交清册: the columns of 归档文件目录 (DA/T 22-2015 5.5.2) and the box number."""
    rows = [
        ["" if record.row[name] is None else str(record.row[name]) for name in COLUMNS]
        for record in contents.packed
    ]
    for row in rows:
        row[6] = "" if row[6] == "非密" else row[6]  # the printed list leaves it empty
    data = _common(handover, order, contents.root) | {
        "columns": COLUMNS,
        "rows": rows,
        "paper_only": contents.paper_only,
        "pages": _figures(handover)["pages"],
    }
    return rendered("transfer_list", data, at=order.approved_at)


def deed(handover: Handover, order: Order, root: Root) -> bytes:
    """档案交接文据 (GB/T 12968-92), with receiver and date once they are known."""
    lines = (
        handover.items.values("record__category__name", "record__category__code", "record__level")
        .annotate(number=Count("id"))
        .order_by("record__category__code", "record__level")
    )
    kinds = [
        {
            "kind": f"{line['record__category__name']}（{line['record__category__code']}）",
            "number": line["number"],
            "measure": "卷" if line["record__level"] == Level.VOLUME else "件",
        }
        for line in lines
    ]
    data = _common(handover, order, root) | {
        "kinds": kinds,
        "account": handover.account,
        "along": along(handover),
    }
    return rendered("handover_deed", data, at=order.approved_at)


def register(handover: Handover, order: Order, root: Root, size: int) -> bytes:
    """电子档案移交与接收登记表: the form of DA/T 93-2022."""
    data = _common(handover, order, root) | {
        "size": f"{size:,}",
        "figures": _figures(handover),
        "media": handover.media_numbers,
        "carriage": CARRIAGE.get(Carriage(handover.carriage), "") if handover.carriage else "",
        "tests": _tests(handover),
    }
    return rendered("transfer_register", data, at=order.approved_at)


def _common(handover: Handover, order: Order, root: Root) -> dict[str, Any]:
    receipt = handover.receipt
    return {
        "title": order.title,
        "number": f"{settings.HANDOVER_MARK}〔{handover.year}〕{handover.sequence}号",
        "package": order.name,
        "sender": order.sender,
        "receiver": order.receiver,
        "fonds_number": order.fonds_number,
        "fonds_name": order.fonds_name,
        "department": order.department,
        "total": order.total,
        "amount": _amount(handover),
        "years": _years(handover),
        "proposed_by": str(handover.proposed_by or ""),
        "proposed_on": _proposed_on(handover),
        "approved_by": str(handover.approved_by or ""),
        "approved_on": day(order.approved_at),
        "delivered_on": day(handover.delivered_on),
        "received_on": day(receipt.received_on) if receipt else "",
        "receiver_name": receipt.receiver if receipt else "",
        "receipt": receipt.number if receipt else "",
        "sha256": root.sha256,
        "sm3": root.sm3,
        "qr": qr(spoken_digest(order.name, root.sha256)).decode(),
    }


def _proposed_on(handover: Handover) -> str:
    step = handover.steps.filter(name="propose").last()
    return day(step.at) if step else ""


def _tests(handover: Handover) -> list[tuple[str, str]]:
    """The sender's lines of 检验内容: how many items of each nature passed or not."""
    said = {
        Result.PASSED: "通过",
        Result.WARNING: "提醒",
        Result.FAILED: "不通过",
        Result.MANUAL: "人工",
        Result.LATER: "通过",  # the package is verified, papers and all, before it gets its name
    }
    found: dict[Nature, Counter[str]] = {nature: Counter() for nature in NATURES}
    for check in handover.checks.all():
        if check.result in said:
            found[check.nature][said[Result(check.result)]] += 1
    return [
        (NATURES[nature], "，".join(f"{word} {count} 项" for word, count in counted.items()))
        for nature, counted in found.items()
    ]


def _amount(handover: Handover) -> str:
    """Items by the 件 and volumes by the 卷."""
    volumes = handover.items.filter(record__level=Level.VOLUME).count()
    items = handover.items.count() - volumes
    counted = [f"{items} 件" if items else "", f"{volumes} 卷" if volumes else ""]
    return "、".join(filter(None, counted))


def _years(handover: Handover) -> str:
    span = handover.items.aggregate(first=Min("record__year"), last=Max("record__year"))
    return "—".join(dict.fromkeys(str(year) for year in span.values() if year))


def _figures(handover: Handover) -> dict[str, Any]:
    copies = Q(record__components__copies__isnull=False)
    held = handover.items.filter(copies)
    return {
        "pages": handover.items.aggregate(pages=Sum("record__pages"))["pages"] or 0,
        "electronic": held.values("record").distinct().count(),
    }


def paper_now(handover: Handover, kind: str) -> bytes:
    """The deed or the form as things stand now: with delivery, receiver and receipt."""
    order, package = order_of(handover), handover.package
    if package is None:
        raise ValueError(f"{handover} has no package yet.")
    root = Root(package.sha256, package.sm3)
    if kind == "deed":
        return deed(handover, order, root)
    return register(handover, order, root, package.content_bytes)
