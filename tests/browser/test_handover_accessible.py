"""The pages of a handover at the stages where people work on it, by the same rules as all."""

import pytest
from django.urls import reverse

from tests import handover_make, make
from tests.browser.test_accessibility import LAYOUT, check

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def packages(settings, tmp_path):
    settings.PACKAGE_DIR = tmp_path / "packages"


def test_the_pages_of_a_handover_under_way(judged):
    fonds = make.fonds()
    for number in (1, 2):
        handover_make.due_record(fonds, number)
    draft, proposed = handover_make.draft(), handover_make.proposed()
    delivered = handover_make.delivered()
    judged.sign_in(make.supervisor())

    check(
        judged,
        f"{reverse('transfers:handover-create')}?fonds={fonds.number}",
        draft.get_absolute_url(),
        reverse("transfers:handover-items", args=[draft.pk]),
        proposed.get_absolute_url(),
        reverse("transfers:handover-act", args=[proposed.pk, "approve"]),
        delivered.get_absolute_url(),
        reverse("transfers:handover-items", args=[delivered.pk]),
        reverse("transfers:handover-receipt", args=[delivered.pk]),
    )


def test_english_has_room_in_four_columns(judged):
    handover = handover_make.proposed()
    judged.sign_in(make.supervisor())
    judged.read_in("en")

    for width in (992, 1200):
        judged.page.set_viewport_size({"width": width, "height": 900})
        judged.open(handover.get_absolute_url())
        assert judged.page.evaluate(LAYOUT) == []
