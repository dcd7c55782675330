"""QR codes, for what is printed and for pages."""

import io

import segno


def qr(text: str) -> bytes:
    """An SVG of a text, which a telephone reads without a network."""
    drawn = io.BytesIO()
    segno.make(text, error="m").save(
        drawn, kind="svg", scale=4, border=2, xmldecl=False, svgns=True
    )
    return drawn.getvalue()
