"""In SQL: codes and components change by an approved correction, once, to what it says."""

import pytest

from records.holdings.rules import Stage
from tests import amendment_make, handover_make, make
from tests.promises.sql import refused, run

pytestmark = pytest.mark.django_db
RENEW = """
    UPDATE records_record SET year = %s, period = %s, number = %s, archival_code = %s WHERE id = %s
"""
ADD = """
    INSERT INTO records_amendmentitem
        (amendment_id, record_id, former_code, former_year, former_period)
    SELECT %s, id, archival_code, year, period FROM records_record WHERE id = %s
"""
APPROVE = """
    UPDATE records_amendment SET stage = 'approved', approved_by_id = %s, approved_at = now()
    WHERE id = %s
"""


def approve_in_sql(amendment) -> None:
    """As one would forge it: the row, and the step that belongs to it."""
    boss = make.supervisor()
    run(APPROVE, boss.pk, amendment.pk)
    told = {"name": "approve", "source": "proposed", "target": "approved"}
    amendment.steps.create(**told, by=boss, at=make.NOW)


def test_an_approved_correction_lets_nothing_else_through_and_nothing_twice():
    other = make.record(Stage.ACCEPTED, year=2003, period="Y")
    item = amendment_make.approved(make.record(Stage.ACCEPTED, year=2003, period="Y")).items.get()
    values = [2003, "D30", item.number, item.code]

    with refused("is fixed"):
        run(RENEW, 2003, "Y", 1, item.former_code, item.record_id)  # back to what it was
    with refused("is fixed"):
        run(RENEW, 2003, "D30", 99, "Z109-WS·2003-D30-0099", item.record_id)
    with refused("is fixed"):
        run(RENEW, *values, other.pk)


@pytest.mark.parametrize("end", ["rejected", "withdrawn", "proposed"])
def test_a_correction_that_is_not_approved_lets_nothing_through(end):
    amendment = amendment_make.proposed()
    item = amendment.items.get()
    if end != "proposed":
        make.led(amendment, end)
        run("UPDATE records_hold SET released_at = now()")
    run("UPDATE records_amendmentitem SET code = 'J001-WS·2003-D30-0001', number = 1")

    with refused("is fixed"):
        run(RENEW, 2003, "D30", 1, "J001-WS·2003-D30-0001", item.record_id)


def test_nothing_is_added_to_a_correction_that_was_answered():
    amendment, record = amendment_make.approved(), make.record(Stage.ACCEPTED)

    with refused("a correction that was answered"):
        run(ADD, amendment.pk, record.pk)
    with refused("stays"):
        run("DELETE FROM records_amendmentitem")
    with refused("stays"):
        run("DELETE FROM records_amendment")


def test_a_correction_is_not_approved_without_being_carried_out():
    amendment = amendment_make.proposed()

    with refused("was approved and not carried out"):
        approve_in_sql(amendment)
    with refused("was approved and not carried out"):  # the code, without the way from the old one
        run("UPDATE records_amendmentitem SET code = 'J001-WS·2003-D30-0001', number = 1")
        approve_in_sql(amendment)
        run("UPDATE records_hold SET released_at = now()")
        record = amendment.items.get().record
        assert run(RENEW, 2003, "D30", 1, "J001-WS·2003-D30-0001", record.pk) == 1


def test_nobody_approves_what_the_same_person_proposed():
    amendment = amendment_make.proposed()

    with refused("approved_by_another"):
        run(APPROVE, amendment.proposed_by_id, amendment.pk)


SAY = "UPDATE records_component SET title = %s WHERE id = %s"
ADD_PART = """
    INSERT INTO records_amendmentpart (amendment_id, component_id, former_part, former_title,
        former_position, part, title, position)
    SELECT %s, id, part, title, position, 'copy', '另一', NULL FROM records_component WHERE id = %s
"""


@pytest.mark.parametrize("stage", [Stage.ACCEPTED, Stage.TRANSFERRED])
def test_components_and_copies_of_what_is_accepted_stay(stage):
    copy = handover_make.copy(make.record(Stage.ACCEPTED))
    make.led(copy.component.record, stage)

    with refused("records_digitalcopy .* stays"):
        run("DELETE FROM records_digitalcopy WHERE id = %s", copy.pk)
    with refused("records_component .* stays|violates foreign key"):
        run("DELETE FROM records_component WHERE id = %s", copy.component_id)
    with refused("is fixed"):
        run(SAY, "另一", copy.component_id)
    draft = amendment_make.with_parts(Stage.DRAFT).components.get(position=1)
    with refused("is fixed"):  # nor is one of a draft moved there
        run(
            "UPDATE records_component SET record_id = %s, position = 9 WHERE id = %s",
            *(copy.component.record_id, draft.pk),
        )
    assert run(SAY, "另一", draft.pk) == 1
    assert run("DELETE FROM records_component WHERE id = %s", draft.pk) == 1


def test_a_component_of_an_accepted_record_without_a_copy_stays_too():
    part = amendment_make.with_parts().components.get(position=1)

    with refused("records_component .* stays"):
        run("DELETE FROM records_component WHERE id = %s", part.pk)


@pytest.mark.parametrize("end", ["rejected", "withdrawn", "proposed"])
def test_components_change_by_no_correction_that_is_not_approved(end):
    amendment = amendment_make.parts_proposed()
    if end != "proposed":
        make.led(amendment, end)
        run("UPDATE records_hold SET released_at = now()")

    with refused("is fixed"):
        run(SAY, "正文", amendment.parts.get(former_position=1).component_id)


def test_components_change_by_their_newest_correction_and_not_by_it_again():
    record = amendment_make.with_parts()
    part = amendment_make.parts_approved(record).parts.get(former_position=1)
    amendment_make.parts_approved(record, 正文={"title": "附件1"})

    with refused("is fixed"):
        run(SAY, "正文", part.component_id)
    with refused("is fixed"):
        run(SAY, "另一", part.component_id)
    with refused("a correction that was answered"):
        run(ADD_PART, part.amendment_id, part.component_id)


def test_a_correction_of_components_is_not_approved_without_being_carried_out():
    amendment = amendment_make.parts_proposed()

    with refused("was approved and not carried out"):
        approve_in_sql(amendment)


def test_no_code_changes_by_a_correction_of_components():
    item = amendment_make.parts_approved().items.get()
    run("UPDATE records_amendmentitem SET code = 'J001-WS·2005-Y-7777', number = 7777")

    with refused("is fixed"):
        run(RENEW, 2005, "Y", 7777, "J001-WS·2005-Y-7777", item.record_id)
