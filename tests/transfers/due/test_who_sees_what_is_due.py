from datetime import date

import pytest

from records.holdings.models import Record
from records.holdings.rules import Access
from records.reference import actions
from records.values.rules import Level
from tests import make
from tests.due_make import kept, run
from transfers.due.models import Due, Uncomputable

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    """One of each role; the reader's department has inherited another's fonds."""
    old, heir, other = (make.department() for _ in range(3))
    for of in (make.fonds(of=old), make.fonds(of=heir), make.fonds(of=other)):
        for access in Access.values:
            kept(of=of, access=access)
            kept(None, of=of, access=access)
            kept(of=of, access=access, level=Level.VOLUME)
    supervisor = make.supervisor()
    actions.succeed(old, successor=heir, on=date(2024, 1, 1), by=supervisor, at=make.NOW)
    run()
    return {
        "reader": make.reader(heir),
        "officer": make.filing_officer(other),
        "archivist": make.archivist(),
        "supervisor": supervisor,
        "auditor": make.auditor(),
    }


@pytest.mark.parametrize("role", ["reader", "officer", "archivist", "supervisor", "auditor"])
@pytest.mark.parametrize("model", [Due, Uncomputable])
def test_who_may_not_see_a_record_does_not_learn_that_it_is_due(people, role, model):
    told = model.objects.visible_to(people[role]).values_list("record", flat=True)
    seen = Record.objects.visible_to(people[role]).values_list("pk", flat=True)

    assert set(told) <= set(seen)


@pytest.mark.parametrize(
    ("role", "flags"),
    [("reader", 8), ("officer", 4), ("archivist", 12), ("supervisor", 12), ("auditor", 0)],
)
def test_a_department_is_told_of_its_own_and_inherited_fonds(people, role, flags):
    assert Due.objects.visible_to(people[role]).count() == flags
