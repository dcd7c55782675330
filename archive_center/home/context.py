"""What every page of the house shows around its text: where one can go, and from where."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, partial
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from records.notices.models import Notice
from records.organisation.models import User
from records.organisation.questions import question
from records.organisation.rules import DESCRIBES, LOOKS_UP, READS_TRAIL, SEES_ALL_RECORDS, Role
from records.visits.rules import SEES_VISITS

EVERYBODY = tuple(Role)
WORKS = (*DESCRIBES, Role.SUPERVISOR)
DUE = ("transfers:due", "transfers:why", "transfers:rule", "transfers:uncomputable")


class Place(NamedTuple):
    """A page of the menu; `under` are the beginnings of the names of pages that belong to it."""

    name: str
    under: tuple[str, ...]
    label: str | Promise
    icon: str
    roles: tuple[Role, ...]


class Link(NamedTuple):
    label: str | Promise
    url: str
    icon: str
    is_current: bool


class Section(NamedTuple):
    title: str | Promise
    links: list[Link]


@dataclass(frozen=True, eq=False)
class Menu:
    """What a role is offered, with the place where one is: one of each kind is made."""

    sections: tuple[Section, ...]

    def __iter__(self) -> Iterator[Section]:
        return iter(self.sections)


MENU: list[tuple[str | Promise, list[Place]]] = [
    (
        "",
        [
            Place("desk", ("desk",), _("My desk"), "layout-dashboard", EVERYBODY),
            Place("records:record-list", ("records:record",), _("Search"), "search", LOOKS_UP),
            Place(
                "records:search-list",
                ("records:search",),
                _("Saved searches"),
                "bookmark",
                LOOKS_UP,
            ),
            Place("records:topic-list", ("records:topic",), _("Topics"), "books", LOOKS_UP),
            Place("records:loan-list", ("records:loan",), _("Loans"), "book", LOOKS_UP),
            Place(
                "records:request-list", ("records:request",), _("Access requests"), "key", LOOKS_UP
            ),
            Place(
                "records:visit-list",
                ("records:visit", "records:certificate"),
                _("Reading room"),
                "user-check",
                SEES_VISITS,
            ),
            Place("records:job-list", ("records:job",), _("Jobs"), "progress", LOOKS_UP),
        ],
    ),
    (
        _("Take in"),
        [
            Place(
                "filing:batch-list",
                ("filing:batch", "filing:check"),
                _("Yearly filing"),
                "inbox",
                WORKS,
            ),
            Place("records:import-list", ("records:import",), _("Imports"), "table-import", WORKS),
            Place(
                "records:upload-list",
                ("records:upload",),
                _("Attach copies"),
                "paperclip",
                DESCRIBES,
            ),
            Place(
                "records:volume-create",
                ("records:volume",),
                _("Form volumes"),
                "folders",
                DESCRIBES,
            ),
            Place(
                "filing:sequence-list",
                ("filing:sequence",),
                _("Document numbers"),
                "list-numbers",
                WORKS,
            ),
            Place(
                "records:record-create",
                ("records:record-create",),
                _("New record"),
                "file-plus",
                DESCRIBES,
            ),
        ],
    ),
    (
        _("Keep"),
        [
            Place("transfers:due-list", DUE, _("Due"), "calendar-due", WORKS),
            Place(
                "records:inspection",
                ("records:inspection", "records:recognition"),
                _("Condition of copies"),
                "shield-check",
                SEES_ALL_RECORDS,
            ),
            Place(
                "records:amendment-list",
                ("records:amendment",),
                _("Corrections"),
                "pencil",
                SEES_ALL_RECORDS,
            ),
            Place(
                "transfers:handover-list",
                ("transfers:handover",),
                _("Handovers"),
                "package-export",
                SEES_ALL_RECORDS,
            ),
        ],
    ),
    (
        _("Oversee"),
        [
            Place(
                "records:visit-figures",
                ("records:visit-figures",),
                _("Statistics of use"),
                "chart-bar",
                SEES_ALL_RECORDS,
            ),
            Place("trail", ("trail",), _("Trail"), "history", READS_TRAIL),
            Place("admin:index", ("admin:",), _("Administration"), "settings", READS_TRAIL),
        ],
    ),
]


def shell(request: HttpRequest) -> dict[str, Any]:
    """The centre's name, and for who is signed in the menu of the role; no query.

    How many notices are unread is asked only where a page has the bell.
    """
    context: dict[str, Any] = {"centre_name": settings.CENTRE_NAME}
    person = getattr(request, "user", None)
    if person is None or not person.is_authenticated:
        return context
    found = request.resolver_match
    view_name = found.view_name if found else ""
    if person.role in LOOKS_UP and view_name != "records:record-list":
        context["search_url"] = reverse("records:record-list")
    context["unread"] = partial(unread, person)  # asked where the page shows it
    context["nav"] = menu(person.role, current(view_name))
    return context


@cache
def menu(role: Role, here: str) -> Menu:
    """The menu of a role on the pages of one place; the same object each time."""
    offered = [
        Section(title, links)
        for title, places in MENU
        if (links := [link(place, here) for place in places if role in place.roles])
    ]
    return Menu(tuple(offered))


def unread(person: User) -> int:
    """How many notices the person has not read; more than 99 are told as 100."""
    return len(notices(person))


@question
def notices(person: User) -> QuerySet[Notice, Any]:
    """Those that the person has not read, up to a hundred."""
    return Notice.objects.visible_to(person).unread().values_list("pk")[:100]


@cache
def current(view_name: str) -> str:
    """The name of the menu's page that a view belongs to: the one whose beginning fits longest."""
    fitting = [
        (len(beginning), place.name)
        for _title, places in MENU
        for place in places
        for beginning in place.under
        if view_name.startswith(beginning)
    ]
    return max(fitting)[1] if fitting else ""


def link(place: Place, here: str) -> Link:
    return Link(place.label, reverse(place.name), place.icon, place.name == here)
