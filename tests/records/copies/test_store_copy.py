"""Files become digital copies: recognised, bounded, kept by their digest, verified."""

import hashlib
import io
import os
import random
import tracemalloc
import zipfile
from itertools import pairwise
from pathlib import Path

import pytest
from django.core.files.storage import default_storage

from records.copies import actions
from records.copies.digests import digest
from records.copies.models import DigitalCopy
from records.holdings.rules import Part, Stage
from records.inspection import actions as inspection
from records.models import Entry
from records.rules import Refused
from tests import documents, fixed_layout, make

PDF = documents.pdf()


@pytest.fixture(autouse=True)
def storage(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def package(*names: str, encrypted: bool = False) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as made:
        for name in names:
            made.writestr(name, "<x/>")
    content = held.getvalue()
    if encrypted:
        at = content.index(b"PK\x01\x02")
        content = content[: at + 8] + b"\x01" + content[at + 9 :]
    return content


def within(content: bytes, deep: int) -> bytes:
    """A file in packages that lie in packages."""
    for _n in range(deep):
        content = documents.package({"a.zip": content})
    return content


def first(content: bytes) -> bytes:
    """The beginning of a package whose first member is this, kept as it is."""
    size = len(content).to_bytes(4, "little")
    return b"PK\x03\x04" + bytes(14) + size * 2 + b"\x01\0\0\0" + b"a" + content


def component(stage=Stage.DRAFT, **given):
    record = make.record(stage, **given)
    return record.components.create(position=1, part=Part.ORIGINAL, title="正本")


def store(content: bytes = PDF, name: str = "正文.pdf", to=None, by=None) -> DigitalCopy:
    return actions.store(
        to or component(), io.BytesIO(content), name=name, by=by or make.archivist(), at=make.NOW
    )


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"abc", "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"),
        (b"abcd" * 16, "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732"),
        (b"", "1ab21d8355cfa17f8e61194831e81a8f22bec8c728fefb747ed035eb5082aa2b"),
    ],
)
def test_sm3_gives_the_standard_values(content, expected):
    assert digest([content]).sm3 == expected


def test_both_digests_are_the_same_whatever_the_pieces():
    chance = random.Random(3)
    content = chance.randbytes(1500)
    cuts = [0, *sorted(chance.sample(range(1500), 20)), 1500]
    pieces = [content[start:end] for start, end in pairwise(cuts)]

    assert digest(pieces) == digest([content])
    assert digest(pieces).size == 1500


@pytest.mark.django_db
def test_a_file_lies_under_its_digest_and_leaves_its_entry(storage):
    to, by = component(), make.archivist()

    copy = store(to=to, by=by)

    assert copy.sha256 == hashlib.sha256(PDF).hexdigest()
    assert copy.sm3 == digest([PDF]).sm3
    assert (copy.format, copy.size, copy.name) == ("PDF", len(PDF), "正文.pdf")
    assert (storage / copy.path).read_bytes() == PDF
    assert not list((storage / "copies/incoming").iterdir())
    entry = Entry.objects.about(to.record).get()
    assert (entry.verb, entry.by, entry.after["sm3"]) == ("store copy", by, copy.sm3)


