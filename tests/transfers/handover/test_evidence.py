"""Two people where two must act, and a database that refuses a stage without its evidence."""

from threading import Barrier, Thread

import pytest
from django.db import IntegrityError, connection, transaction

from records.rules import Refused
from tests import handover_make, make
from transfers.handover.actions import decide, select
from transfers.handover.models.handovers import Handover, HandoverStep
from transfers.handover.models.items import HandoverItem
from transfers.handover.rules import Stage

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def packages(settings, tmp_path):
    settings.PACKAGE_DIR = tmp_path / "packages"


def test_who_proposed_is_refused_as_approver():
    person = make.supervisor()
    handover = handover_make.proposed(by=person)

    with pytest.raises(Refused, match="Another person"):
        decide.approve(handover, by=person, at=make.NOW)


def test_the_database_refuses_one_person_for_both():
    handover = handover_make.proposed()

    with pytest.raises(IntegrityError, match="handover_is_approved_by_another"):
        Handover.objects.filter(pk=handover.pk).update(approved_by=handover.proposed_by)


@pytest.mark.parametrize(
    ("stage", "constraint"),
    [
        (Stage.APPROVED, "handover_approved_has_two_people"),
        (Stage.PACKAGED, "does not move from proposed to packaged"),
        (Stage.CLOSED, "does not move from proposed to closed"),
    ],
)
def test_the_database_refuses_a_stage_without_its_evidence(stage, constraint):
    handover = handover_make.proposed()
    table = Handover._meta.db_table

    with pytest.raises(IntegrityError, match=constraint), connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET stage = %s WHERE id = %s", [stage, handover.pk])


def test_the_database_refuses_to_close_without_a_receipt():
    handover = handover_make.delivered()
    table = Handover._meta.db_table

    with (
        pytest.raises(IntegrityError, match="handover_closed_has_receipt"),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"UPDATE {table} SET stage = 'closed' WHERE id = %s", [handover.pk])


def test_the_database_refuses_an_illegal_step():
    handover = handover_make.draft()

    with pytest.raises(IntegrityError, match="handover_step_is_legal"):
        HandoverStep.objects.create(
            handover=handover,
            name="receipt",
            source=Stage.DRAFT,
            target=Stage.CLOSED,
            by=make.supervisor(),
            at=make.NOW,
        )


@pytest.mark.django_db(transaction=True)
def test_of_two_approvers_one_is_refused():
    handover = handover_make.proposed()
    people = [make.supervisor(), make.archivist()]
    said: list[str] = []
    start = Barrier(2)

    def approve(person):
        start.wait()
        try:
            decide.approve(handover, by=person, at=make.NOW)
            said.append("approved")
        except Refused:
            said.append("refused")
        finally:
            connection.close()

    threads = [Thread(target=approve, args=[person]) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(said) == ["approved", "refused"]
    assert handover.steps.filter(name="approve").count() == 1


def test_a_record_is_in_one_open_handover():
    handover = handover_make.draft()
    item = handover.items.get(position=1)
    other = select._new(handover.fonds, by=make.archivist(), at=make.NOW)

    with (
        pytest.raises(IntegrityError, match="record_in_one_open_handover"),
        transaction.atomic(),
    ):
        HandoverItem.objects.create(handover=other, record=item.record, position=1)
