"""Copies are uploaded, opened and verified from the record's page."""

import io

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from records.copies import actions
from records.copies.models import DigitalCopy
from records.holdings.rules import Access, Part, Stage
from records.models import Entry
from tests import make
from tests.records.copies.test_store_copy import PDF

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def storage(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def component(stage=Stage.DRAFT, **given):
    record = make.record(stage, **given)
    return record.components.create(position=1, part=Part.ORIGINAL, title="正本")


def stored(name="正文.pdf", content=PDF, **given) -> DigitalCopy:
    file = io.BytesIO(content)
    return actions.store(component(**given), file, name=name, by=make.archivist(), at=make.NOW)


def url(name: str, row) -> str:
    return reverse(f"records:{name}", args=[row.pk])


def test_a_file_is_uploaded_and_shown_with_its_digests(client):
    to = component()
    client.force_login(make.archivist())

    response = client.post(
        url("copy-upload", to), {"file": SimpleUploadedFile("正文.pdf", PDF)}, follow=True
    )

    copy = to.copies.get()
    shown = response.content.decode()
    assert copy.name in shown
    assert copy.sha256[:4] in shown
    assert copy.sm3[-4:] in shown


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [("a.exe", b"MZ", b"no format that may be filed"), ("a.pdf", b"", b"The file is empty")],
)
def test_a_refused_file_is_answered_in_the_form(client, name, content, why):
    client.force_login(make.archivist())

    response = client.post(
        url("copy-upload", component()), {"file": SimpleUploadedFile(name, content)}
    )

    assert response.status_code == 422
    assert why in response.content
    assert not DigitalCopy.objects.exists()


def test_a_scan_is_told_with_its_resolution_and_colour(client):
    client.force_login(make.archivist())
    to = component()
    sent = {"file": SimpleUploadedFile("a.pdf", PDF), "resolution": 300, "colour": "grey"}
    assert client.post(url("copy-upload", to), {**sent, "resolution": 3}).status_code == 422

    sent["file"] = SimpleUploadedFile("a.pdf", PDF)
    client.post(url("copy-upload", to), sent)

    copy = DigitalCopy.objects.get()
    assert (copy.resolution, copy.colour) == (300, "grey")
    assert Entry.objects.about(to.record)[0].after["resolution"] == 300
    assert "300 dpi" in client.get(to.record.get_absolute_url()).content.decode()


def test_only_who_may_edit_reaches_the_upload(client):
    to = component(Stage.ACCEPTED, access=Access.SHARED)
    for person in (make.reader(), make.filing_officer(), make.supervisor()):
        client.force_login(person)
        assert client.get(url("copy-upload", to)).status_code == 404


def test_a_copy_is_given_out_whole_and_the_reading_is_an_act(client):
    copy = stored(stage=Stage.ACCEPTED, access=Access.SHARED)
    reader = make.reader()
    client.force_login(reader)

    response = client.get(url("copy-download", copy))

    assert b"".join(response.streaming_content) == PDF
    assert response["Content-Type"] == "application/pdf"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Disposition"].startswith("attachment")
    entry = Entry.objects.get(verb="read copy")
    assert (entry.by, entry.row) == (reader, str(copy.component.record_id))


def test_a_record_that_can_be_read_offers_that_first(client):
    client.force_login(make.archivist())
    pdf, xml = stored(stage=Stage.ACCEPTED), stored("a.xml", b"<?xml version='1.0'?><a/>")

    readable = client.get(pdf.component.record.get_absolute_url())
    other = client.get(xml.component.record.get_absolute_url())

    assert readable.context["readable"] == pdf
    record = pdf.component.record
    viewer = reverse("records:record-read", args=[record.pk, pdf.pk])
    shown = readable.content.decode()
    assert f'class="btn btn-primary" href="{viewer}"' in shown
    assert "?show" not in shown
    assert other.context["readable"] is None


