"""The text that a PDF or an OFD brings with it; for the confined child process, without Django."""

from collections.abc import Iterator
from ctypes import c_int
from typing import Any, BinaryIO

import pypdfium2 as pdfium
from pypdfium2 import raw

from records.copies.contents.ofd.page import letters as package_letters
from records.copies.contents.ofd.texts import texts as package_texts
from records.copies.contents.portable import LONGEST, MOST_TEXT, opened, text_of
from records.copies.contents.signs import is_package

UNIT = 10_000  # parts of a side, in which places on a page are told


def texts(file: BinaryIO) -> Iterator[str]:
    """What each page says, of long documents the beginning."""
    if is_package(file):
        yield from package_texts(file)
        return
    with opened(file) as document:
        left = MOST_TEXT
        for index in range(len(document)):
            try:
                text = text_of(document, index)[:left]
            except pdfium.PdfiumError:  # the page is damaged
                text = ""
            left -= len(text)
            yield text


def letters(file: BinaryIO, number: int) -> list[list[Any]]:
    """The signs on a page, each with left, top, right and bottom in parts (`UNIT`) of its sides."""
    if is_package(file):
        return package_letters(file, number - 1, UNIT)
    with opened(file) as document:
        page = document[number - 1]
        layer = page.get_textpage()
        count = min(layer.count_chars(), LONGEST)
        signs = (chr(raw.FPDFText_GetUnicode(layer, index) or 32) for index in range(count))
        return [[sign, *_box(page, layer, index)] for index, sign in enumerate(signs)]


def _box(page: pdfium.PdfPage, layer: pdfium.PdfTextPage, index: int) -> list[int]:
    left, bottom, right, top = layer.get_charbox(index)
    (x1, y1), (x2, y2) = _placed(page, left, top), _placed(page, right, bottom)
    return [min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)]


def _placed(page: pdfium.PdfPage, x: float, y: float) -> tuple[int, int]:
    """A point of the page as it is shown: turned and cut as it says."""
    across, down = c_int(), c_int()
    raw.FPDF_PageToDevice(page, 0, 0, UNIT, UNIT, 0, x, y, across, down)
    return across.value, down.value
