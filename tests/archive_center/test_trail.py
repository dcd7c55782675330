from datetime import timedelta
from io import BytesIO

import openpyxl
import pytest
from django.conf import settings
from django.db import DatabaseError, transaction
from django.db.models import CharField, TextField
from django.urls import reverse

from archive_center.roles.owner import as_owner
from archive_center.trail.views import SHOWN
from records.audit import soundness
from records.audit.actions import note
from records.audit.models import Entry
from records.holdings.actions import accept
from records.holdings.models import Record
from records.organisation.rules import READS_TRAIL, Role
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def auditor(client):
    auditor = make.user(Role.AUDITOR)
    client.force_login(auditor)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return auditor


def shown(client, **query):
    response = client.get(reverse("trail"), query)
    assert response.status_code == 200
    return response.context["page"].rows


def entry(verb="stop", by=None, at=make.NOW, **values):
    by = by or make.user(Role.ARCHIVIST)
    return note(verb, by, by=by, at=at, **values)


@pytest.mark.parametrize("role", Role)
def test_the_trail_is_open_to_those_whose_duty_it_is_and_to_nobody_else(client, role):
    one = entry()
    department = make.department() if role in {Role.READER, Role.FILING_OFFICER} else None
    client.force_login(make.user(role, department))
    expected = 200 if role in READS_TRAIL else 403

    for url in (reverse("trail"), reverse("trail-entry", args=[one.pk])):
        assert client.get(url).status_code == expected
    assert client.post(reverse("trail-export")).status_code == expected


def test_an_entry_can_neither_be_changed_nor_deleted():
    one = entry()

    with pytest.raises(DatabaseError), transaction.atomic():
        Entry.objects.filter(pk=one.pk).update(verb="edit")
    with pytest.raises(DatabaseError), transaction.atomic():
        Entry.objects.filter(pk=one.pk).delete()
    assert Entry.objects.get().verb == "stop"


@pytest.mark.django_db(transaction=True)
def test_entries_are_found_by_person_act_kind_day_and_text(client, auditor):
    wanted = make.user(Role.ARCHIVIST, name="沈砚秋")
    with as_owner():  # who alone may date an entry back
        old = entry("export", by=wanted, at=make.NOW - timedelta(days=3))
    new = entry("stop", by=wanted)
    entry("stop")

    assert set(shown(client, who="沈砚")) == {old, new}
    assert set(shown(client, who=wanted.username)) == {old, new}
    assert shown(client, verb="export") == [old]
    assert shown(client, text="砚秋", verb="stop") == [new]
    assert set(shown(client, table="records.User", row=wanted.pk)) == {old, new}
    assert shown(client, until="2026-11-20") == [old]
    assert old not in shown(client, since="2026-11-20")
    assert shown(client, table="records.Job") == []


def test_a_day_that_does_not_exist_is_refused_and_shows_nothing(client, auditor):
    entry()
    response = client.get(reverse("trail"), {"since": "2026-02-30"})

    assert response.status_code == 422
    assert not response.context["page"].rows


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_the_first_and_the_last_day_of_all_can_be_asked_for(client, auditor, day):
    made = entry()

    assert shown(client, since=day, until="9999-12-31") == ([] if day > "2026" else [made])
    assert shown(client, until=day) == ([made] if day > "2026" else [])


def test_pages_go_on_from_the_last_entry_and_count_nothing(
    client, auditor, django_assert_max_num_queries
):
    by = make.user(Role.ARCHIVIST)
    made = [entry(by=by) for _ in range(SHOWN + 3)]
    made.reverse()

    first = client.get(reverse("trail"))
    assert first.context["page"].rows == made[:SHOWN]
    with django_assert_max_num_queries(7) as queries:
        second = client.get(reverse("trail"), {"after": first.context["page"].next})
    assert second.context["page"].rows == made[SHOWN:]
    assert not second.context["page"].next
    counting = [query["sql"] for query in queries if "COUNT(" in query["sql"]]
    assert all("records_notice" in statement for statement in counting)  # the bell, to 100


