"""What a PDF says first; a reader for the confined child process, without Django."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

import pypdfium2 as pdfium
from pypdfium2 import raw

from records.confined.wire import Fault
from records.copies.contents.page_sizes import Size, of_all, page, refuse_lost
from records.copies.contents.signs import refuse_other_faces

TAIL = 2048  # bytes in which the mark of the end stands
LONGEST = 20_000  # characters of the first page
MOST_TEXT = 4_000_000  # characters of a whole document
SPEAKING = ("Title", "Subject", "Keywords")
pdfium.PdfDocument.new().close()  # the library is all there before the limits


def read(file: BinaryIO) -> list[str]:
    """The title and the lines of the first page.

    A fault where it has a password or is encrypted, has no end or no page, lacks one of its
    pages, or is another kind of file, too.
    """
    refuse_other_faces(file, package=False, markup=False)
    size = file.seek(0, 2)
    file.seek(max(size - TAIL, 0))
    ends = b"%%EOF" in file.read()
    file.seek(0)
    with opened(file) as document:
        if raw.FPDF_GetSecurityHandlerRevision(document) >= 0:
            raise Fault("encrypted")
        if not ends:
            raise Fault("broken")
        refuse_lost(sizes_of(document))
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


def sizes_of(document: pdfium.PdfDocument) -> Iterator[Size]:
    """Width and height of every page in points, noughts for one that is damaged.

    A fault where there is none, or more than can be shown.
    """
    return of_all(len(document), (size_of(document, index) for index in range(len(document))))


def size_of(document: pdfium.PdfDocument, index: int) -> Size:
    try:
        return page(*document.get_page_size(index))
    except pdfium.PdfiumError:
        return 0, 0


def _texts(document: pdfium.PdfDocument) -> list[str]:
    lines = text_of(document, 0).splitlines()
    return [document.get_metadata_value(name) for name in SPEAKING] + lines


def text_of(document: pdfium.PdfDocument, index: int) -> str:
    """What the text layer of a page says."""
    layer = document[index].get_textpage()
    text: str = layer.get_text_range(0, min(layer.count_chars(), LONGEST))
    return text
