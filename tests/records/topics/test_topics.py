"""Topics: made, filled from the list and from a record, put in order, read as far as one may."""

from io import BytesIO
from typing import Any

import pypdfium2
import pytest
from django.urls import reverse

from records.audit.models import Entry
from records.holdings.models import Record
from records.holdings.rules import Access, Stage
from records.rules import Refused
from records.topics import actions
from records.topics.models import Topic
from tests import make

pytestmark = pytest.mark.django_db
LIST, NEW, ADD = (reverse(f"records:topic-{name}") for name in ("list", "create", "add"))


def topic_of(*records, by=None, title="防汛抗旱") -> Topic:
    made = Topic.objects.create(title=title, made_by=by or make.archivist(), made_at=make.NOW)
    for position, record in enumerate(records, start=1):
        made.items.create(record=record, position=position)
    return made


def order(topic: Topic) -> list[Record]:
    return [item.record for item in topic.items.select_related("record")]


def test_a_topic_is_made_filled_put_in_order_printed_and_put_aside(client):
    archivist, fonds = make.archivist(), make.fonds()
    draft = make.record(of=fonds, title="防汛草稿", normal_text="防汛草稿")
    first, second, third = (
        make.record(Stage.ACCEPTED, fonds, title=f"防汛通知{n}", normal_text=f"防汛通知{n}")
        for n in range(3)
    )
    client.force_login(archivist)

    empty = client.get(LIST).content.decode()
    assert "Make a topic" in empty
    client.post(NEW, {"title": "防汛", "introduction": "一九九八年以来。"})
    topic = Topic.objects.get()
    bar = client.get(reverse("records:record-list"), {"q": "防汛"}).content.decode()
    assert f"{ADD}?q=" in bar
    shown = client.get(ADD, {"q": "防汛"})
    assert shown.context["count"] == 4  # the draft is left out when they are added
    answer = client.post(f"{ADD}?q=防汛", {"topic": topic.pk})
    assert answer["Location"] == topic.get_absolute_url()
    assert order(topic) == [first, second, third]
    assert client.post(f"{ADD}?record={draft.pk}", {"topic": topic.pk}).status_code == 422
    assert client.post(f"{ADD}?record={first.pk}", {"topic": topic.pk}).status_code == 422

    place = reverse("records:topic-place", args=[topic.pk])
    last = topic.items.get(record=third)
    answer = client.post(place, {"place": f"{last.pk} 1"})
    assert answer["Location"].endswith(f"#item-{last.pk}")  # the keyboard goes on from there
    assert order(topic) == [third, first, second]
    client.post(place, {"place": f"{last.pk} 99"})
    assert order(topic) == [first, second, third]
    client.post(reverse("records:topic-take-out", args=[last.pk]))
    assert order(topic) == [first, second]

    paper = client.get(reverse("records:topic-print", args=[topic.pk]))
    text = pypdfium2.PdfDocument(BytesIO(paper.content))[0].get_textpage().get_text_bounded()
    assert first.archival_code in text
    assert "一九九八年以来" in text
    client.post(reverse("records:topic-edit", args=[topic.pk]), {"title": "防汛抗旱"})
    client.post(reverse("records:topic-discard", args=[topic.pk]))
    assert not Topic.objects.exists()
    entries = Entry.objects.filter(table="records.Topic", by=archivist).order_by("pk")
    verbs = ["make topic", "add to topic", "place in topic", "place in topic"]
    verbs += ["take out of topic", "print", "edit topic", "discard topic"]
    assert [entry.verb for entry in entries] == verbs
    assert entries[1].after["record"] == [one.archival_code for one in (first, second, third)]


