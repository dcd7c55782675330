"""A file before it has a row, and what puts files in order: numbers and boxes."""

from dataclasses import dataclass, field
from datetime import date
from random import Random

from archive_center.demo.bodies import Body

IN_A_BOX = 25


@dataclass(kw_only=True)
class Paper:
    """One record before it has a row: what its description says."""

    body: Body
    year: int | None
    title: str
    period: str
    office: str
    dated: date
    pages: int
    category: str = "WS"
    number: str = ""
    responsible: str = ""
    genre: str = ""
    level: str = "item"
    known_to: int = 8  # digits of the date that are known
    internal: bool = False
    shared: bool = False
    persons: str = ""
    keywords: str = ""
    box: str = ""
    items: list["Paper"] = field(default_factory=list)


def numbered(papers: list[Paper], dice: Random) -> None:
    """Give the department's own numbers: one series a sign and year, with gaps now and then."""
    last: dict[str, int] = {}
    for paper in papers:
        if paper.number and "〔" not in paper.number:
            sign = paper.number
            last[sign] = last.get(sign, 0) + (1 if dice.random() < 0.9 else 2)
            paper.number = f"{sign}〔{paper.year}〕{last[sign]}号"


def boxed(papers: list[Paper]) -> list[Paper]:
    """Put them into boxes: one class a box, as DA/T 22-2015 6.4 wants."""
    filled: dict[tuple[str, str, str], int] = {}
    for paper in papers:
        lowest = (paper.category, paper.period, paper.office)
        filled[lowest] = filled.get(lowest, 0) + 1
        paper.box = f"{(filled[lowest] - 1) // IN_A_BOX + 1:03d}"
    return papers
