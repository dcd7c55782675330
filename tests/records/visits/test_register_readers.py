"""Readers at the centre: by which paper, what was read and copied, what came of it."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from records.audit.models import Entry
from records.holdings.rules import Access, Stage
from records.notices.models import Notice
from records.organisation.models import User
from records.rules import Refused
from records.tasks import ask_for_effects
from records.values.rules import Level, Opening
from records.visits import actions
from records.visits.models import Visit
from records.visits.rules import Wanted, masked, read_identity
from tests import make, visit_make
from tests.visit_make import CITIZEN

pytestmark = pytest.mark.django_db
MASKED = "110***********002X"


def test_a_reader_is_registered_reads_and_leaves_by_the_pages(client):
    archivist, record = make.archivist(), make.record(Stage.ACCEPTED, pages=9)
    client.force_login(archivist)
    said = visit_make.entry(department="")

    wrong = client.post(
        reverse("records:visit-create"), {**said, "identity_number": CITIZEN[:-1] + "1"}
    )
    assert wrong.status_code == 422
    assert not Visit.objects.exists()
    client.post(reverse("records:visit-create"), said)
    visit = Visit.objects.get()
    act = visit.get_act_url
    assert client.post(act("leave"), follow=True).status_code == 422  # nothing was read
    lines = f"{record.archival_code}　3\n"
    assert client.post(act("bring"), {"records": "J999-WS·2000-Y-0001"}).status_code == 422
    assert client.post(act("bring"), {"records": lines * 2}).status_code == 422
    assert client.post(act("bring"), {"records": lines}).status_code == 302
    client.post(act("put_right"), {**said, "name": "顾闻迪"})
    client.post(act("leave"))

    visit.refresh_from_db()
    assert (visit.stage, visit.name) == ("left", "顾闻迪")
    assert list(visit.items.values_list("record", "copied")) == [(record.pk, 3)]
    page = client.get(visit.get_absolute_url()).content.decode()
    assert CITIZEN in page
    assert record.title in page
    assert client.post(act("put_right"), {**said, "name": "别人"}).status_code == 422
    told = Entry.objects.filter(table="records.Visit", row=str(visit.pk))
    assert {one.verb for one in told} == {"register", "bring", "put right", "leave"}
    assert not [one for one in told if CITIZEN in f"{one.label}{one.before}{one.after}"]


def test_the_number_of_a_paper_is_whole_for_archivists_alone(client):
    department = make.department()
    officer, visit = make.filing_officer(department), visit_make.left(department=department)

    for person, shown in (
        (officer, MASKED),
        (make.supervisor(), MASKED),
        (make.archivist(), CITIZEN),
    ):
        client.force_login(person)
        page = client.get(visit.get_absolute_url()).content.decode()
        assert shown in page
        assert (CITIZEN in page) == (shown == CITIZEN)
    client.force_login(make.filing_officer())
    assert client.get(visit.get_absolute_url()).status_code == 404
    assert visit.name not in client.get(reverse("records:visit-list")).content.decode()
    assert (masked("A123"), masked("12"), masked("1234567890")) == ("**23", "***", "123***7890")
    assert read_identity("citizen", " 110105-19491231-002x") == CITIZEN


def test_what_is_others_is_read_with_their_consent_alone():
    record = make.record(Stage.ACCEPTED)
    whose = record.fonds.department
    shared = make.record(Stage.ACCEPTED, access=Access.SHARED)
    opened = make.record(Stage.ACCEPTED, opening=Opening.OPEN)
    archivist = make.archivist()

    def brings(*records, **of):
        visit = visit_make.reading(by=archivist, consent="", **of)
        wanted = [Wanted(one.pk, 0) for one in records]
        actions.bring(visit, wanted=wanted, by=archivist, at=timezone.now())

    for refused in ((record, {}), (shared, {}), (record, {"department": make.department()})):
        one, of = refused
        with pytest.raises(Refused, match="by which letter"):
            brings(one, **of)
    brings(opened)
    brings(record, department=whose)
    brings(shared, opened, department=make.department())
    with pytest.raises(Refused, match="custody"):
        brings(make.record(), department=whose)
    with pytest.raises(Refused, match="lies between"):
        visit_make.reading(used_on=timezone.localdate() + timedelta(days=1))
    with pytest.raises(Refused, match="of which unit"):
        visit_make.reading(unit="")
    with pytest.raises(Refused, match="by archivists"):
        visit_make.reading(by=make.supervisor())


def test_a_void_entry_is_in_no_register():
    record = make.record(Stage.ACCEPTED, pages=9, level=Level.VOLUME, title="=1+1")
    kept, slip = visit_make.left((record, 4)), visit_make.left((record, 0), name="误登")
    archivist, at = make.archivist(), timezone.now()
    actions.cancel(slip, reason="重复登记", by=archivist, at=at)
    assert slip.steps.get(name="cancel").reason == "重复登记"
    year = timezone.localdate().year

    made = actions.take_daybook(year, "xlsx", by=archivist, at=at)

    head, *lines = load_workbook(BytesIO(made), read_only=True).active.values
    told = [dict(zip(head, line, strict=True)) for line in lines]
    assert [(one["利用人"], one["题名"], one["卷（件）次"], one["复制页数"]) for one in told] == [
        (kept.name, "=1+1", "1 卷", 4)
    ]
    assert MASKED in told[0]["证件（工号）"]
    assert kept.letter in told[0]["证件（工号）"]
    assert told[0]["利用目的"] == "编史修志：续修市志"
    assert actions.take_daybook(year, "pdf", by=archivist, at=at).startswith(b"%PDF-")
    with pytest.raises(Refused, match="Nothing was read"):
        actions.take_daybook(year - 5, "pdf", by=archivist, at=at)
    with pytest.raises(Refused, match="Nothing was read"):
        actions.take_daybook(year, "pdf", by=make.filing_officer(), at=at)


def test_the_effect_is_asked_for_once_a_term_and_told_once(client, settings):
    settings.EFFECT_DAYS = 14
    department = make.department()
    officer, today = make.filing_officer(department), timezone.localdate()
    theirs = visit_make.left(days=14, department=department)
    outside, fresh = visit_make.left(days=20), visit_make.left(days=13)

    assert (ask_for_effects(), ask_for_effects()) == (2, 0)
    asked = Notice.objects.filter(view="records:visit").values_list("person", "key")
    assert set(asked) == {(officer.pk, theirs.pk), (outside.registered_by_id, outside.pk)}

    client.force_login(officer)
    said = {"benefit": "economic", "effect": "据以核定补偿款 12 万元", "sealed": ""}
    assert client.post(theirs.get_act_url("tell_effect"), said).status_code == 422
    assert (
        client.post(
            theirs.get_act_url("tell_effect"), said | {"sealed": "清岚市财政局"}
        ).status_code
        == 302
    )
    assert "核定补偿款" in client.get(theirs.get_absolute_url()).content.decode()
    with pytest.raises(Refused, match="recorded"):
        actions.tell_effect(theirs, benefit="work", effect="再说", by=officer, at=timezone.now())
    later = today + timedelta(days=14)
    assert actions.ask_for_effects(today=later, at=timezone.now()) == 2  # the fresh one, and again
    assert set(Visit.objects.filter(effect_asked_on=later)) == {outside, fresh}


def test_who_is_no_archivist_any_more_is_asked_nothing_of_readers(settings):
    settings.EFFECT_DAYS = 14
    visit, archivist = visit_make.left(days=20), make.archivist()
    gone = visit.registered_by
    User.objects.filter(pk=gone.pk).update(role="reader", department=make.department())

    assert ask_for_effects() == 1
    told = set(Notice.objects.values_list("person", flat=True))
    assert (archivist.pk in told, gone.pk in told) == (True, False)


def test_lists_cost_the_same_however_long(client, django_assert_max_num_queries):
    client.force_login(make.archivist())
    for _count in range(6):
        visit_make.left()

    with django_assert_max_num_queries(9):
        page = client.get(reverse("records:visit-list"), {"show": "effect"})
    assert page.content.decode().count("顾闻笛") == 6
