"""The forms of a description: what they take, and how they answer what is wrong."""

import re
from typing import Any

import pytest
from django.urls import reverse, reverse_lazy

from records.holdings.models import NumberSeries, Record
from records.holdings.rules import Stage
from records.models import Entry
from records.values.rules import Level
from tests import make

pytestmark = pytest.mark.django_db

CREATE = reverse_lazy("records:record-create")


def filled(of, **given) -> dict[str, Any]:
    return {
        "fonds": of.pk,
        "category": make.category().pk,
        "level": Level.ITEM,
        "title": "关于春耕的通知",
        "opening": "unreviewed",
        **given,
    }


def text(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", response.content.decode()))


def test_a_filing_officer_keeps_a_draft(client):
    officer = make.filing_officer()
    of = make.fonds(of=officer.department)
    client.force_login(officer)

    response = client.post(
        CREATE,
        filled(of, date="2008年5月", year=2008, period="D30", document_number="清农(2008)3号"),
    )

    record = Record.objects.get()
    assert response["Location"] == record.get_absolute_url()
    assert (record.date_text, record.period, record.year) == ("200805", "D30", 2008)
    assert record.document_number == "清农〔2008〕3号"
    assert record.described_by == officer


def test_an_inferred_date_is_kept_as_one(client):
    client.force_login(make.archivist())

    client.post(CREATE, filled(make.fonds(), date="[2008]"))

    record = Record.objects.get()
    assert (record.date_text, record.date_is_inferred) == ("2008", True)


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"date": "2024.2.30"}, "has no day 30"),
        ({"date": "去年"}, "is not one date"),
        ({"date": "2199-01-01"}, "still to come"),
        ({"year": "2199"}, "no year between"),
        ({"year": "11"}, "no year between"),
        ({"period": "C", "year": "2011"}, "up to 2006 only"),
        ({"period": "D999"}, "not a retention period"),
        ({"pages": "十二"}, "whole number"),
        ({"pages": "99999999999"}, "whole number"),
        ({"pages": "0"}, "at least one page"),
        ({"document_number": "清" * 93 + "〔2008〕1"}, "101 characters"),
        ({"title": "\u200b\u2060"}, "needs a title"),
        ({"remarks": "密级：机密"}, "State secrets are not kept"),
        ({"security": "机密★10年"}, "State secrets are not kept"),
        ({"security": "绝密"}, "State secrets are not kept"),
        ({"title": "机密★10年 某事"}, "State secrets are not kept"),
        ({"title": ""}, "required"),
    ],
)
def test_what_is_wrong_is_answered_in_the_form_and_nothing_is_kept(client, given, why):
    client.force_login(make.archivist())

    response = client.post(CREATE, filled(make.fonds(), **given))

    assert response.status_code == 422
    assert why in text(response)
    assert not Record.objects.exists()
    assert not Entry.objects.exists()


def test_htmx_gets_the_form_alone(client):
    client.force_login(make.archivist())

    response = client.post(CREATE, filled(make.fonds(), title=""), headers={"HX-Request": "true"})

    assert response.status_code == 422
    assert b"<h1>" not in response.content


def test_a_foreign_fonds_is_not_offered_and_not_taken(client):
    foreign = make.fonds("Z999")
    client.force_login(make.filing_officer())

    assert "Z999" not in text(client.get(CREATE))
    response = client.post(CREATE, filled(foreign))

    assert response.status_code == 422
    assert not Record.objects.exists()


@pytest.mark.parametrize("person", [make.reader, make.supervisor, make.auditor])
def test_others_do_not_reach_the_form(client, person):
    client.force_login(person())

    assert client.get(CREATE).status_code == 403
    assert client.get(reverse("records:record-code-preview")).status_code == 403


def test_an_item_of_a_volume_takes_over_its_class(client):
    by = make.archivist()
    volume = make.record(level=Level.VOLUME, year=2011, period="D30")
    client.force_login(by)
    address = f"{CREATE}?volume={volume.pk}"

    assert "fonds" not in client.get(address).context["form"].fields
    client.post(address, {"title": "施工图", "opening": "unreviewed"})

    item = Record.objects.get(level=Level.ITEM)
    assert (item.volume, item.year, item.period) == (volume, 2011, "D30")


