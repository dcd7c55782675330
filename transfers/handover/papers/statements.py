"""What must go along with a transfer (Implementing Regulations art. 30; Archives Law art. 30).

到期开放意见, 政府信息公开情况, 密级变更情况: one paper each, in 其他 of the package. Where
nothing is recorded the paper says so.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from django.utils import timezone

from records.printing.pdf import rendered
from records.values.dates import digits
from records.values.rules import DISCLOSURE_WORDS, OPENING_WORDS, SECURITY_WORDS
from transfers.handover.models.handovers import Handover
from transfers.handover.models.items import HandoverItem
from transfers.packages.rules import Order

SECURITY: dict[str, str] = {kept: word for word, kept in SECURITY_WORDS.items()}
OPENING: dict[str, str] = {kept: word for word, kept in OPENING_WORDS.items()}
DISCLOSURE: dict[str, str] = {kept: word for word, kept in DISCLOSURE_WORDS.items()}
OPENINGS, DISCLOSURES, SECURITIES = "到期开放意见", "政府信息公开情况", "密级变更情况"
UNSAID = {"": "未注明"}
NO_CHANGE = "经查操作日志，本批各件在本系统内没有密级变更记录。"


class Statement(NamedTuple):
    """One paper: its name, its sums in words, and its table, which is read once it is asked for."""

    name: str
    sums: str
    columns: tuple[str, ...]
    rows: Iterable[list[str]]


def statements(handover: Handover) -> list[Statement]:
    """The three, from the records as they are."""
    return [
        _marks(handover, OPENINGS, "opening", OPENING, "开放意见"),
        _marks(handover, DISCLOSURES, "disclosure", UNSAID | DISCLOSURE, "公开属性"),
        _securities(handover),
    ]


def along(handover: Handover) -> str:
    """随交: the three and their sums in one sentence, for the deed."""
    said = (f"{one.name} 1 份（{one.sums.rstrip('。')}）" for one in statements(handover))
    return f"随交：{'；'.join(said)}。"


def statement_papers(
    handover: Handover, order: Order, common: Mapping[str, str]
) -> Iterator[tuple[str, bytes]]:
    """The three as PDF/A, under their names."""
    for one in statements(handover):
        data = {**common, **one._asdict(), "rows": list(one.rows)}
        yield f"{one.name}.PDF", rendered("statement", data, at=order.approved_at)


def _marks(
    handover: Handover, name: str, field: str, words: Mapping[str, str], column: str
) -> Statement:
    told = handover.items.order_by("position").values_list(
        "position", "record__archival_code", "record__title", f"record__{field}"
    )
    rows = (
        [str(position), code, title, words[mark]] for position, code, title, mark in told.iterator()
    )
    return Statement(name, sums(handover, field, words), ("序号", "档号", "题名", column), rows)


def sums(handover: Handover, field: str, words: Mapping[str, str]) -> str:
    """How many records bear which mark, in the order of the code list."""
    found = handover.items.counted_by(field)
    return "，".join(f"{words[mark]} {found[mark]} 件" for mark in words if mark in found)


def _securities(handover: Handover) -> Statement:
    columns = ("档号", "题名", "变更前", "变更后", "变更日期", "经办人")
    changes = handover.items.security_changes(handover.approval).select_related("by")
    titles = _titles(handover, [int(change.row) for change in changes])
    rows = [
        [
            *titles[int(change.row)],
            SECURITY[change.before["security"]],
            SECURITY[change.after["security"]],
            digits(timezone.localdate(change.at)),
            str(change.by or ""),
        ]
        for change in changes
    ]
    now = sums(handover, "security", SECURITY)
    said = f"变更 {len(rows)} 次" if rows else NO_CHANGE
    return Statement(SECURITIES, f"现有密级：{now}。{said}", columns, rows)


def _titles(handover: Handover, records: list[int]) -> dict[int, tuple[str, str]]:
    found = HandoverItem.objects.filter(handover=handover, record__in=records)
    told = found.values_list("record", "record__archival_code", "record__title")
    return {record: (str(code), title) for record, code, title in told}
