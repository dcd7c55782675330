import csv
from io import BytesIO, StringIO

import pytest
from django.apps import apps
from django.contrib import admin
from django.test import RequestFactory
from django.urls import reverse
from openpyxl import load_workbook

from records.admin import readonly
from records.audit.models import Entry
from records.holdings.rules import Stage
from records.organisation.models import Fonds
from records.organisation.rules import Role
from tests import make

pytestmark = pytest.mark.django_db
ROOMS = sorted(admin.site._registry, key=lambda model: model._meta.label)
EDITABLE = {
    "records.Category",
    "records.Department",
    "records.DueRule",
    "records.Fonds",
    "records.ReceivingArchive",
    "records.Unit",
    "records.User",
}


def url(model, page="changelist", *args):
    return reverse(f"admin:{model._meta.label_lower.replace('.', '_')}_{page}", args=args)


def sign_in(client, person):
    client.force_login(person, "django.contrib.auth.backends.ModelBackend")
    return person


def test_every_room_opens_for_the_supervisor(client):
    sign_in(client, make.supervisor())

    for model in ROOMS:
        assert client.get(url(model)).status_code == 200, model


def test_a_list_is_called_by_what_it_holds(client):
    sign_in(client, make.supervisor())
    client.cookies["django_language"] = "zh-hans"

    page = client.get(url(Fonds)).content.decode()

    assert "<title> 全宗 | 系统管理</title>" in page


def test_every_kind_of_row_has_its_room():
    models = {
        model
        for app in ("records", "transfers", "stacks", "filing")
        for model in apps.get_app_config(app).get_models()
        if not model._meta.proxy
    }

    # parts of a whole, and what was put right in a table, are read on its page; steps, findings,
    # sent forms and password links say nothing that the trail does not
    roomless = {"records.ImportRow", "records.Component", "transfers.HandoverItem"}
    roomless |= {"records.ImportStep", "transfers.HandoverStep", "transfers.HandoverCheck"}
    roomless |= {"records.AmendmentItem", "records.AmendmentPart", "records.AmendmentStep"}
    roomless |= {"records.AccessItem", "records.AccessStep", "records.Substitute"}
    roomless |= {"records.Notice", "records.NoticeAddress"}  # the person's alone
    roomless |= {"records.Upload", "records.UploadFile", "records.UploadStep"}  # so are these
    roomless |= {"records.UseEffect", "records.VisitItem", "records.VisitStep"}
    roomless |= {"records.SavedSearch", "records.LastSearch"}  # so are these
    roomless |= {"records.Topic", "records.TopicItem", "records.OpenRecord"}  # read as they are
    roomless |= {"filing.BatchItem", "filing.FilingStep", "filing.ReceiptPoint"}
    roomless |= {"filing.NumberSequence", "filing.MissingNumbers"}  # on their page
    roomless |= {"records.LoanEffect", "records.LoanItem"}
    roomless |= {"records.LoanReminder", "records.LoanStep"}
    roomless |= {"records.ColumnMapping", "records.ImportCorrection"}
    roomless |= {"records.SentForm", "records.PasswordLink"}
    roomless |= {"transfers.DueCount", "transfers.UncomputableCount"}
    roomless |= {"records.PageText"}  # read in the viewer, where it leaves its entry
    roomless |= {"records.Recognition", "records.RecognitionQueue"}  # a page of their own
    roomless |= {"records.CopyFault", "records.Inspection", "records.PageDifference"}  # a page
    roomless |= {"records.RecordChange", "records.IndexMark"}  # the search index keeps them
    assert {model._meta.label for model in models - set(ROOMS)} == roomless


@pytest.mark.parametrize("maker", [make.archivist, make.filing_officer, make.reader])
def test_nobody_else_enters(client, maker):
    sign_in(client, maker())

    for model in ROOMS:
        answer = client.get(url(model), follow=True)
        assert answer.status_code == 403, model


def test_nothing_is_deleted_in_the_admin(client):
    sign_in(client, make.supervisor())
    record = make.record()

    for model in ROOMS:
        assert not admin.site._registry[model].has_delete_permission(RequestFactory().get("/")), (
            model
        )
    assert client.post(url(type(record), "delete", record.pk), {"post": "yes"}).status_code == 403


def test_only_reference_data_can_be_changed(rf):
    request = rf.get("/")
    request.user = make.supervisor()

    open_to_change = {
        model._meta.label
        for model, room in admin.site._registry.items()
        if room.has_change_permission(request) or room.has_add_permission(request)
    }

    assert open_to_change <= EDITABLE


def test_an_auditor_changes_nothing(rf):
    request = rf.get("/")
    request.user = make.auditor()

    for room in admin.site._registry.values():
        assert not room.has_change_permission(request), room
        assert not room.has_add_permission(request), room


def test_an_auditor_reads_the_reference_data_but_no_records(client):
    sign_in(client, make.auditor())
    record = make.record(Stage.ACCEPTED)

    assert client.get(url(type(record))).status_code == 403
    assert client.get(url(type(record), "change", record.pk)).status_code == 403
    assert record.fonds.name in client.get(url(type(record.fonds))).content.decode()


def test_a_stage_cannot_be_posted(client):
    sign_in(client, make.supervisor())
    record = make.record()

    answer = client.post(url(type(record), "change", record.pk), {"stage": Stage.TRANSFERRED})

    record.refresh_from_db()
    assert (answer.status_code, record.stage) == (403, Stage.DRAFT)


@pytest.mark.parametrize("model", ROOMS, ids=lambda model: model._meta.label)
def test_a_list_costs_the_same_however_long_it_is(client, model, django_assert_max_num_queries):
    sign_in(client, make.supervisor())
    for _ in range(12):
        make.record(Stage.ACCEPTED, unit=None)
        make.reader()

    with django_assert_max_num_queries(14):
        client.get(url(model))


