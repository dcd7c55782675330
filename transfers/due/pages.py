"""What the list of what is due shows: groups, and flags one by one, as rows that are filled in."""

from collections.abc import Iterable

from records.days import day
from records.holdings import codes
from records.web.drawn import Row, address
from transfers.due.models import Due
from transfers.due.models.counts import Group


def groups(counted: Iterable[Group], *, narrowed: str, total: int, by_year: bool) -> list[Row]:
    """How much is due by fonds or year; `narrowed` is the address of the list without a group."""
    return [_group(one, narrowed, total, by_year=by_year) for one in counted]


def _group(one: Group, narrowed: str, total: int, *, by_year: bool) -> Row:
    chosen = f"year_from={one.of}&year_to={one.of}" if by_year else f"fonds={one.of}"
    share = f"{100 * one.flags / total if total else 0:.1f}%"
    texts = {
        "url": f"?{narrowed}&{chosen}",
        "name": str(one.of) if by_year else one.name,
        "period": one.name if by_year else "",
        "years": f"{one.first}" if one.first == one.last else f"{one.first}–{one.last}",
        "flags": f"{one.flags:,}",
        "arrears": f"{one.arrears:,}" if one.arrears else "",
        "part": str(one.flags),
        "total": str(total),
        "told": f"{one.name} {share}",
        "share": share,
    }
    return Row(texts, {"by_year": by_year})


def flags(found: Iterable[Due]) -> list[Row]:
    """Each flag with its arithmetic."""
    return [_flag(one) for one in found]


def _flag(one: Due) -> Row:
    code = one.record.archival_code or ""
    texts = {
        **codes.shown(code)._asdict(),
        "url": address("records:record", one.record_id),
        "title": one.record.title,
        "period": str(one.kept_for),
        "term": f"{one.year} + {one.years} → {day(one.due_on)}",
        "due_from": day(one.due_from),
        "why": address("transfers:why", one.record_id),
        "version": str(one.rule_version),
    }
    return Row(texts, {"has_code": bool(code)})
