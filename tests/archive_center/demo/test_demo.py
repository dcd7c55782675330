from datetime import date
from itertools import pairwise

import pytest
from django.core.management import call_command
from django.urls import reverse

from archive_center.demo.demonstration import fill
from archive_center.demo.personnel import EVERYBODY, PASSWORD
from archive_center.roles.owner import as_owner
from records.audit.models import Entry
from records.copies.models import DigitalCopy, PageText
from records.holdings.models import NumberSeries, Record
from records.holdings.rules import Stage
from records.organisation.models import Department, User
from records.recognition.models import Recognition
from records.requests.models import AccessRequest
from records.searches.models import SavedSearch
from records.topics.models import Topic
from records.uploads.models import UploadFile
from transfers.due.models import DueRun
from transfers.handover.models.handovers import Handover

YEARS = range(2004, 2006)


@pytest.fixture
def folders(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.VAR_DIR = tmp_path
    settings.PACKAGE_DIR = tmp_path / "packages"
    return tmp_path


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_the_demonstration_fills_an_empty_system_once(folders, client):
    told: list[str] = []

    with as_owner():
        assert fill(today=date(2026, 11, 22), tell=told.append, years=YEARS)

    accepted = Record.objects.filter(stage=Stage.ACCEPTED)
    assert accepted.count() > 2000
    assert Record.objects.filter(stage=Stage.DRAFT, period="").exists()
    assert Record.objects.filter(stage=Stage.DRAFT, year=None).exists()
    assert all(
        series.last == accepted.filter(**which(series)).count()
        for series in NumberSeries.objects.order_by("id")[:50]
    )
    assert DigitalCopy.objects.count() > 50
    acts = list(Entry.objects.filter(table="records.Record").order_by("row", "id"))
    pairs = [(one, two) for one, two in pairwise(acts) if one.row == two.row]
    assert pairs
    assert all(one.at <= two.at for one, two in pairs)
    stages = Handover.objects.order_by("sequence").values_list("stage", flat=True)
    assert list(stages) == ["closed", "proposed", "draft"]
    assert Record.objects.filter(stage=Stage.TRANSFERRED).exists()
    access = AccessRequest.objects.order_by("-stage").values_list("stage", flat=True)
    assert list(access) == ["released", "consented", "asked"]
    assert [topic.items.exists() for topic in Topic.objects.all()] == [True, True]
    texts = PageText.objects.order_by("copy", "number")
    assert set(texts.values_list("origin", flat=True)) == {"recognised", "corrected"}
    assert not DigitalCopy.objects.filter(format="TIF", recognised_at=None).exists()
    assert Recognition.objects.failed().count() == 1
    assert texts.filter(origin="corrected").get().boxes
    assert SavedSearch.objects.count() == 2
    scans = UploadFile.objects.order_by("pk").values_list("how", flat=True)
    assert list(scans) == ["number", "number", ""]
    run = DueRun.objects.earliest("id")
    assert run.flagged > 500
    assert run.uncomputable > 0

    before = (Record.objects.count(), User.objects.count())
    call_command("demo")
    assert (Record.objects.count(), User.objects.count()) == before

    logins = (folders / "demo-logins.txt").read_text()
    for person in EVERYBODY:
        assert person.username in logins
    assert PASSWORD in logins
    answer = client.post(reverse("login"), {"username": "linshuyan", "password": PASSWORD})
    assert answer.status_code == 302
    assert Department.objects.filter(heir__isnull=False).count() == 5


def which(series):
    columns = ("fonds_id", "category_id", "year", "period", "unit_id", "volume_id", "level")
    return {column: getattr(series, column) for column in columns if getattr(series, column)} | {
        f"{column}__isnull": True for column in columns if getattr(series, column) is None
    }


@pytest.mark.django_db
def test_what_is_there_already_is_left_alone(folders):
    Department.objects.create(name="清岚市某局", short_name="某局", valid_from=date(2000, 1, 1))

    assert not fill(today=date(2026, 11, 22), tell=print)
    assert not Record.objects.exists()
