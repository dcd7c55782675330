"""What the columns of a catalogue are called, and which of ours each one fills.

The first name of a field is the word of DA/T 22-2015 or DA/T 18-2022; the others are
what offices write. Spaces, line breaks, asterisks and whatever stands in brackets
after a name do not count, and traditional characters are the same as simplified ones.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from records.values.text import normal

LOOKED_AT = 40  # rows among which the header is sought
LONGEST_NAME = 20  # characters of a column's name, spaced as people like
_ASIDE = re.compile(r"\(.*?\)|[*:.]")
_TOTAL = re.compile(r"(?:本页|本卷|全卷)?(?:合计|总计|小计|共计|累计)[0-9]*[件页卷盒份]?")


@dataclass(frozen=True)
class Field:
    """One thing a column can fill; `names` are how its header may read."""

    key: str
    label: Any
    names: tuple[str, ...]


def _field(key: str, label: Any, names: str) -> Field:
    return Field(key, label, tuple(names.split()))


# In the order in which a row is read: year before period, period before archival code.
FIELDS = (
    _field("fonds", _("fonds number"), "全宗号 全宗代码 全宗 fonds fondsnumber"),
    _field("category", _("category"), "门类 档案门类 门类代码 档案类别 类别 category"),
    _field("title", _("title"), "题名 文件题名 正题名 标题 文件标题 文件名称 题目 名称 案由 title"),
    _field(
        "document_number",
        _("document number"),
        "文号 文件编号 发文字号 文件字号 发文文号 发文号 公文文号 字号 文件号 原文号"
        " documentnumber documentno",
    ),
    _field(
        "responsible",
        _("responsible body"),
        "责任者 责任人 第一责任者 发文机关 发文单位 发文机构 制发机关 成文单位 形成单位 来文单位"
        " 作者 责任机构 responsiblebody responsible author issuer",
    ),
    _field(
        "date",
        _("date"),
        "日期 文件日期 成文日期 形成日期 发文日期 签发日期 落款日期 制发日期 成文时间 形成时间"
        " 文件形成时间 时间 date",
    ),
    _field("year", _("year"), "年度 归档年度 所属年度 形成年度 年份 year"),
    _field(
        "period",
        _("retention period"),
        "保管期限 期限 保存期限 保管年限 保管期限代码 retentionperiod period",
    ),
    _field(
        "unit",
        _("office or matter"),
        "机构 问题 机构或问题 机构/问题 机构问题 机构代码 问题代码 归档部门 承办部门 处室 科室",
    ),
    _field("code", _("archival code"), "档号 档案号 档案编号 参考档号 archivalcode"),
    _field(
        "security",
        _("security mark"),
        "密级 密级及保密期限 密级和保密期限 保密级别 保密等级 securitymark security",
    ),
    _field("pages", _("pages"), "页数 总页数 文件页数 页 pages"),
    _field("box_number", _("box number"), "盒号 档案盒号 盒 box boxnumber"),
    _field("disclosure", _("disclosure"), "公开属性 公开方式 信息公开属性 政府信息公开属性"),
    _field("origin", _("how it was made"), "生成方式"),
    _field("genre", _("kind of document"), "文种 文件种类"),
    _field("draft", _("state of the text"), "稿本"),
    _field("medium", _("physical form"), "载体形态 载体类型 载体 介质"),
    _field("persons", _("persons"), "人名 涉及人员 相关人员"),
    _field("keywords", _("keywords"), "主题词或关键词 关键词 主题词"),
    _field("abstract", _("scope and abstract"), "范围和提要 内容提要 提要 摘要 内容摘要"),
    _field("remarks", _("remarks"), "备注 附注 说明 备注说明 remarks remark notes"),
)
LABELS = {field.key: field.label for field in FIELDS}
BY_NAME = {name: field.key for field in FIELDS for name in field.names}
IGNORED = frozenset({"序号", "顺序号", "编号", "no"})


def plain(name: object) -> str:
    """A header as it is compared: in search's normal form, without asides."""
    return _ASIDE.sub("", normal(str(name)))


def is_total(cell: object) -> bool:
    """Whether a cell begins a line of totals, as printed catalogues have them: 本页合计 12 件."""
    return len(str(cell)) <= LONGEST_NAME and bool(_TOTAL.fullmatch(plain(cell)))


def is_title_name(cell: object) -> bool:
    """Whether a cell is the title column's name: the header is printed on every page."""
    return len(str(cell)) <= LONGEST_NAME and BY_NAME.get(plain(cell)) == "title"


def recognise(header: Iterable[object]) -> dict[int, str]:
    """The fields that the columns of a header fill, by position; each field at most once."""
    found: dict[int, str] = {}
    for position, name in enumerate(header):
        key = BY_NAME.get(plain(name))
        if key and key not in found.values():
            found[position] = key
    return found


def header_row(rows: Sequence[Sequence[object]]) -> int:
    """The number (from 1) of the row that reads most like a header; 0 where none does."""
    scores = [
        len(recognise(row)) + sum(plain(cell) in IGNORED for cell in row)
        for row in rows[:LOOKED_AT]
    ]
    best = max(scores, default=0)
    return scores.index(best) + 1 if best >= 2 else 0


def signature(header: Iterable[object]) -> str:
    """What two tables with the same columns have in common."""
    names = "\x1f".join(filter(None, map(plain, header)))
    return hashlib.sha256(names.encode()).hexdigest()


def keys(header: Iterable[object]) -> Iterator[str]:
    """By what each column is remembered: its name, and of several with one name its place."""
    seen: Counter[str] = Counter()
    for name in map(plain, header):
        seen[name] += 1
        yield name if seen[name] == 1 or not name else f"{name} {seen[name]}"
