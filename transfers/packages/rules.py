"""What a transfer package is made of (DA/T 93-2022), and the words that its papers use.

The words are Chinese in every language of the interface: the package is read by the
receiving archive, not by the person who asked for it.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

README = "说明文件.TXT"
LISTING = "目录文件.XML"
METADATA = "电子档案元数据.XML"
OTHERS = "其他"
SELF_TEST = "校验说明.TXT"
README_KEYS = ("移交单位", "内容描述", "起止档号", "档案数量", "软硬件环境")
LISTING_ROOT, LISTING_ROW = "文件目录", "文件"
LISTING_COLUMNS = (
    "顺序号",
    "档号",
    "责任者",
    "题名",
    "日期",
    "保管期限",
    "密级",
    "页数",
    "备注",
)
MAY_BE_MISSING = {"页数"}
# What an element path of 电子档案元数据.XML must lead to (DA/T 46-2009; DA/T 48's mandatory ones
# of which a record in custody always knows the value).
REQUIRED = (
    "聚合层次",
    "来源/立档单位名称",
    "电子文件号",
    "档号/年度",
    "档号/保管期限",
    "内容描述/题名",
    "内容描述/责任者",
    "内容描述/日期",
    "内容描述/密级",
    "形式特征/文件组合类型",
    "机构人员实体/机构人员名称",
)
ARCHIVED = {"ZIP", "RAR", "7Z", "GZ", "TGZ", "BZ2", "XZ", "TAR", "CAB"}  # unpack before transfer

PARTS = {
    "original": "正本",
    "attachment": "附件",
    "final_draft": "定稿",
    "processing_sheet": "文件处理单",
    "issue_sheet": "发文稿纸",
    "forwarded": "被转发文",
    "copy": "复制件",
    "translation": "翻译本",
    "reply": "复文",
    "incoming": "来文",
}
UNSAFE = re.compile(r'[\\/:*?"<>|%\x00-\x1f]')


@dataclass(frozen=True)
class Order:
    """What is to be packed: for whom, from whom, and when it was approved.

    Everything in the payload is a function of the order and the records, so a package
    that was interrupted and resumed equals one that was built in one go. `total` are the
    lines of the lists, `amount` says in words how many 件, 卷, 张 and 盘 these are.
    """

    name: str
    title: str
    sender: str
    receiver: str
    receiver_code: str
    fonds_number: str
    fonds_name: str
    department: str
    approved_at: datetime
    total: int
    amount: str


class Inside(NamedTuple):
    """What lies in a volume: how many items, their pages and their first and last date."""

    items: int
    pages: int | None
    first: str
    last: str


class Root(NamedTuple):
    """The root digests of a package, as hexadecimal digits."""

    sha256: str
    sm3: str


class Fault(NamedTuple):
    """One thing that is wrong: where, and what."""

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


class Unpackable(ValueError):
    """A name that cannot be a directory; the message is the name."""


def spoken_digest(name: str, sha256: str) -> str:
    """The package and its root digest, as the QR code of the papers says them."""
    return f"{name} sha256:{sha256}"


def safe_name(code: str) -> str:
    """The name of a record's directory: its archival code, which must be one name.

    The code keeps its “·” (U+00B7): the payload is written in UTF-8. For media whose
    file system cannot hold it (some FAT and ISO 9660), write “_” in its place.
    """
    if not code or UNSAFE.search(code) or code in {".", ".."}:
        raise Unpackable(code)
    return code


def category_directory(code: str) -> str:
    """门类代码: the first level of a category's code (KJ of KJ·JJ)."""
    return code.split("·", maxsplit=1)[0]


def record_directory(fonds: str, category: str, year: int | None, code: str) -> str:
    """Where a record lies in the payload: 全宗号/门类代码[/年度]/档号."""
    above = [fonds, category_directory(category), str(year) if year else ""]
    return "/".join([*filter(None, above), safe_name(code)])
