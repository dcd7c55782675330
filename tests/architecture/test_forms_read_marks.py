"""No form of ours takes in a text or a file whose name nobody has looked at for a mark."""

import ast
from importlib import import_module

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.datastructures import MultiValueDict

from records.web import HouseForm, Unmarked
from tests.architecture import source

FREE = {  # and why
    "OwnPasswordForm": "passwords alone, which are not repeated",
    "SignInForm": "a name and a password, of which nothing is kept but that it was tried",
    "SpanForm": "what a list is narrowed by: one may look for a mark",
}


def kinds(of=forms.BaseForm):
    for kind in of.__subclasses__():
        yield kind
        yield from kinds(kind)


def ours():
    for path in source.files():
        if {"Form", "ModelForm", "HouseForm"} & {
            *(node.id for node in source.nodes(path, ast.Name)),
            *(node.attr for node in source.nodes(path, ast.Attribute)),
        }:
            import_module(".".join(path.with_suffix("").parts).removesuffix(".__init__"))
    packages = tuple(f"{name}." for name in source.PACKAGES)
    # What the admin and filters derive at run time bears the module of its parent's maker.
    return sorted(
        {kind for kind in kinds() if kind.__module__.startswith(packages)},
        key=lambda kind: f"{kind.__module__}.{kind.__qualname__}",
    )


def test_the_search_finds_forms():
    assert {"ReasonForm", "ReceiptForm", "RecordForm", "UploadForm", "EditableForm"} <= {
        kind.__name__ for kind in ours()
    }


def test_a_form_looks_for_marks():
    assert {kind.__name__ for kind in ours() if not issubclass(kind, Unmarked)} == set(FREE)


def test_a_form_does_not_leave_out_more_than_passwords():
    unread = {name for kind in ours() for name in getattr(kind, "unread", ())}

    assert unread <= {"temporary_password"}


class Everything(HouseForm):
    text = forms.CharField(required=False)
    file = forms.FileField(required=False)
    lines = forms.MultipleChoiceField(choices=[("机密★10年", "")], required=False)


@pytest.mark.parametrize(
    ("given", "name", "field"),
    [
        ({"text": "关于某事的通知（机密★10年）"}, "a.pdf", "text"),
        ({"text": "绝密★"}, "a.pdf", "text"),
        ({"lines": ["机密★10年"]}, "a.pdf", "lines"),
        ({}, "机密★关于某事的通知.pdf", "file"),
        ({}, "机密.pdf", "file"),
        ({}, "绝密.2020.pdf", "file"),
    ],
)
def test_a_mark_is_the_fault_of_its_field(given, name, field):
    form = Everything(given, MultiValueDict({"file": [SimpleUploadedFile(name, b"x")]}))

    assert list(form.errors) == [field]
    assert "state secret" in str(form.errors[field])


def test_other_words_pass():
    file = SimpleUploadedFile("保守国家秘密工作总结.pdf", b"x")

    assert Everything(
        {"text": "关于机密文件管理的通知"}, MultiValueDict({"file": [file]})
    ).is_valid()
