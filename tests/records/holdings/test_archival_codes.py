"""Every example of the field's table of archival codes, right and wrong, and random round trips."""

import random

import pytest
from django.utils.translation import override

from records.holdings.codes import ArchivalCode, CodeError, Widths, build, normalise, parse
from records.organisation.rules import CodePattern

DAT22, DAT13 = CodePattern.DAT22, CodePattern.DAT13
BY_VOLUME = frozenset({"KJ", "KU", "ZY", "RS"})

VALID = [
    (DAT22, Widths(), "Z109-WS·2011-Y-BGS-0001", ("Z109", "WS", 2011, "Y", "BGS", None, 1)),
    (DAT22, Widths(), "J001-WS·2022-Y-0001", ("J001", "WS", 2022, "Y", "", None, 1)),
    (DAT22, Widths(), "A182-WS·2022-D30-XZK-0123", ("A182", "WS", 2022, "D30", "XZK", None, 123)),
    (DAT22, Widths(), "0142-WS·2013-D10-001-0026", ("0142", "WS", 2013, "D10", "001", None, 26)),
    (DAT22, Widths(unit=2), "A182-WS·2022-Y-XZ-0001", ("A182", "WS", 2022, "Y", "XZ", None, 1)),
    (DAT22, Widths(), "A182-WS·1998-C-XZK-0123", ("A182", "WS", 1998, "C", "XZK", None, 123)),
    (DAT22, Widths(), "A182-ZP·2022-Y-0001", ("A182", "ZP", 2022, "Y", "", None, 1)),
    (DAT22, Widths(), "A182-SW·JB·2022-Y-0001", ("A182", "SW·JB", 2022, "Y", "", None, 1)),
    (DAT22, Widths(), "J001-KJ·JJ·2022-Y-001-0001", ("J001", "KJ·JJ", 2022, "Y", "", 1, 1)),
    (DAT22, Widths(), "J001-KJ·JJ·2022-Y-001", ("J001", "KJ·JJ", 2022, "Y", "", 1, None)),
    (DAT22, Widths(), "J001-KJ·JJ·2022-Y-JSK-001", ("J001", "KJ·JJ", 2022, "Y", "JSK", 1, None)),
    (DAT22, Widths(), "J001-KU·2022-D30-CWK-012-0003", ("J001", "KU", 2022, "D30", "CWK", 12, 3)),
    (
        DAT13,
        Widths(number=3),
        "A439-WS·2015·D30·003-005",
        ("A439", "WS", 2015, "D30", "003", None, 5),
    ),
    (DAT13, Widths(), "Z109-WS·2011·Y·办公室-0001", ("Z109", "WS", 2011, "Y", "办公室", None, 1)),
    (DAT13, Widths(number=3), "Z008-WS·2019·Y-037", ("Z008", "WS", 2019, "Y", "", None, 37)),
    (DAT13, Widths(number=3), "J019-LY·2019·Y-001", ("J019", "LY", 2019, "Y", "", None, 1)),
    (
        DAT13,
        Widths(number=5),
        "C015-WY·TZGG·2019·D10-00001",
        ("C015", "WY·TZGG", 2019, "D10", "", None, 1),
    ),
    (DAT13, Widths(number=3), "B168-SW·2015·Y-001", ("B168", "SW", 2015, "Y", "", None, 1)),
    (
        DAT13,
        Widths(number=3),
        "J019-ZY·JC·CC·2019·D30-001-001",
        ("J019", "ZY·JC·CC", 2019, "D30", "", 1, 1),
    ),
    (DAT13, Widths(number=3), "J019-KU·01·2017-001-001", ("J019", "KU·01", 2017, "", "", 1, 1)),
    (DAT13, Widths(number=3), "A002-RS-001-002", ("A002", "RS", None, "", "", 1, 2)),
    (DAT13, Widths(number=3), "X032-KJ·KY·01-003", ("X032", "KJ·KY·01", None, "", "", 3, None)),
    (DAT13, Widths(number=3), "X032-KJ·JJ·02-005-054", ("X032", "KJ·JJ·02", None, "", "", 5, 54)),
    (DAT13, Widths(number=3), "K021-ZP·2019·D30-025-005", ("K021", "ZP", 2019, "D30", "", 25, 5)),
    (DAT13, Widths(number=3), "0142-001-002-003", ("0142", "001", None, "", "", 2, 3)),
    (DAT13, Widths(number=3), "0142-001-002", ("0142", "001", None, "", "", 2, None)),
    (DAT13, Widths(number=3), "C038-001-002-003", ("C038", "001", None, "", "", 2, 3)),
]

