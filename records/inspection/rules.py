"""What an inspection can find of the bytes of a digital copy."""

from django.db.models import TextChoices

from records.sentences import gettext_lazy as _

COUNTED_AT_ONCE = 1_000  # copies whose pages one run counts


class Harm(TextChoices):
    """What is wrong with the bytes."""

    MISSING = "missing", _("not in the storage")
    CHANGED = "changed", _("not what was stored")
    UNREADABLE = "unreadable", _("cannot be read from the disk")
