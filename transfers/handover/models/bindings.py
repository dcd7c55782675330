"""What a batch keeps of its records: held meanwhile, and transferred only by a receipt."""

# Every statement is made of stages and names of our own, none of what people type.
# ruff: noqa: S608

from typing import Any

import pgtrigger

from records.holdings.models import Hold, Record
from records.holdings.models.holds import GoesOn
from records.holdings.rules import Stage as RecordStage
from records.jobs.rules import OPEN
from records.triggers import Refusal
from records.workflow.stages import quoted
from transfers.handover.models.handovers import Handover
from transfers.handover.models.items import HandoverItem
from transfers.handover.rules import LETS_GO, Outcome, Stage

# Tied to another job than the batch's, or released before that is done.
BEFORE_TIME = (
    "(hold.released_at IS NULL AND hold.job_id IS DISTINCT FROM holder.job_id"
    " OR hold.released_at IS NOT NULL AND EXISTS (SELECT FROM records_job job"
    f" WHERE job.id = hold.job_id AND job.state IN ({quoted(tuple(map(str, OPEN)))})))"
)


class HandoverHold(Hold):
    """What keeps a record as it was tested, until its batch is selected anew or ends.

    While the batch is selected it lasts as long as the job that tests it, and no other.
    """

    class Meta:
        proxy = True
        triggers = [
            GoesOn(
                "held_while_on_its_way",
                "transfers.Handover",
                while_=f"holder.stage NOT IN ({quoted(LETS_GO)})"
                f" OR holder.stage = '{Stage.DRAFT.value}' AND {BEFORE_TIME}",
            )
        ]


class ByReceipt(Refusal):
    """A record is transferred only by a receipt that accepted it, of a batch that is closed.

    Items are looked up by their records (`OFFSET 0`): a plan that is kept fits one row and many.
    """

    name = "transferred_by_receipt"
    when = pgtrigger.After
    level = pgtrigger.Statement
    operation = pgtrigger.Update
    referencing = pgtrigger.Referencing(old="gone", new="added")  # type: ignore[no-untyped-call]
    message = "a row of % is transferred that no receipt accepted"

    def get_func(self, model: Any) -> str:
        moved = (
            f"SELECT id FROM added WHERE stage = '{RecordStage.TRANSFERRED.value}'"
            f" EXCEPT SELECT id FROM gone WHERE stage = '{RecordStage.TRANSFERRED.value}'"
        )
        accepted = (
            f"SELECT FROM {HandoverItem._meta.db_table} item"
            f" JOIN {Handover._meta.db_table} batch ON batch.id = item.handover_id"
            f" WHERE item.outcome = '{Outcome.ACCEPTED.value}'"
            f" AND batch.stage = '{Stage.CLOSED.value}' AND item.record_id = moved.id OFFSET 0"
        )
        return (
            f"IF EXISTS (SELECT FROM ({moved}) AS moved WHERE NOT EXISTS ({accepted}))"
            f" THEN {super().get_func(model)} END IF; RETURN NULL;"
        )


class TransferredRecord(Record):
    """A record that the public archive took: the receipt of its batch says so."""

    class Meta:
        proxy = True
        triggers = [ByReceipt()]
