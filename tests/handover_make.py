"""Handovers for tests, walked through their stages by the real actions."""

import hashlib
import tarfile
from datetime import date, timedelta
from pathlib import Path
from typing import Any, BinaryIO

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from records.copies.digests import digest
from records.copies.models import DigitalCopy
from records.holdings.models import Component, Record
from records.holdings.rules import Stage as RecordStage
from records.jobs.rules import silent
from records.organisation.models import Fonds, User
from records.retention.models import DueRule
from records.retention.rules import Duty
from tests import make
from transfers.due.models import Due
from transfers.handover import work
from transfers.handover.actions import decide, receive, select
from transfers.handover.models.handovers import Handover
from transfers.handover.models.items import HandoverItem
from transfers.handover.natures.rules import BY_PERSON, Result
from transfers.handover.rules import Carriage

PDF = b"%PDF-1.7\n"


def flag(record: Record, **otherwise) -> Due:
    """As the nightly run flags a record for transfer, or telling something else."""
    year = record.year or 0
    rule = DueRule.objects.filter(duty=Duty.TRANSFER, period="Y").order_by("pk").first()
    rule = rule or DueRule.objects.create(
        duty=Duty.TRANSFER, period="Y", years=20, in_force_from=date(2024, 3, 1), law="条例 20(2)"
    )
    told = {
        "fonds": record.fonds,
        "rule": rule,
        "year": year,
        "period": record.period,
        "due_on": date(year + 20, 12, 31),
        **otherwise,
    }
    return Due.objects.create(
        record=record, duty=Duty.TRANSFER, rule_version=1, years=20, flagged_at=make.NOW, **told
    )


def due_record(of: Fonds, number: int, year: int = 2005, **given) -> Record:
    """One described record in custody that is due for transfer."""
    record = make.record(
        RecordStage.ACCEPTED,
        of,
        year=year,
        number=number,
        **{
            "archival_code": f"{of.number}-WS·{year}-Y-{number:04d}",
            "responsible": of.name,
            "date_text": f"{year}0612",
            "dated_on": date(year, 6, 12),
            "document_number": f"清财发〔{year}〕{number}号",
            "pages": 3,
            "opening": "open",
            **given,
        },
    )
    flag(record)
    return record


def copy(
    record: Record,
    content: bytes = b"",
    name: str = "正文.pdf",
    pages: int | None = None,
    **said: Any,
) -> DigitalCopy:
    """A digital copy of a part of its own, its bytes in the storage as the store writes them."""
    position, told = record.components.count() + 1, {"title": record.title, "pages": pages}
    part = Component.objects.create(record=record, position=position, part="original", **told)
    return copy_of(part, content or PDF + record.title.encode(), name, **said)


def copy_of(part: Component, content: bytes, name: str, **said: Any) -> DigitalCopy:
    made = DigitalCopy.objects.create(
        component=part,
        name=name,
        format=name.rpartition(".")[2].upper(),
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        sm3=digest([content]).sm3,
        stored_by=part.record.described_by,
        stored_at=make.NOW,
        **said,
    )
    if not default_storage.exists(made.path):
        default_storage.save(made.path, ContentFile(content))
    return made


def draft(records: int = 3, *, copies: bool = True, of: Fonds | None = None) -> Handover:
    """A batch of the year 2005, all of its records with a copy unless told otherwise."""
    of = of or make.fonds(of=make.department(), number_width=4)
    for number in range(1, records + 1):
        record = due_record(of, number)
        if copies:
            copy(record)
    return select.create(of, classes=[(2005, "Y")], by=make.archivist(), at=make.NOW)


def again(handover: Handover) -> Handover:
    """The row as it stands now."""
    return Handover.objects.select_related("package", "receipt", "job").get(pk=handover.pk)


def checked(
    handover: Handover | None = None,
    by: User | None = None,
    of_draft: Handover | None = None,
    **given,
) -> Handover:
    handover = handover or of_draft or draft(**given)
    by = by or make.archivist()
    work.check(row=handover.pk, by=by, at=make.NOW, progress=silent)
    return again(handover)


def answered(handover: Handover | None = None, by: User | None = None, **given) -> Handover:
    """Tested, with every item answered that awaits a person."""
    handover = handover or checked(**given)
    answers = dict.fromkeys(BY_PERSON, (Result.PASSED, "已查，无误"))
    decide.answer(handover, answers=answers, by=by or make.archivist(), at=make.NOW)
    return again(handover)


def proposed(by: User | None = None, **given) -> Handover:
    handover = answered(**given)
    decide.propose(handover, by=by or make.archivist(), at=make.NOW)
    return again(handover)


def approved(**given) -> Handover:
    handover = proposed(**given)
    decide.approve(handover, by=make.supervisor(), at=make.NOW)
    return again(handover)


def packaged(**given) -> Handover:
    handover = approved(**given)
    work.package(row=handover.pk, by=make.archivist(), at=make.NOW, progress=silent)
    return again(handover)


def delivered(**given) -> Handover:
    handover = packaged(**given)
    decide.deliver(
        handover,
        carriage=Carriage.DISC,
        media_numbers="光盘 2 张 G2026-01 至 02",
        delivered_on=make.NOW.date(),
        by=make.archivist(),
        at=make.NOW,
    )
    return again(handover)


def closed(rejected: dict[int, str] | None = None, **given) -> Handover:
    """Receipted; `rejected` maps positions to the archive's reasons."""
    return receipted(delivered(**given), rejected)


def receipted(handover: Handover, rejected: dict[int, str] | None = None) -> Handover:
    for position, reason in (rejected or {}).items():
        item = HandoverItem.objects.get(handover=handover, position=position)
        receive.reject(handover, item=item.pk, reason=reason, by=make.archivist(), at=make.NOW)
    receive.enter_receipt(
        handover,
        number="清档收〔2026〕15号",
        received_on=make.NOW.date(),
        receiver="姜白",
        by=make.archivist(),
        at=make.NOW + timedelta(hours=1),
    )
    return again(handover)


def unpack(sent: BinaryIO, into: Path) -> None:
    """What was downloaded, laid into a folder."""
    with tarfile.open(fileobj=sent) as archive:
        # Python before 3.11.4, as Debian 12 has it, knows no filters and leaves this aside.
        archive.extraction_filter = getattr(tarfile, "data_filter", None)
        archive.extractall(into)
