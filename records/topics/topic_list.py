"""专题目录: a topic on paper, with what its reader may see of it.

Chinese in every language of the interface, as all catalogues on paper are.
"""

from datetime import datetime

from records.days import moment
from records.organisation.models import User
from records.printing.pdf import centre, rendered
from records.topics.models import Topic

PAPER = "专题目录"
COLUMNS = ("序号", "档号", "文号", "责任者", "题名", "日期", "页数")


def printed(topic: Topic, *, by: User, at: datetime) -> bytes:
    """The PDF/A; its numbers run through, whatever else the topic holds."""
    items = topic.items.visible_to(by).select_related("record")
    told = [item.record for item in items]
    data = {
        "name": PAPER,
        "title": topic.title,
        "introduction": topic.introduction.splitlines(),
        "of": topic.department.name if topic.department else centre(),
        "by": str(by),
        "at": moment(at),
        "columns": COLUMNS,
        "rows": [
            [
                str(number),
                record.archival_code or "",
                record.document_number,
                record.responsible,
                record.title,
                record.shown_date,
                str(record.pages or ""),
            ]
            for number, record in enumerate(told, start=1)
        ],
    }
    return rendered("topic", data, at=at)
