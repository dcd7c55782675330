"""Security marks as they are written, and the refusal of state secrets on every way in."""

import re
from collections.abc import Iterator, Mapping
from pathlib import PurePath
from typing import Any

from django.core.files import File

from records.rules import Refused
from records.sentences import gettext as _
from records.values.rules import Security
from records.values.text import normal

LEVELS = "绝密|机密|秘密"
UNCLASSIFIED = {
    *("", "无", "非密", "公开", "公开级", "普通", "普通级", "一般", "无密级", "不涉密", "非涉密"),
    *("-", "--", "—", "——", "/", "none", "null", "n/a", "unclassified", "public"),
}
INTERNAL = {"内部", "内部资料", "内部文件", "内部公开", "工作秘密", "限制", "internal"}
ENGLISH = "top[-_]?secret|secret|confidential"
WORKING = "(工作|商业)秘密"  # protected by other law than that of state secrets
STAR = "[★☆✩✪✫✬✭✮✯✰⭐⋆※*]"
TERM = r"(?:[0-9]+|[一二三四五六七八九十]+)(?:年|个?月|天)|长期"
MARK = f"(?:{LEVELS}|{ENGLISH})[级件]?"
# A mark as documents and file names bear it. A word alone, as in 保守国家秘密, is none.
MARKED = re.compile(
    rf"{MARK}{STAR}|{STAR}{MARK}"  # 机密★10年, ★机密
    rf"|^{MARK}[,.]?(?:{TERM})|{MARK}[,.]?(?:{TERM})$"  # 机密10年, 机密·10年
    rf"|[(<〈]{MARK}[^()<>〈〉]?(?:{TERM})?[)>〉]"  # (秘密), (机密·长期)
    rf"|^{MARK}(?:$|[:_/|-]|关于)|[/|-]{MARK}$|(?<!国家)(?<!商业)(?<!工作)_{MARK}$"  # 机密 关于…
    rf"|密级_?[:=]?_?{MARK}"
    # 机密级，保密期限二十年
    rf"|(?<!国家){MARK}(?:[,.;(_]+(?:保密)?|保密)期限?_?[:为是]?_?(?:{TERM})"
)
MAY_BE_MARKED = re.compile("密|secret|confidential|[Ａ-Ｚａ-ｚ]", re.IGNORECASE)
MAY_BEGIN = re.compile("[密SsſCcＡ-Ｚａ-ｚ]")  # one of its first signs, found ten times as fast


class StateSecret(Refused):
    """Classified matter on its way in; the message says where it belongs instead."""


def read_mark(text: str) -> Security:
    """The security mark that a text means.

    秘密, 机密 and 绝密, with or without a term (`机密★10年`), are refused: a system that is
    not classified may not hold state secrets (State Secrets Law, art. 31(3)). A text
    that is no mark at all is refused too, so that none slips in misspelt.
    """
    plain = normal(text).strip("()★☆*")
    if plain in UNCLASSIFIED:
        return Security.NONE
    if plain in INTERNAL:
        return Security.INTERNAL
    if re.search(LEVELS, re.sub(WORKING, "", plain)) or re.search(ENGLISH, plain):
        raise StateSecret(_sentence(text))
    raise Refused(
        _("“%(text)s” is not a security mark: write 内部, or leave it empty.") % {"text": text}
    )


def bears_mark(text: str) -> bool:
    """Whether a text bears the mark of a state secret, such as `机密★10年` or `（秘密）`.

    A title may speak of secrecy (保守国家秘密); only the form of a mark counts.
    """
    if not may_bear_mark(text) or not MAY_BE_MARKED.search(text):
        return False  # nearly all texts; the normal form takes a hundred times as long
    plain = re.sub(WORKING, "", normal("_".join(text.split())))
    return bool(MARKED.search(plain) or MARKED.search(plain.replace("_", "")))


def may_bear_mark(text: str) -> bool:
    """Whether a text, or one of several that were joined, has a sign with which marks begin."""
    return bool(MAY_BEGIN.search(text))


def refuse_secrets(*given: Any) -> None:
    """Refuse what was given where a text, or the name of a file, bears the mark of a secret.

    Looked through are texts, files that were sent (their names), and lists and mappings
    of these, as a form's values are; everything else bears no mark.
    """
    for text in _texts(given):
        if bears_mark(text):
            raise StateSecret(_sentence(text))


def _texts(given: Any) -> Iterator[str]:
    if isinstance(given, str):
        yield given
    elif isinstance(given, File):
        name = PurePath(given.name or "")
        yield from (name.stem, name.stem.replace(".", "_"))
    elif isinstance(given, Mapping):
        yield from _texts(list(given.values()))
    elif isinstance(given, list | tuple):
        for one in given:
            yield from _texts(one)


def _sentence(text: str) -> str:
    return _(
        "“%(text)s” is marked as a state secret. State secrets are not kept in this system"
        " (State Secrets Law, art. 31): register the file in the classified ledger and leave"
        " its title and content out."
    ) % {"text": text if len(text) <= 60 else f"{text[:60]}…"}
