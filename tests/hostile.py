"""Files that are broken or hostile, most of them well-formed at the outside: made by this script.

Each comes with what is said where its page is looked at; nothing where it can be shown.
"""

import io

from PIL import Image

from tests import documents, fixed_layout

CATALOGUE = b"<</Type/Catalog/Pages 2 0 R>>"
FORM = b"/Type/XObject/Subtype/Form/BBox[0 0 99 99]"


def scan(*pages: Image.Image, compression: str = "tiff_lzw") -> bytes:
    file = io.BytesIO()
    pages[0].save(file, "TIFF", save_all=True, append_images=pages[1:], compression=compression)
    return file.getvalue()


def picture(kind: str, *given) -> bytes:
    file = io.BytesIO()
    Image.new(*given).save(file, kind)
    return file.getvalue()


def page_tree(kids: bytes, count: int) -> bytes:
    return documents.pdf_of(CATALOGUE, b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, count))


def wide(box: bytes) -> bytes:
    return documents.pdf().replace(b"[0 0 595 842]", b"[%s]" % box)


def forms_in_forms(depth: int = 9) -> bytes:
    """Each draws the next one ten times over."""
    head = FORM + b"/Resources<</XObject<</X %d 0 R>>>>"
    page = (
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Contents 4 0 R"
        b"/Resources<</XObject<</X 5 0 R>>>>>>"
    )
    forms = [documents.stream(b"/X Do " * 10, head % (6 + n)) for n in range(depth)]
    last = documents.stream(b"0 0 9 9 re f", FORM)
    pages = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
    return documents.pdf_of(CATALOGUE, pages, page, documents.stream(b"/X Do " * 10), *forms, last)


def ring_of_pictures() -> bytes:
    whole = documents.tiff()
    return whole[:-4] + b"\x0c\0\0\0"  # what follows the first picture is the first


def pages_of(*bodies: bytes) -> bytes:
    """A PDF whose pages are whatever is given."""
    kids = b" ".join(b"%d 0 R" % (3 + n) for n in range(len(bodies)))
    tree = b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, len(bodies))
    return documents.pdf_of(CATALOGUE, tree, *bodies)


def told_of(document: str) -> bytes:
    """An OFD whose list of pages is whatever is given."""
    return fixed_layout.ofd(fixed_layout.words("断", 9, 9), Doc_0__Document=document)


def unit(key: int) -> str:
    return fixed_layout.element("CompositeObject", Boundary="0 0 9 9", ResourceID=key)


def image(key: int) -> str:
    return fixed_layout.picture(9, 9, 90, 90, key)


def filled(colour: str, inside: str = "") -> str:
    data = fixed_layout.element("AbbreviatedData", "M 0 0 L 200 0 L 200 290 L 0 290 C")
    told = inside + fixed_layout.element("FillColor", colour) + data
    return fixed_layout.element("PathObject", told, Boundary="0 0 210 297", Fill="true")


def cell(inside: str, step: float) -> str:
    cells = fixed_layout.element("CellContent", inside)
    return fixed_layout.element("Pattern", cells, Width=step, Height=step)


def patterns(depth: int) -> str:
    """Each is laid of the next one."""
    return filled(cell(patterns(depth - 1), 60) if depth else "")


