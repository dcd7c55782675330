"""Files that are well-formed at the outside and broken inside are named, and do not come in."""

import io
from pathlib import Path

import pytest
from PIL import Image

from records.copies import actions
from records.holdings.rules import Part, Stage
from records.rules import Refused
from tests import documents, fixed_layout, make
from tests.hostile import HOSTILE, picture, scan
from tests.records.viewer.test_page_images import MB, memory, places

pytestmark = pytest.mark.django_db
__all__ = ["places"]
SHOWN_SAFELY = {
    *("wide.pdf", "line.pdf", "none.pdf", "above.pdf", "drawn.pdf", "unpacked.pdf"),
    *("entity.ofd", "ring.ofd", "deep.ofd", "path.ofd", "bomb.ofd", "noise.ofd", "font.ofd"),
    *("cuts.ofd", "tiles.ofd", "patterns.ofd", "shades.ofd", "a.docx"),
}


def keep(content: bytes, name: str):
    part = make.record(Stage.DRAFT).components.create(position=1, part=Part.ORIGINAL, title="正本")
    return actions.store(part, io.BytesIO(content), name=name, by=make.archivist(), at=make.NOW)


def test_each_file_of_the_corpus_is_named_or_can_be_shown(settings):
    settings.CONFINED_SECONDS, settings.CONFINED_MEMORY_BYTES = 5, 512 * MB
    Path("/proc/self/clear_refs").write_text("5")
    before = memory()

    for name, (content, _why) in HOSTILE.items():
        if name in SHOWN_SAFELY:
            assert keep(content, name).name == name
        else:
            with pytest.raises(Refused, match=r"\.$"):
                keep(content, name)

    assert memory() - before < 150 * MB


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("nonsense.ofd", "damaged or cut off"),
        ("no xml.ofd", "damaged or cut off"),
        ("none.ofd", "damaged or cut off"),
        ("itself.ofd", "Page 1 of the file is missing"),
        ("second.ofd", "Page 2 of the file is missing"),
        ("line.ofd", "Page 1 of the file is missing"),
        ("many.ofd", "10001 pages, more than the 10000"),
        ("text.pdf", "Page 2 of the file is missing"),
        ("beyond.tif", "damaged or cut off"),
        ("changed.png", "damaged or cut off"),
    ],
)
def test_what_is_wrong_inside_is_said(name, why):
    with pytest.raises(Refused, match=why):
        keep(HOSTILE[name][0], name)


@pytest.mark.parametrize("inside", ["word/media/a.png", "xl/media/a.png", "docProps/core.xml"])
def test_a_package_of_an_office_program_has_its_document(inside):
    for name in ("a.docx", "a.xlsx"):
        with pytest.raises(Refused, match="but its content is not"):
            keep(documents.package({"[Content_Types].xml": "<a/>", inside: "<a/>"}), name)


def big_tiff() -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (400, 9000), "red").save(made, "TIFF", big_tiff=True)
    return made.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.ofd", fixed_layout.ofd(fixed_layout.words("通知", 20, 20), "")),
        ("a.pdf", documents.pdf()),
        ("a.tif", scan(Image.new("1", (850, 1100), 1), Image.new("RGB", (600, 5000)))),
        ("b.tif", scan(Image.new("1", (850, 1100), 1), compression="group4")),
        ("c.tif", big_tiff()),
        ("a.png", picture("PNG", "RGBA", (900, 600))),
        ("a.jpg", picture("JPEG", "CMYK", (900, 600))),
    ],
)
def test_what_is_whole_comes_in(name, content):
    assert keep(content, name).name == name
