import os

import pytest
from xlsxwriter import Workbook

from records.audit.models import Entry
from records.holdings.models import Record
from records.imports import actions, work
from records.imports.models import Import, ImportRow
from records.imports.rows import intake
from records.imports.rules import Stage
from records.jobs.rules import Cancelled
from records.organisation.models import Fonds
from records.rules import Refused
from records.workflow.acts import back_first
from tests import catalogues, make
from tests.records.imports import making
from tests.records.imports.making import checked, checked_rows, committed, counts, problems, row

pytestmark = pytest.mark.django_db
OTHER = {"题名": "关于防汛的通知", "文号": "清水发〔2024〕18号"}


def staged(source):
    """What would become of each row, apart from the places of the rows."""
    columns = "outcome fingerprint year period document_number title responsible date_text pages"
    return list(source.rows.order_by("row").values_list(*columns.split()))


def test_every_row_is_accounted_for_and_nothing_is_written(tmp_path):
    path = catalogues.write_xlsx(tmp_path / "a.xlsx", catalogues.rows(500))

    source = checked(making.sent_path(path))

    read, *parts = counts(source)
    assert read == 500 == sum(parts)
    assert parts[1] > 0
    assert source.stage == Stage.CHECKED
    assert not Record.objects.exists()


def test_a_workbook_and_its_text_give_the_same_result(tmp_path):
    book = catalogues.write_xlsx(tmp_path / "a.xlsx", catalogues.rows(500))
    text = catalogues.write_csv(tmp_path / "a.csv", catalogues.rows(500))

    one, other = checked(making.sent_path(book)), checked(making.sent_path(text))

    assert counts(one) == counts(other)
    assert staged(one) == staged(other)


def test_two_processes_read_what_one_reads(tmp_path, monkeypatch):
    path = catalogues.write_xlsx(tmp_path / "a.xlsx", catalogues.rows(300))
    monkeypatch.setattr(intake, "AT_ONCE", 40)

    both = checked(making.sent_path(path))
    monkeypatch.setattr(os, "sched_getaffinity", lambda _pid: {0})
    alone = checked(making.sent_path(path))

    assert both.read == 300
    assert counts(both) == counts(alone)
    assert both.tally["changes"] == alone.tally["changes"]
    assert both.tally["columns"] == alone.tally["columns"]
    assert staged(both) == staged(alone)
    told = [
        list(one.rows.order_by("row").values_list("problems", "changes")) for one in (both, alone)
    ]
    assert told[0] == told[1]


@pytest.mark.slow
def test_the_real_catalogue_reconciles_and_both_files_give_the_same_result():
    folder = making.real_data()
    if folder is None:
        pytest.skip("the real catalogue does not lie beside this checkout")

    one = checked(making.sent_path(folder / f"{making.REAL}.xlsx"))
    other = checked(making.sent_path(folder / f"{making.REAL}-gb18030.csv"))

    assert counts(one) == counts(other)
    assert staged(one) == staged(other)
    assert one.read == 4678 == sum(counts(one)[1:])
    assert one.rejected == 0
    assert committed(one).committed == one.good == Record.objects.count()


def test_a_row_twice_in_a_table_counts_once():
    source = checked_rows(row(), row(序号="2"))

    assert counts(source) == (2, 1, 0, 0, 1)
    assert "row 2" in problems(source)[0]["what"]


def test_what_is_in_the_fonds_already_adds_nothing():
    fonds = make.fonds()
    committed(checked_rows(row(), fonds=fonds))

    again = checked_rows(row(), row(**OTHER), fonds=fonds)

    assert counts(again) == (2, 1, 0, 0, 1)
    assert "Already in the fonds" in problems(again)[0]["what"]


def test_the_same_row_in_another_fonds_is_no_duplicate():
    committed(checked_rows(row()))

    assert counts(checked_rows(row())) == (1, 1, 0, 0, 0)


def test_a_duplicate_with_another_period_says_so():
    fonds = make.fonds()
    committed(checked_rows(row(保管期限="10年"), fonds=fonds))

    again = checked_rows(row(保管期限="永久"), fonds=fonds)

    assert again.duplicate == 1
    assert "10 years" in problems(again)[0]["what"]
    assert "permanent" in problems(again)[0]["what"]


def test_one_number_for_two_titles_is_warned_of():
    source = checked_rows(row(), row(题名="关于防汛的通知"))

    assert counts(source) == (2, 1, 1, 0, 0)
    assert "Row 2 has the same document number" in problems(source)[0]["what"]


