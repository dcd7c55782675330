import pytest
from django.urls import reverse

from records.holdings.models import Record
from records.holdings.rules import Stage
from records.organisation.models import User
from tests import make
from tests.browser.test_accessibility import RULES, UNNAMED
from tests.browsing import PHONE, violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def rows():
    fonds = make.fonds("J014")
    make.record(Stage.ACCEPTED, of=fonds)
    return fonds


@pytest.mark.parametrize("narrow", [False, True], ids=["desktop", "phone"])
def test_the_admins_pages_keep_to_their_policy(judged, rows, narrow):
    """Its theme is renewed now and then; what it then adds inline shows as a fault here."""
    judged.sign_in(make.supervisor())
    if narrow:
        judged.page.set_viewport_size(PHONE)

        judged.page.emulate_media(color_scheme="dark")
    found = []
    for address in (
        reverse("admin:index"),
        reverse("admin:records_record_changelist"),
        reverse("admin:records_record_change", args=[Record.objects.get().pk]),
        reverse("admin:records_fonds_change", args=[rows.pk]),
        reverse("admin:records_user_add"),
        reverse("admin:records_duerule_add"),
    ):
        judged.open(address)
        assert judged.page.locator("#content").is_visible()
        broken = violations(judged, RULES)
        found += [(address, one["help"], one["nodes"][0]["html"]) for one in broken]
        found += [(address, "named", fault) for fault in judged.page.evaluate(UNNAMED)]
    assert not found, found


def test_a_supervisor_lets_a_person_in(live, rows):
    live.sign_in(make.supervisor())
    live.open(reverse("admin:records_user_add"))

    live.page.fill("[name=username]", "140027")
    live.page.fill("[name=name]", "周敏")
    live.page.select_option("[name=role]", "filing_officer")
    live.page.select_option("[name=department]", str(rows.department_id))
    live.page.click("[name=_save]")
    live.page.wait_for_url("**/password-link/")
    live.page.click("main button[type=submit]")
    address = live.page.locator("#link").inner_text()

    live.page.context.clear_cookies()
    live.page.goto(address)
    for name in ("new_password1", "new_password2"):
        live.page.fill(f"[name={name}]", "Nine-Mules-77")
    live.page.click("main button[type=submit]")
    live.page.wait_for_url("**/sign-in/")
    assert User.objects.get(username="140027").check_password("Nine-Mules-77")


def test_what_is_typed_in_the_administration_is_kept_until_it_is_saved(live, rows):
    live.sign_in(make.supervisor())
    address = reverse("admin:records_fonds_change", args=[rows.pk])
    live.open(address)
    live.page.fill("[name=name]", "改过的名称")

    live.page.reload()
    live.page.click("[data-restore]")
    assert live.page.input_value("[name=name]") == "改过的名称"
    live.page.click("[name=_save]")
    live.page.wait_for_url("**/fonds/")
    live.open(address)

    assert live.page.locator("[data-restore]").count() == 0
    rows.refresh_from_db()
    assert rows.name == "改过的名称"
