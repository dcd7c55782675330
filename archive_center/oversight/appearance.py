"""How the admin looks, and what it is called; read by the settings."""

import os
from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


def environment(request: HttpRequest) -> list[str] | None:
    """The badge that tells a system on trial from the one in service: ENVIRONMENT, if set."""
    name = os.environ.get("ENVIRONMENT", "")
    return [name, "warning"] if name else None


def no_colours(request: HttpRequest) -> dict[str, Any]:
    """None: they would be written into the page as an inline style. `admin.css` has them."""
    return {}


def stylesheet(request: HttpRequest) -> str:
    return static("css/admin.css")


def typed(request: HttpRequest) -> str:
    return static("js/typed.js")


def house(request: HttpRequest) -> str:
    return static("js/house.js")


def landmarks(request: HttpRequest) -> str:
    return static("js/admin.js")


def seal(request: HttpRequest) -> str:
    return static("img/seal.svg")


def title(request: HttpRequest) -> str:
    return gettext("Administration")


UNFOLD: dict[str, Any] = {
    "SITE_TITLE": title,
    "SITE_HEADER": title,
    "SITE_URL": reverse_lazy("desk"),
    "SITE_ICON": seal,
    "SITE_FAVICONS": [{"rel": "icon", "type": "image/svg+xml", "href": seal}],
    "SHOW_HISTORY": True,
    "SHOW_VIEW_ON_SITE": True,
    "SHOW_BACK_BUTTON": True,
    "BORDER_RADIUS": "5px",
    "COLORS": no_colours,
    "STYLES": [stylesheet],
    "SCRIPTS": [house, typed, landmarks],
    "ENVIRONMENT": environment,
    "DASHBOARD_CALLBACK": "archive_center.oversight.dashboard.figures",
    "ACCOUNT": {
        "navigation": [
            {"title": _("Change password"), "link": reverse_lazy("password_change")},
        ]
    },
    "SIDEBAR": {
        "show_search": True,
        "navigation": "archive_center.oversight.navigation.rooms",
    },
}
