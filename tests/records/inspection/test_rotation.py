"""Copies are read again in rotation: what is damaged is told, not shown, and comes back."""

from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse

from records.copies import actions as copies
from records.holdings.rules import Part, Stage
from records.inspection import actions
from records.inspection.models import CopyFault, Inspection
from records.inspection.rules import Harm
from records.locks import Lock
from records.models import DigitalCopy, Entry
from records.notices.models import Notice
from records.rules import Refused
from records.viewer import images
from tests import documents, make
from tests.promises.sql import refused, run

pytestmark = pytest.mark.django_db
LATER = make.NOW + timedelta(days=31)


@pytest.fixture(autouse=True)
def storage(settings, tmp_path):
    settings.MEDIA_ROOT, settings.PAGE_CACHE_DIR = tmp_path / "media", tmp_path / "pages"
    return tmp_path


def stored(content, record=None):
    record = record or make.record(Stage.ACCEPTED)
    part = record.components.create(position=1, part=Part.ORIGINAL, title="正本")
    by = make.archivist()
    return copies.store(part, BytesIO(content), name="正文.pdf", by=by, at=make.NOW)


def place(copy):
    return Path(default_storage.path(copy.path))


def test_those_not_read_for_longest_come_first_within_the_bytes_of_a_run(settings):
    kept = [stored(documents.pdf(f"copy {n}")) for n in range(4)]
    settings.FIXITY_BYTES = kept[0].size + 1  # two of them
    actions.verify(kept[0], by=None, at=make.NOW - timedelta(days=40))

    assert [actions.inspect(at=make.NOW) for _ in range(3)] == [2, 2, 0]

    order = DigitalCopy.objects.order_by("verified_at", "pk")
    assert {copy.intact for copy in order} == {True}
    assert {copy.verified_at for copy in order} == {make.NOW}
    first = Inspection.objects.earliest("pk")
    assert (first.copies, first.bytes, first.faults) == (2, kept[1].size + kept[2].size, 0)
    assert actions.inspect(at=LATER) == 2
    assert not Entry.objects.filter(verb="verify copy", after__intact=True, by=None)[1:].exists()


@pytest.mark.parametrize("harm", [Harm.CHANGED, Harm.MISSING])
def test_what_is_damaged_is_told_and_not_shown_until_it_is_restored(client, harm):
    content = documents.pdf("sound")
    copy, twin, sound = stored(content), stored(content), stored(documents.pdf("other"))
    boss, reader = make.supervisor(), make.archivist()
    actions.inspect(at=make.NOW)
    images.plain(copy, 1, 600)
    if harm == Harm.CHANGED:
        place(copy).write_bytes(content[:-1] + b"X")
    else:
        place(copy).unlink()

    assert actions.inspect(at=LATER) == 2

    faults = CopyFault.objects.open()
    assert {fault.copy for fault in faults} == {copy, twin}
    assert {(fault.harm, fault.intact_at) for fault in faults} == {(harm, make.NOW)}
    assert "2 digital copies are damaged" in str(Notice.objects.get(person=boss).said)
    for one in (copy, twin):
        one.refresh_from_db()
        assert Entry.objects.about(one.component.record)[0].after["intact"] is False
        with pytest.raises(Refused, match="was found damaged on"):
            copies.read(one, by=reader, at=make.NOW)
        with pytest.raises(Refused, match="ask there for the original"):
            images.sizes(one)
    client.force_login(boss)
    page = client.get(reverse("records:inspection")).content.decode()
    assert f"Fetch the file {copy.path} from a backup of the media directory" in page
    assert "damaged copies" in client.get(reverse("admin:index")).content.decode().lower()
    shown = client.get(copy.component.record.get_absolute_url()).content.decode()
    assert "not shown until the centre has restored it" in shown
    picture = client.get(reverse("records:copy-page", args=[copy.pk, 1, 600]))
    assert (picture.status_code, b"found damaged" in picture.content) == (422, True)

    place(copy).write_bytes(content)
    assert actions.inspect(at=LATER + timedelta(days=1)) == 1  # the damaged one, twins once

    assert not CopyFault.objects.open().exists()
    copy.refresh_from_db()
    assert copy.intact
    assert copies.read(copy, by=reader, at=make.NOW).read() == content
    assert images.sizes(copy)
    said = "2 digital copies are whole again."
    assert str(Notice.objects.filter(person=boss).latest("pk").said) == said
    sound.refresh_from_db()
    assert sound.verified_at == LATER


def test_a_disk_that_cannot_be_read_is_a_fault_and_not_the_end_of_the_run(storage):
    copy, other = stored(documents.pdf("one")), stored(documents.pdf("two"))
    place(copy).unlink()
    place(copy).mkdir()  # opens as no file does

    assert actions.inspect(at=make.NOW) == 2

    assert CopyFault.objects.get().harm == Harm.UNREADABLE
    other.refresh_from_db()
    assert other.intact


def test_a_person_who_verifies_gives_the_same_alarm_and_a_draft_still_loses_its_copy():
    draft = make.record()
    copy, by = stored(documents.pdf("draft"), draft), make.archivist()
    boss = make.supervisor()
    place(copy).unlink()

    assert not actions.verify(copy, by=by, at=make.NOW)
    assert not actions.verify(copy, by=by, at=make.NOW)

    assert CopyFault.objects.count() == Notice.objects.filter(person=boss).count() == 1
    assert Entry.objects.filter(verb="verify copy", by=by).count() == 2
    copies.discard(copy, by=by, at=make.NOW)
    assert not CopyFault.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_runs_at_once_read_nothing_twice(owner):
    stored(documents.pdf("one"))
    owner.execute("SELECT pg_advisory_lock(%s, 0)", [Lock.INSPECTION.value])

    assert actions.inspect(at=make.NOW) == 0
    assert not Inspection.objects.exists()


def test_a_run_is_not_written_again():
    actions.inspect(at=make.NOW)

    with refused("append-only"):
        run("UPDATE records_inspection SET faults = 1")
