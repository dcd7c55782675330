"""Tables that would take a server along: a sentence for the person, nothing for anybody else."""

import re
import zipfile
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from archive_center.local.provision import PROJECT
from records.imports.models import Import
from tests import make

pytestmark = pytest.mark.django_db
DATA = Path(__file__).parents[2] / "data"
SHARED = PROJECT.parent / "shared" / "cases"  # may lie beside the checkout; never needed
SWELLING = 40 * 1024  # KiB by which the process may grow at most, also for a moment

CELL = '<table:table-cell office:value-type="string"{more}><text:p>x</text:p></table:table-cell>'
ODS = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body>'
    '<office:spreadsheet><table:table table:name="a">'
    '<table:table-row table:number-rows-repeated="{rows}">{cell}</table:table-row>'
    "</table:table></office:spreadsheet></office:body></office:document-content>"
)


def ods(path, *, rows, columns=1):
    cell = CELL.format(more=f' table:number-columns-repeated="{columns}"')
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        made.writestr("content.xml", ODS.format(rows=rows, cell=cell))
    return path


PARTS = {
    "[Content_Types].xml": "",
    "xl/workbook.xml": '<workbook xmlns="{main}" xmlns:r="{rel}"><sheets>'
    '<sheet name="a" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": '<Relationships xmlns="{package}">'
    '<Relationship Id="rId1" Type="{rel}/worksheet" Target="worksheets/sheet1.xml"/>'
    '<Relationship Id="rId2" Type="{rel}/sharedStrings" Target="sharedStrings.xml"/>'
    "</Relationships>",
    "xl/worksheets/sheet1.xml": '<worksheet xmlns="{main}"><sheetData>{rows}</sheetData>'
    "</worksheet>",
    "xl/sharedStrings.xml": '<sst xmlns="{main}"><si><t>{text}</t></si></sst>',
}
NAMESPACES = {
    "main": "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "rel": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "package": "http://schemas.openxmlformats.org/package/2006/relationships",
}


def xlsx(path, rows, text="x"):
    """A workbook of these rows, as XML, and of one shared text."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, part in PARTS.items():
            made.writestr(name, part.format(**NAMESPACES, rows=rows, text=text))
    return path


def truncated(folder):
    path = folder / "truncated.xls"
    path.write_bytes((DATA / "catalogue.xls").read_bytes()[:4096])
    return path


def one_row_over_and_over(folder):
    return ods(folder / "rows.ods", rows=4_000_000_000)


def cells_over_and_over(folder):
    return ods(folder / "cells.ods", rows=1_000, columns=16_384)


def far_cell_that_the_look_over_does_not_see(folder):
    near = '<row r="1"><c r="A1" t="s"><v>0</v></c></row>'
    far = '<row r="1048576"><c r="XFD1048576" t="s"><!-- --><v>0</v></c></row>'
    return xlsx(folder / "far.xlsx", near + far)


def amplified_text(folder):
    rows = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 1_501))
    return xlsx(folder / "amplified.xlsx", rows, text="a" * 1_000_000)


def many_members(folder):
    path = folder / "members.xlsx"
    with zipfile.ZipFile(path, "w") as made:
        for number in range(30_000):
            made.writestr(f"{number}", b"")
    return path


HOSTILE = [
    truncated,
    one_row_over_and_over,
    cells_over_and_over,
    far_cell_that_the_look_over_does_not_see,
    amplified_text,
    many_members,
]


def most_memory(*, reset):
    """The most memory that this process had at a time, in KiB, since the last reset."""
    if reset:
        Path("/proc/self/clear_refs").write_text("5")
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:"))


@pytest.fixture
def send(client):
    """Send a file as the page does; returns the answer and by how much the server swelled."""
    person, into = make.archivist(), make.fonds()
    client.force_login(person)
    client.cookies["django_language"] = "en"

    def sent(path):
        given = {"fonds": into.pk, "category": make.category().pk}
        file = SimpleUploadedFile(path.name, path.read_bytes())
        before = most_memory(reset=True)
        answer = client.post(reverse("records:import-create"), given | {"file": file})
        return answer, most_memory(reset=False) - before

    return sent


@pytest.mark.parametrize("make_file", HOSTILE)
def test_a_hostile_table_is_a_sentence_with_a_remedy(make_file, send, tmp_path):
    answer, swollen = send(make_file(tmp_path))

    assert answer.status_code == 422
    (sentence,) = answer.context["form"].non_field_errors()
    assert re.search(r"[Ss]ave|[Dd]elete|divide|Divide|[Ss]horten", sentence)
    assert swollen < SWELLING
    assert not Import.objects.exists()


@pytest.mark.parametrize("number", ["07", "08", "08b", "09", "09b", "10", "11", "12", "13"])
def test_a_case_that_was_found_takes_nobody_along(number, send):
    found = sorted(SHARED.glob(f"{number}_*"))
    if not found:
        pytest.skip("the cases do not lie beside the checkout")

    answer, swollen = send(found[0])

    assert answer.status_code in {302, 422}
    assert swollen < SWELLING
