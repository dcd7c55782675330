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
