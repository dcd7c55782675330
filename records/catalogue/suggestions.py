"""What to try when nothing was found, and what may be meant by what is being typed.

All is computed from what the person may see, never guessed.

Each line comes from one bounded query; no line tells of a record that is not visible. What
would go through the whole table once more is not asked: who searched waited for that already.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from difflib import get_close_matches
from itertools import chain
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import Value
from django.utils.translation import ngettext

from records.catalogue.figures import indexed, sides
from records.catalogue.query import Query
from records.catalogue.search import DOCUMENT_NUMBER, Word, beginning
from records.holdings.keeper import keeper
from records.holdings.models import CodeAlias, Record, RecordQuerySet
from records.holdings.models.description import CodeKey
from records.holdings.rules import Stage
from records.index import engine
from records.requests.rules import FLOW
from records.sentences import gettext as _
from records.values.text import normal

STEPS = (10, 50, 100, 500, 1000)  # of further records that are told: no fewer than ten
TRIED = 3  # words of one kind
LOOKED_AT = 2000  # numbers of one issuer and year that are compared
COUNTED = 1000
SIGNS_AT_ENDS = re.compile(r"^\W+|\W+$")
SHORTEST = 2  # characters of a word of which parts are tried
COMPARED = 200  # records whose bodies and numbers are looked at
OFFERED = 8
ONE = engine.Turn(1)
DEAREST = 20_000  # what PostgreSQL reckons for some 100,000 records, a tenth of a second


def others(query: Query) -> int:
    """How many further records in custody have the words, in steps: the step that is reached.

    0 below the first step, where the setting is off, for who sees all, and where more than
    plain words of two characters was asked for. Only an answer that is true of ten records
    at once is given: no condition and no exclusion, by which one record could be told from
    the others (decision 0029).
    """
    plain = [word for word in query.words if word.forms and min(map(len, word.forms)) > 1]
    asks = settings.TELL_OF_OTHERS and query.reader.role in FLOW["ask"].roles
    if not (asks and plain) or query.conditions or len(plain) < len(query.words):
        return 0
    reading = engine.reading()
    if reading is None:
        return 0
    kept = {"stage": [Stage.ACCEPTED.value, Stage.TRANSFERRED.value]}
    said = [word.forms for word in plain]
    asked = engine.Asked(query.scope.reach, words=said, among=kept, described=True)
    everybodys = reading.count(asked._replace(reach=engine.Reach(None)), engine.Turn(0))
    further = everybodys - reading.count(asked, engine.Turn(0))
    return max((step for step in STEPS if step <= further), default=0)


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
    made += _nowhere(query)
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
    known = _issued(query, issuer)
    near = get_close_matches(number, known, n=1, cutoff=0.4)
    if near:
        record = known[near[0]]
        text = _("The numbers there of this issuer and year go up to %(last)s. Did you mean") % {
            "last": max(known, key=int)
        }
        yield Suggestion(text, record.document_number, pk=record.pk)
    yield from _again(_("Only the number:"), query.anew(number + rest))


def _issued(query: Query, issuer: str) -> dict[str, Record]:
    """The visible records of one issuer and year, by running number."""
    asked = replace(query.anew(issuer), words=(beginning(issuer),))
    read: dict[str, Record] = {}
    for record in _some(asked, LOOKED_AT).only("id", "document_number"):
        parts = DOCUMENT_NUMBER.fullmatch(normal(record.document_number))
        if parts and parts["issuer"] == issuer:
            read[parts["number"]] = record
    return read


def _nowhere(query: Query) -> Iterator[Suggestion]:
    """What may be meant by the first of the words that stands nowhere by itself."""
    for word in query.words[:TRIED]:
        said = word.forms and not word.is_number and len(word.forms[0]) > SHORTEST
        if said and not _finds(query.anew(word.typed)):
            yield from _meant(query, word)
            return


def _meant(query: Query, word: Word) -> Iterator[Suggestion]:
    """The responsible body whose name is nearest to a word, and the longest parts of the word."""
    form = word.forms[0]
    said = word.typed if len(word.typed) == len(form) else form  # parts in the person's own writing
    parts = [part for part in (_longest(query, said), _longest(query, said, at_end=True)) if part]
    for body in get_close_matches(form, _bodies(query, parts), n=1, cutoff=0.6):
        yield from _again(_("Did you mean:"), query.anew(body))
    for part in dict.fromkeys(parts):
        yield from _again(_("A part of “%(word)s”:") % {"word": word.shown}, query.anew(part))


def _longest(query: Query, word: str, *, at_end: bool = False) -> str:
    """The longest beginning of a word, or its longest end, that stands somewhere.

    Nothing where it would be less than half of the word.
    """
    shortest = max(SHORTEST, (len(word) + 1) // 2)
    least, most = shortest - 1, len(word) - 1
    while least < most:  # what stands somewhere does so with its own parts
        length = (least + most + 1) // 2
        part = _part(word, length, at_end=at_end)
        least, most = (length, most) if _finds(query.anew(part)) else (least, length - 1)
    return "" if least < shortest else _part(word, least, at_end=at_end)


def _part(word: str, length: int, *, at_end: bool) -> str:
    """So much of a word, without signs at its ends: a hyphen there would mean “without”."""
    return SIGNS_AT_ENDS.sub("", word[-length:] if at_end else word[:length])


def _bodies(query: Query, parts: list[str]) -> list[str]:
    """The responsible bodies of records in which one of the parts stands, as far as is looked."""
    near = [_some(query.anew(part), COMPARED) for part in parts]
    bodies = chain.from_iterable(rows.values_list("responsible", flat=True) for rows in near)
    return list(dict.fromkeys(filter(None, bodies)))


def completions(query: Query) -> list[str]:
    """What the last word may become: bodies in whose name it stands, numbers that begin so.

    As whole texts for the search box, the most frequent first; of the newest records that
    have the word, so that it costs the same however many there are.
    """
    if not query.words or not query.words[-1].forms or len(query.words[-1].forms[0]) < SHORTEST:
        return []
    word, before = query.words[-1], query.with_words(query.words[:-1]).text
    told: Counter[str] = Counter()
    rows = _some(replace(query.anew(word.typed), words=(word,)), COMPARED)
    for body, number in rows.values_list("responsible", "document_number"):
        series = number[: number.rfind("〕") + 1]
        told.update([body] if word.forms[0] in normal(body) else [])
        told.update([series] if normal(series).startswith(word.forms[0]) else [])
    return [f"{before} {text}".strip() for text, _many in told.most_common(OFFERED)]


def _some(query: Query, most: int) -> RecordQuerySet:
    """At most so many of what a query finds; none where that would go through a large table."""
    if told := indexed(query):
        return told.first(most).order_by()
    found = query.found.order_by()
    return found[:most] if _is_cheap(found) else found.none()


def _fewer_words(query: Query) -> Iterator[Suggestion]:
    """Of several words, one left out."""
    if len(query.words) < 2:
        return
    for word in query.words[:TRIED]:
        rest = tuple(other for other in query.words if other != word)
        if all(other.barred for other in rest):  # nearly everything, which helps nobody
            continue
        text = _("Without “%(word)s”:") % {"word": word.shown}
        yield from _again(text, query.with_words(rest))


def _without_conditions(query: Query) -> Iterator[Suggestion]:
    """The words alone, without what narrows them down."""
    if query.words and query.conditions:
        yield from _again(_("Without the other conditions:"), query.anew(query.text))


def _again(text: str, other: Query) -> Iterator[Suggestion]:
    """Another query, where it finds something."""
    how_many, exact = _counted(other)
    if how_many:
        counted = ngettext("%(count)d record", "%(count)d records", how_many) % {"count": how_many}
        more = "+" if how_many > COUNTED and not exact else ""
        found = _("%(words)s (%(found)s)") % {"words": other.text, "found": f"{counted}{more}"}
        yield Suggestion(text, found, f"?{other.address}")


def _finds(query: Query) -> bool:
    """Whether a query finds something, as far as that is told."""
    if told := sides(query):
        reading, asked, lacking = told
        return bool(reading.turned(asked, ONE)) or lacking.exists()
    return _counted(query)[0] > 0


def _counted(query: Query) -> tuple[int, bool]:
    """How many a query finds, 0 where that would be dear; whether it is exact beyond COUNTED."""
    if told := sides(query):
        reading, asked, lacking = told
        return reading.count(asked, ONE) + lacking.count(), True
    found = query.found
    return (found[: COUNTED + 1].count() if _is_cheap(found) else 0), False


def _is_cheap(asked: RecordQuerySet) -> bool:
    """Whether an index leads to the records, or there are not many."""
    told = asked.order_by().explain(format="json")
    if not told:  # the ORM knows without asking that nothing matches
        return False
    (plan,) = json.loads(told)
    cost: float = plan["Plan"]["Total Cost"]
    return cost <= DEAREST
