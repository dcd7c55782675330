import pytest

from records.audit.models import Entry
from records.holdings import snapshot
from records.holdings.models import Record
from records.holdings.rules import Stage as RecordStage
from records.imports import actions, arrival
from records.imports.models import Import
from records.imports.rules import Stage
from records.jobs.models import Job
from records.jobs.rules import Cancelled
from records.rules import Refused
from tests import catalogues, make
from tests.records.imports import making
from tests.records.imports.making import checked, checked_rows, committed, row

pytestmark = pytest.mark.django_db
BAD, OTHER = row(题名=""), row(题名="关于防汛的通知", 文号="清水发〔2024〕18号")


def trail():
    return Entry.objects.filter(table="records.Record")


def test_an_archivists_rows_become_records_in_custody_with_their_trail():
    fonds = make.fonds("J026")

    source = committed(checked_rows(row(), OTHER, fonds=fonds))

    assert source.stage == Stage.COMMITTED
    assert source.committed == 2
    codes = Record.objects.order_by("archival_code").values_list("archival_code", flat=True)
    assert list(codes) == ["J026-WS·2024-Y-0001", "J026-WS·2024-Y-0002"]
    one = Record.objects.get(title="关于清淤的通知")
    assert one.document_number == "清水发〔2024〕17号"
    assert (one.year, one.period, one.date_text, one.pages) == (2024, "Y", "20240228", 7)
    assert one.described_by == source.made_by
    assert one.stage == RecordStage.ACCEPTED
    assert "清淤" in one.search_text
    assert sorted(trail().values_list("verb", flat=True)) == ["import"] * 2 + ["receive"] * 2
    for entry in trail().filter(verb="import"):
        described = snapshot.filled(Record.objects.get(pk=entry.row))
        assert entry.after == {"table": "目录.csv", **described}
    told = Entry.objects.about(source).filter(by=source.made_by).order_by("id")
    assert list(told.values_list("verb", flat=True)) == ["send table", "check", "commit"]


def test_a_filing_officers_rows_stay_drafts():
    officer = make.filing_officer()

    committed(checked_rows(row(), by=officer, fonds=make.fonds(of=officer.department)))

    one = Record.objects.get()
    assert (one.stage, one.archival_code, one.number) == (RecordStage.DRAFT, None, None)


def test_a_code_of_the_catalogue_is_kept_and_numbers_run_on_after_it():
    header, fonds = ["档号", *making.FULL], make.fonds("J026")
    rows = [["J026-WS·2024-Y-0007", *row()], ["", *OTHER]]

    committed(checked_rows(*rows, header=header, fonds=fonds))

    codes = Record.objects.order_by("archival_code").values_list("archival_code", flat=True)
    assert list(codes) == ["J026-WS·2024-Y-0007", "J026-WS·2024-Y-0008"]


def test_only_the_good_rows_are_imported_if_so_wanted():
    source = committed(checked_rows(row(), BAD))

    assert (source.good, source.rejected, source.committed) == (1, 1, 1)
    assert Record.objects.count() == 1


def test_all_or_none_writes_nothing_while_a_row_is_bad():
    source = checked_rows(row(), BAD)

    with pytest.raises(Refused, match="1 row has faults"):
        committed(source, whole=True)

    assert not Record.objects.exists()
    assert Import.objects.get(pk=source.pk).stage == Stage.CHECKED
    assert not trail().exists()


def test_all_rows_are_imported_when_all_are_good():
    assert committed(checked_rows(row(), OTHER), whole=True).committed == 2


def test_importing_twice_is_importing_once():
    source = committed(checked_rows(row()))
    entries = Entry.objects.count()

    assert committed(source).committed == 1
    assert Record.objects.count() == 1
    assert Entry.objects.count() == entries


def test_the_same_file_twice_adds_nothing(tmp_path):
    fonds = make.fonds(number_width=4)
    path = catalogues.write_xlsx(tmp_path / "a.xlsx", catalogues.rows(200))
    first = committed(checked(making.sent_path(path, fonds=fonds)))

    again = checked(making.sent_path(path, fonds=fonds))

    assert (again.good, again.duplicate) == (0, 200)
    assert Record.objects.count() == first.committed
    with pytest.raises(Refused, match="no row"):
        actions.commit_later(again, whole=False, by=again.made_by, at=make.NOW)