@pytest.mark.parametrize("volume", ["0", "x", "999999"])
def test_a_volume_that_is_not_there_is_not_found(client, volume):
    client.force_login(make.archivist())

    assert client.get(f"{CREATE}?volume={volume}").status_code == 404


def test_a_foreign_volume_is_not_found(client):
    volume = make.record(level=Level.VOLUME)
    client.force_login(make.filing_officer())

    assert client.get(f"{CREATE}?volume={volume.pk}").status_code == 404


def test_a_draft_is_edited_with_what_it_was_in_the_form(client):
    by = make.archivist()
    record = make.record(date_text="200805", date_is_inferred=True)
    client.force_login(by)
    address = reverse("records:record-edit", args=[record.pk])

    assert 'value="[2008-05]"' in client.get(address).content.decode()
    client.post(address, filled(record.fonds, title="新题名", year=2005, period="Y", date=""))

    record.refresh_from_db()
    assert (record.title, record.date_text, record.dated_on) == ("新题名", "", None)


def test_an_accepted_record_is_edited_without_what_its_code_says(client):
    record = make.record(Stage.ACCEPTED)
    client.force_login(make.archivist())
    address = reverse("records:record-edit", args=[record.pk])
    given = {"title": "新题名", "opening": "open", "year": "1999", "fonds": make.fonds().pk}

    assert not {"fonds", "year", "period"} & set(client.get(address).context["form"].fields)
    client.post(address, given)

    before = record.archival_code
    record.refresh_from_db()
    assert (record.title, record.year, record.archival_code) == ("新题名", 2005, before)


def test_the_code_shows_while_the_class_is_chosen(client):
    of = make.fonds("Z109")
    office, kind = make.unit(of), make.category()
    NumberSeries.objects.create(
        fonds=of, category=kind, year=2011, period="Y", unit=office, level=Level.ITEM, last=37
    )
    client.force_login(make.archivist())
    chosen = {"fonds": of.pk, "category": kind.pk, "level": "item", "year": 2011, "period": "Y"}

    def shown(**given):
        return text(client.get(reverse("records:record-code-preview"), chosen | given))

    assert "Z109-WS·2011-Y-BGS-0038" in shown(unit=office.pk)
    assert "Z109-WS·2011-Y-0001" in shown()
    assert "no period of text files" in shown(period="D25")
    assert "Choose fonds" in shown(year="")


def test_a_component_is_added_from_its_form(client):
    record = make.record()
    client.force_login(make.archivist())
    address = reverse("records:component-add", args=[record.pk])

    assert client.post(address, {"part": "original", "title": ""}).status_code == 422
    client.post(address, {"part": "original", "title": "正本", "pages": 3})

    assert record.components.get().pages == 3


def test_the_second_of_two_editors_keeps_the_text_and_puts_it_onto_the_new_state(client):
    of = make.fonds()
    told: dict[str, Any] = {"title": "原题名", "responsible": "甲局", "remarks": "原注", "pages": 3}
    office = make.unit(of)
    record = make.record(of=of, unit=office, **told)
    client.force_login(make.archivist())
    address = reverse("records:record-edit", args=[record.pk])
    opened = client.get(address).context["form"].initial["seen"]
    given = filled(of, year=2005, period="Y", date="2005", unit=office.pk, seen=opened, **told)

    client.post(address, given | {"title": "先改的题名", "responsible": "乙局", "unit": ""})
    late = client.post(address, given | {"title": "后改的题名", "remarks": "新注\r\n两行"})

    assert late.status_code == 422
    assert "Somebody changed this description" in text(late)
    assert [tuple(one) for one in late.context["clashes"]] == [
        ("Title", "先改的题名", "后改的题名", False),
        ("Responsible body", "乙局", "甲局", True),
        ("Office or matter", "—", str(office), True),
        ("Remarks", "原注", "新注\n两行", False),
    ]
    record.refresh_from_db()
    assert (record.title, record.remarks) == ("先改的题名", "原注")

    form = late.context["form"]
    again = {name: form[name].value() or "" for name in form.fields}
    assert client.post(address, again).status_code == 302
    record.refresh_from_db()
    assert (record.title, record.responsible) == ("后改的题名", "乙局")
    assert (record.remarks, record.unit, record.pages) == ("新注\n两行", None, 3)


