"""Small files of each kind that are what they say, and some that are not, for tests."""

import hashlib
import io
import struct
import zipfile
import zlib

from cryptography.hazmat.decrepit.ciphers.algorithms import ARC4
from cryptography.hazmat.primitives.ciphers import Cipher

# in two parts, so that no scanner finds it in the source
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PAGE = (
    b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
    b"/Resources<</Font<</F1 5 0 R>>>>>>"
)
RIGHTS = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"


def pdf(line: str = "Notice", *, title: str = "", extra: bytes = b"") -> bytes:
    """A PDF of one page with a line in Helvetica (Latin only) and a title in any script."""
    text = f"BT /F1 12 Tf 72 720 Td ({line}) Tj ET".encode()
    named = (b"\xfe\xff" + title.encode("utf-16-be")).hex()
    return pdf_of(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        PAGE,
        stream(text),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        f"<</Title<{named}>>>".encode(),
        extra=extra,
        more=b"/Info 6 0 R",
    )


def stream(content: bytes, head: bytes = b"") -> bytes:
    return b"<<%s/Length %d>>\nstream\n%s\nendstream" % (head, len(content), content)


def pdf_of(*objects: bytes, extra: bytes = b"", more: bytes = b"") -> bytes:
    """A PDF of these objects, numbered from 1; the first is its catalogue."""
    made, places = b"%PDF-1.7\n" + extra, []
    for number, body in enumerate(objects, start=1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    rows = b"".join(b"%010d 00000 n \n" % place for place in places)
    begin = len(made)
    made += b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, rows)
    made += b"trailer\n<</Size %d/Root 1 0 R%s>>\n" % (len(objects) + 1, more)
    return made + b"startxref\n%d\n%%%%EOF\n" % begin


PAD = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")
MADE = b"0123456789abcdef"


def encrypted_pdf(*, password: bool) -> bytes:
    """A PDF by the standard handler: it opens with no password, or with one that nobody knows."""
    owner, rights = bytes(32), -4
    key = hashlib.md5(PAD + owner + struct.pack("<i", rights) + MADE, usedforsecurity=False)
    user = Cipher(ARC4(key.digest()[:5]), mode=None).encryptor().update(PAD)
    user = bytes(32) if password else user
    handler = f"<</Filter/Standard/V 1/R 2/P {rights}/O<{owner.hex()}>/U<{user.hex()}>>>"
    more = f"/Encrypt {handler}/ID[<{MADE.hex()}><{MADE.hex()}>]/Root 1 0 R"
    return pdf().replace(b"/Root 1 0 R", more.encode())


def package(members: dict[str, str | bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members.items():
            made.writestr(name, content)
    return held.getvalue()


def docx(
    text: str = "通知", *, title: str = "", more: dict[str, str | bytes] | None = None
) -> bytes:
    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    return package(
        {
            "[Content_Types].xml": "<Types/>",
            "word/document.xml": f'<w:document xmlns:w="{word}"><w:body><w:p><w:r><w:t>{text[:1]}'
            f"</w:t></w:r><w:r><w:t>{text[1:]}</w:t></w:r></w:p></w:body></w:document>",
            "docProps/core.xml": f'<c:p xmlns:c="{RIGHTS}" xmlns:dc="dc"><dc:title>{title}'
            "</dc:title></c:p>",
            **(more or {}),
        }
    )


def png(width: int = 2, height: int = 2) -> bytes:
    def part(kind: bytes, body: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(kind + body))
        return struct.pack(">I", len(body)) + kind + body + check

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress(b"\0\0\0" * 2)
    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", head) + part(b"IDAT", rows) + part(b"IEND", b"")


def jpeg(width: int = 2, height: int = 2, comment: bytes = b"") -> bytes:
    note = b"\xff\xfe" + struct.pack(">H", len(comment) + 2) + comment if comment else b""
    frame = b"\xff\xc0\x00\x0b\x08" + struct.pack(">HH", height, width) + b"\x01\x01\x11\x00"
    scan = b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00\x00"
    return b"\xff\xd8\xff\xe0\x00\x10JFIF\0\1\1\0\0\1\0\1\0\0" + note + frame + scan + b"\xff\xd9"


def tiff(width: int = 2, height: int = 2, **more: tuple[int, int]) -> bytes:
    """A picture in grey of one part; `more` are other values of its tags, with their keys."""
    tags = {
        "width": (256, width),
        "height": (257, height),
        "bits": (258, 8),
        "kind": (262, 1),
        "place": (273, 8),
        "length": (279, 4),
        **more,
    }
    entries = b"".join(struct.pack("<HHII", key, 4, 1, value) for key, value in tags.values())
    return b"II*\0\x0c\0\0\0" + bytes(4) + struct.pack("<H", len(tags)) + entries + bytes(4)


def ole(content: bytes = b"") -> bytes:
    """The frame of an OLE file: its head, and a directory with a root."""
    head = bytearray(OLE + bytes(504))
    struct.pack_into("<HHHH", head, 24, 0x3E, 3, 0xFFFE, 9)
    struct.pack_into("<I", head, 48, 0)
    return bytes(head) + "Root Entry".encode("utf-16-le").ljust(512, b"\0") + content


def word_with_password() -> bytes:
    """The frame of an old text of an office program whose head says that it is encrypted."""
    return ole((b"\xec\xa5" + bytes(8) + struct.pack("<H", 0x0100)).ljust(1024, b"\0"))


def xlsx_with_password() -> bytes:
    return ole("EncryptedPackage".encode("utf-16-le").ljust(512, b"\0"))


def xls_with_password() -> bytes:
    """The frame of an old workbook that says before its cells that it is encrypted."""
    begin = b"\x09\x08\x10\x00\x00\x06" + bytes(14)
    return ole((begin + struct.pack("<HH", 0x2F, 6) + bytes(6)).ljust(1024, b"\0"))


def ods_with_password() -> bytes:
    """An open document whose manifest says that its content is encrypted."""
    namespace = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    manifest = (
        f'<m:manifest xmlns:m="{namespace}"><m:file-entry m:full-path="content.xml">'
        "<m:encryption-data/></m:file-entry></m:manifest>"
    )
    members: dict[str, str | bytes] = {"content.xml": bytes(40), "META-INF/manifest.xml": manifest}
    return package(members)
