"""Reads the archive's answer from a table: which records it takes, which not, and why."""

from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from records.holdings.codes import normalise
from records.rules import Refused
from records.sentences import gettext as _
from records.sentences import ngettext_lazy
from records.tables.reader import read_table
from records.tables.rules import Cell, letter
from transfers.handover.models.items import HandoverItemQuerySet

CODE, RESULT, REASON = "档号", "结果", "理由"
YES = {"接收", "收", "合格", "通过", "是", "accepted", "accept", "yes"}
NO = {"退回", "退", "不合格", "不通过", "不接收", "否", "rejected", "reject", "no"}
HEAD_WITHIN = 20  # rows in which the names of the columns stand
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


def read(file: BinaryIO, sent: HandoverItemQuerySet) -> dict[int, str]:
    """The items that were sent, with the reason for which they are rejected, empty if accepted.

    A table that lists only rejections means that the rest is accepted; one that lists
    acceptances must answer every record.
    """
    items = dict(sent.pending().values_list("record__archival_code", "pk"))
    wrong: list[str] = []
    answers: dict[int, str] = {}
    seen: dict[str, int] = {}
    taken = False
    lines, columns = _lines(file)
    for line in lines:
        fault = _fault(line, columns, items, seen)
        if fault:
            wrong.append(fault)
            continue
        seen[line.code] = line.number
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


def _lines(file: BinaryIO) -> tuple[Iterator[Line], Columns]:
    """The rows below the head of the first sheet, and where the columns stand."""
    try:
        rows = enumerate(read_table(file).rows, start=1)
    except Refused as refusal:
        raise Unreadable([str(refusal)]) from None
    for number, row in rows:
        named = {_written(cell): index for index, cell in enumerate(row)}
        if CODE in named and RESULT in named:
            columns = Columns(named[CODE], named[RESULT], named.get(REASON))
            return _answered(rows, columns), columns
        if number == HEAD_WITHIN:
            break
    raise Unreadable([_("No row names the columns 档号 and 结果. Write them above the answers.")])


def _answered(rows: Iterator[tuple[int, list[Cell]]], columns: Columns) -> Iterator[Line]:
    for number, row in rows:
        line = _line(number, [_written(cell) for cell in row], columns)
        if line.code or line.result:
            yield line


def _written(cell: Cell) -> str:
    return str(cell).replace("\0", "").strip()


def _line(number: int, cells: list[str], columns: Columns) -> Line:
    def at(index: int | None) -> str:
        return cells[index] if index is not None and index < len(cells) else ""

    code = normalise(at(columns.code)).text
    return Line(number, code, at(columns.result), at(columns.reason)[:300])


def _fault(line: Line, columns: Columns, items: dict[str | None, int], seen: dict[str, int]) -> str:
    """What is wrong with a row, or nothing."""
    told: dict[str, int | str] = {"row": line.number, "code": line.code, "result": line.result}
    told["cell"] = letter(columns.code)
    if not line.code:
        return _("Row %(row)d, column %(cell)s: the archival code is missing.") % told
    if line.code not in items:
        return _("Row %(row)d, column %(cell)s: %(code)s is not in this handover.") % told
    if line.code in seen:
        told["before"] = seen[line.code]
        return (
            _("Row %(row)d, column %(cell)s: %(code)s is answered in row %(before)d. Delete one.")
            % told
        )
    if line.result.lower() not in YES | NO:
        told["cell"] = letter(columns.result)
        return _("Row %(row)d, column %(cell)s: “%(result)s” – write 接收 or 退回.") % told
    if line.result.lower() in NO and not line.reason:
        return _without_reason(told, columns)
    return ""


def _without_reason(told: dict[str, int | str], columns: Columns) -> str:
    if columns.reason is None:
        return _("Row %(row)d: a rejection needs its reason. Add a column 理由.") % told
    told["cell"] = letter(columns.reason)
    return _("Row %(row)d, column %(cell)s: a rejection needs its reason.") % told


def _unanswered(items: dict[str | None, int], answers: dict[int, str]) -> str:
    left = [str(code) for code, item in items.items() if item not in answers]
    return ngettext_lazy(
        "%(count)d record has no answer: %(code)s. Add it, or list only what is rejected.",
        "%(count)d records have no answer, the first is %(code)s. Add them, or list only what"
        " is rejected.",
    ) % {"count": len(left), "code": left[0]}
