"""One check for each kind of value, on every way in."""

from datetime import date

import pytest

from records.rules import Unreadable
from records.values import checks

TODAY = date(2026, 11, 29)
YES_NO = checks.word_of({"是": "yes", "否": "no"})


@pytest.mark.parametrize(
    ("check", "written", "kept"),
    [
        (checks.read_title, " 关于\n会议的通知 ", "关于会议的通知"),
        (checks.read_title, "题" * 32_767, "题" * 32_767),
        (checks.line_of(3), " 一\n二三 ", "一二三"),
        (checks.read_lines, " 一\n二 ", "一\n二"),
        (checks.read_document_number, "清发(2024)1", "清发〔2024〕1号"),
        (checks.read_document_number, "清" * 100, "清" * 100),
        (checks.read_year, "1900", 1900),
        (checks.read_year, " 2026年", 2026),
        (checks.read_year, "二〇〇八", 2008),
        (checks.read_pages, "1", 1),
        (checks.read_pages, " 12 页", 12),
        (checks.read_pages, "100000", 100_000),
        (YES_NO, "是", "yes"),
        (YES_NO, " no ", "no"),
    ],
)
def test_what_is_right_is_kept(check, written, kept):
    assert check(written, TODAY) == kept


@pytest.mark.parametrize(
    ("check", "written", "what", "remedy"),
    [
        (checks.read_title, "\u200b ", "needs a title", r"\[ \]"),
        (checks.read_title, "题" * 32_768, "32768 characters", "32767"),
        (checks.line_of(3), "一二三四", "4 characters", "Shorten it to 3"),
        (checks.read_lines, "一" * 32_768, "32768 characters", "32767"),
        (checks.read_document_number, "清" * 101, "101 characters", "Shorten it to 100"),
        (checks.read_year, "1899", "between 1900 and 2026", "four digits"),
        (checks.read_year, "2027", "between 1900 and 2026", "four digits"),
        (checks.read_year, "", "between 1900 and 2026", "four digits"),
        (checks.read_day, "20261130", "still to come", "document"),
        (checks.read_pages, "0", "at least one page", "Count"),
        (checks.read_pages, "100001", "whole number", "Write 12"),
        (checks.read_pages, "十二", "whole number", "Write 12"),
        (checks.read_pages, "卅", "whole number", "Write 30"),
        (checks.read_pages, "多", "whole number", "Write 12"),
        (YES_NO, "也许", "not in the standard", "是, 否"),
    ],
)
def test_what_is_wrong_is_refused_with_what_would_be_right(check, written, what, remedy):
    with pytest.raises(Unreadable, match=what) as refused:
        check(written, TODAY)

    assert refused.match(remedy)


def test_a_day_may_be_today():
    assert checks.read_day("20261129", TODAY).text == "20261129"
    assert checks.read_day("2026", TODAY).text == "2026"
