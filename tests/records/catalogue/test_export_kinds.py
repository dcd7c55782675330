"""A list goes out as XLSX, text, EAD3 or PDF/A: the same records, as each standard has them."""

import csv
from io import BytesIO, StringIO
from urllib.parse import unquote
from zipfile import ZipFile

import openpyxl
import pypdfium2
import pytest
from django.urls import reverse
from lxml import etree

from archive_center.local.provision import PROJECT
from records.audit.models import Entry
from records.catalogue import work as list_work
from records.catalogue.export import kinds
from records.holdings.rules import Access, Stage
from records.jobs.actions import work
from records.jobs.models import Job
from records.values.rules import Level, Opening
from tests import make

pytestmark = pytest.mark.django_db
URL = reverse("records:record-export")
NS = {"ead": "http://ead3.archivists.org/schema/"}
SCHEMA = etree.XMLSchema(etree.parse(PROJECT / "tests/data/schemas/ead3.xsd"))


@pytest.fixture
def reader(client):
    reader = make.reader()
    client.force_login(reader)
    return reader


@pytest.fixture
def stored(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def taken(client, kind: str, asked: str = "") -> bytes:
    answer = client.post(f"{URL}{asked}", {"kind": kind})
    assert answer.status_code == 200
    return b"".join(answer.streaming_content)


def test_a_finding_aid_is_valid_and_tells_volumes_with_what_lies_in_them(client, reader):
    own, other = make.fonds("J801", of=reader.department), make.fonds("J802")
    volume = make.record(
        Stage.ACCEPTED,
        own,
        level=Level.VOLUME,
        title="会计凭证 <一> & 附\x01件",
        archival_code="J801-KU·2005-Y-0001",
        date_text="200501",
        until="20051231",
        opening=Opening.OPEN,
        keywords="会计",
        abstract="一月至十二月\n凭证",
        remarks="缺三月",
        box_number="0007",
        pages=98,
        language="汉文",
    )
    inside = make.record(
        Stage.ACCEPTED, own, volume=volume, archival_code="J801-KU·2005-Y-0001-001"
    )
    draft = make.record(of=own, year=None, period="", responsible="", date_text="")
    shared = make.record(Stage.ACCEPTED, other, access=Access.SHARED)
    hidden = make.record(Stage.ACCEPTED, other, title="未共享的题名")

    made = taken(client, "ead3")

    root = etree.fromstring(made)
    SCHEMA.assertValid(root)
    assert hidden.title not in made.decode()
    fonds = root.findall(".//ead:c[@level='fonds']", NS)
    assert [one.findtext("ead:did/ead:unitid", namespaces=NS) for one in fonds] == ["J801", "J802"]
    (file,) = root.findall(".//ead:c[@level='file']", NS)
    assert file.findtext("ead:did/ead:unittitle", namespaces=NS) == "会计凭证 <一> & 附件"
    (dated,) = file.findall("ead:did/ead:unitdate", NS)
    assert dated.get("normal") == "2005-01/2005-12-31"
    assert file.findtext("ead:c/ead:did/ead:unittitle", namespaces=NS) == inside.title
    titles = [one.text for one in root.findall(".//ead:c/ead:did/ead:unittitle", NS)]
    assert {draft.title, shared.title} < set(titles)
    entry = Entry.objects.get(verb="export")
    assert (entry.after["count"], entry.after["kind"]) == (4, "ead3")
    # items without their volume stand for themselves
    part = etree.fromstring(taken(client, "ead3", "?level=item"))
    SCHEMA.assertValid(part)
    assert not part.findall(".//ead:c[@level='file']", NS)


def test_every_kind_has_the_same_records_and_text_stays_text(client, reader):
    own = make.fonds(of=reader.department)
    make.record(Stage.ACCEPTED, own, title="=1+1")
    last = make.record(Stage.ACCEPTED, own, title="办公用房维修", pages=3)
    codes = sorted(str(code) for code in type(last).objects.values_list("archival_code", flat=True))

    rows = list(csv.reader(StringIO(taken(client, "csv").decode("utf-8-sig"))))
    book = openpyxl.load_workbook(BytesIO(taken(client, "xlsx"))).active
    paper = pypdfium2.PdfDocument(BytesIO(taken(client, "pdf")))
    printed = "".join(page.get_textpage().get_text_bounded() for page in paper)

    assert [row[1] for row in rows[1:]] == codes
    assert rows[1][4] == "'=1+1"
    assert [row[0].value for row in book.iter_rows(min_col=2, min_row=2)] == codes
    assert all(code in printed for code in codes)
    assert client.post(URL, {"kind": "exe"}).status_code == 400


def test_permanent_records_of_a_year_go_to_the_authority_on_paper_and_as_a_table(client, stored):
    archivist = make.archivist()
    client.force_login(archivist)
    for year, period, stage in (
        *[(2024, "Y", Stage.ACCEPTED)] * 2,
        (2024, "D30", Stage.ACCEPTED),
        (2024, "Y", Stage.DRAFT),
        (2023, "Y", Stage.ACCEPTED),
    ):
        make.record(stage, year=year, period=period)
    address = reverse("records:record-permanent")
    assert client.post(address, {"year": 1999}).status_code == 422  # there is none
    assert not Job.objects.exists()

    answer = client.post(address, {"year": 2024})
    job = Job.objects.get()
    assert answer["Location"] == job.get_absolute_url()
    work(job.pk, list_work.export)
    job.refresh_from_db()
    made = client.get(job.link)

    assert "2024" in str(job)
    assert "2024年永久档案目录-" in unquote(made["Content-Disposition"])
    both = ZipFile(BytesIO(b"".join(made.streaming_content)))
    paper, table = both.namelist()
    assert table == "2024年永久档案目录.xlsx"
    assert both.read(paper).startswith(b"%PDF-")
    book = openpyxl.load_workbook(BytesIO(both.read(table)))
    assert [row[9].value for row in book.worksheets[0].iter_rows(min_row=2)] == [2024, 2024]
    assert Entry.objects.get(verb="export").after["kind"] == "zip"


def test_both_of_another_list_are_called_a_filing_catalogue(client, reader):
    make.record(of=make.fonds(of=reader.department), period="D30")

    made = client.post(URL, {"kind": "zip"})

    assert "永久" not in unquote(made["Content-Disposition"])
    both = ZipFile(BytesIO(b"".join(made.streaming_content)))
    assert not [name for name in both.namelist() if "永久" in name]


def test_what_is_too_long_for_paper_says_so(client, reader, monkeypatch):
    own = make.fonds(of=reader.department)
    for _n in range(2):
        make.record(of=own)
    monkeypatch.setattr(kinds, "PAPER", 1)

    answer = client.post(URL, {"kind": "pdf"}, follow=True)

    assert "at most 1 lines" in answer.content.decode()
