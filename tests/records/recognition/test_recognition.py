"""Pages that bring no text are recognised by a worker, turn by turn; people correct them."""

import io
import sys
from datetime import timedelta

import pytest
from celery import current_app
from django.conf import settings as project
from django.core.files.storage import default_storage
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from PIL import Image, ImageDraw, ImageFont

from records import tasks
from records.audit.models import Entry
from records.copies.actions import keep_texts
from records.copies.models import DigitalCopy, PageText
from records.copies.rules import TextOrigin
from records.holdings.rules import Access, Stage
from records.recognition import work
from records.recognition.models import Recognition, RecognitionQueue
from records.recognition.rules import LOST_AFTER, TRIES
from tests import documents, handover_make, make
from tests.fixed_layout import ofd, picture, words
from tests.hostile import scan
from tests.promises.sql import refused, run
from tests.records.viewer.test_page_images import places
from tests.records.viewer.test_single_pages import released, three

pytestmark = pytest.mark.django_db
__all__ = ["places"]
LIST, HERE = reverse("records:record-list"), reverse("records:recognition")
FONT = project.BASE_DIR / "records/printing/fonts/ArchiveSerifSC-Regular.otf"
LINES = ("关于办公用房维修经费的批复", "同意列支二十万元")


def page(*lines: str) -> Image.Image:
    """A small page with some lines in print."""
    made = Image.new("L", (800, 500), 255)
    font, pen = ImageFont.truetype(str(FONT), 40), ImageDraw.Draw(made)
    for number, line in enumerate(lines):
        pen.text((60, 60 + 90 * number), line, font=font, fill=0)
    return made


def copy(content: bytes, name: str = "扫描件.tif", **given) -> DigitalCopy:
    return handover_make.copy(make.record(Stage.ACCEPTED, **given), content, name)


def gone(**given) -> DigitalCopy:
    """A copy of which the bytes are not there, so that nothing has to be recognised."""
    made = copy(scan(Image.new("1", (60, 80 + DigitalCopy.objects.count()), 1)), **given)
    default_storage.delete(made.path)
    return made


def read(of: DigitalCopy, *said: str, score: float = 0.9) -> None:
    """Pages as if they had been recognised, from the first on."""
    for number, text in enumerate(said, start=1):
        lines = [work.Line(line, score, [1000, 1000, 5000, 2000]) for line in text.splitlines()]
        work.keep_lines(of, number, lines, at=make.NOW)
    DigitalCopy.objects.filter(pk=of.pk).update(recognised_at=make.NOW)


def text(of: DigitalCopy, number: int, kind: str = "text") -> str:
    return reverse(
        {"text": "records:copy-page-text"}.get(kind, f"records:copy-page-{kind}"),
        args=[of.pk, number],
    )


def test_a_scan_is_recognised_found_and_marked_and_says_what_it_is(client):
    of = make.fonds()
    archivist, other = make.archivist(), make.reader()
    scanned = copy(scan(page(*LINES), page()), of=of)
    client.force_login(archivist)
    assert client.get(LIST, {"q": "维修经费 二十万"}).context["hits"] == []

    assert tasks.recognise_texts() == 2

    (said,) = PageText.objects.all()
    assert (said.number, said.text.splitlines(), said.origin) == (1, list(LINES), "recognised")
    assert said.engine.startswith("RapidOCR 3.")
    assert 0.9 < (said.score or 0) <= 1
    assert not {"rapidocr", "onnxruntime", "cv2"} & set(sys.modules)
    scanned.refresh_from_db()
    assert scanned.recognised_at
    state = Recognition.objects.get()
    assert (state.pages, state.done, state.found, state.faults) == (2, 2, 1, 0)
    assert state.ended_at

    (hit,) = client.get(LIST, {"q": "维修经费 二十万"}).context["hits"]
    assert [part.text for part in hit.reasons[0].said if part.found] == ["维修经费", "二十万"]
    assert "recognised by a machine" in hit.reasons[0].label
    (box,) = client.get(text(scanned, 1, "marks"), {"find": "维修经费"}).json()
    left, top, right, bottom = (place / 10_000 for place in box)
    assert 290 < left * 800 < 310 < 450 < right * 800 < 470  # from the seventh sign
    assert 50 < top * 500 < bottom * 500 < 125
    shown = client.get(text(scanned, 1)).content.decode()
    assert "Recognised text (not checked)" in shown
    assert LINES[1] in shown
    client.force_login(other)
    assert client.get(LIST, {"q": "维修经费"}).context["hits"] == []
    assert client.get(text(scanned, 1)).status_code == 404


