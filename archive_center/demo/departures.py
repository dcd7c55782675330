"""Three handovers to the city's archive: one received, one that waits for approval, one begun."""

from datetime import datetime, timedelta

from archive_center.demo.bodies import ARCHIVE
from records.jobs.rules import silent
from records.organisation.models import Fonds, User
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
