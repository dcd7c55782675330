"""A batch is chosen by sets from what is flagged; single records come and go."""

import pytest

from records.audit.models import Entry
from records.holdings.rules import Stage as RecordStage
from records.rules import Refused
from records.values.rules import Level
from tests import handover_make, make
from transfers.handover.actions import select
from transfers.handover.models.items import HandoverItem

pytestmark = pytest.mark.django_db


def codes(handover) -> list[str]:
    return list(handover.items.values_list("record__archival_code", flat=True))


def test_all_that_is_due_of_the_years_comes_in_the_order_of_the_shelf():
    fonds = make.fonds()
    for number in (3, 1, 2):
        handover_make.due_record(fonds, number)
    handover_make.due_record(fonds, 1, year=2004)
    handover_make.due_record(make.fonds(), 1)
    make.record(RecordStage.ACCEPTED, fonds, number=9, year=2005)

    handover = select.create(
        fonds, classes=[(2005, "Y"), (2004, "Y")], by=make.archivist(), at=make.NOW
    )

    prefix = fonds.number
    assert codes(handover) == [
        f"{prefix}-WS·2004-Y-0001",
        *(f"{prefix}-WS·2005-Y-000{n}" for n in (1, 2, 3)),
    ]
    assert list(handover.items.values_list("position", flat=True)) == [1, 2, 3, 4]
    entry = Entry.objects.about(handover).get()
    assert entry.after == {"classes": ["2005-Y", "2004-Y"], "records": 4}


def test_a_volume_brings_its_items_and_takes_them_along():
    fonds = make.fonds()
    volume = handover_make.due_record(fonds, 1, level=Level.VOLUME)
    for number in (1, 2):
        make.record(
            RecordStage.ACCEPTED,
            fonds,
            volume=volume,
            number=number,
            archival_code=f"{volume.archival_code}-00{number}",
        )
    handover_make.due_record(fonds, 2)
    handover = select.create(fonds, classes=[(2005, "Y")], by=make.archivist(), at=make.NOW)
    assert handover.items.count() == 4
    inside = handover.items.filter(record__volume=volume).values_list("pk", flat=True)[0]

    with pytest.raises(Refused, match="take the volume out"):
        select.remove(handover, items=[inside], by=make.archivist(), at=make.NOW)
    item = handover.items.get(record=volume)
    assert select.remove(handover, items=[item.pk], by=make.archivist(), at=make.NOW) == 3

    assert codes(handover) == [f"{fonds.number}-WS·2005-Y-0002"]
    assert list(handover.items.values_list("position", flat=True)) == [1]


def test_what_another_batch_holds_is_left_there():
    handover = handover_make.draft()

    with pytest.raises(Refused, match="another batch"):
        select.create(handover.fonds, classes=[(2005, "Y")], by=make.archivist(), at=make.NOW)

    assert HandoverItem.objects.count() == 3


def test_one_record_is_added_by_its_code():
    handover = handover_make.draft()
    late = handover_make.due_record(handover.fonds, 7)
    typed = str(late.archival_code).replace("·", "-")

    select.add(handover, code=f" {typed} ", by=make.archivist(), at=make.NOW)

    assert codes(handover)[-1] == late.archival_code


@pytest.mark.parametrize("say", ["has no record", "is in", "not due"])
def test_a_record_that_cannot_be_added_is_refused_with_the_reason(say):
    handover = handover_make.draft()
    in_it = codes(handover)[0]
    idle = make.record(RecordStage.ACCEPTED, handover.fonds, number=8)
    code = {"has no record": "J000-WS·2005-Y-0001", "is in": in_it, "not due": idle.archival_code}

    with pytest.raises(Refused, match=say):
        select.add(handover, code=code[say] or "", by=make.archivist(), at=make.NOW)

    assert handover.items.count() == 3


def test_departments_make_no_handovers():
    fonds = make.fonds()
    handover_make.due_record(fonds, 1)

    with pytest.raises(Refused):
        select.create(
            fonds,
            classes=[(2005, "Y")],
            by=make.filing_officer(fonds.department),
            at=make.NOW,
        )

    assert not HandoverItem.objects.exists()


def test_batches_of_a_year_are_numbered_on():
    first, second = handover_make.draft(), handover_make.draft()

    assert (first.sequence, second.sequence) == (1, 2)
    assert str(second) == "2026年第2批"


def test_ten_thousand_records_are_chosen_by_a_few_statements(django_assert_max_num_queries):
    handover = handover_make.draft(records=30, copies=False)

    with django_assert_max_num_queries(12):
        select.remove(
            handover,
            items=handover.items.values_list("pk", flat=True),
            by=make.archivist(),
            at=make.NOW,
        )
    with django_assert_max_num_queries(12):
        select.create(handover.fonds, classes=[(2005, "Y")], by=make.archivist(), at=make.NOW)