def test_what_the_trail_does_not_tell_is_not_taken_for_unchanged(client):
    record = make.record(responsible="甲局")
    client.force_login(make.archivist())
    address = reverse("records:record-edit", args=[record.pk])
    opened = client.get(address).context["form"].initial["seen"]
    Record.objects.filter(pk=record.pk).update(responsible="乙局")

    given = filled(record.fonds, year=2005, period="Y", date="2005", responsible="甲局")
    late = client.post(address, given | {"title": record.title, "seen": opened})

    assert [tuple(one) for one in late.context["clashes"]] == [
        ("Responsible body", "乙局", "甲局", False)
    ]


def test_offices_follow_the_chosen_fonds(client):
    one, other = make.fonds(), make.fonds()
    mine, foreign = make.unit(one, "BGS", "办公室"), make.unit(other, "RSC", "人事处")
    client.force_login(make.archivist())
    units = reverse("records:record-units")

    def offered(response):
        return re.findall(r'value="([0-9]+)"', response.content.decode())

    assert list(client.get(CREATE).context["form"].fields["unit"].queryset) == []
    assert offered(client.get(units, {"fonds": one.pk})) == [str(mine.pk)]
    assert offered(client.get(units, {"fonds": "x"})) == []
    wrong = client.post(CREATE, filled(one, unit=foreign.pk))
    assert "The chosen fonds has no such office" in text(wrong)
    client.force_login(make.filing_officer(one.department))
    only = client.get(CREATE).context["form"]
    assert only["fonds"].value() == one.pk
    assert list(only.fields["unit"].queryset) == [mine]
    assert offered(client.get(units, {"fonds": other.pk})) == []


def test_required_fields_are_marked_and_the_preview_survives_an_error(client):
    of = make.fonds("Z109")
    client.force_login(make.archivist())

    page = client.get(CREATE).content.decode()
    wrong = client.post(CREATE, filled(of, title="", year=2005, period="Y"))

    marked = re.findall(r'for="id_(\w+)">[^<]*<span class="dim" aria-hidden="true"> \*', page)
    assert {"fonds", "category", "title"} <= set(marked)
    assert not {"document_number", "unit", "remarks"} & set(marked)
    assert wrong.status_code == 422
    assert wrong.context["preview"].code.startswith("Z109-WS·2005-Y-")


def test_whose_a_foreign_file_is_is_told_where_the_centre_lets_it_be_known(client, settings):
    kept = make.record(Stage.ACCEPTED, archival_code="Z999-WS·2005-Y-0007", of=make.fonds("Z999"))
    draft = make.record(of=kept.fonds)
    own = make.fonds()
    mine = make.record(Stage.ACCEPTED, of=own)
    client.force_login(make.reader(own.department))
    found = reverse("records:record-list")

    def answers():
        asked = [kept.get_absolute_url(), draft.get_absolute_url(), f"{found}?q=Z999-WS-2005-Y-7"]
        pages = [client.get(each) for each in asked]
        return [(page.status_code, kept.fonds.name in text(page)) for page in pages]

    assert answers() == [(404, False), (404, False), (200, False)]
    settings.NAME_OTHER_DEPARTMENTS = True
    assert answers() == [(404, True), (404, False), (200, True)]
    told = client.get(kept.get_absolute_url())
    assert f"the archives staff of {kept.fonds.department.name}" in text(told)
    assert kept.title not in told.content.decode()
    nothing = client.get(found, {"q": mine.archival_code, "year": 1999})
    assert "not shared with your department" not in text(nothing)