@pytest.mark.django_db
def test_the_same_bytes_lie_there_once(storage):
    first, second = store(), store()

    assert first.path == second.path
    assert len([path for path in storage.rglob("*") if path.is_file()]) == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.OFD", fixed_layout.ofd(fixed_layout.words("通知", 20, 20)), "OFD"),
        ("a.docx", package("[Content_Types].xml", "word/document.xml"), "DOCX"),
        ("a.xlsx", package("[Content_Types].xml", "xl/workbook.xml"), "XLSX"),
        ("a.wps", documents.ole(), "WPS"),
        ("a.et", documents.ole(), "ET"),
        ("a.jpeg", documents.jpeg(), "JPG"),
        ("a.tiff", documents.tiff(), "TIF"),
        ("a.png", documents.png(), "PNG"),
        ("a.rtf", b"{\\rtf1 }", "RTF"),
        ("a.xml", b"\xef\xbb\xbf<?xml version='1.0'?><a/>", "XML"),
        ("a.wav", b"RIFF\x24\x00\x00\x00WAVEfmt ", "WAV"),
        ("a.avi", b"RIFF\x24\x00\x00\x00AVI LIST", "AVI"),
        ("a.mp4", b"\x00\x00\x00\x18ftypmp42", "MP4"),
        ("a.mp3", b"ID3\x03\x00", "MP3"),
    ],
)
def test_accepted_formats_are_recognised(name, content, kind):
    assert store(content, name).format == kind


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("a.exe", b"MZ\x90\x00", "in no format that may be filed"),
        ("正文", PDF, "in no format that may be filed"),
        ("a.zip", package("a.pdf"), "in no format that may be filed"),
        ("a.pdf", b"MZ\x90\x00", "called PDF, but its content is not"),
        ("a.ofd", package("word/document.xml"), "called OFD, but its content is not"),
        ("a.docx", PDF, "called DOCX, but its content is not"),
        ("a.docx", b"PK\x03\x04 cut off", "damaged or cut off"),
        ("a.ofd", package("OFD.xml", encrypted=True), "encrypted"),
        ("a.pdf", b"", "empty"),
        ("机密★10年.pdf", PDF, "state secret"),
        ("a.pdf", documents.encrypted_pdf(password=True), "has a password"),
        ("a.pdf", documents.encrypted_pdf(password=False), "encrypted"),
        ("a.docx", documents.xlsx_with_password(), "has a password"),
        ("a.xlsx", documents.xlsx_with_password(), "has a password"),
        ("a.xls", documents.xlsx_with_password(), "has a password"),
        ("a.wps", documents.word_with_password(), "has a password"),
        ("a.ofd", package("OFD.xml", "Encryptions.xml"), "encrypted"),
        ("a.pdf", PDF[:-200], "damaged or cut off"),
        ("a.pdf", b"%PDF-1.7\n%%EOF\n", "damaged or cut off"),
        ("a.wps", documents.OLE + bytes(500), "damaged or cut off"),
        ("a.docx", documents.docx()[:-200], "damaged or cut off"),
        ("a.docx", documents.docx(more={"word/document.xml": "no XML"}), "damaged or cut off"),
        (
            "a.docx",
            documents.docx(more={"word/document.xml": b"0" * (1 << 25)}),
            "damaged or cut off",
        ),
        ("a.png", documents.png()[:-4], "damaged or cut off"),
        ("a.jpg", documents.jpeg()[:-2], "damaged or cut off"),
        ("a.tif", documents.tiff()[:12], "damaged or cut off"),
        ("a.xml", b"<?xml version='1.0'?><a>", "damaged or cut off"),
        ("a.pdf", b"%PDF-1.7\n" + documents.EICAR, "EICAR"),
        ("a.pdf", documents.pdf(extra=documents.EICAR), "EICAR"),
        ("a.docx", documents.docx(more={"word/media/a.com": documents.EICAR}), "EICAR"),
        ("a.docx", documents.docx(more={"word/a.zip": within(documents.EICAR, 2)}), "EICAR"),
        ("a.docx", documents.docx() + documents.EICAR, "EICAR"),
        ("a.docx", documents.docx(more={"word/a.zip": within(b"", 9)}), "too large once unpacked"),
        ("a.docx", first(PDF) + documents.docx(), "two kinds of file"),
        ("a.docx", first(b"<html><script>") + documents.docx(), "two kinds of file"),
        ("a.jpg", documents.jpeg() + b"Rar!\x1a\x07\x01\x00" + bytes(99), "two kinds of file"),
        ("a.jpg", documents.jpeg() + b"7z\xbc\xaf\x27\x1c" + bytes(99), "two kinds of file"),
        ("a.pdf", PDF + package("a.exe"), "two kinds of file"),
        ("a.jpg", documents.jpeg() + package("a.exe"), "two kinds of file"),
        ("a.jpg", documents.jpeg(comment=b"*/=1;<script>"), "two kinds of file"),
        ("a.jpg", documents.jpeg(comment=PDF), "two kinds of file"),
        ("a.jpg", b"GIF89a/*" + bytes(20) + b"*/=alert(1)", "called JPG, but its content is not"),
        ("a.xml", b"<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'/>", "web page"),
        ("a.xml", b"<?xml version='1.0'?><?xml-stylesheet href='a'?><a/>", "web page"),
        ("a.xml", b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "entities"),
        ("a.png", documents.png(30_000, 30_000), "30000 × 30000 pixels"),
        ("a.jpg", documents.jpeg(65_000, 65_000), "65000 × 65000 pixels"),
        ("a.tif", documents.tiff(100_000, 100_000), "100000 × 100000 pixels"),
        ("a.pdf", documents.pdf(title="关于某事的通知（机密★10年）"), "state secret"),
        ("a.pdf", documents.pdf("TOP SECRET"), "state secret"),
        ("a.docx", documents.docx("机密★10年"), "state secret"),
        ("a.docx", documents.docx(title="绝密"), "state secret"),
        ("a.xml", "<?xml version='1.0'?><a><b>机密★</b></a>".encode(), "state secret"),
    ],
)
def test_other_files_are_refused_with_the_remedy_and_nothing_is_written(
    storage, name, content, why
):
    with pytest.raises(Refused, match=why):
        store(content, name)

    assert not DigitalCopy.objects.exists()
    assert not Entry.objects.exists()
    assert not [path for path in storage.rglob("*") if path.is_file()]


@pytest.mark.django_db
def test_a_file_larger_than_the_limit_is_refused(settings):
    settings.COPY_MAX_BYTES = len(PDF) - 1

    with pytest.raises(Refused, match="Split it"):
        store()


@pytest.mark.django_db
def test_a_component_has_the_same_content_once():
    to = component()
    store(to=to)

    with pytest.raises(Refused, match="same content already"):
        store(to=to, name="又一份.pdf")


@pytest.mark.django_db
def test_a_path_in_the_name_is_dropped():
    assert store(name="..\\..\\C:/扫描/正文.pdf").name == "正文.pdf"


