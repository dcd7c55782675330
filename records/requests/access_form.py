"""利用审批单: a request with its answers as a PDF/A, as far as who prints it may know them.

Chinese in every language of the interface: it is an official form.
"""

from collections.abc import Sequence
from datetime import datetime

from records.days import day, moment
from records.organisation.models import User
from records.printing.pdf import centre, rendered
from records.requests.models import AccessItem, AccessRequest
from records.requests.rules import Answer, Stage

FORM = "利用审批单"
COLUMNS = ("序号", "申请利用的档案", "档号和题名", "页次", "单位意见", "说明", "答复人")
ANSWERS = {Answer.WAITING: "未答复", Answer.CONSENTED: "同意", Answer.REFUSED: "不同意"}
STAGES = {
    Stage.ASKED: "待单位答复",
    Stage.CONSENTED: "待中心批准",
    Stage.RELEASED: "已批准",
    Stage.REFUSED: "未批准",
    Stage.WITHDRAWN: "已撤回",
    Stage.ENDED: "已结束",
}
OF_CENTRE = {"release": "同意利用", "withhold": "不同意利用"}
Told = tuple[AccessItem, str]  # an item, and code and title of its record where it may be known


def access_form(request: AccessRequest, told: Sequence[Told], *, by: User, at: datetime) -> bytes:
    """The form of a request; of each item what is told, and what the centre decided."""
    besides = ["查阅", *["下载"] * request.may_download, *["打印"] * request.may_print]
    data = {
        "name": FORM,
        "number": str(request),
        "centre": centre(),
        "asker": str(request.asker),
        "department": str(request.department),
        "purpose": request.purpose,
        "asked": day(request.asked_at),
        "until": day(request.until),
        "besides": "、".join(besides),
        "stage": STAGES[Stage(request.stage)],
        "answer": _of_centre(request),
        "columns": COLUMNS,
        "rows": [
            _line(place, *one, to_asker=by == request.asker)
            for place, one in enumerate(told, start=1)
        ],
        "by": str(by),
        "at": moment(at),
    }
    return rendered("access_form", data, at=at)


def _line(place: int, item: AccessItem, record: str, *, to_asker: bool) -> list[str]:
    """Who answered for which file is not told to the asker: it says whether there is one."""
    opinion, by = ANSWERS[Answer(item.answer)], item.answered_by
    pages = item.pages or ("全部" if item.answer == Answer.CONSENTED else "")
    who = f"{by} {day(item.answered_at)}" if by and not to_asker else ""
    return [str(place), item.wanted, record, pages, opinion, item.reason, who]


def _of_centre(request: AccessRequest) -> str:
    """What the centre decided, who did and when; empty while it has not."""
    step = request.steps.select_related("by").filter(name__in=OF_CENTRE).last()
    if step is None:
        return ""
    said = "：".join(filter(None, [OF_CENTRE[step.name], step.reason]))
    return f"{said}　{step.by}　{day(step.at)}"
