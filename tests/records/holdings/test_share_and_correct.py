"""Records are opened to other departments, and wrong codes get an alias."""

import pytest
from django.db import IntegrityError, ProgrammingError, transaction
from django.utils.translation import override

from records.holdings import actions
from records.holdings.models import CodeAlias, Record
from records.holdings.pages import preview
from records.holdings.rules import Access, Stage
from records.models import Entry
from records.organisation.rules import CodePattern
from records.rules import Refused
from records.values.rules import Level
from tests import make

pytestmark = pytest.mark.django_db


def correct(record, code, by=None):
    return actions.correct_code(
        record, code=code, reason="机构编错", by=by or make.archivist(), at=make.NOW
    )


def test_its_own_department_shares_a_record_and_closes_it_again():
    officer, other = make.filing_officer(), make.reader()
    record = make.record(Stage.ACCEPTED, of=make.fonds(of=officer.department))

    actions.share(record, by=officer, at=make.NOW)
    assert Record.objects.visible_to(other).get() == record
    actions.unshare(record, by=officer, at=make.NOW)

    assert not Record.objects.visible_to(other).exists()
    assert list(Entry.objects.order_by("id").values_list("verb", "after__access")) == [
        ("share", Access.SHARED),
        ("unshare", Access.DEPARTMENT),
    ]


@pytest.mark.parametrize("person", [make.filing_officer, make.reader, make.auditor])
def test_others_do_not_share_a_record(person):
    record = make.record(Stage.ACCEPTED)

    with pytest.raises(Refused):
        actions.share(record, by=person(), at=make.NOW)

    record.refresh_from_db()
    assert record.access == Access.DEPARTMENT
    assert not Entry.objects.exists()


def test_a_draft_is_not_shared():
    with override("en"), pytest.raises(Refused, match="being arranged"):
        actions.share(make.record(), by=make.archivist(), at=make.NOW)


def test_what_was_transferred_is_still_shared_and_corrected():
    record = make.record(Stage.TRANSFERRED)

    actions.share(record, by=make.archivist(), at=make.NOW)
    assert Record.objects.visible_to(make.reader()).get() == record
    actions.unshare(record, by=make.archivist(), at=make.NOW)
    alias = correct(record, "Z109-WS·2005-Y-BGS-0031")

    assert not Record.objects.visible_to(make.reader()).exists()
    assert alias.record == record


def test_a_correction_is_an_alias_and_the_code_stays():
    record = make.record(Stage.ACCEPTED)
    code = record.archival_code

    alias = correct(record, " z109－WS·2005－Y－bgs－0031")

    record.refresh_from_db()
    assert record.archival_code == code
    assert (alias.code, alias.record) == ("Z109-WS·2005-Y-BGS-0031", record)
    assert Entry.objects.about(record).get().after["reason"] == "机构编错"


def test_an_alias_may_be_of_the_other_pattern():
    assert correct(make.record(Stage.ACCEPTED), "Z109-WS·2005·Y·办公室-0031").pk


@pytest.mark.parametrize(
    ("code", "why"),
    [("Z109-WS·05-Y-BGS-0031", "not a year"), ("第31号", "not an archival code")],
)
def test_what_is_no_code_is_refused(code, why):
    with override("en"), pytest.raises(Refused, match=why):
        correct(make.record(Stage.ACCEPTED), code)

    assert not CodeAlias.objects.exists()


def test_a_code_leads_to_one_record_only():
    record, other = make.record(Stage.ACCEPTED), make.record(Stage.ACCEPTED)
    correct(other, "Z109-WS·2005-Y-BGS-0031")

    with override("en"), pytest.raises(Refused, match="leads to a record already"):
        correct(record, "Z109-WS·2005-Y-BGS-0031")
    with override("en"), pytest.raises(Refused, match="the code of a record already"):
        correct(record, other.archival_code)


def test_a_draft_has_no_code_to_correct():
    with override("en"), pytest.raises(Refused, match="being arranged"):
        correct(make.record(), "Z109-WS·2005-Y-BGS-0031")


def test_only_archivists_correct_codes():
    with pytest.raises(Refused):
        correct(make.record(Stage.ACCEPTED), "Z109-WS·2005-Y-BGS-0031", by=make.supervisor())


def test_the_number_of_a_correction_is_not_given_again():
    of = make.fonds("Z109")
    first, misplaced, *new = (make.record(of=of) for _ in range(5))
    actions.accept(Record.objects.filter(pk__in=[first.pk]), by=make.archivist(), at=make.NOW)
    Record.objects.filter(pk=misplaced.pk).update(year=2004)
    actions.accept(Record.objects.filter(pk=misplaced.pk), by=make.archivist(), at=make.NOW)
    for number in (2, 4, 40):
        correct(misplaced, f"Z109-WS·2005-Y-{number:04d}")

    shown = preview(fonds=of, category=first.category, year=2005, period="Y")
    chosen = Record.objects.filter(pk__in=[record.pk for record in new])
    actions.accept(chosen, by=make.archivist(), at=make.NOW)

    given = ["Z109-WS·2005-Y-0003", "Z109-WS·2005-Y-0005", "Z109-WS·2005-Y-0006"]
    assert shown.code == given[0]
    assert list(chosen.order_by("pk").values_list("archival_code", flat=True)) == given


def test_the_number_of_a_correction_inside_a_volume_is_not_given_again():
    of, kind = make.fonds("Z109", code_pattern=CodePattern.DAT13), make.category("KU", "会计")
    volume = make.record(of=of, category=kind, level=Level.VOLUME)
    item = make.record(of=of, category=kind, volume=volume)
    correct(make.record(Stage.ACCEPTED), "Z109-KU·2005·Y-001-0001")

    chosen = Record.objects.filter(pk__in=[volume.pk, item.pk])
    actions.accept(chosen, by=make.archivist(), at=make.NOW)

    item.refresh_from_db()
    assert item.archival_code == "Z109-KU·2005·Y-001-0002"


def test_a_correction_is_neither_rewritten_nor_taken_back():
    alias = correct(make.record(Stage.ACCEPTED), "Z109-WS·2005-Y-BGS-0031")

    for change in ({"code": "Z109-WS·2005-Y-BGS-0032"}, {"reason": "无"}):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            CodeAlias.objects.filter(pk=alias.pk).update(**change)
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        alias.delete()


@pytest.mark.parametrize(
    "change", [{"archival_code": "Z109-WS·2005-Y-9999"}, {"number": 9999}, {"year": 2006}]
)
def test_an_accepted_record_keeps_its_code_against_any_statement(change):
    record = make.record(Stage.ACCEPTED)

    with pytest.raises(IntegrityError, match="is fixed"), transaction.atomic():
        Record.objects.filter(pk=record.pk).update(**change)
