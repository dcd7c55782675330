from datetime import timedelta
from io import BytesIO

import openpyxl
import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate

from records.audit.models import Entry
from records.catalogue import export
from records.catalogue import work as list_work
from records.holdings.actions import share, unshare
from records.holdings.models import grants
from records.holdings.rules import Stage
from records.jobs.actions import work
from records.jobs.models import Job
from records.jobs.rules import State, silent
from records.reference import actions
from records.requests import actions as requests
from records.tables import writer
from records.values.rules import Security
from tests import make, request_make
from tests.working import once_more

URL = reverse("records:record-export")


def read(response):
    book = openpyxl.load_workbook(BytesIO(b"".join(response.streaming_content)))
    return [[list(row) for row in sheet.iter_rows(values_only=True)] for sheet in book]


@pytest.fixture
def own(client):
    own = make.fonds("J014")
    client.force_login(make.reader(own.department))
    return own


@pytest.fixture
def stored(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.mark.django_db
def test_an_export_is_a_filing_catalogue_of_what_the_filter_keeps(client, own):
    make.record(
        Stage.ACCEPTED,
        of=own,
        year=2015,
        period="D30",
        unit=make.unit(own),
        title="办公用房维修",
        document_number="清财发〔2015〕38号",
        responsible="清岚市财政局",
        date_text="20150416",
        date_is_inferred=True,
        security=Security.INTERNAL,
        pages=18,
        remarks="缺附件",
        box_number="0003",
        archival_code="J014-WS·2015-D30-BGS-0001",
    )
    make.record(Stage.ACCEPTED, of=own, year=2016)

    asked, rows, cover = read(client.post(f"{URL}?q=维修&year=2015"))
    assert [row[0] for row in asked[3:]] == ["words contain: 维修", "Year: 2015"]
    assert "人" in asked[2][0]

    assert rows[0] == [label for label, _width in export.columns()]
    assert rows[1] == [
        1,
        "J014-WS·2015-D30-BGS-0001",
        "清财发〔2015〕38号",
        "清岚市财政局",
        "办公用房维修",
        "[20150416]",
        str(Security.INTERNAL.label),
        18,
        "缺附件",
        2015,
        rows[1][10],
        "办公室",
        "0003",
        f"J014 {own.name}",
    ]
    assert "30" in rows[1][10]
    assert len(rows) == 2
    assert [row[1] for row in cover[2:]] == ["J014", own.name, "2015", rows[1][10], "办公室"]


@pytest.mark.django_db
def test_a_catalogue_is_in_the_order_of_codes_with_its_cover_on_paper_and_in_xlsx(client, own):
    numbers = ["0123", "9998", "10000", "10001"]
    for n, number in enumerate(reversed(numbers)):
        code = f"J014-WS·2019-Y-{number}"
        make.record(Stage.ACCEPTED, of=own, year=2019 - n % 2, archival_code=code)
    for year in range(1990, 2003):
        make.record(of=own, year=year, period="D30")
    codes = [*(f"J014-WS·2019-Y-{number}" for number in numbers), *[None] * 13]

    asked, rows, cover = read(client.post(f"{URL}?order=newest"))
    page = client.get(f"{reverse('records:record-print')}?order=newest")

    assert [row[1] for row in rows[1:]] == codes
    assert [row[0] for row in page.context["rows"]] == codes
    assert asked[3] == ["Without conditions: all of them."]
    assert [row[1] for row in cover[2:]][:3] == ["J014", own.name, "1990 to 2019 (15)"]
    assert page.context["cover"] == [(row[0], row[1] or "") for row in cover[2:]]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "text", ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "http://x", "1"]
)
def test_a_text_stays_a_text(client, own, text):
    make.record(of=own, title=text)

    response = client.post(URL)
    book = openpyxl.load_workbook(BytesIO(b"".join(response.streaming_content)))

    cell = book.active["E2"]
    assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)


@pytest.mark.django_db
def test_the_trail_keeps_who_printed_what(client, own):
    make.record(of=own, year=2015)
    make.record(of=own, year=2016)

    page = client.get(reverse("records:record-print"), {"year": 2015}).content.decode()

    assert "20150000" in page
    entry = Entry.objects.get(verb="print")
    assert entry.after == {"records": "year=2015", "count": 1}


@pytest.mark.django_db
def test_the_trail_keeps_who_took_what_and_how_many(client, own):
    for _n in range(3):
        make.record(of=own, year=2015)

    client.post(f"{URL}?year=2015&order=code&after=x")

    entry = Entry.objects.get(verb="export")
    assert entry.after == {"records": "year=2015&order=code", "count": 3}


@pytest.mark.django_db
def test_an_export_must_be_posted_and_a_wrong_filter_exports_nothing(client, own):
    assert client.get(URL).status_code == 405
    assert client.post(f"{URL}?year=x").status_code == 422
    assert not Entry.objects.filter(verb="export").exists()


@pytest.mark.django_db
def test_a_sheet_that_is_full_is_followed_by_another(client, own, monkeypatch):
    monkeypatch.setattr(writer, "ROWS_OF_A_SHEET", 2)
    for _n in range(5):
        make.record(of=own)

    sheets = read(client.post(URL))

    assert [len(rows) for rows in sheets[1:-1]] == [3, 3, 2]
    assert [row[0] for rows in sheets[1:-1] for row in rows[1:]] == [1, 2, 3, 4, 5]


