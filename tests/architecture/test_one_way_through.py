"""From address or task to SQL a way passes few rooms, and none of them twice (decision 0020)."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import connection
from django.urls import reverse

from measures.house import APPS, PROJECT
from records import tasks
from records.imports.models import Import
from records.imports.rules import Stage as ImportStage
from records.jobs.models import Job
from tests import due_make, handover_make, make
from tests.records.imports import making
from transfers import tasks as nightly
from transfers.handover.rules import Stage

MOST = 5
# What stands before every view alike: middleware, and the door that reads requests and forms.
# A task's name is an address, as a URL is.
OUTSIDE = ("archive_center.", "records.web", "records.tasks", "transfers.tasks")
Way = tuple[str, ...]


def standing() -> Way:
    """The rooms that stand one in the other now, the outermost first."""
    found: list[str] = []
    frame = sys._getframe()
    while frame is not None:
        path = Path(frame.f_code.co_filename)
        if path.is_relative_to(PROJECT) and path.relative_to(PROJECT).parts[0] in APPS:
            name = ".".join(path.relative_to(PROJECT).with_suffix("").parts)
            if not name.startswith(OUTSIDE) and found[-1:] != [name]:
                found.append(name)
        frame = frame.f_back  # type: ignore[assignment]
    return tuple(reversed(found))


@contextmanager
def ways() -> Iterator[set[Way]]:
    """The ways by which SQL is sent inside the block."""
    found: set[Way] = set()

    def note(execute, sql, params, many, context):
        found.add(standing())
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield found


def check(found: set[Way], through: Way) -> None:
    """The way goes through these rooms, and none is longer than it may be or turns back."""
    assert through in found, sorted(found)
    assert [way for way in found if len(way) > MOST] == []
    assert [way for way in found if len(way) > len(set(way))] == []


@pytest.mark.django_db
def test_the_list(client):
    make.record()
    client.force_login(make.archivist())

    with ways() as found:
        assert client.get(reverse("records:record-list"), {"q": "关于"}).status_code == 200

    rooms = ("views", "pages", "figures")
    check(found, (*(f"records.catalogue.{room}" for room in rooms), "records.pagination"))


@pytest.mark.django_db
def test_the_approval(client):
    handover = handover_make.proposed()
    client.force_login(make.supervisor())

    with ways() as found:
        client.post(handover.get_act_url("approve"), {"seen": handover.last_step})

    handover.refresh_from_db()
    assert handover.stage == Stage.APPROVED
    check(
        found,
        (
            "records.workflow.views",
            "records.workflow.acts",
            "transfers.handover.actions.decide",
            "records.workflow.actions",
            "records.audit.actions",
        ),
    )


@pytest.mark.django_db(transaction=True)
def test_the_nightly_flag():
    due_make.reference_data()
    due_make.kept()

    with ways() as found:
        assert nightly.flag_due() == 1

    check(found, ("transfers.due.actions", "records.audit.actions"))


@pytest.mark.django_db(transaction=True)
def test_the_import(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    client.force_login(make.archivist())
    table = {
        "fonds": make.fonds().pk,
        "category": make.category().pk,
        "file": making.csv(making.row()),
    }

    with ways() as found:
        client.post(reverse("records:import-create"), table)
        source = Import.objects.get()
        columns = {field.html_name: field.value() or "" for field in _columns(client, source)}
        client.post(source.get_mapping_url(), columns)
        tasks.check_import(Job.objects.latest("pk").pk)
        client.post(source.get_act_url("commit"), {"whole": ""})
        tasks.commit_import(Job.objects.latest("pk").pk)

    source.refresh_from_db()
    assert source.stage == ImportStage.COMMITTED
    check(
        found,
        (
            "records.jobs.actions",
            "records.workflow.acts",
            "records.imports.arrival",
            "records.holdings.numbering",
        ),
    )


def _columns(client, source):
    return client.get(source.get_mapping_url()).context["form"]
