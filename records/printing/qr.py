"""QR codes, for what is printed and for pages."""

import io
from functools import lru_cache

import segno


@lru_cache(maxsize=64)  # the papers of a batch bear the same one, which takes 30 ms to draw
def qr(text: str) -> bytes:
    """An SVG of a text, which a telephone reads without a network."""
    drawn = io.BytesIO()
    segno.make(text, error="m").save(
        drawn, kind="svg", scale=4, border=2, xmldecl=False, svgns=True
    )
    return drawn.getvalue()
