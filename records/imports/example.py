"""The example that people may start from: a workbook with the columns of DA/T 22-2015."""

from io import BytesIO

from django.utils.translation import gettext as _
from xlsxwriter import Workbook

HEADER = (
    "序号",
    "档号",
    "文号",
    "责任者",
    "题名",
    "日期",
    "年度",
    "保管期限",
    "密级",
    "页数",
    "备注",
)
WIDTHS = (6, 26, 22, 22, 60, 12, 8, 10, 8, 8, 16)
ROWS = (
    (
        1,
        "",
        "清水发〔2024〕17号",
        "清岚市水务局",
        "清岚市水务局关于下达2024年度河道清淤计划的通知",
        "20240228",
        "2024",
        "永久",
        "",
        7,
        "",
    ),
    (
        2,
        "",
        "",
        "清岚市水务局办公室",
        "[2024年第一季度防汛值守记录]",
        "[202403]",
        "2024",
        "10年",
        "内部",
        12,
        "",
    ),
)


def example() -> bytes:
    """The workbook: the header, and two rows that show how to write the awkward cases."""
    file = BytesIO()
    with Workbook(file, {"in_memory": True}) as book:
        sheet = book.add_worksheet(_("Catalogue"))
        head = book.add_format({"bold": True, "bottom": 1, "bg_color": "#F2EEE6"})
        text = book.add_format({"num_format": "@"})
        for place, width in enumerate(WIDTHS):
            sheet.set_column(place, place, width, text)
        sheet.write_row(0, 0, HEADER, head)
        for number, row in enumerate(ROWS, start=1):
            sheet.write_row(number, 0, row)
        sheet.freeze_panes(1, 0)
    return file.getvalue()
