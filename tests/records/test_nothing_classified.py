"""By whatever road a text comes, the mark of a state secret stops it, and nothing is kept."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.timezone import localdate

from records.audit.actions import note
from records.audit.models import Entry
from records.holdings.rules import Stage
from records.jobs.models import Job
from records.organisation.models import Category
from records.values.marks import StateSecret
from tests import documents, handover_make, make
from transfers.handover.models.receipts import Receipt

pytestmark = pytest.mark.django_db
MARK = "见机密★10年文件"


@pytest.fixture
def signed_in(client):
    def sign_in(person):
        client.force_login(person, "django.contrib.auth.backends.ModelBackend")
        client.cookies["django_language"] = "en"
        return client

    return sign_in


def refused(response) -> bool:
    return response.status_code in {200, 422} and "state secret" in response.content.decode()


def test_the_reason_of_a_move(signed_in):
    handover = handover_make.proposed()
    client = signed_in(make.supervisor())

    assert refused(client.post(handover.get_act_url("return"), {"reason": MARK}))
    assert not Entry.objects.filter(verb="return").exists()


@pytest.mark.parametrize(
    ("name", "given"),
    [("explain", {"account": MARK}), ("explain", {"gap_note": MARK}), ("add", {"code": MARK})],
)
def test_the_small_changes_of_a_handover(signed_in, name, given):
    handover = handover_make.draft()
    client = signed_in(make.archivist())

    change = reverse("transfers:handover-change", args=[handover.pk, name])
    assert refused(client.post(change, given, follow=True))
    assert not Entry.objects.filter(verb__in=("explain", "add"), after__icontains="机密").exists()


@pytest.mark.parametrize("field", ["number", "receiver", "remarks"])
def test_what_is_written_of_a_receipt(signed_in, field):
    handover = handover_make.delivered()
    client = signed_in(make.archivist())
    given = {"number": "1", "received_on": localdate(), "receiver": "某"} | {field: MARK}

    assert refused(client.post(reverse("transfers:handover-receipt", args=[handover.pk]), given))
    assert not Receipt.objects.exists()


def test_the_name_of_a_receipts_file(signed_in):
    handover = handover_make.delivered()
    client = signed_in(make.archivist())
    file = SimpleUploadedFile("机密★回执.pdf", b"%PDF-1.7\n")
    given = {"number": "1", "received_on": localdate(), "receiver": "某", "file": file}

    assert refused(client.post(reverse("transfers:handover-receipt", args=[handover.pk]), given))
    assert not Receipt.objects.exists()


def test_reference_data_in_the_admin(signed_in):
    client = signed_in(make.supervisor())

    category = {"code": "ZZ", "name": "机密★长期"}
    assert refused(client.post(reverse("admin:records_category_add"), category))
    assert not Category.objects.filter(code="ZZ").exists()


@pytest.mark.parametrize("limit", [0, 10], ids=["by a worker", "at once"])
def test_a_list_that_was_asked_for_with_a_mark_is_shown_and_not_taken_out(
    signed_in, settings, limit
):
    settings.EXPORT_AT_ONCE = limit
    make.record(Stage.ACCEPTED, title="见机密文件")
    client = signed_in(make.archivist())

    assert client.get(reverse("records:record-list"), {"q": "机密★"}).status_code == 200
    export = reverse("records:record-export") + "?q=" + "见机密★10年"
    assert refused(client.post(export, follow=True))
    assert not Entry.objects.filter(verb="export").exists()
    assert not Job.objects.exists()


def test_the_trail_neither(signed_in):
    client = signed_in(make.auditor())

    export = reverse("trail-export") + "?text=机密★"
    assert refused(client.post(export, follow=True))
    assert not Entry.objects.filter(verb="export").exists()


def test_no_act_tells_of_it_in_the_trail():
    record = make.record()

    with pytest.raises(StateSecret):
        note("edit", record, by=None, at=make.NOW, after={"a": [{"b": "机密★10年"}]})
    assert not Entry.objects.about(record).exists()


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("回执.pdf", b"%PDF-1.7", "damaged or cut off"),
        ("回执.exe", b"MZ", "in no format that may be filed"),
        ("回执.pdf", b"", "The file is empty"),
        ("回执.pdf", documents.encrypted_pdf(password=True), "has a password"),
        ("回执.docx", documents.docx("机密★10年"), "state secret"),
        ("回执.pdf", documents.pdf(extra=documents.EICAR), "EICAR"),
    ],
)
def test_a_receipts_file_passes_what_every_file_passes(signed_in, name, content, why):
    handover = handover_make.delivered()
    client = signed_in(make.archivist())
    file = SimpleUploadedFile(name, content)
    given = {"number": "1", "received_on": localdate(), "receiver": "某", "file": file}

    page = client.post(reverse("transfers:handover-receipt", args=[handover.pk]), given)

    assert why in page.content.decode()
    assert not Receipt.objects.exists()