def test_what_was_before_stands_beside_what_was_after(client, auditor):
    one = entry(
        "edit",
        before={"role": "reader", "name": "段宇", "must_change_password": False},
        after={"role": "archivist", "name": "段宇", "must_change_password": True, "why": [1]},
    )

    rows = client.get(reverse("trail-entry", args=[one.pk])).context["rows"]

    by_name = {row.name: row for row in rows}
    assert by_name["Role"].changed
    assert by_name["Name"][:4] == ("Name", "段宇", "段宇", False)
    assert [row.after for row in rows][-1] == "1"


def test_the_export_holds_what_the_filter_shows_and_is_an_act_itself(client, auditor):
    entry("export")
    entry("stop", before={"name": "=1+1"}, after={"name": "乙"})

    response = client.post(reverse("trail-export") + "?verb=stop")

    sheet = openpyxl.load_workbook(BytesIO(response.content)).active
    assert sheet.max_row == 2
    line = [cell.value for cell in sheet[2]]
    assert "=1+1" in line[-2]
    assert "乙" in line[-1]
    last = Entry.objects.latest("id")
    assert (last.verb, last.by, last.after) == ("export", auditor, {"trail": "verb=stop"})
    assert client.get(reverse("trail-export")).status_code == 405


def test_an_entry_about_a_kind_that_no_version_knows_any_more_is_read(client, auditor):
    held = Entry.objects.create(
        verb="stop",
        table="records.Stocktake",
        row="7",
        label="清点",
        at=make.NOW,
        before={},
        after={"a": 1},
    )

    assert "Records.Stocktake" in client.get(reverse("trail")).content.decode()
    assert "清点" in client.get(reverse("trail-entry", args=[held.pk])).content.decode()
    assert client.post(reverse("trail-export")).status_code == 200


SECRET = "被举报人王某的线索"


def described():
    record, by = make.record(), make.archivist()
    before = {"abstract": SECRET, "persons": "", "pages": 3}
    after = {"abstract": "改写", "persons": "王某", "pages": 4}
    return note("edit", record, by=by, at=make.NOW, before=before, after=after)


def test_an_auditor_reads_that_a_description_was_changed_and_not_what_it_says(client, auditor):
    one = described()

    page = client.get(reverse("trail-entry", args=[one.pk])).content.decode()
    sheet = openpyxl.load_workbook(BytesIO(client.post(reverse("trail-export")).content)).active
    line = " ".join(str(cell.value) for cell in sheet[2])

    for text in (page, line):
        assert SECRET not in text
        assert "王某" not in text
        assert "(not shown)" in text
        assert "4" in text


def test_a_supervisor_reads_what_it_said(client):
    client.force_login(make.supervisor())

    page = client.get(reverse("trail-entry", args=[described().pk])).content.decode()

    assert SECRET in page


@pytest.mark.parametrize("act", ["", "export_csv", "export_xlsx"])
def test_the_administration_tells_the_auditor_no_more_than_the_trail(client, auditor, act):
    one = described()
    rows = reverse("admin:records_entry_changelist")

    row = client.get(reverse("admin:records_entry_change", args=[one.pk]))
    asked = client.get(f"{rows}?before__abstract__startswith=被举报人")
    taken = client.post(rows, {"action": act, "_selected_action": [one.pk]})

    assert SECRET not in row.content.decode()
    assert asked.status_code in {302, 400}
    if act.endswith("xlsx"):
        found = openpyxl.load_workbook(BytesIO(taken.content)).active
        assert SECRET not in str([[cell.value for cell in line] for line in found])
    else:
        assert SECRET not in taken.content.decode()


def test_each_text_of_a_record_is_concealed_or_known_to_say_nothing_of_its_content():
    harmless = {"period", "archival_code", "date_text", "security", "disclosure", "origin"}
    harmless |= {"level", "opening", "access", "stage", "until", "page_numbers"}
    texts = {
        field.name
        for field in Record._meta.concrete_fields
        if isinstance(field, CharField | TextField) and field.name in Record.TOLD_IN_ORDER
    }

    assert texts - harmless <= set(Record.TOLD_WITH_THE_ROW)


def accepted_together(count=4):
    fonds, by = make.fonds(), make.archivist()
    for _ in range(count):
        make.record(of=fonds)
    accept(Record.objects.filter(fonds=fonds), by=by, at=make.NOW)
    return Entry.objects.filter(verb="accept").order_by("id")


