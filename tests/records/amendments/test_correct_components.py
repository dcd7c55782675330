"""Components of records in custody are corrected by two people; what is taken out is kept."""

import io
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils.translation import override

from records.amendments.actions import propose_components
from records.amendments.forms import ComponentsForm
from records.amendments.models import Amendment
from records.audit.models import Entry
from records.copies import actions as copies
from records.copies.models import DigitalCopy
from records.holdings.actions import add_component
from records.holdings.models import Hold, Record
from records.holdings.rules import Access, Part, Stage
from records.rules import Refused
from tests import amendment_make, documents, handover_make, make
from transfers.handover.natures.run import _paper

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def storage(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def typed(record, **otherwise) -> dict[str, str]:
    """What the form sends: each component as it is, or otherwise by its title."""
    sent = {"reason": "核对实体"}
    for one in record.components.all():
        told = {"part": one.part, "title": one.title, "pages": one.pages, "place": one.position}
        told |= otherwise.get(one.title, {})
        sent |= {f"{one.pk}-{name}": str(value) for name, value in told.items()}
    return sent


def titles(record) -> list[tuple[int | None, str]]:
    return list(record.components.values_list("position", "title"))


def test_from_the_form_to_the_order_that_another_person_approves(client):
    record = amendment_make.with_parts(archival_code="J014-WS·2025·Y-0001", access=Access.SHARED)
    second = record.components.get(position=2)
    archivist, boss, reader = make.archivist(), make.supervisor(), make.reader()
    given: dict[str, Any] = {"by": archivist, "at": make.NOW}
    copy = copies.store(second, io.BytesIO(documents.pdf()), name="误扫.pdf", **given)
    client.force_login(archivist)
    page = reverse("records:record-amend-components", args=[record.pk])

    assert page in client.get(record.get_absolute_url()).content.decode()
    assert "误扫.pdf" in client.get(page).content.decode()
    sent = typed(
        record,
        附件3={"place": 1, "part": Part.ORIGINAL, "title": " 正\n本 ", "pages": 12},
        附件2={"out": "on"},
    )
    answer = client.post(page, sent)
    amendment = Amendment.objects.get()
    assert answer["Location"] == amendment.get_absolute_url()
    assert titles(record) == [(1, "附件1"), (2, "附件2"), (3, "附件3")]
    assert "is proposed" in client.get(record.get_absolute_url()).content.decode()
    with pytest.raises(Refused, match="stays as it is"):
        add_component(record, part=Part.COPY, title="乙", **given)

    client.force_login(boss)
    assert amendment.get_absolute_url() in client.get(reverse("desk-tasks")).content.decode()
    told = client.get(amendment.get_absolute_url()).content.decode()
    assert all(one in told for one in ("正本", "误扫.pdf", "taken out", "3 → <b>1</b>"))
    client.post(amendment.get_act_url("approve"))

    said = record.components.values_list("position", "part", "title", "pages")
    assert list(said) == [(1, "original", "正本", 12), (2, "attachment", "附件1", 1)]
    assert not Hold.objects.open().exists()
    changed = {one.before["component"]: one for one in Entry.objects.about(record).filter(by=boss)}
    assert changed["附件3"].before == {
        "component": "附件3",
        "part": str(Part.ATTACHMENT.label),
        "title": "附件3",
        "pages": 1,
        "position": 3,
    }
    assert changed["附件3"].after == {
        "component": "附件3",
        "part": str(Part.ORIGINAL.label),
        "title": "正本",
        "pages": 12,
        "position": 1,
        "reason": "核对实体",
    }
    assert (changed["附件1"].before["position"], changed["附件1"].after["position"]) == (1, 2)
    assert changed["附件2"].verb == "take out component"
    assert changed["附件2"].before["copies"] == [{"name": "误扫.pdf", "sha256": copy.sha256}]

    assert "误扫.pdf" in client.get(amendment.get_absolute_url()).content.decode()
    shown = client.get(record.get_absolute_url())
    assert not shown.context["copies"]
    assert "附件2" not in [one.title for one in shown.context["components"]]
    kept = reverse("records:copy-download", args=[copy.pk])
    assert client.get(kept).status_code == 200
    assert default_storage.exists(copy.path)
    assert not DigitalCopy.objects.visible_to(reader).exists()
    assert _paper(Record.objects.filter(pk=record.pk)).figures == {"count": 1}
    with pytest.raises(Refused, match="somebody has removed it"):
        copies.store(second, io.BytesIO(documents.pdf() + b" "), name="再扫.pdf", **given)
    add_component(record, part=Part.COPY, title="补来的附件", **given)
    assert titles(record)[-1] == (3, "补来的附件")
    card = client.get(record.get_absolute_url()).content.decode()
    assert amendment.get_absolute_url() in card
    assert "Components" in client.get(reverse("records:amendment-list")).content.decode()


REFUSED: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "Nothing is changed here": ({}, {"附件1": {"pages": 1}}),
    "is marked as a state secret": ({}, {"附件1": {"title": "机密★10年"}}),
    "needs a title": ({}, {"附件1": {"title": " "}}),
    "at least one page": ({}, {"附件1": {"pages": 0}}),
    "being arranged": ({"stage": Stage.DRAFT}, {}),
    "transferred": ({"stage": Stage.TRANSFERRED}, {}),
    "not open to your role": ({}, {"by": make.supervisor}),
}


@pytest.mark.parametrize("why", REFUSED)
def test_what_is_refused_when_it_is_proposed(why):
    made, otherwise = REFUSED[why]
    record, said = amendment_make.with_parts(**made), dict(otherwise)
    if "by" in said:
        said["by"] = said["by"]()

    with override("en"), pytest.raises(Refused, match=why):
        amendment_make.parts_proposed(record, **said)

    assert not Amendment.objects.exists()


def test_a_held_record_is_not_corrected_and_a_former_proposal_not_repeated():
    held = handover_make.checked(records=1).items.get().record
    with (
        override("en"),
        pytest.raises(Refused, match="Open the selection"),
    ):
        amendment_make.parts_proposed(held)
    record = amendment_make.with_parts()
    said = amendment_make.said(record, 附件1={"title": "正文"})
    record.components.create(position=4, part=Part.COPY, title="后来补的")
    with override("en"), pytest.raises(Refused, match="have changed since"):
        propose_components(record, components=said, reason="误", by=make.archivist(), at=make.NOW)


def test_a_wrong_line_is_marked_and_everything_typed_stays(client):
    record = amendment_make.with_parts()
    first, second, third = record.components.all()
    client.force_login(make.archivist())
    sent = typed(record, 附件1={"title": "", "place": 3}, 附件2={"title": "请柬"})

    answer = client.post(reverse("records:record-amend-components", args=[record.pk]), sent)

    assert answer.status_code == 422
    assert [row.component for row in answer.context["form"].rows] == [second, third, first]
    page = answer.content.decode()
    assert "look at the marked components" in page
    assert f'id="id_{first.pk}-title_error"' in page
    assert "请柬" in page


@pytest.mark.parametrize(
    ("places", "order"), [("123", "123"), ("121", "312"), ("323", "231"), ("321", "321")]
)
def test_without_script_places_are_typed(places, order):
    record = amendment_make.with_parts()
    told = {f"附件{n}": {"place": place} for n, place in enumerate(places, start=1)}
    form = ComponentsForm(typed(record, **told), components=list(record.components.all()))

    assert form.is_valid()
    said = form.cleaned_data["components"]
    assert [one.title for one in said] == [f"附件{n}" for n in order]
    assert [one.place for one in said] == [1, 2, 3]
