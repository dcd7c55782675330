"""The admin's menu: what belongs together, and only what the person may look at."""

from typing import Any, NamedTuple

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from records.organisation.rules import READS_TRAIL, SEES_ALL_RECORDS, Role

Text = str | Promise


class Room(NamedTuple):
    """The list of one model, with its sign, and what people call it where not by its rows."""

    model: str
    icon: str
    title: Text = ""


class Page(NamedTuple):
    """A page of the application that belongs here, and who may open it."""

    name: str
    icon: str
    title: Text
    roles: tuple[Role, ...]


class Act(NamedTuple):
    """Something to be done: its name, the page where it begins, the right that it takes there."""

    title: Text
    name: str
    right: str = "change"
    query: str = ""


MENU: list[tuple[Text, list[Room | Page]]] = [
    (
        _("Organisation"),
        [
            Room("records.department", "account_balance"),
            Room("records.fonds", "inventory_2"),
            Room("records.unit", "lan"),
            Room("records.receivingarchive", "museum"),
        ],
    ),
    (
        _("People and rights"),
        [
            Room("records.user", "group", _("People")),
            Room("axes.accessattempt", "lock", _("Locked sign-ins")),
        ],
    ),
    (
        _("Rules"),
        [
            Room("records.duerule", "rule"),
            Room("records.category", "category"),
            Room("records.numberseries", "tag"),
        ],
    ),
    (
        _("Oversight"),
        [
            Page("trail", "history", _("Who changed what"), READS_TRAIL),
            Page("transfers:due-runs", "update", _("What ran last night"), SEES_ALL_RECORDS),
        ],
    ),
    (
        _("Look up rows"),
        [
            Room("records.record", "description"),
            Room("records.digitalcopy", "image"),
            Room("records.codealias", "alt_route"),
            Room("records.amendment", "edit_note"),
            Room("records.loan", "local_library"),
            Room("filing.filingbatch", "inbox"),
            Room("records.visit", "person_check"),
            Room("records.certificate", "verified"),
            Room("records.accessrequest", "contact_mail"),
            Room("records.grant", "key"),
            Room("records.hold", "lock"),
            Room("records.import", "upload_file"),
            Room("records.job", "pending_actions"),
            Room("transfers.due", "event_busy"),
            Room("transfers.uncomputable", "help"),
            Room("transfers.duerun", "update"),
            Room("transfers.handover", "local_shipping"),
            Room("transfers.package", "package_2"),
            Room("transfers.receipt", "receipt_long"),
            Room("records.entry", "table_rows", _("Trail as a table")),
        ],
    ),
]
ACTS: list[tuple[Text, list[Act]]] = [
    (
        _("Organisation"),
        [
            Act(_("Add a department"), "records_department_add", "add"),
            Act(_("Rename or merge departments"), "records_department_changelist"),
            Act(_("Open a fonds"), "records_fonds_add", "add"),
            Act(_("Rename an office or a matter"), "records_unit_changelist"),
        ],
    ),
    (
        _("People and rights"),
        [
            Act(_("Let a person in"), "records_user_add", "add"),
            Act(_("Move a person, or close an account"), "records_user_changelist"),
            Act(_("Give a password link"), "records_user_changelist"),
            Act(_("Unlock a sign-in"), "axes_accessattempt_changelist", "unlock"),
        ],
    ),
    (
        _("Rules"),
        [
            Act(_("Publish a due rule"), "records_duerule_add", "add"),
            Act(_("Change how codes are made"), "records_fonds_changelist"),
            Act(_("Add a category"), "records_category_add", "add"),
        ],
    ),
    (
        _("Oversight"),
        [
            Act(_("See who changed what"), "trail"),
            Act(_("Verify the trail"), "trail"),
            Act(_("See who was refused at the sign-in"), "trail", query="?verb=wrong+password"),
            Act(_("See who took lists away"), "trail", query="?verb=export"),
        ],
    ),
]


def rooms(request: HttpRequest) -> list[dict[str, Any]]:
    """The menu of who asks, in the form that the admin's theme wants."""
    groups: list[dict[str, Any]] = [{"items": _ways_back(request)}]
    for title, listed in MENU:
        if items := [item for one in listed if (item := _item(one, request))]:
            groups.append({"title": title, "separator": True, "items": items})
    return groups


def acts(request: HttpRequest) -> list[tuple[Text, list[tuple[Text, str]]]]:
    """What who asks may do here, by what belongs together: each with its address."""
    offered = [
        (title, [(act.title, _address(act)) for act in listed if _may(act, request)])
        for title, listed in ACTS
    ]
    return [(title, found) for title, found in offered if found]


def _address(act: Act) -> str:
    return reverse(act.name if act.name == "trail" else f"admin:{act.name}") + act.query


def _may(act: Act, request: HttpRequest) -> bool:
    if act.name == "trail":
        return True  # whoever enters the administration reads it
    room = _registry()[".".join(act.name.split("_")[:2])]
    return bool(getattr(room, f"has_{act.right}_permission")(request))


def _registry() -> dict[str, Any]:
    return {model._meta.label_lower: room for model, room in admin.site._registry.items()}


def _ways_back(request: HttpRequest) -> list[dict[str, Any]]:
    return [
        {"title": _("Overview"), "icon": "dashboard", "link": reverse("admin:index")},
        {
            "title": _("Back to my desk"),
            "icon": "arrow_back",
            "link": reverse("desk"),
            "active": False,
        },
    ]


def _item(one: Room | Page, request: HttpRequest) -> dict[str, Any] | None:
    if isinstance(one, Page):
        role = getattr(request.user, "role", None)
        link = reverse(one.name)
        return {"title": one.title, "icon": one.icon, "link": link} if role in one.roles else None
    room = _registry()[one.model]
    if not room.has_view_permission(request):
        return None
    name = one.model.replace(".", "_")
    return {
        "title": one.title or capfirst(room.model._meta.verbose_name_plural),
        "icon": one.icon,
        "link": reverse(f"admin:{name}_changelist"),
    }
