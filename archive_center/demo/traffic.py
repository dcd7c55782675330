"""What comes in and what goes out: years that departments file, handovers to the archive.

Of years one is being filled, one handed in, one sent back, one taken in; of handovers one is
received, one waits for approval, one is begun.
"""

from datetime import datetime, timedelta

from archive_center.demo.bodies import ARCHIVE
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
from transfers.due.models import Due
from transfers.handover import pages, work
from transfers.handover.actions import decide, receive, select
from transfers.handover.models.handovers import Handover
from transfers.handover.natures.rules import Result
from transfers.handover.rules import Carriage

RECEIVED, WAITING, BEGUN = "J014", "J026", "J041"
GAPS = "所缺件号为整理时剔除的重份文件，未形成档案。"
ACCOUNT = "本批档案为永久保管的文书、会计和照片档案，已逐件核对，目录与实体相符。"

ANSWERS = {
    "2-9": (Result.PASSED, "逐件对照归档范围，均在范围之内"),
    "3-6": (Result.PASSED, "PDF/A 与图像，通用软件可读"),
    "4-1": (Result.PASSED, "ClamAV 1.4，病毒库当日更新"),
    "4-2": (Result.PASSED, "全部副本已扫描，未发现病毒"),
    "4-4": (Result.NONE, "尚未刻盘，刻盘后检测"),
    "4-5": (Result.NONE, "尚未刻盘，刻盘后检测"),
    "4-6": (Result.NONE, "尚未刻盘，刻盘后检测"),
    "4-7": (Result.PASSED, "双人操作，全程有操作日志"),
}


def hand_over(*, archivist: User, supervisor: User, now: datetime) -> int:
    """Make them through the acts that people make them by; returns how many."""
    received = _tested(RECEIVED, archivist, now - timedelta(days=40))
    _received(received, archivist, supervisor, now)
    waiting = _tested(WAITING, archivist, now - timedelta(days=3))
    decide.propose(waiting, by=archivist, at=now - timedelta(days=2))
    _begun(BEGUN, archivist, now - timedelta(days=1))
    return Handover.objects.count()


def _begun(number: str, by: User, at: datetime) -> Handover:
    """A batch of the permanent files of the oldest year that is due."""
    fonds = Fonds.objects.get(number=number)
    due = pages.free(Due.objects.filter(fonds=fonds, period="Y"))
    oldest = pages.by_class(due)[0]
    return select.create(fonds, classes=[(oldest["year"], "Y")], by=by, at=at)


def _tested(number: str, by: User, at: datetime) -> Handover:
    made = _begun(number, by, at)
    select.explain(made, gap_note=GAPS, account=ACCOUNT, by=by, at=at)
    work.check(row=made.pk, by=by, at=at, progress=silent)
    made.refresh_from_db()
    decide.answer(made, answers=ANSWERS, by=by, at=at)
    return made


def _received(made: Handover, archivist: User, supervisor: User, now: datetime) -> None:
    """The whole way: approved, packaged, delivered, answered record by record."""
    days = [now - timedelta(days=left) for left in (38, 36, 35, 33, 20)]
    decide.propose(made, by=archivist, at=days[0])
    made.refresh_from_db()
    decide.approve(made, by=supervisor, at=days[1])
    work.package(row=made.pk, by=archivist, at=days[2], progress=silent)
    made.refresh_from_db()
    decide.deliver(
        made,
        carriage=Carriage.DISC,
        media_numbers="光盘 2 张，G01–G02",
        delivered_on=days[3].date(),
        by=archivist,
        at=days[3],
    )
    made.refresh_from_db()
    for item in made.items.filter(record__level="item").order_by("position")[1:3]:
        reason = "责任者与正文落款不符"
        receive.reject(made, item=item.pk, reason=reason, by=archivist, at=days[4])
    receive.enter_receipt(
        made,
        number=f"{ARCHIVE[0]}接〔{days[4].year}〕17号",
        received_on=days[4].date(),
        receiver="市档案馆接收科 梁若水",
        by=archivist,
        at=days[4],
    )


FILLED, HANDED_IN, SENT_BACK, TAKEN_IN = "J008", "J003", "J026", "J018"
STOPPING = [code for code, check in CHECKS.items() if check.stops]
REMARKS = ("责任者改为“清岚市水务局”", "附件漏扫 2 页，请补", "题名与正文不符，请核对")


def file_years(*, year: int, archivist: User, now: datetime) -> int:
    """Make the batches; returns how many."""
    filled = _opened_year(FILLED, year, now)
    batches = [_handed_in_year(number, year, now) for number in (HANDED_IN, SENT_BACK, TAKEN_IN)]
    _send_back(batches[1], archivist, now)
    _take_in(batches[2], archivist, now)
    return len([filled, *batches])


def _officer(fonds: Fonds) -> User:
    """The department's filing officer, or an archivist who helps where it has none."""
    officers = User.objects.filter(role=Role.FILING_OFFICER, department=fonds.department)
    helpers = User.objects.filter(role=Role.ARCHIVIST).exclude(username="shenyanqiu")
    return officers.first() or helpers.earliest("pk")


def _opened_year(number: str, year: int, now: datetime) -> FilingBatch:
    fonds = Fonds.objects.get(number=number)
    by = _officer(fonds)
    batch = actions.open_year(fonds, year=year, by=by, at=now)
    actions.put_in(batch, by=by, at=now)
    return batch


def _handed_in_year(number: str, year: int, now: datetime) -> FilingBatch:
    """What stops a hand-in is left out, and missing numbers are explained."""
    batch = _opened_year(number, year, now)
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
