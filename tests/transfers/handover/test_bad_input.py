"""What no page sends but anybody can: answered in a sentence, never by a fault."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from records.audit.models import Entry
from tests import handover_make, make

pytestmark = pytest.mark.django_db
HUGE = "9" * 30


@pytest.mark.parametrize(
    ("name", "posted"),
    [
        ("remove", {"item": "²"}),
        ("remove", {"item": ["1", HUGE]}),
        ("remove", {}),
        ("add", {"code": "a\0b"}),
        ("add", {"code": ""}),
        ("add", {"code": "x" * 5000}),
        ("reject", {"item": "²", "reason": "x"}),
        ("reject", {"item": HUGE, "reason": "x"}),
        ("reject", {"item": "1", "reason": "\0"}),
    ],
)
def test_a_change_that_cannot_be_read_is_refused_and_writes_nothing(client, name, posted):
    handover = handover_make.draft()
    client.force_login(make.archivist())
    entries = Entry.objects.count()

    response = client.post(reverse("transfers:handover-change", args=[handover.pk, name]), posted)

    assert response.status_code == 302
    assert [message.level_tag for message in get_messages(response.wsgi_request)] == ["warning"]
    assert handover.items.count() == 3
    assert Entry.objects.count() == entries


def test_a_note_of_signs_that_nobody_sees_is_none_and_leaves_no_act(client):
    handover = handover_make.draft()
    client.force_login(make.archivist())
    explain = reverse("transfers:handover-change", args=[handover.pk, "explain"])

    assert client.post(explain, {"gap_note": "\0\u200b"}).status_code == 302
    assert handover_make.again(handover).gap_note == ""
    assert not Entry.objects.filter(verb="explain").exists()


@pytest.mark.parametrize("asked", ["〔2005〕", "x" * 3000, "%_\\"])
def test_the_list_of_a_batch_takes_every_text(client, asked):
    handover = handover_make.draft()
    client.force_login(make.archivist())
    items = reverse("transfers:handover-items", args=[handover.pk])

    assert client.get(items, {"q": asked}).status_code == 200


def test_the_list_of_a_batch_is_searched_as_the_catalogue_is(client):
    handover = handover_make.draft()
    client.force_login(make.archivist())
    items = reverse("transfers:handover-items", args=[handover.pk])

    shown = client.get(items, {"q": f"{handover.fonds.number}－ws.2005—y－0002"})

    assert [item.position for item in shown.context["page"].rows] == [2]
    assert handover.items.get(position=2).record.get_absolute_url() in shown.content.decode()
