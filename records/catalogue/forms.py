from django import forms


class AcceptForm(forms.Form):
    """How many drafts the person was shown: only so many are accepted."""

    count = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