def test_the_corrected_rows_alone_may_follow():
    fonds = make.fonds()
    committed(checked_rows(row(), BAD, fonds=fonds))

    second = committed(checked_rows(row(), OTHER, fonds=fonds))

    assert (second.duplicate, second.committed) == (1, 1)
    assert Record.objects.count() == 2


def test_what_came_in_since_the_check_is_not_doubled():
    fonds = make.fonds()
    slow = checked_rows(row(), OTHER, fonds=fonds)
    committed(checked_rows(row(), fonds=fonds))

    slow = committed(slow)

    assert (slow.good, slow.committed) == (2, 1)
    assert Record.objects.count() == 2


def test_a_code_that_was_given_since_the_check_refuses_the_whole():
    header, fonds = ["档号", *making.FULL], make.fonds("J026")
    slow = checked_rows(["J026-WS·2024-Y-0001", *row()], header=header, fonds=fonds)
    committed(checked_rows(OTHER, fonds=fonds))

    with pytest.raises(Refused, match="Check once more"):
        committed(slow)

    assert Record.objects.count() == 1


def test_a_commit_that_is_stopped_writes_nothing():
    source = checked_rows(row())

    def stop(done, total=None, text=""):
        raise Cancelled

    with pytest.raises(Cancelled):
        arrival.commit(row=source.pk, whole=False, by=source.made_by, at=make.NOW, progress=stop)

    assert not Record.objects.exists()
    assert Import.objects.get(pk=source.pk).stage == Stage.CHECKED


def test_nothing_is_imported_before_the_check():
    source = making.sent()

    with pytest.raises(Refused, match="is “uploaded” now"):
        actions.commit_later(source, whole=False, by=source.made_by, at=make.NOW)

    assert not Job.objects.exists()


def test_a_table_that_is_worked_on_is_left_alone():
    source = checked_rows(row())
    actions.commit_later(source, whole=True, by=source.made_by, at=make.NOW)

    with pytest.raises(Refused, match="worked on"):
        actions.commit_later(source, whole=True, by=source.made_by, at=make.NOW)

    assert Job.objects.count() == 1


CORRECTED = {
    "document number": {"文号": ""},
    "a number that was none": {"文号": "见附件"},
    "date": {"日期": ""},
    "year": {"年度": "2023"},
    "responsible body": {"责任者": "清岚市水务局、清岚市教育局"},
}


@pytest.mark.parametrize("changed", CORRECTED.values(), ids=CORRECTED)
def test_a_row_that_is_corrected_after_its_import_is_no_second_record(changed):
    fonds = make.fonds()
    committed(checked_rows(row(**changed), fonds=fonds))

    again = checked_rows(row(), fonds=fonds)

    assert (again.good, again.duplicate) == (0, 1)
    assert "What is there stays" in again.rows.get().problems[0]["remedy"]


def test_another_title_under_its_number_and_date_is_another_document():
    fonds = make.fonds()
    committed(checked_rows(row(题名="关于发行土地储备专项债券的通知"), fonds=fonds))

    other = committed(checked_rows(row(题名="关于发行棚改专项债券的通知"), fonds=fonds))

    assert (other.warned, other.committed) == (1, 1)
    again = checked_rows(row(题名="关于发行棚改专项债券的通知"), fonds=fonds)
    assert (again.good, again.duplicate) == (0, 1)


@pytest.mark.parametrize(
    "other",
    [
        {"文号": "清水发〔2024〕18号"},
        {"题名": "关于防汛的通知", "日期": "20240301"},
        {"文号": "", "日期": "20240301"},
        {"文号": "", "责任者": "清岚市教育局"},
        {"文号": "", "题名": "关于防汛的通知", "日期": ""},
    ],
)
def test_another_file_that_only_resembles_one_is_imported(other):
    fonds = make.fonds()
    committed(checked_rows(row(), fonds=fonds))

    assert committed(checked_rows(row(**other), fonds=fonds)).committed == 1


def test_the_number_of_statements_does_not_grow_with_the_rows(django_assert_max_num_queries):
    few, many = make.fonds(), make.fonds()
    short = checked_rows(row(), fonds=few)
    table = making.csv(*[row(文号=f"清水发〔2024〕{n}号", 题名=f"通知{n}") for n in range(300)])
    long = checked(table, fonds=many)

    for source in (short, long):
        with django_assert_max_num_queries(45):
            committed(source)
