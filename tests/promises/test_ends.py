"""In SQL: no hold ends before what it is for, and nothing is transferred without its receipt."""

from typing import Any

import pytest

from records.holdings.actions import hold
from records.holdings.models import Hold, Record
from records.holdings.rules import Stage as Filing
from records.jobs.models import Job
from records.jobs.rules import OPEN, State
from tests import amendment_make, loan_make, make
from tests.promises.settled import a_job
from tests.promises.sql import refused, run
from tests.promises.staged import beginning, standing
from transfers.handover.models.handovers import Handover
from transfers.handover.rules import Outcome, Stage

pytestmark = pytest.mark.django_db
GOES_ON = "ends while that goes on"
RELEASE = "UPDATE records_hold SET released_at = now() WHERE released_at IS NULL"
FREE = {Stage.DRAFT, Stage.CANCELLED, Stage.CLOSED}


def held_for(batch: Any, job: Job | None = None) -> Record:
    record = make.record()
    chosen = Record.objects.filter(pk=record.pk)
    hold(chosen, batch, by=make.archivist(), at=make.NOW, job=job)
    return record


@pytest.mark.parametrize("stage", Stage)
def test_a_batch_holds_its_records_until_it_is_selected_anew_or_ends(stage):
    batch = standing(Handover, stage)
    held_for(batch)

    if stage in FREE:
        assert run(RELEASE) == 1
    else:
        with refused(GOES_ON):
            run(RELEASE)
        with refused(GOES_ON):
            run("UPDATE records_hold SET job_id = %s", a_job(State.DONE).pk)


@pytest.mark.parametrize("state", State)
def test_a_batch_that_is_tested_holds_its_records_as_long_as_its_job_is_open(state):
    batch, job = beginning(Handover), a_job(state)
    held_for(batch, job)

    if state in OPEN:
        with refused(GOES_ON):
            run(RELEASE)
    else:
        assert run(RELEASE) == 1


def test_a_hold_is_tied_to_no_other_job_than_that_of_its_batch():
    batch, job = beginning(Handover), a_job(State.QUEUED)
    held_for(batch, a_job(State.FAILED))
    tie = "UPDATE records_hold SET job_id = %s"

    with refused(GOES_ON):
        run(tie, job.pk)
    Handover.objects.filter(pk=batch.pk).update(job=job)
    assert run(tie, job.pk) == 1
    assert run(tie, None) == 1  # for longer than the job


def test_the_holds_of_something_else_with_the_same_key_are_not_asked_after():
    batch = standing(Handover, Stage.CHECKED)
    held_for(batch)
    told = {"kind": "records.Else", "reason": "x", "by": make.archivist(), "at": make.NOW}
    other = Hold.objects.create(record=make.record(), of=batch.pk, **told)

    assert run(f"{RELEASE} AND id = %s", other.pk) == 1
    with refused(GOES_ON):
        run(RELEASE)


def test_a_loan_holds_the_record_of_each_original_until_that_is_back():
    reader = make.reader()
    fonds = make.fonds(of=reader.department)
    loan = loan_make.out(*(make.record(Filing.ACCEPTED, fonds) for _n in range(2)), by=reader)
    back, out = loan.items.order_by("pk")
    found = "condition = 'intact', taken_by_id = (SELECT min(id) FROM records_user)"

    with refused(GOES_ON):
        run(RELEASE)
    with refused(GOES_ON):
        run("UPDATE records_hold SET job_id = %s", a_job(State.DONE).pk)
    run(f"UPDATE records_loanitem SET ended_at = now(), {found} WHERE id = %s", back.pk)
    with refused(GOES_ON):
        run(f"{RELEASE} AND record_id = %s", out.record_id)
    assert run(f"{RELEASE} AND record_id = %s", back.record_id) == 1


@pytest.mark.parametrize("end", ["rejected", "withdrawn", "proposed"])
def test_a_correction_holds_its_records_until_it_is_answered(end):
    amendment = amendment_make.proposed()

    if end == "proposed":
        with refused(GOES_ON):
            run(RELEASE)
        with refused(GOES_ON):
            run("UPDATE records_hold SET job_id = %s", a_job(State.DONE).pk)
    else:
        make.led(amendment, end)
        assert run(RELEASE) == 1


TRANSFER = "UPDATE records_record SET stage = 'transferred' WHERE id = ANY(%s)"
NO_RECEIPT = "that no receipt accepted"


def sent(*records: Record, stage: str = Stage.CLOSED, outcome: str = Outcome.ACCEPTED) -> None:
    """A batch that came to a stage, with an answer to its records as far as there can be one."""
    batch = beginning(Handover)
    for position, one in enumerate(records, start=1):
        batch.items.create(record=one, position=position)
    make.led(batch, Stage.DELIVERED)
    reason = "缺页" if outcome == Outcome.REJECTED else ""
    batch.items.update(outcome=outcome, reason=reason)
    if stage == Stage.CLOSED:
        Handover.objects.filter(pk=batch.pk).update(receipt=make.receipt())
        make.led(batch, stage)


@pytest.mark.parametrize(
    "told",
    [{"stage": Stage.DELIVERED}, {"outcome": Outcome.REJECTED}, {"outcome": Outcome.WITHDRAWN}],
)
def test_a_record_is_transferred_by_a_receipt_that_accepted_it(told):
    record = make.record(Filing.ACCEPTED)

    with refused(NO_RECEIPT):
        run(TRANSFER, [record.pk])
    sent(record, **told)
    with refused(NO_RECEIPT):
        run(TRANSFER, [record.pk])


def test_of_a_set_each_record_needs_its_receipt():
    taken, not_sent = make.record(Filing.ACCEPTED), make.record(Filing.ACCEPTED)
    sent(taken)

    with refused(NO_RECEIPT):
        run(TRANSFER, [taken.pk, not_sent.pk])
    assert run(TRANSFER, [taken.pk]) == 1