def test_a_record_is_found_by_its_whole_code_through_the_index(client):
    sign_in(client, make.supervisor())
    wanted, other = make.record(Stage.ACCEPTED), make.record(Stage.ACCEPTED)

    page = client.get(url(type(wanted)), {"q": f" {wanted.archival_code} "}).content.decode()

    assert wanted.title in page
    assert other.title not in page


@pytest.mark.parametrize("model", ROOMS, ids=lambda model: model._meta.label)
def test_every_list_can_be_searched_and_taken_away(client, rf, model):
    request = rf.get("/")
    request.user = sign_in(client, make.supervisor())
    room = admin.site._registry[model]

    assert room.get_search_fields(request)
    assert client.get(url(model), {"q": "没有这样的"}).context["cl"].result_count == 0
    assert {"export_xlsx", "export_csv"} <= set(room.get_actions(request))


def test_a_list_that_is_too_long_to_leaf_through_says_so(client, monkeypatch):
    sign_in(client, make.supervisor())
    client.cookies["django_language"] = "en"
    record = make.record()
    monkeypatch.setattr(readonly.Capped, "most", 2)
    assert "list is longer" not in client.get(url(type(record))).content.decode()
    make.record()
    make.record()

    page = client.get(url(type(record))).content.decode()

    assert "list is longer than the 2 rows" in page


def export(client, rows, form, **query):
    chosen = {"action": form, "_selected_action": [row.pk for row in rows]}
    return client.post(url(type(rows[0])), chosen | query)


def test_chosen_rows_are_taken_away_as_xlsx_with_a_trace(client):
    supervisor = sign_in(client, make.supervisor())
    records = [make.record(Stage.ACCEPTED, title="=1+1") for _ in range(3)]

    answer = export(client, records[:2], "export_xlsx")

    sheet = load_workbook(BytesIO(answer.content)).active
    cells = [[cell.value for cell in row] for row in sheet.rows]
    codes = {row.archival_code for row in records[:2]}
    assert len(cells) == 3
    assert codes == {cell for row in cells[1:] for cell in row if cell in codes}
    assert "=1+1" in cells[1]
    told = Entry.objects.get(verb="export")
    assert (told.by, told.after["kind"], told.after["rows"]) == (supervisor, "records.Record", 2)


def test_a_formula_in_a_csv_is_only_text(client):
    sign_in(client, make.supervisor())

    answer = export(client, [make.record(title="=1+1")], "export_csv")

    rows = list(csv.reader(StringIO(answer.content.decode("utf-8-sig"))))
    assert "'=1+1" in rows[1]


def test_more_than_the_limit_is_refused_and_leaves_no_trace(client, monkeypatch):
    monkeypatch.setattr(readonly, "EXPORTED", 1)
    sign_in(client, make.supervisor())

    answer = export(client, [make.record(), make.record()], "export_xlsx")

    assert answer.status_code == 302
    assert not Entry.objects.filter(verb="export").exists()


def test_passwords_are_not_taken_away(client):
    person = sign_in(client, make.supervisor())

    answer = export(client, [person], "export_csv")

    assert person.password not in answer.content.decode()


@pytest.mark.parametrize("maker", [make.supervisor, make.auditor])
def test_a_password_cannot_be_guessed_by_its_beginnings(client, maker):
    person = sign_in(client, maker())
    address = url(type(person))

    assert client.get(address, {"role__exact": person.role}).status_code == 200
    for column in ("password", "is_superuser"):
        assert client.get(address, {f"{column}__startswith": "md5"}).status_code == 400


@pytest.mark.parametrize("key", ["abc", "", "²", "1" * 40])
def test_a_choice_of_what_is_no_row_breaks_nothing(client, key):
    record = make.record()
    sign_in(client, make.supervisor())

    answer = client.post(url(type(record)), {"action": "export_csv", "_selected_action": [key]})

    assert answer.status_code in {200, 302, 400}
    assert record.title not in answer.content.decode()


@pytest.mark.parametrize("page", ["x", "0", "99"])
def test_the_search_has_no_page_that_it_does_not_have(client, page):
    sign_in(client, make.supervisor())
    address = reverse("admin:search")

    assert client.get(address, {"s": "a"}).status_code == 200
    assert client.get(address, {"s": "a", "page": page}).status_code == 404


def test_the_history_of_a_row_is_the_trails(client):
    sign_in(client, make.supervisor())
    fonds = make.fonds()

    answer = client.get(url(type(fonds), "history", fonds.pk))

    assert answer["Location"] == f"{reverse('trail')}?table=records.Fonds&row={fonds.pk}"


@pytest.mark.parametrize("maker", [make.supervisor, make.auditor])
def test_every_room_that_may_be_entered_stands_in_the_menu(client, maker):
    person = sign_in(client, maker())
    assert person.role in (Role.SUPERVISOR, Role.AUDITOR)

    page = client.get(reverse("admin:index")).content.decode()

    for model, room in admin.site._registry.items():
        assert (f'href="{url(model)}"' in page) == (person.role in room.readers), model  # type: ignore[attr-defined]


def test_only_the_admins_pages_have_the_wider_policy(client):
    sign_in(client, make.supervisor())

    inside = client.get(reverse("admin:index"))["Content-Security-Policy"]
    outside = client.get(reverse("desk"))["Content-Security-Policy"]

    assert "script-src 'self' 'unsafe-eval'" in inside
    assert "unsafe" not in outside
    assert inside.count("unsafe-inline") == 1
    assert "style-src-attr 'unsafe-inline'" in inside