@pytest.mark.django_db(transaction=True)
def test_a_long_list_is_made_by_a_worker_and_fetched_by_who_asked(client, own, settings, stored):
    settings.EXPORT_AT_ONCE = 2
    make.record(of=make.fonds(), year=2015)
    for _n in range(3):
        make.record(of=own, year=2015)

    response = client.post(f"{URL}?year=2015")
    job = Job.objects.get()
    assert response["Location"] == job.get_absolute_url()
    assert client.get(job.link).url == job.get_absolute_url()
    work(job.pk, list_work.export)

    job.refresh_from_db()
    assert (job.state, job.done) == (State.DONE, 3)
    _asked, rows, _cover = read(client.get(job.link))
    assert len(rows) == 4
    for stranger in (make.reader(own.department), make.archivist(), make.auditor()):
        client.force_login(stranger)
        assert client.get(job.link).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_a_supervisor_opens_what_the_list_of_jobs_shows_and_the_trail_names_it(
    client, own, settings, stored
):
    settings.EXPORT_AT_ONCE = 0
    make.record(of=own, year=2015)
    client.post(f"{URL}?year=2015")
    job = Job.objects.get()
    work(job.pk, list_work.export)
    supervisor = make.supervisor()
    client.force_login(supervisor)

    page = client.get(job.get_absolute_url()).content.decode()
    _asked, rows, _cover = read(client.get(job.link))

    assert f'href="{job.link}"' in page
    assert len(rows) == 2
    taken = Entry.objects.get(verb="export", by=supervisor)
    assert taken.after == {"records": "year=2015", "made_for": str(job.by)}


@pytest.mark.django_db(transaction=True)
def test_who_moved_to_another_department_does_not_fetch_the_old_ones_list(
    client, own, settings, stored
):
    settings.EXPORT_AT_ONCE = 0
    make.record(of=own)
    client.post(URL)
    job = Job.objects.get()
    work(job.pk, list_work.export)
    assert client.get(job.link).status_code == 200

    elsewhere, by = make.department(), make.supervisor()
    actions.move_user(job.by, department=elsewhere, by=by, at=make.NOW)

    answer = client.get(job.link, follow=True)
    assert answer.redirect_chain == [(job.get_absolute_url(), 302)]
    assert "Ask for it anew" in answer.content.decode()
    job = once_more(job)
    work(job.pk, list_work.export)
    job.refresh_from_db()
    assert (job.state, "Ask for it anew" in job.message) == (State.FAILED, True)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("days", [0, 40])
def test_a_list_of_what_was_released_goes_with_the_access(
    client, own, settings, stored, monkeypatch, days
):
    settings.EXPORT_AT_ONCE = 0
    reader = make.reader(own.department)
    request = request_make.released(by=reader)
    client.force_login(reader)
    client.post(URL)
    job = Job.objects.get()
    work(job.pk, list_work.export)
    assert client.get(job.link).status_code == 200

    if days:
        later = localdate() + timedelta(days=days)
        monkeypatch.setattr(grants, "today", lambda: later)
    else:
        requests.revoke(request, reason="已办结", by=make.archivist(), at=timezone.now())

    assert client.get(job.link).status_code == 302


@pytest.mark.django_db(transaction=True)
def test_a_list_goes_with_what_another_department_shares_no_more(client, own, settings, stored):
    settings.EXPORT_AT_ONCE = 0
    archivist, at = make.archivist(), timezone.now()
    mine, shared = make.record(Stage.ACCEPTED, of=own), make.record(Stage.ACCEPTED)
    for record in (mine, shared):
        share(record, by=archivist, at=at)
    client.post(URL)
    job = Job.objects.get()
    work(job.pk, list_work.export)
    unshare(mine, by=archivist, at=at)  # what is closed to others alone
    assert client.get(job.link).status_code == 200

    unshare(shared, by=archivist, at=at)

    assert "Ask for it anew" in client.get(job.link, follow=True).content.decode()


@pytest.mark.django_db(transaction=True)
def test_made_twice_it_is_one_file_and_old_files_go(client, own, settings, stored, monkeypatch):
    settings.EXPORT_AT_ONCE = 0
    make.record(of=own)
    client.post(URL)
    job = Job.objects.get()
    work(job.pk, list_work.export)
    list_work.export(progress=silent, by=job.by, **job.arguments)

    assert len(default_storage.listdir(list_work.FOLDER)[1]) == 1
    job.refresh_from_db()
    assert "To the result" in client.get(job.get_absolute_url()).content.decode()
    monkeypatch.setattr(list_work, "KEPT", -list_work.KEPT)
    list_work.forget(at=timezone.now())
    job.refresh_from_db()
    page = client.get(job.get_absolute_url()).content.decode()
    assert "To the result" not in page
    old = reverse("records:record-export-file", args=[job.arguments["file"]])
    assert "not there any more" in client.get(old, follow=True).content.decode()


@pytest.mark.django_db(transaction=True)
def test_of_a_long_list_no_more_is_read_than_is_printed(client, own, settings):
    settings.PRINT_AT_ONCE = 3
    for _record in range(6):
        make.record(of=own)

    with CaptureQueriesContext(connection) as asked:
        page = client.get(reverse("records:record-print"))

    assert (len(page.context["rows"]), page.context["limit"]) == (3, 3)
    assert any(line["sql"].rstrip("; ").endswith("LIMIT 4") for line in asked.captured_queries)
