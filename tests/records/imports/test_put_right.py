"""What is wrong is told in few lines, and put right on the page without the spreadsheet."""

import pytest
from django.urls import reverse

from records.audit.models import Entry
from records.audit.pages import differences
from records.holdings.models import Record
from records.holdings.rules import Stage as RecordStage
from records.imports import actions
from records.imports.models import Import
from records.imports.rules import Stage
from records.jobs.models import Job
from records.jobs.rules import State
from records.rules import Refused
from records.workflow.acts import and_then
from tests import make
from tests.records.imports import making
from tests.records.imports.making import checked, checked_rows, committed, counts, problems, row

pytestmark = pytest.mark.django_db
BAD = [row(题名=f"第{n}件", 文号=f"甲发〔2024〕{n}号", 页数="十二") for n in range(1, 31)]


@pytest.fixture
def archivist(client):
    person = make.archivist()
    client.force_login(person)
    return person


def lines(client, source, **asked):
    return client.get(source.get_absolute_url(), asked).context["problems"].lines


def say(client, source, line, **said):
    given = {"row": line["rows"][0], "place": line["place"], "said": line["said"]}
    if line["several"]:
        given["every"] = "on"
    return client.post(reverse("records:import-right", args=[source.pk]), given | said)


def again(source):
    """The check that was asked for, made."""
    Job.objects.update(state=State.DONE)
    return checked(Import.objects.get(pk=source.pk))


def test_equal_remarks_are_one_line_in_the_order_of_the_columns(client, archivist):
    twice = row(题名="两处有错", 密级="乱写", 页数="十二")
    source = checked_rows(*BAD, twice, row(年度="24"), by=archivist)

    found = lines(client, source)

    assert [(one["column"], one["count"]) for one in found] == [("B", 1), ("H", 1), ("I", 31)]
    assert found[2]["rows"] == list(range(2, 33))
    page = client.get(source.get_absolute_url()).content.decode()
    assert "<details><summary" in page
    assert "Put right in 31 rows" in page
    assert [one["column"] for one in lines(client, source, row=32)] == ["H", "I"]
    assert len(lines(client, source, each="on", column="I")) == 20, "row by row"


def test_equal_values_are_put_right_at_once_with_what_was_suggested(client, archivist):
    source = checked_rows(*BAD, by=archivist)
    line = lines(client, source, column="I")[0]
    assert line["right"] == "12"

    say(client, source, line, right=line["right"])

    assert Import.objects.get(pk=source.pk).stage == Stage.UPLOADED
    source = again(source)
    assert (source.rejected, source.good) == (0, 30)
    assert set(source.rows.values_list("pages", flat=True)) == {12}
    assert source.tally["changes"]["hand"] == 30
    entry = Entry.objects.about(source).get(verb="mend")
    assert entry.by == archivist
    assert entry.after.items() >= {"rows": 30, "was": "十二", "value": "12"}.items()
    told = {one.name: one.after for one in differences(entry, make.auditor())}
    assert (told["Element"], told["Right value"]) == ("pages", "(not shown)")
    assert committed(source).committed == 30


def test_a_right_value_that_was_not_typed_empties_nothing(client, archivist):
    source = checked_rows(*BAD, by=archivist)
    line = lines(client, source, column="I")[0]

    for nothing in ("", "   "):
        say(client, source, line, right=nothing)

        source.refresh_from_db()
        assert source.stage == Stage.CHECKED
        assert not source.corrections.exists()
    page = client.get(source.get_absolute_url()).content.decode()
    assert "Type the right value first" in page
    assert "Leave 30 cells empty" in page

    say(client, source, line, right="", empty="on")

    source = again(source)
    assert (source.rejected, source.good) == (0, 30)
    assert set(source.rows.values_list("pages", flat=True)) == {None}


def test_one_row_and_what_no_column_holds_are_put_right_too(client, archivist):
    header = ["题名", "年度", "日期"]
    source = checked_rows(
        ["甲", "2024", "20240101"], ["乙", "2024", "x"], header=header, by=archivist
    )
    (date,) = lines(client, source, column="C")
    say(client, source, date, right="2024年3月")
    source = again(source)
    (period,) = lines(client, source)
    assert (period["count"], period["column"]) == (2, "")

    say(client, source, period, right="30 years")
    source = again(source)

    assert source.rejected == 0
    assert list(source.rows.order_by("row").values_list("date_text", "period")) == [
        ("20240101", "D30"),
        ("202403", "D30"),
    ]


def test_a_page_that_is_old_puts_nothing_right(client, archivist):
    source = checked_rows(*BAD, by=archivist)
    line = lines(client, source, column="I")[0] | {"said": "0" * 16}

    answer = client.get(say(client, source, line, right="12")["Location"])

    assert "This is not said of the row now" in answer.content.decode()
    assert Import.objects.get(pk=source.pk).stage == Stage.CHECKED
    assert not source.corrections.exists()


