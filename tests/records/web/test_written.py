"""What is typed as a reason is kept without signs that nobody sees."""

import pytest
from django import forms

from records.requests.forms import ConsentForm
from records.topics.forms import TopicForm
from records.workflow.forms import ReasonForm
from transfers.handover.forms import AddForm, DeliverForm, ExplainForm, ReceiptForm, RejectForm

FIELDS = [
    *((ReasonForm, "reason"), (ConsentForm, "reason"), (TopicForm, "introduction")),
    *((DeliverForm, "media_numbers"), (ReceiptForm, "receiver"), (ReceiptForm, "remarks")),
    *((ExplainForm, "gap_note"), (ExplainForm, "account"), (AddForm, "ground_note")),
    (RejectForm, "reason"),
]


@pytest.mark.parametrize(("form", "name"), FIELDS)
def test_signs_that_nobody_sees_are_not_kept(form, name):
    field: forms.Field = form.base_fields[name]

    assert field.clean(" 已\u202e由\u200b市\x07局\ufeff同意 ") == "已由市局同意"


def test_a_reason_keeps_its_lines():
    form = ReasonForm({"reason": "缺\u200b第三页\r\n请补"})

    assert form.is_valid()
    assert form.cleaned_data["reason"] == "缺第三页\n请补"


def test_a_reason_that_nobody_sees_is_none():
    assert list(ReasonForm({"reason": "\u200b\u202e"}).errors) == ["reason"]
