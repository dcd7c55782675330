"""Codes that a fonds gave when it had other digits or another pattern are still read."""

import pytest

from records.holdings.codes import Widths, read_given
from records.organisation.rules import CodePattern
from records.values.rules import Level

DAT22, DAT13 = CodePattern.DAT22, CodePattern.DAT13


@pytest.mark.parametrize(
    ("written", "pattern", "number"),
    [
        ("J001-WS·2024-D30-00012", DAT22, 12),  # it gives four digits now
        ("J001-WS·2024-D30-012", DAT22, 12),
        ("J001-WS·2024·D30-0012", DAT22, 12),  # it numbered by DA/T 13
        ("J001-WS·2024-D30-0012", DAT13, 12),
    ],
)
def test_they_are_read_and_what_keeps_them_from_being_given_is_told(written, pattern, number):
    code, fault = read_given(written, pattern, Widths(number=4))

    assert code
    assert (code.fonds, code.year, code.period, code.number) == ("J001", 2024, "D30", number)
    assert fault


def test_a_code_of_today_has_no_fault():
    code, fault = read_given("J001-WS·2024-D30-0012", DAT22, Widths(number=4))

    assert (code and code.number, fault) == (12, "")


def test_what_is_no_code_is_none_with_its_fault():
    code, fault = read_given("nonsense", DAT22, Widths(number=4))

    assert code is None
    assert "nonsense" in fault


def test_a_code_of_the_other_level_is_told_as_what_it_is():
    """Of a volume nobody reads an item; who compares the levels says what is wrong."""
    code, fault = read_given(
        "J001-KJ·2024-D30-001", DAT22, Widths(number=4), {"KJ"}, level=Level.ITEM
    )

    assert (code and code.level, fault) == (Level.VOLUME, "")
