"""The table of moves: each from its stages and by its roles, button and action alike."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction

from records.audit.models import Entry
from records.rules import Refused
from records.workflow.acts import why_not
from tests import handover_make, make
from transfers.handover.actions import decide, receive, select
from transfers.handover.models.handovers import Handover
from transfers.handover.pages import PAGES
from transfers.handover.rules import FLOW, Carriage, Stage

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
ACTS: dict[str, tuple[Callable[..., Any], dict[str, Any]]] = {
    "check": (decide.check, {}),
    "revise": (select.revise, {}),
    "propose": (decide.propose, {}),
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
OTHERS = (make.reader, make.filing_officer, make.auditor)


def test_every_move_has_its_action():
    assert set(ACTS) == {move.name for move in MOVES}


@pytest.mark.parametrize("stage", AT)
def test_a_move_is_refused_from_every_other_stage_and_to_other_roles(stage):
    handover = AT[stage]()
    supervisor, others = make.supervisor(), [other() for other in OTHERS]
    steps, entries = handover.steps.count(), Entry.objects.count()

    for move in MOVES:
        act, given = ACTS[move.name]
        for person in others if stage in move.sources else [supervisor]:
            with pytest.raises(Refused):
                act(handover, **given, by=person, at=make.NOW)

    assert handover_make.again(handover).stage == stage
    assert handover.steps.count() == steps
    assert Entry.objects.count() == entries


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
