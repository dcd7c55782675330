"""Numbers as people write them by hand: 12, １２, 十二, 二〇〇八."""

import unicodedata

_DIGITS = {
    sign: value
    for value, signs in enumerate(
        ("〇零○", "一壹", "二贰两", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖")
    )
    for sign in signs
}
_TENS = {"十": 10, "拾": 10, "百": 100, "佰": 100}


def number_in(text: str) -> int | None:
    """The whole number below 1,000, or digit by digit (二〇〇八), that a text is; else None."""
    tidy = "".join(unicodedata.normalize("NFKC", text).split())
    if tidy.isascii():
        return int(tidy) if tidy.isdigit() else None
    if all(sign in _DIGITS for sign in tidy):
        return int("".join(str(_DIGITS[sign]) for sign in tidy))
    return _with_tens(tidy)


def _with_tens(text: str) -> int | None:
    total = digit = 0
    for sign in text:
        if sign in _TENS:
            total += (digit or 1) * _TENS[sign]
            digit = 0
        elif sign in _DIGITS and not digit:
            digit = _DIGITS[sign]
        else:
            return None
    return total + digit
