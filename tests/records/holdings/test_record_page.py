"""The record's page: what it shows, to whom, and what may be done from it."""

import html
import re
from typing import Any

import pytest
from django.urls import reverse

from records.audit.actions import note
from records.audit.rules import READS, TURNED
from records.holdings import actions, elements
from records.holdings.cards import CARDS
from records.holdings.models import CodeAlias, Record
from records.holdings.pages import PAGES as PAGES_OF
from records.holdings.rules import FLOW, Access, Part, Stage
from records.models import Entry
from records.organisation.rules import Role
from records.values.rules import Level
from records.workflow.acts import not_offered
from tests import handover_make, make

pytestmark = pytest.mark.django_db

PAGES = ["record", "record-history"]
FORMS = ["record-edit", "component-add"]


def url(name: str, record: Record) -> str:
    return reverse(f"records:{name}", args=[record.pk])


def act(record: Record, name: str) -> str:
    return reverse("records:record-act", args=[record.pk, name])


def seen(client, user, name, record):
    client.force_login(user)
    return client.get(url(name, record))


def text(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", response.content.decode()))


def test_the_page_tells_the_description_the_stamp_and_the_trail(client):
    department = make.department("清岚市农业局")
    officer, of = make.filing_officer(department), make.fonds("Z109", of=department)
    record = actions.describe(
        fonds=of,
        category=make.category(),
        unit=make.unit(of),
        year=2011,
        period="D30",
        title="关于春耕的通知",
        document_number="清农〔2011〕7号",
        responsible="清岚市农业局",
        date_text="201103",
        date_is_inferred=True,
        pages=4,
        by=officer,
        at=make.NOW,
    )
    actions.add_component(record, part=Part.ORIGINAL, title="正本", by=officer, at=make.NOW)
    actions.accept(Record.objects.all(), by=make.archivist(), at=make.NOW)

    response = seen(client, officer, "record", record)

    shown = text(response)
    assert "Z109-WS·2011-D30-BGS-0001" in shown
    assert "[2011-03]" in shown
    cells = [str(cell.value) for cell in response.context["stamp"]]
    assert cells == ["Z109", "2011", "0001", "办公室", "30 years", "4"]
    assert "original (正本)" in shown
    assert "Add a component" in shown
    assert "清岚市农业局" in shown


@pytest.mark.parametrize("name", PAGES)
def test_another_department_does_not_see_it(client, name):
    record = make.record(Stage.ACCEPTED)

    assert seen(client, make.reader(), name, record).status_code == 404
    assert seen(client, make.filing_officer(), name, record).status_code == 404
    assert seen(client, make.auditor(), name, record).status_code == 404


@pytest.mark.parametrize("name", PAGES)
def test_a_shared_record_is_seen_by_all_departments(client, name):
    record = make.record(Stage.ACCEPTED, access=Access.SHARED)

    assert seen(client, make.reader(), name, record).status_code == 200


@pytest.mark.parametrize("name", FORMS)
def test_forms_are_open_to_who_may_edit_only(client, name):
    officer = make.filing_officer()
    of = make.fonds(of=officer.department)
    draft, kept = make.record(of=of), make.record(Stage.ACCEPTED, of=of)
    shared = make.record(Stage.ACCEPTED, access=Access.SHARED)

    assert seen(client, officer, name, draft).status_code == 200
    assert seen(client, officer, name, kept).status_code == 404
    assert seen(client, officer, name, shared).status_code == 404
    assert seen(client, make.reader(officer.department), name, draft).status_code == 404
    assert seen(client, make.archivist(), name, kept).status_code == 200


@pytest.mark.parametrize("stage", [Stage.DRAFT, Stage.ACCEPTED])
@pytest.mark.parametrize("role", ["reader", "filing_officer", "archivist", "supervisor", "auditor"])
@pytest.mark.parametrize("own", [True, False])
def test_who_edits_is_one_rule_for_a_record_and_for_a_list(stage, role, own):
    person = getattr(make, role)()
    of = make.fonds(of=person.department) if own and person.department else make.fonds()
    record = make.record(stage, of=of)

    listed = Record.objects.editable_by(person).filter(pk=record.pk).exists()

    assert listed == (not not_offered(record, "edit", person)), role


@pytest.mark.parametrize("name", ["edit", "add", "upload", "correct"])
def test_an_act_with_a_page_of_its_own_leads_there(client, name):
    record = make.record(Stage.ACCEPTED)
    client.force_login(make.archivist())

    assert client.post(act(record, name))["Location"] == PAGES_OF.places[name](record)


@pytest.mark.parametrize("name", ["accept", "discard"])
def test_a_binding_act_says_first_what_it_does(client, name):
    record = make.record()
    client.force_login(make.archivist())

    page = client.get(act(record, name)).content.decode()

    assert str(FLOW[name].effect) in html.unescape(page)
    assert f'<button class="btn btn-seal" type="submit">{FLOW[name].label}</button>' in page
    assert Record.objects.filter(pk=record.pk, stage=Stage.DRAFT).exists()


def test_the_page_offers_each_person_what_they_may_do(client):
    officer = make.filing_officer()
    of = make.fonds(of=officer.department)
    draft, kept = make.record(of=of), make.record(Stage.ACCEPTED, of=of)

    def offers(user, record):
        response = seen(client, user, "record", record)
        may = {name for name, button in response.context["may"].items() if not button.why}
        return may | {button.name for button in response.context["buttons"]}

    parts = {"edit", "add", "upload"}
    of_drafts = {"withdraw", "discard", "rename", "arrange", "remove"}
    assert offers(make.archivist(), draft) == parts | of_drafts | {"accept"}
    assert offers(make.archivist(), kept) == parts | {"share", "correct", "amend", "amend_parts"}
    assert offers(officer, draft) == parts | of_drafts
    assert offers(officer, kept) == {"share", "borrow"}
    assert offers(make.reader(officer.department), draft) == set()
    assert offers(make.supervisor(), kept) == set()


def test_a_draft_is_accepted_from_its_page(client):
    record, by = make.record(of=make.fonds("Z109")), make.archivist()
    client.force_login(by)

    response = client.post(act(record, "accept"), follow=True)

    assert "its code is fixed" in text(response)
    record.refresh_from_db()
    assert record.archival_code == "Z109-WS·2005-Y-0001"


@pytest.mark.parametrize("name", ["year", "period", "date_text", "responsible"])
def test_what_an_incomplete_draft_lacks_closes_the_button(client, name):
    given: dict[str, Any] = {name: None if name == "year" else ""}
    record = make.record(**{"date_text": "2005", **given})
    client.force_login(make.archivist())

    page = client.get(url("record", record)).content.decode()

    closed = '<button class="btn btn-seal" type="button" disabled aria-describedby="why-accept">'
    assert closed in page
    assert f"It lacks: {element_of(name).label}." in page
    refused = client.post(act(record, "accept"))
    assert refused.status_code == 422
    assert f"It lacks: {element_of(name).label}." in text(refused)
    record.refresh_from_db()
    assert record.stage == Stage.DRAFT


def test_an_item_of_a_draft_volume_waits_for_its_volume(client):
    volume = make.record(level=Level.VOLUME)
    item = make.record(of=volume.fonds, volume=volume)
    client.force_login(make.archivist())

    assert "accept that first" in text(client.get(url("record", item)))
    assert client.post(act(item, "accept")).status_code == 422


def test_an_item_alone_in_a_category_kept_by_volume_is_told_what_to_do(client):
    record = make.record(category=make.category("KJ"), date_text="2005")
    client.force_login(make.archivist())

    assert "describe it as a volume" in text(client.get(url("record", record)))
    assert client.post(act(record, "accept")).status_code == 422


def element_of(column):
    return next(one for one in elements.required() if one.column == column)


def test_a_filing_officer_cannot_accept(client):
    officer = make.filing_officer()
    record = make.record(of=make.fonds(of=officer.department))
    client.force_login(officer)

    assert client.post(act(record, "accept")).status_code == 403


def test_a_record_is_shared_and_closed_from_its_page(client):
    officer = make.filing_officer()
    record = make.record(Stage.ACCEPTED, of=make.fonds(of=officer.department))
    client.force_login(officer)

    client.post(act(record, "share"))
    record.refresh_from_db()
    assert record.access == Access.SHARED
    client.post(act(record, "unshare"))

    record.refresh_from_db()
    assert record.access == Access.DEPARTMENT


def test_a_draft_is_discarded_from_its_page(client):
    record = make.record()
    client.force_login(make.archivist())

    response = client.post(act(record, "discard"), follow=True)

    assert "discarded" in text(response)
    assert not Record.objects.exists()


def test_a_volume_shows_its_items_and_an_item_its_volume(client):
    of, by = make.fonds("J001"), make.archivist()
    volume = make.record(of=of, level=Level.VOLUME, title="综合楼案卷")
    item = make.record(of=of, volume=volume, title="施工图")

    assert "施工图" in text(seen(client, by, "record", volume))
    assert "综合楼案卷" in text(seen(client, by, "record", item))


def test_an_item_that_the_reader_may_not_see_is_not_in_the_volume(client):
    volume = make.record(Stage.ACCEPTED, level=Level.VOLUME, access=Access.SHARED)
    make.record(Stage.ACCEPTED, of=volume.fonds, volume=volume, title="不公开的图")

    assert "不公开的图" not in text(seen(client, make.reader(), "record", volume))


@pytest.mark.parametrize("name", PAGES)
def test_a_shared_item_does_not_tell_of_the_volume_that_is_not_shared(client, name):
    by = make.archivist()
    volume = make.record(level=Level.VOLUME, title="不公开的案卷")
    item = actions.describe(
        **{part: getattr(volume, part) for part in ("fonds", "category", "year", "period", "unit")},
        level=Level.ITEM,
        volume=volume,
        title="公开的通知",
        by=by,
        at=make.NOW,
    )
    actions.edit(item, title="公开的通报", by=by, at=make.NOW)
    Record.objects.filter(pk=item.pk).update(
        stage=Stage.ACCEPTED, archival_code="X1", access=Access.SHARED
    )

    told = text(seen(client, make.reader(), name, item))

    assert "不公开的案卷" not in told
    assert "公开的通知" not in told
    own = make.reader(volume.fonds.department)
    assert "不公开的案卷" in text(seen(client, own, name, item))


def test_another_departments_shared_volume_gets_no_items_from_here(client):
    client.force_login(make.filing_officer())
    address = reverse("records:record-create")
    shared = make.record(Stage.ACCEPTED, level=Level.VOLUME, access=Access.SHARED)

    for volume in (shared.pk, 987654, "²", "x", "9" * 5000):
        assert client.get(address, {"volume": volume}).status_code == 404


def test_a_code_is_corrected_from_its_page(client):
    record = make.record(Stage.ACCEPTED)
    client.force_login(make.archivist())
    given = {"code": "Z109-WS·05-Y-BGS-0031", "reason": "机构编错"}

    refused = client.post(url("record-alias", record), given)
    assert refused.status_code == 422
    assert "write four digits, 2005" in text(refused)
    client.post(url("record-alias", record), given | {"code": "Z109-WS·2005-Y-BGS-0031"})

    assert CodeAlias.objects.get().code == "Z109-WS·2005-Y-BGS-0031"
    assert "Z109-WS·2005-Y-BGS-0031" in text(client.get(url("record", record)))


@pytest.mark.parametrize("person", [make.filing_officer, make.reader, make.supervisor])
def test_only_archivists_reach_the_correction(client, person):
    assert seen(client, person(), "record-alias", make.record(Stage.ACCEPTED)).status_code == 403


def test_the_history_tells_what_changed_from_what_to_what(client):
    by = make.archivist()
    record = make.record(title="旧题名", disclosure="active")
    actions.edit(record, by=by, at=make.NOW, title="新题名", disclosure="withheld", pages=3)

    response = seen(client, by, "record-history", record)

    (event,) = response.context["events"]
    assert [(one.name, one.before, one.after) for one in event.differences] == [
        ("Title", "旧题名", "新题名"),
        ("Pages", "", "3"),
        ("Disclosure", "published on own initiative", "not disclosed"),
    ]


@pytest.mark.parametrize("name", ["record", "record-history"])
@pytest.mark.parametrize("verb", READS)
def test_who_has_read_a_record_is_told_to_the_centre_alone(client, name, verb):
    record = make.record(Stage.ACCEPTED, access=Access.SHARED)
    one, other = make.user(Role.READER, make.department(), name="薛晴岚"), make.reader()
    own = make.filing_officer(record.fonds.department)
    note(verb, record, by=one, at=make.NOW)

    for person in (other, own):
        assert one.name not in text(seen(client, person, name, record))
    for person in (make.archivist(), make.supervisor()):
        is_told = (verb, name) != (TURNED, "record")  # of further pages the history alone tells
        assert (one.name in text(seen(client, person, name, record))) == is_told
    assert len(seen(client, one, "record-history", record).context["events"]) == 1


def test_the_page_costs_the_same_queries_however_much_it_shows(
    client, django_assert_max_num_queries
):
    by = make.archivist()
    volume = make.record(level=Level.VOLUME)
    for _ in range(3):
        make.record(of=volume.fonds, volume=volume, described_by=by)
        actions.add_component(volume, part=Part.COPY, title="附", by=by, at=make.NOW)
    client.force_login(by)
    client.get(url("record", volume))  # what is asked is put together once

    with django_assert_max_num_queries(13):
        client.get(url("record", volume))
    for _ in range(9):
        make.record(of=volume.fonds, volume=volume, described_by=by)
        actions.add_component(volume, part=Part.COPY, title="附", by=by, at=make.NOW)
    with django_assert_max_num_queries(13):
        client.get(url("record", volume))

    assert Entry.objects.about(volume).count() == 12


@pytest.mark.parametrize("who", ["reader", "archivist"])
def test_all_that_the_page_tells_comes_with_it(client, django_assert_max_num_queries, who):
    """What subjects above tell is no request of its own; the small pictures are, once in sight."""
    record = make.record(Stage.ACCEPTED, access=Access.SHARED)
    copy = handover_make.copy(record)
    client.force_login(getattr(make, who)())
    came = {"q": record.title[:2], "order": "newest"}
    client.get(url("record", record), came)

    with django_assert_max_num_queries(20):
        shown = client.get(url("record", record), came)

    fetched = re.findall(r'hx-get="([^"?]+)[^"]*" hx-trigger="([^"]+)"', shown.content.decode())
    assert fetched == [(reverse("records:record-pages", args=[record.pk]), "intersect once")]
    assert [name for name in CARDS if name not in shown.context] == []
    assert shown.context["beside"].place == 1
    assert copy in shown.context["copies"]


def test_a_key_that_no_record_can_have_is_not_found(client):
    client.force_login(make.archivist())

    for key in (0, 2**63 - 1, 2**63, 10**30):
        assert client.get(reverse("records:record", args=[key])).status_code == 404
