"""Drafts are described, edited, given components and discarded."""

from datetime import date

import pytest
from django.utils.translation import override

from records.holdings import actions
from records.holdings.elements import spoken
from records.holdings.models import Record
from records.holdings.rules import Part, Stage
from records.models import Entry
from records.rules import Refused
from records.values.rules import Level
from tests import make

pytestmark = pytest.mark.django_db


def describe(by, of, **given) -> Record:
    fields = {"fonds": of, "category": make.category(), "title": "关于春耕的通知", **given}
    return actions.describe(by=by, at=make.NOW, **fields)


def newest(record: Record) -> Entry:
    return Entry.objects.about(record)[0]


def test_a_draft_keeps_what_follows_from_its_description():
    officer = make.filing_officer()
    of = make.fonds(of=officer.department)

    record = describe(
        officer, of, document_number="清政办[2005]27号", date_text="200504", year=2005, period="Y"
    )

    record.refresh_from_db()
    assert record.stage == Stage.DRAFT
    assert record.archival_code is None
    assert record.document_number == "清政办〔2005〕27号"
    assert record.dated_on == date(2005, 4, 1)
    assert "关于春耕的通知" in record.normal_text
    assert "清政办(2005)27号" in record.normal_text
    entry = Entry.objects.about(record).get()
    assert (entry.verb, entry.by) == ("describe", officer)
    assert entry.after["title"] == "关于春耕的通知"


def test_an_archivist_describes_any_fonds():
    assert describe(make.archivist(), make.fonds()).pk


@pytest.mark.parametrize(
    "person", [make.filing_officer, make.reader, make.supervisor, make.auditor]
)
def test_others_do_not_describe_a_foreign_fonds(person):
    with pytest.raises(Refused):
        describe(person(), make.fonds())

    assert not Record.objects.exists()


def test_a_reader_does_not_describe_even_the_own_fonds():
    reader = make.reader()

    with pytest.raises(Refused):
        describe(reader, make.fonds(of=reader.department))


@pytest.mark.parametrize("field", [*spoken()])
def test_a_state_secret_is_refused_in_every_text(field):
    with pytest.raises(Refused, match="31"):
        describe(make.archivist(), make.fonds(), **{field: "某事的请示 机密★10年"})

    assert not Record.objects.exists()
    assert not Entry.objects.exists()


def test_an_item_lies_only_in_a_volume_of_its_class():
    by, of = make.archivist(), make.fonds()
    said = {"category": make.category("KU"), "year": 2001, "period": "Y"}
    volume = describe(by, of, level=Level.VOLUME, **said)
    item = describe(by, of, volume=volume, **said)

    with override("en"), pytest.raises(Refused, match="differs from its volume"):
        describe(by, of, volume=volume, **said | {"year": 2002})
    with override("en"), pytest.raises(Refused, match="Only an item"):
        describe(by, of, volume=item, **said)


def test_a_volume_does_not_end_before_it_begins():
    by, of = make.archivist(), make.fonds()
    said = {"category": make.category("KU"), "level": Level.VOLUME, "date_text": "201505"}

    with override("en"), pytest.raises(Refused, match="lies before the first"):
        describe(by, of, until="20150430", **said)
    volume = describe(by, of, until="2015", **said)
    with override("en"), pytest.raises(Refused, match="lies before the first"):
        actions.edit(volume, by=by, at=make.NOW, date_text="2016")


def test_an_office_of_another_fonds_is_refused():
    with override("en"), pytest.raises(Refused, match="no office of fonds"):
        describe(make.archivist(), make.fonds(), unit=make.unit(make.fonds()))


def test_the_trail_keeps_of_an_edit_what_changed():
    officer = make.filing_officer()
    record = describe(officer, make.fonds(of=officer.department), year=2005)

    actions.edit(record, by=officer, at=make.NOW, title="关于秋收的通知", year=2005, pages=3)

    entry = newest(record)
    assert entry.verb == "edit"
    assert entry.before == {"title": "关于春耕的通知", "pages": None}
    assert entry.after == {"title": "关于秋收的通知", "pages": 3}
    record.refresh_from_db()
    assert record.normal_text.startswith("关于秋收的通知")


