"""Pages of copies as pictures: for whom, with whose mark, with what trace; and of hostile files."""

import io
import stat
from html import unescape
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse
from PIL import Image, ImageChops

from records.holdings.rules import Access, Stage
from records.models import Entry
from records.viewer import images
from records.viewer.rules import THUMB, WIDTHS
from tests import documents, handover_make, make
from tests.hostile import HOSTILE, picture, scan

pytestmark = pytest.mark.django_db
MB = 1 << 20


@pytest.fixture(autouse=True)
def places(settings, tmp_path):
    settings.MEDIA_ROOT, settings.PAGE_CACHE_DIR = tmp_path / "media", tmp_path / "pages"


def copy(content: bytes, name: str = "正文.pdf", **given):
    return handover_make.copy(make.record(Stage.ACCEPTED, **given), content, name)


def look(client, of, page: int = 1, width: int = 600):
    return client.get(reverse("records:copy-page", args=[of.pk, page, width]))


def seen(answer) -> Image.Image:
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg"), answer.content
    assert answer["Cache-Control"] == "private, no-store"
    return Image.open(io.BytesIO(answer.content)).convert("RGB")


def test_every_page_of_each_kind_is_shown(client):
    client.force_login(make.archivist())
    white, red = Image.new("1", (1240, 1754), 1), Image.new("RGB", (1000, 500), "red")
    of = {
        "a.pdf": (documents.pdf("Notice"), [(595, 842)]),
        "a.tif": (scan(white, red), [(1240, 1754), (1000, 500)]),
        "b.tif": (scan(white, compression="group4"), [(1240, 1754)]),
        "a.jpg": (picture("JPEG", "CMYK", (900, 600)), [(900, 600)]),
        "a.png": (picture("PNG", "RGBA", (900, 600)), [(900, 600)]),
        "b.png": (picture("PNG", "I;16", (900, 600), 65535), [(900, 600)]),
    }
    for name, (content, sizes) in of.items():
        one = copy(content, name)
        assert images.sizes(one) == sizes, name
        for number, (width, height) in enumerate(sizes, start=1):
            shown = seen(look(client, one, number))
            assert shown.width == 600, name
            assert abs(shown.height - 600 * height / width) < 2, name
        if name != "a.jpg":  # of what is white or transparent most is white
            grey = seen(look(client, one)).convert("L")
            assert sum(grey.histogram()[250:]) > grey.width * grey.height / 2, name
    turned = Image.Exif()
    turned[0x112] = 6
    file = io.BytesIO()
    red.save(file, "JPEG", exif=turned)
    lying = copy(file.getvalue(), "b.jpg")
    assert seen(look(client, lying, width=WIDTHS[-1])).size == images.sizes(lying)[0] == (500, 1000)


def test_a_seal_in_a_field_of_signature_is_shown():
    seal = documents.stream(
        b"1 0 0 rg 0 0 50 50 re f", b"/Type/XObject/Subtype/Form/BBox[0 0 50 50]"
    )
    signed = documents.pdf_of(
        b"<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[5 0 R]>>>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Annots[5 0 R]>>",
        seal,
        b"<</Type/Annot/Subtype/Widget/FT/Sig/T(s)/F 4/Rect[20 20 70 70]/AP<</N 4 0 R>>>>",
    )

    assert images.plain(copy(signed), 1, 600).getpixel((135, 465)) == (255, 0, 0)


def test_the_mark_is_in_the_pixels_and_differs_by_reader(client, settings):
    one = copy(picture("PNG", "L", (600, 800), 255), "a.png", access=Access.SHARED)
    shown = []
    for person in (make.reader(), make.reader(), make.archivist()):
        client.force_login(person)
        shown.append(seen(look(client, one)))

    first, second, third = shown
    for other in (second, third):
        assert ImageChops.difference(first, other).getbbox()
    for place in ((0, 0, 300, 400), (300, 0, 600, 400), (0, 400, 300, 800), (300, 400, 600, 800)):
        tones = first.crop(place).convert("L").histogram()
        assert sum(tones[150:230]), "it is seen"
        assert not sum(tones[:150]), "it is not so dark that a letter below would be lost"
        assert sum(tones[250:]) > sum(tones) / 2
    lies = list(settings.PAGE_CACHE_DIR.rglob("*.jpg"))
    assert len(lies) == 1
    tones = Image.open(lies[0]).histogram()
    assert not sum(tones[:250]), "what is kept bears nobody's name"
    private = [lies[0], *lies[0].parents[:3]]
    assert [stat.S_IMODE(path.stat().st_mode) for path in private] == [0o600, *[0o700] * 3]