def test_an_act_on_a_set_is_one_line_that_opens_and_is_exported_row_by_row(client, auditor):
    made = accepted_together()
    entry()

    folded = [one for one in shown(client) if one.verb == "accept"]
    opened = shown(client, batch=made[0].pk)
    page = client.get(reverse("trail")).content.decode()

    assert [(one.pk, one.acts) for one in folded] == [(made[0].pk, 4)]
    assert "and 3 more" in page
    assert set(opened) == set(made)
    assert {one.batch for one in made} == {made[0].pk}
    assert shown(client, table="records.Record", row=made[3].row) == [made[3]]
    sheet = openpyxl.load_workbook(BytesIO(client.post(reverse("trail-export")).content)).active
    assert sheet.max_row == 1 + 4 + 1
    assert {one.before["stage"] for one in made} == {"draft"}


@pytest.mark.django_db(transaction=True)
def test_times_stand_in_order_whatever_was_written_last(client, auditor):
    with as_owner():
        late, early, middle = (entry(at=make.NOW - timedelta(days=days)) for days in (1, 9, 5))

    assert shown(client, verb="stop") == [late, middle, early]


def test_a_list_that_was_taken_is_told_by_its_conditions_in_the_readers_words(client, auditor):
    fonds = make.fonds()
    address = f"q=通知&fonds={fonds.pk}&stage=accepted&year_from=2005"
    taken = entry("export", after={"records": address, "count": 3})
    of_trail = entry("export", after={"trail": "verb=accept&since=2026-11-01"})

    def told(one):
        rows = client.get(reverse("trail-entry", args=[one.pk])).context["rows"]
        return {row.name: row.after for row in rows}

    said = told(taken)["Conditions"]
    assert said == f"Words: 通知; Fonds: {fonds}; Stage: in custody; Year from: 2005"
    assert told(of_trail)["Conditions"] == "Act: Accept; From: 2026-11-01"
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "zh-hans"
    assert "全宗：" in told(taken)["条件"]
    sheet = openpyxl.load_workbook(BytesIO(client.post(reverse("trail-export")).content)).active
    assert f"条件: 检索词：通知；全宗：{fonds}" in str([cell.value for cell in sheet[3]])


def test_who_verifies_the_trail_is_told_what_was_found_and_it_is_an_act(client, auditor):
    accepted_together()

    answer = client.post(reverse("trail-check"), follow=True)

    kept = Entry.objects.latest("id")
    assert (kept.verb, kept.by, kept.after["entries"]) == ("verify trail", auditor, 4)
    assert soundness.verify().is_sound
    assert "The trail is whole" in answer.content.decode()
    assert answer.context["entry"] == kept


@pytest.mark.parametrize(
    ("harm", "mend", "found"),
    [
        ("DISABLE TRIGGER {append_only}", "ENABLE TRIGGER {append_only}", {"guards": False}),
        ("ALTER COLUMN label DROP NOT NULL", "ALTER COLUMN label SET NOT NULL", {}),
        ("DELETE", "", {"broken": 1}),
        ("DATE", "", {"ahead": 1}),
    ],
)
def test_what_its_owner_did_to_the_trail_is_found(owner, harm, mend, found):
    first = accepted_together().first()
    table = "ALTER TABLE records_audit_entry "
    triggers = Entry._meta.triggers  # type: ignore[attr-defined]
    names = {one.name: one.get_pgid(Entry) for one in triggers}
    statements = {
        "DELETE": f"DELETE FROM records_audit_entry WHERE id = {first.pk + 1}",
        "DATE": f"UPDATE records_audit_entry SET at = '2999-01-01' WHERE id = {first.pk}",
    }
    try:
        if harm in statements:
            owner.execute(table + "DISABLE TRIGGER USER")
            owner.execute(statements[harm])
            owner.execute(table + "ENABLE TRIGGER USER")
        else:
            owner.execute(table + harm.format(**names))
        verified = soundness.verify()
    finally:
        if mend:
            owner.execute(table + mend.format(**names))

    assert verified.is_sound == (not found)
    assert {name: getattr(verified, name) for name in found} == found