def test_what_a_browser_can_show_opens_in_it_and_the_rest_does_not(client):
    client.force_login(make.archivist())
    pdf, xml = stored(), stored("a.xml", b"<?xml version='1.0'?><a/>")

    shown = client.get(url("copy-download", pdf), {"show": ""})
    saved = client.get(url("copy-download", xml), {"show": ""})

    assert shown["Content-Disposition"].startswith("inline")
    assert saved["Content-Disposition"].startswith("attachment")


def test_another_department_does_not_reach_a_copy(client):
    copy = stored(stage=Stage.ACCEPTED)
    for person in (make.reader(), make.filing_officer(), make.auditor()):
        client.force_login(person)
        assert client.get(url("copy-download", copy)).status_code == 404
        assert client.post(url("copy-verify", copy)).status_code == 404
        assert client.post(url("copy-discard", copy)).status_code == 404

    assert not Entry.objects.exclude(verb="store copy").exists()


def test_missing_bytes_are_told_on_the_page(client):
    copy = stored()
    default_storage.delete(copy.path)
    client.force_login(make.archivist())

    response = client.get(url("copy-download", copy), follow=True)

    assert b"not in the storage" in response.content


def test_a_copy_is_verified_from_the_page(client):
    copy = stored()
    client.force_login(make.archivist())

    assert b"is intact" in client.post(url("copy-verify", copy), follow=True).content
    default_storage.delete(copy.path)
    assert b"is not what was stored" in client.post(url("copy-verify", copy), follow=True).content


def test_a_copy_is_taken_off_a_draft_from_the_page(client):
    copy, kept = stored(), stored(stage=Stage.ACCEPTED)
    client.force_login(make.archivist())

    for one, offered in ((copy, True), (kept, False)):
        page = client.get(one.component.record.get_absolute_url()).content.decode()
        assert (url("copy-discard", one) in page) == offered
    client.post(url("copy-discard", copy))
    refused = client.post(url("copy-discard", kept), follow=True)

    assert "is “in custody” now" in refused.content.decode()
    assert list(DigitalCopy.objects.all()) == [kept]


def sent(*names: str) -> list[SimpleUploadedFile]:
    return [SimpleUploadedFile(name, PDF + name.encode()) for name in names]


def test_several_files_are_stored_each_by_itself(client):
    to = component()
    client.force_login(make.archivist())
    files = [*sent("一.pdf", "二.pdf"), SimpleUploadedFile("三.exe", b"MZ")]

    page = client.post(url("copy-upload", to), {"file": files}, follow=True).content.decode()

    assert sorted(to.copies.values_list("name", flat=True)) == ["一.pdf", "二.pdf"]
    assert "2 files are stored." in page
    assert "“三.exe” is in no format" in page
    none = client.post(
        url("copy-upload", to), {"file": [*sent("一.pdf"), SimpleUploadedFile("四.pdf", b"")]}
    )
    assert none.status_code == 422
    assert "“一.pdf”: This component has a copy" in none.content.decode()
    assert "“四.pdf”: The file is empty" in none.content.decode()
    assert to.copies.count() == 2


def test_files_become_components_behind_the_others(client):
    record = component().record
    client.force_login(make.archivist())
    files = [*sent("附件一.pdf"), SimpleUploadedFile("坏.exe", b"MZ"), *sent("附件二.pdf")]

    answer = client.post(
        url("component-files", record), {"file": files, "part": Part.ATTACHMENT}, follow=True
    )

    assert "“坏.exe” is in no format" in answer.content.decode()
    found = record.components.values_list("position", "part", "title", "copies__name")
    assert list(found) == [
        (1, Part.ORIGINAL, "正本", None),
        (2, Part.ATTACHMENT, "附件一", "附件一.pdf"),
        (3, Part.ATTACHMENT, "附件二", "附件二.pdf"),
    ]
    verbs = Entry.objects.about(record).order_by("id").values_list("verb", flat=True)
    assert list(verbs) == ["add component", "store copy"] * 2
    empty = client.post(url("component-files", record), {"part": Part.ATTACHMENT})
    assert empty.status_code == 422
