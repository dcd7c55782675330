"""Catalogues of volumes (案卷目录) and of what lies in them (卷内文件目录)."""

from io import BytesIO

import openpyxl
import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.urls import reverse
from django.utils.datastructures import MultiValueDict
from django.utils.translation import override

from records.catalogue import export
from records.catalogue.filters import RecordFilter
from records.holdings.actions import accept, describe
from records.holdings.elements import exported
from records.holdings.models import Record
from records.imports import actions, arrival
from records.imports.columns import level_of, recognise
from records.imports.models import Import
from records.imports.pages import PAGES
from records.jobs.rules import silent
from records.rules import Refused
from records.values.rules import Level
from tests import make
from tests.records.imports import making
from tests.records.imports.making import checked, committed, counts, drafted, problems, tell

pytestmark = pytest.mark.django_db
VOLUMES = ["案卷号", "案卷题名", "起止日期", "年度", "件数", "页数", "保管期限", "备注"]
ITEMS = ["案卷号", "件号", "文号", "责任者", "题名", "日期", "页号", "备注"]


@pytest.fixture
def kind():
    return make.category("KU", "会计")


@pytest.fixture
def fonds():
    return make.fonds("J014")


def volume(number="1", **given):
    cells = [
        number,
        f"2015年记账凭证之{number}",
        "20150103-20151230",
        "2015",
        "2",
        "40",
        "30年",
        "",
    ]
    return [given.get(name, cell) for name, cell in zip(VOLUMES, cells, strict=True)]


def item(number="1", inside="1", **given):
    cells = [inside, number, "", "清岚市财政局", f"第{number}号凭证", "20150105", number, ""]
    return [given.get(name, cell) for name, cell in zip(ITEMS, cells, strict=True)]


@pytest.fixture
def sent(fonds, kind):
    """Send rows under a header, and check them."""

    def send(header, *rows, **given):
        return checked(
            making.csv(*rows, header=header), **{"fonds": fonds, "category": kind} | given
        )

    return send


def told(source):
    return [(problem["field"], problem["what"]) for problem in problems(source)]


def test_volumes_without_an_office_are_counted_before_their_codes_are_fixed(sent, fonds):
    make.unit(fonds)
    source = sent(
        [*VOLUMES, "机构"], [*volume("1"), ""], [*volume("2"), ""], [*volume("3"), "办公室"]
    )

    facts = dict(PAGES.facts(source))

    assert facts["Without office or matter"] == "2"


def test_volumes_come_into_custody_and_later_what_lies_in_them(sent, kind):
    source = committed(sent(VOLUMES, volume("1"), volume("012")))

    assert source.level == Level.VOLUME
    assert {PAGES.labels[name](source) for name in ("draft", "commit")} == {
        "Import 2 volumes as drafts",
        "Receive 2 volumes into custody",
    }
    assert PAGES.effects["commit"](source).startswith("2 volumes will be received")
    assert counts(source) == (2, 2, 0, 0, 0), problems(source)
    assert PAGES.stepper(source, [])[-1].detail == "2 volumes"
    first, second = Record.objects.order_by("code_key")
    assert (first.archival_code, second.archival_code) == (
        "J014-KU·2015-D30-001",
        "J014-KU·2015-D30-012",
    )
    assert (first.level, first.category, first.number) == (Level.VOLUME, kind, 1)
    assert (first.date_text, first.until, first.item_count) == ("20150103", "20151230", 2)

    rows = item("2"), item("1"), item("", "J014-KU·2015-D30-012"), item("", "12", 题名="附件")
    source = committed(sent(ITEMS, *rows))

    assert source.level == Level.ITEM
    assert source.committed == 4, problems(source)
    assert [one.archival_code for one in first.items.order_by("number")] == [
        "J014-KU·2015-D30-001-0001",
        "J014-KU·2015-D30-001-0002",
    ]
    assert [one.title for one in second.items.order_by("number")] == ["第号凭证", "附件"]
    assert {(one.period, one.year) for one in Record.objects.all()} == {("D30", 2015)}


def test_volumes_and_items_in_one_table_become_drafts_and_go_again(sent):
    header = ["著录层级", *VOLUMES, "件号", "页号"]
    rows = (
        ["案卷", *volume("1", 件数="1"), "", ""],
        ["文件", "1", "甲", "20150105", "", "", "3", "", "", "1", "1-3"],
        ["案卷", *volume("2"), "", ""],
        ["文件", "2", "甲", "20150105", "", "", "3", "", "", "1", "1"],
    )
    source = sent(header, *rows, by=make.archivist())
    assert [what for field, what in told(source) if field == "volume"] == [
        "The volume names 2 items; with this table there are 1."
    ]
    source = drafted(source)

    assert source.committed == 4
    items = Record.objects.filter(level=Level.ITEM)
    assert set(items.values_list("volume__title")) == {
        ("2015年记账凭证之1",),
        ("2015年记账凭证之2",),
    }
    again = sent(header, *rows)
    assert counts(again)[-1] == 4, problems(again)

    held = Record.objects.get(title="2015年记账凭证之1")
    typed = make.record(of=held.fonds, volume=held, category=held.category, year=2015, period="D30")
    with pytest.raises(Refused, match="did not come with it"):
        arrival.retract(row=source.pk, by=source.made_by, at=make.NOW, progress=tell)
    typed.delete()
    arrival.retract(row=source.pk, by=source.made_by, at=make.NOW, progress=tell)
    assert not Record.objects.exists()


