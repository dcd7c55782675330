"""What to try when nothing was found: computed from what the person may see, never guessed.

Each line comes from one bounded query; no line tells of a record that is not visible.
"""

from collections.abc import Iterator
from difflib import get_close_matches
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from records.catalogue.filters import RecordFilter
from records.catalogue.pages import asked, written
from records.catalogue.search import DOCUMENT_NUMBER, Word, matching, words
from records.holdings.models import Record, RecordQuerySet
from records.holdings.normal import normal
from records.holdings.numbers import CodeAlias

LOOKED_AT = 2000  # numbers of one issuer and year that are compared
COUNTED = 1000


class Suggestion(NamedTuple):
    """A sentence, and the link behind it: to a record (`pk`), or to another query."""

    text: str
    link: str
    query: str = ""
    pk: int | None = None


def suggestions(visible: RecordQuerySet, found: RecordFilter) -> list[Suggestion]:
    """At most a handful, the nearest first."""
    typed = words(found.chosen.get("q", ""))
    made = list(_renamed(visible, typed))
    for word in typed:
        if word.is_number:
            made += _numbers(visible, word)
    made += _fewer_words(found, typed)
    made += _without_filters(visible, found)
    return made


def _renamed(visible: RecordQuerySet, typed: list[Word]) -> Iterator[Suggestion]:
    """A code that was logged as the right one of a record: the record bears another."""
    codes = {form.upper() for word in typed for form in word.forms}
    for alias in CodeAlias.objects.filter(code__in=codes, record__in=visible).select_related(
        "record"
    ):
        text = _("%(code)s is the corrected code of the record that bears") % {"code": alias.code}
        yield Suggestion(text, alias.record.archival_code or "", pk=alias.record.pk)


def _numbers(visible: RecordQuerySet, word: Word) -> Iterator[Suggestion]:
    """How far the issuer's numbers of that year go, and the nearest of them."""
    asked_for = DOCUMENT_NUMBER.fullmatch(word.forms[0])
    if asked_for is None:
        return
    issuer, number, rest = asked_for.group("issuer", "number", "rest")
    known = _issued(visible, issuer)
    near = get_close_matches(number, known, n=1, cutoff=0.4)
    if near:
        record = known[near[0]]
        text = _("The numbers there of this issuer and year go up to %(last)s. Did you mean") % {
            "last": max(known, key=int)
        }
        yield Suggestion(text, record.document_number, pk=record.pk)
    alone = number + rest
    how_many = _count(matching(visible, alone))
    if how_many:
        yield _again(_("Only the number:"), alone, {"q": [alone]}, how_many)


def _issued(visible: RecordQuerySet, issuer: str) -> dict[str, Record]:
    """The visible records of one issuer and year, by running number."""
    rows = visible.filter(search_text__contains=f"\n{issuer}").order_by()
    read: dict[str, Record] = {}
    for record in rows.only("id", "document_number")[:LOOKED_AT]:
        parts = DOCUMENT_NUMBER.fullmatch(normal(record.document_number))
        if parts and parts["issuer"] == issuer:
            read[parts["number"]] = record
    return read


def _fewer_words(found: RecordFilter, typed: list[Word]) -> Iterator[Suggestion]:
    """Of several words, one left out."""
    if len(typed) < 2:
        return
    query = asked(found.data)
    for word in typed[:3]:
        rest = " ".join(other.typed for other in typed if other != word)
        changed = {**query, "q": [rest]}
        how_many = _count(_with_words(found, rest))
        if how_many:
            yield _again(_("Without “%(word)s”:") % {"word": word.shown}, rest, changed, how_many)


def _with_words(found: RecordFilter, text: str) -> RecordQuerySet:
    """The same filters with other words."""
    records: RecordQuerySet = found.queryset
    for name, value in found.form.cleaned_data.items():
        if name != "q":
            records = found.filters[name].filter(records, value)
    return matching(records, text)


def _without_filters(visible: RecordQuerySet, found: RecordFilter) -> Iterator[Suggestion]:
    """The words alone, without what narrows them down."""
    text = found.chosen.get("q", "")
    if not text or len(found.chosen) < 2:
        return
    how_many = _count(matching(visible, text))
    if how_many:
        yield _again(_("Without the other conditions:"), text, {"q": [text]}, how_many)


def _again(text: str, link: str, query: dict[str, list[str]], how_many: int) -> Suggestion:
    counted = ngettext("%(count)d record", "%(count)d records", how_many) % {"count": how_many}
    more = "+" if how_many > COUNTED else ""
    return Suggestion(text, f"{link} ({counted}{more})", f"?{written(query)}")


def _count(records: RecordQuerySet) -> int:
    return records.order_by()[: COUNTED + 1].count()