@pytest.mark.django_db
def test_a_large_file_is_never_whole_in_memory(storage):
    path = storage / "large.wav"
    with path.open("wb") as file:
        file.write(b"RIFF\x24\x00\x00\x00WAVEfmt ")
        file.truncate(64 << 20)
    to, by = component(), make.archivist()
    tracemalloc.start()
    with path.open("rb") as file:
        copy = actions.store(to, file, name="large.wav", by=by, at=make.NOW)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert copy.size == 64 << 20
    assert peak < 16 << 20


@pytest.mark.django_db
@pytest.mark.parametrize("person", [make.reader, make.filing_officer, make.supervisor])
def test_who_may_not_edit_the_record_stores_nothing(person):
    with pytest.raises(Refused):
        store(by=person())


@pytest.mark.django_db
def test_a_filing_officer_adds_copies_to_own_drafts_only():
    officer = make.filing_officer()
    of = make.fonds(of=officer.department)

    assert store(to=component(of=of), by=officer).pk
    with pytest.raises(Refused):
        store(to=component(Stage.ACCEPTED, of=of), by=officer)


@pytest.mark.django_db
def test_whole_bytes_are_verified_and_changed_ones_found(storage):
    copy, by = store(), make.archivist()
    assert inspection.verify(copy, by=by, at=make.NOW)

    (storage / copy.path).write_bytes(PDF[:-1] + b"X")

    assert not inspection.verify(copy, by=by, at=make.NOW)
    copy.refresh_from_db()
    assert (copy.intact, copy.verified_at) == (False, make.NOW)
    assert Entry.objects.filter(verb="verify copy", after__intact=False).count() == 1


@pytest.mark.django_db
def test_missing_bytes_are_not_intact_and_cannot_be_read(storage):
    copy = store()
    Path(default_storage.path(copy.path)).unlink()

    with pytest.raises(Refused, match="not in the storage"):
        actions.read(copy, by=make.archivist(), at=make.NOW)
    assert not inspection.verify(copy, by=None, at=make.NOW)
    with pytest.raises(Refused, match="found damaged"):
        actions.read(copy, by=make.archivist(), at=make.NOW)


@pytest.mark.django_db
def test_a_copy_is_taken_off_a_draft_but_not_off_an_accepted_record():
    by = make.archivist()
    copy, kept = store(), store(to=component(Stage.ACCEPTED))

    actions.discard(copy, by=by, at=make.NOW)
    with pytest.raises(Refused, match="is “in custody” now"):
        actions.discard(kept, by=by, at=make.NOW)

    assert list(DigitalCopy.objects.all()) == [kept]
    assert Entry.objects.filter(verb="discard copy").count() == 1


@pytest.mark.django_db
def test_a_copy_that_two_people_take_off_is_taken_off_once():
    by, copy = make.archivist(), store()
    seen_by_another = DigitalCopy.objects.get()

    actions.discard(copy, by=by, at=make.NOW)
    actions.discard(seen_by_another, by=by, at=make.NOW)

    assert Entry.objects.filter(verb="discard copy").count() == 1


@pytest.mark.django_db
def test_what_unpacks_to_too_much_is_refused(storage):
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as made:
        made.writestr("word/document.xml", bytes(64 << 20))
        made.filelist *= 18  # one content, which so many entries lead to

    with pytest.raises(Refused, match="too large once unpacked"):
        store(bomb.getvalue(), "a.docx")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("", "not scanned: no scanner is set up"),
        ("/bin/sh -c 'grep -q %PDF'", "found clean by sh"),
    ],
)
def test_the_trail_says_whether_the_scanner_ran(settings, command, said):
    settings.VIRUS_SCAN_COMMAND = command

    copy = store()

    assert Entry.objects.about(copy.component.record)[0].after["virus_scan"] == said


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("command", "why"),
    [
        ("/bin/sh -c 'cat >/dev/null; exit 1'", "virus scanner found something"),
        ("/bin/sh -c 'exit 2'", "does not answer"),
        ("/no/such/scanner", "does not answer"),
        ("/bin/sleep 60", "does not answer"),
    ],
)
def test_what_the_scanner_does_not_let_through_is_not_kept(settings, storage, command, why):
    settings.VIRUS_SCAN_COMMAND, settings.VIRUS_SCAN_SECONDS = command, 1

    with pytest.raises(Refused, match=why):
        store()
    assert not DigitalCopy.objects.exists()
    assert not [path for path in storage.rglob("*") if path.is_file()]


@pytest.mark.django_db
def test_no_power_cut_takes_back_the_name_of_a_copy(storage, monkeypatch):
    kept, fsync = [], os.fsync

    def watched(descriptor: int) -> None:
        fsync(descriptor)
        of = Path(f"/proc/self/fd/{descriptor}").readlink()
        kept.append((of, sorted(one.name for one in of.iterdir()) if of.is_dir() else None))

    monkeypatch.setattr(os, "fsync", watched)
    path = storage / store().path

    assert kept[-1] == (path.parent, [path.name])
    new = [one.parent for one in path.parents if storage in one.parents]
    assert set(new) <= {of for of, _held in kept}
    kept.clear()
    store()  # whoever laid it there may have died before
    assert kept == [(path.parent, [path.name])]
