"""A page of an OFD as a PDF of one page, which then is drawn and read as any other.

Its words stand where it says, in the fonts that it brings or in one of the house, with its
pictures, lines and areas, annotations and the pictures of its seals. What clips, shades and
fills with patterns is left out. For the confined child process, without Django.
"""

import codecs
import ctypes
import mmap
from contextlib import suppress
from functools import cached_property
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO, TypeAlias

import pypdfium2 as pdfium
from PIL import Image, UnidentifiedImageError
from pypdfium2 import raw

import records.printing
from records.confined.wire import Fault
from records.copies.contents.ofd import overlays
from records.copies.contents.ofd.geometry import Matrix, pieces
from records.copies.contents.ofd.package import Document, first, local, number, numbers, placed
from records.copies.contents.ofd.page import MOST_THINGS, Walk

POINTS = 72 / 25.4  # to a millimetre
MOST_DOTS = 200_000_000  # of one picture
PICTURES = ("PNG", "JPEG", "TIFF", "BMP", "GIF")
THIN = 0.353  # mm, of a line that does not say it
Colour: TypeAlias = tuple[int, int, int, int]
EVEN_ODD, WINDING = 1, 2  # what of a path lies inside
BLACK: Colour = (0, 0, 0, 255)
SEALS = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF8")  # as pictures begin
ZIP = b"PK\x03\x04"


def _mapped(name: str) -> Any:
    """A font of the house: in memory before the limits, and only as far as it is used."""
    with (Path(records.printing.__file__).parent / "fonts" / name).open("rb") as file:
        held = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_COPY)
    return (ctypes.c_ubyte * len(held)).from_buffer(held)


HOUSE = _mapped("ArchiveSerifSC-Regular.otf")
IN_HOUSE = codecs.lookup("gb2312").encode  # there before the limits, too
MORE = _mapped("ArchiveSerifSCMore-Regular.otf")


def pdf(file: BinaryIO, index: int) -> pdfium.PdfDocument:
    """The page alone; a fault where it is none, or is damaged."""
    document = Document(file)
    if not 0 <= index < len(document.pages):
        raise Fault("page")
    sheet = document.size(index)
    made = pdfium.PdfDocument.new()
    page = made.new_page(sheet.width * POINTS, sheet.height * POINTS)
    up = Matrix(POINTS, 0, 0, -POINTS, 0, sheet.height * POINTS)
    Ink(document, made, page).page(index, up)
    raw.FPDFPage_GenerateContent(page)
    return made


