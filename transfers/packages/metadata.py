"""The description of one record as XML, in the element names of DA/T 46-2009."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from lxml import etree

from records.audit.models import Entry as TrailEntry
from records.copies.models import DigitalCopy
from records.copies.rules import COLOUR_WORDS
from records.days import machine
from records.holdings.elements import element, packed
from records.holdings.models import Component, Record
from records.values.rules import Level, Opening, Origin, word_for
from transfers.packages.rules import PARTS, Inside, Order

ACTS = {
    "describe": "著录",
    "import": "导入目录",
    "edit": "修改著录",
    "store copy": "挂接数字副本",
    "accept": "接收归档",
    "receive": "接收归档",
    "correct code": "更正档号",
}


# 控制标识 (M74) knows two words; of what was not reviewed nobody has said either.
CONTROL: dict[str, str] = {
    Opening.OPEN: "开放",
    Opening.CONTROLLED: "控制",
    Opening.DELAYED: "控制",
}


class Content(NamedTuple):
    """A digital copy under the name that it has in the package."""

    name: str
    part: str
    title: str
    copy: DigitalCopy


class Item(NamedTuple):
    """One record to be packed, with what the database knows of it.

    `absent` are the components of which there is no copy; `inside` is what lies in a volume.
    """

    position: int
    record: Record
    contents: Sequence[Content]
    acts: Sequence[TrailEntry]
    absent: Sequence[Component] = ()
    inside: Inside | None = None


def metadata(item: Item, order: Order) -> bytes:
    """电子档案元数据.XML of one record; equal rows give equal bytes.

    电子文件号 is the archival code: the one name that the record keeps for ever.
    """
    record = item.record
    root = etree.Element("电子档案元数据")
    _fields(root, ("聚合层次", "案卷" if record.level == Level.VOLUME else "文件"))
    _provenance(root, record, order)
    _fields(root, ("电子文件号", element("code").packed(record)))
    _code(root, record)
    _group(root, "内容描述", *packed(record, "内容描述"))
    _form(root, item)
    for number, content in enumerate(item.contents, start=1):
        _electronic(root, number, content, record)
    for part in item.absent:
        title = ("组件", PARTS.get(part.part)), ("题名", part.title), ("页数", part.pages)
        _group(root, "缺少的组件", *title, ("说明", "没有数字副本"))
    _group(root, "存储位置", ("当前位置", order.sender), *packed(record, "存储位置"))
    _group(root, "权限管理", ("控制标识", CONTROL.get(record.opening)))
    _fields(root, *packed(record, ""))
    _agent(root, record)
    _business(root, item.acts)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)


def _provenance(root: Any, record: Record, order: Order) -> None:
    _group(
        root,
        "来源",
        ("档案馆名称", order.receiver),
        ("档案馆代码", order.receiver_code),
        ("全宗名称", order.fonds_name),
        ("立档单位名称", order.department),
    )


def _code(root: Any, record: Record) -> None:
    volume = record if record.level == Level.VOLUME else record.volume
    _group(
        root,
        "档号",
        *packed(record, "档号"),
        ("室编案卷号", volume.number if volume else None),
        ("室编件号", record.number if record.level == Level.ITEM else None),
        ("页号", record.page_numbers or None),
    )


def _form(root: Any, item: Item) -> None:
    inside = item.inside
    (pages, *rest) = packed(item.record, "形式特征")
    parts = len(item.contents) + len(item.absent)
    _group(
        root,
        "形式特征",
        ("文件组合类型", "组合文件" if inside or parts > 1 else "单件"),
        ("件数", (inside.items or item.record.item_count) if inside else 1),
        ("页数", inside.pages) if inside and not item.record.pages else pages,
        *rest,
    )


def _electronic(root: Any, number: int, content: Content, record: Record) -> None:
    """One copy. It was formed when its document was, and attached when it was stored."""
    copy = content.copy
    _group(
        root,
        "电子属性",
        ("文档序号", number),
        ("文档主从声明", "主文档" if number == 1 else "附属文档"),
        ("组件", PARTS.get(content.part)),
        ("题名", content.title),
        ("格式信息", copy.format.upper()),
        ("计算机文件名", content.name),
        ("计算机文件大小", copy.size),
        ("原文件名", copy.name),
        ("校验值SHA-256", copy.sha256),
        ("校验值SM3", copy.sm3),
        ("形成时间", element("date").packed(record)),
        ("挂接时间", machine(copy.stored_at)),
    )
    if record.origin == Origin.DIGITISED:
        _scan(root, number, copy, record)


def _scan(root: Any, number: int, copy: DigitalCopy, record: Record) -> None:
    """数字化属性, of what was recorded (DA/T 46-2009, M52 to M55); nothing of nothing."""
    told = (
        ("数字化对象形态", record.medium),
        ("扫描分辨率", f"{copy.resolution} dpi" if copy.resolution else None),
        ("扫描色彩模式", word_for(copy.colour, COLOUR_WORDS) if copy.colour else None),
    )
    if any(value for _name, value in told):
        _group(root, "数字化属性", ("文档序号", number), *told)


def _agent(root: Any, record: Record) -> None:
    _group(
        root,
        "机构人员实体",
        ("机构人员类型", "单位"),
        ("机构人员名称", record.fonds.department.name),
    )


def _business(root: Any, acts: Iterable[TrailEntry]) -> None:
    for act in acts:
        _group(
            root,
            "业务实体",
            ("业务状态", "历史行为"),
            ("业务行为", ACTS[act.verb]),
            ("行为时间", machine(act.at)),
            ("机构人员名称", str(act.by) if act.by else "系统"),
        )


def _group(parent: Any, name: str, *fields: tuple[str, Any]) -> None:
    _fields(etree.SubElement(parent, name), *fields)


def _fields(parent: Any, *fields: tuple[str, Any]) -> None:
    for name, value in fields:
        if value is not None and value != "":
            etree.SubElement(parent, name).text = str(value)
