"""`visible_to` branch by branch: what each kind of person sees, and what not."""

from datetime import date

import pytest

from records.holdings.models import Record
from records.holdings.rules import Access, Stage
from tests import make

pytestmark = pytest.mark.django_db


def followed_by(heir):
    return make.department(heir=heir, successor=heir, valid_until=date(2018, 12, 31))


def sees(person, record):
    return Record.objects.visible_to(person).filter(pk=record.pk).exists()


@pytest.mark.parametrize("stage", Stage.values)
@pytest.mark.parametrize("access", Access.values)
@pytest.mark.parametrize("role", [make.reader, make.filing_officer])
def test_own_records_are_seen_at_every_stage(role, stage, access):
    own = make.fonds()

    assert sees(role(own.department), make.record(stage, of=own, access=access))


@pytest.mark.parametrize(
    ("stage", "access", "seen"),
    [
        (Stage.DRAFT, Access.DEPARTMENT, False),
        (Stage.DRAFT, Access.SHARED, False),
        (Stage.ACCEPTED, Access.DEPARTMENT, False),
        (Stage.ACCEPTED, Access.SHARED, True),
        (Stage.TRANSFERRED, Access.DEPARTMENT, False),
        (Stage.TRANSFERRED, Access.SHARED, True),
    ],
)
@pytest.mark.parametrize("role", [make.reader, make.filing_officer])
def test_of_other_departments_only_what_is_shared_and_no_draft_is_seen(role, stage, access, seen):
    assert sees(role(make.department()), make.record(stage, access=access)) is seen


def test_what_was_inherited_is_seen_and_what_went_to_others_is_not():
    heir = make.department()
    old = make.fonds(of=followed_by(heir))
    left = make.record(of=old)

    assert sees(make.reader(heir), left)
    assert not sees(make.reader(make.department()), left)


def test_who_was_followed_does_not_see_what_the_heir_has():
    heir = make.department()
    old = followed_by(heir)

    assert not sees(make.reader(old), make.record(of=make.fonds(of=heir)))


@pytest.mark.parametrize("role", [make.archivist, make.supervisor])
@pytest.mark.parametrize("stage", Stage.values)
def test_the_centre_sees_all(role, stage):
    assert sees(role(), make.record(stage))


@pytest.mark.parametrize("access", Access.values)
def test_an_auditor_sees_none(access):
    assert not sees(make.auditor(), make.record(Stage.ACCEPTED, access=access))


def test_the_condition_narrows_what_was_narrowed_before():
    own = make.fonds()
    kept, left = make.record(of=own, year=2011), make.record(of=own, year=2012)

    found = Record.objects.filter(year=2011).visible_to(make.reader(own.department))

    assert list(found) == [kept] != [left]
