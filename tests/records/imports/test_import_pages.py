import html
import re
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from records.imports import actions
from records.imports.columns import recognise
from records.imports.models import Import
from records.imports.rules import FLOW, Stage
from records.jobs.models import Job
from records.jobs.rules import State
from records.rules import Refused
from tests import make
from tests.records.imports import making
from tests.records.imports.making import checked_rows, committed, drafted, row

pytestmark = pytest.mark.django_db
PAGES = ["records:import", "records:import-mapping", "records:import-marked"]
POSTS = ["records:import-reopen"]
FAULTY = (row(), row(题名="", 序号="2"), row(题名="关于防汛的通知", 文号="", 序号="3"))


@pytest.fixture
def archivist(client):
    person = make.archivist()
    client.force_login(person)
    return person


def url(name, source):
    return reverse(name, args=[source.pk])


def act(source, name):
    return reverse("records:import-act", args=[source.pk, name])


def columns(source, **changed):
    return {one["letter"]: one["field"] for one in source.columns} | changed


def test_without_imports_the_list_teaches_what_a_table_looks_like(client, archivist):
    page = client.get(reverse("records:import-list")).content.decode()

    assert "题名" in page
    assert reverse("records:import-example") in page


def test_the_example_has_columns_that_are_known(client, archivist):
    response = client.get(reverse("records:import-example"))

    sheet = CalamineWorkbook.from_filelike(BytesIO(response.content)).get_sheet_by_index(0)
    header = next(iter(sheet.iter_rows()))
    assert len(recognise(header)) == len(header) - 1


def test_a_table_is_sent_matched_and_its_check_queued(client, archivist):
    fonds, category = make.fonds(), make.category()

    response = client.post(
        reverse("records:import-create"),
        {"fonds": fonds.pk, "category": category.pk, "file": making.csv(row())},
        follow=True,
    )

    source = Import.objects.get()
    assert response.redirect_chain[-1][0] == url("records:import-mapping", source)
    assert "关于清淤的通知" in response.content.decode()
    response = client.post(url("records:import-mapping", source), columns(source))
    assert response.status_code == 302
    assert Job.objects.get().task == "records.check_import"


def test_a_table_that_cannot_be_read_is_refused_on_the_page(client, archivist):
    given = {"fonds": make.fonds().pk, "category": make.category().pk}
    broken = ContentFile(b"PK\x03\x04broken", name="目录.xlsx")

    response = client.post(reverse("records:import-create"), given | {"file": broken})

    assert response.status_code == 422
    assert "damaged" in response.content.decode()
    assert not Import.objects.exists()


def test_a_mapping_without_titles_is_refused_on_the_page(client, archivist):
    source = making.sent(by=archivist)

    response = client.post(url("records:import-mapping", source), columns(source, F=""))

    assert response.status_code == 422
    assert "No column holds the titles" in response.content.decode()
    assert not Job.objects.exists()


def test_another_header_row_may_be_named(client, archivist):
    source = making.sent(by=archivist)

    client.post(url("records:import-reopen", source), {"sheet": "", "header": 2})

    source.refresh_from_db()
    assert source.header == 2
    assert source.columns[5]["name"] == "关于清淤的通知"


@pytest.mark.parametrize("name", ["records:import-mapping", "records:import-reopen"])
def test_the_columns_of_a_table_that_was_put_aside_lead_to_its_page(client, archivist, name):
    source = checked_rows(row(), by=archivist)
    client.post(act(source, "discard"))
    ask = client.post if name == "records:import-reopen" else client.get

    response = ask(url(name, source), {"sheet": "", "header": 1})

    assert response["Location"] == source.get_absolute_url()


def test_the_check_says_what_is_wrong_where_and_what_to_do(client, archivist):
    source = checked_rows(*FAULTY, by=archivist)

    page = client.get(source.get_absolute_url()).content.decode()

    assert "Nothing has been written yet" in page
    assert "A record needs a title." in page
    assert "Import as 2 drafts" in page
    assert "Receive 2 records into custody" in page
    assert "D 文号" in page


