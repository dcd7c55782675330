"""The one normal form in which text is searched and compared.

NFKC, lower case, every bracket that people write in a document number made one,
spaces and invisible characters dropped, traditional characters made simplified. Both
the stored text and what people type go through it, so 〔2023〕, [2023], (2023) and
（２０２３） are the same.
"""

import re
import sys
import unicodedata

from opencc import OpenCC

_BRACKETS = str.maketrans(dict.fromkeys("〔[【(﹝⟦", "(") | dict.fromkeys("〕]】)﹞⟧", ")"))
INVISIBLE = dict.fromkeys(
    code
    for code in range(sys.maxunicode + 1)
    if unicodedata.category(chr(code)) in {"Cc", "Cf", "Co", "Cs", "Zl", "Zp", "Zs"}
)
_CHANGED = INVISIBLE | _BRACKETS
# What a plain Chinese text consists of: it passes unchanged, and the table is slow.
_PLAIN = re.compile("[\u4e00-\u9fff0-9a-z(),.:;\u201c\u201d\u300a\u300b\u3001\u3002-]*")
_simplify = OpenCC("t2s").convert


def normal(text: str) -> str:
    """The normal form of a text; an empty text stays empty."""
    plain = unicodedata.normalize("NFKC", text).lower()
    if not _PLAIN.fullmatch(plain):
        plain = plain.translate(_CHANGED)
    return str(_simplify(plain))


def normal_description(*, title: str, document_number: str, responsible: str) -> str:
    """What free text searches of a description, besides the archival code: a line each."""
    return "\n".join(normal(part) for part in (title, document_number, responsible))


_UNSEEN = {  # Unicode: control, format, line and paragraph signs; and what XML cannot hold
    chr(code)
    for code in range(sys.maxunicode + 1)
    if unicodedata.category(chr(code)) in {"Cc", "Cf", "Zl", "Zp"}
} | {"\ufffe", "\uffff"}
_ANY_UNSEEN = re.compile("[" + "".join(map(re.escape, sorted(_UNSEEN))) + "]")
_ESCAPED = "_x000D_"  # a carriage return as XLSX writes it
_DROP = dict.fromkeys(map(ord, _UNSEEN))
# It begins where the spaces begin: else a long run of them would be gone through from each one.
_BREAK = re.compile(
    r"(?<![ \u3000])[ \u3000]*(?:(?:_x000D_|[\t\n\v\f\r\x85\u2028\u2029])[ \u3000]*)+"
)
_ASCII_BREAK = re.compile(r"(?<=[!-~])\x00(?=[!-~])")


def tidy(text: str) -> tuple[str, bool]:
    """The text without line breaks, unseen signs and outer spaces; and whether it had any inside.

    A line break between Latin words becomes a space, between Chinese nothing. Signs of
    the private areas stay: rare characters of names live there.
    """
    text = text.strip()
    if not _ANY_UNSEEN.search(text) and _ESCAPED not in text:
        return text, False
    joined = _ASCII_BREAK.sub(" ", _BREAK.sub("\x00", text.replace("\x00", "")))
    return joined.translate(_DROP).strip(), True


def tidy_lines(text: str) -> str:
    """The text line by line, without unseen signs; lines stay where somebody made them."""
    return "\n".join(tidy(line)[0] for line in text.splitlines()).strip()
