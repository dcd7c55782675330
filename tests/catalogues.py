"""Catalogues with the kinds of dirt that real ones have, from a seed; no two runs differ."""

import csv
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape
from zipfile import ZIP_STORED, ZipFile

from xlsxwriter import Workbook

HEADER = ["序号", "年度", "保管期限", "文号", "责任者", "题名", "日期", "密级", "页数", "备注"]
TITLE_ROW = "清岚市水务局归档文件目录"
BODIES = (("清水发", "清岚市水务局"), ("清水办", "清岚市水务局办公室"))
KINDS = ("通知", "批复", "函", "报告", "意见", "决定")
MATTERS = ("河道清淤", "供水价格", "防汛值守", "水库加固", "取水许可", "排污口整治", "节水改造")
PERIODS = ("永久", "30年", "10年")
Dirt = Callable[[list[Any], list[Any]], None]


def rows(
    count: int, seed: int = 1, *, dirt: bool = True, faults: bool = False
) -> Iterator[list[Any]]:
    """The rows below the header; with `dirt` about one in fifteen has some, none has faults.

    With `faults` every third row has something that is refused, told or put right.
    """
    chance = random.Random(seed)
    kinds = DIRT + FAULTS if faults else DIRT
    last: list[Any] = []
    for number in range(1, count + 1):
        row = _row(number, chance)
        if dirt and last:
            _soil(row, last, chance, kinds)
        yield row
        last = row


def _row(number: int, chance: random.Random) -> list[Any]:
    year = chance.randint(1999, 2023)
    sign, body = chance.choice(BODIES)
    title = f"{body}关于{chance.choice(MATTERS)}第{number}号事项的{chance.choice(KINDS)}"
    day = f"{year}{chance.randint(1, 12):02d}{chance.randint(1, 28):02d}"
    return [
        number,
        str(year),
        chance.choice(PERIODS),
        f"{sign}〔{year}〕{number}号",
        body,
        title,
        day,
        "",
        chance.randint(1, 40),
        "",
    ]


def _soil(
    row: list[Any], last: list[Any], chance: random.Random, kinds: tuple[tuple[float, Dirt], ...]
) -> None:
    """Put at most one kind of dirt on a row."""
    die = chance.random()
    for share, dirt in kinds:
        die -= share
        if die < 0:
            dirt(row, last)
            return


def _number(change: Callable[[str], str]) -> Dirt:
    def soil(row: list[Any], last: list[Any]) -> None:
        row[3] = change(row[3])

    return soil


def _title(change: Callable[[str], str]) -> Dirt:
    def soil(row: list[Any], last: list[Any]) -> None:
        row[5] = change(row[5])

    return soil


def _number_again(row: list[Any], last: list[Any]) -> None:
    row[3] = last[3]


def _date_in_words(row: list[Any], last: list[Any]) -> None:
    day = row[6]
    row[6] = f"{day[:4]}年{int(day[4:6])}月{int(day[6:])}日" if len(day) == 8 else day


def _row_again(row: list[Any], last: list[Any]) -> None:
    row[1], row[3:7] = last[1], last[3:7]


DIRT: tuple[tuple[float, Dirt], ...] = (
    (0.03, _number(lambda number: "")),
    (0.005, _number(lambda number: number.replace("〔", " 〔").replace("号", " 号"))),
    (0.005, _number(lambda number: number.replace("〔", "(").replace("〕", ")"))),
    (0.002, _number_again),
    (0.002, _number(lambda number: "发文字号见附件")),
    (0.006, _title(lambda title: f"\u200b{title}")),
    (0.005, _title(lambda title: f"{title[:9]}\n{title[9:]}")),
    (0.005, _title(lambda title: f"{title[:9]}\u3000{title[9:]}")),
    (0.005, _date_in_words),
    (0.002, _row_again),
)


def _cell(name: str, change: Callable[[Any], Any]) -> Dirt:
    place = HEADER.index(name)

    def soil(row: list[Any], last: list[Any]) -> None:
        row[place] = change(row[place])

    return soil


def _total(row: list[Any], last: list[Any]) -> None:
    row[:] = ["本页合计", *[""] * (len(HEADER) - 1)]