@pytest.mark.parametrize(
    ("chosen", "shown", "hidden"),
    [
        ({}, "needs a title", "no document number"),
        ({"outcome": "warned"}, "no document number", "needs a title"),
        ({"outcome": "all", "column": "D"}, "no document number", "needs a title"),
        ({"outcome": "nonsense", "after": "x"}, "needs a title", "nothing of this kind"),
    ],
)
def test_problems_are_narrowed_and_turned(client, archivist, chosen, shown, hidden):
    source = checked_rows(*FAULTY, by=archivist)

    page = client.get(source.get_absolute_url(), chosen).content.decode()

    assert shown in page
    assert hidden not in page


def test_a_table_without_rows_says_so(client, archivist):
    page = client.get(checked_rows(by=archivist).get_absolute_url()).content.decode()

    assert "There is no row below the header" in page


def test_the_marked_piece_stands_beneath_its_columns(client, archivist):
    header, cells = ["", *making.FULL], ["", *row(题名="", 文号="清水发〔2024〕77号")]
    source = checked_rows(cells, header=header, by=archivist)

    (shown,) = client.get(source.get_absolute_url()).context["excerpt"]

    names = [column["name"] for column in source.columns]
    assert dict(zip(names, shown["cells"], strict=True))["文号"] == ["清水发〔2024〕77号", ""]


def test_the_result_counts_what_was_made_and_what_came_in_between(client, archivist):
    fonds = make.fonds()
    slow = checked_rows(row(), row(题名="关于防汛", 文号=""), fonds=fonds, by=archivist)
    committed(checked_rows(row(), fonds=fonds, by=archivist))
    committed(slow)

    page = client.get(slow.get_absolute_url()).content.decode()

    assert "Imported: 1 record." in page
    assert "1 row had come into the fonds since the check" in page


def test_a_filing_officer_is_told_that_the_records_are_drafts(client):
    officer = make.filing_officer()
    client.force_login(officer)
    source = committed(checked_rows(row(), by=officer, fonds=make.fonds(of=officer.department)))

    assert "They are drafts" in client.get(source.get_absolute_url()).content.decode()


@pytest.mark.parametrize("way", [{}, {"each": "on"}], ids=["told alike", "row by row"])
def test_long_lists_of_problems_have_pages(client, archivist, way):
    rows = [row(日期=f"不详{n}") for n in range(45)]
    source = checked_rows(*rows, by=archivist)
    pages: list[set[int]] = []
    after = ""
    while len(pages) < 3:
        shown = client.get(source.get_absolute_url(), way | {"after": after})
        pages.append({line["rows"][0] for line in shown.context["problems"].lines})
        links = [f'rel="{way}"' in shown.content.decode() for way in ("prev", "next")]
        assert links == [len(pages) > 1, len(pages) < 3]
        after = shown.context["problems"].page.next

    before = shown.context["problems"].page.previous
    back = client.get(source.get_absolute_url(), way | {"before": before}).context["problems"]

    assert [len(rows) for rows in pages] == [20, 20, 5]
    assert len(set.union(*pages)) == 45
    assert {line["rows"][0] for line in back.lines} == pages[1]


def test_while_it_is_worked_on_the_page_asks_again_and_then_shows_the_result(client, archivist):
    source = making.sent(by=archivist)
    client.post(url("records:import-mapping", source), columns(source))
    asked = {"HX-Request": "true"}

    waiting = client.get(source.get_absolute_url(), headers=asked)
    assert "every 2s" in waiting.content.decode()
    assert [stop.state for stop in waiting.context["stops"]] == ["done", "done", "now", "", ""]
    assert "<h1>" not in waiting.content.decode()

    Job.objects.update(state=State.DONE)
    done = client.get(source.get_absolute_url(), headers=asked)
    assert done["HX-Redirect"] == url("records:import-mapping", source), "nothing came of it"
    Import.objects.filter(pk=source.pk).update(job=None)
    done = client.get(making.checked(source).get_absolute_url(), headers=asked)
    assert done["HX-Redirect"] == source.get_absolute_url()


