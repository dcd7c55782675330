"""What is said of volumes (案卷) and of what lies in them, besides what is said of every file.

案卷目录 and 卷内文件目录 have these columns besides those of 归档文件目录 (GB/T 9705-2008).
"""

from records.sentences import gettext_lazy as _
from records.values import readers
from records.values.dates import WrittenDate
from records.values.element import CLASS, CONTENT, Element
from records.values.rules import LEVEL_WORDS, word_for

VOLUME_TITLES = "案卷题名 案卷标题 案卷名称 卷名"

OF_VOLUMES = (
    Element(
        "until",
        "终止日期 截止日期 结束日期 止日期 终止时间 截止时间 结束时间 lastdate",
        CONTENT,
        reads=readers.read_last_day,
        says=lambda text: str(WrittenDate(text)),
        export=(16, 11),
        help=_("Of a volume (案卷): the last date in it, where it is not the first."),
    ),
    Element(
        "item_count",
        "件数 卷内件数 卷内文件数 卷内文件件数 文件件数 总件数",
        CONTENT,
        reads=readers.read_count,
        export=(17, 7),
        help=_("Of a volume (案卷): how many items lie in it."),
    ),
    Element(
        "page_numbers",
        "页号 页次 页码 起止页号 起止页码 起止页次",
        CONTENT,
        reads=readers.read_page_numbers,
        export=(18, 10),
        help=_("Of an item in a volume: on which of its pages it stands, 12 or 12-15."),
    ),
    Element(
        "level",
        "著录层级 层级 著录级别 聚合层次",
        CLASS,
        fixed=True,
        reads=readers.word_of(LEVEL_WORDS),
        says=lambda kept: word_for(kept, LEVEL_WORDS),
        export=(15, 8),
    ),
    Element(
        "volume",
        "案卷号 卷号 案卷编号 案卷顺序号 室编案卷号 案卷档号 所属案卷",
        fixed=True,
        told=("volume__archival_code",),
        export=(19, 30),
    ),
    Element("number", "件号 卷内顺序号 卷内序号 卷内件号", described=False),
)
