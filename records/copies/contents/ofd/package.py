"""An OFD (GB/T 33190): its parts and pages; for the confined child process, without Django.

Lengths are in millimetres, from the upper left corner. What a file leaves out or writes wrongly
has the standard's default; what cannot be read at all is a fault.
"""

import zipfile
import zlib
from collections.abc import Iterator
from functools import cached_property
from math import isfinite
from posixpath import dirname, join, normpath
from typing import Any, BinaryIO, NamedTuple

from lxml import etree

from records.confined.wire import Fault

MOST_XML = 1 << 25  # bytes of one member that is read
MOST_PICTURE = 1 << 27
MOST_STEPS = 100_000  # between the letters of one line
A4 = (0.0, 0.0, 210.0, 297.0)


class Box(NamedTuple):
    x: float
    y: float
    width: float
    height: float


def numbers(text: str | None) -> list[float]:
    """The numbers of a list as OFD writes it; what is none, or endless, ends it."""
    found: list[float] = []
    for word in (text or "").split():
        try:
            value = float(word)
        except ValueError:
            break
        if not isfinite(value) or abs(value) > 1e7:
            break
        found.append(value)
    return found


def box(text: str | None) -> Box | None:
    found = numbers(text)
    return Box(*found) if len(found) == 4 and found[2] > 0 and found[3] > 0 else None


def placed(thing: Any) -> Box:
    """Where an object lies; one without an extent is a point."""
    across, down, *_size = [*numbers(thing.get("Boundary")), 0.0, 0.0]
    return box(thing.get("Boundary")) or Box(across, down, 1, 1)


def number(element: Any, name: str, default: float) -> float:
    return next(iter(numbers(element.get(name))), default)


def deltas(text: str | None) -> list[float]:
    """The steps between letters; "g 3 2.5" is three of 2.5."""
    found: list[float] = []
    words = iter((text or "").split())
    for word in words:
        if word == "g":
            many = numbers(next(words, ""))[:1] or [0.0]
            found += numbers(next(words, ""))[:1] * int(min(max(many[0], 0), 10_000))
        else:
            found += numbers(word)[:1]
        if len(found) > MOST_STEPS:
            break
    return found


def local(element: Any) -> str:
    """The name of an element without its namespace, of which there are several."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def all_of(element: Any, *names: str) -> Iterator[Any]:
    """The descendants of these names."""
    return (one for one in element.iter() if local(one) in names)


def children(element: Any, *names: str) -> Iterator[Any]:
    """What stands in an element itself; not in what cuts or fills it, which has such parts too."""
    return (one for one in element if local(one) in names)


def first(element: Any, name: str) -> Any:
    """The first of a name; None where there is none."""
    return next(all_of(element, name), None)


class Package:
    """The members of the archive, each read within bounds."""

    def __init__(self, file: BinaryIO) -> None:
        try:
            self.archive = zipfile.ZipFile(file)
        except (zipfile.BadZipFile, ValueError, NotImplementedError, UnicodeDecodeError):
            raise Fault("broken") from None
        self.names = {one.filename.lstrip("/").lower(): one for one in self.archive.infolist()}

    def read(self, path: str, most: int = MOST_XML) -> bytes:
        """The bytes of a member; a fault where it is missing, damaged or too large."""
        entry = self.names.get(path.lower())
        if entry is None or entry.file_size > most:
            raise Fault("page")
        try:
            with self.archive.open(entry) as member:
                return member.read(most)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError):
            raise Fault("page") from None

    def xml(self, path: str) -> Any:
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
        try:
            return etree.fromstring(self.read(path), parser)
        except etree.XMLSyntaxError:
            raise Fault("page") from None


def beside(path: str, to: str | None) -> str:
    """The member to which a member points: from where it lies, or from the root."""
    return normpath(join("/", dirname(path), (to or "").strip())).lstrip("/")


class Document:
    """The first document of a package, with what its pages draw with."""

    def __init__(self, file: BinaryIO) -> None:
        self.package = Package(file)
        try:
            self.root = self.package.xml("OFD.xml")
            self.path = beside("", self._text(self.root, "DocRoot"))
            self.told = self.package.xml(self.path)
        except Fault:
            raise Fault("broken") from None
        self.pages = [
            beside(self.path, one.get("BaseLoc"))
            for pages in all_of(self.told, "Pages")
            for one in all_of(pages, "Page")
        ]
        self.keys = [one.get("ID") for p in all_of(self.told, "Pages") for one in all_of(p, "Page")]

    @staticmethod
    def _text(element: Any, name: str) -> str:
        found = first(element, name)
        return "" if found is None else found.text or ""

    @cached_property
    def templates(self) -> dict[str, str]:
        found = all_of(self.told, "TemplatePage")
        return {one.get("ID", ""): beside(self.path, one.get("BaseLoc")) for one in found}

    def size(self, index: int) -> Box:
        """The sheet of a page, as it or the document says."""
        told = self.package.xml(self.pages[index])
        own = [one for one in told if local(one) == "Area"]  # not all that stands on the page
        areas = (first(one, "PhysicalBox") for one in (*own, self.told))
        sheets = (box(area.text) for area in areas if area is not None)
        return next((one for one in sheets if one), Box(*A4))

    def sizes(self) -> Iterator[tuple[float, float]]:
        """Width and height of every page; noughts for one that is damaged."""
        for index in range(len(self.pages)):
            try:
                yield self.size(index)[2:]
            except Fault:
                yield 0, 0

    def layers(self, index: int) -> Iterator[Any]:
        """The contents that make a page, the templates below it first."""
        own = self.package.xml(self.pages[index])
        wanted = [one for one in own if local(one) == "Template"]
        above = [one for one in wanted if one.get("ZOrder") == "Foreground"]
        below = [one for one in wanted if one not in above]
        yield from self._templates(below)
        yield own
        yield from self._templates(above)

    def _templates(self, wanted: list[Any]) -> Iterator[Any]:
        for one in wanted:
            if path := self.templates.get(one.get("TemplateID", "")):
                yield self.package.xml(path)

    @cached_property
    def resources(self) -> dict[str, tuple[str, Any]]:
        """What objects name by a key, with the member's path that files stand beside."""
        listed = [
            beside(self.path, one.text) for one in all_of(self.told, "PublicRes", "DocumentRes")
        ]
        found: dict[str, tuple[str, Any]] = {}
        for path in listed:
            found |= self.resources_of(path)
        return found

    def resources_of(self, path: str) -> dict[str, tuple[str, Any]]:
        try:
            told = self.package.xml(path)
        except Fault:
            return {}  # what lacks it is drawn without
        base = beside(path, f"{told.get('BaseLoc') or '.'}/-")
        kinds = ("Font", "MultiMedia", "DrawParam", "CompositeGraphicUnit")
        return {one.get("ID", ""): (base, one) for one in all_of(told, *kinds)}

    def file_of(self, key: str | None, name: str) -> bytes | None:
        """The bytes of a resource's file; None where there is none that can be read."""
        base, told = self.resources.get(key or "", ("", None))
        named = None if told is None else first(told, name)
        try:
            found = named is not None and self.package.read(beside(base, named.text), MOST_PICTURE)
        except Fault:
            return None
        return found or None
