"""What to try when nothing was found: computed from what the person may see, never guessed.

Each line comes from one bounded query; no line tells of a record that is not visible. What
would go through the whole table once more is not asked: who searched waited for that already.
"""

import json
from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any, NamedTuple

from django.db.models import Value
from django.utils.translation import ngettext

from records.catalogue.figures import indexed
from records.catalogue.query import Query
from records.catalogue.search import DOCUMENT_NUMBER, Word, beginning, matching
from records.holdings.keeper import keeper
from records.holdings.models import CodeAlias, Record, RecordQuerySet
from records.holdings.models.description import CodeKey
from records.sentences import gettext as _
from records.values.text import normal

TRIED = 3  # words of one kind
LOOKED_AT = 2000  # numbers of one issuer and year that are compared
COUNTED = 1000
DEAREST = 20_000  # what PostgreSQL reckons for some 100,000 records, a tenth of a second


class Suggestion(NamedTuple):
    """A sentence, and the link behind it: to a record (`pk`), or to another query."""

    text: str
    link: str
    query: str = ""
    pk: int | None = None


def suggestions(query: Query) -> list[Suggestion]:
    """At most a handful, the nearest first."""
    made = [*_renamed(query), *_kept_elsewhere(query)]
    for word in [word for word in query.words if word.is_number][:TRIED]:
        made += _numbers(query, word)
    made += _fewer_words(query)
    made += _without_conditions(query)
    return made


def _renamed(query: Query) -> Iterator[Suggestion]:
    """A code that a record bore, or that was logged as its right one: it bears another."""
    asked: list[Any] = [CodeKey(Value(form.upper())) for word in query.words for form in word.forms]
    aliases = CodeAlias.objects.filter(record__in=query.visible).alias(key=CodeKey("code"))
    for alias in aliases.filter(key__in=asked).select_related("record"):
        text = _("%(code)s is another code of the record that now bears") % {"code": alias.code}
        yield Suggestion(text, alias.record.archival_code or "", pk=alias.record.pk)


def _kept_elsewhere(query: Query) -> Iterator[Suggestion]:
    """Whose the file of a code is that the person may not see, where that is told."""
    for form in [form for word in query.words[:TRIED] for form in word.forms]:
        if told := keeper(query.reader, code_key=CodeKey(Value(form.upper()))):
            text = _(
                "This is a file of %(fonds)s that is not shared with your department. Write to the"
                " archives staff of %(department)s, or to the archives centre."
            ) % {"fonds": told.fonds, "department": told.department}
            yield Suggestion(text, "")


def _numbers(query: Query, word: Word) -> Iterator[Suggestion]:
    """How far the issuer's numbers of that year go, and the nearest of them."""
    asked_for = DOCUMENT_NUMBER.fullmatch(word.forms[0])
    if asked_for is None:
        return
    issuer, number, rest = asked_for.group("issuer", "number", "rest")
    known = _issued(query.visible, issuer)
    near = get_close_matches(number, known, n=1, cutoff=0.4)
    if near:
        record = known[near[0]]
        text = _("The numbers there of this issuer and year go up to %(last)s. Did you mean") % {
            "last": max(known, key=int)
        }
        yield Suggestion(text, record.document_number, pk=record.pk)
    yield from _again(_("Only the number:"), query.anew(number + rest))


def _issued(visible: RecordQuerySet, issuer: str) -> dict[str, Record]:
    """The visible records of one issuer and year, by running number."""
    rows = matching(visible, [beginning(issuer)]).order_by()
    read: dict[str, Record] = {}
    if not _is_cheap(rows):
        return read
    for record in rows.only("id", "document_number")[:LOOKED_AT]:
        parts = DOCUMENT_NUMBER.fullmatch(normal(record.document_number))
        if parts and parts["issuer"] == issuer:
            read[parts["number"]] = record
    return read


def _fewer_words(query: Query) -> Iterator[Suggestion]:
    """Of several words, one left out."""
    if len(query.words) < 2:
        return
    for word in query.words[:TRIED]:
        rest = tuple(other for other in query.words if other != word)
        text = _("Without “%(word)s”:") % {"word": word.shown}
        yield from _again(text, query.with_words(rest))


def _without_conditions(query: Query) -> Iterator[Suggestion]:
    """The words alone, without what narrows them down."""
    if query.words and query.conditions:
        yield from _again(_("Without the other conditions:"), query.anew(query.text))


def _again(text: str, other: Query) -> Iterator[Suggestion]:
    """Another query, where it finds something."""
    told, found = indexed(other), other.found
    how_many = told.total if told else found[: COUNTED + 1].count() if _is_cheap(found) else 0
    if how_many:
        counted = ngettext("%(count)d record", "%(count)d records", how_many) % {"count": how_many}
        more = "+" if how_many > COUNTED and not told else ""
        yield Suggestion(text, f"{other.text} ({counted}{more})", f"?{other.address}")


def _is_cheap(asked: RecordQuerySet) -> bool:
    """Whether an index leads to the records, or there are not many."""
    told = asked.order_by().explain(format="json")
    if not told:  # the ORM knows without asking that nothing matches
        return False
    (plan,) = json.loads(told)
    cost: float = plan["Plan"]["Total Cost"]
    return cost <= DEAREST
