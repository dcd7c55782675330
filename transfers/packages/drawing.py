"""The root digest as a QR code, for the printed list and for the page."""

import io

import segno


def qr(name: str, sha256: str) -> bytes:
    """An SVG of the package's name and its root digest; a telephone reads it without a network."""
    drawn = io.BytesIO()
    segno.make(f"{name} sha256:{sha256}", error="m").save(
        drawn, kind="svg", scale=4, border=2, xmldecl=False, svgns=True
    )
    return drawn.getvalue()
