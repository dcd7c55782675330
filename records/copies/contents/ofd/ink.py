"""A page of an OFD as a PDF of one page, which then is drawn and read as any other.

Its words stand where it says, in the fonts that it brings or in one of the house, with its
pictures, lines and areas, colours that run, cut-outs, annotations and the pictures of its
seals. What is left out of it is told. For the confined child process, without Django.
"""

from functools import cached_property
from io import BytesIO
from typing import Any, BinaryIO, TypeAlias

import pypdfium2 as pdfium
from PIL import Image, UnidentifiedImageError
from pypdfium2 import raw

from records.confined.wire import Fault
from records.copies.contents.ofd import cuts, overlays, shades
from records.copies.contents.ofd.fonts import Fonts
from records.copies.contents.ofd.geometry import Matrix, pieces
from records.copies.contents.ofd.package import (
    Document,
    children,
    first,
    local,
    number,
    numbers,
    placed,
)
from records.copies.contents.ofd.page import MOST_THINGS, Drawn, Walk, own_space

POINTS = 72 / 25.4  # to a millimetre
MOST_DOTS = 200_000_000  # of one picture
PICTURES = ("PNG", "JPEG", "TIFF", "BMP", "GIF")
THIN = 0.353  # mm, of a line that does not say it
Colour: TypeAlias = tuple[int, int, int, int]
EVEN_ODD, WINDING = 1, 2  # what of a path lies inside
BLACK: Colour = (0, 0, 0, 255)
SEALS = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF8")  # as pictures begin
ZIP = b"PK\x03\x04"
PART, SEAL = LACKS = ("part", "seal")  # what of a page is left out
MOST_APART = 24_000_000  # dots of one page that are drawn apart
AXES = (("X", "Width"), ("Y", "Height"))


def pdf(file: BinaryIO, index: int) -> tuple[pdfium.PdfDocument, list[str]]:
    """The page alone, and what of it is lacking (`LACKS`); a fault where it is none or damaged."""
    document = Document(file)
    if not 0 <= index < len(document.pages):
        raise Fault("page")
    sheet = document.size(index)
    made = pdfium.PdfDocument.new()
    page = made.new_page(sheet.width * POINTS, sheet.height * POINTS)
    up = Matrix(POINTS, 0, 0, -POINTS, 0, sheet.height * POINTS)
    ink = Ink(document, made, page)
    ink.page(index, up)
    raw.FPDFPage_GenerateContent(page)
    return made, sorted(ink.lacks)


