"""The admin's menu: what belongs together, and only what the person may look at."""

from typing import Any, NamedTuple

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

Text = str | Promise


class Room(NamedTuple):
    """The list of one model, with its sign."""

    model: str
    icon: str


ROOMS: list[tuple[Text, list[Room]]] = [
    (
        _("Organisation"),
        [
            Room("records.department", "account_balance"),
            Room("records.fonds", "inventory_2"),
            Room("records.unit", "lan"),
            Room("records.category", "category"),
            Room("records.receivingarchive", "museum"),
            Room("records.user", "group"),
        ],
    ),
    (
        _("Archives"),
        [
            Room("records.record", "description"),
            Room("records.component", "attach_file"),
            Room("records.digitalcopy", "image"),
            Room("records.codealias", "alt_route"),
            Room("records.hold", "lock"),
            Room("records.numberseries", "tag"),
        ],
    ),
    (
        _("Due and handover"),
        [
            Room("records.duerule", "rule"),
            Room("transfers.due", "event_busy"),
            Room("transfers.uncomputable", "help"),
            Room("transfers.duerun", "update"),
            Room("transfers.handover", "local_shipping"),
            Room("transfers.handoveritem", "list_alt"),
            Room("transfers.handoverstep", "footprint"),
            Room("transfers.handovercheck", "fact_check"),
            Room("transfers.package", "package_2"),
            Room("transfers.receipt", "receipt_long"),
        ],
    ),
    (
        _("Oversight"),
        [
            Room("records.entry", "history"),
            Room("records.job", "pending_actions"),
            Room("records.import", "upload_file"),
            Room("records.importstep", "footprint"),
            Room("records.columnmapping", "view_column"),
            Room("axes.accessattempt", "lock"),
            Room("axes.accesslog", "login"),
        ],
    ),
]


def rooms(request: HttpRequest) -> list[dict[str, Any]]:
    """The menu of who asks, in the form that the admin's theme wants."""
    open_rooms = {
        model._meta.label_lower: model
        for model, room in admin.site._registry.items()
        if room.has_view_permission(request)
    }
    groups: list[dict[str, Any]] = [{"items": _ways_back(request)}]
    for title, listed in ROOMS:
        items = [
            _item(open_rooms[room.model], room.icon) for room in listed if room.model in open_rooms
        ]
        if items:
            groups.append({"title": title, "separator": True, "items": items})
    return groups


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


def _item(model: Any, icon: str) -> dict[str, Any]:
    name = model._meta.label_lower.replace(".", "_")
    return {
        "title": capfirst(model._meta.verbose_name_plural),
        "icon": icon,
        "link": reverse(f"admin:{name}_changelist"),
    }
