import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from records.audit.models import Entry
from records.organisation.models import User
from records.organisation.rules import Role

pytestmark = pytest.mark.django_db
OWN = "Nine-Mules-77"


def create() -> str:
    said = StringIO()
    call_command("create_supervisor", "100001", "--name", "林海", stdout=said)
    return said.getvalue()


def test_the_first_supervisor_is_made_on_the_command_line_and_chooses_a_password(client):
    address = re.findall(r"^/password/.+$", create(), re.MULTILINE)
    person = User.objects.get()
    assert (person.role, person.has_usable_password()) == (Role.SUPERVISOR, False)

    client.post(address[0], {"new_password1": OWN, "new_password2": OWN})

    person.refresh_from_db()
    assert person.check_password(OWN)
    by = list(Entry.objects.order_by("pk").values_list("verb", "by"))
    assert by == [
        ("add user", None),
        ("make password link", None),
        ("choose password", person.pk),
    ]


def test_a_supervisor_who_forgot_gets_another_link_and_stays_the_same():
    create()

    assert reverse("password-by-link", args=["x"])[:-2] in create()
    assert User.objects.count() == 1


def test_a_number_that_is_somebody_elses_is_refused():
    create()

    with pytest.raises(CommandError, match="already"):
        call_command("create_supervisor", "100001", "--name", "别人")


def test_createsuperuser_says_what_to_use_instead(monkeypatch):
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", "Nine-Mules-77")

    with pytest.raises(CommandError, match="create_supervisor"):
        call_command("createsuperuser", "--noinput", "--username", "x", "--email", "")

    assert not User.objects.exists()
