"""Years that departments file: one being filled, one handed in, one sent back, one taken in."""

from datetime import datetime

from filing.batches import actions
from filing.batches.models import FilingBatch
from filing.batches.rules import Point
from filing.batches.work import accept
from filing.checks.finders import faulty
from filing.checks.rules import CHECKS
from filing.sequences.actions import answer
from filing.sequences.models import sequences
from filing.sequences.rules import Answer
from records.jobs.rules import silent
from records.organisation.models import Fonds, User
from records.organisation.rules import Role
from records.values.page_ranges import Ranges

FILLED, HANDED_IN, SENT_BACK, TAKEN_IN = "J008", "J003", "J026", "J018"
STOPPING = [code for code, check in CHECKS.items() if check.stops]
REMARKS = ("责任者改为“清岚市水务局”", "附件漏扫 2 页，请补", "题名与正文不符，请核对")


def file_years(*, year: int, archivist: User, now: datetime) -> int:
    """Make the batches; returns how many."""
    filled = _opened(FILLED, year, now)
    batches = [_handed_in(number, year, now) for number in (HANDED_IN, SENT_BACK, TAKEN_IN)]
    _send_back(batches[1], archivist, now)
    _take_in(batches[2], archivist, now)
    return len([filled, *batches])


def _officer(fonds: Fonds) -> User:
    """The department's filing officer, or an archivist who helps where it has none."""
    officers = User.objects.filter(role=Role.FILING_OFFICER, department=fonds.department)
    helpers = User.objects.filter(role=Role.ARCHIVIST).exclude(username="shenyanqiu")
    return officers.first() or helpers.earliest("pk")


def _opened(number: str, year: int, now: datetime) -> FilingBatch:
    fonds = Fonds.objects.get(number=number)
    by = _officer(fonds)
    batch = actions.open_year(fonds, year=year, by=by, at=now)
    actions.put_in(batch, by=by, at=now)
    return batch


def _handed_in(number: str, year: int, now: datetime) -> FilingBatch:
    """What stops a hand-in is left out, and missing numbers are explained."""
    batch = _opened(number, year, now)
    by = batch.opened_by
    bad = batch.items.filter(record__in=faulty(batch.records, STOPPING))
    if keys := list(bad.values_list("pk", flat=True)):
        actions.take_out(batch, keys, by=by, at=now)
    for one in sequences(batch.fonds, year):
        spans = tuple((gap.first, gap.last) for gap in one.stretches if gap.said is None)
        if one.is_own and not one.sparse and spans:
            answer(
                batch.fonds,
                year=year,
                sign=one.sign,
                numbers=Ranges(spans),
                answer=Answer.NOT_ISSUED,
                reason="作废未发",
                by=by,
                at=now,
            )
    actions.tell(batch, account=f"{year} 年度文件已收集齐全，按规则整理。", by=by, at=now)
    actions.hand_in(batch, by=by, at=now)
    batch.refresh_from_db()
    return batch


def _send_back(batch: FilingBatch, archivist: User, now: datetime) -> None:
    items = batch.items.select_related("batch__fonds__department", "record").order_by("pk")
    for item, words in zip(items[: len(REMARKS)], REMARKS, strict=False):
        actions.remark(item, remark=words, by=archivist, at=now)
    actions.return_batch(batch, reason="有三处要改，见各件意见。", by=archivist, at=now)


def _take_in(batch: FilingBatch, archivist: User, now: datetime) -> None:
    for point in Point:
        actions.answer_point(batch, point=point, fits=True, by=archivist, at=now)
    for item in batch.items.filter(sampled=True).select_related("batch", "record"):
        actions.judge_sample(item, fits=True, by=archivist, at=now)
    accept(row=batch.pk, by=archivist, at=now, progress=silent)
