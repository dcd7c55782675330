"""Tables as text (CSV): encoding and delimiter are found out, the rows come one by one."""

import codecs
import csv
import io
from collections.abc import Iterator
from itertools import chain, islice
from typing import Any, BinaryIO

from records.confined.wire import Fault

ENCODINGS = ("utf-8", "gb18030")
BY_MARK = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
DELIMITERS = ",\t;"
LINES_LOOKED_AT = 30  # from which the delimiter is told
MOST_LINES = 50  # of one row; one that runs on further has swallowed others
END = "\x00"  # a line of our own behind the last: a quotation mark left open swallows it


def read(stream: BinaryIO) -> tuple[int, int, Iterator[list[Any]]]:
    """How many rows there are, how many cells the widest has, and the rows."""
    encoding = _encoding(stream)
    try:
        delimiter = _delimiter(list(islice(_lines(stream, encoding), LINES_LOOKED_AT)))
        rows, width = _measure(_lines(stream, encoding), delimiter)
    except csv.Error:
        raise Fault("broken") from None
    return rows, width, _cells(_lines(stream, encoding), delimiter)


def _measure(lines: Iterator[str], delimiter: str) -> tuple[int, int]:
    """How many rows there are, and how many cells the widest has.

    A quotation mark that is not closed would make one cell of all rows behind it.
    """
    reader = csv.reader(chain(lines, [END]), delimiter=delimiter)
    rows = width = begun = 0
    row: list[str] = []
    try:
        for row in reader:
            if reader.line_num - begun > MOST_LINES:
                break
            rows, width, begun = rows + 1, max(width, len(row)), reader.line_num
    except csv.Error:  # more in one cell than the reader holds
        if reader.line_num - begun < 2:
            raise
        row = []
    if row != [END]:
        raise Fault("quotation", line=begun + 1 if reader.line_num > begun else rows)
    return rows - 1, width


def _cells(lines: Iterator[str], delimiter: str) -> Iterator[list[Any]]:
    for row in csv.reader(lines, delimiter=delimiter):
        yield list(row)


def _lines(stream: BinaryIO, encoding: str) -> Iterator[str]:
    stream.seek(0)
    reader = io.TextIOWrapper(stream, encoding=encoding, newline="")
    try:
        # not `yield from`, which would close the file when nobody wants more lines
        for line in reader:  # noqa: UP028
            yield line
    finally:
        reader.detach()


def _delimiter(lines: list[str]) -> str:
    """The sign that cuts the first lines most often."""

    def cuts(delimiter: str) -> int:
        try:
            return sum(len(row) - 1 for row in csv.reader(lines, delimiter=delimiter))
        except csv.Error:
            return 0

    return max(DELIMITERS, key=cuts)


def _encoding(stream: BinaryIO) -> str:
    """UTF-8 if every byte fits, else GB18030; a mark at the beginning decides first."""
    stream.seek(0)
    head = stream.read(1024)
    if b"<html" in head.lower() or b"<table" in head.lower():
        raise Fault("web page")
    marked = [encoding for mark, encoding in BY_MARK.items() if head.startswith(mark)]
    usual = ENCODINGS if b"\x00" not in head else ()
    for encoding in marked or usual:
        if _decodes(stream, encoding):
            return encoding
    raise Fault("broken")


def _decodes(stream: BinaryIO, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    stream.seek(0)
    try:
        while part := stream.read(1 << 20):
            decoder.decode(part)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True
