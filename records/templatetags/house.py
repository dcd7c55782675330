"""What templates need to show identifiers, figures and stages in the house's way."""

import re
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, NamedTuple
from uuid import uuid4

from django import template
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from records import days
from records.audit.models import Entry
from records.audit.rules import words
from records.holdings import codes
from records.sentences import ngettext_lazy
from records.web import drawn as web
from records.web.sent import FIELD

register = template.Library()

RUNNING_NUMBER = re.compile(
    r"^(?P<head>.*?[〔[(（][0-9]{4}[〕\])）])(?P<middle>[0-9]+)(?P<last>.*)$"
)
MEANINGS = {
    "ok": ("done", "accepted", "transferred", "committed", "closed", "attached"),
    "run": ("running", "checked", "drafted", "approved", "packaged", "delivered"),
    "late": ("failed", "rejected"),
}
# How days and moments are shown; each is a filter.
SHOWN = {
    show.__name__: show
    for show in (days.day, days.short_day, days.moment, days.short_moment, days.clock, days.weekday)
}
for name, show in SHOWN.items():
    register.filter(name, show)


class Parts(NamedTuple):
    head: str
    middle: str
    last: str


@register.inclusion_tag("components/time.html")
def when(at: date | None, shown: str = "moment") -> dict[str, str]:
    """A day or moment for people, in one of the ways to show it, and for programs."""
    return {"machine": days.machine(at), "shown": SHOWN[shown](at)}


@register.inclusion_tag("components/opened.html")
def opened() -> dict[str, str]:
    """The token of a form that writes: sent twice, it does its work once."""
    return {"name": FIELD, "token": str(uuid4())}


def number_parts(number: str) -> Parts:
    """A document number as issuer and year, running number, and the rest."""
    found = RUNNING_NUMBER.match(number)
    return Parts(**found.groupdict()) if found else Parts(number, "", "")


@register.simple_tag
def code(of: str | None) -> str:
    """An archival code: fonds and category grey, the last segment bold."""
    return web.filled("components/code.html", codes.shown(of)._asdict()) if of else ""


@register.simple_tag
def document_number(of: str) -> str:
    """A document number (文号): its running number bold."""
    return web.filled("components/document_number.html", number_parts(of)._asdict()) if of else ""


@register.filter
def grouped(digest: str) -> str:
    """A digest in groups of four, so that two people can read it to each other."""
    return " ".join(digest[start : start + 4] for start in range(0, len(digest), 4))


@register.filter
def figure(number: int | None) -> str:
    """A count in groups of three, in every language of the interface."""
    return f"{number or 0:,}"


@register.filter
def meaning(stage: str) -> str:
    """What kind of fact a stage or state is, as the badges tell them apart."""
    return next((kind for kind, stages in MEANINGS.items() if stage in stages), "")


@register.filter
def percent(done: int, total: int) -> int:
    """How much is done, in whole percent, never 100 before the end."""
    return min(99, done * 100 // total) if done < total else 100


@register.filter
def minutes(span: timedelta) -> int:
    """A span of time in whole minutes."""
    return int(span.total_seconds() // 60)


@register.filter
def lasted(span: timedelta) -> str:
    """How long something took, as people say it: seconds up to two minutes, then minutes."""
    seconds = span.total_seconds()
    if seconds < 120:
        return _("%(seconds).1f seconds") % {"seconds": seconds}
    return ngettext_lazy("%(minutes)d minute", "%(minutes)d minutes", "minutes") % {
        "minutes": round(seconds / 60)
    }


@register.filter
def act(entry: Entry) -> str | Promise:
    """What an entry of the trail says was done."""
    return words(entry.verb, entry.model)


@register.simple_tag
def badge(text: str | Promise, meaning: str = "", icon: str = "") -> str:
    """A badge of `components/badge.html`."""
    return web.filled("components/badge.html", {"text": text}, meaning=meaning, icon=icon)


@register.simple_tag
def choices(name: str, options: Iterable[Any]) -> SafeString:
    """The choices of a facet."""
    return web.together(
        web.filled(
            "records/catalogue/option.html",
            {
                "name": name,
                "value": one.value,
                "label": str(one.label),
                "count": "" if one.count is None else figure(one.count),
            },
            chosen=one.chosen,
        )
        for one in options
    )


@register.simple_tag
def options(group: Iterable[dict[str, Any]]) -> SafeString:
    """The options of a select, as Django's widget has them."""
    return web.together(
        web.filled(
            "forms/option.html",
            {"value": str(one["value"]), "label": one["label"]},
            selected=one["selected"],
        )
        for one in group
    )


@register.simple_tag
def drawn(template: str, **values: Any) -> str:
    """A part that shows nothing but these values: `records.web.drawn`."""
    return web.drawn(template, **values)


@register.simple_tag
def filled(template: str, **values: Any) -> str:
    """A form in which the texts among the values are written, the others are part of it."""
    texts = {name: value for name, value in values.items() if isinstance(value, str | Promise)}
    form = {name: value for name, value in values.items() if name not in texts}
    return web.filled(template, texts, **form)


@register.simple_tag
def rows(template: str, of: Iterable[web.Row]) -> SafeString:
    """The rows of a list: a form each, in which its texts are written."""
    return web.together(web.filled(template, one.texts, **one.form) for one in of)


@register.simple_tag
def row(template: str, of: Any) -> str:
    """A row of a list: a form in which its `texts` are written."""
    return web.filled(template, of.texts, **of.form)
