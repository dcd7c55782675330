"""What a ZIP package holds and says; a reader for the confined child process, without Django."""

import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import BinaryIO

from lxml import etree

from records.confined.wire import Fault
from records.copies.contents.ofd.package import Document
from records.copies.contents.page_sizes import of_all, refuse_lost
from records.copies.contents.signs import VIRUS, refuse_other_faces, searched

MOST_UNPACKED = 1024**3  # bytes
MOST_READ = 1 << 24  # bytes of one member that are read for its texts
MOST_TEXTS = 400
PAGED = "ofd.xml"  # what holds this has pages
PACKAGE, DEEPEST = b"PK\x03\x04", 4  # packages in packages
SPEAKING = (  # members whose first texts are the title, the first page, the names of sheets
    "docprops/core.xml",
    "word/document.xml",
    "word/header",
    "xl/workbook.xml",
    "xl/sharedstrings.xml",
    "ofd.xml",
    "doc_0/pages/page_0/content.xml",
)
WHOLE = {"p", "si", "TextObject", "sheet", "Title", "Subject", "Abstract"}  # one text each
CORE = {"title", "subject", "keywords", "description", "category"}


def read(file: BinaryIO, beginning: str) -> list[str]:
    """Unpack every member, and give back the texts that the package says first.

    A fault where no member's name begins so, where it is encrypted, damaged or too large
    once unpacked, where what speaks in it is no XML, where a member, of packages in it too, is
    the file by which virus scanners are tried, where the whole is another kind of file, too, or
    where a page of an OFD is not there.
    """
    refuse_other_faces(file, package=True, markup=False)
    try:
        with zipfile.ZipFile(file) as package:
            _refuse(package.infolist(), beginning)
            said = _texts(package)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, UnicodeDecodeError):
        raise Fault("broken") from None
    if beginning == PAGED:
        document = Document(file)
        refuse_lost(of_all(len(document.pages), document.sizes()))
    return said


def _refuse(inside: list[zipfile.ZipInfo], beginning: str) -> None:
    names = [entry.filename.lower() for entry in inside]
    if any(name.startswith("encrypt") and name.endswith(".xml") for name in names):
        raise Fault("encrypted")  # OFD with a password
    if not any(name.startswith(beginning) for name in names):
        raise Fault("kind")


def _texts(package: zipfile.ZipFile) -> list[str]:
    found: list[str] = []
    for name, content in _members(package, MOST_UNPACKED):
        if name.lower().startswith(SPEAKING):
            found += _said(content)
    return found


def _members(package: zipfile.ZipFile, room: int, depth: int = 1) -> Iterator[tuple[str, bytes]]:
    """The members, each with the beginning of what it holds; packages in it are looked through."""
    inside = package.infolist()
    if any(entry.flag_bits & 1 for entry in inside):
        raise Fault("encrypted")
    room -= sum(entry.file_size for entry in inside)
    if room < 0 or depth > DEEPEST:
        raise Fault("unpacked")
    for entry in inside:
        head = bytearray()
        with package.open(entry) as member:
            for block in searched(member, VIRUS):
                head += block[: MOST_READ - len(head)]
        if head.startswith(PACKAGE):
            room -= _looked_through(package, entry, room, depth)
        yield entry.filename, bytes(head)


def _looked_through(package: zipfile.ZipFile, entry: zipfile.ZipInfo, room: int, depth: int) -> int:
    """How many bytes a package in the package holds; nothing where it is none after all."""
    with package.open(entry) as member:
        try:
            inner = zipfile.ZipFile(member)
        except zipfile.BadZipFile:
            return 0
        with inner:
            for _member in _members(inner, room, depth + 1):
                pass
            return sum(each.file_size for each in inner.infolist())


def _said(content: bytes) -> Iterator[str]:
    """The first texts of an XML member; a fault where it is none, also not as far as it is read."""
    count = 0
    try:
        for _event, element in etree.iterparse(
            BytesIO(content), load_dtd=False, no_network=True, resolve_entities=False
        ):
            name = etree.QName(element).localname
            if name in WHOLE or name in CORE:
                yield element.get("name") or "".join(element.itertext())
                count += 1
                element.clear()
            if count == MOST_TEXTS:
                return
    except etree.XMLSyntaxError:
        if not count or len(content) < MOST_READ:
            raise Fault("broken") from None
