"""The one normal form in which text is searched and compared.

NFKC, without case; traditional characters are simplified ones, and look-alikes are one:
brackets, dots and full stops, quotation marks, dashes, commas. Spaces and invisible
characters are dropped. Both the stored text and what people type go through it.

Each character is brought to its form by itself, whatever stands beside it, so that a part
of a text is found in it: 乾 is one sign in 李乾坤, 乾隆 and 乾燥. Of a run of dashes one
stays, since —— is one dash.
"""

import re
import unicodedata
from collections.abc import Callable
from hashlib import blake2b

from opencc import OpenCC

# What stands for all signs of a row. Wide and small ones are here for the codes' own form.
LOOK_ALIKES = {
    "(": "（﹙〔﹝[［【〖⟦",
    ")": "）﹚〕﹞]］】〗⟧",
    ".": "·•‧∙⋅・･·●⸱。｡．﹒․",
    ",": "、，﹑､﹐",
    '"': "“”„‟＂〝〞〟'‘’‚‛＇′`「」『』﹁﹂﹃﹄｢｣",
    "-": "‐‑‒–—―−－﹣﹘⁃─━⸺⸻~～〜∼",
    ":": "：∶﹕",
    "〇": "○◯",
}
_SAME = {sign: one for one, signs in LOOK_ALIKES.items() for sign in signs}
_DROPPED = {"Cc", "Cf", "Co", "Cs", "Zl", "Zp", "Zs"}
_DASHES = re.compile("--+")
_simplify: Callable[[str], str] = OpenCC("t2s").convert


class _Invisible(dict[int, int | None]):
    """For `str.translate`: drops what is not seen; each sign is judged when it is met first."""

    def __missing__(self, code: int) -> int | None:
        self[code] = kept = None if unicodedata.category(chr(code)) in _DROPPED else code
        return kept


INVISIBLE = _Invisible()


class _Forms(dict[str, str]):
    """The form of each character, worked out when it is met first."""

    def __missing__(self, sign: str) -> str:
        dropped = unicodedata.category(sign) in _DROPPED
        # twice: 薴 is 苧, which is 苎
        self[sign] = form = "" if dropped else _SAME.get(sign) or _simplify(_simplify(sign))
        return form


_form = _Forms().__getitem__


def normal(text: str) -> str:
    """The normal form of a text; an empty text stays empty."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return _DASHES.sub("-", "".join(map(_form, plain)))


def says_nothing(text: str) -> bool:
    """Whether nothing of a text is left in its normal form."""
    return not any(map(str.isalnum, text)) and not normal(text)


def normal_description(*, title: str, document_number: str, responsible: str) -> str:
    """What free text searches of a description, besides the archival code: a line each."""
    return "\n".join(normal(part) for part in (title, document_number, responsible))


def further_form(*elements: str) -> str:
    """What free text searches of further elements: a line before each that says something."""
    return "".join(f"\n{form}" for said in elements if said and (form := normal(said)))


def text_mark(normal_text: str, date_text: str) -> str:
    """The mark of a described file, 32 hexadecimal digits: its normal text and its written date."""
    return blake2b(f"{normal_text}\n{date_text}".encode(), digest_size=16).hexdigest()


_UNSEEN = {  # Unicode: control, format, line and paragraph signs; and what XML cannot hold
    chr(code)
    for code in (*range(0x1D200), *range(0xE0000, 0xE0080))  # beyond there are none
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
    seen = text.isprintable() or not _ANY_UNSEEN.search(text)  # the first is as good as nothing
    if seen and _ESCAPED not in text:
        return text, False
    joined = _ASCII_BREAK.sub(" ", _BREAK.sub("\x00", text.replace("\x00", "")))
    return joined.translate(_DROP).strip(), True


def tidy_lines(text: str) -> str:
    """The text line by line, without unseen signs; lines stay where somebody made them."""
    return "\n".join(tidy(line)[0] for line in text.splitlines()).strip()