def test_what_cannot_be_recognised_is_named_and_tried_again_and_nothing_else_waits_for_it(
    client, settings
):
    client.force_login(make.archivist())
    swollen = copy(scan(page(*LINES)))
    locked = copy(documents.encrypted_pdf(password=True), "加密.pdf")
    DigitalCopy.objects.filter(pk=locked.pk).update(text_read_at=make.NOW)
    lost = gone()

    tasks.recognise_texts()
    tasks.recognise_texts(turn=1)
    settings.RECOGNITION_MEMORY_BYTES = 300 << 20  # less than what the engine takes
    tasks.recognise_texts(turn=2)

    assert not DigitalCopy.objects.unrecognised().exists()
    why = {one.copy_id: str(one.why) for one in Recognition.objects.failed()}
    assert "more memory" in why[swollen.pk]
    assert "password" in why[locked.pk]
    assert "not in the storage" in why[lost.pk]
    shown = client.get(HERE)
    assert [one.copy_id for one in shown.context["page"].rows] == sorted(why, reverse=True)
    assert shown.context["figures"].failed == 3
    for sentence in why.values():
        assert sentence in shown.content.decode()

    again = reverse("records:recognition-again", args=[lost.pk])
    client.post(again)
    client.post(again)
    assert list(DigitalCopy.objects.unrecognised()) == [lost]
    assert Entry.objects.filter(verb="recognise again").count() == 1


def test_what_a_file_brings_is_not_recognised():
    whole, blank = copy(three(), "a.pdf"), copy(documents.pdf(""), "b.pdf")
    DigitalCopy.objects.update(page_count=3)
    assert not DigitalCopy.objects.unrecognised().exists()
    tasks.read_texts()
    DigitalCopy.objects.filter(pk=blank.pk).update(intact=False)
    assert list(DigitalCopy.objects.unrecognised()) == [whole]

    assert tasks.recognise_texts() == 0

    assert not DigitalCopy.objects.unrecognised().exists()
    assert not Recognition.objects.exists()
    assert set(PageText.objects.values_list("origin", flat=True)) == {"layer"}


def test_of_a_package_those_pages_are_recognised_that_bring_no_text():
    file = io.BytesIO()
    page(*LINES).save(file, "JPEG")
    pages = (words("防汛", 20, 30), picture(10, 10, 190, 119))
    mixed = copy(ofd(*pages, image=file.getvalue()), "a.ofd")
    tasks.read_texts()
    assert not DigitalCopy.objects.unrecognised().exists()
    DigitalCopy.objects.filter(pk=mixed.pk).update(page_count=2)

    assert tasks.recognise_texts() == 1

    first, second = PageText.objects.order_by("number")
    assert (first.origin, second.origin) == ("layer", "recognised")
    assert second.text.splitlines() == list(LINES)


def test_a_turn_is_done_once_and_none_in_a_pause_or_where_it_is_off(client, settings):
    waiting = [gone(), gone()]
    client.force_login(make.archivist())
    client.post(reverse("records:recognition-pause"))
    client.post(reverse("records:recognition-pause"))
    assert "Paused by" in client.get(HERE).content.decode()
    tasks.recognise_texts()
    assert DigitalCopy.objects.unrecognised().count() == 2
    client.post(reverse("records:recognition-start"))
    settings.RECOGNITION = False
    tasks.recognise_texts()
    assert "Switched off" in client.get(HERE).content.decode()
    client.post(reverse("records:recognition-start"))
    settings.RECOGNITION = True
    assert list(Entry.objects.order_by("id").values_list("verb", flat=True)) == [
        "pause recognition",
        "start recognition",
    ]

    tasks.recognise_texts()
    assert list(DigitalCopy.objects.unrecognised()) == waiting[:1]
    tasks.recognise_texts()  # the clock: the next turn is on its way
    tasks.recognise_texts(turn=0)  # the first once more
    assert list(DigitalCopy.objects.unrecognised()) == waiting[:1]
    RecognitionQueue.objects.update(turned_at=timezone.now() - LOST_AFTER - timedelta(seconds=1))
    tasks.recognise_texts()  # it was lost
    assert not DigitalCopy.objects.unrecognised().exists()
    tasks.recognise_texts(turn=2)
    assert RecognitionQueue.objects.get().turned_at is None


def test_the_next_turn_is_sent_behind_all_other_work(django_capture_on_commit_callbacks):
    gone()
    with django_capture_on_commit_callbacks() as sent:
        tasks.recognise_texts()
    assert len(sent) == 1
    queues = current_app.amqp.router
    assert queues.route({}, work.TASK)["queue"].name == "recognition"
    assert queues.route({}, "records.read_text")["queue"].name == "celery"
    assert list(current_app.amqp.queues) == ["celery", "recognition"]
    assert current_app.conf.broker_transport_options["queue_order_strategy"] == "priority"


