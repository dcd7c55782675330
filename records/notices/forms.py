from django import forms
from django.utils.translation import gettext_lazy as _

from records.web import HouseForm


class AddressForm(HouseForm):
    """Where the person wants notices by e-mail, too."""

    address = forms.EmailField(
        label=_("Mail address"),
        required=False,
        max_length=254,
        help_text=_("Leave it empty to have no e-mail."),
    )
