"""What must hold of all people together holds also where two supervisors act at one moment."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils.translation import override

from records.holdings import actions as holdings
from records.holdings.models import Record
from records.organisation.models import Fonds, User
from records.organisation.rules import Role
from records.reference import actions
from records.rules import Refused
from tests import make
from tests.database import until_somebody_waits_for_a_lock

pytestmark = pytest.mark.django_db(transaction=True)


def meanwhile(first, second) -> str:
    """Do `second` on a connection of its own while `first` is not yet committed."""

    def other() -> str:
        try:
            with override("en"):
                second()
        except Refused as refusal:
            return str(refusal)
        finally:
            connection.close()
        return ""

    with ThreadPoolExecutor(1) as people:
        with transaction.atomic():
            first()
            answer = people.submit(other)
            until_somebody_waits_for_a_lock()
        return answer.result()


def demote(person, by):
    actions.change_role(person, role=Role.ARCHIVIST, department=None, by=by, at=make.NOW)


def close(person, by):
    actions.deactivate_user(person, by=by, at=make.NOW)


@pytest.mark.parametrize("first", [demote, close])
@pytest.mark.parametrize("second", [demote, close])
def test_two_supervisors_who_put_each_other_out_leave_one(first, second):
    one, other = make.supervisor(), make.supervisor()

    said = meanwhile(lambda: first(other, one), lambda: second(one, other))

    assert "Only a supervisor" in said or "closed" in said
    assert list(User.objects.filter(role=Role.SUPERVISOR, is_active=True)) == [one]


@pytest.mark.parametrize("act", [demote, close])
def test_of_three_who_put_out_the_next_at_once_one_is_left(act):
    ring = [make.supervisor() for _ in range(3)]

    def put_out(place: int) -> None:
        try:
            act(ring[(place + 1) % 3], ring[place])
        except Refused:
            pass
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as people:
        list(people.map(put_out, range(3)))

    assert User.objects.filter(role=Role.SUPERVISOR, is_active=True).count() in {1, 2}


def let_in(**given):
    usual: Any = {"name": "周敏", "role": Role.READER, "by": make.supervisor(), "at": make.NOW}
    return actions.add_user(**usual | given)


def test_who_joins_a_body_while_it_is_followed_is_told_so():
    old, new, by = make.department(), make.department(), make.supervisor()
    on = make.NOW.date()

    said = meanwhile(
        lambda: actions.succeed(old, successor=new, on=on, by=by, at=make.NOW),
        lambda: let_in(username="140027", department=old),
    )

    assert "was followed by" in said
    assert not User.objects.filter(department=old).exists()


def test_one_staff_number_is_given_once_however_it_is_written():
    of = make.department()

    said = meanwhile(
        lambda: let_in(username="qm-12", department=of),
        lambda: let_in(username="QM-12", department=of),
    )

    assert "already" in said
    assert User.objects.filter(username__iexact="qm-12").count() == 1


def test_a_number_that_stands_in_codes_being_given_stays():
    of, by, supervisor = make.fonds("J014"), make.archivist(), make.supervisor()
    record = make.record(of=of, described_by=by)
    kept = ("name", "department", "archive", "code_pattern", "number_width", "unit_width")

    said = meanwhile(
        lambda: holdings.accept(Record.objects.filter(pk=record.pk), by=by, at=make.NOW),
        lambda: actions.edit_fonds(
            of,
            number="J015",
            **{name: getattr(of, name) for name in kept},
            by=supervisor,
            at=make.NOW,
        ),
    )

    assert "have been given" in said
    record.refresh_from_db()
    assert str(record.archival_code).startswith(Fonds.objects.get().number)
