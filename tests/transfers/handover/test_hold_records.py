"""What was tested is what is approved and sent: records of a batch under way stay as they are."""

import io
import re
from datetime import timedelta
from threading import Thread

import pytest
from django.db import connection, transaction
from django.urls import reverse

from records.copies import actions as copies
from records.holdings import actions as holdings
from records.holdings.models import Component, Hold, Record
from records.holdings.rules import Part
from records.jobs import actions as jobs
from records.rules import Refused
from records.values.rules import Level
from tests import documents, handover_make, make
from transfers.due.models import Due
from transfers.handover import pages
from transfers.handover.actions import decide, select
from transfers.handover.papers.order import items_of, order_of
from transfers.handover.rules import Stage
from transfers.packages.metadata import metadata

pytestmark = pytest.mark.django_db
FIXED = [
    handover_make.checked,
    handover_make.proposed,
    handover_make.approved,
    handover_make.packaged,
    handover_make.delivered,
]


@pytest.fixture(autouse=True)
def packages(settings, tmp_path):
    settings.PACKAGE_DIR = tmp_path / "packages"


def first(handover) -> Record:
    return Record.objects.get(handover_items=handover.items.get(position=1))


def retitle(record: Record) -> None:
    holdings.edit(record, title="改过的题名", by=make.archivist(), at=make.NOW)


@pytest.mark.parametrize("made", FIXED)
def test_a_record_on_its_way_is_not_changed_and_the_refusal_names_the_batch(made):
    handover = made()
    record = first(handover)
    part = Component.objects.get(record=record)

    with pytest.raises(Refused, match=r"Handover 1 of 2026.*stays as it is"):
        retitle(record)
    with pytest.raises(Refused, match="Handover 1 of 2026"):
        holdings.add_component(
            record, part=Part.ATTACHMENT, title="附件", by=make.archivist(), at=make.NOW
        )
    with pytest.raises(Refused, match="Handover 1 of 2026"):
        copies.store(
            part, io.BytesIO(documents.pdf("two")), name="b.pdf", by=make.archivist(), at=make.NOW
        )

    record.refresh_from_db()
    assert record.title != "改过的题名"


def test_what_is_on_its_way_is_not_told_to_be_put_into_another_batch(client):
    record = first(handover_make.checked(records=1))
    told, make_one = "is in “Handover 1 of 2026”", "Make a handover"

    client.force_login(make.archivist())
    page = client.get(reverse("transfers:why", args=[record.pk])).content.decode()
    assert told in page
    assert make_one not in page
    client.force_login(make.reader(record.fonds.department))
    page = client.get(reverse("transfers:why", args=[record.pk])).content.decode()
    assert told not in page


def test_nothing_more_is_put_into_a_volume_on_its_way():
    fonds = make.fonds(of=make.department(), number_width=4)
    volume = handover_make.due_record(fonds, 1, level=Level.VOLUME)
    handover = select.create(fonds, classes=[(2005, "Y")], by=make.archivist(), at=make.NOW)
    handover_make.checked(handover)

    with pytest.raises(Refused, match="stays as it is"):
        holdings.describe(
            **{part: getattr(volume, part) for part in ("fonds", "category", "year", "period")},
            volume=volume,
            level=Level.ITEM,
            title="漏下的一件",
            by=make.archivist(),
            at=make.NOW,
        )


def test_records_are_free_while_they_are_selected_and_when_the_batch_ended():
    handover = handover_make.draft()
    retitle(first(handover))

    closed = handover_make.closed({1: "责任者不符"})
    retitle(first(closed))
    with pytest.raises(Refused, match="is “transferred” now"):
        retitle(closed.items.get(position=2).record)

    called_off = handover_make.approved()
    decide.cancel(called_off, reason="并入下一批", by=make.archivist(), at=make.NOW)
    retitle(first(called_off))

    sent_back = handover_make.approved()
    decide.send_back(sent_back, reason="改", by=make.archivist(), at=make.NOW)
    retitle(first(sent_back))
    assert handover_make.again(sent_back).stage == Stage.DRAFT


def test_records_are_held_while_the_test_reads_them():
    handover = handover_make.draft()
    decide.check(handover, by=make.archivist(), at=make.NOW)

    with pytest.raises(Refused, match="Wait until the test is done"):
        retitle(first(handover))


