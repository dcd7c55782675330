"""What a PDF says first; a reader for the confined child process, without Django."""

from collections.abc import Iterator
from contextlib import contextmanager
from ctypes import c_int
from typing import Any, BinaryIO

import pypdfium2 as pdfium
from pypdfium2 import raw

from records.confined.wire import Fault
from records.copies.contents.signs import refuse_other_faces

TAIL = 2048  # bytes in which the mark of the end stands
LONGEST = 20_000  # characters of the first page
MOST_TEXT = 4_000_000  # characters of a whole document
UNIT = 10_000  # parts of a side, in which places on a page are told
SPEAKING = ("Title", "Subject", "Keywords")
pdfium.PdfDocument.new().close()  # the library is all there before the limits


def read(file: BinaryIO) -> list[str]:
    """The title and the lines of the first page.

    A fault where it has a password or is encrypted, has no end or no page, or is another
    kind of file, too.
    """
    refuse_other_faces(file, package=False, markup=False)
    size = file.seek(0, 2)
    file.seek(max(size - TAIL, 0))
    ends = b"%%EOF" in file.read()
    file.seek(0)
    with opened(file) as document:
        if raw.FPDF_GetSecurityHandlerRevision(document) >= 0:
            raise Fault("encrypted")
        if not ends or not len(document):
            raise Fault("broken")
        return _texts(document)


@contextmanager
def opened(file: BinaryIO) -> Iterator[pdfium.PdfDocument]:
    """The document; a fault where it has a password, or where what is wanted of it is damaged."""
    try:
        with pdfium.PdfDocument(file) as document:
            yield document
    except pdfium.PdfiumError as error:
        code = getattr(error, "err_code", None)
        raise Fault("password" if code == raw.FPDF_ERR_PASSWORD else "broken") from None


def _texts(document: pdfium.PdfDocument) -> list[str]:
    lines = _text(document, 0).splitlines()
    return [document.get_metadata_value(name) for name in SPEAKING] + lines


def _text(document: pdfium.PdfDocument, index: int) -> str:
    layer = document[index].get_textpage()
    text: str = layer.get_text_range(0, min(layer.count_chars(), LONGEST))
    return text


def texts(file: BinaryIO) -> Iterator[str]:
    """What the text layer says on each page, of long documents the beginning."""
    with opened(file) as document:
        left = MOST_TEXT
        for index in range(len(document)):
            try:
                text = _text(document, index)[:left]
            except pdfium.PdfiumError:  # the page is damaged
                text = ""
            left -= len(text)
            yield text


def letters(file: BinaryIO, number: int) -> list[list[Any]]:
    """The signs on a page, each with left, top, right and bottom in parts (`UNIT`) of its sides."""
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
