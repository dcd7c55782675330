from datetime import date

import pytest

from records.audit.models import Entry
from records.holdings.models import Record
from records.organisation.models import Department
from records.reference import actions
from records.rules import Refused
from tests import make

pytestmark = pytest.mark.django_db
FIRST_DAY = date(2019, 1, 1)


def succeed(old, new, on=FIRST_DAY, by=None):
    actions.succeed(old, successor=new, on=on, by=by or make.supervisor(), at=make.NOW)
    old.refresh_from_db()
    new.refresh_from_db()


def test_the_old_body_ends_the_day_before_and_its_people_go_over():
    old, new = make.department(), make.department()
    person = make.reader(old)

    succeed(old, new)

    person.refresh_from_db()
    assert (old.valid_until, old.successor, old.heir) == (date(2018, 12, 31), new, new)
    assert person.department == new
    told = Entry.objects.get(verb="move")
    assert (told.row, told.before, told.after) == (
        str(person.pk),
        {"department": old.name},
        {"department": new.name},
    )
    assert Entry.objects.get(verb="succeed").after["successor"] == new.name


def test_the_heir_is_the_end_of_the_chain_whatever_the_order_it_was_entered_in():
    first, second, third, fourth = (make.department() for _ in range(4))
    succeed(second, third, date(2010, 1, 1))
    succeed(first, second, date(2005, 1, 1))
    succeed(third, fourth, date(2020, 1, 1))

    heirs = Department.objects.filter(pk__in=[first.pk, second.pk, third.pk])

    assert {row.heir_id for row in heirs} == {fourth.pk}


def test_people_of_the_successor_see_what_the_old_body_left():
    old, new = make.department(), make.department()
    left = make.record(of=make.fonds(of=old))
    reader = make.reader(new)
    assert left not in Record.objects.visible_to(reader)

    succeed(old, new)

    assert left in Record.objects.visible_to(reader)


def test_a_circle_is_refused_and_nothing_is_written():
    old, middle, new = make.department(), make.department(), make.department()
    succeed(old, middle)
    succeed(middle, new, date(2020, 1, 1))
    before = Entry.objects.count()

    with pytest.raises(Refused, match="leads back"):
        succeed(new, old, date(2024, 1, 1))
    with pytest.raises(Refused, match="leads back"):
        succeed(new, new, date(2024, 1, 1))

    assert Entry.objects.count() == before
    new.refresh_from_db()
    assert new.valid_until is None


@pytest.mark.parametrize("day", [date(1990, 1, 1), date(1980, 1, 1)])
def test_a_body_cannot_be_followed_before_it_existed(day):
    with pytest.raises(Refused, match="the day after"):
        succeed(make.department(), make.department(), day)


def test_nobodys_rights_go_over_before_the_day():
    old, new = make.department(), make.department()
    person = make.reader(old)

    with pytest.raises(Refused, match="still to come"):
        succeed(old, new, date(2026, 11, 23))

    person.refresh_from_db()
    assert person.department == old
    succeed(old, new, date(2026, 11, 22))
    assert old.successor == new


def test_the_successor_has_to_exist_on_that_day():
    with pytest.raises(Refused, match="does not exist on 2019-01-01"):
        succeed(make.department(), make.department(valid_from=date(2020, 1, 1)))


def test_a_second_successor_is_refused():
    old = make.department()
    succeed(old, make.department())

    with pytest.raises(Refused, match="already followed"):
        succeed(old, make.department())


def test_only_a_supervisor_says_who_follows():
    with pytest.raises(Refused, match="Only a supervisor"):
        succeed(make.department(), make.department(), by=make.archivist())

    assert not Entry.objects.exists()
