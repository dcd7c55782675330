"""Where things stand, and a path as OFD abbreviates it in moves, lines and curves; pure."""

from collections.abc import Iterator
from math import atan2, ceil, cos, pi, radians, sin, sqrt, tan
from typing import NamedTuple, TypeAlias

from records.copies.contents.ofd.package import numbers

Point: TypeAlias = tuple[float, float]
TAKES = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}
NAMES = {"S": "M", "M": "M", "L": "L", "B": "B"}


class Matrix(NamedTuple):
    """As OFD and PDF write it: x' = ax + cy + e, y' = bx + dy + f."""

    a: float = 1
    b: float = 0
    c: float = 0
    d: float = 1
    e: float = 0
    f: float = 0

    def then(self, other: "Matrix") -> "Matrix":
        a, b, c, d, e, f = self
        p, q, r, s, t, u = other
        return Matrix(
            *(a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s),
            *(e * p + f * r + t, e * q + f * s + u),
        )

    def point(self, x: float, y: float) -> tuple[float, float]:
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def back(self) -> "Matrix | None":
        """What undoes it; None where it lays all on a line."""
        a, b, c, d, e, f = self
        size = a * d - b * c
        if abs(size) < 1e-12:
            return None
        a, b, c, d = d / size, -b / size, -c / size, a / size
        return Matrix(a, b, c, d, -(a * e + c * f), -(b * e + d * f))

    @property
    def scale(self) -> float:
        return sqrt(abs(self.a * self.d - self.b * self.c))


def pieces(text: str, most: int) -> Iterator[tuple[str, list[Point]]]:
    """Move (M), line (L), curve with two handles (B) or closing (C), with their points.

    It ends where it is not understood, and after `most`.
    """
    words = iter(text.split())
    at: Point = (0.0, 0.0)
    made = 0
    for name in words:
        if name not in TAKES or made > most:
            return
        told = numbers(" ".join(next(words, "") for _ in range(TAKES[name])))
        if len(told) != TAKES[name]:
            return
        for piece in _pieces(name, at, told):
            made += 1
            yield piece
            at = piece[1][-1] if piece[1] else at


def _pieces(name: str, at: Point, told: list[float]) -> Iterator[tuple[str, list[Point]]]:
    points = [(told[n], told[n + 1]) for n in range(0, len(told) - 1, 2)]
    if name == "C":
        yield "C", []
    elif name == "Q":
        (handle, end) = points
        yield "B", [_between(at, handle), _between(end, handle), end]
    elif name == "A":
        yield from (("B", curve) for curve in arc(at, *told))
    else:
        yield NAMES[name], points


def _between(end: Point, handle: Point) -> Point:
    return end[0] + (handle[0] - end[0]) * 2 / 3, end[1] + (handle[1] - end[1]) * 2 / 3


def arc(
    at: Point, wide: float, high: float, turn: float, large: float, sweep: float, x: float, y: float
) -> Iterator[list[Point]]:
    """An arc of an ellipse as curves, each of at most a quarter (as SVG 1.1 F.6 has it)."""
    wide, high, lean = abs(wide), abs(high), radians(turn)
    if not wide or not high or at == (x, y):
        yield [at, (x, y), (x, y)]
        return
    half = ((at[0] - x) / 2, (at[1] - y) / 2)
    across = cos(lean) * half[0] + sin(lean) * half[1]
    down = cos(lean) * half[1] - sin(lean) * half[0]
    grow = max(1.0, sqrt((across / wide) ** 2 + (down / high) ** 2))
    wide, high = wide * grow, high * grow
    off = (wide * down) ** 2 + (high * across) ** 2
    far = sqrt(max(0.0, (wide * high) ** 2 / off - 1)) * (-1 if bool(large) == bool(sweep) else 1)
    middle = (far * wide * down / high, -far * high * across / wide)
    begin = atan2((down - middle[1]) / high, (across - middle[0]) / wide)
    end = atan2((-down - middle[1]) / high, (-across - middle[0]) / wide)
    span = (end - begin) % (2 * pi) if sweep else -((begin - end) % (2 * pi))
    many = max(1, ceil(abs(span) / (pi / 2) - 1e-9))
    step, bow = span / many, 4 / 3 * tan(span / many / 4)

    def placed(u: float, v: float) -> Point:
        u, v = middle[0] + wide * u, middle[1] + high * v
        return (
            cos(lean) * u - sin(lean) * v + (at[0] + x) / 2,
            sin(lean) * u + cos(lean) * v + (at[1] + y) / 2,
        )

    for n in range(many):
        a, b = begin + n * step, begin + (n + 1) * step
        yield [
            placed(cos(a) - bow * sin(a), sin(a) + bow * cos(a)),
            placed(cos(b) + bow * sin(b), sin(b) - bow * cos(b)),
            placed(cos(b), sin(b)),
        ]