def test_drafts_of_volumes_are_accepted_with_their_codes(sent, fonds):
    officer = make.filing_officer(fonds.department)
    source = drafted(sent([*VOLUMES, "责任者"], [*volume(), "财政局"], by=officer))
    items = drafted(sent(ITEMS, item("1"), by=officer))

    accept(Record.objects.all(), by=make.archivist(), at=make.NOW)

    codes = Record.objects.order_by("code_key").values_list("archival_code", flat=True)
    assert list(codes) == ["J014-KU·2015-D30-001", "J014-KU·2015-D30-001-0001"]
    assert source.made().get().item_count == 2
    assert items.made().get().page_numbers == "1"


def test_a_volume_that_is_taken_in_with_its_items_numbers_them(sent):
    """Straight into custody the volume is no record yet when its items get their numbers."""
    header = ["著录层级", *VOLUMES]
    rows = [["案卷", *volume("7")], *(["文件", *item_of("7", n)] for n in "乙甲")]

    committed(sent(header, *rows))

    named = (
        Record.objects.filter(level=Level.ITEM)
        .order_by("number")
        .values_list("title", "archival_code")
    )
    assert list(named) == [
        ("乙", "J014-KU·2015-D30-007-0001"),
        ("甲", "J014-KU·2015-D30-007-0002"),
    ]


def item_of(inside, title):
    return [inside, title, "2015" if title == "甲" else "2016", "", "", "", "", ""]


@pytest.mark.parametrize(
    ("header", "row", "field", "what"),
    [
        (VOLUMES, volume(起止日期="20151230-20150103"), "date.span", "lies before the first"),
        (VOLUMES, volume(起止日期="2015年间"), "date.span", "is not one date"),
        (VOLUMES, volume(件数="两件"), "item_count", "no whole number"),
        (VOLUMES, volume("一号柜"), "volume", "neither the number of a volume"),
        (ITEMS, item("1", "99"), "volume", "There is no volume 99"),
        (ITEMS, item("1", ""), "volume", "names no volume"),
        (ITEMS, item("1", 页号="5-3"), "page_numbers", "before the first"),
        (
            [*ITEMS, "保管期限"],
            [*item("1"), "永久"],
            "volume",
            "no volume 1 of this year and period",
        ),
    ],
)
def test_a_fault_names_its_cell(sent, header, row, field, what):
    committed(sent(VOLUMES, volume("1")))

    source = sent(header, row)

    assert counts(source)[3] == 1
    (problem,) = [one for one in problems(source) if one["blocks"]]
    assert (problem["field"], problem["column"] != "") == (field, True)
    assert what in problem["what"]
    assert problem["remedy"]


def test_what_rows_say_to_each_other(sent):
    same = volume("1", 案卷题名="另一卷")
    source = sent(VOLUMES, volume("1"), same, volume("1"))
    assert counts(source) == (3, 1, 0, 1, 1)
    assert "Row 2 has the same number" in told(source)[0][1]
    committed(source)
    assert "already leads to" in told(sent(VOLUMES, same))[0][1]

    source = sent(ITEMS, item("1", 页号="5-8"), item("2", 页号="3"), item("3", 页号="4"))
    said = dict(told(source))
    assert "run back: the item before stands on 5-8" in said["page_numbers"]
    assert said["volume"] == "The volume names 2 items; with this table there are 3."
    assert source.rejected == 0


def test_what_holds_for_all_rows_says_which_of_the_volumes_of_one_number(sent):
    committed(sent(VOLUMES, volume("1"), volume("1", 年度="2016", 保管期限="永久")))
    source = sent(ITEMS, item("1"), item("2", "J014-KU·2016-Y-001"))
    assert [one["what"] for one in problems(source) if one["blocks"]] == [
        "2 volumes have the number 1."
    ]

    fields = {one["letter"]: one["field"] for one in source.columns}
    by, at = source.made_by, make.NOW
    actions.remap(source, by=by, at=at)
    actions.check_later(source, fields=fields, year=2015, by=by, at=at)
    source = committed(checked(source))

    codes = Record.objects.filter(level=Level.ITEM).order_by("code_key")
    assert list(codes.values_list("archival_code", flat=True)) == [
        "J014-KU·2015-D30-001-0001",
        "J014-KU·2016-Y-001-0002",
    ]


