"""Words that a description may say of a record, by the lists of DA/T 18-2022; and limits."""

from collections.abc import Mapping

from django.db.models import TextChoices

from records.sentences import gettext_lazy as _

MOST_PAGES = 100_000  # of one item or volume; more is a slip of the hand


class Level(TextChoices):
    ITEM = "item", _("item (件)")
    VOLUME = "volume", _("volume (案卷)")


class Security(TextChoices):
    """Marks that an ordinary system may hold. 秘密 and above are refused on every way in.

    State Secrets Law art. 31(3): no state secret in a system that is not classified.
    """

    NONE = "", _("unclassified")
    INTERNAL = "internal", _("internal")


class Opening(TextChoices):
    """开放标识, DA/T 18-2022."""

    UNREVIEWED = "unreviewed", _("not reviewed")
    OPEN = "open", _("open")
    CONTROLLED = "controlled", _("controlled")
    DELAYED = "delayed", _("opening delayed")


class Disclosure(TextChoices):
    """公开属性, DA/T 18-2022."""

    UNSET = "", _("not stated")
    ACTIVE = "active", _("published on own initiative")
    ON_REQUEST = "on_request", _("disclosed on request")
    WITHHELD = "withheld", _("not disclosed")


class Origin(TextChoices):
    """生成方式, DA/T 18-2022."""

    UNSET = "", _("not stated")
    BORN_DIGITAL = "born_digital", _("born digital")
    DIGITISED = "digitised", _("digitised")
    EDITED = "edited", _("edited")


# The words of DA/T 18-2022, as catalogues and packages write them in every language of the pages.
LEVEL_WORDS = {
    "文件": Level.ITEM,
    "文件级": Level.ITEM,
    "件": Level.ITEM,
    "案卷": Level.VOLUME,
    "案卷级": Level.VOLUME,
    "卷": Level.VOLUME,
}
SECURITY_WORDS = {"非密": Security.NONE, "内部": Security.INTERNAL}
OPENING_WORDS = {
    "未审核": Opening.UNREVIEWED,
    "开放": Opening.OPEN,
    "控制": Opening.CONTROLLED,
    "延期开放": Opening.DELAYED,
}
DISCLOSURE_WORDS = {
    "主动公开": Disclosure.ACTIVE,
    "依申请公开": Disclosure.ON_REQUEST,
    "不予公开": Disclosure.WITHHELD,
}
ORIGIN_WORDS = {
    "原生": Origin.BORN_DIGITAL,
    "数字化": Origin.DIGITISED,
    "编辑": Origin.EDITED,
}


def word_for(value: str, words: Mapping[str, str]) -> str:
    """The word of a list for what is kept; nothing where the list has none."""
    return next((word for word, kept in words.items() if kept == value), "")
