"""The text of a document under its red header, made from what its description says."""

import re
from datetime import datetime
from random import Random
from typing import Any

from archive_center.demo.paper import Paper
from records.printing.pdf import rendered

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
