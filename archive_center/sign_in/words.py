"""Passwords that anybody here would try first."""

import re
from collections.abc import Iterable

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import override

YEARED = re.compile(r"(?=.*(19|20)[0-9]{2})[\W\d_]*[a-z]{1,12}[\W\d_]*")  # one word and a year
LEAST = 4  # letters that have to be left of a password without such words
LOOK_ALIKE = str.maketrans("@4031!5$7", "aaoeiisst")
USUAL = (
    *("password", "passwd", "pass", "mima", "kouling", "admin", "root", "welcome", "login", "user"),
    *("letmein", "qwerty", "qwer", "asdf", "zxcv", "qazwsx", "abcd", "abc", "iloveyou", "woaini"),
    *("archives", "archive", "archiv", "records", "record", "danganguan", "danganju", "dangan"),
    *("jiguan", "guanli", "xitong", "spring", "summer", "autumn", "winter", "chuntian", "xiatian"),
    *("guidang", "zhongxin", "center", "centre", "supervisor", "archivist", "auditor", "reader"),
    *("zhongguo", "china", "nihao", "test", "temp", "demo", "口令", "密码", "档案馆", "档案"),
)


class OwnWords:
    """Refuses what is made of usual words, the centre's name, years and runs of keys alone.

    And whatever single word with a year: Tawny2026 is changed to Tawny2027 and guessed so.
    """

    def validate(self, password: str, user: object = None) -> None:
        plain = password.lower()
        for written in {plain, plain.translate(LOOK_ALIKE)}:
            letters = re.sub(r"[\W\d_]", "", written)
            rest = _without(letters, _words())
            if (rest != letters and len(rest) < LEAST) or YEARED.fullmatch(plain):
                raise ValidationError(
                    _("It is made of words that everybody here would try, and of numbers."),
                    code="own_words",
                )

    def get_help_text(self) -> str:
        return _(
            "Not only usual words, years and the centre's name: “Archive2026” would be tried first."
        )


def _words() -> list[str]:
    """The usual words and those of the centre's name, the longest first."""
    named: set[str] = set()
    for language, _name in settings.LANGUAGES:
        with override(language):
            written = f"{settings.CENTRE_NAME} {settings.MUNICIPAL_ARCHIVE_NAME}".lower()
        named.update(word for word in re.split(r"[\W\d_]+", written) if len(word) > 2)
    more = {word.lower() for word in settings.PASSWORD_WORDS}
    return sorted({*USUAL, *named, *more}, key=len, reverse=True)


def _without(text: str, words: Iterable[str]) -> str:
    for word in words:
        text = text.replace(word, "")
    return text
