"""What is said of a topic, and where records are put."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from records.holdings.forms import PlaceForm
from records.organisation.models import User
from records.topics.models import Topic
from records.topics.rules import INTRODUCTION, TITLE
from records.values.readers import line_of, read_lines
from records.web import HouseForm
from records.web.written import Written

__all__ = ["AddForm", "PlaceForm", "TopicForm"]


class TopicForm(HouseForm):
    """Title and introduction."""

    title = Written(line_of(TITLE), label=gettext_lazy("Title"))
    introduction = Written(
        read_lines,
        label=gettext_lazy("Introduction"),
        required=False,
        max_length=INTRODUCTION,
        widget=forms.Textarea(attrs={"rows": 8, "class": "form-control"}),
        help_text=gettext_lazy(
            "Whoever sees one record of the topic reads title and introduction: tell in them"
            " nothing of records that are not open to all."
        ),
    )


class AddForm(HouseForm):
    """A topic that there is, or the title of a new one."""

    topic = forms.ModelChoiceField(
        Topic.objects.none(),
        label=gettext_lazy("Topic"),
        required=False,
        empty_label=gettext_lazy("a new topic"),
    )
    title = Written(line_of(TITLE), label=gettext_lazy("Title of the new topic"), required=False)

    def __init__(self, *given: Any, user: User, **more: Any) -> None:
        super().__init__(*given, **more)
        own: Any = self.fields["topic"]
        own.queryset = Topic.objects.editable_by(user)

    def clean(self) -> dict[str, Any]:
        told = self.cleaned_data
        if "topic" in told and "title" in told and bool(told["topic"]) == bool(told["title"]):
            raise ValidationError(_("Choose a topic, or give a new one its title."))
        return told
