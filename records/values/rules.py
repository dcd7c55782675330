"""Words that a description may say of a record, by the lists of DA/T 18-2022; and limits."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

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