def test_a_copy_over_which_the_worker_ends_is_given_up_page_by_page():
    scanned = copy(scan(page(), page()))
    Recognition.objects.create(
        copy=scanned, pages=2, done=1, found=1, tries=TRIES, begun_at=make.NOW
    )

    tasks.recognise_texts()

    state = Recognition.objects.get()
    assert (state.fault_page, state.faults, state.done) == (2, 1, 2)
    assert "Given up" in state.why
    assert state.ended_at


def test_people_correct_what_is_theirs_and_no_machine_changes_that(client):
    of = make.fonds()
    scanned = copy(scan(page(), page()), of=of, access=Access.SHARED)
    read(scanned, "水库除险如固\n工程", "")
    own, other = make.filing_officer(of.department), make.filing_officer()
    for person, status in ((make.reader(of.department), 403), (other, 403), (own, 200)):
        client.force_login(person)
        assert client.get(text(scanned, 1, "correct")).status_code == status
        link = text(scanned, 1, "correct") in client.get(text(scanned, 1)).content.decode()
        assert link == (status == 200)
    sent = {"text": "水库除险加固\r\n工程", "seen": "水库除险如固\r\n工程"}

    assert client.post(text(scanned, 1, "correct"), sent).status_code == 302

    said = PageText.objects.get()
    assert (said.text, said.origin, said.corrected_by) == ("水库除险加固\n工程", "corrected", own)
    assert said.engine
    assert said.boxes == [[1000, 1000, 5000, 2000]] * 2
    shown = client.get(text(scanned, 1)).content.decode()
    assert "Recognised, and corrected by a person" in shown
    assert str(own) in shown
    assert client.get(LIST, {"q": "险加固"}).context["hits"]
    entry = Entry.objects.get(verb="correct text")
    assert (entry.by, entry.after["page"]) == (own, 1)
    late = client.post(text(scanned, 1, "correct"), sent)
    assert (late.status_code, "meanwhile" in late.content.decode()) == (422, True)
    work.keep_lines(scanned, 1, [work.Line("水库", 1.0, [0, 0, 1, 1])], at=make.NOW)
    keep_texts(scanned, {1: ""}, TextOrigin.LAYER)
    assert PageText.objects.get().text == said.text

    client.force_login(make.archivist())
    client.post(text(scanned, 1, "correct"), {"text": " ", "seen": said.text})
    client.post(text(scanned, 2, "correct"), {"text": "附件", "seen": ""})
    assert list(PageText.objects.order_by("number").values_list("text", flat=True)) == ["", "附件"]
    assert client.get(LIST, {"q": "险加固"}).context["hits"] == []
    assert "No text is known" in client.get(text(scanned, 1)).content.decode()


def test_the_database_keeps_what_a_person_corrected(client):
    scanned = copy(scan(page(), page()))
    read(scanned, "如固", "工程")
    archivist = make.archivist()
    client.force_login(archivist)
    client.post(text(scanned, 1, "correct"), {"text": "加固", "seen": "如固"})
    first, second = PageText.objects.order_by("number")
    someone = make.archivist()

    for change in (
        "text = '如固'",
        f"corrected_by_id = {someone.pk}",
        "origin = 'recognised', corrected_by_id = NULL, corrected_at = NULL",
        "corrected_at = corrected_at - interval '1 day'",
        "number = 7, corrected_at = corrected_at + interval '1 day'",
    ):
        with refused("is fixed"):
            run(f"UPDATE records_pagetext SET {change} WHERE id = %s", first.pk)
    with refused("stays"):
        run("DELETE FROM records_pagetext WHERE id = %s", first.pk)
    with refused("corrected_text_names_its_person"):
        run("UPDATE records_pagetext SET origin = 'corrected' WHERE id = %s", second.pk)
    with refused("recognised_text_names_its_engine"):
        run("UPDATE records_pagetext SET engine = '' WHERE id = %s", second.pk)
    with refused("never emptied"):
        run("TRUNCATE records_pagetext")
    with transaction.atomic():
        assert run("DELETE FROM records_pagetext WHERE id = %s", second.pk) == 1


def test_who_sees_single_pages_reads_nothing_of_the_others(client):
    record, reader = make.record(Stage.ACCEPTED), make.reader()
    scanned = handover_make.copy(record, scan(page(), page(), page()), "a.tif")
    read(scanned, "防汛一", "防汛二", "防汛三")
    released(record, "2-3", reader)
    client.force_login(reader)

    for name in ("text", "marks"):
        found = [client.get(text(scanned, number, name)).status_code for number in (1, 2, 3)]
        assert found == [404, 200, 200], name
    assert client.get(text(scanned, 2, "correct")).status_code == 403
    address = reverse("records:record-read", args=[record.pk, scanned.pk])
    hits = client.get(address, {"find": "防汛"}).context["searched"]["hits"]
    assert [hit.number for hit in hits] == [2, 3]
    assert client.get(LIST, {"q": "防汛一"}).context["hits"] == []
