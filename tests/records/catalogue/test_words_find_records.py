import pytest

from records.catalogue.search import matching, words
from records.holdings.models import Record
from records.holdings.rules import Stage
from records.values.text import normal_description
from tests import make

pytestmark = pytest.mark.django_db

TITLE = "關於做好２０２３年度办公用房维修（二期）100%达标_验收工作的通知"
NUMBER = "清财发〔2023〕38号"
BODY = "清岚市财政局"
CODE = "J014-WS·2023-Y-ZCK-0012"


@pytest.fixture
def record():
    return make.record(
        Stage.ACCEPTED,
        title=TITLE,
        document_number=NUMBER,
        responsible=BODY,
        archival_code=CODE,
        normal_text=normal_description(title=TITLE, document_number=NUMBER, responsible=BODY),
        persons="欧阳锋；阿卜杜拉·买买提",
        keywords="房屋 修缮",
        abstract="第一条\n总则〔暂行〕",
        remarks="原件在第３柜",
    )


@pytest.mark.parametrize(
    "text",
    [
        *("清财发〔2023〕38号", "清财发[2023]38号", "清财发(2023)38号", "清财发（2023）38号"),
        *("清财发【２０２３】３８号", "〔2023〕38", "清財發〔2023〕38號", "财发〔2023"),
        *("关于做好", "關於", "办公", "維修", "2023年度", "２０２３", "(二期)", "（二期）"),
        *("100%", "％达标", "标_验", "＿"),
        *("清岚市财政", "财政局"),
        *(
            "J014-WS·2023-Y-ZCK-0012",
            "j014-ws",
            "2023-Y",
            "ZCK-0012",
            "0012",
            "WS•2023",
            "WS.2023",
            "WS·",
            "·20",
            "·",
        ),
        *("J014－WS", "J014—WS·2023—Y", "J014-WS-2023-Y-ZCK-0012", "j014.ws.2023。y。zck。0012"),
        *("欧阳", "阿卜杜拉•买买提", "屋修", "条总则", "(暂行)", "第3柜", "维修 欧阳 第３", "柜"),
        *("维修 验收", "38号 财政局", "验收　维修", " 办公用房\u200b  0012 ", "维修 维修"),
        *("办公\u200b用房", ""),
        *(
            '"办公 用房维修"',
            "“办公用房” 维修",
            "-拆除 维修",
            "－拆除",
            '-"办公用房 拆除"',
            "- 维修",
            "财政局 -",
        ),
        *(
            "年度:2005",
            "年度：２００５ 维修",
            "year:2000-2005",
            "Year: 2005-",
            "年度:-2005",
            "年度:2004至2006",
            "年度:2006-2004",
        ),
    ],
)
def test_what_finds_the_record(record, text):
    assert list(matching(Record.objects.all(), words(text))) == [record]


@pytest.mark.parametrize(
    "text",
    [
        *("清财发〔2023〕39号", "清财发〔2022〕38号", "发清财", "维修 拆除"),
        *(
            '"用房 办公"',
            '"维修 验收"',
            "-维修",
            "－维修",
            "维修 -2023年度",
            '-"办公 用房"',
            "-zck-0012",
            "-J014-WS·2023",
        ),
        *(
            "年度:2006",
            "year:2006-",
            "年度:-2004",
            "年度:2004-2002",
            "年度:2005 year:2006",
            "year:20052006",
        ),
        *("-欧阳", "提房屋", "0012欧阳", "修缮第一条", '"柜 清"'),
        *("1000%", "达标%验收", "%%", "办公_房", "__", "\\", "通知清财发", "财政局j014"),
    ],
)
def test_what_does_not_find_it(record, text):
    assert not matching(Record.objects.all(), words(text)).exists()


@pytest.mark.parametrize("text", ["乾坤", "阿卜杜拉.买买提", "「两会」,一府—两院", "两会”、一府"])
def test_a_part_of_a_title_finds_it_whatever_signs_are_typed(text):
    title = "李乾坤、阿卜杜拉·买买提关于“两会”，一府——两院的函"
    form = normal_description(title=title, document_number="", responsible="")
    record = make.record(title=title, normal_text=form)

    assert list(matching(Record.objects.all(), words(text))) == [record]


def test_a_word_of_nothing_but_invisible_characters_asks_for_nothing(record):
    assert words("\u200b \ufeff\x00") == ()
    assert matching(Record.objects.all(), words("\u200b")).count() == 1


def test_a_document_number_is_known_as_one_and_shown_in_its_own_writing():
    number, word = words("清财发(2023)38 维修")

    assert number.is_number
    assert number.shown == "清财发〔2023〕38号"
    assert not word.is_number


def test_the_parts_of_a_query_are_told_as_they_were_read():
    told = [
        (word.shown, word.barred, word.years)
        for word in words("“办公 用房” -拆除 年度:2020- —— 年度:2023-2020")
    ]

    assert told == [
        ("“办公 用房”", (), None),
        ("拆除", ("拆除",), None),
        ("2020–", (), (2020, None)),
        ("——", (), None),
        ("2020–2023", (), (2020, 2023)),
    ]
    text = " ".join(word.typed for word in words("year: 2001-2003 -“a b” 维修"))
    assert words(text) == words("year:2001-2003 -“a b” 维修")
