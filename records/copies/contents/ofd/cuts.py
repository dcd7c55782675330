"""What cuts an object out (裁剪区, GB/T 33190 8.4): outlines, and the area that they leave."""

from collections.abc import Iterator
from math import ceil, floor
from typing import Any, NamedTuple, TypeAlias

from PIL import Image, ImageChops

from records.copies.contents.ofd.geometry import Matrix, pieces
from records.copies.contents.ofd.package import all_of, first, local, numbers, placed

DOTS = 300 / 72  # to a point: as sharp as a page is ever shown
MOST_PIECES = 20_000
MOST_TILES = 4_000
SLACK = 0.5  # points by which a cut may lie inside what it cuts and still cut nothing
# The paths that are united: their data, from where they lead to the page, even-odd or not.
Outline: TypeAlias = list[tuple[str, Matrix, bool]]


class Area(NamedTuple):
    """A part of a page, in points from its lower left corner."""

    x: float
    y: float
    width: float
    height: float

    @property
    def size(self) -> tuple[int, int]:
        return ceil(self.width * DOTS), ceil(self.height * DOTS)

    @property
    def dots(self) -> int:
        return self.size[0] * self.size[1]

    @property
    def to(self) -> Matrix:
        """From a square of one by one, whose head is at 0, to the page."""
        return Matrix(self.width, 0, 0, -self.height, self.x, self.y + self.height)

    @property
    def pixels(self) -> Matrix:
        """From the page to the dots of a picture of it."""
        return Matrix(DOTS, 0, 0, -DOTS, -self.x * DOTS, (self.y + self.height) * DOTS)


def outlines(thing: Any, to: Matrix) -> Iterator[Outline]:
    """What the object is cut out by, one after the other; what cuts nothing is left out."""
    place, own = placed(thing), numbers(thing.get("CTM"))
    base = Matrix(e=place.x, f=place.y).then(to)
    inner = (Matrix(*own) if len(own) == 6 else Matrix()).then(base)
    corners = [base.point(x, y) for x in (0, place.width) for y in (0, place.height)]
    for clips in (one for one in thing if local(one) == "Clips"):
        within = base if clips.get("TransFlag") == "false" else inner
        for clip in clips:
            found = list(_areas(clip, within))
            if found and not any(_covers(path, corners) for path in found):
                yield found


def by_texts(thing: Any) -> bool:
    """Whether the object is cut out by texts, too, of which no outline is made here."""
    clips = (clip for one in thing if local(one) == "Clips" for clip in one)
    return any(first(area, "Path") is None for clip in clips for area in all_of(clip, "Area"))


def _areas(clip: Any, to: Matrix) -> Iterator[tuple[str, Matrix, bool]]:
    for area in all_of(clip, "Area"):
        path, turned = first(area, "Path"), numbers(area.get("CTM"))
        data = None if path is None else first(path, "AbbreviatedData")
        if path is not None and data is not None:
            place, own = numbers(path.get("Boundary"))[:2], numbers(path.get("CTM"))
            within = Matrix(*own) if len(own) == 6 else Matrix()
            within = within.then(Matrix(e=place[0], f=place[1]) if len(place) == 2 else Matrix())
            within = within.then(Matrix(*turned) if len(turned) == 6 else Matrix()).then(to)
            yield data.text or "", within, path.get("Rule") == "Even-Odd"


def _covers(path: tuple[str, Matrix, bool], corners: list[tuple[float, float]]) -> bool:
    """Whether it is an upright rectangle around all that is cut."""
    points = _points(path)
    if not 4 <= len(points) <= 5:
        return False
    left, bottom, right, top = _bounds(points)
    for x, y in points:
        if min(abs(x - left), abs(x - right)) > SLACK or min(abs(y - bottom), abs(y - top)) > SLACK:
            return False
    low, under, high, over = _bounds(corners)
    return (
        left <= low + SLACK
        and bottom <= under + SLACK
        and right >= high - SLACK
        and top >= over - SLACK
    )


def _points(path: tuple[str, Matrix, bool]) -> list[tuple[float, float]]:
    text, to, _rule = path
    found = (point for _name, points in pieces(text, MOST_PIECES) for point in points)
    return [to.point(*point) for point in found]


def _bounds(points: list[tuple[float, float]]) -> tuple[float, float, float, float]:
    across, up = zip(*points, strict=True)
    return min(across), min(up), max(across), max(up)


def area(sheet: tuple[float, float], cut: list[Outline]) -> Area | None:
    """What the outlines leave of a sheet; None where that is nothing."""
    left, bottom, right, top = 0.0, 0.0, *sheet
    for outline in cut:
        points = [point for path in outline for point in _points(path)]
        if not points:
            return None
        low, under, high, over = _bounds(points)
        left, bottom = max(left, floor(low)), max(bottom, floor(under))
        right, top = min(right, ceil(high)), min(top, ceil(over))
    return Area(left, bottom, right - left, top - bottom) if left < right and bottom < top else None


def through(picture: Image.Image, stencil: Image.Image) -> Image.Image:
    """What of a picture is seen through a stencil."""
    picture = picture.resize(stencil.size) if picture.size != stencil.size else picture
    cover = ImageChops.multiply(picture.getchannel("A"), stencil.getchannel("A"))
    picture.putalpha(cover)
    return picture


def tiles(area: Area, to: Matrix, wide: float, high: float) -> list[tuple[float, float]] | None:
    """Where the cells of a pattern lie that are seen; None where they are too many, or none."""
    back = to.back()
    if back is None or wide <= 0 or high <= 0:
        return None
    corners = [back.point(x, y) for x in (0, area.width) for y in (0, area.height)]
    left, low, right, over = _bounds(corners)
    across = range(floor(left / wide), ceil(right / wide))
    down = range(floor(low / high), ceil(over / high))
    if len(across) * len(down) > MOST_TILES:
        return None
    return [(x * wide, y * high) for y in down for x in across]
