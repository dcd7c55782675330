"""One table of elements: what stands in it is found everywhere, what does not nowhere."""

import pytest
from django.utils.translation import override

from records.audit.models import Entry
from records.audit.pages import differences
from records.catalogue import export
from records.holdings import actions, elements
from records.holdings.forms import RecordForm
from records.holdings.models import Description, Record
from records.holdings.rules import Stage
from records.imports.columns import recognise
from records.imports.models import SHARED, ImportRow
from records.rules import Refused
from records.values.element import MORE, Element
from tests import make
from transfers.packages import listings

pytestmark = pytest.mark.django_db


@pytest.fixture
def added(monkeypatch):
    """A table with one more element, on a column that no other element keeps."""
    kept = tuple(one for one in elements.ELEMENTS if one.key != "genre")
    new = Element(
        "genre",
        "收文类型",
        MORE,
        required=True,
        spoken=True,
        export=(50, 9),
        path="内容描述/收文类型",
        listed="收文类型",
    )
    monkeypatch.setattr(elements, "ELEMENTS", (*kept, new))


def test_a_new_element_is_found_in_form_and_catalogue(added):
    form = RecordForm(user=make.archivist())

    assert form.groups()[-1][1][-1].name == "genre"
    assert recognise(["收文类型"]) == {0: "genre"}
    assert recognise(["文件种类"]) == {}


def test_a_new_element_is_exported_packed_and_listed(added):
    record = make.record(Stage.ACCEPTED, genre="来函")

    assert export.columns()[-1] == (elements.element("genre").label, 9)
    assert dict(elements.packed(record, "内容描述"))["收文类型"] == "来函"
    assert listings.row(record, 1)["收文类型"] == "来函"


def test_a_new_element_is_demanded_everywhere(added):
    lacking, whole = make.record(genre=""), make.record(genre="来函")

    assert list(Record.objects.complete()) == [whole]
    with override("en"), pytest.raises(Refused, match="1 has no kind of document"):
        actions.accept(Record.objects.filter(pk=lacking.pk), by=make.archivist(), at=make.NOW)


def test_a_new_element_is_searched_for_marks_and_checked_for_length(added):
    record, by = make.record(), make.archivist()

    for bad in ("机密★10年", "长" * 21):
        with pytest.raises(Refused):
            actions.edit(record, by=by, at=make.NOW, genre=bad)


def test_history_calls_an_element_by_its_name_and_keeps_the_tables_order():
    record, by = make.record(), make.archivist()
    actions.edit(record, by=by, at=make.NOW, remarks="缺附件", genre="通知", title="新题名")

    with override("en"):
        told = [one.name for one in differences(Entry.objects.get(verb="edit"), make.supervisor())]

    assert told == ["Title", "Kind of document", "Remarks"]


def test_records_and_imported_rows_are_described_by_the_same_fields():
    described = {field.name for field in Description._meta.local_fields}

    for model in (Record, ImportRow):
        assert described <= {field.name for field in model._meta.fields}
    assert set(SHARED) == {field.column for field in Description._meta.local_fields} | {
        "category_id",
        "unit_id",
        "volume_id",
        "level",
    }


def test_every_element_names_columns_of_a_record():
    for one in elements.ELEMENTS:
        for column in one.columns:
            assert Record._meta.get_field(column)
        assert one.label


def test_no_two_elements_have_one_place():
    for placed in ("key", "export"):
        given = [getattr(one, placed) for one in elements.ELEMENTS if getattr(one, placed)]
        firsts = [one[0] if placed == "export" else one for one in given]
        assert len(firsts) == len(set(firsts))


def test_the_office_is_packed_by_its_name_and_nothing_where_there_is_none():
    without, unit = make.record(), make.unit(make.fonds())
    record = make.record(of=unit.fonds, unit=unit)

    assert dict(elements.packed(record, "档号"))["机构或问题"] == unit.name
    assert not dict(elements.packed(without, "档号"))["机构或问题"]
