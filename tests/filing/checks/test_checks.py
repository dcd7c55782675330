"""What the checks of a batch find, each by a file that has its fault and by one that has not."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from filing.checks.finders import FINDERS, examine, faulty, of_rows
from filing.checks.rules import AT_THE_DOOR, CHECKS
from records.holdings.models import Record
from records.holdings.rules import Part
from records.inspection.models import CopyFault, PageDifference
from records.organisation.models import Category
from records.values.rules import Level
from records.values.text import normal_description
from tests import documents, handover_make, make

pytestmark = pytest.mark.django_db
NUMBER = "清水发〔2025〕3号"


def filed(of: Any, **given: Any) -> Record:
    """A draft without a fault but for what is given."""
    told: dict[str, Any] = {"title": "关于节水的通知", "responsible": "清岚市水务局", **given}
    told.setdefault("document_number", "")
    record = make.record(of=of, year=2025, date_text="20250301", **told)
    normal = normal_description(
        title=record.title,
        document_number=record.document_number,
        responsible=record.responsible,
    )
    dated = given.get("dated_on", "2025-03-01")
    Record.objects.filter(pk=record.pk).update(normal_text=normal, dated_on=dated)
    return record


def copied(record: Record, content: bytes) -> Any:
    return handover_make.copy(record, content)


def incomplete(of: Any) -> Record:
    return filed(of, responsible="")


def of_another_year(of: Any) -> Record:
    return filed(of, dated_on="2024-12-30")


def twice(of: Any) -> Record:
    filed(of, document_number=NUMBER)
    return filed(of, document_number=NUMBER)


def of_one_number(of: Any) -> Record:
    filed(of, document_number=NUMBER, title="另一题名")
    return filed(of, document_number=NUMBER)


def of_one_title(of: Any) -> Record:
    filed(of, document_number="清水函〔2025〕9号")
    return filed(of, document_number=NUMBER)


def of_one_title_without_numbers(of: Any) -> Record:
    filed(of)
    return filed(of)


def of_one_copy(of: Any) -> Record:
    copied(filed(of, title="另一题名"), documents.pdf("same"))
    record = filed(of)
    copied(record, documents.pdf("same"))
    return record


def without_copy(of: Any) -> Record:
    return filed(of)


def without_original(of: Any) -> Record:
    record = filed(of)
    record.components.create(position=1, part=Part.ATTACHMENT, title="附件")
    return record


def damaged(of: Any) -> Record:
    record = filed(of)
    copy = copied(record, documents.pdf("damaged"))
    CopyFault.objects.create(copy=copy, harm="changed", found_at=make.NOW)
    return record


def of_other_pages(of: Any) -> Record:
    record = filed(of, pages=9)
    PageDifference.objects.create(record=record, found_at=make.NOW)
    return record


def by_volume() -> Category:
    made = make.category("KU", "会计")
    Category.objects.filter(pk=made.pk).update(by_volume=True)
    return made


def loose(of: Any) -> Record:
    return filed(of, category=by_volume())


def without_office(of: Any) -> Record:
    make.unit(of)
    return filed(of)


def empty(of: Any) -> Record:
    return filed(of, category=by_volume(), level=Level.VOLUME)


FAULTS = [
    ("QK-01", incomplete),
    ("QK-02", of_another_year),
    ("QK-03", twice),
    ("QK-04", of_one_number),
    ("QK-05", of_one_title),
    ("QK-05", of_one_title_without_numbers),
    ("QK-06", of_one_copy),
    ("QK-07", without_copy),
    ("QK-08", without_original),
    ("QK-09", damaged),
    ("QK-10", of_other_pages),
    ("QK-11", loose),
    ("QK-12", without_office),
    ("QK-13", empty),
]


@pytest.mark.parametrize(("code", "faulted"), FAULTS, ids=lambda one: getattr(one, "__name__", one))
def test_a_check_finds_its_fault_and_no_other_file(code, faulted):
    of, sound = make.fonds(), filed(make.fonds())
    copied(sound, documents.pdf("sound"))
    record = faulted(of)
    among = Record.objects.filter(pk__in=[record.pk, sound.pk])

    found = of_rows(among, [record.pk, sound.pk])

    assert code in [check.code for check in found[record.pk]]
    assert found.get(sound.pk, []) == []
    assert code in {one.check.code for one in examine(among)}
    assert list(faulty(among, [code])) == [record]


def test_what_is_alike_in_another_fonds_is_no_double():
    record = filed(make.fonds(), document_number=NUMBER)
    filed(make.fonds(), document_number=NUMBER)

    codes = {check.code for check in of_rows(Record.objects.all(), [record.pk])[record.pk]}

    assert not codes & {"QK-03", "QK-04", "QK-05"}


def test_every_check_is_tried_here():
    assert {code for code, _fault in FAULTS} == set(CHECKS) == set(FINDERS)


def test_all_checks_are_one_statement_however_many_files_there_are():
    of = make.fonds()
    for _n in range(3):
        filed(of)
    examine(Record.objects.filter(fonds=of))
    with CaptureQueriesContext(connection) as counted:
        examine(Record.objects.filter(fonds=of))
    assert len(counted) <= 3  # two ask which categories are kept by volume


def test_the_page_of_checks_tells_each(client):
    client.force_login(make.filing_officer())

    page = client.get(reverse("filing:check-list")).content.decode()

    for check in CHECKS.values():
        assert check.code in page
    assert len(AT_THE_DOOR) >= 3
