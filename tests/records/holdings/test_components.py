"""Components of a draft are changed, put in order and removed; those of accepted records stay."""

import io

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse

from records.audit.models import Entry
from records.copies import actions as copies
from records.holdings import actions
from records.holdings.models import Record
from records.holdings.rules import Part, Stage
from records.models import DigitalCopy
from records.rules import Refused
from tests import documents, handover_make, make

pytestmark = pytest.mark.django_db
MOVES = {"rename", "arrange", "remove"}


@pytest.fixture(autouse=True)
def storage(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def archivist(client):
    person = make.archivist()
    client.force_login(person)
    return person


def with_parts(stage=Stage.DRAFT, count=4, **given) -> Record:
    record = make.record(stage, **given)
    for place in range(1, count + 1):
        record.components.create(position=place, part=Part.ATTACHMENT, title=f"附件{place}")
    return record


def titles(record) -> list[tuple[int, str]]:
    return list(record.components.values_list("position", "title"))


def put(client, record, component, place):
    where = reverse("records:component-place", args=[record.pk])
    return client.post(where, {"place": f"{component.pk} {place}"})


@pytest.mark.parametrize(
    ("moved", "place", "order"),
    [(1, 3, "2314"), (4, 1, "4123"), (2, 0, "2134"), (2, 99, "1342"), (3, 3, "1234")],
)
def test_a_component_is_put_at_a_place(client, archivist, moved, place, order):
    record = with_parts()

    put(client, record, record.components.get(position=moved), place)
    put(client, record, record.components.get(title=f"附件{moved}"), place)  # twice is once

    assert titles(record) == [(n, f"附件{one}") for n, one in enumerate(order, start=1)]
    found = [(one.before, one.after) for one in Entry.objects.filter(verb="place component")]
    named, now = {"component": f"附件{moved}"}, order.index(str(moved)) + 1
    changed = [(named | {"position": moved}, named | {"position": now})]
    assert found == ([] if moved == now else changed)


def test_a_component_is_changed_with_the_checks_of_a_new_one(client, archivist):
    record = with_parts(count=1)
    component = record.components.get()
    page = reverse("records:component", args=[component.pk])

    wrong = client.post(page, {"part": "original", "title": "附件", "pages": "0"})
    right = client.post(page, {"part": "original", "title": "  正本\n全文 ", "pages": "3"})
    again = client.post(page, {"part": "original", "title": "正本全文", "pages": "3"})

    assert (wrong.status_code, right.status_code, again.status_code) == (422, 302, 302)
    component.refresh_from_db()
    assert (component.part, component.title, component.pages) == (Part.ORIGINAL, "正本全文", 3)
    (entry,) = Entry.objects.filter(verb="edit component")
    assert (entry.before["component"], entry.before["title"]) == ("附件1", "附件1")
    assert (entry.after["component"], entry.after["title"]) == ("附件1", "正本全文")
    assert (entry.before["pages"], entry.after["pages"]) == (None, 3)
    with pytest.raises(Refused, match="state secret"):
        actions.edit_component(
            component, part=Part.ORIGINAL, title="机密★10年", pages=None, by=archivist, at=make.NOW
        )


def test_a_component_goes_with_its_copies_and_the_others_move_up(client, archivist):
    record = with_parts(count=3)
    gone = record.components.get(position=2)
    file = io.BytesIO(documents.pdf())
    copy = copies.store(gone, file, name="附件.pdf", by=archivist, at=make.NOW)
    page = client.get(reverse("records:component", args=[gone.pk])).content.decode()
    assert "附件.pdf" in page

    for _twice in range(2):
        copies.remove_component(gone, by=archivist, at=make.NOW)

    assert titles(record) == [(1, "附件1"), (2, "附件3")]
    assert not DigitalCopy.objects.exists()
    assert default_storage.exists(copy.path)
    (entry,) = Entry.objects.filter(verb="remove component")
    assert entry.before["copies"] == [{"name": "附件.pdf", "sha256": copy.sha256}]
    assert (entry.before["position"], entry.before["title"]) == (2, "附件2")
    history = client.get(reverse("records:record-history", args=[record.pk])).content.decode()
    assert "Remove a component: 附件2" in history
    client.post(reverse("records:component-remove", args=[record.components.get(position=1).pk]))
    assert titles(record) == [(1, "附件3")]


def test_an_accepted_record_keeps_its_components_and_its_page_says_why(client, archivist):
    draft, accepted = with_parts(), with_parts(Stage.ACCEPTED, archival_code="J014-WS·2025·Y-0001")
    component = accepted.components.get(position=1)

    pages = [client.get(record.get_absolute_url()) for record in (draft, accepted)]

    assert set(pages[0].context["may"]) >= MOVES
    assert not MOVES & set(pages[1].context["may"])
    told = [page.content.decode() for page in pages]
    assert ["fixed when the record was accepted" in one for one in told] == [False, True]
    assert ["Up: 附件2" in one for one in told] == [True, False]
    client.post(reverse("records:component-remove", args=[component.pk]))
    put(client, accepted, component, 3)
    answer = client.get(reverse("records:component", args=[component.pk]), follow=True)
    assert "in custody" in answer.content.decode()
    assert titles(accepted) == [(n, f"附件{n}") for n in range(1, 5)]
    assert not Entry.objects.about(accepted).exists()


def test_a_held_record_refuses_in_one_sentence(archivist):
    record = with_parts(count=2)
    component = record.components.get(position=2)
    holder = handover_make.draft()
    actions.hold(Record.objects.filter(pk=record.pk), holder, by=archivist, at=make.NOW)
    given = {"by": archivist, "at": make.NOW}

    with pytest.raises(Refused, match="stays as it is"):
        actions.place_component(component, position=1, **given)
    with pytest.raises(Refused, match="stays as it is"):
        actions.edit_component(component, part=Part.COPY, title="乙", pages=None, **given)
    with pytest.raises(Refused, match="stays as it is"):
        copies.remove_component(component, **given)

    assert titles(record) == [(1, "附件1"), (2, "附件2")]
