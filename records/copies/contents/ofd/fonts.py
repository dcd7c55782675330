"""Letters of an OFD in the fonts that it brings, else in those of the house."""

import codecs
import ctypes
import mmap
from pathlib import Path
from typing import Any

from pypdfium2 import raw

import records.printing
from records.copies.contents.ofd.package import Document


def _mapped(name: str) -> Any:
    """A font of the house: in memory before the limits, and only as far as it is used."""
    with (Path(records.printing.__file__).parent / "fonts" / name).open("rb") as file:
        held = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_COPY)
    return (ctypes.c_ubyte * len(held)).from_buffer(held)


HOUSE = _mapped("ArchiveSerifSC-Regular.otf")
IN_HOUSE = codecs.lookup("gb2312").encode  # there before the limits, too
MORE = _mapped("ArchiveSerifSCMore-Regular.otf")


class Fonts:
    """The fonts of one document, each loaded once."""

    def __init__(self, document: Document, made: Any) -> None:
        self.document, self.made = document, made
        self.fonts: dict[Any, Any] = {}

    def letter(self, key: str | None, sign: str, glyph: int | None) -> Any:
        """A letter in the font of this key; None where no font can write it."""
        own = self._own(key)
        made = self._written(own, sign, glyph) if own else None
        return made or self._written(self._font(MORE if _is_rare(sign) else HOUSE), sign, None)

    def _written(self, font: Any, sign: str, glyph: int | None) -> Any:
        """The letter as a thing; None where the font cannot write it."""
        made = raw.FPDFPageObj_CreateTextObj(self.made, font, 1.0)
        if glyph is not None:
            done = raw.FPDFText_SetCharcodes(made, (ctypes.c_uint32 * 1)(glyph), 1)
        else:
            units = sign.encode("utf-16-le", "surrogatepass") + b"\0\0"
            text = (ctypes.c_ushort * (len(units) // 2)).from_buffer_copy(units)
            done = raw.FPDFText_SetText(made, text)
        if done:
            return made
        raw.FPDFPageObj_Destroy(made)
        return None

    def _own(self, key: str | None) -> Any:
        """The font that the file brings; None where it brings none, or none that can be read."""
        if key not in self.fonts:
            held = self.document.file_of(key, "FontFile")
            data = (ctypes.c_ubyte * len(held)).from_buffer_copy(held) if held else None
            self.fonts[key] = self._loaded(data) if data else None
        return self.fonts[key]

    def _font(self, data: Any) -> Any:
        if id(data) not in self.fonts:
            self.fonts[id(data)] = self._loaded(data)
        return self.fonts[id(data)]

    def _loaded(self, data: Any) -> Any:
        is_cff = bytes(data[:4]) == b"OTTO"
        kind = raw.FPDF_FONT_TYPE1 if is_cff else raw.FPDF_FONT_TRUETYPE
        return raw.FPDFText_LoadFont(self.made, data, len(data), kind, 1) or None


def _is_rare(sign: str) -> bool:
    """Whether only the second font of the house has it."""
    try:
        IN_HOUSE(sign)
    except UnicodeEncodeError:
        return "\u3400" <= sign <= "\u9fff"
    return False