CUT = fixed_layout.element(
    "Clips",
    '<ofd:Clip><ofd:Area><ofd:Path Boundary="0 0 9 9"><ofd:AbbreviatedData>M 0 0 L 200 9'
    " L 9 290 C</ofd:AbbreviatedData></ofd:Path></ofd:Area></ofd:Clip>",
)
STOPS = "".join(
    f'<ofd:Segment Position="{place}"><ofd:Color Value="9 9 {place}"/></ofd:Segment>'
    for place in ("1e6", "-1e6", "0", "x", "0")
)
AXIS = fixed_layout.element(
    "AxialShd", STOPS, StartPoint="1e7 0", EndPoint="0 1e-7", MapType="Repeat", MapUnit="1e-7"
)
ROUND = fixed_layout.element("RadialShd", STOPS, StartRadius="-1e7", EndRadius="1e7", Angle="1e7")
ENTITIES = '<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY a "' + "&b;" * 9 + '">]>'
RING = fixed_layout.rooted(  # what is made of itself, ten times
    "Res",
    fixed_layout.element("CompositeGraphicUnit", unit(5) * 10, ID=5, Width=9, Height=9),
)
SELF = fixed_layout.element("Pages", fixed_layout.element("Page", ID=1, BaseLoc="."))
SHEET = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Contents 4 0 R>>"
STEPS = 'DeltaY="' + "g 10000 1 " * 50_000 + '" X='
HOSTILE = {
    "nothing.pdf": (b"", "damaged"),
    "nothing.tif": (b"", "damaged"),
    "noise.pdf": (b"%PDF-1.7\n" + bytes(range(256)) * 40, "damaged"),
    "password.pdf": (documents.encrypted_pdf(password=True), "password"),
    "count.pdf": (page_tree(b"3 0 R", 100_000), "100000 pages"),
    "ring.pdf": (page_tree(b"2 0 R", 1), "damaged"),
    "wide.pdf": (wide(b"0 0 1e30 1e30"), ""),
    "line.pdf": (wide(b"0 0 1 1e9"), ""),
    "none.pdf": (wide(b"0 0 0 0"), ""),
    "forms.pdf": (forms_in_forms(), "takes longer|more memory"),
    "text.pdf": (pages_of(SHEET, b"(no page)"), ""),
    "short.pdf": (page_tree(b"3 0 R 4 0 R", 2), "damaged"),
    "above.pdf": (pages_of(SHEET.replace(b"2 0 R", b"3 0 R")), ""),
    "drawn.pdf": (pages_of(SHEET + b" ", documents.stream(b"q q q q (")), ""),
    "unpacked.pdf": (pages_of(SHEET, documents.stream(b"no zip", b"/Filter/FlateDecode")), ""),
    "cut.tif": (scan(Image.effect_noise((900, 900), 90))[:-300_000], "damaged"),
    "ring.tif": (ring_of_pictures(), ""),
    "empty.tif": (documents.tiff(place=(254, 0)), "damaged"),
    "beyond.tif": (documents.tiff(place=(273, 1 << 30)), "damaged"),
    "parts.tif": (documents.tiff(length=(279, 1 << 30)), ""),
    "none.tif": (documents.tiff(0, 0), "damaged"),
    "large.tif": (documents.tiff(1_000_000_000, 1_000_000_000), "damaged|1000000000"),
    "none.png": (documents.png(0, 0), "damaged"),
    "changed.png": (documents.png().replace(b"IDATx", b"IDATy"), "damaged"),
    "bare.png": (documents.png().replace(b"IDAT", b"tEXt"), "damaged"),
    "none.jpg": (documents.jpeg(0, 0), "damaged"),
    "bare.jpg": (b"\xff\xd8\xff\xd9", "damaged"),
    "bomb.png": (documents.png(60_000, 60_000), "3600000000|60000 × 60000"),
    "cut.png": (picture("PNG", "RGB", (900, 900))[:90], "damaged"),
    "cut.jpg": (picture("JPEG", "RGB", (900, 900))[:300], "damaged"),
    "other.jpg": (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "damaged"),
    "a.docx": (documents.package({"word/document.xml": "<a/>"}), "no pages can be shown"),
    "empty.ofd": (documents.package({"OFD.xml": "<a/>"}), "damaged"),
    "cut.ofd": (fixed_layout.ofd(fixed_layout.words("断", 9, 9))[:-200], "damaged"),
    "none.ofd": (fixed_layout.ofd(), "damaged"),
    "many.ofd": (fixed_layout.ofd(page_list=fixed_layout.element("Page") * 10_001), "10001 pages"),
    "nonsense.ofd": (told_of("<a>这不是文档</a>"), "damaged"),
    "no xml.ofd": (told_of("这不是文档"), "damaged"),
    "itself.ofd": (told_of(fixed_layout.rooted("Document", SELF)), "damaged"),
    "second.ofd": (fixed_layout.ofd("", "", Doc_0__Pages__Page_1__Content="<a"), ""),
    "lost.ofd": (fixed_layout.ofd("", Doc_0__Pages__Page_0__Content=""), "damaged"),
    "entity.ofd": (fixed_layout.ofd("&a;", declares=ENTITIES), ""),
    "ring.ofd": (fixed_layout.ofd(unit(5), Doc_0__DocumentRes=RING), ""),
    "steps.ofd": (fixed_layout.ofd(fixed_layout.words("步", 9, 9).replace("X=", STEPS)), ""),
    "deep.ofd": (fixed_layout.ofd("<ofd:PageBlock>" * 240 + "</ofd:PageBlock>" * 240), ""),
    "path.ofd": (fixed_layout.ofd(fixed_layout.path("M 0 0 " + "L 9 9 " * 500_000)), ""),
    "line.ofd": (fixed_layout.ofd("", size="0 0 1 9999999"), ""),
    "cuts.ofd": (fixed_layout.ofd(filled("", CUT) * 200), ""),
    "tiles.ofd": (fixed_layout.ofd(filled(cell(filled(""), 0.001)) * 99), ""),
    "patterns.ofd": (fixed_layout.ofd(patterns(30)), ""),
    "shades.ofd": (fixed_layout.ofd((filled(AXIS) + filled(ROUND)) * 50), ""),
    "bomb.ofd": (fixed_layout.ofd(image(5), image=documents.png(60_000, 60_000)), ""),
    "noise.ofd": (fixed_layout.ofd(image(5), image=bytes(range(256)) * 99), ""),
    "font.ofd": (fixed_layout.ofd(fixed_layout.words("字", 9, 9), font=b"OTTO" + bytes(99)), ""),
}
