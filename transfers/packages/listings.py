"""The two files that open a package: 说明文件.TXT and 目录文件.XML (DA/T 93-2022)."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from lxml import etree

from records.holdings import elements
from records.holdings.models import Record
from transfers.packages.rules import (
    LISTING_COLUMNS,
    LISTING_ROOT,
    LISTING_ROW,
    Inside,
    Order,
    Root,
)

ENVIRONMENT = (
    "任何能读 UTF-8 文本、XML 和 PDF/A 的计算机；各件内容的格式见其元数据；"
    "校验按 BagIt 1.0（RFC 8493）"
)


def row(record: Record, position: int, inside: Inside | None = None) -> dict[str, Any]:
    """One line of the lists: the columns of 归档文件目录 with the period and the box number.

    A volume has those of 案卷目录 besides: 起止日期, 件数 and pages; what it says itself of
    dates and pages goes before what lies in it, of which it counts the items that are described.
    """
    listed = {one.listed: one.packed(record) for one in elements.ELEMENTS if one.listed}
    if inside is not None:
        own = (listed["日期"], elements.element("until").packed(record))
        ends = own if record.until else (inside.first, inside.last)
        span = dict.fromkeys(filter(None, ends))
        listed["起止日期"] = "—".join(span) or listed["日期"]
        listed["件数"] = inside.items or record.item_count
        listed["页数"] = record.pages or inside.pages
    return {"顺序号": position} | listed


def write_listing(path: Path, rows: Iterable[dict[str, Any]]) -> None:
    """目录文件.XML, written as a stream; an element without a value stands empty.

    lxml takes a name for a URL, in which `%` has a meaning: it gets the open file.
    """
    with path.open("wb") as file, etree.xmlfile(file, encoding="UTF-8") as xml:
        xml.write_declaration()
        with xml.element(LISTING_ROOT):
            for line in rows:
                element = etree.Element(LISTING_ROW)
                for column in LISTING_COLUMNS:
                    value = line[column]
                    etree.SubElement(element, column).text = "" if value is None else str(value)
                xml.write("\n", element)
            xml.write("\n")


def readme(order: Order, *, first: str, last: str, paper_only: int, size: int) -> str:
    """说明文件.TXT: one `键：值` a line, with what the receiver must know before opening."""
    content = (
        f"{order.fonds_number} {order.fonds_name}进馆档案，{order.title}，"
        f"{order.amount}，目录 {order.total} 条，数据量 {size} 字节。"
    )
    if paper_only:
        content += (
            f"其中 {paper_only} 条没有数字副本，本包内以著录单代替内容；"
            f"另 {order.total - paper_only} 条有数字副本。"
        )
    lines = {
        "移交单位": order.sender,
        "内容描述": content,
        "起止档号": f"{first} 至 {last}",
        "档案数量": str(order.total),
        "软硬件环境": ENVIRONMENT,
        "立档单位": order.department,
        "接收单位": order.receiver,
        "制作单位": order.sender,
    }
    return "".join(f"{key}：{value}\r\n" for key, value in lines.items())


def self_test(order: Order, root: Root) -> str:
    """校验说明.TXT: how to verify the package with what every machine has, without a network."""
    lines = [
        f"{order.name}　{order.title}",
        "",
        "一、逐个文件校验（在本包顶层目录）：",
        "    sha256sum -c manifest-sha256.txt",
        "    或 bagit.py --validate .",
        "二、总校验值（移交清册、交接文据和二维码上印的就是它）：",
        "    grep -v '  data/其他/' manifest-sha256.txt | sha256sum",
        f"    SHA-256 {root.sha256}",
        f"    SM3     {root.sm3}",
        "三、档案文件夹以档号命名，间隔号为“·”（U+00B7）。不支持该字符的介质上以“_”代替。",
    ]
    return "".join(f"{line}\r\n" for line in lines)
