"""Whose requests and files of requests somebody sees."""

import pytest

from records.holdings.rules import Stage
from records.organisation.rules import Role
from records.requests.models import AccessItem, AccessRequest
from tests import make, request_make

pytestmark = pytest.mark.django_db


def seen(person):
    """The requests, and of which requests files are seen."""
    requests = set(AccessRequest.objects.visible_to(person))
    return requests, {item.request for item in AccessItem.objects.visible_to(person)}


@pytest.fixture
def asked():
    """Two requests of two readers, each for a file of another department."""
    files = [make.record(Stage.ACCEPTED) for _ in range(2)]
    return [request_make.asked(file, by=make.reader()) for file in files]


def test_who_asked_sees_the_own_request_alone(asked):
    for request in asked:
        assert seen(request.asker) == ({request}, {request})


def test_officers_see_what_is_asked_of_their_department(asked):
    for request in asked:
        [file] = request.items.all()
        assert seen(make.filing_officer(file.department)) == ({request}, {request})
    assert seen(make.filing_officer(make.department())) == (set(), set())


def test_other_readers_of_these_departments_see_none(asked):
    for request in asked:
        [file] = request.items.all()
        for department in (file.department, request.department):
            assert seen(make.reader(department)) == (set(), set())


@pytest.mark.parametrize("role", [Role.ARCHIVIST, Role.SUPERVISOR])
def test_the_centre_sees_all(asked, role):
    assert seen(make.user(role)) == (set(asked), set(asked))


def test_auditors_see_none(asked):
    assert seen(make.user(Role.AUDITOR)) == (set(), set())
