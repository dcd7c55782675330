"""What another department shares may be read, and nothing else."""

import pytest
from django.urls import reverse

from records.copies.models import DigitalCopy
from records.holdings.models import Record

WRITES = [
    ("record-edit", "shared", {"title": "改过的题名"}),
    ("component-add", "shared", {"part": "original", "title": "附件"}),
    ("copy-discard", "shared copy", {}),
]


@pytest.mark.parametrize(("name", "about", "values"), WRITES)
@pytest.mark.parametrize("who", ["reader", "officer"])
def test_a_shared_record_stays_as_it_is(world, who, name, about, values):
    row = world.rows["other"][about]
    before = (
        Record.objects.filter(pk=world.rows["other"]["shared"].pk).values().get(),
        DigitalCopy.objects.count(),
    )

    answer = world.clients[who].post(reverse(f"records:{name}", args=[row.pk]), values)

    assert answer.status_code in {302, 403, 404}
    assert before == (
        Record.objects.filter(pk=world.rows["other"]["shared"].pk).values().get(),
        DigitalCopy.objects.count(),
    )


@pytest.mark.parametrize("name", ["accept", "discard", "unshare"])
@pytest.mark.parametrize("who", ["reader", "officer"])
def test_a_shared_record_is_not_moved(world, who, name):
    row = world.rows["other"]["shared"]
    before = Record.objects.filter(pk=row.pk).values().get()

    answer = world.clients[who].post(reverse("records:record-act", args=[row.pk, name]))

    assert answer.status_code in {403, 422}
    assert before == Record.objects.filter(pk=row.pk).values().get()
