"""Documents in OFD (GB/T 33190) as office programs and scanners write them, made by hand."""

import zipfile
from io import BytesIO
from typing import Any

from PIL import Image

SPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'
HEAD = '<?xml version="1.0" encoding="UTF-8"?>'


def package(parts: dict[str, str | bytes]) -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return made.getvalue()


def element(name: str, inside: str = "", **told: object) -> str:
    said = "".join(f' {key}="{value}"' for key, value in told.items())
    return f"<ofd:{name}{said}>{inside}</ofd:{name}>"


def rooted(name: str, inside: str, **told: object) -> str:
    return HEAD + element(name, inside, **told).replace(f"<ofd:{name}", f"<ofd:{name} {SPACE}", 1)


def words(text: str, x: float, y: float, size: float = 5, **told: object) -> str:
    """A line of text, its letters as far from each other as they are wide."""
    steps = f"g {len(text) - 1} {size}" if len(text) > 1 else ""
    code = element("TextCode", text, X=0, Y=size, DeltaX=steps)
    place = f"{x} {y} {size * len(text)} {size * 1.3}"
    colour = element("FillColor", Value="200 0 0")
    return element("TextObject", colour + code, ID=9, Boundary=place, Font=1, Size=size, **told)


def picture(x: float, y: float, width: float, height: float, key: int = 5) -> str:
    told = {"Boundary": f"{x} {y} {width} {height}", "CTM": f"{width} 0 0 {height} 0 0"}
    return element("ImageObject", ID=8, ResourceID=key, **told)


def path(data: str, boundary: str = "0 0 210 297", **told: object) -> str:
    inside = element("FillColor", Value="0 0 255") + element("AbbreviatedData", data)
    return element("PathObject", inside, ID=7, Boundary=boundary, **told)


def ofd(
    *pages: str,
    image: bytes = b"",
    font: bytes = b"",
    size: str = "0 0 210 297",
    declares: str = "",
    page_list: str = "",
    **more: Any,
) -> bytes:
    """A document of these contents of pages.

    `image` is what picture 5 shows, `font` what font 1 brings; `more` are members, with __ for a
    slash and without .xml; those that say nothing are left out.
    """
    named = page_list or "".join(
        element("Page", ID=100 + n, BaseLoc=f"Pages/Page_{n}/Content.xml")
        for n in range(len(pages))
    )
    common = element("PageArea", element("PhysicalBox", size))
    common += element("PublicRes", "PublicRes.xml") + element("DocumentRes", "DocumentRes.xml")
    brings = element("FontFile", "font.otf") if font else ""
    fonts = element("Fonts", element("Font", brings, ID=1, FontName="宋体"))
    shows = element("MediaFile", "scan.jpg")
    media = element("MultiMedias", element("MultiMedia", shows, ID=5, Type="Image"))
    body = element("DocRoot", "Doc_0/Document.xml") + element("Signatures", "Signs.xml")
    document = element("CommonData", common) + element("Pages", named)
    parts: dict[str, str | bytes] = {
        "OFD.xml": rooted("OFD", element("DocBody", body), Version="1.0", DocType="OFD"),
        "Doc_0/Document.xml": rooted("Document", document),
        "Doc_0/PublicRes.xml": rooted("Res", fonts, BaseLoc="Res"),
        "Doc_0/DocumentRes.xml": rooted("Res", media, BaseLoc="Res"),
        "Doc_0/Res/scan.jpg": image,
        "Doc_0/Res/font.otf": font,
    }
    for n, inside in enumerate(pages):
        content = rooted("Page", element("Content", element("Layer", inside, ID=2)))
        parts[f"Doc_0/Pages/Page_{n}/Content.xml"] = content.replace(HEAD, HEAD + declares)
    for name, told in more.items():
        parts[f"{name.replace('__', '/')}{'' if '.' in name else '.xml'}"] = told
    return package({name: told for name, told in parts.items() if told})


def sealed(seal: bytes, boundary: str = "150 240 40 40") -> dict[str, Any]:
    """Members that put a seal on the first page, its picture somewhere in the signature."""
    told = element("StampAnnot", ID=1, PageRef=100, Boundary=boundary)
    signed = element("SignedInfo", told) + element("SignedValue", "value.dat")
    return {
        "Signs": rooted("Signatures", element("Signature", ID=1, BaseLoc="Sign.xml")),
        "Sign": rooted("Signature", signed),
        "value.dat": b"\x30\x82junk" + seal + b"tail",
    }


def jpeg(colour: str = "green", size: tuple[int, int] = (400, 600), kind: str = "JPEG") -> bytes:
    made = BytesIO()
    Image.new("RGB", size, colour).save(made, kind)
    return made.getvalue()