def test_the_work_is_stopped_from_the_page(client, archivist):
    source = making.sent(by=archivist)
    client.post(url("records:import-mapping", source), columns(source))
    page = client.get(source.get_absolute_url()).content.decode()
    stop = reverse("records:job-cancel", args=[Job.objects.get().pk])
    token = re.search(
        rf'action="{stop}"><input type="hidden" name="csrfmiddlewaretoken" value="(\w+)"', page
    )
    assert token
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = client.cookies

    strict.post(stop, {"csrfmiddlewaretoken": token[1]})

    assert Job.objects.get().state == State.CANCELLED


def test_a_check_that_failed_says_why_where_it_is_begun_again(client, archivist):
    source = making.sent(by=archivist)
    client.post(url("records:import-mapping", source), columns(source))
    Job.objects.update(state=State.FAILED, message="The table is empty.")

    page = client.get(source.get_absolute_url(), follow=True).content.decode()

    assert "The table is empty." in page


def test_good_rows_are_imported_by_a_job(client, archivist):
    source = checked_rows(*FAULTY, by=archivist)

    client.post(act(source, "commit"))

    assert Job.objects.get().arguments["whole"] is False


def test_all_or_none_is_refused_with_the_reason(client, archivist):
    source = checked_rows(*FAULTY, by=archivist)

    page = client.post(act(source, "commit"), {"whole": "on"}, follow=True)

    assert "1 row has faults" in page.content.decode()
    assert not Job.objects.exists()


def test_the_result_names_the_records(client, archivist):
    source = committed(checked_rows(row(), by=archivist, fonds=make.fonds("J026")))

    page = client.get(source.get_absolute_url()).content.decode()

    assert "Imported: 1 record." in page
    assert "关于清淤的通知" in page


def test_a_table_is_put_aside(client, archivist):
    source = checked_rows(row(), by=archivist)

    client.post(act(source, "discard"))

    source.refresh_from_db()
    assert source.stage == Stage.DISCARDED


@pytest.mark.parametrize("name", ["commit", "discard"])
def test_an_import_is_not_moved_by_looking_at_it(client, archivist, name):
    source = checked_rows(row(), by=archivist)

    page = client.get(act(source, name))

    assert page.status_code == 200
    assert str(FLOW[name].effect) in html.unescape(page.content.decode())
    assert Import.objects.get(pk=source.pk).stage == Stage.CHECKED


@pytest.mark.parametrize("name", [*PAGES, *POSTS])
def test_another_departments_import_is_not_there(client, name):
    source = checked_rows(row())
    client.force_login(make.filing_officer())

    send = client.post if name in POSTS else client.get

    assert send(url(name, source), {"header": 1}).status_code == 404
    assert Import.objects.get(pk=source.pk).stage == Stage.CHECKED


def test_another_departments_fonds_cannot_be_chosen(client):
    client.force_login(make.filing_officer())
    given = {"fonds": make.fonds().pk, "category": make.category().pk, "file": making.csv(row())}

    response = client.post(reverse("records:import-create"), given)

    assert response.status_code == 422
    assert not Import.objects.exists()


def test_another_departments_imports_are_not_listed(client):
    checked_rows(row())
    client.force_login(make.filing_officer())

    assert "目录.csv" not in client.get(reverse("records:import-list")).content.decode()


@pytest.mark.parametrize("person", [make.reader, make.auditor])
@pytest.mark.parametrize("name", ["records:import-list", "records:import-create"])
def test_who_imports_nothing_has_no_such_pages(client, person, name):
    client.force_login(person())

    assert client.get(reverse(name)).status_code == 403