def test_a_category_that_is_kept_by_item_has_no_volumes(sent):
    source = sent(VOLUMES, volume("1"), category=make.category("WS"))

    assert source.level == Level.VOLUME
    (problem,) = problems(source)
    assert problem["field"] == "category"
    assert problem["blocks"]
    assert "KU" in problem["remedy"]
    with override("en"), pytest.raises(Refused, match="kept by item"):
        describe(
            fonds=make.fonds(),
            category=make.category("WS"),
            level=Level.VOLUME,
            title="一卷",
            by=make.archivist(),
            at=make.NOW,
        )


def test_in_other_tables_a_column_of_volumes_is_not_taken(sent):
    source = sent(
        ["案卷号", "件数", *making.FULL], ["3", "2", *making.row()], category=make.category()
    )

    assert {"volume", "item_count"}.isdisjoint(one["field"] for one in source.columns)
    assert counts(source) == (1, 1, 0, 0, 0)


def test_what_changed_since_the_check_is_told_and_nothing_is_written(sent):
    drafted(sent(VOLUMES, volume("1")))
    source = sent(ITEMS, item("1"))
    volume_of = Record.objects.get()
    volume_of.period = "Y"
    volume_of.save()

    with pytest.raises(Refused, match="changed, held or removed"):
        drafted(source)

    volume_of.period = "D30"
    volume_of.save()
    assert drafted(source).committed == 1


def test_the_page_and_the_command_say_what_a_row_is(client, fonds, kind, tmp_path, capsys):
    by = make.archivist()
    client.force_login(by)
    source = making.sent(making.csv(volume("1"), header=VOLUMES), fonds=fonds, category=kind, by=by)
    url = reverse("records:import-mapping", args=[source.pk])

    page = client.get(url).content.decode()
    assert '<option value="volume" selected>' in page
    fields = {one["letter"]: one["field"] for one in source.columns}
    assert fields["C"] == "date.span"
    assert client.post(url, {**fields, "level": "volume"}).status_code == 302
    source.refresh_from_db()
    assert source.level == Level.VOLUME

    file = tmp_path / "案卷目录.csv"
    file.write_bytes(making.csv(volume("3"), header=VOLUMES).read())
    given = {"fonds": "J014", "category": "KU", "drafts": True, "by": by.username}
    call_command("import_catalogue", str(file), **given)
    file.write_bytes(making.csv(volume("4"), header=VOLUMES).read())
    call_command("import_catalogue", str(file), **given | {"level": "item"})

    assert Record.objects.get().level == Level.VOLUME
    assert "rejected=1" in capsys.readouterr().out.splitlines()[-1]
    assert Import.objects.latest("pk").level == Level.ITEM


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_our_own_export_with_volumes_comes_back(sent, fonds, language):
    committed(sent(VOLUMES, volume("1"), volume("2", 起止日期="2015")))
    committed(sent(ITEMS, item("1"), item("2", 页号="2-5")))
    describe(
        fonds=fonds,
        category=make.category("KU"),
        level=Level.VOLUME,
        year=2015,
        period="Y",
        title="手录卷",
        date_text="2015",
        until="201603",
        by=make.archivist(),
        at=make.NOW,
    )
    file = exported_file(language)

    source = checked(ContentFile(file, name="list.xlsx"), fonds=fonds)

    used = {column["field"] for column in source.columns if column["field"]}
    assert used == {one.key for one in exported(volumes=True)}
    assert counts(source) == (5, 0, 0, 0, 5), problems(source)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_our_own_export_with_volumes_says_all_that_it_takes_out(sent, fonds, language):
    sources = [drafted(sent(VOLUMES, volume("1"))), drafted(sent(ITEMS, item("1", 页号="2-5")))]
    file = exported_file(language)
    for source in reversed(sources):
        given = {"row": source.pk, "by": source.made_by, "at": make.NOW, "progress": tell}
        arrival.retract(**given)
    assert not Record.objects.exists()

    source = drafted(checked(ContentFile(file, name="list.xlsx"), fonds=fonds))

    assert source.committed == 2, problems(source)
    assert cells(exported_file(language)) == cells(file)


def exported_file(language: str) -> bytes:
    file = BytesIO()
    with override(language):
        export.write(file, RecordFilter(MultiValueDict(), make.archivist()).query, silent)
    return file.getvalue()


def cells(file: bytes) -> list[tuple[object, ...]]:
    sheet = openpyxl.load_workbook(BytesIO(file)).worksheets[0]
    return [row[1:] for row in sheet.iter_rows(min_row=2, values_only=True)]


def test_a_catalogue_is_known_by_its_columns():
    def level(*header):
        found = recognise(header)
        return level_of(
            [{"name": name, "field": found.get(n, "")} for n, name in enumerate(header)]
        )

    assert level("序号", "档号", "案卷题名", "总页数") == Level.VOLUME
    assert level("案卷号", "题名", "起始日期", "终止日期") == Level.VOLUME
    assert level("案卷号", "题名", "年度", "页数") == Level.VOLUME
    flat = ("案卷号", "案卷题名", "顺序号", "文号", "责任者", "题名", "日期", "页号")
    assert level(*flat) == Level.ITEM
    assert recognise(flat)[5] == "title"
    assert level(*making.FULL) == Level.ITEM
