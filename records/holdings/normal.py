"""The one normal form in which text is searched and compared.

NFKC, lower case, every bracket that people write in a document number made one,
spaces and invisible characters dropped, traditional characters made simplified. Both
the stored text and what people type go through it, so 〔2023〕, [2023], (2023) and
（２０２３） are the same.
"""

import sys
import unicodedata

from opencc import OpenCC

_BRACKETS = str.maketrans(dict.fromkeys("〔[【(﹝⟦", "(") | dict.fromkeys("〕]】)﹞⟧", ")"))
INVISIBLE = dict.fromkeys(
    code
    for code in range(sys.maxunicode + 1)
    if unicodedata.category(chr(code)) in {"Cc", "Cf", "Co", "Cs", "Zl", "Zp", "Zs"}
)
_simplify = OpenCC("t2s").convert


def normal(text: str) -> str:
    """The normal form of a text; an empty text stays empty."""
    plain = unicodedata.normalize("NFKC", text).lower()
    return str(_simplify(plain.translate(_BRACKETS).translate(INVISIBLE)))


def normal_description(*, title: str, document_number: str, responsible: str) -> str:
    """What free text searches of a description, besides the archival code: a line each."""
    return "\n".join(normal(part) for part in (title, document_number, responsible))
