"""Reads the archive's answer from a table: which records it takes, which not, and why."""

import csv
import io
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook

from transfers.handover.models import Handover

CODE, RESULT, REASON = "档号", "结果", "理由"
YES = {"接收", "收", "合格", "通过", "是", "accepted", "accept", "yes"}
NO = {"退回", "退", "不合格", "不通过", "不接收", "否", "rejected", "reject", "no"}
TOLD = 20  # sentences; who has more wrong than that has the wrong file


class Unreadable(Exception):
    """The table is not taken; `sentences` name row, cell and remedy."""

    def __init__(self, sentences: list[str]) -> None:
        super().__init__(sentences[0])
        more = len(sentences) - TOLD
        self.sentences = sentences[:TOLD]
        if more > 0:
            self.sentences.append(_("… and %(more)d more.") % {"more": more})


class Line(NamedTuple):
    """One row of the table, with its number as the person sees it."""

    number: int
    code: str
    result: str
    reason: str


class Columns(NamedTuple):
    """Where the three columns stand, from 0; reason may be missing."""

    code: int
    result: int
    reason: int | None

    def letter(self, index: int | None) -> str:
        return chr(ord("A") + index) if index is not None else "?"


def read(name: str, content: bytes, handover: Handover) -> dict[int, str]:
    """Items of the handover with the reason for which they are rejected, empty if accepted.

    A table that lists only rejections means that the rest is accepted; one that lists
    acceptances must answer every record.
    """
    rows = _rows(name, content)
    start, columns = _columns(rows)
    items = dict(handover.items.pending().values_list("record__archival_code", "pk"))
    wrong: list[str] = []
    answers: dict[int, str] = {}
    seen: dict[str, int] = {}
    taken = False
    for number, cells in enumerate(rows[start:], start=start + 1):
        line = _line(number, cells, columns)
        if not line.code and not line.result:
            continue
        fault = _fault(line, columns, items, seen)
        if fault:
            wrong.append(fault)
            continue
        seen[line.code] = number
        accepted = line.result.lower() in YES
        taken = taken or accepted
        answers[items[line.code]] = "" if accepted else line.reason
    if taken and not wrong and len(answers) < len(items):
        wrong.append(_unanswered(items, answers))
    if not answers and not wrong:
        wrong.append(_("The table has no answers below its head."))
    if wrong:
        raise Unreadable(wrong)
    return answers


def _rows(name: str, content: bytes) -> list[list[str]]:
    if name.lower().endswith(".csv"):
        return [list(row) for row in csv.reader(io.StringIO(_decoded(content)))]
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        rows = workbook.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (CalamineError, OSError) as error:
        raise Unreadable(
            [_("This is no spreadsheet that can be read. Save it as XLSX or CSV.")]
        ) from error
    return [[_written(cell) for cell in row] for row in rows]


def _decoded(content: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unreadable([_("The text is neither UTF-8 nor GB18030. Save the table as XLSX.")])


def _written(cell: Any) -> str:
    return str(cell).strip()


def _columns(rows: list[list[str]]) -> tuple[int, Columns]:
    """The first row below the head, and where the columns stand."""
    for number, row in enumerate(rows[:20], start=1):
        named = {cell.strip(): index for index, cell in enumerate(row) if cell.strip()}
        if CODE in named and RESULT in named:
            return number, Columns(named[CODE], named[RESULT], named.get(REASON))
    raise Unreadable([_("No row names the columns 档号 and 结果. Write them above the answers.")])


def _line(number: int, cells: list[str], columns: Columns) -> Line:
    def at(index: int | None) -> str:
        return cells[index].strip() if index is not None and index < len(cells) else ""

    return Line(number, at(columns.code), at(columns.result), at(columns.reason)[:300])


def _fault(line: Line, columns: Columns, items: dict[str | None, int], seen: dict[str, int]) -> str:
    """What is wrong with a row, or nothing."""
    told = {"row": line.number, "code": line.code, "result": line.result}
    if line.code not in items:
        told["cell"] = columns.letter(columns.code)
        return _("Row %(row)d, column %(cell)s: %(code)s is not in this handover.") % told
    if line.code in seen:
        told |= {"cell": columns.letter(columns.code), "before": seen[line.code]}
        return (
            _("Row %(row)d, column %(cell)s: %(code)s is answered in row %(before)d. Delete one.")
            % told
        )
    if line.result.lower() not in YES | NO:
        told["cell"] = columns.letter(columns.result)
        return _("Row %(row)d, column %(cell)s: “%(result)s” – write 接收 or 退回.") % told
    if line.result.lower() in NO and not line.reason:
        told["cell"] = columns.letter(columns.reason)
        return _("Row %(row)d, column %(cell)s: a rejection needs its reason.") % told
    return ""


def _unanswered(items: dict[str | None, int], answers: dict[int, str]) -> str:
    left = [str(code) for code, item in items.items() if item not in answers]
    return _(
        "%(count)d records have no answer, the first is %(code)s. Add them, or list only what"
        " is rejected."
    ) % {"count": len(left), "code": left[0]}
