"""借阅登记簿: what was lent in a year, a line for each original, as a workbook or a PDF/A.

Its columns are those of the registers of use that agencies keep (利用登记表). Chinese in every
language of the interface: it is an official form.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from io import BytesIO

from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce

from records.days import day, moment
from records.loans.models import LoanItem, LoanItemQuerySet, LoanQuerySet, LoanStep
from records.loans.rules import Condition
from records.organisation.models import User
from records.printing.pdf import centre, rendered
from records.tables.writer import Column, write_table
from records.values.rules import SECURITY_WORDS, Level, word_for

REGISTER = "借阅登记簿"
COLUMNS: tuple[Column, ...] = (
    *(("序号", 7), ("日期", 12), ("利用人", 10), ("单位", 22), ("证件（工号）", 14)),
    *(("联系方式", 16), ("利用目的", 30), ("利用方式", 9), ("档号", 30), ("题名", 50)),
    *(("密级", 8), ("卷（件）次", 9), ("复制页数", 9), ("审批人", 10), ("借出日期", 12)),
    *(("应还日期", 12), ("续借次数", 9), ("实还日期", 12), ("归还完好", 9), ("经办人", 16)),
    ("备注", 30),
)
CONDITIONS = {
    Condition.INTACT: "完好",
    Condition.INCOMPLETE: "缺页",
    Condition.DAMAGED: "破损",
    Condition.LOST: "丢失",
}
FOUND = "丢失，已找回"
CHUNK = 2_000
Line = list[str | int]


def lent_in(loans: LoanQuerySet, year: int) -> LoanItemQuerySet:
    """The originals that were handed out in a year, in the order in which they were."""
    step = LoanStep.objects.filter(loan=OuterRef("loan"), name="hand_out")
    lender = step.values(who=Coalesce("by__name", "by__username"))[:1]
    lent = LoanItem.objects.filter(loan__in=loans, loan__lent_at__year=year)
    named = ("record", "loan__borrower", "loan__department", "loan__approved_by", "taken_by")
    told = lent.select_related(*named).with_found().annotate(lender=Subquery(lender))
    return told.order_by("loan__lent_at", "loan", "pk")


def lines(items: LoanItemQuerySet) -> Iterator[Line]:
    """The cells of each line; what a loan has nothing of (copies made) stays empty."""
    for number, item in enumerate(items.iterator(chunk_size=CHUNK), start=1):
        yield [number, *_of_loan(item), *_of_record(item), *_of_return(item)]


def _of_loan(item: LoanItem) -> Line:
    loan = item.loan
    who = [str(loan.borrower), loan.department.name, loan.borrower.username, loan.borrower.email]
    return [day(loan.asked_at), *who, loan.purpose, "借阅"]


def _of_record(item: LoanItem) -> Line:
    record = item.record
    volume = record.level == Level.VOLUME
    mark = word_for(record.security, SECURITY_WORDS)
    return [record.archival_code or "", record.title, mark, "1 卷" if volume else "1 件", ""]


def _of_return(item: LoanItem) -> Line:
    loan = item.loan
    lender: str = getattr(item, "lender", "") or ""
    hands = f"{lender}／{item.taken_by}" if item.taken_by else lender
    pages = f"清点 {item.pages} 页" if item.pages is not None else ""
    return [
        f"{loan.approved_by}（同意）",
        day(loan.lent_at),
        day(loan.due_on),
        loan.renewals,
        day(item.ended_at),
        _came_back(item),
        hands,
        "；".join(filter(None, [item.note, pages])),
    ]


def _came_back(item: LoanItem) -> str:
    if not item.condition:
        return ""
    return FOUND if item.found else CONDITIONS[Condition(item.condition)]


def as_workbook(name: str, rows: Iterable[Line], *, by: User, at: datetime) -> bytes:
    made = BytesIO()
    write_table(made, name, COLUMNS, rows)
    return made.getvalue()


def as_paper(name: str, rows: Iterable[Line], *, by: User, at: datetime) -> bytes:
    data = {
        "name": name,
        "centre": centre(),
        "by": str(by),
        "at": moment(at),
        "columns": [head for head, _width in COLUMNS],
        "rows": [[str(cell) for cell in line] for line in rows],
    }
    return rendered("loan_register", data, at=at)


KINDS = {"xlsx": as_workbook, "pdf": as_paper}  # of a register of use, that of visitors too