INVALID = [
    (DAT22, "Z109-WS.2011-Y-BGS-0001", "“.” became “·”", "Write Z109-WS·2011-Y-BGS-0001"),
    (DAT22, "Z109-WS·11-Y-BGS-0001", "“11” is not a year", "write four digits, 2011"),
    (DAT22, "Z109-WS·2011-30-BGS-0001", "“30” is no retention period", "write D30"),
    (DAT22, "Z109-WS·2011-X-BGS-0001", "“X” is no retention period", "write Y, D30 or D10"),
    (DAT22, "Z109-WS·2011-D20-BGS-0001", "“D20” is no period of text files", "Y, D30 or D10"),
    (DAT22, "Z109-WS·2011-C-BGS-0001", "“C” was abolished", "a file of 2011 has Y, D30 or D10"),
    (DAT22, "Z109-WS·2011-Y-BGS-1", "“1” is not padded", "write 0001"),
    (DAT22, "Z109-WS·2011-Y-BANGONG-0001", "no office code", "write 3 capitals or digits"),
    (DAT22, "Z109-WS·2011·Y-BGS-0001", "mixed", "Write Z109-WS·2011-Y-BGS-0001"),
    (DAT22, "Z109－WS·2011－Y－BGS－0001", "“－” became “-”", "Write Z109-WS·2011-Y-BGS-0001"),
    (DAT22, "Z109-ws·2011-Y-BGS-0001", "capitals", "Write Z109-WS·2011-Y-BGS-0001"),
    (DAT22, "Z1-WS·2011-Y-BGS-0001", "“Z1” is not a fonds number", "(Z109)"),
    (DAT22, "Z109-WS·2011-Y-BGS-0000", "Numbers begin", "0001"),
    (DAT22, "Z109-WS·2011-Y-BGS-0001\n", "spaces and", "Write Z109-WS·2011-Y-BGS-0001"),
    (DAT22, "Z109-WS·2011-Y-办公室-0001", "“办公室” is no office code", "3 capitals or digits"),
    (DAT22, "Z109-WS\u200b·2011-Y-BGS-0001", "invisible", "Write Z109-WS·2011-Y-BGS-0001"),
    (DAT22, "Z109‒WS·2011―Y-BGS-0001", "“‒” became “-”, “―”", "Write Z109-WS·2011-Y-BGS-0001"),
    (DAT22, "Z109-WS·1850-Y-BGS-0001", "“1850” is no year of a code", "from 1900 to 2099"),
    (DAT22, "Z109-WS·2011-Y-BGS-12345", "Number 12345 has no room", "supervisor set more digits"),
    (DAT22, "Z109-WS·2011-Y-BGS-" + "9" * 5000, "has no room", "supervisor set more digits"),
    (DAT22, "Z109-WS·２０１１-Y-BGS-0001", "half-width", "Write Z109-WS·2011-Y-BGS-0001"),
    (DAT22, "Z109-WS·2011-Y-BGS-00001", "more than 4", "write 0001"),
    (DAT22, "Z109-WS·2011-Y-BGS-X001", "“X001” stands where a number", "as in 0001"),
    (DAT22, "Z109-WS·2011-Y-BGS-001-0001", "too long", "office code and the number"),
    (DAT22, "Z109-KJ·2011-Y-BGS-001-0001-9", "too long", "no more"),
    (DAT22, "Z109-WS·2011-Y", "not an archival code", "Z109-WS·2011-Y-BGS-0001"),
    (DAT22, "档号", "not an archival code", "Z109-WS·2011-Y-BGS-0001"),
    (DAT22, "Z109-W·2011-Y-BGS-0001", "“W” is not a category", "KJ·JJ"),
    (DAT22, "Z109-WS·2011·Y·BGS-0001", "mixed", "Write Z109-WS·2011-Y-BGS-0001"),
    (DAT13, "Z109-WS·2011-Y-BGS-0001", "mixed", "Write Z109-WS·2011·Y·BGS-0001"),
    (DAT13, "0142-WS·2011·Y-0001", "“0142” is not a fonds number", "one capital letter"),
    (DAT13, "Z109-WS·2011·Y·办公室", "not an archival code", "办公室-0001"),
    (DAT13, "Z109-WS·11·Y-0001", "“11” is not a year", "2011"),
    (DAT13, "Z109-WS-0001", "year", "four digits"),
    (DAT13, "Z109-WS·11-0001", "“11” is not a year", "2011"),
    (DAT13, "Z109-WS·2011·30-0001", "“30” is no retention period", "write D30"),
    (DAT13, "Z109-WS·2011·Y·甲-乙-0001", "“乙” stands where a number", "0001"),
    (DAT13, "Z109-WS·2011·Y·办公,室-0001", "no office code", "Chinese characters"),
    (DAT13, "Z109-WS·2011·Y·1·2-0001", "not an archival code", "办公室-0001"),
    (DAT13, "Z109-WS·2011·Y-01", "“01” is not padded", "001"),
    (DAT13, "Z109-WS·2011·Y-000", "Numbers begin", "0001"),
]


