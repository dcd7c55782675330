"""The departments of the government of Qinglan, a provincial capital that does not exist.

`bodies.txt` has a line for each: fonds number, short name, issuer's sign, last year before the
reform of 2019 with the successor's fonds number (or the first year, or nothing), its
offices besides the usual three, and what it writes about.
"""

from pathlib import Path
from typing import NamedTuple

CITY = "清岚"
REFORM = 2019  # the reform of bodies in which some were merged
USUAL_OFFICES = (("BGS", "办公室"), ("RSK", "人事科"), ("CWK", "财务科"))
ARCHIVE = ("清岚市档案馆", "435001")

_TABLE = Path(__file__).with_name("bodies.txt")


class Body(NamedTuple):
    """A department of the demonstration; `years` are those of which there are files."""

    number: str
    short: str
    sign: str
    years: range
    is_new: bool
    heir: str
    offices: tuple[tuple[str, str], ...]
    topics: tuple[str, ...]

    @property
    def name(self) -> str:
        return LONG.get(self.short) or CITY + self.short


LONG = {
    "市政府办公厅": "清岚市人民政府办公厅",
    "市发展改革委": "清岚市发展和改革委员会",
    "市科技局": "清岚市科学技术局",
    "市民族宗教局": "清岚市民族宗教事务局",
    "市人力资源社会保障局": "清岚市人力资源和社会保障局",
    "市住房城乡建设局": "清岚市住房和城乡建设局",
    "市林业草原局": "清岚市林业和草原局",
    "市工商局": "清岚市工商行政管理局",
    "市文化广电旅游局": "清岚市文化广电和旅游局",
    "市外事办": "清岚市人民政府外事办公室",
    "市国资委": "清岚市国有资产监督管理委员会",
    "市人防办": "清岚市人民防空办公室",
    "市质监局": "清岚市质量技术监督局",
    "市卫生计生委": "清岚市卫生和计划生育委员会",
    "市卫生健康委": "清岚市卫生健康委员会",
    "市医保局": "清岚市医疗保障局",
}


def bodies(years: range) -> list[Body]:
    """All departments, each with those of the years in which it existed."""
    return [_read(line.split("|"), years) for line in _TABLE.read_text().splitlines()]


def _read(parts: list[str], years: range) -> Body:
    number, short, sign, span, offices, topics = parts
    until, _arrow, heir = span.partition(">")
    is_new = span.endswith("<")
    first = max(REFORM, years[0]) if is_new else years[0]
    last = min(int(until), years[-1]) if heir else years[-1]
    named = (tuple(office.split(" ")) for office in offices.split(","))
    own = tuple((code, name) for code, name in named)
    known = range(first, last + 1)
    return Body(
        number, short, sign, known, is_new, heir, (*USUAL_OFFICES, *own), tuple(topics.split())
    )


_HALLS = (
    "教育 科技 工业和信息化 公安 民政 司法 财政 人力资源社会保障 国土资源 自然资源 生态环境 "
    "住房城乡建设 交通运输 水利 农业农村 商务 文化和旅游 审计"
)
HALLS = _HALLS.split()
CALLED_ABOVE = {"水务": "水利", "自然资源和规划": "自然资源", "文化广电旅游": "文化和旅游"}


def above(body: Body) -> str:
    """The province's body of the same trade: 市财政局 has its 财政厅."""
    trade = body.short.removeprefix("市")
    if trade == "政府办公厅":
        return "人民政府办公厅"
    ending = "办公室" if trade.endswith("办公室") else trade[-1]
    trade = trade.removesuffix(ending)
    trade = CALLED_ABOVE.get(trade, trade)
    return trade + ("厅" if trade in HALLS else ending)
