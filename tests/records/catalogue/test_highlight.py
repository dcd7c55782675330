import pytest

from records.catalogue.highlight import segments
from records.catalogue.search import words


def marked(text, query):
    return "".join(
        f"<{segment.text}>" if segment.found else segment.text
        for segment in segments(text, words(query))
    )


@pytest.mark.parametrize(
    ("text", "query", "shown"),
    [
        ("关于办公用房维修的通知", "维修", "关于办公用房<维修>的通知"),
        ("关于办公用房维修的通知", "用房 维修", "关于办公<用房维修>的通知"),
        ("關於辦公用房維修的通知", "维修", "關於辦公用房<維修>的通知"),
        ("清财发〔2015〕38号", "[2015]38", "清财发<〔2015〕38>号"),
        ("清财发〔 2015 〕38号", "2015", "清财发〔 <2015> 〕38号"),
        ("关于ＡＢＣ系统", "abc", "关于<ＡＢＣ>系统"),
        ("面积㎡与ﬁle", "m2", "面积<㎡>与ﬁle"),
        ("面积㎡与ﬁle", "fi", "面积㎡与<ﬁ>le"),
        ("一二一二一", "一二一", "<一二一二一>"),
        ("办公\u200b用房", "办公用房", "<办公\u200b用房>"),
        ("cafe\u0301 年报", "café", "<cafe\u0301> 年报"),
        ("百分之100%", "100%", "百分之<100%>"),
        ("没有命中", "别的", "没有命中"),
        ("没有查询", "", "没有查询"),
        ("", "维修", ""),
    ],
)
def test_a_hit_is_marked_in_the_writing_of_the_text(text, query, shown):
    assert marked(text, query) == shown


def test_the_segments_are_the_text():
    text = "（2015）《辦公 用房》ﬁ㎡维修\u200b"

    assert "".join(segment.text for segment in segments(text, words("用房 m2 维"))) == text
