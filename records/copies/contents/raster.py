"""Pages of a copy as pictures; a reader for the confined child process, without Django.

What is drawn leaves as bare pixels: whoever asked has nothing of the stranger's to parse.
"""

from base64 import b64encode
from collections.abc import Iterator
from itertools import count
from math import ceil, sqrt
from struct import error
from typing import Any, BinaryIO

import pypdfium2 as pdfium
from PIL import (
    Image,
    ImageOps,
    JpegImagePlugin,
    MpoImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
)

from records.confined.wire import Fault
from records.copies.contents.ofd import ink
from records.copies.contents.ofd.package import Document
from records.copies.contents.page_sizes import Size, of_all, refuse_number
from records.copies.contents.portable import opened, size_of, sizes_of
from records.copies.contents.signs import is_package

LONGEST = 65_500  # pixels of a side: what a JPEG can have
PART = 3 << 20  # bytes of pixels that are sent together
PICTURES = ("TIFF", "JPEG", "PNG")
TURNED = {5, 6, 7, 8}  # orientations that lie on their side
ORIENTATION = 0x0112
LACKING = "lacks"  # where a picture says what of its page is left out
# All there before the limits; the library imports them only when it opens a file.
READERS = (JpegImagePlugin, MpoImagePlugin, PngImagePlugin, TiffImagePlugin)
Image.preinit()
Image.MAX_IMAGE_PIXELS = None  # the limit is ours, and has a sentence


def sizes(file: BinaryIO) -> list[Size]:
    """Width and height of every page, in points or pixels; noughts for a page that is damaged.

    A fault where the file cannot be opened, has no page, or more than can be shown.
    """
    if is_package(file):
        document = Document(file)
        return list(of_all(len(document.pages), document.sizes()))
    if not _is_pdf(file):
        return list(_pictured(file))
    with opened(file) as printed:
        return list(sizes_of(printed))


def draw(file: BinaryIO, number: int, width: int, most: int) -> Iterator[Any]:
    """Mode, width, height and what is lacking of a page's picture, then its pixels in base64.

    The picture is as wide as asked for, or as the page if that is a picture and smaller;
    with more than `most` pixels it would be narrower. A fault where the page is damaged,
    or is a picture with more than ten times as many pixels.
    """
    made = picture_of(file, number, width, most)
    yield [made.mode, made.width, made.height, made.info.get(LACKING, [])]
    pixels = memoryview(made.tobytes())
    for place in range(0, len(pixels), PART):
        yield b64encode(pixels[place : place + PART]).decode()


def picture_of(file: BinaryIO, number: int, width: int, most: int) -> Image.Image:
    """The picture of a page, as `draw` tells it; faults as there."""
    draws = _of_package if is_package(file) else _of_pdf if _is_pdf(file) else _of_picture
    return draws(file, number - 1, width, most)


def _is_pdf(file: BinaryIO) -> bool:
    file.seek(0)
    head = file.read(5)
    file.seek(0)
    return head == b"%PDF-"


def scale_of(size: Size, to: int, most: int) -> float:
    """By how much a page grows that is drawn as wide as this, or with so many pixels."""
    width, height = size
    return min(to / width, LONGEST / height, sqrt(most / (width * height)))


def _of_pdf(file: BinaryIO, index: int, width: int, most: int) -> Image.Image:
    with opened(file) as document:
        if document.get_formtype():
            document.init_forms()  # seals and signatures are fields of a form
        return _printed(document, index, width, most)


def _of_package(file: BinaryIO, index: int, width: int, most: int) -> Image.Image:
    document, lacks = ink.pdf(file, index)
    with document:
        picture = _printed(document, 0, width, most)
    picture.info[LACKING] = lacks
    return picture


def _printed(document: pdfium.PdfDocument, index: int, width: int, most: int) -> Image.Image:
    own = size_of(document, index) if index < len(document) else (0, 0)
    if not all(own):
        raise Fault("page")
    scale = scale_of(own, width, most)
    if min(own) * scale < 1:
        raise Fault("page")  # a line, not a page
    picture: Image.Image = document[index].render(scale=scale, rev_byteorder=True).to_pil()
    return picture.convert("RGB").crop((0, 0, min(picture.width, width), picture.height))


def _open(file: BinaryIO) -> Image.Image:
    try:
        return Image.open(file, formats=PICTURES)
    except (OSError, ValueError, SyntaxError, EOFError, TypeError, error):
        raise Fault("broken") from None


def _pictured(file: BinaryIO) -> Iterator[Size]:
    """The pages of a TIFF; of other pictures the first, of which the others are a part."""
    picture = _open(file)
    if picture.format != "TIFF":
        width, height = picture.size
        yield (height, width) if _is_turned(picture) else (width, height)
        return
    for number in count():
        try:
            picture.seek(number)
        except EOFError:
            return
        except (OSError, ValueError, SyntaxError, TypeError, error):
            yield 0, 0
            return
        refuse_number(number + 1)
        yield picture.size


def _is_turned(picture: Image.Image) -> bool:
    """Whether it lies on its side; a TIFF is turned by the library, a PNG says nothing of it."""
    return _is_jpeg(picture) and picture.getexif().get(ORIENTATION) in TURNED


def _is_jpeg(picture: Image.Image) -> bool:
    return picture.format in {"JPEG", "MPO"}


def _of_picture(file: BinaryIO, index: int, width: int, most: int) -> Image.Image:
    picture = _open(file)
    try:
        picture.seek(index)
        if picture.width * picture.height > 10 * most:
            raise Fault("pixels", width=picture.width, height=picture.height, most=10 * most)
        scale = min(1, width / min(picture.size))  # it may be turned yet
        picture.draft(None, (ceil(picture.width * scale), ceil(picture.height * scale)))
        if _is_jpeg(picture):
            picture = ImageOps.exif_transpose(picture)
        return _fitted(picture, width, most)
    except (OSError, EOFError, ValueError, SyntaxError, TypeError, ZeroDivisionError, error):
        raise Fault("page") from None


def _fitted(picture: Image.Image, width: int, most: int) -> Image.Image:
    scale = min(1, scale_of(picture.size, width, most))
    to = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
    if picture.mode == "1":
        picture = picture.convert("L")  # black dots become grey ones
    return _plain(picture).resize(to, Image.Resampling.BOX, reducing_gap=2)


def _plain(picture: Image.Image) -> Image.Image:
    """In grey or in red, green and blue; what is transparent lies on white."""
    if picture.mode in {"L", "RGB"}:
        return picture
    if picture.mode.startswith("I"):
        return picture.convert("I").point(lambda value: value / 256).convert("L")
    if picture.has_transparency_data:
        picture = picture.convert("RGBA")
        white = Image.new("RGBA", picture.size, "white")
        return Image.alpha_composite(white, picture).convert("RGB")
    return picture.convert("RGB")