@pytest.mark.django_db(transaction=True)
def test_a_change_under_way_ends_before_the_test_is_asked_for():
    handover = handover_make.draft()
    record = first(handover)
    said: list[str] = []

    def ask():
        decide.check(handover, by=make.archivist(), at=make.NOW)
        said.append("asked")
        connection.close()

    with transaction.atomic():
        Record.objects.select_for_update().get(pk=record.pk)
        asking = Thread(target=ask)
        asking.start()
        asking.join(0.5)
        assert not said, "the batch was closed under a change that is not finished"
    asking.join()

    assert said == ["asked"]


def test_a_code_corrected_after_the_approval_changes_no_package():
    handover = handover_make.closed({1: "责任者不符"})
    told = metadata(next(items_of(handover)), order_of(handover))

    correct(first(handover))

    assert metadata(next(items_of(handover)), order_of(handover)) == told


def correct(record: Record) -> None:
    code = f"{record.fonds.number}-WS·2005-Y-0077"
    holdings.correct_code(
        record, code=code, reason="另有编号", by=make.archivist(), at=make.NOW + timedelta(hours=1)
    )


def test_sharing_and_codes_are_held_too():
    record = first(handover_make.approved())

    with pytest.raises(Refused, match="stays as it is"):
        correct(record)
    with pytest.raises(Refused, match="stays as it is"):
        holdings.share(record, by=make.archivist(), at=make.NOW)


def test_what_something_else_holds_is_not_selected_and_the_refusal_says_why():
    handover, other = handover_make.draft(), handover_make.checked()
    more = handover_make.due_record(handover.fonds, 9)
    holdings.hold(Record.objects.filter(pk=more.pk), other, by=make.archivist(), at=make.NOW)

    with pytest.raises(Refused, match=r"Handover 2 of 2026.*stays as it is"):
        select.add(handover, code=more.archival_code or "", by=make.archivist(), at=make.NOW)
    assert not pages.free(Due.objects.filter(record=more)).exists()


def test_a_test_that_is_stopped_or_not_passed_frees_the_records():
    stopped, failing = handover_make.draft(), handover_make.draft(copies=False)
    job = decide.check(stopped, by=make.archivist(), at=make.NOW)
    jobs.cancel(job, by=job.by, at=make.NOW)
    retitle(first(stopped))
    Record.objects.filter(pk=first(failing).pk).update(responsible="")

    handover_make.checked(failing)

    retitle(first(failing))
    assert not Hold.objects.open().exists()


def test_the_page_of_a_held_record_says_so_to_the_centre_and_offers_no_change(client):
    record = first(handover_make.proposed())
    client.force_login(make.archivist())

    page = client.get(record.get_absolute_url()).content.decode()

    assert "stays as it is" in page
    assert page.count('class="note" id="why-') == 1, "one sentence for all that it closes"
    for label in ("Edit", "Add a component", "Share with all", "Correct the code"):
        assert re.search(
            rf"<button [^>]*disabled aria-describedby=[^>]*>(<i [^>]*></i>)?{label}<", page
        )
    for act in ("record-edit", "record-alias", "component-add"):
        assert reverse(f"records:{act}", args=[record.pk]) not in page
    share = reverse("records:record-act", args=[record.pk, "share"])
    assert share not in page
    assert "stays as it is" in client.post(share).content.decode()


def test_an_approval_of_what_was_submitted_anew_since_is_refused(client):
    handover = handover_make.proposed()
    supervisor = make.supervisor()
    client.force_login(supervisor)
    approve = reverse("transfers:handover-act", args=[handover.pk, "approve"])
    seen = client.get(approve).context["form"].initial["seen"]
    decide.send_back(handover, reason="再看", by=make.archivist(), at=make.NOW)
    handover_make.answered(handover_make.checked(handover_make.again(handover)))
    decide.propose(handover_make.again(handover), by=make.archivist(), at=make.NOW)

    stale = client.post(approve, {"seen": seen})

    assert stale.status_code == 422
    assert "submitted anew" in stale.content.decode()
    assert handover_make.again(handover).stage == Stage.PROPOSED
    fresh = client.get(approve).context["form"].initial["seen"]
    assert client.post(approve, {"seen": fresh}).status_code == 302
    assert handover_make.again(handover).stage == Stage.APPROVED
