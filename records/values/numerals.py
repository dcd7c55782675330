"""Numbers as people write them by hand: 12, １２, 十二, 廿五, 叁拾, 二〇〇八.

The libraries for it (cn2an 0.5 was tried) read 一百五 as 150, no 卅 and no ○, and fail on 二十〇.
"""

import re
import unicodedata

_LONGEST = 20  # signs; more is no number that anybody counts or any year
_DIGITS = "〇一二三四五六七八九"
_PLAIN = str.maketrans(
    "零○壹贰貳叁參肆伍陆陸柒捌玖拾佰兩", "〇〇一二二三三四五六六七八九十百两"
) | {
    ord("廿"): "二十",
    ord("卅"): "三十",
    ord("卌"): "四十",
}
# 一百五 says 105 to one reader and 150 to another: after a hundred a single digit needs its 〇.
_SPOKEN = re.compile(
    r"(?:(?P<hundreds>[一二三四五六七八九]?)百(?![一二三四五六七八九]$))?"
    r"(?:(?P<tens>[一二三四五六七八九]?)十)?"
    r"(?P<ones>(?:(?<=百)〇)?[一二三四五六七八九]|(?<=十)〇)?"
)


def number_in(text: str) -> int | None:
    """The whole number below 1,000, or digit by digit (二〇〇八), that a text is; else None."""
    tidy = "".join(unicodedata.normalize("NFKC", text).split())
    if len(tidy) > _LONGEST:
        return None
    if tidy.isascii():
        return int(tidy) if tidy.isdigit() else None
    plain = re.sub(r"^两(?=百|$)", "二", tidy.translate(_PLAIN))
    if not set(plain) - set(_DIGITS):
        return int("".join(str(_DIGITS.index(sign)) for sign in plain))
    found = _SPOKEN.fullmatch(plain)
    if found is None:
        return None
    hundreds, tens, ones = (found[name] for name in ("hundreds", "tens", "ones"))
    return 100 * _digit(hundreds, "一") + 10 * _digit(tens, "一") + _digit((ones or "")[-1:], "〇")


def _digit(sign: str | None, unsaid: str) -> int:
    """The value of a digit; 百 and 十 that stand without one count once."""
    return 0 if sign is None else _DIGITS.index(sign or unsaid)
