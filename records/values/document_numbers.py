"""Document numbers (文号): one way of writing them, and what a plausible one looks like.

GB/T 9704-2012: issuer's sign, the year in full in 〔 〕, and the number with 号.
"""

import re
from functools import lru_cache

from records.values.text import INVISIBLE

NONE_WRITTEN = frozenset(
    {"无", "无文号", "无号", "-", "--", "—", "——", "/", "\\", "null", "NULL", "N/A"}
)
LONGEST = 60  # of a plausible one
MOST = 100  # characters of any

_FULL_WIDTH = {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF5B))}
_YEAR_BRACKETS = re.compile(
    r"[\[(（【〔﹝［<＜〈《{｛「](?P<year>(?:19|20)[0-9]{2})年?[\])）】〕﹞］>＞〉》}｝」]"
)
_WITHOUT_END = re.compile(r".+〔[0-9]{4}〕第?[0-9]+")
_ISSUER = r"[\u4e00-\u9fffA-Z·（）()、]+"
_USUAL = re.compile(_ISSUER + r"〔[0-9]{4}〕[\u4e00-\u9fff]{0,4}[1-9][0-9]{0,4}(?:-[0-9]+)?号")
_OF_ORDERS = re.compile(
    _ISSUER + r"(?:[0-9]{4}年)?第[0-9〇零一二三四五六七八九十百]+[号期](?:令|公告)?"
)


def normalise(written: str) -> str:
    """The number in its one form; nothing of it is lost but spaces and what cannot be seen.

    Brackets around the year become 〔 〕, full-width digits and letters half-width, and a
    missing 号 is added. Words that say that there is no number (无, —) become nothing.
    """
    if _is_usual(written):
        return written  # most are; what follows takes ten times as long
    tidy = written.translate(INVISIBLE).translate(_FULL_WIDTH)
    if tidy in NONE_WRITTEN:
        return ""
    tidy = _YEAR_BRACKETS.sub(r"〔\g<year>〕", tidy)
    return f"{tidy}号" if _WITHOUT_END.fullmatch(tidy) else tidy


def is_plausible(number: str) -> bool:
    """Whether a normalised number reads like one; others are kept, with a warning."""
    return len(number) <= LONGEST and (_is_usual(number) or bool(_OF_ORDERS.fullmatch(number)))


@lru_cache(maxsize=64)  # what was just put into its form is then asked whether it reads right
def _is_usual(number: str) -> bool:
    return bool(_USUAL.fullmatch(number))
