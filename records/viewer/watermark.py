"""Who read a page, and when, burnt into its pixels."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from io import BytesIO
from itertools import product

from PIL import Image, ImageDraw, ImageFont

from records.printing.glyphs import legible
from records.printing.press import FONTS

FACES = ("ArchiveSerifSC-Regular.otf", "ArchiveSerifSCMore-Regular.otf")
TONE, STRENGTH = 110, 70  # grey is seen on white and on black; what lies below stays readable
SLANT = 24  # degrees
LEAST = 9  # pixels of a letter
NOBODYS = "\U0010ffff"  # no font has it
QUALITY = 82


def burnt(picture: Image.Image, lines: Sequence[str]) -> bytes:
    """The picture as JPEG with the lines laid over all of it, slanted and pale."""
    marked = picture.copy()
    mark = _mark(tuple(lines), max(LEAST, round(picture.width / 45)))
    mask = Image.new("L", marked.size)
    for place in _places(marked.size, mark.size):
        mask.paste(mark, place)
    tone = TONE if marked.mode == "L" else (TONE,) * 3
    marked.paste(tone, mask=mask)
    file = BytesIO()
    marked.save(file, "JPEG", quality=QUALITY)
    return file.getvalue()


def _places(page: tuple[int, int], mark: tuple[int, int]) -> Iterator[tuple[int, int]]:
    """Row by row over the page, every second row shifted by half a mark."""
    across, down = mark
    for row, column in product(range(page[1] // down + 2), range(-1, page[0] // across + 2)):
        yield column * across + row % 2 * across // 2, row * down - down // 2


@lru_cache(maxsize=64)
def _mark(lines: tuple[str, ...], size: int) -> Image.Image:
    """One mark, as a mask: how strongly each pixel is covered."""
    drawn = [_line(legible(line, set()), size) for line in lines]
    width, height = max(one.width for one in drawn), sum(one.height for one in drawn)
    mark = Image.new("L", (width + 2 * size, height + 3 * size))
    top = size
    for one in drawn:
        mark.paste(one, ((mark.width - one.width) // 2, top))
        top += one.height
    return mark.rotate(SLANT, Image.Resampling.BICUBIC, expand=True)


def _line(text: str, size: int) -> Image.Image:
    """A line of text, each letter from the face that has it."""
    faces = [_face(letter, size) for letter in text]
    widths = [round(face.getlength(letter)) for letter, face in zip(text, faces, strict=True)]
    line = Image.new("L", (max(sum(widths), 1), round(size * 1.4)))
    pen, left = ImageDraw.Draw(line), 0
    for letter, face, width in zip(text, faces, widths, strict=True):
        pen.text((left, size * 1.1), letter, STRENGTH, face, anchor="ls")
        left += width
    return line


@lru_cache(maxsize=16)
def _fonts(size: int) -> list[ImageFont.FreeTypeFont]:
    engine = ImageFont.Layout.BASIC
    return [ImageFont.truetype(FONTS / name, size, layout_engine=engine) for name in FACES]


@lru_cache(maxsize=4096)
def _face(letter: str, size: int) -> ImageFont.FreeTypeFont:
    """The first face that draws something else than the sign of what it lacks."""
    fonts = _fonts(size)
    lacking = [bytes(font.getmask(NOBODYS)) for font in fonts]
    pairs = zip(fonts, lacking, strict=True)
    return next((font for font, none in pairs if bytes(font.getmask(letter)) != none), fonts[0])
