"""Formats that may be filed, and how each is recognised by its name and its first bytes."""

from dataclasses import dataclass
from typing import BinaryIO

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from records.confined.process import Sentences, run
from records.copies import container
from records.rules import Refused

HEAD = 2048  # bytes by which a format is recognised
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = b"PK\x03\x04"
SENTENCES: Sentences = {
    "encrypted": gettext_lazy(
        "The file is encrypted. Take the encryption off before it is filed (DA/T 70)."
    )
}


@dataclass(frozen=True)
class Format:
    """One accepted format: what its bytes begin with, and what a package must hold."""

    name: str
    media_type: str
    begins: tuple[bytes, ...]
    at: int = 0
    holds: str = ""
    shown: bool = False  # a browser can show it without running anything in it

    def fits(self, head: bytes, file: BinaryIO) -> bool:
        start = head[self.at : self.at + 16]
        if not any(start.startswith(sign) for sign in self.begins):
            return False
        if not self.holds or not start.startswith(ZIP):
            return True
        return bool(run(container.holds, file, self.holds, sentences=SENTENCES))


_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_TIFF = (b"II*\x00", b"MM\x00*", b"II+\x00", b"MM\x00+")
_MPEG = (b"\x00\x00\x01\xba", b"\x00\x00\x01\xb3")
_MP3 = (b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2", b"\xff\xfa")
_XML = (b"<?xml", b"\xef\xbb\xbf<?xml")

_ACCEPTED = {
    "ofd": Format("OFD", "application/ofd", (ZIP,), holds="ofd.xml"),
    "pdf": Format("PDF", "application/pdf", (b"%PDF-",), shown=True),
    "jpg": Format("JPG", "image/jpeg", (b"\xff\xd8\xff",), shown=True),
    "tif": Format("TIF", "image/tiff", _TIFF),
    "png": Format("PNG", "image/png", (b"\x89PNG\r\n\x1a\n",), shown=True),
    "docx": Format("DOCX", _WORD, (ZIP,), holds="word/"),
    "wps": Format("WPS", "application/vnd.ms-works", (OLE, ZIP), holds="word/"),
    "rtf": Format("RTF", "application/rtf", (b"{\\rtf",)),
    "xlsx": Format("XLSX", _SHEET, (ZIP,), holds="xl/"),
    "xls": Format("XLS", "application/vnd.ms-excel", (OLE,)),
    "et": Format("ET", "application/vnd.ms-excel", (OLE, ZIP), holds="xl/"),
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


def recognise(name: str, head: bytes, file: BinaryIO) -> Format:
    """The format that both the name and the bytes of a file say.

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
            % {"name": name, "formats": ", ".join(BY_NAME)}
        )
    if not found.fits(head, file):
        raise Refused(
            _(
                "“%(name)s” is called %(format)s, but its content is not. Open it in the program"
                " that made it and save it as %(format)s anew."
            )
            % {"name": name, "format": found.name}
        )
    return found
