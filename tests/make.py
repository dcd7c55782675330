"""Rows for tests: each maker fills in what the test does not care about."""

from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from django.db import transaction

from records.holdings.models import Record
from records.holdings.models.description import FURTHER
from records.holdings.rules import FLOW, Access, Stage
from records.organisation.models import (
    Category,
    Department,
    Fonds,
    ReceivingArchive,
    Unit,
    User,
)
from records.organisation.rules import Role
from records.values.text import further_form, normal
from records.workflow.models import Staged
from records.workflow.rules import Move
from transfers.handover import rules as batches
from transfers.handover.models.handovers import Handover
from transfers.handover.models.receipts import Receipt
from transfers.packages.models import Package

_number = count(1)
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def department(name: str = "", **given) -> Department:
    n = next(_number)
    name = name or f"清岚市第{n}局"
    return Department.objects.create(
        name=name, **{"short_name": name[:30], "valid_from": date(1990, 1, 1), **given}
    )


def archive(name: str = "清岚市档案馆", code: str = "435001") -> ReceivingArchive:
    made, _ = ReceivingArchive.objects.get_or_create(name=name, defaults={"code": code})
    return made


def _fonds_number(count: int) -> str:
    """J000 to J999, then K000: a long run makes more than a thousand."""
    return f"{'JKLMNPQR'[count // 1000 % 8]}{count % 1000:03d}"


def fonds(number: str = "", of: Department | None = None, **given) -> Fonds:
    of = of or department()
    return Fonds.objects.create(
        number=number or _fonds_number(next(_number)),
        name=of.name,
        department=of,
        archive=given.pop("archive", None) or archive(),
        **given,
    )


def unit(of: Fonds, code: str = "BGS", name: str = "办公室") -> Unit:
    return Unit.objects.create(fonds=of, code=code, name=name)


def category(code: str = "WS", name: str = "文书") -> Category:
    made, _ = Category.objects.get_or_create(code=code, defaults={"name": name})
    return made


def user(role: Role, of: Department | None = None, **given) -> User:
    n = next(_number)
    given = {"name": f"人{n}", **given}
    person = User(username=f"{role.value}{n}", role=role, department=of, **given)
    person.set_password("Correct-Horse-7")
    person.save()
    return person


def reader(of: Department | None = None) -> User:
    return user(Role.READER, of or department())


def filing_officer(of: Department | None = None) -> User:
    return user(Role.FILING_OFFICER, of or department())


def archivist() -> User:
    return user(Role.ARCHIVIST)


def supervisor() -> User:
    return user(Role.SUPERVISOR)


def auditor() -> User:
    return user(Role.AUDITOR)


def led(row: Staged, stage: str, by: User | None = None) -> None:
    """Lead a row to a stage by the moves of its table, with their steps where it has any.

    Who proposes and who approves are those that the row names.
    """
    people = {name: getattr(row, f"{name}d_by", None) for name in ("propose", "approve")}
    people["accept"] = getattr(row, "accepted_by", None)
    ways: list[list[Move]] = [[]]
    for way in ways:
        at = way[-1].target if way else row.stage
        if at == stage:
            break
        ways += [[*way, move] for move in row.FLOW if at in move.sources and move not in way]
    for move in way:
        steps = getattr(row, "steps", None)
        told = {"name": move.name, "source": row.stage, "target": move.target}
        if isinstance(row, Record) and move.target == Stage.TRANSFERRED:
            receipted(row)
        type(row)._default_manager.filter(pk=row.pk).update(stage=move.target)
        row.stage = move.target
        if steps:
            steps.create(**told, by=by or people.get(move.name) or archivist(), at=NOW)


def record(
    stage: Stage = Stage.DRAFT, of: Fonds | None = None, access: Access = Access.DEPARTMENT, **given
) -> Record:
    """One record written straight into the table; its code is only given where asked for."""
    n = next(_number)
    of = of or fonds()
    year = given.setdefault("year", 2005)
    title = given.setdefault("title", f"关于第{n}号事项的通知")
    if stage != Stage.DRAFT:
        number = n % 9999 + 1  # four digits, however many were made before
        given.setdefault("number", number)
        period = given.get("period", "Y")
        given.setdefault("archival_code", f"{of.number}-WS·{year}-{period}-{number:04d}")
    made = Record.objects.create(
        **{
            "fonds": of,
            "category": category(),
            "period": "Y",
            "date_text": str(year).zfill(4) if year else "",
            "responsible": "某机关",
            "stage": stage if stage in FLOW.entries else Stage.ACCEPTED,
            "access": access,
            "normal_text": normal(title),
            "further_text": further_form(*(given.get(name, "") for name in FURTHER)),
            "described_by": given.pop("described_by", None) or archivist(),
            "described_at": NOW,
            **given,
        }
    )
    led(made, stage)
    return made


def evidence(stage: str) -> dict[str, Any]:
    """What a handover has to have at a stage, but for a receipt."""
    given: dict[str, Any] = {"created_by": archivist()}
    if stage in batches.NEEDS_APPROVER:
        given |= {"proposed_by": archivist(), "approved_by": supervisor()}
        given |= {"approved_at": NOW}
    if stage in batches.NEEDS_PACKAGE:
        made = {"records": 1, "paper_only": 0, "files": 1, "bytes": 1, "content_bytes": 1}
        digests = {"sha256": "0" * 64, "sm3": "0" * 64}
        given["package"] = Package.objects.create(
            name="P", path="/P", built_at=NOW, **made, **digests
        )
    if stage in batches.NEEDS_DELIVERY:
        given |= {"carriage": "disc", "delivered_on": NOW.date()}
    return given


def receipt() -> Receipt:
    return Receipt.objects.create(
        number="1",
        received_on=NOW.date() + timedelta(days=1),
        receiver="姜白",
        entered_by=archivist(),
        entered_at=NOW,
    )


@transaction.atomic
def receipted(*records: Record) -> None:
    """Have the public archive take records, by the receipt of a batch; they may be transferred."""
    number, by = Handover.objects.count() + 1, evidence(batches.Stage.DELIVERED)
    told = {"fonds": records[0].fonds, "year": 2025, "sequence": number, "created_at": NOW}
    batch = Handover.objects.create(**told, **by)
    for position, one in enumerate(records, start=1):
        batch.items.create(record=one, position=position)
    led(batch, batches.Stage.DELIVERED)
    batch.items.update(outcome=batches.Outcome.ACCEPTED)
    Handover.objects.filter(pk=batch.pk).update(receipt=receipt())
    led(batch, batches.Stage.CLOSED)
