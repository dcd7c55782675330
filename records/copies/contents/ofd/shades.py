"""Colours that run, axial and radial (GB/T 33190, 8.3.4), as pictures; pure."""

from collections.abc import Callable
from itertools import pairwise
from math import cos, hypot, pi, radians, sin, sqrt
from typing import Any, TypeAlias

from PIL import Image, ImageDraw

from records.copies.contents.ofd.geometry import Matrix
from records.copies.contents.ofd.package import all_of, first, number, numbers

Colour: TypeAlias = tuple[int, int, int, int]
Size: TypeAlias = tuple[int, int]
Ramp: TypeAlias = Callable[[float], Colour]
NOTHING: Colour = (0, 0, 0, 0)
SAMPLES, CIRCLES, CORNERS = 1024, 160, 72
LITTLE = 1e-4  # beyond an end
BEFORE, BEHIND = 1, 2  # bits of Extend: on what side the colour goes on
KINDS = ("AxialShd", "RadialShd")


def picture(told: Any, kind: str, size: Size, to: Matrix, colour: Callable[[Any], Colour]) -> Any:
    """The shading over so many pixels; `to` leads from the object's space to these."""
    draw = _axial if kind == "AxialShd" else _radial
    return draw(told, size, to, _ramp(told, colour))


def _ramp(told: Any, colour: Callable[[Any], Colour]) -> Ramp:
    """The colour at a place of the way from the beginning (0) to the end (1)."""
    segments = list(all_of(told, "Segment"))[:SAMPLES]
    even = [n / max(len(segments) - 1, 1) for n in range(len(segments))]
    stops = [
        (number(one, "Position", place), colour(first(one, "Color")))
        for one, place in zip(segments, even, strict=True)
        if first(one, "Color") is not None
    ]
    stops.sort(key=lambda stop: stop[0])
    kind, goes_on = told.get("MapType", "Direct"), int(number(told, "Extend", 0))
    unit = number(told, "MapUnit", 0) / (_length(told) or 1)

    def at(place: float) -> Colour:
        if kind == "Direct":
            if (place < 0 and not goes_on & BEFORE) or (place > 1 and not goes_on & BEHIND):
                return NOTHING
        else:
            place /= unit if unit > 0 else 1
            is_back = kind == "Reflect" and int(place // 1) % 2
            place = 1 - place % 1 if is_back else place % 1
        return _between(stops, place)

    return at


def _between(stops: list[tuple[float, Colour]], place: float) -> Colour:
    if not stops:
        return NOTHING
    for (start, one), (end, other) in pairwise(stops):
        if start <= place < end:
            share = (place - start) / (end - start)
            red, green, blue, cover = (
                round(a + (b - a) * share) for a, b in zip(one, other, strict=True)
            )
            return red, green, blue, cover
    return stops[0][1] if place < stops[0][0] else stops[-1][1]


def _points(told: Any) -> tuple[float, float, float, float]:
    begin, end = ([*numbers(told.get(name)), 0.0, 0.0] for name in ("StartPoint", "EndPoint"))
    return begin[0], begin[1], end[0], end[1]


def _length(told: Any) -> float:
    x, y, u, v = _points(told)
    return hypot(u - x, v - y)


def _axial(told: Any, size: Size, to: Matrix, ramp: Ramp) -> Image.Image:
    x, y, u, v = _points(told)
    square, back = _length(told) ** 2, to.back()
    if not square or back is None:
        return Image.new("RGBA", size, ramp(1))
    # the place is a sum of parts of both coordinates of a pixel
    along, across = (u - x) / square, (v - y) / square
    a, b = back.a * along + back.b * across, back.c * along + back.d * across
    c = (back.e - x) * along + (back.f - y) * across
    places = [a * p + b * q + c for p in (0, size[0]) for q in (0, size[1])]
    low, wide = min(places), max(max(places) - min(places), 1e-9)
    strip = Image.new("RGBA", (SAMPLES, 1))
    strip.putdata([ramp(low + wide * n / (SAMPLES - 1)) for n in range(SAMPLES)])
    grow = (SAMPLES - 1) / wide
    told_to = (a * grow, b * grow, (c - low) * grow, 0, 0, 0.5)
    return strip.transform(size, Image.Transform.AFFINE, told_to, Image.Resampling.NEAREST)


def _radial(told: Any, size: Size, to: Matrix, ramp: Ramp) -> Image.Image:
    """Circles within each other, the largest first; beyond them only what goes on."""
    x, y, u, v = _points(told)
    start, end = number(told, "StartRadius", 0), number(told, "EndRadius", 0)
    flat = sqrt(max(0.0, 1 - min(number(told, "Eccentricity", 0), 1) ** 2))
    lean = radians(number(told, "Angle", 0))
    turn = Matrix(cos(lean), sin(lean), -sin(lean), cos(lean))
    places = [n / CIRCLES for n in range(CIRCLES + 1)]
    outside, inside = 1 + LITTLE, -LITTLE
    if start > end:
        places, outside, inside = places[::-1], inside, outside
    made = Image.new("RGBA", size, ramp(outside))
    draw = ImageDraw.Draw(made)
    for place, colour in [*((one, ramp(one)) for one in places[::-1]), (places[0], ramp(inside))]:
        radius = start + (end - start) * place
        ring = turn.then(Matrix(e=x + (u - x) * place, f=y + (v - y) * place)).then(to)
        turns = (2 * pi * n / CORNERS for n in range(CORNERS))
        corners = [ring.point(radius * cos(one), radius * flat * sin(one)) for one in turns]
        draw.polygon(corners, fill=colour)
    return made
