"""What is drawn once shows what this page was given, and nothing of another."""

import pytest
from django.template import engines
from django.urls import reverse
from django.utils import translation
from django.utils.safestring import SafeString

from records.templatetags import house
from records.web import drawn


def test_what_is_written_in_a_form_is_escaped_unless_it_is_safe():
    told = {"head": "<b>", "middle": SafeString("<i>-</i>"), "last": "'1'"}

    shown = drawn.filled("components/code.html", told)

    assert "<span>&lt;b&gt;</span><i>-</i><b>&#x27;1&#x27;</b>" in shown


def test_a_form_has_the_next_ones_texts_and_none_of_the_former():
    first = house.badge("one", "warn")
    second = house.badge("two", "warn")

    assert "one" in first
    assert second == first.replace("one", "two")
    assert "st-late" in house.badge("two", "late")


def test_a_text_that_is_missing_leaves_its_place_out():
    assert "<span>" not in drawn.filled("components/code.html", {"head": "", "last": "1"})


def test_a_text_that_looks_like_a_blank_is_a_text():
    sign = "\ue010last\ue011"

    assert f"{sign}<b>9</b>" in drawn.filled("components/code.html", {"middle": sign, "last": "9"})


@pytest.mark.django_db
def test_each_language_has_its_own(settings):
    said = {}
    for language in ("en", "zh-hans"):
        with translation.override(language):
            said[language] = drawn.filled("components/again.html", {"number": "a"})

    assert "Sign in again" in said["en"]
    assert said["en"] != said["zh-hans"]


def test_an_address_is_the_one_that_is_looked_up():
    assert drawn.address("records:record", 10_203) == reverse("records:record", args=[10_203])
    assert drawn.address("transfers:why", 7) == reverse("transfers:why", args=[7])


def test_the_options_of_a_select_are_those_of_the_widget():
    source = "{% load house %}{% options group %}"
    group = [
        {"value": "", "label": "all", "selected": False},
        {"value": 3, "label": "a & b", "selected": True},
    ]

    shown = engines["django"].from_string(source).render({"group": group})

    assert '<option value="">all</option>' in shown
    assert '<option value="3" selected>a &amp; b</option>' in shown
