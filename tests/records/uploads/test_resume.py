"""A file comes in pieces: where the connection breaks, it goes on at what is here."""

import json
import os
from functools import partial
from io import BytesIO
from typing import Any

import pytest
from django.db import transaction
from django.urls import reverse

from records.audit.models import Entry
from records.rules import Refused
from records.uploads import actions, spool
from records.uploads.models import UploadFile
from records.uploads.rules import State
from tests import documents, make, upload_make

pytestmark = pytest.mark.django_db
CONTENT = documents.pdf(extra=b"%" + b"x" * 3_000 + b"\n")


@pytest.fixture(autouse=True)
def storage(settings, tmp_path):
    settings.MEDIA_ROOT, settings.UPLOAD_DIR = tmp_path / "media", tmp_path / "uploads"


class Broken(BytesIO):
    """A body of which the client sends no more than its beginning."""

    def __init__(self, content, breaks_at):
        super().__init__(content)
        self.breaks_at = breaks_at

    def read(self, size=-1):
        if self.tell() >= self.breaks_at:
            raise OSError("connection reset")
        return super().read(min(size, self.breaks_at - self.tell()))


def piece(client, key, content, offset):
    return client.post(
        reverse("records:upload-file", args=[key]),
        content,
        content_type="application/octet-stream",
        headers={"Upload-Offset": str(offset)},
    )


def announced(client, upload, *files):
    told = json.dumps([{"name": name, "size": size} for name, size in files])
    return client.post(reverse("records:upload-announce", args=[upload.pk]), {"files": told})


def test_what_came_before_the_break_is_kept_and_the_rest_makes_it_whole():
    upload = upload_make.begun()
    told: dict[str, Any] = {"by": upload.made_by, "at": make.NOW}
    to_come = [actions.Announced("甲.pdf", len(CONTENT))]
    (first,) = actions.announce(upload, to_come, **told)
    file = UploadFile.objects.get(pk=first["key"])

    actions.receive(file, Broken(CONTENT, 1_000), offset=0, **told)
    (again,) = actions.announce(upload, to_come, **told)
    with pytest.raises(actions.OutOfStep):
        actions.receive(file, BytesIO(CONTENT), offset=0, **told)
    whole = actions.receive(file, BytesIO(CONTENT[1_000:]), offset=1_000, **told)

    assert (again["key"], again["offset"], again["state"]) == (file.pk, 1_000, State.SENDING)
    assert whole.state == State.TAKEN
    assert spool.path(upload.pk, file.pk).read_bytes() == CONTENT
    assert actions.receive(file, BytesIO(b"more"), offset=9, **told).sha256 == whole.sha256


def test_the_protocol_over_http(client):
    upload = upload_make.begun()
    assert Entry.objects.about(upload)[0].verb == "begin"
    client.force_login(upload.made_by)
    answer = announced(client, upload, ("夹/甲.pdf", len(CONTENT)), ("机密★10年.pdf", 5))
    here, secret = answer.json()["files"]

    assert (here["offset"], here["state"]) == (0, "sending")
    assert (secret["key"], secret["state"]) == (None, "refused")
    assert not UploadFile.objects.filter(name__contains="机密").exists()
    assert piece(client, here["key"], CONTENT[:700], 0).json()["offset"] == 700
    wrong = piece(client, here["key"], CONTENT, 0)
    assert (wrong.status_code, wrong.json()["offset"]) == (409, 700)
    assert piece(client, here["key"], b"", "x").status_code == 422
    last = piece(client, here["key"], CONTENT[700:] + b"what was not announced", 700)
    assert (last.json()["state"], last.json()["offset"]) == ("taken", len(CONTENT))
    (anew,) = announced(client, upload, ("夹/甲.pdf", 7)).json()["files"]
    assert (anew["key"], anew["offset"], anew["state"]) == (here["key"], 0, "sending")
    wrong_sizes = ('[{"name": 1, "size": 1}]', '[{"name": "a", "size": -1}]')
    for told in ("", "[", "{}", "[]", "[" * 100_000, *wrong_sizes):
        url = reverse("records:upload-announce", args=[upload.pk])
        assert client.post(url, {"files": told}).status_code == 422
    client.force_login(make.archivist())
    assert piece(client, here["key"], b"x", 0).status_code == 404


