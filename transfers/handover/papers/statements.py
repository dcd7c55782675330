"""What must go along with a transfer (Implementing Regulations art. 30; Archives Law art. 30).

到期开放意见, 政府信息公开情况, 密级变更情况: one paper each, in 其他 of the package. Where
nothing is recorded the paper says so.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from django.utils import timezone

from records.audit.models import Entry
from records.values.dates import digits
from records.values.rules import DISCLOSURE_WORDS, OPENING_WORDS, SECURITY_WORDS
from transfers.handover.models.items import HandoverItemQuerySet as Items
from transfers.handover.papers.amounts import by_mark

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


def statements(items: Items, approval: Entry | None) -> list[Statement]:
    """The three, from the records as they are, with the changes up to the approval."""
    return [
        _marks(items, OPENINGS, "opening", OPENING, "开放意见"),
        _marks(items, DISCLOSURES, "disclosure", UNSAID | DISCLOSURE, "公开属性"),
        _securities(items, approval),
    ]


def along(items: Items, approval: Entry | None) -> str:
    """随交: the three and their sums in one sentence, for the deed."""
    said = (f"{one.name} 1 份（{one.sums.rstrip('。')}）" for one in statements(items, approval))
    return f"随交：{'；'.join(said)}。"


def statement_papers(
    items: Items, approval: Entry | None, common: Mapping[str, str]
) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """The three under their names, each with its form and what that is filled with."""
    for one in statements(items, approval):
        yield f"{one.name}.PDF", "statement", {**common, **one._asdict(), "rows": list(one.rows)}


def _marks(items: Items, name: str, field: str, words: Mapping[str, str], column: str) -> Statement:
    told = items.order_by("position").values_list(
        "position", "record__archival_code", "record__title", f"record__{field}"
    )
    rows = (
        [str(position), code, title, words[mark]] for position, code, title, mark in told.iterator()
    )
    return Statement(name, sums(items, field, words), ("序号", "档号", "题名", column), rows)


def sums(items: Items, field: str, words: Mapping[str, str]) -> str:
    """How much bears which mark, in the order of the code list."""
    return "，".join(by_mark(items, field, words))


def _securities(items: Items, approval: Entry | None) -> Statement:
    columns = ("档号", "题名", "变更前", "变更后", "变更日期", "经办人")
    changes = items.security_changes(approval).select_related("by")
    titles = _titles(items, [int(change.row) for change in changes])
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
    now = sums(items, "security", SECURITY)
    said = f"变更 {len(rows)} 次" if rows else NO_CHANGE
    return Statement(SECURITIES, f"现有密级：{now}。{said}", columns, rows)


def _titles(items: Items, records: list[int]) -> dict[int, tuple[str, str]]:
    found = items.filter(record__in=records)
    told = found.values_list("record", "record__archival_code", "record__title")
    return {record: (str(code), title) for record, code, title in told}
