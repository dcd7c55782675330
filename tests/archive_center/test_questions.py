"""What is asked together is what each would be told alone."""

from datetime import timedelta

import pytest
from django.core.exceptions import ObjectDoesNotExist

from archive_center.home import outlook, sources, views
from records import days
from records.audit.actions import note
from records.audit.models import Entry
from records.holdings.models import Record
from records.holdings.rules import Access, Stage
from records.jobs.models import Job
from records.organisation.models import Fonds, User
from records.organisation.questions import question, together
from records.organisation.rules import Role
from tests import make
from transfers.due.models import DueRun

pytestmark = pytest.mark.django_db


@question
def seen(user):
    return Record.objects.visible_to(user).order_by("pk")


@question
def asked_since(user, since):
    return Job.objects.visible_to(user).filter(queued_at__gte=since).select_related("by")


@question
def told_of(user, record):
    return Entry.objects.about(Record(pk=record)).told_to(user)


def people(department):
    return [
        make.user(role, department if role in {Role.READER, Role.FILING_OFFICER} else None)
        for role in Role
    ]


def test_each_is_told_what_their_own_queryset_tells():
    first, second = make.department(), make.department()
    for department in (first, second):
        make.record(Stage.ACCEPTED, of=make.fonds(of=department))
        make.record(Stage.ACCEPTED, access=Access.SHARED, of=make.fonds(of=department))

    for person in [*people(first), *people(second)]:
        assert list(seen(person)) == list(Record.objects.visible_to(person).order_by("pk"))


def test_several_are_asked_by_one_statement_and_keep_their_rows(django_assert_num_queries):
    me, other = make.archivist(), make.archivist()
    job = {"task": "t", "queued_at": make.NOW}
    mine = Job.objects.create(title="mine", by=me, **job)
    theirs = Job.objects.create(title="theirs", by=other, **job)
    record = make.record()
    asked = [asked_since(me, make.NOW), seen(me), asked_since(other, make.NOW), sources._fonds(me)]

    with django_assert_num_queries(1):
        together(asked)
        told = [list(one) for one in asked]
        assert told[0][0].by == me

    fonds = [(one.pk, one.number, one.name) for one in Fonds.objects.all()]
    assert told == [[mine], [record], [theirs], fonds]
    assert list(asked_since(me, make.NOW + timedelta(seconds=1))) == []


def test_a_key_that_is_given_is_put_in_also_where_it_is_written_as_text():
    me, records = make.archivist(), [make.record(), make.record()]
    for record in records:
        note("edit", record, by=me, at=make.NOW)

    for record in records:
        assert [entry.row for entry in told_of(me, record.pk)] == [str(record.pk)]
    assert not told_of(me, 0)


def test_rights_that_end_with_a_day_end_with_it(monkeypatch):
    @question
    def until_today(user):
        return DueRun.objects.visible_to(user).filter(today=days.today())

    me = make.archivist()
    run = DueRun.objects.create(today=days.today(), started_at=make.NOW)
    assert list(until_today(me)) == [run]

    tomorrow = days.today() + timedelta(days=1)
    for place in ("records.days.today", "records.organisation.questions.today"):
        monkeypatch.setattr(place, lambda: tomorrow)

    assert list(until_today(me)) == []


def test_what_was_not_given_is_not_kept_for_the_next():
    me = make.archivist()

    @question
    def moment(user):
        return Job.objects.visible_to(user).filter(queued_at__lt=make.NOW)

    @question
    def shifted(user, at):
        return Job.objects.visible_to(user).filter(queued_at__lt=at - timedelta(days=1))

    @question
    def named(user):
        return User.objects.visible_to(user).filter(username=user.username)

    for strange in (lambda: moment(me), lambda: shifted(me, make.NOW)):
        with pytest.raises(ValueError, match="is not given"):
            strange()
    with pytest.raises(ObjectDoesNotExist):
        named(me)


@pytest.mark.parametrize("role", Role)
def test_all_that_a_desk_asks_is_one_statement(role, django_assert_num_queries):
    department = make.department() if role in {Role.READER, Role.FILING_OFFICER} else None
    person = make.user(role, department)
    asked = views.parts(person, at=make.NOW)

    with django_assert_num_queries(1):
        together(asked.values())

    assert outlook.came(asked["last_time"]) is None