def test_an_edit_that_changes_nothing_leaves_no_entry():
    by = make.archivist()
    record = describe(by, make.fonds())

    actions.edit(record, by=by, at=make.NOW, title=record.title)

    assert Entry.objects.about(record).count() == 1


def test_an_archivist_edits_an_accepted_description_but_not_its_code():
    by = make.archivist()
    record = make.record(Stage.ACCEPTED)
    code = record.archival_code

    actions.edit(record, by=by, at=make.NOW, title="新题名")
    with override("en"), pytest.raises(Refused, match="is fixed, and with it its year"):
        actions.edit(record, by=by, at=make.NOW, year=2006)

    record.refresh_from_db()
    assert (record.title, record.year, record.archival_code) == ("新题名", 2005, code)


def test_a_filing_officer_does_not_edit_what_is_accepted():
    officer = make.filing_officer()
    record = make.record(Stage.ACCEPTED, of=make.fonds(of=officer.department))

    with pytest.raises(Refused):
        actions.edit(record, by=officer, at=make.NOW, title="改")


def test_what_is_transferred_is_not_edited():
    with override("en"), pytest.raises(Refused, match="is “transferred” now"):
        actions.edit(make.record(Stage.TRANSFERRED), by=make.archivist(), at=make.NOW, title="改")


def test_a_filing_officer_does_not_move_a_draft_into_a_foreign_fonds():
    officer = make.filing_officer()
    record = describe(officer, make.fonds(of=officer.department))

    with pytest.raises(Refused):
        actions.edit(record, by=officer, at=make.NOW, fonds=make.fonds())


def test_a_draft_loses_the_code_it_brought_when_a_part_of_it_changes():
    by = make.archivist()
    record = make.record(archival_code="Z109-WS·2005-Y-0007", number=7)

    actions.edit(record, by=by, at=make.NOW, title="改题名")
    record.refresh_from_db(fields=["archival_code"])
    assert record.archival_code == "Z109-WS·2005-Y-0007"
    actions.edit(record, by=by, at=make.NOW, year=2006)

    assert not Record.objects.filter(archival_code__isnull=False).exists()
    assert not Record.objects.filter(number__isnull=False).exists()
    assert newest(record).before["archival_code"] == "Z109-WS·2005-Y-0007"


def test_components_follow_each_other():
    by = make.archivist()
    record = describe(by, make.fonds())

    actions.add_component(record, part=Part.ORIGINAL, title="正本", pages=3, by=by, at=make.NOW)
    actions.add_component(record, part=Part.ATTACHMENT, title="附件", by=by, at=make.NOW)

    assert list(record.components.values_list("position", "part")) == [
        (1, Part.ORIGINAL),
        (2, Part.ATTACHMENT),
    ]
    assert newest(record).after["title"] == "附件"


def test_a_draft_is_discarded_and_the_trail_keeps_it():
    by = make.archivist()
    record = describe(by, make.fonds())
    key = str(record.pk)

    actions.discard(record, by=by, at=make.NOW)

    assert not Record.objects.exists()
    entry = Entry.objects.get(verb="discard", row=key)
    assert entry.before["title"] == "关于春耕的通知"


def test_who_comes_second_to_a_draft_that_is_gone_is_told_so():
    record, by = make.record(Stage.DRAFT), make.archivist()
    actions.discard(Record.objects.get(pk=record.pk), by=by, at=make.NOW)

    with pytest.raises(Refused, match="is gone"):
        actions.discard(record, by=by, at=make.NOW)


def test_an_accepted_record_is_not_discarded():
    with override("en"), pytest.raises(Refused, match="is “in custody” now"):
        actions.discard(make.record(Stage.ACCEPTED), by=make.archivist(), at=make.NOW)

    assert Record.objects.count() == 1


def test_a_volume_with_items_is_not_discarded():
    of = make.fonds()
    volume = make.record(of=of, level=Level.VOLUME)
    make.record(of=of, volume=volume)

    with override("en"), pytest.raises(Refused, match="items or digital copies"):
        actions.discard(volume, by=make.archivist(), at=make.NOW)

    assert Record.objects.count() == 2
    assert not Entry.objects.exists()
