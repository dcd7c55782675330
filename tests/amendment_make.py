"""Corrections for tests, proposed and approved by the real actions."""

from typing import Any

from records.amendments import actions
from records.amendments.models import Amendment
from records.amendments.rules import Said
from records.holdings.models import Record
from records.holdings.rules import Part, Stage
from records.organisation.models import User
from tests import make


def proposed(*records: Record, by: User | None = None, **given: Any) -> Amendment:
    """A correction to 30 years, or to what is given, of some records or of one of its own."""
    records = records or (make.record(Stage.ACCEPTED, year=2003, period="Y"),)
    chosen = Record.objects.filter(pk__in=[record.pk for record in records])
    given = {"period": "D30", "reason": "保管期限表第3项", **given}
    return actions.propose(chosen, by=by or make.archivist(), at=make.NOW, **given)


def approved(*records: Record, by: User | None = None, **given: Any) -> Amendment:
    """The same, approved by another person."""
    amendment = proposed(*records, **given)
    actions.approve(amendment, by=by or make.supervisor(), at=make.NOW)
    return Amendment.objects.get(pk=amendment.pk)


def with_parts(stage: Stage = Stage.ACCEPTED, count: int = 3, **given: Any) -> Record:
    """A record with attachments 附件1, 附件2 …, of one page each."""
    record = make.record(Stage.DRAFT if stage == Stage.DRAFT else Stage.ACCEPTED, **given)
    for place in range(1, count + 1):
        title = f"附件{place}"
        record.components.create(position=place, part=Part.ATTACHMENT, title=title, pages=1)
    make.led(record, stage)
    return record


def said(record: Record, **otherwise: dict[str, Any]) -> list[Said]:
    """The components as they are; otherwise those that are named by their titles."""
    return [
        Said(one.pk, one.part, one.title, one.pages, one.position)._replace(
            **otherwise.get(one.title, {})
        )
        for one in record.components.all()
    ]


def parts_proposed(
    record: Record | None = None, *, by: User | None = None, **otherwise: Any
) -> Amendment:
    """A correction of components: the first is called 正文, or what is given."""
    record = record or with_parts()
    told = said(record, **(otherwise or {"附件1": {"title": "正文"}}))
    return actions.propose_components(
        record, components=told, reason="核对实体", by=by or make.archivist(), at=make.NOW
    )


def parts_approved(record: Record | None = None, **otherwise: Any) -> Amendment:
    """The same, approved by another person."""
    amendment = parts_proposed(record, **otherwise)
    actions.approve(amendment, by=make.supervisor(), at=make.NOW)
    return Amendment.objects.get(pk=amendment.pk)
