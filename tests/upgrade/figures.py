"""Asks the pages of the database in DATABASE_URL for their figures and prints them as JSON.

python -m tests.upgrade.figures
"""

import json
import os
import sys
from typing import Any

import django

PEOPLE = ("shenyanqiu", "jianghuaijin", "fangruoning", "linshuyan")
BATCH = ("year", "sequence", "stage", "records", "rejected")
PLAIN = "django.contrib.staticfiles.storage.StaticFilesStorage"


def figures() -> dict[str, Any]:
    """By person and figure, and under "all" what stands in no page as a number."""
    from django.db.models import Count

    from records.models import CodeAlias, Entry, Record, User

    told = {name: _shown_to(User.objects.get(username=name)) for name in PEOPLE}
    stages = Record.objects.order_by().values_list("stage").annotate(Count("pk"))
    told["all"] = {
        "entries of the trail": Entry.objects.count(),
        "records by stage": dict(stages),
        "former codes": sorted(CodeAlias.objects.values_list("code", "record__archival_code")),
    }
    return told


def _shown_to(user: Any) -> dict[str, Any]:
    from django.test import Client

    client = Client(headers={"accept-language": "en"})
    client.force_login(user)

    def asked(address: str) -> Any:
        answer = client.get(address)
        return answer.context if answer.status_code == 200 else None

    return {
        **_desk(asked("/")),
        **_lists(asked),
        "handovers": _rows(asked("/handovers/"), *BATCH),
        "imports": _rows(asked("/imports/"), "name", "stage", "read", "rejected", "committed"),
    }


def _desk(context: Any) -> dict[str, Any]:
    """Without the figures of this year and of so many days, which another day changes."""
    shown = context.get("figures")
    return {
        "desk": [shown.waiting, shown.open, shown.missing] if shown else None,
        "desk: newest": [one.archival_code for one in context.get("newest") or []],
    }


def _lists(asked: Any) -> dict[str, Any]:
    found = asked("/records/")["figures"]
    due = asked("/due/")
    return {
        "records": [found.total, found.exact],
        "due": {str(duty.value): count for duty, count in due["tabs"]},
        "due: cannot be said": due["uncomputable"],
    }


def _rows(context: Any, *columns: str) -> Any:
    """The rows of a list, None where the page is closed to the person."""
    if context is None:
        return None
    return sorted([getattr(row, name) for name in columns] for row in context["page"].rows)


def main() -> None:
    django.setup()
    from django.conf import settings
    from django.test.utils import override_settings, setup_test_environment

    setup_test_environment()
    storages = {**settings.STORAGES, "staticfiles": {"BACKEND": PLAIN}}
    own = {**settings.CACHES["default"], "KEY_PREFIX": os.urandom(8).hex()}
    with override_settings(STORAGES=storages, CACHES={"default": own}):
        told = json.dumps(figures(), ensure_ascii=False, indent=1, sort_keys=True)
        sys.stdout.write(told)


if __name__ == "__main__":
    main()
