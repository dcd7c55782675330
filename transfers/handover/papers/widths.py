"""How wide the columns of the lists and statements are, and which rows need one line only."""

from collections.abc import Mapping, Sequence
from typing import Any

from records.printing.lines import measured
from transfers.handover.rules import COLUMNS, OF_VOLUMES

# mm; together the width of the page between its margins
ITEMS = dict(zip(COLUMNS, (11, 45, 36, 30, 64, 18, 11, 11, 15, 14, 18), strict=True))
VOLUMES = dict(zip(OF_VOLUMES, (11, 47, 103, 36, 11, 12, 16, 15, 22), strict=True))
REJECTED = {"顺序号": 11, "档号": 47, "题名": 135, "退回理由": 80}
STATED = {"序号": 12, "档号": 52}  # 题名 has what the others leave
OTHER, STATEMENT = 21, 174

Rows = Sequence[Sequence[str]]


def known(data: Mapping[str, Any]) -> dict[str, Any]:
    """What is known of the rows of a form before it is set; nothing of one without a list."""
    if "volumes" in data:
        return {
            "known": {
                "rows": _listed(ITEMS, data["rows"]),
                "volumes": _listed(VOLUMES, data["volumes"]),
                "rejected": _listed(REJECTED, data["rejected"]),
            }
        }
    if "rows" in data:
        return {"known": measured(data["rows"], _stated(data["columns"]), size=9, pad=3)}
    return {}


def _listed(columns: Mapping[str, int], rows: Rows) -> dict[str, Any]:
    return measured(rows, [*columns.values()], size=8.5, pad=3)


def _stated(columns: Sequence[str]) -> list[int]:
    found = [STATED.get(name, OTHER) for name in columns]
    title = columns.index("题名")
    found[title] = STATEMENT - sum(found) + OTHER
    return found
