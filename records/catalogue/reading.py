"""How a query was understood, and the way back from each part of it."""

from typing import Any, NamedTuple

from django.utils.datastructures import MultiValueDict
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from records.catalogue.filters import RecordFilter
from records.catalogue.search import Word

TURNED = ("after", "before")  # where one stands in the list, not what was asked for


class Chip(NamedTuple):
    """One condition in words, and the query without it."""

    label: str
    value: str
    without: str


def asked(query: MultiValueDict[str, str]) -> dict[str, list[str]]:
    """The query without the place in the list and without what was left empty."""
    kept = {name: [value for value in values if value] for name, values in query.lists()}
    return {name: values for name, values in kept.items() if values and name not in TURNED}


def written(query: dict[str, list[str]]) -> str:
    """The query as the part of an address after the question mark."""
    return urlencode(query, doseq=True)


def chips(found: RecordFilter, words: list[Word]) -> list[Chip]:
    """Every condition of the query, words first."""
    query = asked(found.data)
    made = [_word(query, word, words) for word in words]
    for name, value in found.chosen.items():
        if name != "q":
            values = value if isinstance(value, list) else [value]
            made += [_condition(query, name, found.form.fields[name], one) for one in values]
    return made


def _word(query: dict[str, list[str]], word: Word, words: list[Word]) -> Chip:
    rest = " ".join(other.typed for other in words if other != word)
    label = _("document number") if word.is_number else _("words contain")
    return Chip(label, word.shown, written(_without(query, "q", rest)))


def _condition(query: dict[str, list[str]], name: str, shown: Any, value: Any) -> Chip:
    others = [one for one in query.get(name, []) if one != str(value)]
    labels: dict[str, str | Promise] = dict(getattr(shown, "choices", ()))
    label = str(labels.get(str(value), value))
    return Chip(str(shown.label), label, written(_without(query, name, *others)))


def _without(query: dict[str, list[str]], name: str, *left: str) -> dict[str, list[str]]:
    rest = {**query, name: [value for value in left if value]}
    return {name: values for name, values in rest.items() if values}
