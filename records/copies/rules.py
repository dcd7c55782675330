"""Formats that may be filed, and how each is recognised by its name and its bytes."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, BinaryIO

from django.db.models import TextChoices

from records.confined.process import Sentences, run
from records.copies.contents import compound, container, markup, picture, plain, portable
from records.rules import Refused
from records.sentences import gettext as _
from records.sentences import gettext_lazy

WITH_TEXT = ("OFD", "PDF")  # formats of which pages can bring their text with them
LEAST_DPI, MOST_DPI = 50, 9600


class Colour(TextChoices):
    """扫描色彩模式 (DA/T 46-2009, M55)."""

    BILEVEL = "bilevel", gettext_lazy("black and white (黑白二值)")
    GREY = "grey", gettext_lazy("greyscale (灰度)")
    COLOUR = "colour", gettext_lazy("colour (彩色)")


class TextOrigin(TextChoices):
    """Where the text of a page comes from."""

    LAYER = "layer", gettext_lazy("brought by the file")
    RECOGNISED = "recognised", gettext_lazy("recognised by a machine")
    CORRECTED = "corrected", gettext_lazy("recognised, and corrected by a person")


COLOUR_WORDS = {"黑白二值": Colour.BILEVEL, "灰度": Colour.GREY, "彩色": Colour.COLOUR}
HEAD = 2048  # bytes by which a format is recognised
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = b"PK\x03\x04"
SENTENCES: Sentences = {
    "encrypted": gettext_lazy(
        "The file is encrypted. Take the encryption off before it is filed (DA/T 70)."
    ),
    "password": gettext_lazy(
        "The file has a password, so that it cannot be opened later (DA/T 70). Open it with the"
        " password, save it without one, and send that."
    ),
    "broken": gettext_lazy(
        "The file is damaged or cut off and cannot be opened. Open it in the program that made it"
        " and save it anew, or scan it again."
    ),
    "page": gettext_lazy(
        "Page %(number)d of the file is missing or damaged. Open it in the program that made it and"
        " save it anew, or scan it again."
    ),
    "pages": gettext_lazy(
        "The file says that it has %(count)d pages, more than the %(most)d that can be shown."
        " Divide it."
    ),
    "virus": gettext_lazy(
        "The file holds what virus scanners are tried with (EICAR). It is not kept."
    ),
    "two": gettext_lazy(
        "The file is two kinds of file at once: inside it is a package, a program or a document of"
        " another kind. Open it in the program that made it and save it anew."
    ),
    "pixels": gettext_lazy(
        "The picture has %(width)d × %(height)d pixels, more than the %(most)d that are taken. Scan"
        " it with fewer dots to the inch, or divide it."
    ),
    "unpacked": gettext_lazy("The file is too large once unpacked. Divide it."),
    "web page": gettext_lazy(
        "The file is a web page or runs a program in the browser. Save it as OFD or PDF."
    ),
    "entities": gettext_lazy(
        "The XML file declares entities of its own, which are not read. Write them out."
    ),
}
Reader = Callable[..., Any]


@dataclass(frozen=True)
class Format:
    """One accepted format: what its bytes begin with, and what a package must hold."""

    name: str
    media_type: str
    begins: tuple[bytes, ...]
    at: int = 0
    holds: str = ""
    shown: bool = False  # a browser can show it without running anything in it
    drawn: bool = False  # pictures of its pages can be made

    def fits(self, head: bytes) -> bool:
        """Whether the first bytes are those of the format."""
        return head[self.at : self.at + 16].startswith(self.begins)

    def reader(self, head: bytes, most: int) -> tuple[Reader, tuple[Any, ...]]:
        """What reads it in the confined child process, and what that needs to know."""
        if head.startswith(ZIP) and self.holds:
            return container.read, (self.holds,)
        if head.startswith(OLE):
            return compound.read, ()
        if self.begins in {_JPG, _PNG, _TIFF}:
            return picture.read, (most,)
        return {"PDF": portable.read, "XML": markup.read}.get(self.name, plain.read), ()


_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_TIFF = (b"II*\x00", b"MM\x00*", b"II+\x00", b"MM\x00+")
_MPEG = (b"\x00\x00\x01\xba", b"\x00\x00\x01\xb3")
_MP3 = (b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2", b"\xff\xfa")
_JPG, _PNG = (b"\xff\xd8\xff",), (b"\x89PNG\r\n\x1a\n",)
_XML = (b"<?xml", b"\xef\xbb\xbf<?xml")

_ACCEPTED = {
    "ofd": Format("OFD", "application/ofd", (ZIP,), holds="ofd.xml", drawn=True),
    "pdf": Format("PDF", "application/pdf", (b"%PDF-",), shown=True, drawn=True),
    "jpg": Format("JPG", "image/jpeg", _JPG, shown=True, drawn=True),
    "tif": Format("TIF", "image/tiff", _TIFF, drawn=True),
    "png": Format("PNG", "image/png", _PNG, shown=True, drawn=True),
    "docx": Format("DOCX", _WORD, (ZIP,), holds="word/document"),
    "wps": Format("WPS", "application/vnd.ms-works", (OLE, ZIP), holds="word/document"),
    "rtf": Format("RTF", "application/rtf", (b"{\\rtf",)),
    "xlsx": Format("XLSX", _SHEET, (ZIP,), holds="xl/workbook"),
    "xls": Format("XLS", "application/vnd.ms-excel", (OLE,)),
    "et": Format("ET", "application/vnd.ms-excel", (OLE, ZIP), holds="xl/workbook"),
    "xml": Format("XML", "application/xml", _XML),
    "wav": Format("WAV", "audio/wav", (b"WAVE",), at=8),
    "mp3": Format("MP3", "audio/mpeg", _MP3),
    "mp4": Format("MP4", "video/mp4", (b"ftyp",), at=4),
    "mpg": Format("MPG", "video/mpeg", _MPEG),
    "avi": Format("AVI", "video/x-msvideo", (b"AVI ",), at=8),
    "flv": Format("FLV", "video/x-flv", (b"FLV\x01",)),
}
_SAME = {"jpeg": "jpg", "tiff": "tif", "mpeg": "mpg"}
BY_NAME = {found.name: found for found in _ACCEPTED.values()}
DRAWN = sorted(kind.name for kind in BY_NAME.values() if kind.drawn)


def recognise(name: str, file: BinaryIO) -> Format:
    """The format that both the name and the first bytes of a file say.

    GB/T 18894-2016: version formats for documents (OFD, PDF), and the other formats of
    the table. Refused: another format, and bytes that are not what the name says.
    """
    extension = name.rpartition(".")[2].lower() if "." in name else ""
    found = _ACCEPTED.get(_SAME.get(extension, extension))
    if found is None:
        raise Refused(
            _(
                "“%(name)s” is in no format that may be filed. Save a document as OFD or PDF, a"
                " picture as JPG, TIF or PNG; accepted are %(formats)s."
            )
            % {"name": name, "formats": _(", ").join(BY_NAME)}
        )
    head = _head(file)
    if not found.fits(head):
        if found.holds and head.startswith(OLE):
            run(compound.read, file, sentences=SENTENCES)  # a password makes a package such a file
        raise Refused(_not_so(name, found))
    return found


def read_through(kind: Format, name: str, file: BinaryIO, most: int) -> list[str]:
    """What a file says first: title, first page, names of sheets; a confined child reads it.

    Refused: a file that has a password or is encrypted, that is damaged, that is another
    kind of file too, and a picture with more than `most` pixels.
    """
    reader, given = kind.reader(_head(file), most)
    wrong = {"kind": _not_so(name, kind).replace("%", "%%")}
    found = run(reader, file, *given, sentences={**SENTENCES, **wrong})
    return [text for text in found or () if isinstance(text, str)]


def _head(file: BinaryIO) -> bytes:
    file.seek(0)
    return file.read(HEAD)


def _not_so(name: str, kind: Format) -> str:
    return _(
        "“%(name)s” is called %(format)s, but its content is not. Open it in the program"
        " that made it and save it as %(format)s anew."
    ) % {"name": name, "format": kind.name}
