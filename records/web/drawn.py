"""Parts of a page that are drawn once and not for every page anew.

A template that shows nothing but the values that it is given, in the language that is spoken,
says the same of the same: `drawn` keeps what it said. Rows of a list, and what a page says of
who reads it, differ in what is written there and are alike in form: `filled` keeps the form
with blanks, one for each text, and writes the texts in. What is kept so is of nobody: whatever
is told of a person or a record is among the texts.
"""

import re
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from typing import Any, NamedTuple

from django.template.loader import render_to_string
from django.urls import get_script_prefix, reverse
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language

# Signs of the private areas, which no other text of a template has.
_BLANK = "\ue010{}\ue011"
_BLANKS = re.compile(_BLANK.format("([a-z_]+)"))
_ANY = 2**31 - 1
_Values = tuple[tuple[str, Any], ...]


def drawn(template: str, **values: Any) -> str:
    """What a template says of these values, which compare by what they show."""
    return _whole(get_language(), template, tuple(values.items()))


def filled(template: str, texts: Mapping[str, Any], **form: Any) -> SafeString:
    """A form with what is written in it.

    `texts` go into the page as they are, escaped where they are not safe; the template may ask
    whether there is one, and put it into an attribute, but put it through no filter. What is
    compared, or decides what else is shown, is part of the `form`.
    """
    given = tuple([name for name, text in texts.items() if text])
    pieces = [*_pieces(get_language(), template, given, tuple(form.items()))]
    for at in range(1, len(pieces), 2):
        pieces[at] = conditional_escape(texts[pieces[at]])
    return together(pieces)


def together(parts: Iterable[str]) -> SafeString:
    """Parts of a page, each of them drawn or escaped, one behind the other."""
    return SafeString("".join(parts))


class Row(NamedTuple):
    """A row of a list, as `filled` takes it."""

    texts: Mapping[str, Any]
    form: Mapping[str, Any] = {}


def address(view: str, key: int) -> str:
    """Where the page of a row is: the address of any, with the key of this one."""
    before, after = _around(view, get_script_prefix())
    return f"{before}{key}{after}"


@cache
def _around(view: str, _prefix: str) -> list[str]:
    return reverse(view, args=[_ANY]).split(str(_ANY))


@lru_cache(maxsize=4_000)
def _whole(_language: str | None, template: str, values: _Values) -> str:
    return render_to_string(template, dict(values))


@lru_cache(maxsize=4_000)
def _pieces(
    _language: str | None, template: str, given: tuple[str, ...], form: _Values
) -> list[str]:
    """What stands in the form, and behind each stretch of it the name of a blank."""
    blanks = {name: _BLANK.format(name) for name in given}
    return _BLANKS.split(render_to_string(template, {**blanks, **dict(form)}))