class Ink(Walk):
    """Puts the objects of one document on a page."""

    def __init__(self, document: Document, made: Any, page: Any, left: int = MOST_THINGS) -> None:
        super().__init__(document, left)
        self.made, self.on = made, page
        self.fonts: dict[Any, Any] = {}

    def page(self, index: int, to: Matrix) -> None:
        """All layers, then annotations and seals."""
        super().page(index, to)
        key = self.document.keys[index]
        with suppress(Fault):
            for one in overlays.annotations(self.document, key):
                place = placed(one)
                self.things(one, Matrix(e=place.x, f=place.y).then(to))
        with suppress(Fault):
            for place, held in overlays.seals(self.document, key):
                into = Matrix(place.width, 0, 0, place.height, place.x, place.y)
                self._seal(b"".join(held[:1]) or b"".join(held[1:]), into.then(to))

    @cached_property
    def kinds(self) -> dict[str, Any]:
        more = {"PathObject": self._path, "ImageObject": self._picture}
        return {**super().kinds, **more}

    def _put(self, thing: Any, matrix: Matrix) -> None:
        raw.FPDFPageObj_SetMatrix(thing, raw.FS_MATRIX(*matrix))
        raw.FPDFPage_InsertObject(self.on, thing)

    def letter(self, thing: Any, sign: str, glyph: int | None, to: Matrix) -> None:
        if sign.isspace() and glyph is None:
            return
        own = self._own(thing.get("Font"))
        made = self._written(own, sign, glyph) if own else None
        made = made or self._written(self._font(MORE if _is_rare(sign) else HOUSE), sign, None)
        if made:
            colour = self._colour(thing, "FillColor") or BLACK
            raw.FPDFPageObj_SetFillColor(made, *colour)
            self._put(made, to)

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

    def _path(self, thing: Any, to: Matrix, _depth: int) -> None:
        made, told = raw.FPDFPageObj_CreateNewPath(0, 0), first(thing, "AbbreviatedData")
        for name, points in pieces("" if told is None else told.text or "", self.left):
            self.left -= 1
            _STEPS[name](made, *(value for point in points for value in to.point(*point)))
        fills, lines = thing.get("Fill") == "true", thing.get("Stroke") != "false"
        rule = EVEN_ODD if thing.get("Rule") == "Even-Odd" else WINDING
        raw.FPDFPath_SetDrawMode(made, rule if fills else 0, lines)
        raw.FPDFPageObj_SetFillColor(made, *(self._colour(thing, "FillColor") or BLACK))
        raw.FPDFPageObj_SetStrokeColor(made, *(self._colour(thing, "StrokeColor") or BLACK))
        wide = number(thing, "LineWidth", number(self._params(thing), "LineWidth", THIN))
        raw.FPDFPageObj_SetStrokeWidth(made, wide * to.scale)
        raw.FPDFPage_InsertObject(self.on, made)

    def _params(self, thing: Any) -> Any:
        _base, told = self.document.resources.get(thing.get("DrawParam", ""), ("", None))
        return thing if told is None else told

    def _colour(self, thing: Any, name: str) -> Colour | None:
        """As the object or its parameters say; None where neither does, or it is no plain one."""
        for one in (thing, self._params(thing)):
            told = next((found for found in one if local(found) == name), None)
            if told is not None:
                return _colour(told)
        return None

    def _picture(self, thing: Any, to: Matrix, _depth: int) -> None:
        held = self.document.file_of(thing.get("ResourceID"), "MediaFile")
        if not thing.get("CTM"):
            place = placed(thing)
            to = Matrix(place.width, 0, 0, place.height).then(to)
        if held:
            self._image(held, to)

    def _image(self, held: bytes, to: Matrix) -> None:
        """A picture in the square of one by one, whose head is at 0."""
        try:
            picture = Image.open(BytesIO(held), formats=PICTURES)
            if picture.width * picture.height > MOST_DOTS:
                return
            made = pdfium.PdfImage.new(self.made)
            if picture.format == "JPEG" and picture.mode in {"L", "RGB"}:
                made.load_jpeg(BytesIO(held), inline=True)
            else:
                plain = picture.convert("RGBA" if picture.has_transparency_data else "RGB")
                made.set_bitmap(pdfium.PdfBitmap.from_pil(plain))
        except (OSError, ValueError, SyntaxError, UnidentifiedImageError, pdfium.PdfiumError):
            return  # the rest of the page is shown
        made.set_matrix(pdfium.PdfMatrix(*Matrix(1, 0, 0, -1, 0, 1).then(to)))
        self.on.insert_obj(made)  # which then is the page's

    def _seal(self, held: bytes, to: Matrix) -> None:
        """The picture that a signature holds somewhere: itself one, or an OFD of one page."""
        starts = [found for sign in SEALS if (found := held.find(sign)) >= 0]
        if starts:
            self._image(held[min(starts) :], to)
        elif ZIP in held:
            inner = Document(BytesIO(held[held.find(ZIP) :]))
            sheet, ink = inner.size(0), Ink(inner, self.made, self.on, self.left // 2)
            Walk.page(ink, 0, Matrix(1 / sheet.width, 0, 0, 1 / sheet.height).then(to))


def _colour(told: Any) -> Colour:
    """Grey, red, green and blue, or printers' colours, with how much it covers."""
    text, cover = told.get("Value") or "", min(max(int(number(told, "Alpha", 255)), 0), 255)
    values = [min(max(int(value), 0), 255) for value in numbers(text)]
    if len(values) == 1:
        values *= 3
    if len(values) == 4:
        *inks, black = values
        values = [(255 - ink) * (255 - black) // 255 for ink in inks]
    red, green, blue = values if len(values) == 3 else (0, 0, 0)
    return red, green, blue, cover


def _is_rare(sign: str) -> bool:
    """Whether only the second font of the house has it."""
    try:
        IN_HOUSE(sign)
    except UnicodeEncodeError:
        return "\u3400" <= sign <= "\u9fff"
    return False


_STEPS = {
    "M": raw.FPDFPath_MoveTo,
    "L": raw.FPDFPath_LineTo,
    "B": raw.FPDFPath_BezierTo,
    "C": raw.FPDFPath_Close,
}
