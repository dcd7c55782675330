"""Two ways in, one answer: awkward values through the form and through a table of one row."""

from datetime import date

import pytest
from django.urls import reverse

from records.holdings import actions, elements
from records.holdings.codes import Widths
from records.holdings.forms import RecordForm
from records.imports.columns import by_name
from records.imports.rows.cells import Target
from records.imports.rows.sheet import Sheet
from records.rules import Refused
from tests import catalogues, make
from tests.records.imports import making

pytestmark = pytest.mark.django_db
AWKWARD = [
    *("0", "-1", "1", "7", "12.5", "1e3", "007", "１２", "十二", "12页", "第12页", "100001"),
    *("1895", "1899", "1900", "2008", "2008年", "二〇〇八", "２００８", "2027", "9999", "08"),
    *("2008-05-12", "2008.5", "[2008]", "2008年5月", "20081301", "20080230", "39580", "20991231"),
    *("永久", "Y", "30年", "叁拾年", "D99", "长期", "内部", "机密", "秘密★5年", "主动公开"),
    *("原生", "无", "—", "清水发(2024)17", "第一行\n第二行", "前\t后", "A\nB", "\u200b", "\ue000"),
    *("\u3000前后\u3000", "a\x00b", "_x000D_", "=1+1", "'", "长" * 21, "长" * 101, "长" * 301),
]
WRITTEN = [one for one in elements.ELEMENTS if one.names and one.group and not one.is_chosen]
USUAL = {"title": "关于春耕的通知", "year": "2005", "period": "永久"}


@pytest.fixture
def world():
    return make.archivist(), make.fonds("Z109"), make.category()


def by_form(world, key, written):
    by, of, kind = world
    said = {"title": "关于春耕的通知", "year": "2005", "period": "Y", "level": "item"}
    said |= {"fonds": of.pk, "category": kind.pk, "opening": "unreviewed", key: written}
    form = RecordForm(said, user=by)
    form.without("seen")
    if not form.is_valid():
        return "refused"
    try:
        made = actions.describe(by=by, at=make.NOW, **form.cleaned_data)
    except Refused:
        return "refused"
    return kept(elements.element(key), lambda column: getattr(made, column))


def target(world):
    _by, of, kind = world
    return Target(
        fonds=of.number,
        pattern="DAT22",
        widths=Widths(),
        category=kind.code,
        categories={kind.code: kind.pk},
        by_volume=frozenset(),
        category_codes={kind.pk: kind.code},
        units={},
        unit_codes={},
        year=None,
        period="",
        today=date(2026, 11, 22),
    )


def by_table(world, key, written):
    said = USUAL | {key: written}
    columns = [(place, chr(65 + place), name) for place, name in enumerate(said)]
    row = Sheet(columns, target(world)).read(2, list(said.values()))
    if row.rejected:
        return "refused"
    return kept(elements.element(key), lambda column: row.values.get(column, ""))


def kept(one, value):
    return tuple(str(value(column) or "") for column in one.columns)


@pytest.mark.parametrize("one", WRITTEN, ids=lambda one: one.key)
def test_form_and_import_give_one_answer(world, one):
    answers = {
        written[:12]: (by_form(world, one.key, written), by_table(world, one.key, written))
        for written in AWKWARD
    }

    differ = {w: pair for w, pair in answers.items() if pair[0] != pair[1]}
    if one.key == "pages":  # many catalogues write 0 where nobody counted: a table is warned of it
        assert differ.pop("0") == ("refused", ("",))
    assert differ == {}


def test_a_year_that_is_taken_from_the_date_is_checked_like_one_that_is_written(world):
    row = making.checked(making.csv(making.row(年度="", 日期="18950512"))).rows.get()

    assert [told["field"] for told in row.problems if told["blocks"]] == ["year"]


def test_a_year_beside_its_date_is_told_by_form_and_table_alike(client, world):
    by, of, kind = world
    client.force_login(by, "django.contrib.auth.backends.ModelBackend")
    client.cookies["django_language"] = "en"
    said = {"title": "关于春耕的通知", "year": "2007", "period": "Y", "level": "item"}
    said |= {"fonds": of.pk, "category": kind.pk, "opening": "unreviewed", "date": "20080512"}

    page = client.post(reverse("records:record-create"), said, follow=True).content.decode()
    row = making.checked(making.csv(making.row(年度="2007", 日期="20080512"))).rows.get()

    (told,) = [told["what"] for told in row.problems if told["field"] == "year"]
    assert told == "Year 2007, dated 20080512."
    assert told in page


def test_a_cell_says_the_same_however_often_it_was_read_before(world):
    known = by_name()
    used = [(at, chr(65 + at), known.get(name)) for at, name in enumerate(catalogues.HEADER)]
    columns = [(at, letter, key) for at, letter, key in used if key]
    table = Sheet(columns, target(world))
    rows = [*catalogues.rows(400, faults=True), making.row(密级="秘密★10年")]

    together = [table.read(7, row) for row in rows + rows]
    alone = [Sheet(columns, target(world)).read(7, row) for row in rows]

    assert together == alone + alone
    assert {True, False} == {row.rejected for row in alone} == {row.secret for row in alone}
