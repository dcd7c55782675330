"""Documents of the demonstration: a text under a red header, made from what a description says.

Some are scans, with what was recognised on their pages. Nothing is recognised while the
demonstration is made: the lines are those of the document, with the slips that a machine makes.
"""

import re
from collections.abc import Iterator
from datetime import datetime
from io import BytesIO
from random import Random
from typing import Any

from django.utils import timezone
from PIL import Image

from archive_center.demo.paper import Paper
from records.copies.actions import store
from records.copies.contents.layer import letters
from records.copies.contents.raster import picture_of, sizes
from records.copies.models import DigitalCopy
from records.holdings.models import Component
from records.organisation.models import User
from records.printing.pdf import rendered
from records.recognition.actions import correct
from records.recognition.models import Recognition
from records.recognition.rules import SENTENCES
from records.recognition.work import Line, keep_lines

PAGE = re.compile(rb"/Type\s*/Page\b")
OPENING = (
    "为进一步做好{topic}工作，根据国家和云川省有关规定，结合我市实际，现将有关事项通知如下。",
    "按照市委、市政府的统一部署，{year}年以来，我市{topic}工作稳步推进。现就有关事项明确如下。",
    "{topic}关系全市发展大局和群众切身利益。经研究，现提出以下意见，请结合实际认真贯彻执行。",
)
POINTS = (
    (
        "提高认识，加强领导。各有关单位要充分认识{topic}工作的重要性，主要负责人亲自抓，分管负责人具体抓，"
        "明确责任科室和经办人员，于{month}月底前将工作方案报我单位备案。"
    ),
    (
        "突出重点，分步实施。要对照{year}年度目标任务，逐项分解，逐级落实，建立台账，按月调度，"
        "对进展缓慢的项目要查明原因，限期整改。"
    ),
    (
        "规范程序，严格管理。凡涉及资金、项目和审批事项的，须按规定程序办理，做到有据可查、有人负责；"
        "办理过程中形成的文件材料要及时归档。"
    ),
    (
        "强化监督，注重实效。要把{topic}工作纳入年度考核内容，定期通报情况，对工作突出的单位和个人给予表扬，"
        "对弄虚作假的严肃处理。"
    ),
    "加强宣传，营造氛围。要运用多种形式宣传政策措施，回应社会关切，总结推广好的经验和做法。",
)
NUMERALS = "一二三四五"
ACROSS, MOST_PIXELS, DPI = 1240, 4_000_000, 150
ASKEW, PAPER, INK = 0.25, 255, 150  # degrees; the lightest grey, and what counts as black
SLIPS = {"部署": "部暑", "备案": "各案", "限期": "限朝", "台账": "台帐"}
Box = list[int]


def red_header(paper: Paper, *, at: datetime) -> tuple[bytes, int]:
    """A PDF/A of the document, and how many pages it has."""
    made = rendered("red_header", _told(paper), at=at)
    return made, len(PAGE.findall(made))


def _told(paper: Paper) -> dict[str, Any]:
    dice = Random(f"{paper.number}{paper.title}")  # noqa: S311 - words of a demonstration
    given = {"topic": paper.keywords, "year": paper.year, "month": min(12, paper.dated.month + 1)}
    points = dice.sample(POINTS, k=dice.randint(3, 5))
    body = [dice.choice(OPENING).format(**given)]
    body += [
        f"{numeral}、{point.format(**given)}"
        for numeral, point in zip(NUMERALS, points, strict=False)
    ]
    return {
        "authority": paper.body.name,
        "number": paper.number,
        "title": paper.title,
        "to": "各县（区）人民政府，市直有关部门、单位",
        "body": body,
        "by": paper.body.name,
        "date": f"{paper.dated.year}年{paper.dated.month}月{paper.dated.day}日",
        "copies_to": "市委办公厅，市人大常委会办公厅，市政协办公厅。",
    }


def scanned(component: Component, made: bytes, *, name: str, by: User, at: datetime) -> DigitalCopy:
    """Store a document as a scan in black and white, and keep what was recognised on it."""
    pages = [_page(made, number) for number in range(1, len(sizes(BytesIO(made))) + 1)]
    file = BytesIO()
    told = {"save_all": True, "append_images": pages[1:], "compression": "group4"}
    pages[0].save(file, "TIFF", dpi=(DPI, DPI), **told)
    scan: dict[str, Any] = {"resolution": DPI, "colour": "bilevel"}
    copy = store(component, file, name=name, **scan, by=by, at=at)
    for number in range(1, len(pages) + 1):
        keep_lines(copy, number, list(_lines(made, number)), at=timezone.now())
    end(copy, len(pages), at=timezone.now())
    return copy


def _page(made: bytes, number: int) -> Image.Image:
    grey = picture_of(BytesIO(made), number, ACROSS, MOST_PIXELS).convert("L")
    laid = grey.rotate(ASKEW, Image.Resampling.BICUBIC, fillcolor=PAPER)
    return laid.point(lambda value: PAPER * (value > INK)).convert("1")


def _lines(made: bytes, number: int) -> Iterator[Line]:
    """The lines of a page with their boxes, as a machine would have read them."""
    dice = Random(number)  # noqa: S311 - how sure a machine is in a demonstration
    line, box = "", Box()
    for sign, *place in [*letters(BytesIO(made), number), ["\n", 0, 0, 0, 0]]:
        if sign not in "\r\n":
            line += sign
            box = [*map(min, box[:2], place), *map(max, box[2:], place[2:])] if box else place
        elif line.strip():
            yield Line(_misread(line), round(dice.uniform(0.93, 0.9999), 4), box)
            line, box = "", Box()


def _misread(line: str) -> str:
    for right, wrong in SLIPS.items():
        line = line.replace(right, wrong)
    return line


def end(copy: DigitalCopy, pages: int, *, at: datetime) -> None:
    """Say that a copy was looked through."""
    told = {"pages": pages, "done": pages, "found": pages, "begun_at": at, "ended_at": at}
    Recognition.objects.create(copy=copy, **told)
    DigitalCopy.objects.filter(pk=copy.pk).update(recognised_at=at)


def check_texts(copies: list[DigitalCopy], *, by: User, at: datetime) -> int:
    """Of the scans one is corrected on its first page, and one has a page that took too long."""
    checked, failed = copies[:2]
    wrong = checked.texts.get(number=1).text
    right = wrong
    for slip, told in ((wrong, right) for right, wrong in SLIPS.items()):
        right = right.replace(slip, told)
    correct(checked, 1, text=right, seen=wrong, by=by, at=at)
    failed.texts.filter(number=1).delete()
    faults = {"faults": 1, "fault_page": 1, "why": SENTENCES["time"]}
    Recognition.objects.filter(copy=failed).update(**faults)
    return len(copies)
