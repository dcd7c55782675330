"""The figures of `benchmarks.search` as a table, beside what is asked for."""

import os
import re
from datetime import UTC, datetime
from pathlib import Path
from statistics import median, quantiles
from typing import Any

# What is asked for at 10 million records on two cores, in milliseconds: p50, p95, max.
ASKED = {
    ("reader", "page"): (10, 60, 250),
    ("archivist", "page"): (None, 100, 300),
    ("reader", "http"): (None, 120, None),
    ("archivist", "http"): (None, 120, None),
}
RATIO = 1.3
TABLE = """
## {records:,} records

{fonds} fonds, of which the reader sees {sees}; {machine}. {build}; a change is visible after
{visible} ms (p50/p95/max); the process that measures, with the server's part in it, needs
{memory:.0f} MB.

| who | words | page | whole page by HTTP | bare engine | page / bare |
| --- | --- | --- | --- | --- | --- |
{rows}
"""


def spread(costs: list[float]) -> tuple[float, float, float]:
    """p50, p95 and the longest."""
    p95 = quantiles(costs, n=20, method="inclusive")[-1] if len(costs) > 1 else costs[0]
    return median(costs), p95, max(costs)


def ratio(costs: dict[str, list[float]]) -> float:
    return sum(costs["page"]) / sum(costs["bare"])


def line(name: str, label: str, costs: dict[str, list[float]]) -> str:
    """A row of the table; what is more than was asked for is set in bold."""
    cells = [name, label]
    for way, some in costs.items():
        asked = ASKED.get((name, way), (None,) * 3) if label == "all" else (None,) * 3
        cells.append(" / ".join(map(cell, spread(some), asked)))
    over = label == "all" and ratio(costs) > RATIO
    cells.append(f"**{ratio(costs):.1f}** ({RATIO})" if over else f"{ratio(costs):.1f}")
    return f"| {' | '.join(cells)} |"


def cell(cost: float, asked: float | None) -> str:
    if asked is None:
        return f"{cost:.0f}"
    return f"**{cost:.0f}** ({asked})" if cost > asked else f"{cost:.0f} ({asked})"


def keep(file: Path, records: int, section: str) -> None:
    """Put a size's figures into the file, in place of those that it had of this size."""
    head, *parts = re.split(r"(?m)^(?=## )", file.read_text())
    kept = {int(part[3:].split()[0].replace(",", "")): part for part in parts}
    kept[records] = section.strip() + "\n\n"
    file.write_text((head + "".join(kept[size] for size in sorted(kept))).rstrip() + "\n")


def section(**facts: Any) -> str:
    """A size's part of the file."""
    machine = f"{os.cpu_count()} cores, {datetime.now(UTC):%Y-%m-%d}"
    return TABLE.format(machine=machine, **facts)
