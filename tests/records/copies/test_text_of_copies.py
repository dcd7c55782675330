"""What pages of copies say is kept once, found by who may see it, opened where it stands."""

import io

import pytest
from django.urls import reverse
from django.utils import timezone

from records import tasks
from records.copies import actions, work
from records.copies.models import DigitalCopy, PageText
from records.copies.rules import TextOrigin
from records.holdings.models import Component
from records.holdings.rules import Part, Stage
from tests import documents, handover_make, make

pytestmark = pytest.mark.django_db
LIST = reverse("records:record-list")
BY_MACHINE = {"engine": "RapidOCR 3.10.0", "recognised_at": make.NOW, "score": 0.9}


@pytest.fixture(autouse=True)
def places(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.PAGE_CACHE_DIR = tmp_path / "pages"


def stored(content: bytes, **given) -> DigitalCopy:
    record = make.record(Stage.DRAFT, **given)
    part = record.components.create(position=1, part=Part.ORIGINAL, title="正本")
    file = io.BytesIO(content)
    return actions.store(part, file, name="正文.pdf", by=make.archivist(), at=make.NOW)


def found(client, by, text):
    client.force_login(by)
    return client.get(LIST, {"q": text}).context["hits"]


def test_a_page_is_found_by_who_may_see_it_and_opened_with_the_words_marked(
    client, django_capture_on_commit_callbacks
):
    of = make.fonds()
    archivist, own, other = make.archivist(), make.reader(of.department), make.reader()
    with django_capture_on_commit_callbacks() as sent:
        copy = stored(documents.pdf("Drainage of the reservoir"), of=of, title="Minutes")
    assert len(sent) == 1
    assert found(client, own, "drainage") == []

    tasks.read_text(copy=copy.pk)
    tasks.read_text(copy=copy.pk)

    (page,) = PageText.objects.all()
    assert (page.number, page.normal_text, page.origin) == (1, "drainageofthereservoir", "layer")
    for by in (archivist, own):
        (hit,) = found(client, by, "ＤＲＡＩＮＡＧＥ minutes")
        (reason,) = hit.reasons
        assert [part.text for part in reason.said if part.found] == ["Drainage"]
    assert found(client, other, "drainage") == []
    assert found(client, own, "-drainage minutes") == []

    shown = client.get(LIST, {"q": "reservoir", "order": "oldest"})
    to = reverse("records:record-read", args=[copy.component.record_id, copy.pk])
    link = f"{to}?page=1&amp;find=reservoir&amp;q=reservoir&amp;order=oldest"
    assert f'<a href="{link}">' in shown.content.decode()
    opened = client.get(link.replace("&amp;", "&"))
    assert [one.found for one in opened.context["searched"]["hits"]] == ["reservoir"]

    Component.objects.filter(pk=copy.component_id).update(position=None)
    assert found(client, archivist, "drainage") == []


def test_the_page_that_tells_most_is_shown_and_says_where_it_comes_from(client):
    copy = stored(documents.pdf(""), title="防汛工作会议纪要")
    said = {
        1: "防汛",
        2: "防汛：" + "—" * 500 + "水库除险\n加固工程\x00 \ud800",
        3: "水库",
        4: " \n",
    }
    actions.keep_texts(copy, said, TextOrigin.RECOGNISED, **BY_MACHINE)
    assert PageText.objects.count() == 3

    (hit,) = found(client, make.archivist(), "防汛 险加固 水库")

    (reason,) = hit.reasons
    assert reason.number == 2
    assert "recognised by a machine" in reason.label
    assert [part.text for part in reason.said if part.found] == ["水库", "险加固"]
    actions.keep_texts(copy, {2: "", 3: "水厂"}, TextOrigin.LAYER)
    assert found(client, make.archivist(), "水库") == []
    (hit,) = found(client, make.archivist(), "水厂")
    assert hit.reasons[0].label == f"{Part.ORIGINAL.label}, page 3"


def test_what_nobody_looked_through_is_taken_up_and_what_cannot_be_read_says_nothing():
    record = make.record(Stage.ACCEPTED)
    copies = [
        handover_make.copy(record, documents.pdf("Notice"), "a.pdf"),
        handover_make.copy(record, documents.pdf(""), "scan.pdf"),
        handover_make.copy(record, documents.encrypted_pdf(password=True), "locked.pdf"),
        handover_make.copy(record, b"%PDF-1.7 torn", "torn.pdf"),
    ]
    handover_make.copy(record, documents.png(), "a.png")

    assert tasks.read_texts() == len(copies)
    assert tasks.read_texts() == 0

    assert [text.copy.name for text in PageText.objects.all()] == ["a.pdf"]
    assert DigitalCopy.objects.filter(text_read_at=None).get().name == "a.png"


def test_of_two_who_read_a_copy_one_keeps_its_text():
    copy = handover_make.copy(make.record(Stage.ACCEPTED), documents.pdf("Notice"))
    late = DigitalCopy.objects.get(pk=copy.pk)
    work.read_text(copy, at=timezone.now())
    actions.keep_texts(copy, {1: "recognised"}, TextOrigin.RECOGNISED, **BY_MACHINE)

    work.read_text(late, at=timezone.now())

    assert PageText.objects.get().text == "recognised"