def test_a_code_twice_in_a_table_rejects_the_second_row():
    code, header = "J026-WS·2024-Y-0001", ["档号", *making.FULL]

    source = checked_rows(
        [code, *row()], [code, *row(**OTHER)], header=header, fonds=make.fonds("J026")
    )

    assert counts(source) == (2, 1, 0, 1, 0)
    assert "Row 2" in problems(source)[0]["what"]


def test_a_code_that_leads_to_a_record_is_refused():
    code, header, fonds = "J026-WS·2024-Y-0001", ["档号", *making.FULL], make.fonds("J026")
    committed(checked_rows([code, *row()], header=header, fonds=fonds))

    source = checked_rows([code, *row(**OTHER)], header=header, fonds=fonds)

    assert counts(source) == (1, 0, 0, 1, 0)
    assert "already leads to" in problems(source)[0]["what"]


def test_a_number_that_is_taken_is_refused_with_other_digits_too():
    header, fonds = ["档号", *making.FULL], make.fonds("J026", number_width=4)
    committed(checked_rows(["J026-WS·2024-Y-0001", *row()], header=header, fonds=fonds))
    Fonds.objects.update(number_width=5)

    source = checked_rows(
        ["J026-WS·2024-Y-00001", *row(**OTHER)],
        ["J026-WS·2024-Y-0002", *row(题名="第三件", 文号="")],
        ["J026-WS·2024-Y-00003", *row(题名="第四件", 文号="")],
        header=header,
        fonds=fonds,
    )

    taken, short = [one["what"] for one in problems(source) if one["blocks"]]
    assert counts(source)[3] == 2
    assert "already leads to" in taken
    assert "“0002” is not padded: write 00002" in short


def test_checking_twice_is_checking_once():
    source = checked_rows(row())
    entries = Entry.objects.count()

    assert counts(checked(source)) == counts(source)
    assert Entry.objects.count() == entries
    assert source.steps.count() == 1


def test_a_check_that_is_stopped_leaves_nothing():
    source = making.sent(making.csv(row()))

    def stop(done, total=None, text=""):
        raise Cancelled

    with pytest.raises(Cancelled):
        work.check(row=source.pk, by=source.made_by, at=make.NOW, progress=stop)

    source.refresh_from_db()
    assert source.stage == Stage.UPLOADED
    assert not ImportRow.objects.exists()


def test_what_was_put_right_and_what_is_wrong_is_counted_by_kind_and_column():
    source = checked_rows(
        row(日期="2024-02-28"), row(**OTHER, 日期="2024年3月1日"), row(题名="", 页数="七")
    )

    assert source.tally["changes"] == {"date": 2, "period": 3}
    assert source.tally["columns"] == {
        "F": {"faults": 1, "looks": 0},
        "I": {"faults": 1, "looks": 0},
    }


def with_a_secret(callbacks):
    sent = making.sent(making.csv(row(), row(密级="机密", 题名="某机密事")))
    storage, name = sent.file.storage, sent.file.name
    with callbacks(execute=True):
        source = checked(sent)
    assert name
    assert not storage.exists(name)
    return source


def test_a_table_that_held_state_secrets_does_not_stay(django_capture_on_commit_callbacks):
    source = with_a_secret(django_capture_on_commit_callbacks)

    assert not source.file
    assert source.marked
    assert committed(source).committed == 1


def in_two_sheets(folder, other, *, hidden=False, name="旧表"):
    path = folder / "目录.xlsx"
    with Workbook(path) as book:
        first, second = book.add_worksheet("目录"), book.add_worksheet(name)
        for place, cells in enumerate((making.FULL, row())):
            first.write_row(place, 0, cells)
        second.write_row(3, 2, [other])
        if hidden:
            second.hide()
    return path


@pytest.mark.parametrize("hidden", [False, True])
def test_a_table_with_a_secret_in_another_sheet_does_not_stay(
    django_capture_on_commit_callbacks, tmp_path, client, hidden
):
    sent = making.sent_path(in_two_sheets(tmp_path, "机密★10年", hidden=hidden))
    with django_capture_on_commit_callbacks(execute=True):
        source = checked(sent)
    client.force_login(source.made_by)
    page = client.get(source.get_absolute_url(), headers={"accept-language": "en"})

    assert not source.file
    assert "Another sheet of this workbook bears the mark" in page.content.decode()
    assert committed(source).committed == 1


