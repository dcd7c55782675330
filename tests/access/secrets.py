"""What another department keeps to itself, put into every corner of the system."""

from typing import Any

from records.audit.actions import note
from records.holdings.models import CodeAlias
from records.holdings.rules import Access, Stage
from records.jobs.models import Job
from records.organisation.models import User
from records.recognition.work import Line, keep_lines
from records.retention.rules import Duty
from records.topics.models import Topic
from records.values.rules import Level
from tests import handover_make, loan_make, make, request_make
from tests.records.imports import making
from transfers.due.models import Uncomputable
from transfers.due.rules import Obstacle

WORDS = ("绝密来信", "XINFANG-7", "秘文发", "旧号之谜")


def keep(fonds: Any, by: User) -> None:
    """Records, copies, flags, unknown dates, aliases, imports and jobs of a fonds, and another."""
    make.unit(fonds, "SW", WORDS[0])
    make.unit(make.fonds(of=fonds.department), "SW", WORDS[0])
    archivist = User.objects.filter(department=None).earliest("pk")
    given = {"of": fonds, "described_by": archivist, "document_number": "秘文发〔2005〕9号"}
    for title in ("关于绝密来信的批示", "绝密来信的处理"):
        make.record(title=title, year=1997, period="D10", genre="XINFANG-7", **given)
    # a draft is nobody else's, whatever its access says
    make.record(title="绝密来信的草稿", access=Access.SHARED, **given)
    volume = make.record(Stage.ACCEPTED, title="绝密来信卷", level=Level.VOLUME, **given)
    make.record(Stage.ACCEPTED, title="绝密来信之一", volume=volume, **given)
    due = [handover_make.due_record(fonds, 900 + n, title="绝密来信正文") for n in range(3)]
    scan = handover_make.copy(due[0], name="XINFANG-7.pdf")
    keep_lines(scan, 1, [Line(word, 0.9, [0, 0, 9, 9]) for word in WORDS], at=make.NOW)
    Uncomputable.objects.create(
        record=volume,
        fonds=fonds,
        duty=Duty.TRANSFER,
        reason=Obstacle.values[0],
        found_at=make.NOW,
    )
    CodeAlias.objects.create(
        record=volume, code=f"旧号之谜-{fonds.number}", reason="秘文发", by=archivist, at=make.NOW
    )
    making.checked_rows(making.row(题名="绝密来信的清单"), fonds=fonds, by=by)
    if by.department:
        loan_make.out(volume, by=by, purpose="核对绝密来信")
    Job.objects.create(task="none", title="导入 XINFANG-7.xlsx", by=by, queued_at=make.NOW)
    request_make.asked(by=make.reader(fonds.department), wanted=[WORDS[1]], purpose=WORDS[0])
    request_make.released(due[0], by=make.reader(fonds.department))
    topic = Topic.objects.create(title=WORDS[0], made_by=archivist, made_at=make.NOW)
    topic.items.create(record=volume, position=1)
    note("correct", volume, by=by, at=make.NOW, after={"title": "绝密来信卷"})
