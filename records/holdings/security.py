"""Security marks as they are written, and the refusal of state secrets on every way in."""

import re

from django.utils.translation import gettext as _

from records.holdings.normal import normal
from records.holdings.rules import Security
from records.workflow.rules import Refused

LEVELS = "绝密|机密|秘密"
UNCLASSIFIED = {"", "无", "非密", "公开", "普通", "一般", "无密级", "不涉密", "非涉密", "-", "/"}
INTERNAL = {"内部", "内部资料", "内部文件", "内部公开", "工作秘密", "限制", "internal"}
ENGLISH = {"secret", "topsecret", "confidential"}
WORKING = "(工作|商业)秘密"  # protected by other law than that of state secrets
TERM = r"(?:[0-9]+(?:年|个月|月|天)|长期)"
MARKED = re.compile(rf"(?:{LEVELS})[★☆*]|\((?:{LEVELS})\)|^(?:{LEVELS}){TERM}?$")


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
    if re.search(LEVELS, re.sub(WORKING, "", plain)) or plain in ENGLISH:
        raise StateSecret(_sentence(text))
    raise Refused(
        _("“%(text)s” is not a security mark: write 内部, or leave it empty.") % {"text": text}
    )


def refuse_secrets(*texts: str) -> None:
    """Refuse a text that bears the mark of a state secret, such as `机密★10年` or `（秘密）`.

    A title may speak of secrecy (保守国家秘密); only the form of a mark is refused.
    """
    for text in texts:
        if MARKED.search(normal(text)):
            raise StateSecret(_sentence(text))


def _sentence(text: str) -> str:
    return _(
        "“%(text)s” is marked as a state secret. State secrets are not kept in this system"
        " (State Secrets Law, art. 31): register the file in the classified ledger and leave"
        " its title and content out."
    ) % {"text": text if len(text) <= 60 else f"{text[:60]}…"}
