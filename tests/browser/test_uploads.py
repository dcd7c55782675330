"""A set of files is sent in pieces by the page, over a connection that breaks and a reload."""

import socket
import time
from http.client import HTTPConnection
from io import BytesIO
from urllib.parse import urlsplit

import pytest
from django.middleware.csrf import get_token
from django.urls import reverse
from playwright.sync_api import expect

from records.holdings.rules import Stage
from records.uploads import actions, spool
from records.uploads.models import UploadFile
from records.uploads.rules import State
from tests import documents, make, upload_make

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LARGE = documents.pdf(extra=b"%" + b"x" * 300_000 + b"\n")


@pytest.fixture
def upload(live, settings, tmp_path):
    settings.MEDIA_ROOT, settings.UPLOAD_DIR = tmp_path / "media", tmp_path / "uploads"
    upload = upload_make.begun()
    make.record(Stage.ACCEPTED, upload.fonds, title="大件", normal_text="大件")
    live.sign_in(upload.made_by)
    return upload


def chosen(name, content):
    return {"name": name, "mimeType": "application/pdf", "buffer": content}


def test_what_broke_off_goes_on_after_a_reload_and_leads_to_its_record(live, upload):
    page, pieces, broken = live.page, [], [True]

    def line(route):
        """The connection lets one piece through, then it is down."""
        pieces.append(route.request.headers["upload-offset"])
        if broken[0] and len(pieces) > 1:
            route.abort("connectionreset")
        else:
            route.continue_()

    page.route("**/uploads/files/*/", line)
    live.open(upload.get_absolute_url())
    page.locator("form[data-upload]").evaluate("form => { form.dataset.bytes = 100000; }")
    page.locator("input[name=file]").set_input_files([chosen("大件.pdf", LARGE)])
    expect(page.locator("[data-progress] [role=status]")).to_contain_text(
        "网络已中断", timeout=20_000
    )
    file = UploadFile.objects.get()
    assert 0 < file.received < len(LARGE)

    broken[0] = False
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()

    expect(page.locator("#files")).to_contain_text("按题名", timeout=20_000)
    expect(page.locator("#files").get_by_role("link", name="大件", exact=True)).to_be_visible()
    assert spool.path(upload.pk, file.pk).read_bytes() == LARGE
    assert pieces.count("0") == 1
    page.locator("a.btn-seal").click()
    expect(page.locator("#form")).to_contain_text("1 个文件将挂接到 1 条档案")


def test_a_client_that_stops_in_the_middle_loses_nothing_that_came(live_server, upload, client):
    """A connection of one's own, closed when the body is half there."""
    to_come = [actions.Announced("大件.pdf", len(LARGE))]
    (told,) = actions.announce(upload, to_come, by=upload.made_by, at=make.NOW)
    client.force_login(upload.made_by)
    url = reverse("records:upload-file", args=[told["key"]])
    token = get_token(client.get(upload.get_absolute_url()).wsgi_request)
    cookies = f"sessionid={client.cookies['sessionid'].value}; csrftoken={token}"
    head = {"Cookie": cookies, "X-CSRFToken": token, "Upload-Offset": "0"}
    connection = HTTPConnection(urlsplit(live_server.url).netloc)
    connection.putrequest("POST", url)
    for name, value in {**head, "Content-Length": str(len(LARGE))}.items():
        connection.putheader(name, value)
    connection.endheaders()
    connection.send(LARGE[:100_000])
    connection.sock.shutdown(socket.SHUT_WR)
    connection.close()

    for _ in range(100):
        file = UploadFile.objects.get()
        if file.received:
            break
        time.sleep(0.05)
    (again,) = actions.announce(upload, to_come, by=upload.made_by, at=make.NOW)
    rest = BytesIO(LARGE[again["offset"] :])
    told = {"offset": again["offset"], "by": upload.made_by, "at": make.NOW}
    whole = actions.receive(file, rest, **told)

    assert 0 < again["offset"] <= 100_000
    assert whole.state == State.TAKEN
    assert spool.path(upload.pk, file.pk).read_bytes() == LARGE
