"""What stands on a page of an OFD: its objects one by one, its letters one by one."""

from collections.abc import Callable
from functools import cached_property, partial
from typing import Any, BinaryIO, TypeAlias

from records.confined.wire import Fault
from records.copies.contents.ofd.geometry import Matrix
from records.copies.contents.ofd.package import (
    Document,
    children,
    deltas,
    first,
    local,
    number,
    numbers,
    placed,
)

MOST_THINGS = 60_000  # of one page, letters among them; what comes behind is left out
Drawn: TypeAlias = Callable[[Matrix], None]
DEPTH = 8  # of objects within objects
NARROW, BELOW, ABOVE = 0.55, -0.15, 0.88  # of a letter: Latin ones, and about the line


class Walk:
    """Comes by the objects of a page in their order; what is done there is said by others."""

    def __init__(self, document: Document, left: int = MOST_THINGS) -> None:
        self.document, self.left = document, left

    def page(self, index: int, to: Matrix) -> None:
        """All layers."""
        for layer in self.document.layers(index):
            for content in layer:
                if local(content) == "Content":
                    self.things(content, to)

    def things(self, parent: Any, to: Matrix, depth: int = 0) -> None:
        for thing in parent:
            kind = local(thing)
            if kind in {"Layer", "PageBlock", "Content"}:
                self.things(thing, to, depth)
            elif drawn := self.kinds.get(kind):
                self.left -= 1
                if self.left < 0 or depth > DEPTH:
                    self.lack()
                    return
                if thing.get("Visible") != "false":
                    self.thing(thing, to, partial(drawn, thing, depth=depth))

    def thing(self, thing: Any, to: Matrix, drawn: Drawn) -> None:
        """One object, which is drawn from its own space."""
        drawn(own_space(thing).then(to))

    def lack(self) -> None:
        """Something of the page is left out."""

    @cached_property
    def kinds(self) -> dict[str, Any]:
        """What is done at which object."""
        return {"TextObject": self._words, "CompositeObject": self._composite}

    def _words(self, thing: Any, to: Matrix, *, depth: int) -> None:
        size, wide = number(thing, "Size", 1), number(thing, "HScale", 1)
        glyphs, at, x, y = _glyphs(thing), 0, 0.0, 0.0
        for code in children(thing, "TextCode"):
            x, y = number(code, "X", x), number(code, "Y", y)
            steps, down = deltas(code.get("DeltaX")), deltas(code.get("DeltaY"))
            for place, sign in enumerate(code.text or ""):
                self.left -= 1
                if self.left < 0:
                    self.lack()
                    return
                letter = Matrix(size * wide, 0, 0, -size, x, y).then(to)
                self.letter(thing, sign, glyphs.get(at), letter)
                x += steps[place] if place < len(steps) else 0 if down else size * wide
                y += down[place] if place < len(down) else 0
                at += 1

    def letter(self, thing: Any, sign: str, glyph: int | None, to: Matrix) -> None:
        """Of one letter; `to` leads from a square of one by one, upward from the line."""

    def _composite(self, thing: Any, to: Matrix, *, depth: int) -> None:
        _base, unit = self.document.resources.get(thing.get("ResourceID", ""), ("", None))
        if unit is None:
            self.lack()
        else:
            self.things(unit, to, depth + 1)


def own_space(thing: Any) -> Matrix:
    """From the space of an object to that of what holds it."""
    place, own = placed(thing), numbers(thing.get("CTM"))
    return (Matrix(*own) if len(own) == 6 else Matrix()).then(Matrix(e=place.x, f=place.y))


def _glyphs(thing: Any) -> dict[int, int]:
    """The glyph of the font for each letter for which the object names one."""
    found: dict[int, int] = {}
    for told in children(thing, "CGTransform"):
        at = int(number(told, "CodePosition", 0))
        named = first(told, "Glyphs")
        for place, glyph in enumerate(numbers("" if named is None else named.text)):
            found[at + place] = min(max(int(glyph), 0), 0xFFFF)
    return found


def letters(file: BinaryIO, index: int, unit: int) -> list[list[Any]]:
    """The signs on a page, each with left, top, right and bottom in parts (`unit`) of its sides."""
    document = Document(file)
    if not 0 <= index < len(document.pages):
        raise Fault("page")
    sheet, found = document.size(index), Letters(document)
    found.page(index, Matrix(unit / sheet.width, 0, 0, unit / sheet.height))
    return found.signs


class Letters(Walk):
    """The letters alone, and where they stand."""

    def __init__(self, document: Document) -> None:
        super().__init__(document)
        self.signs: list[list[Any]] = []

    def letter(self, _thing: Any, sign: str, _glyph: int | None, to: Matrix) -> None:
        wide = NARROW if sign.isascii() else 1
        corners = [to.point(x, y) for x in (0, wide) for y in (BELOW, ABOVE)]
        across, down = zip(*corners, strict=True)
        place = [min(across), min(down), max(across), max(down)]
        self.signs.append([sign, *map(round, place)])