def test_what_the_single_upload_refuses_is_refused_here_with_the_remedy_and_its_bytes_go(settings):
    upload = upload_make.begun()
    empty = upload_make.sent(upload, "空.pdf", b"")
    wrong = upload_make.sent(upload, "夹/图.png", documents.pdf())
    locked = upload_make.sent(upload, "密.pdf", documents.encrypted_pdf(password=True))

    assert [file.state for file in (empty, wrong, locked)] == [State.REFUSED] * 3
    assert "The file is empty" in empty.why
    assert "save it as PNG anew" in wrong.why
    assert "save one without" in locked.why or "save it without one" in locked.why
    for file in (empty, wrong, locked):
        assert not spool.path(upload.pk, file.pk).exists()
    settings.COPY_MAX_BYTES = 10
    (large,) = actions.announce(
        upload, [actions.Announced("大.pdf", 11)], by=upload.made_by, at=make.NOW
    )
    assert "Split it" in large["why"]


def test_there_is_no_road_around_the_folders_of_a_set():
    upload = upload_make.begun()
    names = ("../../etc/passwd.pdf", "C:\\扫描\\..\\甲.pdf", "/绝对/乙\0\ud800.pdf", "..")
    files = [actions.Announced(name, 5) for name in names]

    told = actions.announce(upload, files, by=upload.made_by, at=make.NOW)

    assert list(upload.files.values_list("name", flat=True)) == [
        "etc/passwd.pdf",
        "扫描/甲.pdf",
        "绝对/乙.pdf",
    ]
    assert told[3]["state"] == State.REFUSED


def test_a_set_that_is_ended_takes_nothing_in():
    upload = upload_make.begun()
    told: dict[str, Any] = {"by": upload.made_by, "at": make.NOW}
    (first,) = actions.announce(upload, [actions.Announced("甲.pdf", 9)], **told)
    file = UploadFile.objects.get(pk=first["key"])
    actions.discard(upload, **told)

    with pytest.raises(Refused, match="no longer being put together"):
        actions.receive(file, BytesIO(b"x"), offset=0, **told)
    with pytest.raises(Refused, match="is “put aside” now"):
        actions.announce(upload, [actions.Announced("乙.pdf", 9)], **told)


def test_bytes_go_when_what_deletes_them_is_kept_and_not_before(
    django_capture_on_commit_callbacks,
):
    upload = upload_make.begun()
    file = upload_make.sent(upload, "甲.pdf")
    told: dict[str, Any] = {"by": upload.made_by, "at": make.NOW}
    anew = partial(actions.announce, upload, [actions.Announced("甲.pdf", 7)], **told)
    away = partial(actions.drop, upload, files=[file.pk], **told)
    place = spool.path(upload.pk, file.pk)

    for act in (anew, away):
        with transaction.atomic():
            act()
            transaction.set_rollback(True)
        assert place.exists()
    with django_capture_on_commit_callbacks(execute=True):
        away()
    assert not place.exists()


def test_another_file_of_a_name_takes_the_place_of_the_first(django_capture_on_commit_callbacks):
    upload = upload_make.begun()
    first = upload_make.sent(upload, "甲.pdf", documents.pdf())

    with django_capture_on_commit_callbacks(execute=True):
        second = upload_make.sent(upload, "甲.pdf", CONTENT)

    assert (second.pk, second.state) == (first.pk, State.TAKEN)
    assert spool.path(upload.pk, second.pk).read_bytes() == CONTENT


def test_bytes_that_are_gone_from_the_disk_are_sent_again():
    upload = upload_make.begun()
    told: dict[str, Any] = {"by": upload.made_by, "at": make.NOW}
    (first,) = actions.announce(upload, [actions.Announced("甲.pdf", len(CONTENT))], **told)
    file = UploadFile.objects.get(pk=first["key"])
    actions.receive(file, BytesIO(CONTENT[:2_000]), offset=0, **told)
    os.truncate(spool.path(upload.pk, file.pk), 500)

    held = actions.receive(file, BytesIO(CONTENT[2_000:]), offset=2_000, **told)
    whole = actions.receive(file, BytesIO(CONTENT[500:]), offset=500, **told)

    assert (held.state, held.received) == (State.SENDING, 500)
    assert whole.state == State.TAKEN
    assert spool.path(upload.pk, file.pk).read_bytes() == CONTENT
