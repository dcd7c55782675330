"""What class of the schedule a title suggests."""

from itertools import product

import pytest

from filing.proposals.rules import Ground, Precedent, Proposer, Wording, core

PLANS, STAFF, AREAS, DRILLS = range(1, 5)
SCHEDULE = [
    Wording(PLANS, "年度工作计划、工作总结"),
    Wording(STAFF, "机构设置、撤并、更名"),
    Wording(AREAS, "行政区划调整"),
    Wording(DRILLS, "应急预案"),
]
BEFORE = [
    Precedent("清岚市水务局关于2023年度防汛值班安排的通知", DRILLS),
    Precedent("清岚市水务局关于调整城区供水价格的请示", AREAS),
    Precedent("关于表彰2011年度节水先进单位的通报", STAFF),
]


@pytest.mark.parametrize(
    ("title", "entry", "ground"),
    [
        ("市水务局关于2025年度防汛值班安排的通知", DRILLS, Ground.PRECEDENT),
        ("关于表彰二〇二五年度节水先进单位的通报", STAFF, Ground.PRECEDENT),
        ("关于印发青石水库防洪应急预案的通知", DRILLS, Ground.WORDS),
        ("关于调整部分乡镇行政区划的批复", AREAS, Ground.WORDS),
    ],
)
def test_a_title_suggests_what_was_decided_before_or_what_the_schedule_says(title, entry, ground):
    found = Proposer(SCHEDULE, BEFORE).propose(title)

    assert found is not None
    assert (found.entry, found.ground) == (entry, ground)
    assert 0 < found.weight <= 1


@pytest.mark.parametrize("title", ["青石水库移民安置补充协议", "函", "〔〕", ""])
def test_nothing_is_proposed_where_too_little_speaks_for_it(title):
    assert Proposer(SCHEDULE, BEFORE).propose(title) is None


def test_a_department_that_changed_its_mind_is_followed():
    changed = [*BEFORE, Precedent("清岚市水务局关于2024年度防汛值班安排的通知", PLANS)]

    found = Proposer(SCHEDULE, changed).propose("清岚市水务局关于2025年度防汛值班安排的通知")

    assert found is not None
    assert (found.entry, found.like) == (PLANS, "清岚市水务局关于2024年度防汛值班安排的通知")


def test_without_a_schedule_and_precedents_nothing_is_proposed():
    assert Proposer([], []).propose("关于防汛的通知") is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2024年度工作总结", "2025年度工作总结"),
        ("第十二届运动会", "第13届运动会"),
        ("市水务局关于节水的通知", "清岚市水务局办公室关于节水的通知"),
        ("关于 节水 的 通知", "关于节水的通知。"),
    ],
)
def test_years_numbers_and_issuers_do_not_tell_titles_apart(one, other):
    assert core(one) == core(other)


def test_words_that_stand_in_every_title_do_not_decide():
    common = [Precedent(f"关于{a}{b}工作的通知", PLANS) for a, b in product("甲乙丙丁", "子丑寅卯")]

    found = Proposer(SCHEDULE, [*common, *BEFORE]).propose("关于调整城区供水价格工作的请示")

    assert found is not None
    assert found.entry == AREAS
