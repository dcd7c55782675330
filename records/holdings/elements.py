"""The one table of elements of a description (DA/T 18-2022, file level).

Read by the form, the columns of a catalogue, what is staged of it, export, lists and
papers, the metadata of a package, what acceptance demands, the search for marks of state
secrets, and history. Its name and length say its field in `models/description.py`; a new
element is a field there, a line here and a migration.
"""

from collections.abc import Iterator
from typing import Any

from django.db.models import Q

from records.retention.rules import Period, period_word
from records.sentences import gettext_lazy as _
from records.values import readers
from records.values.dates import WrittenDate
from records.values.element import CLASS, CONTENT, CONTROL, MORE, Element
from records.values.marks import read_mark
from records.values.rules import (
    DISCLOSURE_WORDS,
    OPENING_WORDS,
    ORIGIN_WORDS,
    SECURITY_WORDS,
    word_for,
)
from records.values.text import tidy
from records.values.volume_elements import OF_VOLUMES, VOLUME_TITLES


def _period(code: str) -> str:
    return str(Period(code)) if code else ""


def _date(text: str, inferred: bool) -> str:  # noqa: FBT001 - two columns of a row
    return str(WrittenDate(text, inferred))


ELEMENTS = (
    Element(
        "title",
        f"题名 文件题名 正题名 标题 文件标题 文件名称 题目 名称 案由 title {VOLUME_TITLES}",
        CONTENT,
        required=True,
        spoken=True,
        reads=readers.read_title,
        export=(4, 64),
        path="内容描述/题名",
        place=1,
        listed="题名",
        help=_("A title of your own stands in [ ]."),
        rows=2,
    ),
    Element(
        "document_number",
        "文号 文件编号 发文字号 文件字号 发文文号 发文号 公文文号 字号 文件号 原文号"
        " documentnumber documentno",
        CONTENT,
        spoken=True,
        reads=readers.read_document_number,
        export=(2, 24),
        path="内容描述/文件编号",
        place=5,
        listed="文号",
    ),
    Element(
        "responsible",
        "责任者 责任人 第一责任者 发文机关 发文单位 发文机构 制发机关 成文单位 形成单位 来文单位"
        " 作者 责任机构 responsiblebody responsible author issuer",
        CONTENT,
        required=True,
        spoken=True,
        export=(3, 24),
        path="内容描述/责任者",
        place=6,
        listed="责任者",
    ),
    Element(
        "date",
        "日期 文件日期 成文日期 形成日期 发文日期 签发日期 落款日期 制发日期 成文时间 形成时间"
        " 文件形成时间 时间 起始日期 开始日期 起日期 起始时间 date",
        CONTENT,
        required=True,
        reads=readers.read_day,
        kept=("date_text", "date_is_inferred"),
        says=_date,
        export=(5, 11),
        path="内容描述/日期",
        place=7,
        listed="日期",
        help=_("20080512, 2008-05-12 or 2008年5月; inferred dates in [ ]."),
    ),
    Element(
        "pages",
        "页数 总页数 文件页数 卷内页数 页 pages",
        CONTENT,
        reads=readers.read_pages,
        export=(7, 7),
        path="形式特征/页数",
        place=1,
        listed="页数",
    ),
    Element(
        "fonds",
        "全宗号 全宗代码 全宗 fonds fondsnumber",
        CLASS,
        fixed=True,
        told=("fonds__number", "fonds__name"),
        says="{} {}".format,
        packs=lambda number, name: number,
        export=(13, 24),
        path="档号/全宗号",
        place=1,
    ),
    Element(
        "category",
        "门类 档案门类 门类代码 档案类别 类别 category",
        CLASS,
        fixed=True,
        told=("category__code",),
        export=(14, 8),
        path="档号/类别号",
        place=5,
    ),
    *OF_VOLUMES,
    Element(
        "year",
        "年度 归档年度 所属年度 形成年度 年份 year",
        CLASS,
        required=True,
        fixed=True,
        reads=readers.read_year,
        export=(9, 7),
        path="档号/年度",
        place=2,
        help=_("The year of formation, four digits."),
    ),
    Element(
        "period",
        "保管期限 期限 保存期限 保管年限 保管期限代码 retentionperiod period",
        CLASS,
        required=True,
        fixed=True,
        says=_period,
        packs=period_word,
        export=(10, 10),
        path="档号/保管期限",
        place=3,
        listed="保管期限",
    ),
    Element(
        "unit",
        "机构 问题 机构或问题 机构/问题 机构问题 机构代码 问题代码 归档部门 承办部门 处室 科室",
        CLASS,
        fixed=True,
        told=("unit__name",),
        export=(11, 14),
        path="档号/机构或问题",
        place=4,
    ),
    Element(
        "code",
        "档号 档案号 档案编号 参考档号 archivalcode",
        described=False,
        kept=("archival_code",),
        export=(1, 30),
        path="电子文件号",
        listed="档号",
    ),
    Element(
        "security",
        "密级 密级及保密期限 密级和保密期限 保密级别 保密等级 securitymark security",
        CONTROL,
        reads=lambda written, today: read_mark(tidy(written)[0]),
        packs=lambda mark: word_for(mark, SECURITY_WORDS),
        export=(6, 8),
        path="内容描述/密级",
        place=9,
        listed="密级",
        help=_("State secrets are not entered here."),
    ),
    Element(
        "opening",
        group=CONTROL,
        reads=readers.word_of(OPENING_WORDS),
        packs=lambda kept: word_for(kept, OPENING_WORDS),
        path="开放标识",
    ),
    Element(
        "disclosure",
        "公开属性 公开方式 信息公开属性 政府信息公开属性",
        CONTROL,
        reads=readers.word_of(DISCLOSURE_WORDS),
        packs=lambda kept: word_for(kept, DISCLOSURE_WORDS),
        path="公开属性",
    ),
    Element("genre", "文种 文件种类", MORE, spoken=True, path="内容描述/文种", place=8),
    Element("language", "语言或文字 语种", MORE, spoken=True, path="形式特征/语种", place=2),
    Element("draft", "稿本", MORE, spoken=True, path="形式特征/稿本", place=3),
    Element(
        "origin",
        "生成方式",
        MORE,
        reads=readers.word_of(ORIGIN_WORDS),
        packs=lambda kept: word_for(kept, ORIGIN_WORDS),
        path="形式特征/生成方式",
        place=4,
    ),
    Element(
        "medium",
        "载体形态 载体类型 载体 介质",
        MORE,
        spoken=True,
        path="形式特征/载体形态",
        place=5,
    ),
    Element(
        "box_number",
        "盒号 档案盒号 盒 box boxnumber",
        MORE,
        spoken=True,
        export=(12, 8),
        path="存储位置/盒号",
        listed="盒号",
    ),
    Element("persons", "人名 涉及人员 相关人员", MORE, spoken=True, path="内容描述/人名", place=3),
    Element(
        "keywords",
        "主题词或关键词 关键词 主题词",
        MORE,
        spoken=True,
        path="内容描述/主题词",
        place=2,
    ),
    Element(
        "abstract",
        "范围和提要 内容提要 提要 摘要 内容摘要",
        MORE,
        spoken=True,
        reads=readers.read_lines,
        path="内容描述/摘要",
        place=4,
        rows=3,
    ),
    Element(
        "remarks",
        "备注 附注 说明 备注说明 remarks remark notes",
        MORE,
        spoken=True,
        reads=readers.read_lines,
        export=(8, 20),
        path="附注",
        listed="备注",
        rows=2,
    ),
)


