"""What printing a register as PDF/A-2b costs.

    python -m benchmarks.print_register 5000 [--rounds 3]

The rows are those of 移交清册 with believable lengths; every third title fills two lines.
Prints one line of name=value: seconds, pages, bytes. The first round also reads templates
and fonts; each round has rows of its own, so that nothing is remembered.
"""

import argparse
import time
from datetime import UTC, datetime
from typing import Any

import django
from django.conf import settings

from records.printing.pdf import rendered
from records.printing.qr import qr
from transfers.handover.papers import widths
from transfers.handover.rules import COLUMNS, OF_VOLUMES

AT = datetime(2026, 11, 22, tzinfo=UTC)


def register(lines: int, first: int) -> dict[str, Any]:
    """The data of a transfer list; another `first` number makes other rows."""
    digest = "9f3c7a10" * 8
    named = ("sender", "receiver", "fonds_name", "department", "approved_by", "years")
    return {
        "title": "2026年第3批进馆移交",
        "number": "清档移〔2026〕3号",
        "package": "J014-2005-2026003",
        "fonds_number": "J014",
        "approved_on": "2026-10-21",
        "total": lines,
        "pages": lines * 9,
        "amount": "1 GB",
        "paper_only": 0,
        "sha256": digest,
        "sm3": digest,
        "qr": qr(digest).decode(),
        **dict.fromkeys(named, "清岚市财政局"),
        "batch": "清岚市财政局2005年",
        "receipt": "",
        "columns": COLUMNS,
        "volume_columns": OF_VOLUMES,
        "volumes": [],
        "rejected": [],
        "rows": [row(number) for number in range(first, first + lines)],
    }


def row(number: int) -> list[str]:
    longer = "及其附件说明（征求意见稿）" if number % 3 == 0 else ""
    return [
        str(number),
        f"J014-WS·2005-Y-YSK-{number:04d}",
        f"清财发〔2005〕{number}号",
        "清岚市财政局",
        f"关于2005年市本级第{number}号预算调整方案的报告{longer}",
        "20050612",
        "",
        "12",
        "永久",
        f"{number // 40 + 1:04d}",
        "",
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("lines", type=int, nargs="?", default=5000)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    settings.configure()
    django.setup()
    for number in range(1, given.rounds + 1):
        data = register(given.lines, number)
        began, used = time.perf_counter(), time.process_time()
        made = rendered("transfer_list", data | widths.known(data), at=AT)
        spent, used = time.perf_counter() - began, time.process_time() - used
        pages = made.count(b"/Type/Page/") or made.count(b"/Type/Page\n")
        print(
            f"lines={given.lines} round={number} seconds={spent:.2f} cpu={used:.2f} pages={pages}"
            f" bytes={len(made)}"
        )


if __name__ == "__main__":
    main()