def test_a_supervisor_looks_and_does_not_touch(client):
    source = checked_rows(*FAULTY)
    client.force_login(make.supervisor())

    page = client.get(source.get_absolute_url()).content.decode()

    assert "A record needs a title." in page
    assert act(source, "commit") not in page
    assert client.post(act(source, "commit")).status_code == 403


def test_pages_cost_the_same_for_many_rows(client, archivist, django_assert_max_num_queries):
    few = checked_rows(*FAULTY, by=archivist)
    many = checked_rows(*[row(题名="", 序号=str(n)) for n in range(60)], by=archivist)

    for source in (few, many):
        with django_assert_max_num_queries(10):
            client.get(source.get_absolute_url())
    with django_assert_max_num_queries(8):
        client.get(reverse("records:import-list"))


def test_only_who_may_stop_the_work_is_offered_to(client, archivist):
    job = Job.objects.create(task="x", title="导入", by=archivist, queued_at=make.NOW)
    source = checked_rows(row())
    Import.objects.filter(pk=source.pk).update(job=job)
    stop = reverse("records:job-cancel", args=[job.pk])

    for person, may in ((archivist, True), (make.supervisor(), True), (make.archivist(), False)):
        client.force_login(person)
        assert (stop in client.get(source.get_absolute_url()).content.decode()) == may
        if may:
            assert stop in client.get(job.get_absolute_url()).content.decode()


def stops(client, source):
    return [stop.state for stop in client.get(url("records:import", source)).context["stops"]]


def test_the_stops_follow_the_stage_and_the_work(client, archivist):
    source = making.sent(by=archivist)
    shown = client.get(url("records:import-mapping", source)).context["stops"]
    assert [stop.state for stop in shown] == ["done", "now", "", "", ""]
    assert shown[1].detail == "9 matched, 1 not used"

    source = making.checked(source)
    assert stops(client, source) == ["done", "done", "now", "", ""]
    client.post(act(source, "draft"))
    assert stops(client, source) == ["done", "done", "done", "now", ""]
    Job.objects.update(state=State.DONE)
    assert stops(client, drafted(source)) == ["done", "done", "done", "done", "now"]
    assert stops(client, committed(checked_rows(row(), by=archivist))) == ["done"] * 5


def test_a_stopped_check_leaves_the_columns_to_be_matched(client, archivist):
    source = making.sent(by=archivist)
    client.post(url("records:import-mapping", source), columns(source))
    assert client.get(url("records:import-mapping", source))["Location"] == url(
        "records:import", source
    )

    Job.objects.update(state=State.CANCELLED)

    assert client.get(url("records:import-mapping", source)).status_code == 200


def test_a_checked_table_is_matched_again_from_its_page(client, archivist):
    source = checked_rows(*FAULTY, by=archivist)

    page = client.get(source.get_absolute_url()).content.decode()

    assert f'<a class="btn btn-sm" href="{source.get_mapping_url()}">Match again</a>' in page
    assert client.post(act(source, "remap"))["Location"] == source.get_mapping_url()
    assert Import.objects.get(pk=source.pk).stage == Stage.CHECKED, "nothing is lost by looking"
    client.post(url("records:import-mapping", source), columns(source))
    assert list(source.steps.order_by("pk").values_list("name", flat=True)) == ["check", "remap"]
    assert Job.objects.get().arguments == {"row": source.pk}


def test_a_table_that_is_gone_says_on_its_page_why_it_is_not_matched_again(
    client, archivist, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        source = checked_rows(row(), row(密级="机密"), by=archivist)

    page = client.get(source.get_absolute_url()).content.decode()

    assert 'type="button" disabled aria-describedby="why-remap">Match again' in page
    assert "it was deleted after the check" in page
    answer = client.post(url("records:import-mapping", source), columns(source))
    assert answer["Location"] == source.get_absolute_url()
    with pytest.raises(Refused, match="deleted after the check"):
        actions.remap(source, by=archivist, at=make.NOW)
    assert not Job.objects.exists()