def test_a_reader_finds_in_a_topic_what_is_theirs_to_see_and_no_word_of_the_others(client):
    reader = make.reader()
    own = make.record(Stage.ACCEPTED, make.fonds(of=reader.department), title="本局请示")
    shared = make.record(Stage.ACCEPTED, access=Access.SHARED, title="共享通知")
    hidden = make.record(Stage.ACCEPTED, title="未共享批示")
    mixed = topic_of(hidden, shared, hidden_too := make.record(Stage.ACCEPTED), own)
    closed = topic_of(hidden, title="只含未共享的专题")
    client.force_login(reader)

    listed = client.get(LIST)
    assert [(topic, topic.size) for topic in listed.context["page"].rows] == [(mixed, 2)]
    page = client.get(mixed.get_absolute_url())
    assert [item.record for item in page.context["items"]] == [shared, own]
    text = page.content.decode()
    for secret in (hidden.title, hidden.archival_code, hidden_too.archival_code, "Take out"):
        assert secret not in text
    assert client.get(closed.get_absolute_url()).status_code == 404
    card = client.get(shared.get_absolute_url()).content.decode()
    assert mixed.title in card
    assert closed.title not in card
    paper = actions.print_topic(mixed, by=reader, at=make.NOW)
    printed = pypdfium2.PdfDocument(BytesIO(paper))[0].get_textpage().get_text_bounded()
    assert hidden.title not in printed


def test_a_department_keeps_topics_of_its_own(client):
    officer = make.filing_officer()
    own = make.record(Stage.ACCEPTED, make.fonds(of=officer.department))
    hidden, shared = make.record(Stage.ACCEPTED), make.record(Stage.ACCEPTED, access=Access.SHARED)
    centres = topic_of(shared)
    client.force_login(officer)

    client.post(f"{ADD}?record={own.pk}", {"title": "本局专题"})
    topic = Topic.objects.get(department=officer.department)
    assert client.post(f"{ADD}?record={hidden.pk}", {"topic": topic.pk}).status_code == 404
    assert client.post(f"{ADD}?record={shared.pk}", {"topic": centres.pk}).status_code == 422
    client.post(f"{ADD}?record={shared.pk}", {"topic": topic.pk})
    assert order(topic) == [own, shared]
    with pytest.raises(Refused, match="not yours"):
        actions.take_out(centres.items.get(), by=officer, at=make.NOW)

    # what is not shared any more stays where it is while the others change places
    topic.items.create(record=hidden, position=3)
    late = topic.items.create(record=make.record(Stage.ACCEPTED, own.fonds), position=4)
    actions.place(late, position=1, by=officer, at=make.NOW)
    assert order(topic) == [late.record, own, hidden, shared]


def test_a_topic_holds_so_many_records_and_no_mark_of_a_secret(client, monkeypatch):
    archivist = make.archivist()
    client.force_login(archivist)
    topic = topic_of(make.record(Stage.ACCEPTED), by=archivist)
    monkeypatch.setattr(actions, "MOST", 2)
    found = {"q": "事项的通知"}
    for _n in range(2):
        make.record(Stage.ACCEPTED, title="某事项的通知")

    answer = client.post(f"{ADD}?q={found['q']}", {"topic": topic.pk})
    assert answer.status_code == 422
    assert "room for 1" in answer.content.decode()
    assert client.post(NEW, {"title": "机密★10年的专题"}).status_code == 422
    assert client.post(ADD, {"topic": topic.pk, "title": "新"}).status_code == 422


def test_lists_of_topics_cost_the_same_however_many(client, django_assert_max_num_queries):
    client.force_login(make.reader())
    shared = make.record(Stage.ACCEPTED, access=Access.SHARED)
    for _n in range(12):
        topic = topic_of(shared, make.record(Stage.ACCEPTED, access=Access.SHARED))
    client.get(LIST)

    for address in (LIST, topic.get_absolute_url()):
        with django_assert_max_num_queries(9):
            assert client.get(address).status_code == 200


def test_of_two_who_take_a_record_out_one_is_told():
    topic = topic_of(make.record(Stage.ACCEPTED))
    told: dict[str, Any] = {"by": make.archivist(), "at": make.NOW}
    item, again = (topic.items.get() for _n in range(2))

    actions.take_out(item, **told)
    with pytest.raises(Refused, match="not in the topic any more"):
        actions.take_out(again, **told)

    assert Entry.objects.filter(verb="take out of topic").count() == 1