@pytest.mark.parametrize(("pattern", "widths", "text", "parts"), VALID)
def test_a_valid_code_is_read_and_written_back_the_same(pattern, widths, text, parts):
    code = parse(text, pattern, widths, BY_VOLUME)

    assert code == ArchivalCode(*parts)
    assert build(code, pattern, widths) == text


@pytest.mark.parametrize(("pattern", "text", "wrong", "right"), INVALID)
def test_an_invalid_code_is_refused_with_what_is_wrong_and_what_is_right(
    pattern, text, wrong, right
):
    with override("en"), pytest.raises(CodeError) as refused:
        parse(text, pattern, by_volume=BY_VOLUME)

    assert wrong in str(refused.value)
    assert right in str(refused.value)


def test_the_code_of_a_volume_needs_its_category_too():
    with override("en"), pytest.raises(CodeError, match="“K1” is not a category"):
        build(ArchivalCode("Z109", "K1", 2022, "Y", "BGS", 1, None), DAT22, Widths())


def test_letters_and_digits_are_narrowed_and_no_other_sign():
    assert normalise("Ｚｚ９｛").text == "ZZ9｛"


def test_look_alikes_are_put_right_and_each_change_is_told():
    with override("en"):
        tidy = normalise(" z109－WS.2011—Y‐bgs–０００１ ")

    assert tidy.text == "Z109-WS·2011-Y-BGS-0001"
    assert tidy.changes == [
        "spaces and invisible characters were dropped",
        "“－” became “-”",
        "“.” became “·”",
        "“—” became “-”",
        "“‐” became “-”",
        "“–” became “-”",
        "full-width letters and digits became half-width",
        "small letters became capitals",
    ]


def test_a_code_that_is_right_is_not_changed():
    assert normalise("Z109-WS·2011·Y·办公室-0001").changes == []


def test_a_year_that_no_code_may_say_is_not_called_missing():
    with override("en"), pytest.raises(CodeError, match="“1850” is no year of a code"):
        build(ArchivalCode("Z109", "WS", 1850, "Y", "BGS", None, 1), DAT22)


def test_a_number_without_room_is_not_written():
    with override("en"), pytest.raises(CodeError, match="no room in 4 digits"):
        build(ArchivalCode("Z109", "WS", 2011, "Y", "BGS", None, 10000), DAT22)


def random_code(chance: random.Random) -> tuple[str, Widths, ArchivalCode]:
    pattern = chance.choice([DAT22, DAT13])
    widths = Widths(number=chance.randint(3, 6), unit=chance.randint(1, 5))
    category = chance.choice(["WS", "ZP", "SW·JB", "KJ·JJ", "KU", "ZY·JC·CC"])
    by_volume = category[:2] in BY_VOLUME
    item = not by_volume or chance.random() < 0.7
    letters = chance.choice(["ABCDEFGHXYZ", "0123456789", "A1B2"])
    office = "".join(chance.choice(letters) for _ in range(widths.unit))
    return (
        pattern,
        widths,
        ArchivalCode(
            fonds=f"{chance.choice('ABJXZ')}{chance.randint(0, 999):03d}",
            category=category,
            year=chance.randint(1949, 2026),
            period=chance.choice(["Y", "D30", "D10"]),
            unit=chance.choice(["", office]),
            volume=chance.randint(1, chance.choice([999, 99_999])) if by_volume else None,
            number=chance.randint(1, 10**widths.number - 1) if item else None,
        ),
    )


@pytest.mark.parametrize("seed", range(10))
def test_whatever_is_built_is_read_back(seed):
    chance = random.Random(seed)
    for turn in range(10_000):
        pattern, widths, code = random_code(chance)
        text = build(code, pattern, widths)

        assert parse(text, pattern, widths, BY_VOLUME) == code
        if turn >= 500:
            continue
        noisy = text.replace("-", chance.choice("－—–‐")).replace("·", chance.choice("•‧・."))
        assert normalise(noisy.lower()).text == text
