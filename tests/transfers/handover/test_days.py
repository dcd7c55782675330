"""Days are those of the centre: between midnight and eight it is still yesterday in UTC."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from records.rules import Refused
from tests import handover_make, make
from transfers.handover.actions import decide, select
from transfers.handover.papers.order import order_of
from transfers.handover.rules import Carriage, Stage

pytestmark = pytest.mark.django_db
EARLY = datetime(2026, 12, 31, 22, 0, tzinfo=UTC)  # six in the morning of 1 January 2027


@pytest.fixture(autouse=True)
def packages(settings, tmp_path):
    settings.PACKAGE_DIR = tmp_path / "packages"


def test_a_batch_is_numbered_in_the_year_of_the_centre():
    fonds = make.fonds()
    handover_make.due_record(fonds, 1)

    made = select.create(fonds, classes=[(2005, "Y")], by=make.archivist(), at=EARLY)

    assert (made.year, made.sequence) == (2027, 1)


def test_the_papers_bear_the_day_of_the_centre():
    handover = handover_make.proposed()
    decide.approve(handover, by=make.supervisor(), at=EARLY)

    assert order_of(handover_make.again(handover)).approved_at.date() == date(2027, 1, 1)


def test_what_is_delivered_today_is_recorded_today_also_in_the_morning():
    handover = handover_make.packaged()
    given: dict[str, Any] = {
        "carriage": Carriage.ONLINE,
        "media_numbers": "",
        "by": make.archivist(),
    }

    with pytest.raises(Refused, match="between the approval and today"):
        decide.deliver(handover, delivered_on=date(2027, 1, 2), at=EARLY, **given)
    decide.deliver(handover, delivered_on=date(2027, 1, 1), at=EARLY, **given)

    assert handover_make.again(handover).stage == Stage.DELIVERED


@pytest.mark.parametrize(
    ("received", "kept"),
    [(date(2026, 11, 24), date(2031, 11, 24)), (date(2028, 2, 29), date(2033, 2, 28))],
)
def test_copies_are_kept_five_years_from_the_day_of_the_receipt(received, kept):
    handover = handover_make.closed()
    assert handover.receipt
    handover.receipt.received_on = received

    assert handover.kept_until == kept


def test_what_was_begun_of_a_package_goes_when_the_batch_is_sent_back(
    settings, django_capture_on_commit_callbacks
):
    handover = handover_make.approved(copies=False)
    begun = settings.PACKAGE_DIR / f".{order_of(handover).name}.work"
    begun.mkdir(parents=True)

    with django_capture_on_commit_callbacks(execute=True):
        decide.send_back(
            handover, reason="再看", by=make.supervisor(), at=make.NOW + timedelta(hours=1)
        )

    assert not begun.exists()