def element(key: str) -> Element:
    """An element by its key; KeyError where there is none."""
    return {one.key: one for one in ELEMENTS}[key]


def described() -> tuple[str, ...]:
    """The columns that a person describes: those of the class first, as the trail keeps them."""
    order = sorted(ELEMENTS, key=lambda one: not one.fixed)
    return tuple(column for one in order if one.described for column in one.columns)


def spoken() -> tuple[str, ...]:
    """The columns of free text."""
    return tuple(one.column for one in ELEMENTS if one.spoken)


def required() -> list[Element]:
    """What acceptance demands of a description (必著 of DA/T 18-2022)."""
    return [one for one in ELEMENTS if one.required]


def incomplete() -> Q:
    """Records that lack what is demanded."""
    lacking = Q()
    for one in required():
        lacking |= one.missing
    return lacking


def exported(*, volumes: bool = False) -> list[Element]:
    """The columns of an export in their order; those of volumes only where it has such."""
    left = () if volumes else (*OF_VOLUMES, element("category"))
    placed = [(one.export, one) for one in ELEMENTS if one.export and one not in left]
    return [one for _place, one in sorted(placed, key=lambda pair: pair[0])]


def packed(record: Any, group: str) -> Iterator[tuple[str, Any]]:
    """Names and values of the elements that stand in a group of the metadata (DA/T 46-2009)."""
    for one in sorted(ELEMENTS, key=lambda one: one.place):
        of, name = one.standing
        if of == group and name and one.described:
            yield name, one.packed(record)
