import pytest

from records.rules import Refused
from records.values.marks import StateSecret, read_mark, refuse_secrets
from records.values.rules import Security


@pytest.mark.parametrize("text", ["", " ", "无", "非密", "公开", "普通", "（非密）", "—", "公开级"])
def test_what_is_not_classified_is_let_in(text):
    assert read_mark(text) == Security.NONE


@pytest.mark.parametrize("text", ["内部", "内部资料", "工作秘密", "內部", "（内部）"])
def test_internal_matter_keeps_its_mark(text):
    assert read_mark(text) == Security.INTERNAL


@pytest.mark.parametrize(
    "text",
    [
        "秘密",
        "机密",
        "绝密",
        "秘密★10年",
        "机密★",
        "绝 密",
        "機密",
        "絕密★30年",
        "【机密】",
        "秘密☆5年",
        "★秘密",
        "机密级",
        "SECRET",
        "Top Secret",
        "工作秘密、机密",
        "TOP-SECRET",
        "secret★10年",
    ],
)
def test_a_state_secret_is_refused_with_the_reason(text):
    with pytest.raises(StateSecret, match="31"):
        read_mark(text)


def test_a_text_that_is_no_mark_is_refused_but_not_called_a_secret():
    with pytest.raises(Refused, match="内部") as refused:
        read_mark("密")

    assert not isinstance(refused.value, StateSecret)


@pytest.mark.parametrize(
    "title",
    [
        "机密★10年 关于某事的请示",
        "关于某事的请示（秘密）",
        "机密",
        "[絕密]某事",
        "某事 秘密 ★ 5年",
        "★机密★某事",
        "机密⭐10年 某事",
        "机密 关于某事的请示",
        "机密_某事",
        "秘密：关于某事",
        "密级：机密",
        "本件为机密级，保密期限二十年",
        "其中一件秘密（保密期 5 年）",
        "机密级 保密期限：长期",
        "密级 絕密",
        "关于某事的请示（机密级）",
        "关于某事的请示（秘密 5年）",
        "关于某事的请示（绝密·长期）",
        "<机密>某事",
        "机密10年 某事",
        "某事-机密",
        "某事_秘密",
        "某事 绝密",
        "机\u200b密★10年某事",
        "（工作秘密）（秘密）",
        "(SECRET) Report",
        "[Top Secret] Report",
        "Confidential: Report",
        "ＳＥＣＲＥＴ★",
    ],
)
def test_a_title_that_bears_a_mark_is_refused(title):
    with pytest.raises(StateSecret):
        refuse_secrets("文号", title)


@pytest.mark.parametrize(
    "title",
    [
        "关于印发《保守国家秘密工作规定》的通知",
        "关于保守国家秘密工作的通知",
        "机密文件管理办法",
        "机密级计算机管理规定",
        "关于机密级文件保密期限的规定",
        "关于国家秘密保密期限30年的说明",
        "工作秘密，期限10年",
        "机密级国家秘密的保密期限为20年",
        "秘密文件清退",
        "关于“秘密”一词的说明",
        "关于国家秘密（绝密、机密、秘密）定密工作的通知",
        "关于密级标志的说明",
        "关于保守国家秘密2010年工作总结",
        "保守国家秘密三年行动计划",
        "关于泄露国家 秘密",
        "侵犯商业秘密",
        "工作秘密★5年",
        "（工作秘密）清单",
        "Letter from the Secretary",
        "Confidentiality agreement",
        "",
    ],
)
def test_a_title_may_speak_of_secrecy(title):
    refuse_secrets(title)
