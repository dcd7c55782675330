"""The table of moves: each from its stages, by its roles, and by two people where two must act."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from records.audit.models import Entry
from records.holdings.models import Record
from records.holdings.rules import Stage as RecordStage
from records.jobs.rules import silent
from records.rules import Refused
from records.workflow.acts import why_not
from tests import handover_make, make
from transfers.due.models import Due
from transfers.handover import work
from transfers.handover.actions import decide, receive, select
from transfers.handover.models.handovers import Handover, HandoverStep
from transfers.handover.models.items import HandoverItem
from transfers.handover.pages import PAGES
from transfers.handover.rules import FLOW, Carriage, Outcome, Stage

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def packages(settings, tmp_path):
    settings.PACKAGE_DIR = tmp_path / "packages"


AT: dict[str, Callable[[], Handover]] = {
    Stage.DRAFT: handover_make.draft,
    Stage.CHECKED: handover_make.checked,
    Stage.PROPOSED: handover_make.proposed,
    Stage.APPROVED: handover_make.approved,
    Stage.PACKAGED: handover_make.packaged,
    Stage.DELIVERED: handover_make.delivered,
    Stage.CLOSED: handover_make.closed,
}
TOMORROW = make.NOW + timedelta(days=1)
ACTS: dict[str, tuple[Callable[..., Any], dict[str, Any]]] = {
    "check": (decide.check, {}),
    "revise": (select.revise, {}),
    "propose": (decide.propose, {"virus_scan": "无病毒"}),
    "approve": (decide.approve, {}),
    "return": (decide.send_back, {"reason": "缺两件"}),
    "package": (decide.package, {}),
    "deliver": (
        decide.deliver,
        {
            "carriage": Carriage.ONLINE,
            "media_numbers": "",
            "delivered_on": make.NOW.date(),
        },
    ),
    "receipt": (
        receive.enter_receipt,
        {"number": "1", "received_on": make.NOW.date(), "receiver": "姜白"},
    ),
    "cancel": (decide.cancel, {"reason": "并入下一批"}),
}
MOVES = [move for move in FLOW if move.sources]  # "create" is a way in
WRONG = [(move.name, stage) for move in MOVES for stage in AT if stage not in move.sources]


def test_every_move_has_its_action():
    assert set(ACTS) == {move.name for move in MOVES}


@pytest.mark.parametrize(("name", "stage"), WRONG)
def test_a_move_is_refused_from_every_other_stage(name, stage):
    handover = AT[stage]()
    act, given = ACTS[name]
    steps, entries = handover.steps.count(), Entry.objects.count()

    with pytest.raises(Refused):
        act(handover, **given, by=make.supervisor(), at=make.NOW)

    again = handover_make.again(handover)
    assert again.stage == stage
    assert handover.steps.count() == steps
    assert Entry.objects.count() == entries


@pytest.mark.parametrize("name", [move.name for move in MOVES])
@pytest.mark.parametrize("who", [make.reader, make.filing_officer, make.auditor])
def test_a_move_is_refused_to_other_roles(name, who):
    source = FLOW[name].sources[0]
    handover = AT[source]()
    act, given = ACTS[name]

    with pytest.raises(Refused):
        act(handover, **given, by=who(), at=make.NOW)

    assert handover_make.again(handover).stage == source


@pytest.mark.parametrize("stage", AT)
def test_every_button_and_its_action_give_one_answer(stage):
    handover = AT[stage]()
    proposer = handover.proposed_by or make.archivist()

    for person in (proposer, make.supervisor(), make.auditor(), make.filing_officer()):
        buttons = {button.name: button for button in PAGES.buttons(handover, person)}
        assert [*buttons] == [
            move.name for move in sorted(FLOW.open_to(person.role, stage), key=leads_on(buttons))
        ]
        for name, (act, given) in ACTS.items():
            why = why_not(handover, name, person)
            assert buttons[name].why == why if name in buttons else why
            with transaction.atomic():
                assert answer(act, handover, **given, by=person, at=make.NOW) == why
                transaction.set_rollback(True)


def leads_on(buttons):
    return lambda move: buttons[move.name].onward


def answer(act, *given, **more) -> str:
    """What an action says: nothing where it is done."""
    try:
        act(*given, **more)
    except Refused as refusal:
        return str(refusal)
    return ""


def test_a_handover_goes_its_whole_way_and_the_trail_tells_it():
    handover = handover_make.closed({2: "附件二缺第 4 页"})

    names = list(handover.steps.values_list("name", flat=True))
    assert names == ["check", "propose", "approve", "package", "deliver", "receipt"]
    told = Entry.objects.about(handover).order_by("id").values_list("verb", flat=True)
    assert list(told) == ["create", *names[:-1], "note rejection", "receipt"]


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


def test_what_is_sent_back_is_selected_anew_and_its_package_is_void(
    django_capture_on_commit_callbacks,
):
    handover = handover_make.packaged()
    assert handover.package
    path = handover.package.path

    with django_capture_on_commit_callbacks(execute=True):
        decide.send_back(handover, reason="缺两件", by=make.supervisor(), at=make.NOW)

    back = handover_make.again(handover)
    assert (back.stage, back.package, back.proposed_by, back.approved_by) == (
        Stage.DRAFT,
        None,
        None,
        None,
    )
    assert not Path(path).exists()
    told = Entry.objects.about(handover).first()
    assert told
    assert told.after["void"]


def test_what_is_called_off_frees_its_records_and_they_stay_due():
    handover = handover_make.checked()

    decide.cancel(handover, reason="并入下一批", by=make.supervisor(), at=make.NOW)

    assert set(handover.items.values_list("outcome", flat=True)) == {Outcome.WITHDRAWN}
    again = select.create(handover.fonds, classes=[(2005, "Y")], by=make.archivist(), at=make.NOW)
    assert again.items.count() == 3
    assert again.sequence == handover.sequence + 1


def test_nothing_is_changed_while_a_job_is_at_work():
    handover = handover_make.draft()
    decide.check(handover, by=make.archivist(), at=make.NOW)

    with pytest.raises(Refused, match="job"):
        select.remove(handover, items=[1], by=make.archivist(), at=make.NOW)


def test_accepted_records_are_transferred_and_rejected_ones_stay_and_stay_due():
    handover = handover_make.closed({2: "附件二缺第 4 页"})

    stages = Record.objects.filter(fonds=handover.fonds).order_by("number")
    assert [record.stage for record in stages] == [
        RecordStage.TRANSFERRED,
        RecordStage.ACCEPTED,
        RecordStage.TRANSFERRED,
    ]
    due = Due.objects.open().filter(fonds=handover.fonds)
    assert [flag.record for flag in due] == [stages[1]]
    entry = Entry.objects.about(stages[0]).first()
    assert entry
    assert (entry.verb, entry.after["handover"]) == ("transfer", str(handover))
    entry = Entry.objects.about(stages[1]).first()
    assert entry
    assert (entry.verb, entry.after["receipt"]) == ("rejected", "清档收〔2026〕15号")
    assert handover.kept_until == make.NOW.date().replace(year=2031)


def test_nothing_is_transferred_before_the_receipt():
    handover = handover_make.delivered()

    assert not Record.objects.filter(stage=RecordStage.TRANSFERRED).exists()
    assert handover.items.pending().count() == 3


def test_what_was_rejected_goes_again_in_a_batch_of_its_own():
    handover = handover_make.closed({2: "附件二缺第 4 页"})

    again = select.resend(handover, by=make.archivist(), at=make.NOW)

    assert again.supplements == handover
    assert [item.record.number for item in again.items.all()] == [2]
    with pytest.raises(Refused, match="in another batch"):
        select.resend(handover, by=make.archivist(), at=make.NOW)


def test_a_receipt_in_the_future_or_before_the_delivery_is_refused():
    handover = handover_make.delivered()

    for day in (TOMORROW.date(), make.NOW.date() - timedelta(days=1)):
        with pytest.raises(Refused, match="day of receipt"):
            receive.enter_receipt(
                handover,
                number="1",
                received_on=day,
                receiver="姜白",
                by=make.archivist(),
                at=make.NOW,
            )


def test_a_record_is_in_one_open_handover():
    handover = handover_make.draft()
    item = handover.items.get(position=1)
    other = select._new(handover.fonds, by=make.archivist(), at=make.NOW)

    with (
        pytest.raises(IntegrityError, match="record_in_one_open_handover"),
        transaction.atomic(),
    ):
        HandoverItem.objects.create(handover=other, record=item.record, position=1)


def test_a_package_that_stands_is_not_built_again():
    handover = handover_make.packaged()

    said = work.package(
        row=handover.pk,
        by=make.archivist(),
        at=make.NOW,
        progress=silent,
    )

    assert "already" in said
    assert handover.steps.filter(name="package").count() == 1