def test_a_table_with_a_plain_other_sheet_stays(tmp_path):
    assert checked(making.sent_path(in_two_sheets(tmp_path, "关于某事的通知"))).file


@pytest.mark.parametrize("hidden", [False, True])
def test_the_name_of_a_sheet_is_read_like_a_text(tmp_path, hidden, client):
    path = in_two_sheets(tmp_path, "", hidden=hidden, name="机密★10年")
    if not hidden:
        with pytest.raises(Refused, match="state secret"):
            making.sent_path(path)
        return

    assert checked(making.sent_path(path)).tally["elsewhere"]


def test_the_name_of_a_table_is_read_like_a_text(tmp_path):
    path = in_two_sheets(tmp_path, "").rename(tmp_path / "机密 关于某事.xlsx")

    with pytest.raises(Refused, match="state secret"):
        making.sent_path(path)


def test_a_header_is_read_like_a_text():
    with pytest.raises(Refused, match="state secret"):
        making.sent(making.csv(row(), header=[*making.FULL[:-1], "备注（机密★10年）"]))


def test_the_columns_of_a_table_that_is_gone_are_not_matched_anew(
    django_capture_on_commit_callbacks,
):
    source = with_a_secret(django_capture_on_commit_callbacks)

    with pytest.raises(Refused, match="deleted after the check"):
        back_first(
            "remap", actions.reopen, source, sheet="", header=1, by=source.made_by, at=make.NOW
        )

    assert source.rows.count() == 2


def test_a_check_that_was_killed_before_its_marked_copy_makes_it_afterwards():
    source = making.sent(making.csv(row(), row(题名="")))
    work.check_rows(source, progress=making.tell, by=source.made_by, at=make.NOW)
    assert not Import.objects.get(pk=source.pk).marked

    done = checked(source)

    assert done.marked
    assert counts(done) == (2, 1, 0, 1, 0)
    assert done.steps.count() == 1


def test_a_marking_that_is_stopped_still_forgets_state_secrets(django_capture_on_commit_callbacks):
    source = making.sent(making.csv(row(), row(密级="机密")))

    def stop(done, total=None, text=""):
        if Import.objects.get(pk=source.pk).stage == Stage.CHECKED:
            raise Cancelled

    with pytest.raises(Cancelled):
        work.check(row=source.pk, by=source.made_by, at=make.NOW, progress=stop)

    assert not Import.objects.get(pk=source.pk).file


def test_a_file_that_is_too_large_is_refused(settings):
    settings.IMPORT_MAX_BYTES = 10

    with pytest.raises(Refused, match="at most"):
        making.sent()

    assert not Import.objects.exists()


def test_what_could_get_no_code_is_told_by_the_check_and_not_by_the_commit():
    fonds = make.fonds(unit_width=2)
    make.unit(fonds, "BGS")

    source = checked_rows([*row(), "BGS"], header=[*making.FULL, "机构"], fonds=fonds)

    assert counts(source) == (1, 0, 0, 1, 0)


@pytest.mark.parametrize("person", [make.supervisor, make.auditor, make.reader])
def test_tables_are_sent_by_those_who_describe(person):
    with pytest.raises(Refused, match="archivists"):
        making.sent(by=person())

    assert not Import.objects.exists()


def test_a_filing_officer_imports_into_the_own_fonds_only():
    officer = make.filing_officer()
    own = make.fonds(of=officer.department)

    assert making.sent(by=officer, fonds=own).fonds == own
    with pytest.raises(Refused):
        making.sent(by=officer, fonds=make.fonds())
    assert Import.objects.count() == 1


def test_a_table_that_is_put_aside_goes_with_its_rows(django_capture_on_commit_callbacks):
    source = checked_rows(row())
    storage, name = source.file.storage, source.file.name

    with django_capture_on_commit_callbacks(execute=True):
        actions.discard(source, by=source.made_by, at=make.NOW)

    source = Import.objects.get(pk=source.pk)
    assert source.stage == Stage.DISCARDED
    assert not source.rows.exists()
    assert name
    assert not storage.exists(name)
    assert Entry.objects.about(source).filter(verb="discard").exists()


def test_an_imported_table_is_not_put_aside():
    source = committed(checked_rows(row()))

    with pytest.raises(Refused):
        actions.discard(source, by=source.made_by, at=make.NOW)

    assert Import.objects.get(pk=source.pk).stage == Stage.COMMITTED
    assert source.rows.exists()
