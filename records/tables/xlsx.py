"""What calamine does not tell of an XLSX: formats that hide a part, errors, formulas without value.

The cells of a sheet are looked through in the bytes, piece by piece, and only those that
show something else than they hold are taken out, each by its own address.
"""

import re
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from typing import IO, BinaryIO
from xml.parsers import expat

from records.tables.number_formats import BUILT_IN, Look, look
from records.tables.rules import MOST_COLUMNS, NOT_WORKED_OUT, Odd, position

WORKBOOK, RELATIONS, STYLES = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"
BLOCK = 1 << 20
LISTS_OF_FORMATS = {"cellXfs", "cellStyleXfs", "cellStyles", "dxfs"}
LONGEST_ERROR = 40  # characters
_CELL = rb"""<(?:\w+:)?c\s(?=[^<>]*\b(?:t\s*=\s*["']e["']|s\s*=\s*["'](?:%s)["']))([^<>]*)>"""
_PLACE = re.compile(rb"""\br\s*=\s*["']([A-Z]{1,3})([0-9]{1,7})["']""")
_ROW = re.compile(rb"""\br\s*=\s*["']([0-9]{1,7})["']""")
_STYLE = re.compile(rb"""\bs\s*=\s*["']([0-9]{1,9})["']""")
_ERROR = re.compile(rb"""\bt\s*=\s*["']e["']""")
_TEXT = re.compile(rb"""\bt\s*=\s*["']str["']""")  # a formula that gave no signs
_VALUE = re.compile(rb"<(?:\w+:)?v\b[^<>]*>([^<]*)<")
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
_NO_VALUE = re.compile(
    rb"<(?:\w+:)?c\s([^<>]*)>\s*<(?:\w+:)?f\b(?:[^<>]*/>|[^<>]*>[^<]*</(?:\w+:)?f>)\s*"
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v\s*>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)


class Package:
    """The parts of an XLSX in which formats and the places of sheets stand."""

    def __init__(self, file: BinaryIO) -> None:
        self.archive = zipfile.ZipFile(file)
        self.names = {name.lower(): name for name in self.archive.namelist()}
        self.looks = self._looks()
        formats = b"|".join(b"%d" % style for style in self.looks) or b"x"
        self.cell = re.compile(_CELL % formats)
        signs = [b"e", *(b"%d" % style for style in self.looks)]
        self.quoted = [quote + sign + quote for sign in signs for quote in (b'"', b"'")]
        self.paths = self._paths()

    def odd(self, sheet: str) -> Iterator[Odd]:
        """The cells of a sheet that show something else than they hold, row by row.

        Behind each piece stands its last row with no column: who wants no more rows than that
        does not have the rest looked through.
        """
        path = self.part(sheet)
        if path is None:
            return
        with self.archive.open(path) as member:
            for piece in _pieces(member):
                yield from sorted(self._found(piece), key=lambda one: one[:2])
                if last := _ROW.search(piece, max(piece.rfind(b"row "), 0)):
                    yield int(last[1]), MOST_COLUMNS, ""

    def part(self, sheet: str) -> str | None:
        """The part of the file in which a sheet stands."""
        return self.names.get(self.paths.get(sheet, "").lower())

    def _found(self, piece: bytes) -> Iterator[Odd]:
        # Most pieces have none: to look for the bare signs first costs next to nothing.
        any_odd = any(sign in piece for sign in self.quoted)
        for found in self.cell.finditer(piece) if any_odd else ():
            if _ERROR.search(found[1]):
                yield from _at(found[1], _error(piece, found.end()))
            elif style := _STYLE.search(found[1]):
                yield from _at(found[1], self.looks[int(style[1])])
        if (b"<f" in piece or b":f" in piece) and _FORMULA.search(piece):
            for found in _NO_VALUE.finditer(piece):
                if not _TEXT.search(found[1]):
                    yield from _at(found[1], NOT_WORKED_OUT)

    def _looks(self) -> dict[int, Look]:
        """The formats of cells that do not show all, by their numbers in the list of formats."""
        codes, listed, inside = dict(BUILT_IN), [], False
        for name, told in self._tags(STYLES):
            if name == "numFmt" and told.get("numFmtId", "").isdigit():
                codes[int(told["numFmtId"])] = told.get("formatCode", "")
            elif name in LISTS_OF_FORMATS:
                inside = name == "cellXfs"
            elif name == "xf" and inside:
                listed.append(told.get("numFmtId", ""))
        found = {
            style: look(codes.get(int(number), "")) if number.isdigit() else None
            for style, number in enumerate(listed)
        }
        return {style: seen for style, seen in found.items() if seen}

    def _paths(self) -> dict[str, str]:
        """Where each sheet stands in the package."""
        targets = {
            told.get("Id", ""): told.get("Target", "") for _name, told in self._tags(RELATIONS)
        }
        paths = {}
        for name, told in self._tags(WORKBOOK):
            if name == "sheet":
                key = next((told[one] for one in told if one.endswith(":id")), "")
                target = targets.get(key, "")
                paths[told.get("name", "")] = (
                    target[1:] if target.startswith("/") else f"xl/{target}"
                )
        return paths

    def _tags(self, path: str) -> list[tuple[str, dict[str, str]]]:
        """The tags of a part with their attributes; of one that is not well-formed those before."""
        found: list[tuple[str, dict[str, str]]] = []
        if path not in self.names:
            return found
        parser = expat.ParserCreate()
        parser.StartElementHandler = lambda name, told: found.append(
            (name.rpartition(":")[2], told)
        )
        with self.archive.open(self.names[path]) as member, suppress(expat.ExpatError):
            parser.ParseFile(member)
        return found


def _pieces(member: IO[bytes]) -> Iterator[bytes]:
    """The bytes of a sheet, cut behind rows."""
    held = b""
    while block := member.read(BLOCK):
        held += block
        cut = held.rfind(b"row>") + 4
        if cut > 3:
            yield held[:cut]
            held = held[cut:]
    yield held


def _at(attributes: bytes, seen: Look | str) -> Iterator[Odd]:
    if found := _PLACE.search(attributes):
        yield int(found[2]), position(found[1].decode()), seen


def _error(piece: bytes, begin: int) -> str:
    found = _VALUE.search(piece, begin)
    return found[1][:LONGEST_ERROR].decode(errors="replace").strip() if found else NOT_WORKED_OUT