def test_a_mark_of_a_secret_is_not_typed(client, archivist):
    source = checked_rows(*BAD, by=archivist)

    say(client, source, lines(client, source)[0], right="机密★10年")

    assert Import.objects.get(pk=source.pk).stage == Stage.CHECKED


def test_another_header_and_another_matching_forget_what_was_typed(archivist):
    source = checked_rows(*BAD, by=archivist)
    given = {"by": archivist, "at": make.NOW}
    for field in ("pages", "title"):
        source.corrections.create(row=2, field=field, value="12")
    actions.remap(source, **given)
    fields = {one["letter"]: one["field"] for one in source.columns} | {"I": "", "A": "pages"}

    actions.check_later(source, fields=fields, year=None, period="", **given)

    assert list(source.corrections.values_list("field", flat=True)) == ["title"]


def test_a_typed_in_record_is_named_and_the_person_says_that_it_is_another(client, archivist):
    fonds = make.fonds("J014")
    there = make.record(
        of=fonds, title="会议记录", date_text="20240228", responsible="清岚市水务局"
    )
    there.normal_text = "会议记录\n\n清岚市水务局"
    there.save()
    given = {"题名": "会议记录", "文号": ""}
    source = checked_rows(row(**given), fonds=fonds, by=archivist)
    assert counts(source) == (1, 0, 0, 0, 1)
    (line,) = lines(client, source)
    page = client.get(source.get_absolute_url()).content.decode()
    assert there.get_absolute_url() in page
    assert "会议记录" in line["what"]

    say(client, source, line, another="yes")
    source = again(source)

    assert (source.good, source.duplicate) == (1, 0)
    (said,) = [one for one in lines(client, source) if one.get("another")]
    say(client, source, said, another="no")
    source = again(source)
    assert (source.good, source.duplicate) == (0, 1)
    say(client, source, lines(client, source)[0], another="yes")
    assert committed(again(source)).committed == 1
    assert counts(checked_rows(row(**given), fonds=fonds, by=archivist)) == (1, 0, 0, 0, 1)


def test_a_row_that_the_table_has_twice_may_be_two_documents(client, archivist):
    fonds = make.fonds("J014")
    source = checked_rows(row(), row(), fonds=fonds, by=archivist)
    (line,) = lines(client, source)

    say(client, source, line, another="yes")

    assert committed(again(source)).committed == 2
    assert counts(checked_rows(row(), row(), fonds=fonds, by=archivist)) == (2, 0, 0, 0, 2)


def test_what_is_typed_that_no_person_may_type_is_refused(archivist):
    source = checked_rows(row(题名="合计"), by=archivist)
    said = {"row": 2, "place": 7, "said": "", "every": False, "right": "", "another": None}

    with pytest.raises(Refused, match="not said of the row"):
        and_then(
            actions.put_right,
            actions.check_later,
            source,
            **said,
            by=archivist,
            at=make.NOW,
        )


def test_the_corrected_table_keeps_fonds_category_and_matching(client, archivist):
    fonds, category = make.fonds(), make.category("QT", "其他")
    header = ["A列", "乙列", "丙列"]
    source = making.sent(
        making.csv(["甲", "20240101", "x"], header=header),
        fonds=fonds,
        category=category,
        by=archivist,
    )
    given = {"by": archivist, "at": make.NOW}
    actions.check_later(
        source, fields={"A": "title", "B": "date", "C": ""}, year=2024, period="Y", **given
    )
    source = again(source)
    address = f"{reverse('records:import-create')}?instead={source.pk}"
    assert address in client.get(source.get_absolute_url()).content.decode()
    form = client.get(address).context["form"]
    sent = {name: form[name].value() for name in ("fonds", "category", "instead")}

    client.post(address, sent | {"file": making.csv(["乙", "20240102", "x"], header=header)})

    new = Import.objects.latest("pk")
    assert (new.fonds, new.category, new.year, new.period) == (fonds, category, 2024, "Y")
    assert [column["field"] for column in new.columns] == ["title", "date", ""]


def test_a_row_without_an_office_is_told_before_its_code_is_fixed(client, archivist):
    fonds = make.fonds("J014")
    make.unit(fonds)
    header = [*making.FULL, "机构"]

    source = checked_rows(
        row(),
        [*row(题名="另一件", 文号="甲发〔2024〕1号"), "办公室"],
        header=header,
        fonds=fonds,
        by=archivist,
    )

    (line,) = lines(client, source)
    assert (line["field"], line["column"], line["rows"]) == ("unit", "K", [2])
    say(client, source, line, right="办公室")
    source = again(source)
    assert counts(source) == (2, 2, 0, 0, 0)
    assert problems(source) == []
    committed(source)
    assert not Record.objects.exclude(unit__name="办公室").exists()
    assert not Record.objects.filter(stage=RecordStage.DRAFT).exists()
