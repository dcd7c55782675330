import pytest
from django.test import Client

from records.audit.models import Entry
from records.organisation.models import User
from records.organisation.rules import Role
from records.reference import actions
from records.rules import Refused
from tests import make

pytestmark = pytest.mark.django_db


def add(by=None, **given):
    usual = {
        "username": "140027",
        "name": "周敏",
        "role": Role.FILING_OFFICER,
        "department": None,
    }
    return actions.add_user(**(usual | given), by=by or make.supervisor(), at=make.NOW)


def test_a_new_person_comes_in_by_a_link_alone():
    person = add(department=make.department())

    assert not person.has_usable_password()
    told = Entry.objects.get()
    assert told.verb == "add user"
    assert "password" not in told.after


def test_role_and_department_have_to_fit():
    with pytest.raises(Refused, match="Name it"):
        add(role=Role.READER)
    with pytest.raises(Refused, match="Leave the department empty"):
        add(role=Role.ARCHIVIST, department=make.department())


def test_a_department_that_was_followed_gets_no_new_people():
    new = make.department()
    old = make.department(successor=new, heir=new, valid_until=make.NOW.date())

    with pytest.raises(Refused, match="was followed by"):
        add(department=old)


def test_a_staff_number_is_given_once():
    department = make.department()
    add(department=department)

    with pytest.raises(Refused, match="140027 is 周敏's already"):
        add(department=department)


def test_a_role_changes_with_its_department():
    person, supervisor = make.reader(), make.supervisor()
    actions.change_role(person, role=Role.ARCHIVIST, department=None, by=supervisor, at=make.NOW)

    person.refresh_from_db()
    assert (person.role, person.department) == (Role.ARCHIVIST, None)
    assert Entry.objects.get().before["role"] == Role.READER


def test_nobody_changes_the_own_role_or_closes_the_own_account():
    supervisor = make.supervisor()

    with pytest.raises(Refused, match="Another supervisor"):
        actions.deactivate_user(supervisor, by=supervisor, at=make.NOW)
    with pytest.raises(Refused, match="Another supervisor"):
        actions.change_role(
            supervisor, role=Role.ARCHIVIST, department=None, by=supervisor, at=make.NOW
        )

    assert not Entry.objects.exists()


def test_a_closed_account_is_out_at_once_and_can_be_opened_again(client: Client):
    person, supervisor = make.reader(), make.supervisor()
    client.force_login(person, "django.contrib.auth.backends.ModelBackend")
    assert client.get("/").status_code == 200

    actions.deactivate_user(person, by=supervisor, at=make.NOW)
    assert client.get("/").status_code == 302

    actions.reactivate_user(person, by=supervisor, at=make.NOW)
    assert client.get("/").status_code == 302
    person.refresh_from_db()
    assert person.is_active
    assert not person.has_usable_password()


def test_an_account_that_an_earlier_version_closed_is_opened_without_its_old_sessions(client):
    person = make.reader()
    client.force_login(person, "django.contrib.auth.backends.ModelBackend")
    User.objects.filter(pk=person.pk).update(is_active=False)
    person.refresh_from_db()

    actions.reactivate_user(person, by=make.supervisor(), at=make.NOW)

    assert client.get("/").status_code == 302


@pytest.mark.parametrize("maker", [make.archivist, make.auditor, make.filing_officer])
def test_only_a_supervisor_changes_people(maker):
    person = make.reader()

    for act in (actions.deactivate_user, actions.reactivate_user):
        with pytest.raises(Refused, match="Only a supervisor"):
            act(person, by=maker(), at=make.NOW)
    with pytest.raises(Refused, match="Only a supervisor"):
        actions.make_link(person, by=maker(), at=make.NOW)


def test_staff_numbers_that_differ_in_capitals_only_are_refused():
    held = make.archivist()
    other = add(department=make.department())

    with pytest.raises(Refused, match="already"):
        add(department=make.department(), username=held.username.upper())
    with pytest.raises(Refused, match="already"):
        actions.correct_user(
            other, username=held.username.upper(), name="周敏", by=make.supervisor(), at=make.NOW
        )

    actions.correct_user(
        held, username=held.username.upper(), name="沈", by=make.supervisor(), at=make.NOW
    )
    assert User.objects.filter(username__iexact=held.username).count() == 1


def test_of_two_supervisors_who_close_each_other_s_account_one_stays():
    first, second = make.supervisor(), make.supervisor()

    actions.deactivate_user(second, by=first, at=make.NOW)
    with pytest.raises(Refused, match="account is closed"):
        actions.deactivate_user(first, by=second, at=make.NOW)

    assert User.objects.get(is_active=True) == first


def test_who_is_no_supervisor_any_more_changes_nobody():
    first, second = make.supervisor(), make.supervisor()

    actions.change_role(second, role=Role.AUDITOR, department=None, by=first, at=make.NOW)
    second.role = Role.SUPERVISOR  # as the request read it
    with pytest.raises(Refused, match="Only a supervisor"):
        actions.change_role(first, role=Role.AUDITOR, department=None, by=second, at=make.NOW)
