"""案卷封面、卷内文件目录、卷内备考表、案卷目录 (GB/T 9705-2008), in Chinese in every language."""

from collections.abc import Iterable
from datetime import datetime

from records.days import moment
from records.holdings.models import Record
from records.organisation.models import User
from records.printing.pdf import centre, rendered
from records.retention.rules import period_word
from records.volumes.rules import USUAL_SPINE, Lying, whole

CONTENTS = ("顺序号", "文号", "责任者", "题名", "日期", "页号", "备注")
REGISTER = ("案卷号", "档号", "题名", "起止日期", "页数", "保管期限", "备注")
OF_ACCOUNTS = ("案卷号", "类别", "题名", "起止时间", "保管期限", "卷内张数", "备注")
ACCOUNTS = "KU"
COVER, INSIDE, NOTE, LIST = "案卷封面", "卷内文件目录", "卷内备考表", "案卷目录"


def of_volume(
    volume: Record, items: Iterable[Record], *, spine: int = USUAL_SPINE, by: User, at: datetime
) -> bytes:
    """Cover with spine, list of items and closing note of one volume, as one PDF/A."""
    inside = list(items)
    data = {
        "name": volume.title,
        "cover": _cover(volume, inside),
        "spine": spine,
        "code": volume.archival_code or "",
        "columns": CONTENTS,
        "rows": [_line(number, one) for number, one in enumerate(inside, start=1)],
        "note": _note(volume, inside),
        "by": f"{centre()}　{by}",
        "at": moment(at),
    }
    return rendered("volume", data, at=at)


def register(volumes: Iterable[Record], *, by: User, at: datetime) -> bytes:
    """案卷目录: one line a volume; of accounts alone by their own columns (domain 3.8)."""
    found = list(volumes)
    accounts = bool(found) and all(one.category.code.startswith(ACCOUNTS) for one in found)
    line = _of_accounts if accounts else _registered
    data = {
        "name": LIST,
        "columns": OF_ACCOUNTS if accounts else REGISTER,
        "rows": [line(number, one) for number, one in enumerate(found, start=1)],
        "by": f"{centre()}　{by}",
        "at": moment(at),
    }
    return rendered("volume_register", data, at=at)


def _cover(volume: Record, items: list[Record]) -> list[tuple[str, str]]:
    """全宗名称, 类目名称, 案卷题名, 时间, 保管期限, 件、页数, 归档号, 档号."""
    office = f"　{volume.unit.name}" if volume.unit else ""
    pages = volume.pages or whole([Lying(one.title, one.pages, "") for one in items]).pages
    amount = f"{volume.item_count or len(items)} 件　{pages or '　　'} 页"
    return [
        ("全宗名称", volume.fonds.name),
        ("类目名称", f"{volume.category.name}{office}"),
        ("案卷题名", volume.title),
        ("时间", _span(volume)),
        ("保管期限", period_word(volume.period)),
        ("件、页数", amount),
        ("归档号", str(volume.number or "")),
        ("档号", volume.archival_code or ""),
    ]


def _span(volume: Record) -> str:
    return " 至 ".join(filter(None, [volume.date_text, volume.until]))


def _line(number: int, item: Record) -> list[str]:
    return [
        str(number),
        item.document_number,
        item.responsible,
        item.title,
        item.written_date.said(""),
        item.page_numbers,
        item.remarks,
    ]


def _note(volume: Record, items: list[Record]) -> list[tuple[str, str]]:
    """本卷情况说明, 立卷人, 检查人, 立卷时间."""
    told = f"本卷共 {len(items)} 件。" if items else ""
    return [
        ("本卷情况说明", f"{told}{volume.remarks}"),
        ("立卷人", str(volume.described_by)),
        ("检查人", ""),
        ("立卷时间", ""),
    ]


def _registered(number: int, volume: Record) -> list[str]:
    return [
        str(volume.number or number),
        volume.archival_code or "",
        volume.title,
        _span(volume),
        str(volume.pages or ""),
        period_word(volume.period),
        volume.remarks,
    ]


def _of_accounts(number: int, volume: Record) -> list[str]:
    return [
        str(volume.number or number),
        volume.category.name,
        volume.title,
        _span(volume),
        period_word(volume.period),
        str(volume.pages or ""),
        volume.remarks,
    ]
