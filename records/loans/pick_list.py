"""调卷单: the originals that are to be fetched, in the order of the shelves, as a PDF/A.

Chinese in every language of the interface: it goes into the store on paper. There is no
register of shelves yet; fonds, category, box and code are the order in which boxes stand.
"""

from datetime import datetime

from records.days import day, moment
from records.loans.models import LoanItem, LoanItemQuerySet
from records.organisation.models import User
from records.printing.pdf import centre, rendered

PICK_LIST = "调卷单"
COLUMNS = ("序号", "全宗号", "门类", "盒号", "档号", "题名", "页数", "借阅单", "借阅人")


def pick_list(items: LoanItemQuerySet, *, by: User, at: datetime) -> bytes:
    """The list of some originals, with room to tick each one and to write what was not there."""
    told = items.in_shelf_order().select_related(
        "record__fonds", "record__category", "loan__borrower", "loan__department"
    )
    rows = [_line(place, item) for place, item in enumerate(told, start=1)]
    data = {
        "name": PICK_LIST,
        "centre": centre(),
        "by": str(by),
        "at": moment(at),
        "day": day(at),
        "columns": COLUMNS,
        "rows": rows,
    }
    return rendered("pick_list", data, at=at)


def _line(place: int, item: LoanItem) -> list[str]:
    record, loan = item.record, item.loan
    return [
        str(place),
        record.fonds.number,
        record.category.name,
        record.box_number,
        record.archival_code or "",
        record.title,
        str(record.pages or ""),
        str(loan.pk),
        f"{loan.department.short_name} {loan.borrower}",
    ]