class Ink(Walk):
    """Puts the objects of one document on a page."""

    def __init__(self, document: Document, made: Any, page: Any, left: int = MOST_THINGS) -> None:
        super().__init__(document, left)
        self.made, self.on = made, page
        self.dots = MOST_APART
        self.lacks: set[str] = set()
        self.fonts = Fonts(document, made)

    def page(self, index: int, to: Matrix) -> None:
        """All layers, then annotations and seals."""
        super().page(index, to)
        key = self.document.keys[index]
        try:
            for one in overlays.annotations(self.document, key):
                place = placed(one)
                self.things(one, Matrix(e=place.x, f=place.y).then(to))
        except Fault:
            self.lack()
        try:
            for place, held in overlays.seals(self.document, key):
                into = Matrix(place.width, 0, 0, place.height, place.x, place.y)
                self._seal(b"".join(held[:1]) or b"".join(held[1:]), into.then(to))
        except Fault:
            self.lacks.add(SEAL)

    def lack(self) -> None:
        self.lacks.add(PART)

    def thing(self, thing: Any, to: Matrix, drawn: Drawn) -> None:
        """Where it is cut out, it is drawn apart, and what lies beyond its outlines taken off."""
        outlines = list(cuts.outlines(thing, to))
        area = cuts.area(self.on.get_size(), outlines)
        inner = own_space(thing).then(to)
        if cuts.by_texts(thing):
            self.lack()
        if not outlines or (area and not self._is_room(area)):
            drawn(inner)
        elif area:
            made = self._apart(area, lambda shift: drawn(inner.then(shift)))
            for outline in outlines:
                made = cuts.through(made, self._stencil(area, outline))
            self._placed(made, area.to)

    def _is_room(self, area: cuts.Area) -> bool:
        """Whether so much can still be drawn apart; what is not so is left out or as it is."""
        self.dots -= area.dots
        if self.dots < 0:
            self.lack()
        return self.dots >= 0

    def _apart(self, area: cuts.Area, put: Drawn) -> Image.Image:
        """What is drawn on a sheet of its own, as a picture of that part of the page."""
        outer, self.on = self.on, self.made.new_page(area.width, area.height)
        try:
            put(Matrix(e=-area.x, f=-area.y))
            shown = self.on.render(scale=cuts.DOTS, fill_color=(0, 0, 0, 0), rev_byteorder=True)
            picture: Image.Image = shown.to_pil()
            return picture.convert("RGBA")
        finally:
            self.on = outer

    def _stencil(self, area: cuts.Area, outline: cuts.Outline) -> Image.Image:
        """The outline filled: black, and nothing beside it."""

        def put(shift: Matrix) -> None:
            for text, to, rule in outline:
                self._drawn(text, to.then(shift), EVEN_ODD if rule else WINDING, lines=False)

        return self._apart(area, put)

    @cached_property
    def kinds(self) -> dict[str, Any]:
        more = {"PathObject": self._path, "ImageObject": self._picture}
        return {**super().kinds, **more}

    def letter(self, thing: Any, sign: str, glyph: int | None, to: Matrix) -> None:
        if sign.isspace() and glyph is None:
            return
        if made := self.fonts.letter(thing.get("Font"), sign, glyph):
            raw.FPDFPageObj_SetFillColor(made, *(self._colour(thing, "FillColor") or BLACK))
            raw.FPDFPageObj_SetMatrix(made, raw.FS_MATRIX(*to))
            raw.FPDFPage_InsertObject(self.on, made)
        else:
            self.lack()

    def _path(self, thing: Any, to: Matrix, *, depth: int) -> None:
        told = next(children(thing, "AbbreviatedData"), None)
        text = "" if told is None else told.text or ""
        rule = EVEN_ODD if thing.get("Rule") == "Even-Odd" else WINDING
        fills, lines = thing.get("Fill") == "true", thing.get("Stroke") != "false"
        running = self._told_colour(thing, "FillColor") if fills else None
        running = None if running is None else next(iter(running), None)
        if running is not None:
            self._running(running, [(text, to, rule == EVEN_ODD)], to, depth)
        if lines or (fills and running is None):
            made = self._drawn(text, to, rule if fills and running is None else 0, lines=lines)
            raw.FPDFPageObj_SetFillColor(made, *(self._colour(thing, "FillColor") or BLACK))
            raw.FPDFPageObj_SetStrokeColor(made, *(self._colour(thing, "StrokeColor") or BLACK))
            wide = number(thing, "LineWidth", number(self._params(thing), "LineWidth", THIN))
            raw.FPDFPageObj_SetStrokeWidth(made, wide * to.scale)

    def _drawn(self, text: str, to: Matrix, rule: int, *, lines: bool) -> Any:
        """A path on the page, black as long as nothing else is said."""
        made = raw.FPDFPageObj_CreateNewPath(0, 0)
        for name, points in pieces(text, self.left):
            self.left -= 1
            _STEPS[name](made, *(value for point in points for value in to.point(*point)))
        raw.FPDFPath_SetDrawMode(made, rule, lines)
        raw.FPDFPageObj_SetFillColor(made, *BLACK)
        raw.FPDFPage_InsertObject(self.on, made)
        return made

    def _running(self, told: Any, outline: cuts.Outline, to: Matrix, depth: int) -> None:
        """A shading or a pattern, as far as the outline reaches."""
        area, kind = cuts.area(self.on.get_size(), [outline]), local(told)
        if area is None or not self._is_room(area):
            return
        if kind in shades.KINDS:
            made = shades.picture(told, kind, area.size, to.then(area.pixels), _colour)
        elif kind == "Pattern":
            made = self._apart(area, lambda shift: self._tiles(told, area, to.then(shift), depth))
        else:
            self.lack()
            return
        self._placed(cuts.through(made, self._stencil(area, outline)), area.to)

    def _tiles(self, told: Any, area: cuts.Area, to: Matrix, depth: int) -> None:
        """The cell of a pattern, again and again."""
        cell, own = first(told, "CellContent"), numbers(told.get("CTM"))
        to = (Matrix(*own) if len(own) == 6 else Matrix()).then(to)
        steps = [number(told, f"{axis}Step", number(told, side, 0)) for axis, side in AXES]
        places = cuts.tiles(area, to, *steps) if cell is not None else None
        if places is None or told.get("ReflectMethod", "Normal") != "Normal":
            self.lack()
        for x, y in places or ():
            self.things(cell, Matrix(e=x, f=y).then(to), depth + 1)

    def _params(self, thing: Any) -> Any:
        _base, told = self.document.resources.get(thing.get("DrawParam", ""), ("", None))
        return thing if told is None else told

    def _told_colour(self, thing: Any, name: str) -> Any:
        """As the object or its parameters say; None where neither does."""
        for one in (thing, self._params(thing)):
            told = next((found for found in one if local(found) == name), None)
            if told is not None:
                return told
        return None

    def _colour(self, thing: Any, name: str) -> Colour | None:
        told = self._told_colour(thing, name)
        if told is not None and told.get("Index") and not told.get("Value"):
            self.lack()  # out of a palette
        return None if told is None else _colour(told)

    def _picture(self, thing: Any, to: Matrix, *, depth: int) -> None:
        held = self.document.file_of(thing.get("ResourceID"), "MediaFile")
        if not thing.get("CTM"):
            place = placed(thing)
            to = Matrix(place.width, 0, 0, place.height).then(to)
        if held:
            self._image(held, to)
        if not held or thing.get("ImageMask"):
            self.lack()

    def _image(self, held: bytes, to: Matrix) -> None:
        """A picture in the square of one by one, whose head is at 0."""
        try:
            picture = Image.open(BytesIO(held), formats=PICTURES)
            if picture.width * picture.height > MOST_DOTS:
                self.lack()
                return
            if picture.format == "JPEG" and picture.mode in {"L", "RGB"}:
                made = pdfium.PdfImage.new(self.made)
                made.load_jpeg(BytesIO(held), inline=True)
                self._put_picture(made, to)
            else:
                plain = picture.convert("RGBA" if picture.has_transparency_data else "RGB")
                self._placed(plain, to)
        except (OSError, ValueError, SyntaxError, UnidentifiedImageError, pdfium.PdfiumError):
            self.lack()  # the rest of the page is shown

    def _placed(self, picture: Image.Image, to: Matrix) -> None:
        made = pdfium.PdfImage.new(self.made)
        made.set_bitmap(pdfium.PdfBitmap.from_pil(picture))
        self._put_picture(made, to)

    def _put_picture(self, made: pdfium.PdfImage, to: Matrix) -> None:
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
            self.lacks |= {SEAL} if ink.lacks else set()
        else:
            self.lacks.add(SEAL)


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


_STEPS = {
    "M": raw.FPDFPath_MoveTo,
    "L": raw.FPDFPath_LineTo,
    "B": raw.FPDFPath_BezierTo,
    "C": raw.FPDFPath_Close,
}
