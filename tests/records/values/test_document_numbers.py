import pytest

from records.values.document_numbers import LONGEST, NONE_WRITTEN, is_plausible, normalise

RIGHT = "清水发〔2024〕17号"


@pytest.mark.parametrize(
    "written",
    [
        RIGHT,
        "清水发(2024)17号",
        "清水发（2024）17号",
        "清水发[2024]17号",
        "清水发［２０２４］１７号",
        "清水发【2024】17号",
        "清水发﹝2024﹞17号",
        "清水发 〔2024〕 17 号",
        "清水发\u200b〔2024〕\n17号",
        "清水发\u3000〔2024年〕17号",
        "清水发〔2024〕17",
    ],
)
def test_one_number_has_one_form(written):
    assert normalise(written) == RIGHT


def test_full_width_letters_and_digits_become_half_width():
    assert normalise("ＡＺａｚ〔2024〕０９号") == "AZaz〔2024〕09号"
    assert normalise("清（办）〔2024〕1号") == "清（办）〔2024〕1号"


@pytest.mark.parametrize("written", [*sorted(NONE_WRITTEN), "", " ", "无 文 号"])
def test_no_number_is_no_number(written):
    assert normalise(written) == ""


@pytest.mark.parametrize("written", ["清府（办）函〔2024〕3号", "省政府令第123号", "见附件"])
def test_nothing_that_says_something_is_lost(written):
    assert normalise(written) == written


@pytest.mark.parametrize(
    "number", [RIGHT, "清府（办）函〔2024〕3号", "省政府令第123号", "清府任〔2001〕第3号"]
)
def test_a_number_that_reads_like_one_is_plausible(number):
    assert is_plausible(number)


@pytest.mark.parametrize(
    "debris",
    [
        "http://www.example.cn/gk/2024-01",
        "发文字号：清水发〔2024〕17号",
        "清水发〔2024〕17号清水发〔2024〕18号",
        "清水发〔2024〕0号",
        "17",
        "关于印发通知",
    ],
)
def test_debris_is_not_plausible(debris):
    assert not is_plausible(debris)


def test_words_that_say_that_there_is_none_are_these():
    assert len(NONE_WRITTEN) == 12


def test_a_number_is_plausible_up_to_its_longest():
    issuer = "清" * (LONGEST - len("〔2024〕1号"))

    assert is_plausible(f"{issuer}〔2024〕1号")
    assert not is_plausible(f"清{issuer}〔2024〕1号")
