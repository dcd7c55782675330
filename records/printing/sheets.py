"""Many sheets of one template, set together and then taken apart: one PDF/A-2b for each.

What a sheet costs is mostly the cutting down of its fonts, which is done once for all that
are set together. Each gets that one cut, its own page and its own title and identity, and
nothing of what the others say. typst writes each object plainly and in the order of its
cross-reference table, which is what is read here (ISO 32000-1, 7.5).
"""

import re
from base64 import b64encode
from collections.abc import Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any, NamedTuple
from xml.sax.saxutils import escape

from records.printing.glyphs import filled
from records.printing.pdf import rendered

TITLE = "title of the sheet"  # of the whole; each sheet has its own in this place
NO_OBJECT = b"0000000000 65535 f\r\n"


def rendered_each(
    template: str, sheets: Sequence[Mapping[str, Any]], *, at: datetime
) -> list[bytes]:
    """The PDF/A-2b of each of some sheets, in their order, made `at` this time.

    The template puts each of `data.sheets` on pages of its own; a sheet's `title` is that
    of its document. Equal sheets together, template and time give equal bytes. Where one
    needs a second page, each is set alone.
    """
    drawn = [filled(sheet) for sheet in sheets]
    together = _Together.read(rendered(template, {"title": TITLE, "sheets": drawn}, at=at))
    if len(together.pages) == len(drawn):
        titles = (sheet["title"] for sheet in drawn)
        return [together.alone(*one) for one in zip(together.pages, titles, strict=True)]
    return [
        rendered(template, {"title": sheet["title"], "sheets": [sheet]}, at=at) for sheet in drawn
    ]


class _Together(NamedTuple):
    """A PDF of several pages: the bodies of its objects, and to which others each leads.

    Object `tree` lists the pages, `packet` holds the XMP, `info` the older description.
    """

    opening: bytes
    bodies: dict[int, bytes]
    leads: dict[int, list[int]]
    trailer: bytes
    tree: int
    packet: int
    info: int

    @classmethod
    def read(cls, pdf: bytes) -> "_Together":
        table = int(pdf[pdf.rindex(b"startxref") :].split()[1])
        entries, trailer = pdf[table:].split(b"trailer", maxsplit=1)
        starts = [int(line[:10]) for line in entries.splitlines() if line.endswith(b" n")]
        spans = map(slice, starts, [*starts[1:], table])
        objects = {number: pdf[span] for number, span in enumerate(spans, start=1)}
        heads = {number: one.partition(b"stream\n")[0] for number, one in objects.items()}
        leads = {number: _numbers(rb"(\d+) 0 R\b", head) for number, head in heads.items()}
        (tree,) = (number for number, head in heads.items() if b"/Type/Pages/" in head)
        (packet,) = (number for number, head in heads.items() if b"/Type/Metadata/" in head)
        (info,) = _numbers(rb"/Info (\d+)", trailer)
        tail = trailer[: trailer.index(b"startxref")]
        return cls(pdf[: starts[0]], objects, leads, tail, tree, packet, info)

    @property
    def pages(self) -> list[int]:
        return self.leads[self.tree]

    def alone(self, page: int, title: str) -> bytes:
        """The document of one page: what it leads to, under its own title and identity."""
        (identity,) = re.findall(rb"/ID\[\(([^)]+)\)", self.trailer)
        own = b64encode(sha256(identity + b"%d" % page).digest()[:16])
        changed = self._titled(page, title)
        changed[self.packet] = _measured(changed[self.packet].replace(identity, own))
        parts, at = [self.opening], len(self.opening)
        entries = [NO_OBJECT] * (len(self.bodies) + 1)
        for number in sorted(self._reached(page)):
            parts.append(changed.get(number) or self.bodies[number])
            entries[number] = b"%010d 00000 n\r\n" % at
            at += len(parts[-1])
        trailer = b"trailer" + self.trailer.replace(identity, own)
        table = b"xref\n0 %d\n" % len(entries)
        return b"".join([*parts, table, *entries, trailer, b"startxref\n%d\n%%%%EOF" % at])

    def _titled(self, page: int, title: str) -> dict[int, bytes]:
        """The objects that tell of the document as a whole, as they are for this page."""
        tree = re.sub(rb"/Kids\[[^]]*\]", b"/Kids[%d 0 R]" % page, self.bodies[self.tree])
        packet = re.sub(rb"NPages>\d+<", b"NPages>1<", self.bodies[self.packet])
        spoken, printed = f">{TITLE}<".encode(), f">{escape(title)}<".encode()
        utf16 = b"/Title<FEFF%s>" % title.encode("utf-16be").hex().encode()
        return {
            self.tree: re.sub(rb"/Count \d+", b"/Count 1", tree),
            self.packet: packet.replace(spoken, printed),
            self.info: self.bodies[self.info].replace(b"/Title(%s)" % TITLE.encode(), utf16),
        }

    def _reached(self, page: int) -> set[int]:
        """The objects that a reader comes to who finds this page alone."""
        reached, ahead = set[int](), _numbers(rb"(\d+) 0 R\b", self.trailer)
        while ahead:
            number = ahead.pop()
            if number not in reached:
                reached.add(number)
                ahead += [page] if number == self.tree else self.leads[number]
        return reached


def _numbers(pattern: bytes, text: bytes) -> list[int]:
    return [int(number) for number in re.findall(pattern, text)]


def _measured(stream: bytes) -> bytes:
    """A stream's object with the length that it has now."""
    head, mark, rest = stream.partition(b"stream\n")
    length = b"/Length %d" % rest.rindex(b"\nendstream")
    return re.sub(rb"/Length \d+", length, head) + mark + rest