def test_each_page_is_one_act_a_reading(client, django_assert_max_num_queries):
    one = copy(scan(*[Image.new("1", (850, 1100), 1)] * 3), "a.tif", access=Access.SHARED)
    reader, record = make.reader(), one.component.record
    client.force_login(reader)

    for page, width in ((1, THUMB), (2, THUMB), (2, 600), (2, 1200), (3, 600), (2, 600)):
        seen(look(client, one, page, width))
    with django_assert_max_num_queries(5):
        seen(look(client, one, 2))

    acts = Entry.objects.about(record).order_by("id")
    told = [(act.verb, act.by, act.after["page"], act.after["sha256"]) for act in acts]
    assert told == [
        ("open pages", reader, 2, one.sha256),
        ("read page", reader, 3, one.sha256),
    ]
    page = client.get(record.get_absolute_url())
    assert [event.text for event in page.context["events"]] == ["Read on the screen"]
    everything = client.get(reverse("records:record-history", args=[record.pk]))
    assert len(everything.context["events"]) == 2


def test_without_right_there_is_no_page_and_no_trace(client):
    own = make.fonds()
    one = copy(documents.pdf(), of=own)
    for person in (make.reader(), make.filing_officer(), make.auditor()):
        client.force_login(person)
        for page, width in ((1, 600), (1, THUMB), (9, 600)):
            assert look(client, one, page, width).status_code == 404
    client.force_login(make.reader(own.department))
    for page, width in ((0, 600), (2, 600), (10**6, 600), (1, 801)):
        assert look(client, one, page, width).status_code == 404

    assert not Entry.objects.filter(verb__in=("open pages", "read page")).exists()


def test_the_oldest_pictures_go(client, settings):
    client.force_login(make.archivist())
    settings.PAGE_CACHE_BYTES = 120_000
    noise = [Image.effect_noise((160, 160), 100 + n) for n in range(12)]
    one = copy(scan(*noise), "a.tif")

    for page in range(1, 13):
        seen(look(client, one, page, THUMB))
        seen(look(client, one, 1, THUMB))  # is used all the time

    left = {path.name: path.stat().st_size for path in settings.PAGE_CACHE_DIR.rglob("*.*")}
    assert sum(left.values()) <= settings.PAGE_CACHE_BYTES * 1.2
    assert "1-160.jpg" in left
    assert "12-160.jpg" in left
    assert "2-160.jpg" not in left


def memory() -> int:
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:")) * 1024


def test_hostile_files_are_a_sentence_and_nobody_else_notices(client, settings):
    settings.PAGE_SECONDS, settings.CONFINED_MEMORY_BYTES = 1, 512 * MB
    client.force_login(make.archivist())
    Path("/proc/self/clear_refs").write_text("5")
    before = memory()

    for name, (content, why) in HOSTILE.items():
        one = copy(content or b"%PDF", name) if content else empty(name)
        answer = look(client, one)
        address = reverse("records:record-read", args=[one.component.record_id, one.pk])
        read = client.get(address, {"find": "a"})
        assert read.status_code == (404 if name == "a.docx" else 200), name
        if answer.status_code == 200:
            assert not why, name
            continue
        assert answer.status_code == 422, name
        said = answer.content.decode()
        assert name == "a.docx" or said in unescape(read.content.decode()), name
        assert any(word in said for word in why.split("|")), (name, said)
        assert look(client, one, width=1200).content == answer.content, name

    assert memory() - before < 150 * MB
    assert seen(look(client, copy(documents.pdf("still here"))))


def empty(name: str):
    made = copy(b"x" + name.encode(), name)
    default_storage.delete(made.path)
    default_storage.save(made.path, io.BytesIO())
    return made
