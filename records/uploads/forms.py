import json
from typing import Any

from django import forms
from django.conf import settings
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from records.copies.forms import FORMATS, KeptFiles
from records.organisation.models import Fonds, User
from records.rules import Refused
from records.uploads.actions import Announced
from records.uploads.rules import AT_ONCE
from records.web import HouseForm


class BeginForm(HouseForm):
    """Of which fonds the records are."""

    fonds = forms.ModelChoiceField(
        Fonds.objects.none(),
        label=gettext_lazy("fonds"),
        empty_label="—",
        help_text=gettext_lazy("The files of one set belong to records of one fonds."),
    )

    def __init__(self, *given: Any, by: User, **more: Any) -> None:
        super().__init__(*given, **more)
        seen = Fonds.objects.visible_to(by)
        self.fields["fonds"].queryset = seen  # type: ignore[attr-defined]
        if len(two := seen[:2]) == 1:
            self.fields["fonds"].initial = two[0]


class SendForm(HouseForm):
    """Files that come whole, where no script sends them in pieces."""

    file = KeptFiles(
        label=gettext_lazy("Files"),
        help_text=format_lazy(
            gettext_lazy("{formats}. Without scripts at most {most} at once."),
            formats=FORMATS,
            most=settings.DATA_UPLOAD_MAX_NUMBER_FILES,
        ),
    )


def announced(told: str) -> list[Announced]:
    """Names and sizes of files, as the script tells them in JSON; Refused: anything else.

    It is no form: of the names that bear a mark each is refused by itself.
    """
    try:
        found = [Announced(one["name"], one["size"]) for one in json.loads(told)]
    except (ValueError, TypeError, KeyError, RecursionError):
        found = []
    if not 0 < len(found) <= AT_ONCE or not all(map(_is_one, found)):
        raise Refused(_("This is no list of files."))
    return found


def _is_one(file: Announced) -> bool:
    return isinstance(file.name, str) and type(file.size) is int and 0 <= file.size < 2**53


class PlaceForm(HouseForm):
    """The record, or a component of it, that is chosen among those that were found."""

    record = forms.IntegerField(min_value=1, max_value=2**63 - 1)
    component = forms.IntegerField(min_value=1, max_value=2**63 - 1, required=False)
