"""Which column fills which field: corrected by a person, remembered for the department."""

import pytest

from records.imports import actions
from records.imports.models import ColumnMapping, Import
from records.imports.rules import Stage
from records.jobs.models import Job
from records.rules import Refused
from records.workflow.acts import back_first
from tests import make
from tests.records.imports import making
from tests.records.imports.making import checked, checked_rows, committed, counts, row

pytestmark = pytest.mark.django_db
OTHER = {"题名": "关于防汛的通知", "文号": "清水发〔2024〕18号"}


def columns(source, **changed):
    return {one["letter"]: one["field"] for one in source.columns} | changed


def test_a_corrected_mapping_is_remembered_for_the_department(django_capture_on_commit_callbacks):
    fonds, header = make.fonds(), [*making.FULL[:-1], "经办"]
    source = making.sent(making.csv(row(), header=header), fonds=fonds)
    fields = columns(source, J="persons")

    actions.check_later(source, fields=fields, year=None, period="", by=source.made_by, at=make.NOW)

    again = making.sent(making.csv(row(**OTHER), header=header), fonds=fonds)
    elsewhere = making.sent(making.csv(row(), header=header))
    assert again.columns[-1]["field"] == "persons"
    assert elsewhere.columns[-1]["field"] == ""
    source.refresh_from_db()
    assert source.job
    assert source.job.task == "records.check_import"


def test_columns_of_one_name_are_remembered_apart(django_capture_on_commit_callbacks):
    fonds, header = make.fonds(), [*making.FULL, "备注", ""]
    source = making.sent(making.csv([*row(), "二", "三"], header=header), fonds=fonds)
    fields = columns(source, K="abstract")

    actions.check_later(source, fields=fields, year=None, period="", by=source.made_by, at=make.NOW)

    again = making.sent(making.csv([*row(), "二", "三"], header=header), fonds=fonds)
    assert columns(again) == fields


@pytest.mark.parametrize(
    ("changed", "part"),
    [({"J": "title"}, "Two columns"), ({"F": ""}, "No column holds the titles")],
)
def test_a_mapping_that_cannot_be_is_refused(changed, part):
    source = making.sent()

    with pytest.raises(Refused, match=part):
        actions.check_later(
            source,
            fields=columns(source, **changed),
            year=None,
            period="",
            by=source.made_by,
            at=make.NOW,
        )

    assert not Job.objects.exists()
    assert not ColumnMapping.objects.exists()


def test_year_and_period_of_the_whole_table_hold_where_a_row_says_none():
    source = making.sent(making.csv(["关于清淤的通知", ""], header=["题名", "日期"]))
    Import.objects.filter(pk=source.pk).update(year=2024, period="D10")

    one = checked(source).rows.get()

    assert (one.year, one.period) == (2024, "D10")


def test_another_mapping_after_the_check_goes_back_before_it():
    source = checked_rows(row())
    fields = columns(source, J="persons")

    given = {"fields": fields, "year": None, "period": ""}
    back_first("remap", actions.check_later, source, by=source.made_by, at=make.NOW, **given)

    source = Import.objects.get(pk=source.pk)
    assert source.stage == Stage.UPLOADED
    assert list(source.steps.order_by("id").values_list("name", flat=True)) == ["check", "remap"]
    assert counts(source) == (0, 0, 0, 0, 0)
    assert not source.rows.exists()
    assert not source.marked


def test_the_columns_of_an_imported_table_stay():
    source = committed(checked_rows(row()))

    with pytest.raises(Refused, match="is “imported” now"):
        actions.reopen(source, sheet="", header=1, by=source.made_by, at=make.NOW)
