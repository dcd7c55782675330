"""What the pages of a list show: how a query was read, each hit, and how the hits divide."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.forms import BoundField, Form
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from records.catalogue.division import FACETS
from records.catalogue.export import KINDS
from records.catalogue.figures import SHOWN, Figures, figures
from records.catalogue.filters import RecordFilter, read_again, years
from records.catalogue.highlight import Segment, excerpt, marked, segments
from records.catalogue.query import ORDER, ORDERS, RELEVANCE, Chip, Query, chips
from records.catalogue.scope import GRANTED, Scope
from records.catalogue.search import Word, coded, told_best
from records.catalogue.suggestions import others, suggestions
from records.copies.models import PageText
from records.copies.rules import TextOrigin
from records.holdings import codes
from records.holdings.cards import Look, card
from records.holdings.elements import element
from records.holdings.models import Record
from records.holdings.models.description import FURTHER
from records.holdings.rules import FLOW, Access, Stage
from records.organisation.models import User
from records.organisation.rules import LOOKS_UP
from records.pagination import Page
from records.searches.models import LastSearch, SavedSearch
from records.values.rules import Level

AT_FIRST = 6  # choices of one facet that stand open
MORE = (
    "year_from",
    "year_to",
    "dated_from",
    "dated_to",
    "fonds",
    "stage",
    "level",
)


def listing(asked: RecordFilter, reader: User) -> dict[str, Any]:
    """One page of the list: its hits, how the query was read, and how to narrow it down."""
    told = figures(asked.query)
    form, query = asked.form, told.placed(asked.query)
    turned = told.turned(query)
    empty = query.is_legible and not turned.rows
    opened = any(name in form.errors or query.chosen(name) for name in MORE)
    return {
        "form": form,
        "hits": hits(turned.rows, query, query.here, told),
        "page": turned,
        "figures": told,
        "span": span(told, query, turned),
        "unranked": told.most if query.order != asked.query.order else 0,
        "here": query.here,
        "facets": facets(asked, told),
        "orders": [(name, ORDERS[name].label, name == query.order) for name in _orders(query)],
        "others": others(query) if not any(query.place) else 0,
        "wanted": f"{reverse('records:request-create')}?{urlencode({'wanted': query.text})}",
        "suggestions": suggestions(query) if empty else [],
        "number_typed": any(word.is_number for word in query.words),
        "more": more(form) if opened else [],
        "may_accept": reader.role in FLOW["accept"].roles and Stage.DRAFT in query.chosen("stage"),
        "open": opened,
        "looks_up": reader.role in LOOKS_UP,
        "kinds": KINDS,
        **spoken(query),
    }


def more(form: Form) -> list[BoundField]:
    """The conditions that few need: closed, they are left out, for a fifth of a page is theirs."""
    return [form[name] for name in MORE]


def _orders(query: Query) -> list[str]:
    return [name for name in ORDERS if name != RELEVANCE or query.words]


class Span(NamedTuple):
    """From which hit to which a page goes, counted from 1; `first` is 0 where it is too far."""

    first: int
    last: int


def span(told: Figures, query: Query, page: Page[Record]) -> Span:
    """Where in the list a page stands, as far as that is told."""
    if not page.rows:
        return Span(0, 0)
    before = told.before(query, page.rows[0]) if page.previous else 0
    return Span(0, 0) if before is None else Span(before + 1, before + len(page.rows))


class Beside(NamedTuple):
    """A record's neighbours in a list, its place from 1 (0: too far down), the list's address."""

    previous: int | None
    next: int | None
    place: int
    figures: Figures
    here: str


@card()
def beside(look: Look) -> Beside | None:
    """Also of what the list lacks by now; None for who came from no list, which says its order."""
    if ORDER not in look.address:
        return None
    asked, record = RecordFilter(look.address, look.user).query, look.record
    told = figures(asked, listed=False)
    query = told.placed(asked)
    if query.order == RELEVANCE:
        record = query.ranked(query.visible).get(pk=record.pk)
    before = told.before(query, record)
    place = 0 if before is None else before + 1
    return Beside(*told.beside(query, record), place, told, asked.here)


def spoken(query: Query) -> dict[str, Any]:
    """The query in words, and as an address."""
    return {"chips": chips(query), "typed": query.words, "query": query.address}


class Kept(NamedTuple):
    """A search that is kept, its conditions in words."""

    search: SavedSearch | LastSearch
    chips: list[Chip]


def kept(searches: Iterable[SavedSearch | LastSearch], reader: User) -> list[Kept]:
    """Searches with their conditions in words; what the person may choose is asked for once."""
    found = list(searches)
    scope = Scope(reader) if found else None
    return [Kept(one, chips(read_again(one.address, reader, scope))) for one in found]


class Hit(NamedTuple):
    """A row of the list, as `records.web.drawn.filled` takes it; what was found is marked."""

    record: Record
    texts: dict[str, str]
    form: dict[str, Any]
    reasons: list["Reason"]


class Reason(NamedTuple):
    """Where else than in title, number, body and code the words stand, with what stands there.

    Of a page of a copy (`copy`, `number`) also what is to be marked on it.
    """

    label: str
    said: list[Segment]
    copy: int = 0
    number: int = 0

    @property
    def marked(self) -> str:
        return marked(self.said)

    @property
    def found(self) -> str:
        return next(segment.text for segment in self.said if segment.found)


def hits(records: list[Record], query: Query, here: str, told: Figures | None = None) -> list[Hit]:
    """The records of a page, each with what of it was found; `here` is the page's address.

    Who knows the figures (`told`) spares most pages of copies from being looked through.
    """
    found = [word for word in query.words if word.forms]
    whole = [record.pk for record in records if record.pk not in query.scope.in_parts]
    if told and found:
        whole = told.speaking(whole)
    pages = told_best(whole, found) if found and whole else {}
    return [hit(record, query, here, pages.get(record.pk)) for record in records]


def _reasons(record: Record, words: tuple[Word, ...], page: PageText | None) -> list[Reason]:
    named = ((name, getattr(record, name)) for name in FURTHER)
    made = [Reason(element(name).label, excerpt(text, words)) for name, text in named if text]
    if page:
        of = {"part": page.copy.component.get_part_display(), "number": page.number}
        label = _("%(part)s, page %(number)d") % of
        if page.origin == TextOrigin.RECOGNISED:
            label = _("%(page)s (recognised by a machine)") % {"page": label}
        told = record.search_text
        lacking = [word for word in words if not any(form in told for form in word.forms)]
        said = excerpt(page.text, words, lacking)
        made.append(Reason(label, said, page.copy_id, page.number))
    return [reason for reason in made if reason.said]


def hit(record: Record, query: Query, here: str, page: PageText | None = None) -> Hit:
    """A stage is told where it is not the usual one (in custody), and what a draft lacks.

    `page` is one that says the words.
    """
    words, code = query.words, record.archival_code or ""

    def cut(text: str) -> str:
        return marked(segments(text, words)) if words else text

    found = segments(code, words, coded) if words else []
    code_was_found = any(segment.found for segment in found)
    lacking = record.lacking if record.stage == Stage.DRAFT else []
    texts = {
        "url": f"{record.get_absolute_url()}?{here}",
        "title": cut(record.title),
        "number": cut(record.document_number),
        "responsible": cut(record.responsible),
        "date": record.shown_date,
        "period": str(record.kept_for or ""),
        "extent": ngettext("%(pages)s page", "%(pages)s pages", record.pages)
        % {"pages": record.pages}
        if record.pages
        else "",
        "stage": "" if record.stage == Stage.ACCEPTED else record.get_stage_display(),
        "lacking": pgettext("between words", ", ").join(lacking),
        "found_code": marked(found) if code_was_found else "",
        **({} if code_was_found else codes.shown(code)._asdict()),
    }
    shared = record.access == Access.SHARED and record.stage != Stage.DRAFT
    way = query.scope.way(record.fonds_id, shared=shared)
    form = {
        "is_volume": record.level == Level.VOLUME,
        "is_own": record.fonds_id in query.scope.own,
        "is_shared": way == Access.SHARED,
        "is_granted": way == GRANTED,
        "stage_is": record.stage,
        "has_code": bool(code),
    }
    return Hit(record, texts, form, _reasons(record, words, page) if words else [])


def fresh(search: SavedSearch, query: Query) -> list[Hit]:
    """The new hits of a saved search that the person still may see, the latest first."""
    told = search.fresh[:SHOWN]
    found = query.visible.filter(pk__in=told).in_bulk()
    return hits([found[key] for key in told if key in found], query, query.address)


@dataclass
class Option:
    value: str
    label: Any
    chosen: bool
    count: int | None = None


@dataclass
class Facet:
    """One way to narrow down: its first choices, and those behind “more”."""

    name: str
    title: str | Promise
    options: list[Option] = field(default_factory=list)

    @property
    def first(self) -> list[Option]:
        return self.options[:AT_FIRST]

    @property
    def rest(self) -> list[Option]:
        return self.options[AT_FIRST:]


def facets(asked: RecordFilter, told: Figures) -> list[Facet]:
    """The choices that narrow the list down; with exact figures only those that keep some."""
    made = (_facet(asked, told, name) for name in FACETS)
    return [facet for facet in made if facet.options]


def _facet(asked: RecordFilter, told: Figures, name: str) -> Facet:
    field: Any = asked.form.fields[name]
    chosen, counts = asked.query.chosen(name), told.counts[name] if told.exact else {}
    # Of the years, which are two hundred, only those that are shown.
    choices = years({*chosen, *counts}) if name == "year" else field.choices
    options = [
        Option(value, label, value in chosen, counts[value] if told.exact else None)
        for value, label in choices
        if value in chosen or not told.exact or counts[value]
    ]
    if name == "department" and told.exact:
        options.sort(key=lambda option: -(option.count or 0))
    options.sort(key=lambda option: not option.chosen)
    return Facet(name, field.label, options)