def _header_again(row: list[Any], last: list[Any]) -> None:
    row[:] = HEADER


# What real tables were seen to have beside that; the shares are a guess, rather too high.
FAULTS: tuple[tuple[float, Dirt], ...] = (
    (0.08, _cell("日期", lambda day: f"{day[:4]}-{day[4:6]}-{day[6:]}")),
    (0.04, _cell("日期", lambda day: f"{day[:4]}.{int(day[4:6] or 1)}.{int(day[6:] or 1)}")),
    (0.02, _cell("日期", lambda day: f"[{day[:6]}]")),
    (0.008, _cell("日期", lambda day: "")),
    (0.006, _cell("日期", lambda day: f"{day[:4]}0230")),
    (0.004, _cell("日期", lambda day: "41275")),
    (0.01, _cell("年度", lambda year: str(int(year or 2000) - 1))),
    (0.002, _cell("年度", lambda year: "二〇")),
    (0.004, _cell("保管期限", lambda period: "长期")),
    (0.003, _cell("保管期限", lambda period: "")),
    (0.01, _cell("责任者", lambda body: f"{body}\n清岚市财政局")),
    (0.01, _cell("责任者", lambda body: f" {body}")),
    (0.02, _cell("页数", lambda pages: f"{pages}页")),
    (0.01, _cell("页数", lambda pages: 0)),
    (0.006, _cell("页数", lambda pages: "叁")),
    (0.002, _cell("题名", lambda title: "")),
    (0.002, _cell("题名", lambda title: "=A1")),
    (0.002, _cell("文号", lambda number: "#N/A")),
    (0.02, _cell("密级", lambda mark: "内部")),
    (0.002, _cell("密级", lambda mark: "保密")),
    (0.001, _cell("密级", lambda mark: "秘密★10年")),
    (0.03, _cell("备注", lambda note: "原件\n存办公室")),
    (0.002, _total),
    (0.001, _header_again),
)


def write_xlsx(path: Path, table: Iterator[list[Any]], header: list[str] = HEADER) -> Path:
    """A workbook with a title row, a blank row, and the header in row 3."""
    with Workbook(path, {"constant_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet("归档文件目录")
        sheet.write_string(0, 0, TITLE_ROW)
        for number, row in enumerate(_after(header, table)):
            sheet.write_row(number + 2, 0, row)
    return path


def _after(header: list[str], table: Iterator[list[Any]]) -> Iterator[list[Any]]:
    yield header
    yield from table


def write_csv(
    path: Path,
    table: Iterator[list[Any]],
    *,
    encoding: str = "gb18030",
    delimiter: str = ",",
    header: list[str] = HEADER,
) -> Path:
    """A text file whose first line is the header."""
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file, delimiter=delimiter)
        writer.writerow(header)
        writer.writerows(table)
    return path


ODS_KIND = "application/vnd.oasis.opendocument.spreadsheet"
ODS_MANIFEST = (
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{ODS_KIND}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
    "</manifest:manifest>"
)
ODS_CONTENT = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2">'
    '<office:body><office:spreadsheet><table:table table:name="目录">{rows}</table:table>'
    "</office:spreadsheet></office:body></office:document-content>"
)


def write_ods(path: Path, table: Iterator[list[Any]], header: list[str] = HEADER) -> Path:
    """The smallest OpenDocument spreadsheet that holds the rows, header first."""
    lines = "".join(
        f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>"
        for row in _after(header, table)
    )
    with ZipFile(path, "w") as archive:
        archive.writestr("mimetype", ODS_KIND, ZIP_STORED)
        archive.writestr("content.xml", ODS_CONTENT.format(rows=lines))
        archive.writestr("META-INF/manifest.xml", ODS_MANIFEST)
    return path


def _ods_cell(value: Any) -> str:
    if value == "":
        return "<table:table-cell/>"
    if isinstance(value, int):
        return f'<table:table-cell office:value-type="float" office:value="{value}"/>'
    text = "".join(f"<text:p>{escape(line)}</text:p>" for line in str(value).split("\n"))
    return f'<table:table-cell office:value-type="string">{text}</table:table-cell>'
