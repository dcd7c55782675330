"""An opened form does its work once: sent twice, by hand or by two at a time."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any
from uuid import uuid4

import pytest
from axes.models import AccessAttempt
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from records.copies.models import DigitalCopy
from records.holdings.models import CodeAlias, Component, Record
from records.holdings.rules import Part, Stage
from records.imports.models import Import
from records.models import Entry
from records.organisation.models import Category
from records.tasks import forget_forms
from records.web.models import SentForm
from tests import documents, handover_make, make
from transfers.handover.models.handovers import Handover

BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture(autouse=True)
def storage(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def signed_in(person) -> Client:
    client = Client()
    client.force_login(person, BACKEND)
    return client


def description(of, **given) -> dict[str, Any]:
    return {
        "fonds": of.pk,
        "category": make.category().pk,
        "level": "item",
        "title": "关于春耕的通知",
        "opening": "unreviewed",
        "opened": str(uuid4()),
        **given,
    }


def a_record():
    return make.archivist(), reverse("records:record-create"), description(make.fonds()), Record


def a_component():
    record = make.record()
    said = {"part": Part.ORIGINAL, "title": "正本"}
    return make.archivist(), reverse("records:component-add", args=[record.pk]), said, Component


def a_copy():
    part = make.record().components.create(position=1, part=Part.ORIGINAL, title="正本")
    address = reverse("records:copy-upload", args=[part.pk])
    return make.archivist(), address, {"file": ("a.pdf", documents.pdf())}, DigitalCopy


def a_correction():
    record = make.record(Stage.ACCEPTED, of=make.fonds("Z109"))
    said = {"code": "Z109-WS·2005-Y-BGS-0031", "reason": "误"}
    return make.archivist(), reverse("records:record-alias", args=[record.pk]), said, CodeAlias


def an_import():
    said = {"fonds": make.fonds().pk, "category": make.category().pk}
    table = ("a.csv", "题名,年度,保管期限\n关于春耕的通知,2008,永久\n".encode())
    return make.archivist(), reverse("records:import-create"), said | {"file": table}, Import


def a_handover():
    record = handover_make.due_record(make.fonds(), 1)
    address = reverse("transfers:handover-create") + f"?fonds={record.fonds.number}"
    return make.archivist(), address, {"classes": [f"{record.year}-{record.period}"]}, Handover


def a_row_of_the_admin():
    said = {"code": "ZZ", "name": "实物"}
    return make.supervisor(), reverse("admin:records_category_add"), said, Category


MAKE = [a_record, a_component, a_copy, a_correction, an_import, a_handover, a_row_of_the_admin]


def post(client: Client, address: str, said: dict[str, Any]):
    """Send a form; a file is read anew each time."""
    sent = {k: SimpleUploadedFile(*v) if isinstance(v, tuple) else v for k, v in said.items()}
    return client.post(address, sent)


@pytest.mark.django_db
@pytest.mark.parametrize("making", MAKE)
def test_a_form_that_is_sent_twice_makes_one(making):
    person, address, said, model = making()
    client, before = signed_in(person), model.objects.count()
    said = said | {"opened": str(uuid4())}

    first, second = post(client, address, said), post(client, address, said)

    assert model.objects.count() == before + 1
    assert (first.status_code, second.status_code) == (302, 302)
    assert second.cookies["sent"].value == said["opened"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("making", [a_record, a_component, an_import, a_row_of_the_admin])
def test_two_clicks_at_the_same_moment_make_one(making):
    person, address, said, model = making()
    before, said = model.objects.count(), said | {"opened": str(uuid4())}
    clients, together = [signed_in(person), signed_in(person)], Barrier(2)

    def click(client):
        together.wait()
        try:
            return post(client, address, said)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as fingers:
        answers = list(fingers.map(click, clients))

    assert model.objects.count() == before + 1
    assert [answer.status_code for answer in answers] == [302, 302]
    if model is not Category:  # the admin leads to the list
        assert len({answer["Location"] for answer in answers}) == 1


@pytest.mark.django_db
def test_a_form_that_now_says_something_else_is_asked_about_and_loses_nothing():
    client, said = signed_in(make.archivist()), description(make.fonds())
    address = reverse("records:record-create")
    client.post(address, said)

    asked = client.post(address, said | {"title": "关于秋收的通知"})

    assert asked.status_code == 422
    assert "关于春耕的通知" in asked.content.decode()
    assert "关于秋收的通知" in asked.content.decode()
    (token,) = re.findall(r'name="opened" value="([^"]+)"', asked.content.decode())
    meant = client.post(address, said | {"title": "关于秋收的通知", "opened": token})
    assert meant.status_code == 302
    assert Record.objects.count() == 2


@pytest.mark.django_db
def test_a_form_that_was_refused_has_done_nothing():
    client, said = signed_in(make.archivist()), description(make.fonds())
    address = reverse("records:record-create")

    refused = client.post(address, said | {"year": "1895"})

    assert refused.status_code == 422
    assert "sent" not in refused.cookies
    assert not SentForm.objects.exists()
    assert client.post(address, said).status_code == 302


@pytest.mark.django_db
def test_what_a_form_made_and_is_gone_is_made_again_when_it_is_meant():
    client, said = signed_in(make.archivist()), description(make.fonds())
    address = reverse("records:record-create")
    client.post(address, said)
    Record.objects.all().delete()

    assert client.post(address, said).status_code == 422
    assert not Record.objects.exists()


@pytest.mark.django_db
def test_another_s_token_leads_to_nothing_of_theirs():
    of = make.fonds()
    said = description(of)
    signed_in(make.archivist()).post(reverse("records:record-create"), said)

    signed_in(make.archivist()).post(reverse("records:record-create"), said)

    assert Record.objects.count() == 2


@pytest.mark.django_db
def test_an_edit_that_is_sent_twice_is_one_edit():
    record, person = make.record(title="旧题名"), make.archivist()
    client, address = signed_in(person), reverse("records:record-edit", args=[record.pk])
    page = client.get(address).content.decode()
    seen = re.search(r'name="seen" value="([^"]+)"', page)
    assert seen
    said = description(record.fonds, title="新题名", seen=seen[1], year=2005, period="Y")

    assert [client.post(address, said).status_code for _ in range(2)] == [302, 302]
    assert Entry.objects.filter(verb="edit").count() == 1


@pytest.mark.django_db
def test_what_is_known_of_sent_forms_is_forgotten_after_a_week():
    person = make.archivist()
    for days in (1, 8):
        at = timezone.now() - timedelta(days=days)
        SentForm.objects.create(by=person, token=uuid4(), digest="", at=at)

    assert forget_forms() == 1
    assert SentForm.objects.count() == 1


@pytest.mark.django_db
def test_what_is_counted_while_a_form_is_read_stays_counted():
    """A wrong password is one try, also in a form that carries a token."""
    client = signed_in(make.archivist())
    said = {"old_password": "wrong-wrong-1", "new_password1": "Qing-Lan-2026"}

    answer = client.post(reverse("password_change"), said | {"opened": str(uuid4())})

    assert answer.status_code == 422
    assert AccessAttempt.objects.get().failures_since_start == 1
    assert not SentForm.objects.exists()
