"""The papers of a handover as PDF/A: 移交清册, 交接文据, 电子档案移交与接收登记表, statements.

Chinese in every language of the interface: they are official forms. Those in the package
tell of all that goes. Once the receipt is there, deed, form and list tell of what was
accepted alone, and name what was rejected: what they say then is kept with the receipt.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from itertools import chain
from os import cpu_count
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import Max, Min, Q

from records.days import day
from records.printing.pdf import rendered
from records.printing.qr import qr
from transfers.handover.models.handovers import Handover
from transfers.handover.models.items import HandoverItem
from transfers.handover.natures.rules import Nature, Result
from transfers.handover.papers import widths
from transfers.handover.papers.amounts import amount, amounts
from transfers.handover.papers.statements import along, statement_papers
from transfers.handover.rules import COLUMNS, OF_VOLUMES, Carriage, Ground, Outcome
from transfers.packages.builder import Contents
from transfers.packages.rules import Order, Root, record_directory, spoken_digest

Lines = Iterable[Mapping[str, Any]]
LIST, DEED, REGISTER = "移交清册.PDF", "档案交接文据.PDF", "电子档案移交与接收登记表.PDF"
FINAL_LIST = "接收清册.PDF"
PAPERS = {"deed": DEED, "register": REGISTER, "list": FINAL_LIST}
FORMS = {"deed": "handover_deed", "register": "transfer_register", "list": "transfer_list"}
NAMED = 30  # rejected records that the deed names; the list names all
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
GROUND = {
    Ground.ABOLISHED: "立档单位撤销（《档案法实施条例》第二十条第三款）",
    Ground.ENDANGERED: "保管条件不符合或有损毁危险，经协商（《档案法实施条例》第二十条第四款）",
}
RESULTS = {
    Result.PASSED: "通过",
    Result.WARNING: "提醒",
    Result.FAILED: "不通过",
    Result.MANUAL: "未检",
    Result.NONE: "不适用",
    Result.LATER: "通过",  # the package is verified, papers and all, before it gets its name
}


def papers_of(handover: Handover, order: Order, contents: Contents) -> Iterator[tuple[str, bytes]]:
    """The papers that lie in the package, under their names; as many at a time as can be set."""
    root = contents.root
    made = {
        LIST: ("list", _list(handover, order, root, [one.row for one in contents.packed])),
        DEED: ("deed", _deed(handover, order, root)),
        REGISTER: ("register", _register(handover, order, root, contents.size)),
    }
    made[LIST][1]["paper_only"] = contents.paper_only
    forms = ((name, FORMS[kind], data) for name, (kind, data) in made.items())
    told = handover.certified, handover.approval
    statements = statement_papers(*told, _common(handover, order, root))
    with ThreadPoolExecutor(cpu_count()) as pool:
        papers = [
            (name, pool.submit(_printed, form, data, order))
            for name, form, data in chain(forms, statements)
        ]
        for name, paper in papers:
            yield name, paper.result()


def paper_now(handover: Handover, order: Order, kind: str, lines: Lines) -> bytes:
    """One of the forms as things stand: with the delivery, and what the receipt has settled.

    `lines` are those of the list, of what the papers speak of.
    """
    receipt = handover.receipt
    kept = receipt.papers.get(kind) if receipt else None
    data = kept or _now(handover, order, kind, lines)
    return _printed(FORMS[kind], data, order)


def _printed(form: str, data: Mapping[str, Any], order: Order) -> bytes:
    """A form with what it says, dated by the approval; what was kept of it is all it takes."""
    return rendered(form, {**data, **widths.known(data)}, at=order.approved_at)


def final_papers(handover: Handover, order: Order, lines: Lines) -> dict[str, dict[str, Any]]:
    """What the forms say of a handover with its receipt; nothing where nothing was accepted."""
    if not handover.certified.exists():
        return {}
    return {kind: _now(handover, order, kind, lines) for kind in FORMS}


def _now(handover: Handover, order: Order, kind: str, lines: Lines) -> dict[str, Any]:
    package = handover.package
    if package is None:
        raise ValueError(f"{handover} has no package yet.")
    root = Root(package.sha256, package.sm3)
    if kind == "deed":
        return _deed(handover, order, root)
    if kind == "register":
        return _register(handover, order, root, package.content_bytes - _left_out(handover))
    return _list(handover, order, root, lines)


def _list(handover: Handover, order: Order, root: Root, lines: Lines) -> dict[str, Any]:
    """移交清册: volumes by 案卷目录 (GB/T 9705-2008), items by 归档文件目录 (DA/T 22-2015 5.5.2).

    With period and number of the box. After the receipt it is 接收清册, with what was
    rejected behind it.
    """
    items: list[list[str]] = []
    volumes: list[list[str]] = []
    for line in lines:
        told = {**line, "密级": "" if line["密级"] == "非密" else line["密级"]}  # as printed
        kind, columns = (volumes, OF_VOLUMES) if "件数" in line else (items, COLUMNS)
        kind.append(["" if told[name] is None else str(told[name]) for name in columns])
    rejected = _rejected(handover)
    return _common(handover, order, root) | {
        "columns": COLUMNS,
        "rows": items,
        "volume_columns": ["案卷题名" if name == "题名" else name for name in OF_VOLUMES],
        "volumes": volumes,
        "rejected": [
            [str(item.position), str(item.record.archival_code), item.record.title, item.reason]
            for item in rejected
        ],
        "paper_only": None,
        "pages": handover.certified.figures()["pages"],
    }


def _deed(handover: Handover, order: Order, root: Root) -> dict[str, Any]:
    """档案交接文据 (GB/T 12968-92), with receiver and date once they are known."""
    return _common(handover, order, root) | {
        "kinds": [
            {"kind": f"{of.category}（{of.code}）", "number": of.number, "measure": of.measure}
            for of in amounts(handover.certified)
        ],
        "account": handover.account,
        "along": along(handover.certified, handover.approval) + _early(handover),
    }


def _register(handover: Handover, order: Order, root: Root, size: int) -> dict[str, Any]:
    """电子档案移交与接收登记表: the form of DA/T 93-2022."""
    copies = Q(record__components__position__isnull=False, record__components__copies__isnull=False)
    held = handover.certified.filter(copies).values("record").distinct().count()
    return _common(handover, order, root) | {
        "size": f"{size:,}",
        "electronic": held,
        "media": handover.media_numbers,
        "carriage": CARRIAGE.get(Carriage(handover.carriage), "") if handover.carriage else "",
        "tests": _tests(handover),
        "appearance": _appearance(handover),
    }


def _common(handover: Handover, order: Order, root: Root) -> dict[str, Any]:
    receipt = handover.receipt
    return {
        "title": order.title,
        "batch": f"{handover}进馆",
        "number": f"{settings.HANDOVER_MARK}〔{handover.year}〕{handover.sequence}号",
        "package": order.name,
        "sender": order.sender,
        "receiver": order.receiver,
        "fonds_number": order.fonds_number,
        "fonds_name": order.fonds_name,
        "department": order.department,
        "amount": amount(handover.certified),
        "answer": _answer(handover),
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


def _rejected(handover: Handover) -> Iterable[HandoverItem]:
    """What a receipt sent back, in the order of the batch."""
    rejected = handover.items.filter(outcome=Outcome.REJECTED)
    return rejected.select_related("record").order_by("position")


def _answer(handover: Handover) -> str:
    """接收意见: what was accepted, what was sent back and why; nothing before the receipt."""
    if handover.receipt is None:
        return ""
    pages = handover.certified.figures()["pages"]
    receipt = handover.receipt
    by = f"接收人 {receipt.receiver}，{day(receipt.received_on)}"
    said = f"回执 {receipt.number}，{by}。接收 {amount(handover.certified)}，{pages:,} 页。"
    rejected = list(_rejected(handover))
    if not rejected:
        return said
    told = [f"{item.record.archival_code} {item.reason}" for item in rejected[:NAMED]]
    more = f"；其余见接收清册，共 {len(rejected)} 条" if len(rejected) > NAMED else ""
    back = amount(handover.items.filter(outcome=Outcome.REJECTED))
    return f"{said}退回 {back}，不在接收之列：{'；'.join(told)}{more}。"


def _early(handover: Handover) -> str:
    """What goes before its term is over, on which ground and evidence."""
    found = handover.certified.exclude(ground="")
    told = dict.fromkeys(found.order_by("position").values_list("ground", "ground_note"))
    said = (f"{GROUND[Ground(ground)]}：{note}" for ground, note in told)
    return f"提前移交 {amount(found)}：{'；'.join(said)}。" if told else ""


def _left_out(handover: Handover) -> int:
    """The bytes in the package of what was rejected."""
    package, size = handover.package, 0
    related = ("record__fonds", "record__category")
    for item in handover.items.filter(outcome=Outcome.REJECTED).select_related(*related):
        one = item.record
        place = record_directory(
            one.fonds.number, one.category.code, one.year, str(one.archival_code)
        )
        directory = Path(package.path if package else "", "data", place)
        size += sum(path.stat().st_size for path in directory.glob("*"))
    return size


def _proposed_on(handover: Handover) -> str:
    step = handover.steps.filter(name="propose").last()
    return day(step.at) if step else ""


def _tests(handover: Handover) -> list[tuple[str, str]]:
    """The sender's lines of 检验内容: how many items of each nature passed or not."""
    found: dict[Nature, Counter[str]] = {nature: Counter() for nature in NATURES}
    for check in handover.checks.all():
        found[check.nature][RESULTS[Result(check.result)]] += 1
    return [
        (NATURES[nature], "，".join(f"{word} {count} 项" for word, count in counted.items()))
        for nature, counted in found.items()
    ]


def _appearance(handover: Handover) -> str:
    """载体外观检验: what a person found of the medium; nothing of what nobody looked at."""
    found = handover.checks.filter(item="4-5", answered_by__isnull=False).first()
    return f"{RESULTS[Result(found.result)]}：{found.text}" if found else ""


def _years(handover: Handover) -> str:
    span = handover.certified.aggregate(first=Min("record__year"), last=Max("record__year"))
    return "—".join(dict.fromkeys(str(year) for year in span.values() if year))
