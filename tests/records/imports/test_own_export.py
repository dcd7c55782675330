"""What the house wrote itself it reads again: every column and every word, in each language."""

from io import BytesIO

import openpyxl
import pytest
from django.core.files.base import ContentFile
from django.utils.datastructures import MultiValueDict
from django.utils.translation import override

from records.catalogue import export
from records.catalogue.filters import RecordFilter
from records.holdings.actions import accept, describe
from records.holdings.elements import exported
from records.holdings.models import Record
from records.imports.columns import recognise
from records.jobs.rules import silent
from records.organisation.models import Fonds
from records.retention.rules import Period, read_period
from records.values.rules import Level
from tests import make
from tests.records.imports.making import checked, counts, drafted, problems

pytestmark = pytest.mark.django_db
FILLED = {
    "document_number": "清财发〔2004〕38号",
    "date_text": "20040416",
    "pages": 18,
    "security": "internal",
    "disclosure": "active",
    "origin": "digitised",
    "genre": "通知",
    "draft": "正本",
    "medium": "纸质",
    "persons": "李乾坤；王伟",
    "keywords": "预算",
    "abstract": "第一段\n第二段",
    "remarks": "首行\n次行",
    "box_number": "0003",
}
BARE = {"document_number": "", "date_text": "2004", "date_is_inferred": True}


@pytest.fixture
def fonds():
    made = make.fonds("J014")
    person, given = make.archivist(), {"fonds": made, "unit": make.unit(made), "year": 2004}
    for n, (period, said) in enumerate((("Y", FILLED), ("D30", BARE), ("D10", BARE))):
        describe(
            **given,
            **said,
            title=f"关于第{n}次 往返试验的通知",
            category=make.category(),
            level=Level.ITEM,
            period=period,
            responsible="清岚市财政局",
            by=person,
            at=make.NOW,
        )
    describe(
        **given | {"unit": None},
        title="短期的一件",
        category=make.category(),
        level=Level.ITEM,
        period="D",
        responsible="清岚市财政局",
        date_text="200405",
        by=person,
        at=make.NOW,
    )
    return made


def exported_file(language: str) -> bytes:
    """The list as an archivist takes it."""
    file = BytesIO()
    with override(language):
        export.write(file, RecordFilter(MultiValueDict(), make.archivist()).query, silent)
    return file.getvalue()


def cells(file: bytes) -> list[tuple[object, ...]]:
    sheet = openpyxl.load_workbook(BytesIO(file)).worksheets[0]
    return [row[1:] for row in sheet.iter_rows(min_row=2, values_only=True)]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_an_export_adds_nothing_to_its_fonds(fonds, language):
    accept(Record.objects.filter(period="Y"), by=make.archivist(), at=make.NOW)
    file = exported_file(language)

    source = checked(ContentFile(file, name="归档文件目录.xlsx"), fonds=fonds)

    used = {column["field"] for column in source.columns if column["field"]}
    assert used == {one.key for one in exported()}
    assert counts(source) == (4, 0, 0, 0, 4), problems(source)


@pytest.mark.parametrize("now", [{"number_width": 3}, {"code_pattern": "DAT13"}])
def test_an_export_adds_nothing_after_the_fonds_gives_other_codes(fonds, now):
    accept(Record.objects.all(), by=make.archivist(), at=make.NOW)
    file = exported_file("zh-hans")
    Fonds.objects.update(**now)

    source = checked(ContentFile(file, name="归档文件目录.xlsx"), fonds=fonds)

    assert counts(source) == (4, 0, 0, 0, 4), problems(source)


@pytest.mark.parametrize("now", [{"number_width": 5}, {"code_pattern": "DAT13"}])
@pytest.mark.parametrize("office", [True, False])
def test_an_export_of_volumes_adds_nothing_after_the_fonds_gives_other_codes(fonds, now, office):
    accept(Record.objects.all(), by=make.archivist(), at=make.NOW)
    kind = make.category("KJ", "科技")
    kind.by_volume = True
    kind.save()
    given = {"fonds": fonds, "category": kind, "year": 2004, "period": "Y", "date_text": "2004"}
    given |= {"responsible": "清岚市财政局", "by": make.archivist(), "at": make.NOW}
    given["unit"] = fonds.units.get() if office else None
    volume = describe(level=Level.VOLUME, title="一卷", item_count=1, **given)
    describe(level=Level.ITEM, volume=volume, title="卷内一件", **given)
    accept(Record.objects.filter(category=kind), by=make.archivist(), at=make.NOW)
    file = exported_file("zh-hans")
    Fonds.objects.update(**now)

    source = checked(ContentFile(file, name="归档文件目录.xlsx"), fonds=fonds)

    assert counts(source) == (6, 0, 0, 0, 6), problems(source)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_an_export_says_all_that_it_takes_out(fonds, language):
    file = exported_file(language)
    Record.objects.all().delete()

    source = drafted(checked(ContentFile(file, name="list.xlsx"), fonds=fonds))

    assert source.committed == 4, problems(source)
    assert sorted(cells(exported_file(language)), key=str) == sorted(cells(file), key=str)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_period_and_every_column_is_read_as_it_is_said(language):
    codes = ("Y", "C", "D", "D1", "D3", "D5", "D10", "D15", "D25", "D30", "D99")
    with override(language):
        said = [str(Period(code)) for code in codes]
        heads = [str(label) for label, _width in export.columns()]

    assert [read_period(word, 2000).code for word in said] == list(codes)
    assert list(recognise(heads).values()) == [one.key for one in exported()]


def test_a_fonds_is_known_by_its_number_its_name_or_both():
    fonds = make.fonds("J014", of=make.department("清岚市财政局"))
    told = (
        "J014",
        "j 014",
        "清岚市财政局",
        "J014 清岚市财政局",
        "J014 从前的名称",
        "J015",
        "别的局",
    )
    lines = "\n".join(f"{name},第{n}件,2004,永久" for n, name in enumerate(told))

    source = checked(
        ContentFile(f"全宗,题名,年度,保管期限\n{lines}".encode(), name="a.csv"), fonds=fonds
    )

    assert list(
        source.rows.filter(outcome="rejected").order_by("row").values_list("row", flat=True)
    ) == [7, 8]
