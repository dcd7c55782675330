"""Sentences that are kept and read again later: each reader reads them in the own language.

What is kept is the English text and what was put into it, not the words of whoever made it.
`gettext` and its like are Django's, but what they give knows what it was made of; it is a
text, so whoever only shows it need not know. The fields and the two halves of JSON below
keep it and say it again. What was kept as a plain text is said as it is.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import translation
from django.utils.functional import Promise, lazy

TEXT, CONTEXT, WITH, JOINS = "msgid", "context", "with", "joins"
ONE, COUNT = "one", "count"  # of a text with a plural, which is kept as its text of many


class Sentence(str):
    """A text in the language of now; `kept` is what it was made of, in values that JSON has."""

    __slots__ = ("kept",)
    kept: dict[str, Any]

    def __new__(cls, text: str, kept: dict[str, Any]) -> "Sentence":
        made = super().__new__(cls, text)
        made.kept = kept
        return made

    def __getnewargs__(self) -> tuple[str, dict[str, Any]]:  # type: ignore[override]
        return "".join(self), self.kept

    def __str__(self) -> str:
        return self

    def __mod__(self, given: Any) -> "Sentence":
        return Sentence(super().__mod__(given), self.kept | {WITH: _given(given)})

    def __add__(self, other: str) -> "Sentence":
        return Sentence("", {TEXT: ""}).join([self, other])

    def join(self, words: Iterable[str]) -> "Sentence":
        parts = list(words)
        return Sentence(super().join(parts), self.kept | {JOINS: keep(parts)})


def gettext(text: str) -> Sentence:
    """Django's, of a text that is known again."""
    return Sentence(translation.gettext(text) if text else "", {TEXT: text})


def pgettext(context: str, text: str) -> Sentence:
    """The same, of a text that means another thing elsewhere."""
    return Sentence(translation.pgettext(context, text), {TEXT: text, CONTEXT: context})


def ngettext(one: str, many: str, count: int) -> Sentence:
    """The same, of so many: the text of one or of many, as each language has it."""
    return Sentence(translation.ngettext(one, many, count), {TEXT: many, ONE: one, COUNT: count})


def npgettext(context: str, one: str, many: str, count: int) -> Sentence:
    """The same, of texts that mean another thing elsewhere."""
    text = translation.npgettext(context, one, many, count)
    return Sentence(text, {TEXT: many, ONE: one, COUNT: count, CONTEXT: context})


class Several(NamedTuple):
    """A text of one and of many; which of them it is, says what is put in under a name."""

    one: str
    many: str
    named: str

    def __mod__(self, given: Mapping[str, Any]) -> Sentence:
        return ngettext(self.one, self.many, given[self.named]) % given


def ngettext_lazy(one: str, many: str, named: str = "count") -> Several:
    """The same, of so many as what is put in says."""
    return Several(one, many, named)


gettext_lazy = lazy(gettext, str)


def labelled(label: Any, value: Any) -> Sentence:
    """A value behind what it is of, with the colon of the language."""
    return gettext("%(name)s: %(value)s") % {"name": label, "value": value}


def keep(value: Any) -> Any:
    """The value with every sentence in it as what it was made of."""
    if isinstance(value, Promise):
        value = str(value)
    if isinstance(value, str):
        return value.kept if isinstance(value, Sentence) else value
    if isinstance(value, dict):
        return {name: keep(one) for name, one in value.items()}
    return [keep(one) for one in value] if isinstance(value, list | tuple) else value


def _given(given: Any) -> Any:
    """What is put into a sentence: figures, sentences, and the words for anything else."""
    if isinstance(given, dict):
        return {name: _given(one) for name, one in given.items()}
    return given if isinstance(given, int | float) else keep(str(given))


def say(kept: Any) -> Any:
    """What was kept, with every sentence in it in the language of now."""
    if isinstance(kept, list):
        return [say(one) for one in kept]
    if not isinstance(kept, dict):
        return kept
    if TEXT in kept:
        return _sentence(kept)
    return {name: say(one) for name, one in kept.items()}


def _sentence(kept: dict[str, Any]) -> Sentence:
    found = _text(kept)
    if JOINS in kept:
        return found.join(say(kept[JOINS]))
    return found % say(kept[WITH]) if WITH in kept else found


def _text(kept: dict[str, Any]) -> Sentence:
    text = kept[TEXT]
    if ONE not in kept:
        return pgettext(kept[CONTEXT], text) if CONTEXT in kept else gettext(text)
    forms = (kept[ONE], text, kept[COUNT])
    return npgettext(kept[CONTEXT], *forms) if CONTEXT in kept else ngettext(*forms)


class Keeps(DjangoJSONEncoder):
    """JSON that keeps sentences."""

    def encode(self, o: Any) -> str:
        return super().encode(keep(o))


class Says(json.JSONDecoder):
    """JSON whose sentences are said in the language of now."""

    def decode(self, s: str, *given: Any) -> Any:
        return say(super().decode(s, *given))


class SentenceField(models.TextField):  # type: ignore[type-arg]
    """A sentence of a row. Old rows hold the words of whoever made them."""

    def db_type(self, connection: Any) -> str:
        return "jsonb"

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> Any:
        return None if value is None else json.loads(value, cls=Says)

    def get_db_prep_value(self, value: Any, connection: Any, *given: Any, **named: Any) -> Any:
        value = super().get_db_prep_value(value, connection, *given, **named)
        return connection.ops.adapt_json_value(value, Keeps)
